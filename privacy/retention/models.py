"""Stored rows of this room: legal holds."""

from uuid import uuid4

from django.db import models

from privacy.retention.scopes import HoldReason, HoldScope


class LegalHold(models.Model):
    """What a controller must keep until the hold ends, whatever schedules and persons ask for.

    `ref` is the keyed digest of a person in hexadecimal, the id of an alert, or a STIX identity; `controller`
    is the institution whose records are bound, "" for those of everybody.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    controller = models.CharField(max_length=60, blank=True)
    scope = models.CharField(max_length=12, choices=[(one.value, one.value) for one in HoldScope])
    ref = models.CharField(max_length=60)
    reason = models.CharField(max_length=20, choices=[(one.value, one.value) for one in HoldReason])
    authority = models.CharField(max_length=200)
    placed_by = models.CharField(max_length=120)
    placed_at = models.DateTimeField()
    # Without a second person's word it ends by itself at that moment; null: it was placed when one sufficed.
    lapses_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    end_asked_by = models.CharField(max_length=120, blank=True)
    ended_by = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["ref", "scope"],
                condition=models.Q(ended_at=None),
                name="legal_holds_in_force",
            ),
            models.Index(fields=["controller", "-placed_at", "-id"], name="legal_holds_placed"),
        ]

    def __str__(self) -> str:
        return f"legal hold {self.id} ({self.scope})"
