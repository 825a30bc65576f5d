"""Stored portings: what a person sent to an institution, sealed for it, for a while."""

from uuid import UUID, uuid4

from django.db import models


class Porting(models.Model):
    """One transfer; its content goes when its time is over, that it happened stays."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    request = models.UUIDField()
    # Who held the data, "" for the hub, and who gets it, by STIX id.
    controller = models.CharField(max_length=60, blank=True)
    recipient = models.CharField(max_length=60)
    items = models.PositiveIntegerField()
    content = models.BinaryField()
    ported_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "recipient"], name="one_porting_a_recipient")
        ]
        indexes = [
            models.Index(fields=["recipient", "ported_at", "id"], name="portings_to_recipient"),
            models.Index(fields=["expires_at"], name="portings_to_clear"),
        ]

    def __str__(self) -> str:
        return f"porting {self.id}"


def place_of_content(porting_id: UUID) -> str:
    """Return the place that the content of a porting is bound to."""
    return f"portability_porting.content:{porting_id}"
