"""Saved filters: what narrows my inbox, and what is pushed to my webhooks and people."""

from datetime import UTC
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import Meta, Struct, field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api.base import END, RestView, fit, read_json, refuse
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, problems
from sharing.channels.history import try_filter
from sharing.channels.subscribing import subscribe
from sharing.members.actors import CHANNEL_WRITERS, Scope
from sharing.routing.match import Filter, bare_token
from sharing.routing.selectors import get_subscription, list_subscriptions
from sharing.routing.services import remove_subscription
from sharing.routing.wishes import MailPlan, Wish
from sharing.stix.vocabulary import RISK_CATEGORIES

UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
Name = Annotated[str, Meta(min_length=1, max_length=100, pattern="^[^\\x00-\\x1f\\x7f]*" + END)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Hour = Annotated[int, Meta(ge=0, le=23)]
Category = Annotated[str, Meta(extra_json_schema={"enum": sorted(RISK_CATEGORIES)})]
Place = Annotated[
    str,
    Meta(pattern="^[A-Z]{2}(-[A-Z0-9]{1,6})?" + END, description="a place such as CN or EU-DE"),
]
Slug = Annotated[
    str, Meta(pattern="^[a-z0-9_-]{1,60}" + END, description="the short name of a group")
]
Kind = Literal["platform", "bank", "payment", "regulator", "association"]
Token = Annotated[
    str, Meta(pattern="^[A-Za-z0-9_=-]{16,128}" + END, description="the token of a subject")
]
Channel = Annotated[
    str,
    Meta(
        pattern=f"^(inbox|stream|mail|webhook:{UUID_PATTERN}){END}",
        description="inbox, stream, mail or webhook:<id>",
    ),
]
Reader = int | Annotated[str, Meta(min_length=1, max_length=254)]


class FilterBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What is asked for; an empty list or a zero does not restrict."""

    categories: Annotated[list[Category], Meta(max_length=60)] = field(default_factory=list)
    min_severity: Percent = 0
    min_score: Percent = 0
    jurisdictions: Annotated[list[Place], Meta(max_length=100)] = field(default_factory=list)
    groups: Annotated[list[Slug], Meta(max_length=50)] = field(default_factory=list)
    reporter_kinds: Annotated[list[Kind], Meta(max_length=5)] = field(default_factory=list)
    watch: Annotated[list[Token], Meta(max_length=500)] = field(default_factory=list)


class MailBody(Struct, forbid_unknown_fields=True, frozen=True):
    """How mail reaches its readers."""

    mode: Literal["immediate", "digest"] = "immediate"
    to: Annotated[list[Reader], Meta(max_length=50)] = field(default_factory=list)
    daily_budget: Annotated[int, Meta(ge=0, le=500)] = 20
    language: Literal["", "en", "zh-hans", "zh-hant"] = ""
    time_zone: Annotated[str, Meta(extra_json_schema={"enum": sorted(available_timezones())})] = (
        settings.TIME_ZONE
    )
    digest_hour: Hour = 8
    quiet_from: Hour | None = None
    quiet_until: Hour | None = None


class SubscriptionBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A saved filter with its channels."""

    name: Name
    channels: Annotated[list[Channel], Meta(min_length=1, max_length=30)]
    filter: FilterBody = field(default_factory=FilterBody)
    mail: MailBody = field(default_factory=MailBody)


class FilterOutput(serializers.Serializer[Any]):
    """What is asked for; an empty list or a zero does not restrict."""

    categories = serializers.ListField(child=serializers.CharField())
    min_severity = serializers.IntegerField()
    min_score = serializers.IntegerField()
    jurisdictions = serializers.ListField(child=serializers.CharField())
    groups = serializers.ListField(child=serializers.CharField())
    reporter_kinds = serializers.ListField(child=serializers.CharField())
    watch = serializers.ListField(child=serializers.CharField())


class MailOutput(serializers.Serializer[Any]):
    """How mail reaches its readers, who are named by user id."""

    mode = serializers.CharField(source="mail_mode")
    to = serializers.ListField(child=serializers.IntegerField(), source="mail_to")
    daily_budget = serializers.IntegerField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    digest_hour = serializers.IntegerField()
    quiet_from = serializers.IntegerField(allow_null=True)
    quiet_until = serializers.IntegerField(allow_null=True)


class SubscriptionOutput(serializers.Serializer[Any]):
    """One of my subscriptions."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    channels = serializers.ListField(child=serializers.CharField())
    filter = FilterOutput(source="*")
    mail = MailOutput(source="*")
    saved_at = serializers.DateTimeField(default_timezone=UTC)


class SubscriptionListOutput(serializers.Serializer[Any]):
    """All my subscriptions by name."""

    items = SubscriptionOutput(many=True)


class TrialOutput(serializers.Serializer[Any]):
    """How a filter would have done over the last 30 days."""

    looked_at = serializers.IntegerField(help_text="Deliveries of my inbox that were looked at.")
    matched = serializers.IntegerField()
    complete = serializers.BooleanField(help_text="False: only the newest were looked at.")


_TAGS = ["channels"]
_BODY = {JSON: describe_body(SubscriptionBody)}
_PART = {JSON: {**describe_body(SubscriptionBody), "required": []}}
_ONE = {(200, JSON): SubscriptionOutput}


class SubscriptionsView(RestView):
    """My subscriptions."""

    required_scopes = {"GET": Scope.CHANNELS_READ, "POST": CHANNEL_WRITERS}

    @extend_schema(
        operation_id="listSubscriptions",
        tags=_TAGS,
        responses={(200, JSON): SubscriptionListOutput, **problems()},
    )
    def get(self, request: Request) -> Response:
        """List my subscriptions by name."""
        rows = list_subscriptions(actor=self.actor)
        return Response({"items": SubscriptionOutput(rows, many=True).data})

    @extend_schema(
        operation_id="createSubscription",
        tags=_TAGS,
        request=_BODY,
        responses={(201, JSON): SubscriptionOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Save a filter; with the channel `inbox` it narrows what comes in."""
        saved = _save(self, read_json(request, SubscriptionBody))
        headers = {"Location": f"/api/v1/subscriptions/{saved['id']}"}
        return Response(saved, status=201, headers=headers)


class SubscriptionView(RestView):
    """One of my subscriptions."""

    required_scopes = {
        "GET": Scope.CHANNELS_READ,
        "PUT": CHANNEL_WRITERS,
        "PATCH": CHANNEL_WRITERS,
        "DELETE": Scope.CHANNELS_WRITE,
    }

    @extend_schema(operation_id="readSubscription", tags=_TAGS, responses={**_ONE, **problems(404)})
    def get(self, request: Request, subscription_id: UUID) -> Response:
        """Return one of my subscriptions."""
        row = get_subscription(actor=self.actor, subscription_id=subscription_id)
        return Response(SubscriptionOutput(row).data)

    @extend_schema(
        operation_id="replaceSubscription",
        tags=_TAGS,
        request=_BODY,
        responses={**_ONE, **problems(400, 404, 413, 415, 422)},
    )
    def put(self, request: Request, subscription_id: UUID) -> Response:
        """Replace one of my subscriptions."""
        body = read_json(request, SubscriptionBody)
        return Response(_save(self, body, subscription_id))

    @extend_schema(
        operation_id="changeSubscription",
        tags=_TAGS,
        request=_PART,
        responses={**_ONE, **problems(400, 404, 413, 415, 422)},
    )
    def patch(self, request: Request, subscription_id: UUID) -> Response:
        """Change the members given of one of my subscriptions; inside `filter` and `mail` likewise."""
        given = read_json(request, dict[str, Any])
        row = get_subscription(actor=self.actor, subscription_id=subscription_id)
        body = fit(_merge(dict(SubscriptionOutput(row).data), given), SubscriptionBody)
        return Response(_save(self, body, subscription_id))

    @extend_schema(
        operation_id="removeSubscription", tags=_TAGS, responses={204: None, **problems(404)}
    )
    def delete(self, request: Request, subscription_id: UUID) -> Response:
        """Remove one of my subscriptions."""
        remove_subscription(actor=self.actor, now=timezone.now(), subscription_id=subscription_id)
        return Response(status=204)


class TrialView(RestView):
    """Try a filter before it is saved."""

    required_scopes = {"POST": (Scope.CHANNELS_READ, Scope.ALERTS_READ)}

    @extend_schema(
        operation_id="trySubscription",
        tags=_TAGS,
        request={JSON: describe_body(FilterBody)},
        responses={(200, JSON): TrialOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Tell how many of my deliveries of the last 30 days a filter would have matched."""
        wanted = _read_filter(read_json(request, FilterBody))
        trial = try_filter(actor=self.actor, now=timezone.now(), wanted=wanted)
        return Response(TrialOutput(trial).data)


def _save(view: RestView, body: SubscriptionBody, subscription_id: UUID | None = None) -> Any:
    saved = subscribe(
        actor=view.actor,
        now=timezone.now(),
        wish=_read_wish(body),
        readers=[str(one) for one in body.mail.to],
        subscription_id=subscription_id,
    )
    return SubscriptionOutput(saved).data


def _read_wish(body: SubscriptionBody) -> Wish:
    mail = body.mail
    if mail.time_zone not in available_timezones():
        raise refuse("mail.time_zone", "Give a time zone such as Asia/Shanghai.")
    plan = MailPlan(
        mode=mail.mode,
        daily_budget=mail.daily_budget,
        language=mail.language,
        time_zone=mail.time_zone,
        digest_hour=mail.digest_hour,
        quiet_from=mail.quiet_from,
        quiet_until=mail.quiet_until,
    )
    channels = tuple(dict.fromkeys(body.channels))
    return Wish(body.name, _read_filter(body.filter), channels, plan)


def _read_filter(body: FilterBody) -> Filter:
    if not RISK_CATEGORIES.keys() >= set(body.categories):
        raise refuse("filter.categories", f"Give some of {', '.join(sorted(RISK_CATEGORIES))}.")
    return Filter(
        categories=frozenset(body.categories),
        jurisdictions=frozenset(body.jurisdictions),
        min_severity=body.min_severity,
        min_score=body.min_score,
        groups=frozenset(body.groups),
        reporter_kinds=frozenset(body.reporter_kinds),
        watch=frozenset(bare_token(one) for one in body.watch),
    )


def _merge(current: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    merged = {name: current[name] for name in ("name", "channels", "filter", "mail")}
    for name, value in given.items():
        inside = name in ("filter", "mail") and isinstance(value, dict)
        merged[name] = {**merged[name], **value} if inside else value
    return merged


urlpatterns = [
    path("subscriptions", SubscriptionsView.as_view(), name="subscriptions"),
    path("subscriptions/preview", TrialView.as_view(), name="subscriptions-preview"),
    path("subscriptions/<uuid:subscription_id>", SubscriptionView.as_view(), name="subscription"),
]
