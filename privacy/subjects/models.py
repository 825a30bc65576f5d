"""Who is mentioned where, what was said of them, sealed, and who may not be shared. Nobody is named."""

from uuid import UUID

from django.db import models

from privacy.subjects.identifiers import SUBJECT_BYTES


class Mention(models.Model):
    """That an item names a subject, and by what kind of identifier.

    A weak subject is known inside its item only: see identifiers.
    """

    id = models.BigAutoField(primary_key=True)
    subject = models.BinaryField(max_length=SUBJECT_BYTES)
    item_kind = models.CharField(max_length=20)
    item_id = models.UUIDField()
    # The institution that answers for the item, by its STIX id.
    controller = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    strong = models.BooleanField()
    # No person may learn of it: suspicious-transaction data (PC-25).
    confidential = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_kind", "item_id", "subject"], name="one_mention_an_item"
            )
        ]
        indexes = [models.Index(fields=["subject"], name="mention_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.item_kind} {self.item_id}"


class ClearValue(models.Model):
    """A value that was cut out of an item, sealed under the keys of all whom it names.

    Sealed once under the key of each, one inside the other: it opens while all the keys stand.
    """

    id = models.BigAutoField(primary_key=True)
    item_kind = models.CharField(max_length=20)
    item_id = models.UUIDField()
    index = models.PositiveIntegerField()
    # Their digests, one after another.
    subjects = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_kind", "item_id", "index"], name="one_clear_value_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"value {self.index} of {self.item_kind} {self.item_id}"


class Restriction(models.Model):
    """That what names a subject is stored and protected, and goes to nobody (PC-15, PC-16)."""

    subject = models.BinaryField(max_length=SUBJECT_BYTES)
    # Whose items it holds back, by STIX id; empty: everybody's.
    controller = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "controller"], name="one_restriction_a_controller"
            )
        ]

    def __str__(self) -> str:
        return f"restricted since {self.since}"


class Objection(models.Model):
    """That what names a subject goes to nobody on a controller's interests alone (PIPL 44, 24; GDPR 21)."""

    subject = models.BinaryField(max_length=SUBJECT_BYTES)
    # Whose interests, by STIX id; empty: everybody's.
    controller = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "controller"], name="one_objection_a_controller"
            )
        ]

    def __str__(self) -> str:
        return f"objected since {self.since}"


def place_of_value(item_kind: str, item_id: UUID, index: int) -> str:
    """Return the place that a sealed value is bound to."""
    return f"subjects_clearvalue.sealed:{item_kind}:{item_id}:{index}"
