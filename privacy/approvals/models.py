"""Stored approvals: who asked for what, and what another person said."""

from django.db import models


class Approval(models.Model):
    """One act that waits for a second person; `digest` is that of exactly what was asked."""

    class State(models.TextChoices):
        """Open until decided or over; a given one is used once."""

        OPEN = "open"
        GIVEN = "given"
        REFUSED = "refused"
        EXPIRED = "expired"
        USED = "used"

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    institution = models.CharField(max_length=60)
    digest = models.BinaryField()
    details = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    asked_by = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    note_code = models.CharField(max_length=60, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["institution", "asked_at"],
                condition=models.Q(state="open"),
                name="approvals_open",
            ),
            models.Index(fields=["kind", "subject"], name="approvals_of_subject"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(state__in=["open", "given"]),
                name="approvals_running",
            ),
        ]

    def __str__(self) -> str:
        return f"approval {self.id} of {self.kind} ({self.state})"
