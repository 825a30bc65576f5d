"""Stored submissions: the queue."""

from uuid import UUID

from django.db import models

from sharing.members.models import Institution


class Submission(models.Model):
    """One alert on its way. The body stands here only until the alert is stored or refused."""

    class State(models.TextChoices):
        """RECEIVED -> (HELD | REFUSED | FAILED) or ROUTED -> DELIVERED."""

        RECEIVED = "received"
        HELD = "held"
        REFUSED = "refused"
        FAILED = "failed"
        ROUTED = "routed"
        DELIVERED = "delivered"

    id = models.UUIDField(primary_key=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="submissions")
    actor = models.CharField(max_length=120)
    # A keyed digest of what was sent. Null where none was: nulls are never equal, so the constraint below leaves them alone.
    idempotency_key = models.CharField(max_length=200, null=True)  # noqa: DJ001
    request_digest = models.BinaryField()
    # Sealed: a line of facts (sharing.ingest.opening), then the JSON as it was sent.
    body = models.BinaryField(null=True)
    warnings = models.JSONField(default=list)
    receipt = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    # Codes, sources and remedies of a hold, refusal or failure.
    reasons = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    # Not before this time: a failing row waits longer each time.
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    recipients = models.PositiveIntegerField(default=0)
    # Set where one request sent several alerts and asks after them as one, with the number of its
    # objects that this alert answers for, and their [id, version].
    request_id = models.UUIDField(null=True)
    request_objects = models.PositiveIntegerField(default=0)
    request_names = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "idempotency_key"], name="one_submission_an_idempotency_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(state="received"), name="submission_queue"
            ),
            models.Index(
                fields=["institution", "-received_at", "id"], name="submission_by_institution"
            ),
            models.Index(
                fields=["request_id"],
                condition=models.Q(request_id__isnull=False),
                name="submission_by_request",
            ),
        ]

    def __str__(self) -> str:
        return f"submission {self.id} ({self.state})"


class ObjectRequest(models.Model):
    """One request that added objects (TAXII status): what was sent, and what was refused at the door."""

    id = models.UUIDField(primary_key=True)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="object_requests")
    # The API root it came to; elsewhere it is not to be found.
    api_root = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    # [[id, version, message], ...]: ids and times that are well formed, else "".
    refused = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"request {self.id}"


def place_of_body(submission_id: UUID) -> str:
    """Return the place that a submission's sealed body is bound to."""
    return f"ingest_submission.body:{submission_id}"
