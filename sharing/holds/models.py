"""Stored holds. Codes and ids; the note is its author's and holds no personal data."""

from uuid import uuid4

from django.db import models

from sharing.alerts.models import Alert
from sharing.ingest.models import Submission
from sharing.members.models import Institution


class Hold(models.Model):
    """One thing that waits: a submission as a whole, or the copy of one recipient."""

    class Kind(models.TextChoices):
        """Held before it was stored, or before it went to somebody."""

        INTAKE = "intake"
        RELEASE = "release"

    class State(models.TextChoices):
        """Open until two persons decided; gone when the alert was taken back or worked on meanwhile."""

        OPEN = "open"
        RELEASED = "released"
        REDACTED = "redacted"
        RETRIED = "retried"
        REFUSED = "refused"
        GONE = "gone"

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # Submission and alert share their id.
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="holds")
    # Whose privacy officer decides: who shares answers for it.
    reporter = models.ForeignKey(Institution, models.PROTECT, related_name="holds")
    # Null at intake.
    recipient = models.ForeignKey(
        Institution, models.PROTECT, null=True, related_name="held_for_it"
    )
    route = models.CharField(max_length=30, blank=True)
    # [{code, source, message}, ...]: why a human must decide.
    reasons = models.JSONField(default=list)
    rules_version = models.CharField(max_length=60, blank=True)
    placed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    # What was proposed last: action, bases, purposes, note; and the approval that asks for it.
    proposal = models.JSONField(default=dict)
    approval = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "recipient"],
                condition=models.Q(state="open"),
                name="one_open_hold_a_copy",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(state="open", recipient=None),
                name="one_open_hold_an_intake",
            ),
        ]
        indexes = [
            models.Index(fields=["reporter", "-placed_at", "id"], name="hold_by_reporter"),
        ]

    def __str__(self) -> str:
        return f"hold {self.id} ({self.state})"


class NamedInWaiting(models.Model):
    """That a submission which waits names a person, by keyed digest: it is found before it is an alert.

    A row without subject says that the submission was looked through.
    """

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="named")
    subject = models.BinaryField(default=bytes)
    # No person may learn of it (PC-25).
    confidential = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "subject"], name="named_once_in_waiting")
        ]
        indexes = [models.Index(fields=["subject"], name="waiting_by_subject")]

    def __str__(self) -> str:
        return f"person in submission {self.submission_id}"


class Return(models.Model):
    """A copy that a restriction had stopped and that goes out again, once, when it is decided anew."""

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="returns")
    recipient = models.ForeignKey(Institution, models.CASCADE, related_name="returns")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "recipient"], name="one_return_a_copy")
        ]

    def __str__(self) -> str:
        return f"return of {self.alert_id}"
