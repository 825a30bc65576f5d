"""What is said about requests of natural persons: the bodies that are read, and what is answered."""

from datetime import UTC
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from rest_framework import serializers

from hub.api.privacy.person_forms import IdentifierOutput, coded
from privacy.rights.codes import (
    LONGEST_TEXT,
    ExtensionReason,
    IdentityState,
    RefusalReason,
    RequestOutcome,
    RequestState,
    RequestType,
    VerificationMethod,
)
from privacy.rights.contacts import LONGEST_IDENTIFIER
from sharing.api.base import END

MOST_CLAIMS = 5
MemberName = Annotated[
    str,
    Meta(
        pattern=f"^[a-z0-9-]{{0,60}}{END}",
        description="the short name or STIX identity of a member, or nothing",
    ),
]
Words = Annotated[str, Meta(max_length=LONGEST_TEXT)]


class IdentifierBody(Struct, forbid_unknown_fields=True, frozen=True):
    """An identifier; only a keyed digest of it is kept."""

    kind: Literal[
        "person-id-number",
        "phone",
        "email",
        "bank-account",
        "payment-card",
        "e-wallet",
        "messenger",
        "device",
    ]
    value: Annotated[str, Meta(min_length=5, max_length=LONGEST_IDENTIFIER)]


Identifiers = Annotated[tuple[IdentifierBody, ...], Meta(max_length=MOST_CLAIMS)]


class RequestBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What a person asks for, and of whom: without a controller, of the hub for all that it holds.

    The law follows from the controller; of the hub it may be chosen. Further identifiers count once
    the institution has verified them.
    """

    type: RequestType
    controller: MemberName = ""
    regime: Literal["pipl", "gdpr", "pdpo", "pdpa"] | None = None
    text: Words = ""
    identifiers: Identifiers = ()


class ProofBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Whether the person is who they say, and how that was found; papers are never sent here."""

    method: VerificationMethod
    passed: bool
    identifiers: Identifiers = ()


class ExtensionBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Why the answer takes longer."""

    reason: ExtensionReason


Reference = Annotated[
    str,
    Meta(
        pattern=f"^[A-Za-z0-9-]{{0,40}}{END}",
        description="the reference of an alert, such as RA-2026-0123456789, or nothing",
    ),
]


class EndingBody(Struct, forbid_unknown_fields=True, frozen=True):
    """How the request ends; whatever is refused needs a reason, its words, and where to turn to.

    A rectification is granted by the alert that corrects what was said: `correction` is its reference.
    """

    outcome: RequestOutcome
    reason_code: RefusalReason | None = None
    reason: Words = ""
    remedy: Words = ""
    correction: Reference = ""


class StepOutput(serializers.Serializer[Any]):
    """What happened, and when."""

    at = serializers.DateTimeField(default_timezone=UTC)
    code = serializers.CharField()


class RightsRequestOutput(serializers.Serializer[Any]):
    """A request, the same for the person and for the institution."""

    id = serializers.UUIDField()
    receipt = serializers.CharField()
    type = coded(RequestType)
    regime = serializers.CharField()
    controller = serializers.CharField(allow_blank=True, help_text="STIX identity; empty: the hub.")
    text = serializers.CharField(allow_blank=True)
    identity = coded(IdentityState)
    identifiers = IdentifierOutput(many=True)
    state = coded(RequestState)
    outcome = coded(RequestOutcome, or_empty=True)
    message = serializers.CharField(help_text="In the person's language.")
    reason_code = coded(RefusalReason, or_empty=True)
    reason = serializers.CharField(allow_blank=True)
    remedy = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField(default_timezone=UTC)
    due_at = serializers.DateTimeField(default_timezone=UTC)
    extended_to = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    closed_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    overdue = serializers.BooleanField(source="is_overdue")
    steps = StepOutput(many=True)


class RightsRequestPageOutput(serializers.Serializer[Any]):
    """A page of requests, newest first."""

    items = RightsRequestOutput(many=True)
    next = serializers.CharField(allow_null=True)
