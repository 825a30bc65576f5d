"""Acknowledge an alert and say what became of it; see who has."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import Meta, Struct, structs
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api.base import END, RestView, read_json, refuse
from sharing.api.bodies import describe_body
from sharing.api.responding import KindCountOutput, MemberOutput
from sharing.api.schema import JSON, problems
from sharing.members.actors import Scope
from sharing.response.codes import Disposition, FeedbackReason
from sharing.response.overview import LEAST_COUNTED, show_acknowledgements, show_feedback
from sharing.response.services import Opinion, acknowledge, give_feedback

STATES = ("open", "acknowledged", "overdue", "withdrawn")
DISPOSITIONS = tuple(one.value for one in Disposition)
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# Clocks of members may run ahead.
CLOCK_TOLERANCE = timedelta(days=1)
Funds = Annotated[int, Meta(ge=0, le=10**15)]
Currency = Annotated[str, Meta(max_length=3, pattern="^[A-Z]{3}" + END)]
# ISO 8601: days, hours, minutes and seconds, or weeks.
Duration = Annotated[
    str,
    Meta(
        max_length=20,
        pattern=r"^P([0-9]{1,4}W|[0-9]{1,5}D(T[0-9]{1,5}[HMS])?|T([0-9]{1,5}H)?([0-9]{1,5}M)?([0-9]{1,5}S)?)"
        + END,
    ),
]


class FeedbackBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What became of the alert at my institution (profile, alert-feedback); funds in whole units."""

    disposition: Disposition
    acted_at: Annotated[datetime, Meta(tz=True)] | None = None
    funds_stopped_min: Funds | None = None
    funds_stopped_max: Funds | None = None
    currency: Currency | None = None
    customers_protected: Annotated[int, Meta(ge=0, le=10**9)] | None = None
    lead_time: Duration | None = None
    reason_code: FeedbackReason | None = None
    share_with_source: bool = False


class AcknowledgedOutput(serializers.Serializer[Any]):
    """My acknowledgement; the first time counts."""

    id = serializers.UUIDField(source="alert_id", help_text="Of the alert.")
    acknowledged_at = serializers.DateTimeField(source="done_at", default_timezone=UTC)
    due_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    late = serializers.BooleanField()


class AcknowledgementOutput(serializers.Serializer[Any]):
    """How one recipient stands."""

    member = MemberOutput()
    state = serializers.ChoiceField(choices=STATES)
    acknowledged_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    due_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    late = serializers.BooleanField()


class AcknowledgementsOutput(serializers.Serializer[Any]):
    """Recipients by name where I may know them; the reporter has the others by number."""

    items = AcknowledgementOutput(many=True)
    others = KindCountOutput(many=True)


class FeedbackOutput(serializers.Serializer[Any]):
    """What became of the alert at one recipient."""

    member = MemberOutput(source="recipient")
    disposition = serializers.ChoiceField(choices=DISPOSITIONS)
    acted_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    funds_stopped_min = serializers.IntegerField(allow_null=True)
    funds_stopped_max = serializers.IntegerField(allow_null=True)
    currency = serializers.CharField(allow_blank=True)
    customers_protected = serializers.IntegerField(allow_null=True)
    lead_time = serializers.CharField(allow_blank=True)
    reason_code = serializers.CharField(allow_blank=True)
    share_with_source = serializers.BooleanField()
    given_at = serializers.DateTimeField(default_timezone=UTC)


class DispositionCountOutput(serializers.Serializer[Any]):
    """How many recipients that keep their name to themselves said so."""

    disposition = serializers.ChoiceField(choices=DISPOSITIONS)
    count = serializers.IntegerField(min_value=1)


class FeedbackListOutput(serializers.Serializer[Any]):
    """My own feedback; the reporter has what is shared with it, and numbers."""

    items = FeedbackOutput(many=True)
    others = DispositionCountOutput(
        many=True, help_text=f"Empty below {LEAST_COUNTED} recipients that do not share theirs."
    )


_TAGS = ["response"]


class AcknowledgeView(RestView):
    """My acknowledgement."""

    required_scopes = {"POST": Scope.ALERTS_RESPOND}

    @extend_schema(
        operation_id="acknowledgeAlert",
        tags=_TAGS,
        request=None,
        responses={(200, JSON): AcknowledgedOutput, **problems(404, 410)},
    )
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Say that my institution has taken note; again is the same."""
        row = acknowledge(actor=self.actor, now=timezone.now(), alert_id=alert_id)
        return Response(AcknowledgedOutput(row).data)


class AcknowledgementsView(RestView):
    """Who has taken note."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="listAcknowledgements",
        tags=_TAGS,
        responses={(200, JSON): AcknowledgementsOutput, **problems(404)},
    )
    def get(self, request: Request, alert_id: UUID) -> Response:
        """Return my own state; the reporter and regulators see who has not acknowledged."""
        now = timezone.now()
        items, others = show_acknowledgements(actor=self.actor, now=now, alert_id=alert_id)
        return Response(AcknowledgementsOutput({"items": items, "others": others}).data)


class FeedbackView(RestView):
    """What became of an alert."""

    required_scopes = {"GET": Scope.ALERTS_READ, "POST": Scope.ALERTS_RESPOND}

    @extend_schema(
        operation_id="listFeedback",
        tags=_TAGS,
        responses={(200, JSON): FeedbackListOutput, **problems(404)},
    )
    def get(self, request: Request, alert_id: UUID) -> Response:
        """Return my own feedback, or what is shared with me as the reporter."""
        found = show_feedback(actor=self.actor, now=timezone.now(), alert_id=alert_id)
        others = [{"disposition": name, "count": count} for name, count in found.others]
        return Response(FeedbackListOutput({"items": found.named, "others": others}).data)

    @extend_schema(
        operation_id="giveFeedback",
        tags=_TAGS,
        request={JSON: describe_body(FeedbackBody)},
        responses={(200, JSON): FeedbackOutput, **problems(400, 404, 410, 413, 415, 422)},
    )
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Say what became of the alert at my institution; this replaces what it said before."""
        now = timezone.now()
        opinion = _read(read_json(request, FeedbackBody), now)
        row = give_feedback(actor=self.actor, now=now, alert_id=alert_id, opinion=opinion)
        return Response(FeedbackOutput(row).data)


def _read(body: FeedbackBody, now: datetime) -> Opinion:
    """Return what was said. Raises ValidationError where its members do not go together."""
    least, most = body.funds_stopped_min, body.funds_stopped_max
    if least is not None and most is not None and least > most:
        raise refuse("funds_stopped_min", "Give the lower end of the band first.")
    if (least is None and most is None) != (body.currency is None):
        raise refuse("currency", "Give a currency with funds, and only with funds.")
    if body.acted_at is not None and not EARLIEST <= body.acted_at <= now + CLOCK_TOLERANCE:
        raise refuse("acted_at", "Give a moment since 2000 that is not in the future.")
    if body.lead_time is not None and body.lead_time.endswith("T"):
        raise refuse("lead_time", "Give a duration of ISO 8601, such as PT6H.")
    given = {name: value for name, value in structs.asdict(body).items() if value is not None}
    return Opinion(**given)


urlpatterns = [
    path("alerts/<uuid:alert_id>/acknowledge", AcknowledgeView.as_view(), name="alert-acknowledge"),
    path(
        "alerts/<uuid:alert_id>/acknowledgements",
        AcknowledgementsView.as_view(),
        name="alert-acknowledgements",
    ),
    path("alerts/<uuid:alert_id>/feedback", FeedbackView.as_view(), name="alert-feedback"),
]
