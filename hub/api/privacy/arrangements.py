"""Arrangements under a named law: filed and approved by two persons, told to authorities, left, ended (PC-38)."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
)
from msgspec import Meta, Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.assessments import Line, Moment
from hub.api.privacy.mechanisms import Member
from privacy.arrangements.selectors import get_arrangement, list_arrangements
from privacy.arrangements.services.arrangements import (
    NewArrangement,
    Notification,
    approve_arrangement,
    end_arrangement,
    file_arrangement,
    leave_arrangement,
    notify_authority,
)
from sharing.api import parameters
from sharing.api.base import RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems
from sharing.api.serializers import ProblemOutput
from sharing.members.actors import Actor, Scope

STATES = ("filed", "approved", "ended")


class ArrangementBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What is filed; my institution is a member whether or not it is named.

    Acts that cite the basis rest on it between members that have each notified their authority, while the
    assessment is in force.
    """

    basis: Literal["eu-dora-45", "eu-amlr-75", "eu-psr"]
    title: Line
    assessment: UUID
    members: Annotated[list[Member], Meta(min_length=1, max_length=500)]
    valid_from: Moment
    valid_to: Moment | None = None


class NotificationBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What my institution told its authority, and when; `verified_at` when the authority has verified it."""

    authority: Line
    reference: Line
    notified_at: Moment
    verified_at: Moment | None = None


class ParticipationOutput(serializers.Serializer[Any]):
    """A member, and what it told its authority."""

    institution = serializers.CharField(help_text="Its STIX identity.")
    authority = serializers.CharField(help_text="Empty until it was told.")
    reference = serializers.CharField(help_text="Empty for members other than mine.")
    notified_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    verified_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    left_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)


class ArrangementOutput(serializers.Serializer[Any]):
    """An arrangement that my institution is or was a member of."""

    id = serializers.UUIDField()
    basis = serializers.CharField()
    title = serializers.CharField()
    assessment = serializers.UUIDField()
    host = serializers.CharField(help_text="STIX identity of who filed it.")
    state = serializers.ChoiceField(choices=STATES)
    members = serializers.SerializerMethodField()
    valid_from = serializers.DateTimeField(default_timezone=UTC)
    valid_to = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    filed_at = serializers.DateTimeField(default_timezone=UTC)
    approved_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    ended_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)

    @extend_schema_field(ParticipationOutput(many=True))
    def get_members(self, row: Any) -> Any:
        """Return the members in the order of their names; file numbers are each member's own."""
        places = sorted(row.participations.all(), key=lambda place: str(place.institution))
        reader = self.context["reader"]
        return [
            {**one, "reference": one["reference"] if one["institution"] == reader else ""}
            for one in ParticipationOutput(places, many=True).data
        ]


class ArrangementPageOutput(serializers.Serializer[Any]):
    """A page of arrangements, newest first."""

    items = ArrangementOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


_TAGS = ["arrangements"]
_FIXED = OpenApiResponse(
    ProblemOutput, "It was approved before, has ended, or the member has left."
)
_STEP = {(200, JSON): ArrangementOutput, (409, PROBLEM): _FIXED, **problems(400, 404)}
_EXAMPLE = OpenApiExample(
    "A trusted community",
    {
        "basis": "eu-dora-45",
        "title": "Threat information of the custody circle",
        "assessment": "00000000-0000-4000-8000-000000000000",
        "members": ["identity--0f0e0d0c-0b0a-4908-8706-050403020100"],
        "valid_from": "2026-01-01T00:00:00Z",
    },
    request_only=True,
    media_type=JSON,
)
_TOLD = OpenApiExample(
    "A notification",
    {"authority": "BaFin", "reference": "N-2026-1", "notified_at": "2026-01-01T00:00:00Z"},
    request_only=True,
    media_type=JSON,
)


class ArrangementsView(RestView):
    """Arrangements of my institution."""

    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="listArrangements",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): ArrangementPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List the arrangements that my institution is or was a member of, newest first."""
        readers = parameters.page_readers(self.actor, "arrangements")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_arrangements(
            institution=self.actor.stix_id,
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return self.page(
            "arrangements",
            [_show(self.actor, row) for row in rows[:limit]],
            (last.filed_at.isoformat(), str(last.id)) if last else None,
        )

    @extend_schema(
        operation_id="fileArrangement",
        tags=_TAGS,
        request={JSON: describe_body(ArrangementBody)},
        examples=[_EXAMPLE],
        responses={(201, JSON): ArrangementOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """File an arrangement; it proves nothing before another person of my institution approves it."""
        body = read_json(request, ArrangementBody)
        new = NewArrangement(
            basis=body.basis,
            title=body.title,
            assessment=body.assessment,
            host=self.actor.stix_id,
            members=tuple(body.members),
            valid_from=body.valid_from,
            valid_to=body.valid_to,
        )
        row = file_arrangement(actor=self.actor.name, now=timezone.now(), new=new)
        return Response(_show(self.actor, row), status=201)


class ArrangementView(RestView):
    """One arrangement of my institution."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="readArrangement",
        tags=_TAGS,
        responses={(200, JSON): ArrangementOutput, **problems(404)},
    )
    def get(self, request: Request, arrangement_id: UUID) -> Response:
        """Return an arrangement that my institution is or was a member of."""
        row = get_arrangement(institution=self.actor.stix_id, arrangement_id=arrangement_id)
        return Response(_show(self.actor, row))


class ApproveView(RestView):
    """Approve an arrangement."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(operation_id="approveArrangement", tags=_TAGS, request=None, responses=_STEP)
    def post(self, request: Request, arrangement_id: UUID) -> Response:
        """Approve what another person of my institution filed."""
        row = approve_arrangement(
            actor=self.actor.name,
            now=timezone.now(),
            host=self.actor.stix_id,
            arrangement_id=arrangement_id,
        )
        return Response(_show(self.actor, row))


class NotifyView(RestView):
    """Tell that the authority was told."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="notifyArrangement",
        tags=_TAGS,
        request={JSON: describe_body(NotificationBody)},
        examples=[_TOLD],
        responses={**_STEP, **problems(400, 404, 413, 415, 422)},
    )
    def post(self, request: Request, arrangement_id: UUID) -> Response:
        """Record that my institution told its authority of taking part; later words replace earlier ones."""
        body = read_json(request, NotificationBody)
        told = Notification(body.authority, body.reference, body.notified_at, body.verified_at)
        row = notify_authority(
            actor=self.actor.name,
            now=timezone.now(),
            institution=self.actor.stix_id,
            arrangement_id=arrangement_id,
            told=told,
        )
        return Response(_show(self.actor, row))


class LeaveView(RestView):
    """Leave an arrangement."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(operation_id="leaveArrangement", tags=_TAGS, request=None, responses=_STEP)
    def post(self, request: Request, arrangement_id: UUID) -> Response:
        """Leave: nothing later rests on it between my institution and others. Tell the authority as well."""
        row = leave_arrangement(
            actor=self.actor.name,
            now=timezone.now(),
            institution=self.actor.stix_id,
            arrangement_id=arrangement_id,
        )
        return Response(_show(self.actor, row))


class EndView(RestView):
    """End an arrangement."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="endArrangement",
        tags=_TAGS,
        request=None,
        responses={(200, JSON): ArrangementOutput, **problems(404)},
    )
    def post(self, request: Request, arrangement_id: UUID) -> Response:
        """End an arrangement that my institution filed. Ending again changes nothing."""
        row = end_arrangement(
            actor=self.actor.name,
            now=timezone.now(),
            host=self.actor.stix_id,
            arrangement_id=arrangement_id,
        )
        return Response(_show(self.actor, row))


def _show(actor: Actor, row: Any) -> Any:
    """Return an arrangement as an institution sees it."""
    return ArrangementOutput(row, context={"reader": actor.stix_id}).data


_ONE = "arrangements/<uuid:arrangement_id>"
urlpatterns = [
    path("arrangements", ArrangementsView.as_view(), name="arrangements"),
    path(_ONE, ArrangementView.as_view(), name="arrangement"),
    path(f"{_ONE}/approve", ApproveView.as_view(), name="arrangement-approve"),
    path(f"{_ONE}/notify", NotifyView.as_view(), name="arrangement-notify"),
    path(f"{_ONE}/leave", LeaveView.as_view(), name="arrangement-leave"),
    path(f"{_ONE}/end", EndView.as_view(), name="arrangement-end"),
]
