"""Stored renditions and deliveries."""

from uuid import UUID, uuid4

from django.db import models

from sharing.alerts.models import Alert
from sharing.groups.models import SharingGroup
from sharing.members.models import Institution


class Rendition(models.Model):
    """What every recipient with one entitlement profile sees of one alert.

    A reporter's own copy has the profile `own`; a revocation has a profile of its own each time.
    """

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
    # What is compared of it to find its case: digests of what it shows, and of nothing else.
    sketch = models.BinaryField(default=bytes)
    sketch_version = models.PositiveSmallIntegerField(default=0, db_default=0)

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
    # The version as digits that order it in time; empty for objects without times.
    moment = models.CharField(max_length=40, default="")
    spec_version = models.CharField(max_length=3)
    body = models.BinaryField()
    # Keyed digests: of the body, to know the same object again; of the reporter and the id it gave,
    # because a rendition may rename.
    digest = models.BinaryField(default=bytes)
    origin = models.BinaryField(default=bytes)
    # Its reporter took this object back while the rest of the alert stands.
    withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rendition", "index"], name="objects_stand_in_order")
        ]
        indexes = [
            models.Index(fields=["object_id"], name="rendition_object_by_id"),
            models.Index(fields=["origin"], name="rendition_object_by_origin"),
            models.Index(
                fields=["origin", "moment"],
                condition=models.Q(withdrawn=True),
                name="rendition_object_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.object_id


class SearchEntry(models.Model):
    """That a rendition can be searched. Its terms stand where the database finds them: see `search`."""

    id = models.BigAutoField(primary_key=True)
    rendition = models.OneToOneField(Rendition, models.CASCADE, related_name="search_entry")

    def __str__(self) -> str:
        return f"search entry of {self.rendition_id}"


class Feed(models.Model):
    """A sequence of deliveries for one recipient: its inbox (no group), or what it sees of a group."""

    id = models.BigAutoField(primary_key=True)
    recipient = models.ForeignKey(Institution, models.CASCADE, related_name="feeds")
    group = models.ForeignKey(SharingGroup, models.PROTECT, null=True, related_name="feeds")
    # The last position given out.
    position = models.BigIntegerField(default=0, db_index=True)
    # Up to here its objects stand in FeedObject.
    weighed = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient"], condition=models.Q(group=None), name="one_inbox_a_member"
            ),
            models.UniqueConstraint(fields=["recipient", "group"], name="one_feed_a_group"),
        ]

    def __str__(self) -> str:
        return f"feed {self.id}"


class Cause(models.TextChoices):
    """Why something was taken back."""

    RECALLED = "recalled"
    CORRECTED = "corrected"
    DELETED = "deleted"
    EXPIRED = "expired"
    ENTITLEMENT_LOST = "entitlement-lost"
    ERASED = "erased"
    RESTRICTED = "restricted"
    CONSENT_WITHDRAWN = "withdrawn"


class Delivery(models.Model):
    """A rendition in a feed. Its objects take positions `position` .. `position + length - 1`.

    A position is a time in microseconds since 1970, stamped in commit order and strictly increasing
    within a feed; it is null until the sequencer has passed.
    """

    class Kind(models.TextChoices):
        """An alert of another's, what tells that it was taken back, or a copy of one's own."""

        ALERT = "alert"
        REVOCATION = "revocation"
        OWN = "own"

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="deliveries")
    # Its positions are an index that begins with the feed.
    feed = models.ForeignKey(Feed, models.PROTECT, related_name="deliveries", db_index=False)
    # As the feed has it; lists go by it.
    recipient = models.ForeignKey(Institution, models.PROTECT, related_name="deliveries")
    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ALERT)
    # At least 1, so that a delivery always has a position of its own.
    length = models.PositiveIntegerField()
    # Why it came: the rule of the route that let it through.
    route = models.CharField(max_length=30)
    position = models.BigIntegerField(null=True)
    # Since when the recipient may no longer see it, and why.
    withdrawn_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=20, choices=Cause.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "feed", "kind"],
                condition=~models.Q(kind="revocation"),
                name="delivered_once_a_feed",
            ),
            models.UniqueConstraint(fields=["feed", "position"], name="positions_increase"),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(position=None), name="delivery_unstamped"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} to {self.recipient_id}"


class FeedObject(models.Model):
    """An object of a feed where it first appeared: the feed as a collection of versions.

    Made from deliveries when the feed is read (sharing.delivery.collection); an object that is there
    already adds nothing. `is_first` and `is_last` weigh versions within what one reporter sent.
    """

    id = models.BigAutoField(primary_key=True)
    feed = models.ForeignKey(Feed, models.CASCADE, related_name="objects_in_order", db_index=False)
    position = models.BigIntegerField()
    source = models.ForeignKey(RenditionObject, models.CASCADE, related_name="places")
    reporter_id = models.UUIDField()
    object_id = models.CharField(max_length=300)
    object_type = models.CharField(max_length=250)
    spec_version = models.CharField(max_length=3)
    version = models.CharField(max_length=40)
    moment = models.CharField(max_length=40)
    digest = models.BinaryField()
    # As its rendition has it: pages read no other row for a body in clear.
    sealed = models.BooleanField(default=False)
    is_first = models.BooleanField(default=True)
    is_last = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "position"], name="one_object_a_position"),
            models.UniqueConstraint(
                fields=["feed", "object_id", "digest"], name="an_object_appears_once"
            ),
            models.UniqueConstraint(
                fields=["feed", "object_id", "reporter_id", "moment"], name="a_version_appears_once"
            ),
        ]
        indexes = [
            models.Index(fields=["feed", "object_type", "position"], name="feed_object_by_type")
        ]

    def __str__(self) -> str:
        return f"{self.object_id} in {self.feed_id}"


class Withdrawal(models.Model):
    """That an alert, or objects of it, was taken back: from everybody, or from one recipient."""

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="withdrawals")
    # Null: from everybody.
    recipient = models.ForeignKey(Institution, models.PROTECT, null=True)
    cause = models.CharField(max_length=20, choices=Cause.choices)
    # False: only some of its objects.
    whole = models.BooleanField(default=True)
    actor = models.CharField(max_length=120)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.alert_id} {self.cause}"


def place_of_object(rendition_id: UUID, index: int) -> str:
    """Return the place that a sealed object body is bound to."""
    return f"delivery_renditionobject.body:{rendition_id}:{index}"
