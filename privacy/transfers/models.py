"""Stored rows: what sharing rests on, and the ledger of acts, which grows and never changes.

Institutions stand here by their STIX identity, so that records outlive memberships.
"""

from typing import Any, NoReturn
from uuid import uuid4

from django.db import models

from privacy.transfers.errors import RecordIsFinal


class Assessment(models.Model):
    """An impact assessment of a sharing programme, or of one transfer (PIPL 55, 56; GDPR 35)."""

    class Kind(models.TextChoices):
        """Which law asks for it, and what for."""

        PIPIA = "pipia"
        DPIA = "dpia"
        BALANCING = "balancing"
        TRANSFER_IMPACT = "transfer-impact"

    class State(models.TextChoices):
        """Only an approved one proves anything."""

        DRAFT = "draft"
        APPROVED = "approved"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=200)
    # Whose it is; empty for the programme of the whole hub. Joint controllers file one each.
    controller = models.CharField(max_length=60, blank=True)
    purposes = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    recipient_kinds = models.JSONField(default=list)
    regions = models.JSONField(default=list)
    # SHA-256 of the document that weighs risks and measures; the document stays with its author.
    document = models.CharField(max_length=64, blank=True)
    supersedes = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="successors", db_index=False
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    author = models.CharField(max_length=120)
    drafted_at = models.DateTimeField()
    approver = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["controller", "drafted_at", "id"], name="assessments_of"),
            models.Index(
                fields=["valid_until"],
                condition=models.Q(state="approved"),
                name="assessments_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.state})"


class Mechanism(models.Model):
    """What lets an exporter send data abroad, or to whom else the law forbids (PIPL 38, 41; GDPR 46).

    It proves nothing before another person than who filed it approved it (PC-41).
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    kind = models.CharField(max_length=24)
    # Of the filing, the certificate, the statute.
    reference = models.CharField(max_length=200)
    # Empty: every exporter. An empty importer: everybody in the regions.
    exporter = models.CharField(max_length=60, blank=True)
    importer = models.CharField(max_length=60, blank=True)
    regions = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    # Alerts an approval is for, by id; for other kinds empty.
    alerts = models.JSONField(default=list)
    # The lawful basis of a statute, the version of a zone's list.
    code = models.CharField(max_length=60, blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    filed_by = models.CharField(max_length=120)
    filed_at = models.DateTimeField()
    approver = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["exporter", "filed_at", "id"], name="mechanisms_of_exporter"),
            models.Index(
                fields=["valid_to"], condition=models.Q(ended_at=None), name="mechanisms_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def state(self) -> str:
        """Return filed, approved or ended."""
        if self.ended_at is not None:
            return "ended"
        return "filed" if self.approved_at is None else "approved"


class AuthorityRequest(models.Model):
    """A foreign authority asks for data (PIPL 41; DSL 36; GDPR 48): recorded, raised, and by itself nothing more.

    What it is to get goes by the mechanism alone: an approval of the competent authority for these alerts.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    # Who was asked, by STIX id.
    institution = models.CharField(max_length=60)
    authority = models.CharField(max_length=200)
    place = models.CharField(max_length=10)
    # Its own file number.
    reference = models.CharField(max_length=200)
    # In words without personal data.
    asked = models.TextField()
    # To whom exactly which alerts would go.
    recipient = models.CharField(max_length=60)
    alerts = models.JSONField(default=list)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    mechanism = models.ForeignKey(Mechanism, models.PROTECT, null=True, related_name="requests")
    refused_by = models.CharField(max_length=120, blank=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["institution", "recorded_at", "id"], name="authority_asks_institution"
            )
        ]

    def __str__(self) -> str:
        return f"request {self.id}"

    @property
    def state(self) -> str:
        """Return received, attached, approved or refused."""
        if self.refused_at is not None:
            return "refused"
        if self.mechanism is None:
            return "received"
        return {"filed": "attached", "approved": "approved"}.get(self.mechanism.state, "refused")


class Designation(models.Model):
    """What an authority says of an institution: critical operator, or on a restricted list (PIPL 40, 42)."""

    class Kind(models.TextChoices):
        """Rows X5 and X4 of the cross-border table."""

        CRITICAL_OPERATOR = "critical-operator"
        RESTRICTED_RECIPIENT = "restricted-recipient"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    institution = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.institution}: {self.kind}"


class Ledger(models.QuerySet[Any]):
    """Rows that are written once."""

    def update(self, **kwargs: Any) -> NoReturn:  # noqa: ARG002  # Django's signature
        """Refuse: what happened does not change."""
        raise RecordIsFinal("a record of the ledger cannot be changed")

    def delete(self) -> NoReturn:
        """Refuse: the ledger is cut by its term alone."""
        raise RecordIsFinal("a record of the ledger cannot be removed")

    def cut(self) -> int:
        """Remove rows past their term, as `services.cut_ledger` alone may, and return how many."""
        return int(super().delete()[0])


class LedgerRow(models.Model):
    """A row that is written once; triggers of the database hold those who go around the model."""

    objects = Ledger.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row. Raises RecordIsFinal for one that stands."""
        if not self._state.adding:
            raise RecordIsFinal("a record of the ledger cannot be changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002  # Django's signature
        """Refuse: the ledger is cut by its term alone."""
        raise RecordIsFinal("a record of the ledger cannot be removed")


class SharingAct(LedgerRow):
    """One alert went, or was kept from going, to one recipient: who, what, why and on what grounds.

    Lists stand as codes joined by blanks, so that both databases can group by them.
    """

    class Kind(models.TextChoices):
        """A disclosure, the reporter's own copy, a publication, or a regulator's view of identifiers.

        Of a sealed view only the regulator learns: an authority ordered confidentiality (PC-35).
        """

        DISCLOSURE = "disclosure"
        OWN_COPY = "own-copy"
        PUBLIC = "public"
        # A person had it sent; its request stands where an alert does (PC-13).
        PORTING = "porting"
        CLEAR_VIEW = "clear-view"
        SEALED_VIEW = "sealed"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    alert = models.UUIDField()
    at = models.DateTimeField()
    # The day in the zone of the counters.
    day = models.DateField()
    exporter = models.CharField(max_length=60)
    # Empty for a publication.
    recipient = models.CharField(max_length=60)
    origin_region = models.CharField(max_length=10)
    recipient_region = models.CharField(max_length=10)
    crosses_border = models.BooleanField()
    route = models.CharField(max_length=30)
    outcome = models.CharField(max_length=20)
    purposes = models.TextField()
    bases = models.TextField()
    mechanism = models.CharField(max_length=40)
    # Each category found with its treatment; those that travelled, and whether any is of a person.
    treatments = models.TextField()
    categories = models.TextField()
    is_personal = models.BooleanField()
    # Whether the recipient may know the exporter.
    attributed = models.BooleanField()
    grounds = models.TextField()
    agreements = models.TextField()
    measures = models.TextField()
    reasons = models.TextField()
    rules_version = models.CharField(max_length=60)
    rendition = models.UUIDField(null=True)
    # Until when the recipient may keep what it got; and this record is kept.
    retain_until = models.DateTimeField(null=True)
    keep_until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["exporter", "day", "id"], name="acts_by_exporter"),
            models.Index(fields=["recipient", "day", "id"], name="acts_by_recipient"),
            models.Index(fields=["alert"], name="acts_of_alert"),
            models.Index(
                fields=["day", "id"],
                condition=models.Q(crosses_border=True),
                name="acts_across_borders",
            ),
        ]

    def __str__(self) -> str:
        return f"act {self.id} ({self.outcome})"


class ActEnd(LedgerRow):
    """An act was taken back: since when, and for which cause."""

    act = models.OneToOneField(SharingAct, models.CASCADE, primary_key=True, related_name="end")
    at = models.DateTimeField()
    cause = models.CharField(max_length=20)

    def __str__(self) -> str:
        return f"end of act {self.act_id} ({self.cause})"


class ExportCounter(models.Model):
    """How many persons an exporter sent abroad in a year; the row is the lock of its counting."""

    id = models.BigAutoField(primary_key=True)
    exporter = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    ordinary = models.PositiveIntegerField(default=0)
    sensitive = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exporter", "year"], name="one_counter_a_year")
        ]

    def __str__(self) -> str:
        return f"exports of {self.exporter} in {self.year}"


class ExportedPerson(models.Model):
    """A person counted once a year, by keyed digest; goes when the year is over."""

    id = models.BigAutoField(primary_key=True)
    counter = models.ForeignKey(
        ExportCounter, models.CASCADE, related_name="persons", db_index=False
    )
    sensitive = models.BooleanField()
    subject = models.BinaryField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "sensitive", "subject"], name="counted_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.id}"
