"""Stored renditions and deliveries."""

from uuid import UUID, uuid4

from django.db import models

from sharing.alerts.models import Alert
from sharing.members.models import Institution


class Rendition(models.Model):
    """What every recipient with one entitlement profile sees of one alert."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="renditions")
    profile = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20)
    rules_version = models.CharField(max_length=60)
    # Title and summary hold no clear personal data, whatever the profile.
    title = models.TextField()
    summary = models.TextField()
    reasons = models.JSONField(default=list)
    # [[pointer, code, source, action], ...]: what was withheld and why, never the value.
    withheld = models.JSONField(default=list)
    length = models.PositiveIntegerField()
    # The bodies of its objects are sealed because some personal data stands in clear.
    sealed = models.BooleanField(default=False)
    attributed = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "profile"], name="one_rendition_a_profile")
        ]

    def __str__(self) -> str:
        return f"rendition {self.id}"


class RenditionObject(models.Model):
    """One STIX object of a rendition, serialised once."""

    id = models.BigAutoField(primary_key=True)
    rendition = models.ForeignKey(Rendition, models.CASCADE, related_name="objects_in_order")
    index = models.PositiveIntegerField()
    object_id = models.CharField(max_length=300)
    object_type = models.CharField(max_length=250)
    version = models.CharField(max_length=40)
    spec_version = models.CharField(max_length=3)
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rendition", "index"], name="objects_stand_in_order")
        ]
        indexes = [models.Index(fields=["object_id"], name="rendition_object_by_id")]

    def __str__(self) -> str:
        return self.object_id


class Delivery(models.Model):
    """A rendition at a recipient. Its objects take positions `position` .. `position + length - 1`.

    A position is a time in microseconds since 1970, stamped in commit order and strictly increasing
    within a recipient's feed; it is null until the sequencer has passed.
    """

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(Institution, models.PROTECT, related_name="deliveries")
    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="deliveries")
    length = models.PositiveIntegerField()
    # Why it came: the rule of the route that let it through.
    route = models.CharField(max_length=30)
    position = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "recipient"], name="delivered_once"),
            models.UniqueConstraint(fields=["recipient", "position"], name="positions_increase"),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(position=None), name="delivery_unstamped"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} to {self.recipient_id}"


class FeedHead(models.Model):
    """The last position given out in a recipient's feed."""

    recipient = models.OneToOneField(Institution, models.CASCADE, primary_key=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"head of {self.recipient_id}"


def place_of_object(rendition_id: UUID, index: int) -> str:
    """Return the place that a sealed object body is bound to."""
    return f"delivery_renditionobject.body:{rendition_id}:{index}"
