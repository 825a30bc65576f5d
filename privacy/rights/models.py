"""Stored rows of this room. What persons write is sealed; their identifiers are keyed digests only."""

from typing import Any, NoReturn
from uuid import uuid4

from django.db import models

from privacy.rights.codes import (
    Cause,
    ComplaintOutcome,
    ComplaintState,
    IdentityState,
    RequestOutcome,
    RequestState,
    RequestType,
)


class Person(models.Model):
    """A natural person who signed in; the address it answers at is sealed under its own key."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    contact = models.BinaryField()
    contact_kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"person {self.id}"


class PersonIdentifier(models.Model):
    """What a person says to be known by; it counts from the moment it is verified."""

    BY_CODE = "one-time-code"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    subject = models.BinaryField()
    kind = models.CharField(max_length=20)
    claimed_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    method = models.CharField(max_length=30, default="")
    # When its bearer last showed to have it: numbers are given to others after a while.
    shown_at = models.DateTimeField(null=True)
    # Who saw the papers, by STIX id: the proof counts there and nowhere else. Empty: the hub itself, by
    # a one-time code or its own officer.
    controller = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject", "controller"], name="identifier_once_a_person"
            ),
            # Whoever answers at an address is one person, however many codes were asked for at once.
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(method="one-time-code"),
                name="one_person_an_address",
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="identifier_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"


class SignInCode(models.Model):
    """A one-time code that was sent; neither it nor the address stands here in clear."""

    contact = models.BinaryField()
    digest = models.BinaryField()
    # Of whoever asked for it, and from where: another's tries spoil nothing and open nothing.
    attempt = models.BinaryField(default=bytes)
    source = models.BinaryField(default=bytes)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["contact", "expires_at"], name="code_by_contact"),
            models.Index(fields=["expires_at"], name="code_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class PersonSession(models.Model):
    """A bearer token of a signed-in person, by its keyed digest."""

    digest = models.BinaryField(unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="session_by_expiry")]

    def __str__(self) -> str:
        return f"session {self.pk}"


class RightsRequest(models.Model):
    """One request of one person to one controller, or to the hub for all it holds (controller "")."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    receipt = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    type = models.CharField(max_length=20, choices=[(one, one) for one in RequestType])
    regime = models.CharField(max_length=10)
    place = models.CharField(max_length=12)
    controller = models.CharField(max_length=60)
    text = models.BinaryField()
    identity_state = models.CharField(
        max_length=10, choices=[(one, one) for one in IdentityState], default=IdentityState.CONTACT
    )
    state = models.CharField(
        max_length=12, choices=[(one, one) for one in RequestState], default=RequestState.OPEN
    )
    outcome = models.CharField(
        max_length=10, choices=[(one, one) for one in RequestOutcome], default=""
    )
    reason_code = models.CharField(max_length=30, default="")
    reason = models.BinaryField(default=b"")
    # How often the institution's officers named identifiers that the person does not claim.
    wrong_proofs = models.SmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    extended_to = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # When an erasure last left something out because a legal hold keeps it; it is repeated (PC-15).
    kept_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["kept_at"],
                condition=models.Q(kept_at__isnull=False),
                name="request_by_kept",
            ),
            models.Index(fields=["controller", "-opened_at", "-id"], name="request_by_controller"),
            models.Index(fields=["person", "-opened_at", "-id"], name="request_by_person"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(closed_at=None, overdue_at=None),
                name="request_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.id}"


class Complaint(models.Model):
    """One complaint; `handler` is who has to answer it ("" the operator of the hub)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    receipt = models.CharField(max_length=20, unique=True)
    secret_digest = models.BinaryField()
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="complaints"
    )
    cause = models.CharField(max_length=20, choices=[(one, one) for one in Cause])
    about = models.CharField(max_length=60)
    alert = models.CharField(max_length=40, default="")
    handler = models.CharField(max_length=60)
    risk_measure = models.BooleanField()
    fears_retaliation = models.BooleanField()
    language = models.CharField(max_length=10)
    text = models.BinaryField()
    contact = models.BinaryField(default=b"")
    answer = models.BinaryField(default=b"")
    state = models.CharField(
        max_length=12,
        choices=[(one, one) for one in ComplaintState],
        default=ComplaintState.RECEIVED,
    )
    outcome = models.CharField(
        max_length=10, choices=[(one, one) for one in ComplaintOutcome], default=""
    )
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    overdue_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["handler", "-received_at", "-id"], name="complaint_by_handler"),
            models.Index(
                fields=["due_at"],
                condition=models.Q(closed_at=None, overdue_at=None),
                name="complaint_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"complaint {self.id}"


class Appended(models.QuerySet[Any]):
    """Rows that are added and never changed."""

    def update(self, **_changes: Any) -> NoReturn:
        """Refuse: what happened stays as it was written."""
        raise TypeError("steps are appended, never changed")


class Step(models.Model):
    """What happened to a request or a complaint, when and by whom; ids, codes and dates only."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=120)
    code = models.CharField(max_length=30)
    details = models.JSONField(default=dict)

    objects = Appended.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} at {self.at:%Y-%m-%d %H:%M:%S}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises TypeError for one that is there."""
        if self.pk is not None:
            raise TypeError("steps are appended, never changed")
        super().save(*args, **kwargs)


class RequestStep(Step):
    """A step of a request."""

    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="steps")


class ComplaintStep(Step):
    """A step of a complaint."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="steps")
