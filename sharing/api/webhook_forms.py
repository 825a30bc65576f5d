"""What is said about webhooks: the bodies that are read, and what is answered."""

from datetime import UTC
from typing import Annotated, Any, Literal
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from msgspec import Meta, Struct
from rest_framework import serializers

from sharing.api.base import END
from sharing.api.subscriptions import Name
from sharing.channels.messages import show_reasons

DEFAULT_OVERLAP, LONGEST_OVERLAP = 24, 168
STATES = ("waiting", "sent", "dead", "dropped")


class WebhookBody(Struct, forbid_unknown_fields=True, frozen=True):
    """An address to push to: https, with a public address unless the operator allows another."""

    name: Name
    url: Annotated[str, Meta(min_length=1, max_length=2000)]
    content: Literal["summary", "stix"] = "summary"
    enabled: bool = True
    region: Annotated[str, Meta(pattern="^([A-Z]{2,3}(-[A-Z0-9]{1,6})?)?" + END)] = ""


class RotationBody(Struct, forbid_unknown_fields=True, frozen=True):
    """For how many hours the old secret signs as well."""

    overlap_hours: Annotated[int, Meta(ge=0, le=LONGEST_OVERLAP)] = DEFAULT_OVERLAP


class ReplayBody(Struct, forbid_unknown_fields=True, frozen=True):
    """One message; without it, all that were given up."""

    dispatch: UUID | None = None


class WebhookOutput(serializers.Serializer[Any]):
    """One of my webhooks."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    url = serializers.CharField()
    content = serializers.ChoiceField(choices=("summary", "stix"))
    enabled = serializers.BooleanField()
    region = serializers.CharField(
        help_text="The legal region where it is received, one that your institution reads in; empty: its own."
    )
    disabled_because = serializers.CharField(
        help_text="Why the hub disabled it: `gone` after a status 410; else empty."
    )
    failures = serializers.IntegerField(help_text="Failures in a row; 0 when all is well.")
    rests_until = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    old_secret_until = serializers.DateTimeField(
        source="old_until", allow_null=True, default_timezone=UTC
    )
    saved_at = serializers.DateTimeField(default_timezone=UTC)


class IssuedWebhookOutput(WebhookOutput):
    """A webhook with its secret, which is shown this once."""

    secret = serializers.CharField(help_text="whsec_... (Standard Webhooks).")


class WebhookListOutput(serializers.Serializer[Any]):
    """All my webhooks by name."""

    items = WebhookOutput(many=True)


class AttemptOutput(serializers.Serializer[Any]):
    """One try; `duration_ms` is null while it lasts and when the hub was stopped meanwhile."""

    at = serializers.DateTimeField(default_timezone=UTC)
    duration_ms = serializers.IntegerField(allow_null=True)
    status = serializers.IntegerField(allow_null=True, help_text="Of the HTTP answer.")
    error = serializers.CharField(help_text="Empty when it went well.")


class MatchOutput(serializers.Serializer[Any]):
    """A subscription that asked for it, and which of its criteria were met."""

    subscription = serializers.UUIDField()
    name = serializers.CharField()
    matched = serializers.ListField(child=serializers.CharField())


class DispatchOutput(serializers.Serializer[Any]):
    """One message to a webhook with each attempt; its `webhook-id` is msg_ and the id's digits."""

    id = serializers.UUIDField()
    type = serializers.CharField(source="kind")
    alert = serializers.UUIDField(source="alert_id", allow_null=True)
    position = serializers.IntegerField(source="delivery.position", default=None, allow_null=True)
    status = serializers.ChoiceField(choices=STATES, source="state")
    error = serializers.CharField(help_text="The last failure.")
    created_at = serializers.DateTimeField(default_timezone=UTC)
    due_at = serializers.DateTimeField(default_timezone=UTC)
    settled_at = serializers.DateTimeField(default_timezone=UTC, allow_null=True)
    why = serializers.SerializerMethodField()
    attempts = AttemptOutput(many=True, source="tries.all")

    @extend_schema_field(MatchOutput(many=True))
    def get_why(self, row: Any) -> list[dict[str, Any]]:
        """Return the subscriptions that asked for it."""
        return show_reasons(row)


class DispatchPageOutput(serializers.Serializer[Any]):
    """A page of messages, newest first."""

    items = DispatchOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class ReplayOutput(serializers.Serializer[Any]):
    """How many messages are on their way again."""

    replayed = serializers.IntegerField()
