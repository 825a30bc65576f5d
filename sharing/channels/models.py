"""Stored webhooks, and the outbox: dispatches with each attempt to send them."""

from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from sharing.alerts.models import Alert
from sharing.delivery.models import Delivery
from sharing.members.models import Institution
from sharing.routing.models import Subscription


class Webhook(models.Model):
    """An address of a member that is told of deliveries; its secrets are sealed."""

    class Content(models.TextChoices):
        """What a message holds: the entry of the list, or with it the STIX objects."""

        SUMMARY = "summary"
        STIX = "stix"

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=2000)
    content = models.CharField(max_length=10, choices=Content.choices, default=Content.SUMMARY)
    enabled = models.BooleanField(default=True)
    # The legal region where it is received; "" is the institution's own place (PC-19).
    region = models.CharField(max_length=10, blank=True, default="", db_default="")
    # Why the hub itself disabled it.
    disabled_because = models.CharField(max_length=20, blank=True)
    secret = models.BinaryField()
    # The secret before the last rotation, and until when it signs as well.
    old_secret = models.BinaryField(null=True)
    old_until = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()
    # Failures since it last answered well; until when it is left alone.
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="one_webhook_a_name")
        ]

    def __str__(self) -> str:
        return f"webhook {self.id}"


class Dispatch(models.Model):
    """One message to one webhook or one reader of mail. Its id is what receivers de-duplicate by."""

    class Kind(models.TextChoices):
        """What a message tells."""

        ALERT = "alert.delivered"
        REVOKED = "alert.revoked"
        RECALL = "recall.ordered"
        TEST = "webhook.test"
        # To officers: something waits for them.
        MATTER = "officer.matter"

    class State(models.TextChoices):
        """Dropped: there was no longer a right or a wish to send it. Dead: given up, replayable."""

        WAITING = "waiting"
        SENT = "sent"
        DEAD = "dead"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="dispatches")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # Null for a test. A message with a delivery waits until the sequencer has stamped that.
    alert = models.ForeignKey(Alert, models.CASCADE, null=True, related_name="dispatches")
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, related_name="dispatches")
    # One of these two says where it goes.
    webhook = models.ForeignKey(Webhook, models.CASCADE, null=True, related_name="dispatches")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="dispatches"
    )
    # Whose mail plan holds.
    subscription = models.ForeignKey(Subscription, models.SET_NULL, null=True)
    in_digest = models.BooleanField(default=False)
    over_budget = models.BooleanField(default=False)
    # Why: [[subscription id, its name, [criteria met]], ...].
    reasons = models.JSONField(default=list)
    # Of a recall: ids and times of the order.
    details = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # The last failure.
    error = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "webhook"], name="pushed_once_a_webhook"),
            models.UniqueConstraint(fields=["delivery", "reader"], name="mailed_once_a_reader"),
            models.CheckConstraint(
                condition=models.Q(webhook=None) ^ models.Q(reader=None),
                name="goes_to_a_webhook_or_a_reader",
            ),
        ]
        indexes = [
            models.Index(
                fields=["webhook", "due_at"],
                condition=models.Q(state="waiting"),
                name="dispatch_waiting",
            ),
            models.Index(fields=["webhook", "-created_at", "id"], name="dispatch_by_webhook"),
            models.Index(fields=["reader", "-settled_at"], name="dispatch_by_reader"),
        ]

    def __str__(self) -> str:
        return f"dispatch {self.id}"


class Attempt(models.Model):
    """One try to send a dispatch; never what was answered, only how."""

    id = models.BigAutoField(primary_key=True)
    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    # Null while it lasts, and for ever when the hub was killed meanwhile.
    duration_ms = models.PositiveIntegerField(null=True)
    # Of an HTTP answer.
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"attempt {self.id} of {self.dispatch_id}"


def place_of_secret(webhook_id: UUID) -> str:
    """Return the place that a webhook's sealed secrets are bound to."""
    return f"channels_webhook.secret:{webhook_id}"
