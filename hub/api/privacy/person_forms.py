"""What is said about natural persons: the bodies that are read, and what is answered."""

from datetime import UTC
from enum import StrEnum
from typing import Annotated, Any, Literal

from drf_spectacular.utils import extend_schema_field
from msgspec import Meta, Struct
from rest_framework import serializers

from privacy.rights.contacts import LONGEST_IDENTIFIER
from sharing.api.base import END
from sharing.api.bodies import describe_body

Language = Literal["en", "zh-Hans", "zh-Hant"]
AnyContact = Annotated[
    str,
    Meta(
        min_length=3,
        max_length=LONGEST_IDENTIFIER,
        description="an address of mail, or a telephone number with its country code",
    ),
]


# By the name of the type that reads the body.
EXAMPLES: dict[str, dict[str, Any]] = {
    "SignInBody": {"contact": "mei@person.example", "language": "zh-Hans"},
    "SessionBody": {
        "contact": "mei@person.example",
        "code": "01234567",
        "attempt": "qJ3vV0h1T2m9Xk7yLwPz5sBd8nRc4aEf",
    },
    "RequestBody": {"type": "access", "controller": "jiangan"},
    "ProofBody": {"method": "document-at-counter", "passed": True},
    "ExtensionBody": {"reason": "complexity"},
    "EndingBody": {
        "outcome": "refused",
        "reason_code": "legal-duty",
        "reason": "The law obliges us to keep the record.",
        "remedy": "You may turn to the supervisory authority or to the court.",
    },
    "ComplaintBody": {
        "cause": "account-blocked",
        "about": "jiangan",
        "risk_measure": True,
        "text": "My account is blocked and nobody says why.",
    },
    "FollowBody": {"receipt": "C-2026-7K3M9PQ2XD", "secret": "a3Jq0Qn5cX2d8sVt7yLmKw1z"},
    "MoveBody": {"state": "handling"},
}


def show_body(kind: type[Any]) -> dict[str, Any]:
    """Return the JSON schema of a body with its example."""
    return describe_body(kind) | {"examples": [EXAMPLES[kind.__name__]]}


def coded(kind: type[StrEnum], *, or_empty: bool = False, **more: Any) -> serializers.CharField:
    """Return a field of codes; `or_empty` where there may be none yet."""
    values = [*(one.value for one in kind), *([""] if or_empty else [])]
    field = extend_schema_field({"type": "string", "enum": values})(
        type(f"{kind.__name__}Field", (serializers.CharField,), {})
    )
    made: serializers.CharField = field(**more)
    return made


class SignInBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Where to send a one-time code, and in which language."""

    contact: AnyContact
    language: Language = "en"


class SessionBody(Struct, forbid_unknown_fields=True, frozen=True):
    """The code that came."""

    contact: AnyContact
    code: Annotated[
        str, Meta(pattern=f"^[0-9]{{8}}{END}", description="the eight digits that came")
    ]
    attempt: Annotated[
        str,
        Meta(pattern=f"^[A-Za-z0-9_-]{{32}}{END}", description="what the sign-in answered"),
    ]
    language: Language = "en"


class SignInOutput(serializers.Serializer[Any]):
    """The same for every address: if it can be reached, a code is on its way."""

    status = serializers.ChoiceField(choices=("code-sent-if-reachable",))
    attempt = serializers.CharField(help_text="Send it with the code: it is good for nobody else.")
    expires_in = serializers.IntegerField(min_value=1, help_text="Seconds that the code is valid.")


class SessionOutput(serializers.Serializer[Any]):
    """A bearer token, shown this once; each use prolongs it."""

    token = serializers.CharField()
    token_type = serializers.ChoiceField(choices=("Bearer",))
    expires_at = serializers.DateTimeField(default_timezone=UTC)


class IdentifierOutput(serializers.Serializer[Any]):
    """What a person says to be known by: the kind alone."""

    kind = serializers.CharField()
    verified = serializers.BooleanField()


class PersonOutput(serializers.Serializer[Any]):
    """The signed-in person, as far as the hub knows."""

    id = serializers.UUIDField(source="person_id")
    language = serializers.CharField()
    identifiers = IdentifierOutput(many=True)


class ItemOutput(serializers.Serializer[Any]):
    """One thing that is held: what it is, by whom, since when, and what of it is the person's."""

    kind = serializers.CharField()
    id = serializers.CharField()
    controller = serializers.CharField(allow_blank=True, help_text="STIX identity; empty: the hub.")
    at = serializers.DateTimeField()
    data = serializers.DictField()  # type: ignore[assignment]  # a field


class HoldingsOutput(serializers.Serializer[Any]):
    """Everything held about the person, oldest first."""

    items = ItemOutput(many=True)


class OwnConsentOutput(serializers.Serializer[Any]):
    """One of the person's consents."""

    id = serializers.UUIDField()
    controller = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.CharField()
    purposes = serializers.ListField(child=serializers.CharField())
    recipient_classes = serializers.ListField(child=serializers.CharField())
    categories = serializers.ListField(child=serializers.CharField())
    regions = serializers.ListField(child=serializers.CharField())
    language = serializers.CharField()
    given_at = serializers.DateTimeField(default_timezone=UTC)
    expires_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)


class OwnConsentListOutput(serializers.Serializer[Any]):
    """The person's consents, newest first."""

    items = OwnConsentOutput(many=True)
