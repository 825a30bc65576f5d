"""Stored notices and consents. Rows are only ever added: here by the managers, below by triggers (PC-06)."""

from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from privacy.consent.errors import AppendOnly
from privacy.consent.vocabulary import ConsentKind, ExceptionCode, Method, Occurrence


def _refuse() -> NoReturn:
    raise AppendOnly("a record of consent is never changed or deleted")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A query set that reads and adds."""

    def update(self, **changes: Any) -> NoReturn:  # noqa: ARG002  # Django's signature
        """Refuse. Raises AppendOnly."""
        _refuse()

    def delete(self) -> NoReturn:
        """Refuse. Raises AppendOnly."""
        _refuse()


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises AppendOnly for one that is stored."""
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ARG002  # Django's signature
        """Refuse. Raises AppendOnly."""
        _refuse()


class Notice(AppendOnlyModel):
    """What one controller tells people about one programme; the words stand in its versions."""

    id = models.UUIDField(primary_key=True)
    controller = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["controller", "code"], name="one_notice_a_code")
        ]

    def __str__(self) -> str:
        return f"notice {self.code} of {self.controller}"


class NoticeVersion(AppendOnlyModel):
    """One published text; `digest` is that of `content`, which is exactly what people are shown."""

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    # Consents to earlier versions carry no further act until people consent again (PC-07).
    material = models.BooleanField()
    digest = models.BinaryField()
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="one_version_a_number")
        ]
        indexes = [
            models.Index(
                fields=["notice", "number"], condition=Q(material=True), name="consent_material"
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.notice_id}"


class NoticeException(AppendOnlyModel):
    """Why people are not told, on the word of two persons (PIPL 18; GDPR 14(5); PC-41)."""

    id = models.UUIDField(primary_key=True)
    controller = models.CharField(max_length=60)
    code = models.CharField(
        max_length=30, choices=[(one.value, one.value) for one in ExceptionCode]
    )
    purposes = models.JSONField()
    categories = models.JSONField()
    approval_id = models.UUIDField(unique=True)
    author = models.CharField(max_length=120)
    approver = models.CharField(max_length=120)
    approved_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(approver="") & ~Q(approver=F("author")),
                name="an_exception_has_an_approver",
            )
        ]
        indexes = [models.Index(fields=["controller"], name="consent_exceptions")]

    def __str__(self) -> str:
        return f"exception {self.code} of {self.controller}"


class ConsentRecord(AppendOnlyModel):
    """One consent as it was given; its id is the receipt id that alerts name."""

    id = models.UUIDField(primary_key=True)
    schema_version = models.CharField(max_length=20)
    controller = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in ConsentKind])
    notice_version = models.ForeignKey(NoticeVersion, models.PROTECT, related_name="consents")
    notice_digest = models.BinaryField()
    purposes = models.JSONField()
    recipient_classes = models.JSONField()
    categories = models.JSONField()
    regions = models.JSONField()
    method = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Method])
    language = models.CharField(max_length=10)
    jurisdiction = models.CharField(max_length=10)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    evidence_digest = models.BinaryField()
    # Keyed digest of who acted for the person, where somebody did (PIPL 31).
    guardian = models.BinaryField(null=True)
    collected_by = models.CharField(max_length=120)
    # Digest of the act, so that the same act is recorded once.
    act = models.BinaryField(unique=True)
    receipt = models.TextField()
    # Told by selectors: its notice changed materially since.
    is_outdated: bool

    class Meta:
        indexes = [
            models.Index(
                fields=["controller", "-recorded_at", "-id"], name="consent_by_controller"
            ),
            models.Index(fields=["controller", "evidence_digest"], name="consent_by_evidence"),
            models.Index(
                fields=["expires_at"], condition=Q(expires_at__isnull=False), name="consent_expiry"
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.id}"


class ConsentSubject(AppendOnlyModel):
    """A keyed digest by which the person of a consent is known; one person may have several."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(ConsentRecord, models.PROTECT, related_name="subjects")
    subject = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "record"], name="one_subject_a_consent")
        ]

    def __str__(self) -> str:
        return f"a subject of {self.record_id}"


class ConsentEvent(AppendOnlyModel):
    """What happened to a consent, and by whom; each at most once."""

    id = models.BigAutoField(primary_key=True)
    record = models.ForeignKey(ConsentRecord, models.PROTECT, related_name="events")
    event = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Occurrence])
    at = models.DateTimeField()
    actor = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "event"], name="each_event_once_a_consent")
        ]

    def __str__(self) -> str:
        return f"{self.event} of {self.record_id}"


class DestroyedConsent(AppendOnlyModel):
    """What is left of a consent whose time of keeping is over: the digest of its receipt.

    Only a record that stands here can be deleted: the triggers look.
    """

    id = models.UUIDField(primary_key=True)
    digest = models.BinaryField()
    destroyed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"destroyed consent {self.id}"


class ConsentStanding(models.Model):
    """One row: a counter that moves whenever a consent stops carrying acts."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"standing {self.version}"
