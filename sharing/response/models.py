"""Stored duties, feedback and recall orders. Codes, times and counts; no text but a recall's reason."""

from uuid import uuid4

from django.db import models

from sharing.alerts.models import Alert
from sharing.delivery.models import Cause
from sharing.members.models import Institution


class Duty(models.Model):
    """What a recipient owes for an alert: to acknowledge it, or to answer what it asks."""

    class Kind(models.TextChoices):
        """What is owed."""

        ACKNOWLEDGE = "acknowledge"
        ANSWER = "answer"

    class State(models.TextChoices):
        """Only a request can be refused."""

        OPEN = "open"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid4)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="duties")
    recipient = models.ForeignKey(Institution, models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    opened_at = models.DateTimeField()
    # Null: no time was stated.
    due_at = models.DateTimeField(null=True)
    # Of a request: its conversation, who asked, and the alert that answered.
    thread = models.CharField(max_length=100, blank=True)
    envelope_id = models.CharField(max_length=300, blank=True)
    asker = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="asked")
    answer = models.ForeignKey(Alert, models.SET_NULL, null=True, related_name="answered")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=120, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    overdue_noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "recipient", "kind"], name="one_duty_a_kind")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state="open", overdue_noted_at=None, due_at__isnull=False),
                name="duty_to_note",
            ),
            models.Index(
                fields=["recipient", "-opened_at", "id"],
                condition=models.Q(kind="answer"),
                name="duty_by_recipient",
            ),
            models.Index(
                fields=["asker", "-opened_at", "id"],
                condition=models.Q(kind="answer"),
                name="duty_by_asker",
            ),
        ]

    def __str__(self) -> str:
        return f"duty {self.id}"

    @property
    def late(self) -> bool:
        """Say whether it was done after its time."""
        return self.done_at is not None and self.due_at is not None and self.done_at > self.due_at


class Feedback(models.Model):
    """What a recipient says became of an alert (profile f7). Earlier ones stay, no longer current.

    Codes: sharing.response.codes.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="feedback")
    recipient = models.ForeignKey(Institution, models.PROTECT, related_name="feedback")
    current = models.BooleanField(default=True)
    disposition = models.CharField(max_length=16)
    acted_at = models.DateTimeField(null=True)
    # A band in whole units of the currency.
    funds_stopped_min = models.BigIntegerField(null=True)
    funds_stopped_max = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    customers_protected = models.PositiveIntegerField(null=True)
    lead_time = models.CharField(max_length=40, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    share_with_source = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "recipient"],
                condition=models.Q(current=True),
                name="one_current_feedback",
            )
        ]

    def __str__(self) -> str:
        return f"feedback {self.id}"


class RecallOrder(models.Model):
    """The order to one holder to destroy its copies of an alert, and its confirmation."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="recalls")
    recipient = models.ForeignKey(Institution, models.PROTECT, related_name="recalls")
    # As the alert has it; lists go by it.
    reporter = models.ForeignKey(Institution, models.PROTECT, related_name="recalls_ordered")
    cause = models.CharField(max_length=20, choices=Cause.choices)
    # By the reporter, without personal data; empty where it held some.
    reason = models.CharField(max_length=500, blank=True)
    replaced_by = models.ForeignKey(Alert, models.SET_NULL, null=True, related_name="replaces")
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    # Null until the recipient says; false: it keeps some, why says the note. Only true confirms.
    copies_destroyed = models.BooleanField(null=True)
    note_code = models.CharField(max_length=40, blank=True)
    overdue_noted_at = models.DateTimeField(null=True)
    # Since when its recipient gets nothing personal from its reporter, until it confirms (section 4).
    suspended_at = models.DateTimeField(null=True)
    # The signed order (sharing.response.orders).
    order = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "recipient"], name="one_recall_a_holder")
        ]
        indexes = [
            models.Index(fields=["recipient", "-ordered_at", "id"], name="recall_by_recipient"),
            models.Index(fields=["reporter", "-ordered_at", "id"], name="recall_by_reporter"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(confirmed_at=None, overdue_noted_at=None),
                name="recall_to_note",
            ),
            models.Index(
                fields=["reporter", "recipient"],
                condition=models.Q(confirmed_at=None, suspended_at__isnull=False),
                name="recall_suspending",
            ),
            models.Index(
                fields=["ordered_at"],
                condition=models.Q(confirmed_at=None, suspended_at=None),
                name="recall_to_suspend",
            ),
        ]

    def __str__(self) -> str:
        return f"recall {self.id}"
