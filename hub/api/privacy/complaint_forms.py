"""What is said about complaints: the bodies that are read, and what is answered."""

from datetime import UTC
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from rest_framework import serializers

from hub.api.privacy.person_forms import Language, coded
from hub.api.privacy.rights_forms import MemberName, StepOutput, Words
from privacy.rights.codes import LONGEST_TEXT, Cause, ComplaintOutcome, ComplaintState
from privacy.rights.contacts import LONGEST_IDENTIFIER
from privacy.rights.receipts import PATTERN
from sharing.api.base import END


class ComplaintBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A complaint about a member, or about the hub; no name is needed, and an address only for an answer.

    Who fears retaliation is heard by the operator of the hub, and the member never sees who it was.
    """

    cause: Cause
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT)]
    about: MemberName = ""
    alert: Annotated[
        str,
        Meta(
            pattern=f"^[A-Za-z0-9-]{{0,40}}{END}",
            description="the reference of an alert as your holdings name it, or nothing",
        ),
    ] = ""
    risk_measure: bool = False
    fears_retaliation: bool = False
    contact: Annotated[str, Meta(max_length=LONGEST_IDENTIFIER)] = ""
    language: Language = "en"


class FollowBody(Struct, forbid_unknown_fields=True, frozen=True):
    """The receipt number and the secret that came with it."""

    receipt: Annotated[
        str, Meta(pattern=f"{PATTERN}{END}", description="a receipt number as it was handed out")
    ]
    secret: Annotated[
        str, Meta(pattern=f"^[A-Za-z0-9_-]{{16,64}}{END}", description="the secret as handed out")
    ]


class MoveBody(Struct, forbid_unknown_fields=True, frozen=True):
    """The next step: an answer needs words, a handing over a regulator, the end its outcome."""

    state: Literal["handling", "answered", "handed-over", "closed"]
    answer: Words = ""
    to: MemberName = ""
    outcome: ComplaintOutcome | None = None


class TakenOutput(serializers.Serializer[Any]):
    """A complaint was taken: how to follow it. The secret is shown this once."""

    id = serializers.UUIDField()
    receipt = serializers.CharField()
    secret = serializers.CharField()
    due_at = serializers.DateTimeField(default_timezone=UTC)


class ComplaintOutput(serializers.Serializer[Any]):
    """A complaint; the contact is for whoever has to answer it."""

    id = serializers.UUIDField()
    receipt = serializers.CharField()
    cause = coded(Cause)
    about = serializers.CharField(allow_blank=True, help_text="STIX identity; empty: the hub.")
    alert = serializers.CharField(allow_blank=True, help_text="Reference of the alert, if named.")
    handler = serializers.CharField(allow_blank=True, help_text="Who answers; empty: the operator.")
    risk_measure = serializers.BooleanField()
    fears_retaliation = serializers.BooleanField()
    language = serializers.CharField()
    text = serializers.CharField()
    contact = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    state = coded(ComplaintState)
    outcome = coded(ComplaintOutcome, or_empty=True)
    received_at = serializers.DateTimeField(default_timezone=UTC)
    due_at = serializers.DateTimeField(default_timezone=UTC)
    closed_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    overdue = serializers.BooleanField(source="is_overdue")
    steps = StepOutput(many=True)


class ComplaintPageOutput(serializers.Serializer[Any]):
    """A page of complaints, newest first."""

    items = ComplaintOutput(many=True)
    next = serializers.CharField(allow_null=True)


class CauseCountOutput(serializers.Serializer[Any]):
    """How many complaints had a cause; null where so few would point at somebody."""

    cause = coded(Cause)
    count = serializers.IntegerField(min_value=0, allow_null=True)


class StatisticsOutput(serializers.Serializer[Any]):
    """Complaints of a quarter by cause; what is withheld cannot be computed from the rest."""

    quarter = serializers.CharField()
    causes = CauseCountOutput(many=True)
    total = serializers.IntegerField(min_value=0, allow_null=True)
