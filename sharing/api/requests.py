"""What members ask each other (envelope mode `request`): who was asked, until when, what came of it."""

from datetime import UTC
from typing import Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api.base import RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.responding import DIRECTION, MemberOutput, read_list
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems, query
from sharing.api.serializers import ProblemOutput
from sharing.members.actors import Scope
from sharing.response.codes import RefusalReason
from sharing.response.entries import describe_request, show_request, show_request_page
from sharing.response.selectors import REQUEST_STATES, list_asked
from sharing.response.services import refuse_request


class RefusalBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Why my institution does not answer."""

    reason_code: RefusalReason


class RequestOutput(serializers.Serializer[Any]):
    """What one member was asked."""

    id = serializers.UUIDField(help_text="Of the alert that asks; all who were asked share it.")
    thread = serializers.CharField()
    envelope = serializers.CharField(help_text="What an answer names as `in_reply_to`.")
    asker = MemberOutput(allow_null=True, help_text="Null where it is hidden from me.")
    asked = MemberOutput()
    asked_at = serializers.DateTimeField(default_timezone=UTC)
    due_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    state = serializers.ChoiceField(choices=REQUEST_STATES)
    settled_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    late = serializers.BooleanField()
    reason_code = serializers.CharField(help_text="Of a refusal.")
    answer = serializers.UUIDField(allow_null=True, help_text="The alert that answers.")


class RequestPageOutput(serializers.Serializer[Any]):
    """A page of requests, newest first: one item for each member asked."""

    items = RequestOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class AskedOutput(serializers.Serializer[Any]):
    """All whom I asked by one request, or my own part of another's."""

    items = RequestOutput(many=True)


_TAGS = ["requests"]
_STATE = query("state", "Only requests in this state.", enum=list(REQUEST_STATES))
_ANSWERED = OpenApiResponse(ProblemOutput, "It was answered before.")


class RequestsView(RestView):
    """What I was asked, and what I asked."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="listRequests",
        tags=_TAGS,
        parameters=[DIRECTION, _STATE, *PAGING, LINK],
        responses={(200, JSON): RequestPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List requests with their state, newest first."""
        now = timezone.now()
        wanted = read_list(request.query_params, self.actor, "requests", REQUEST_STATES)
        shown = show_request_page(actor=self.actor, now=now, wanted=wanted)
        last = shown[-2] if len(shown) == wanted.limit else None
        return self.page(
            "requests",
            RequestOutput(shown[: wanted.limit - 1], many=True).data,
            (last.place[0].isoformat(), str(last.place[1])) if last else None,
        )


class RequestView(RestView):
    """One request."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="readRequest",
        tags=_TAGS,
        responses={(200, JSON): AskedOutput, **problems(404)},
    )
    def get(self, request: Request, alert_id: UUID) -> Response:
        """Return how each member that I asked stands, or how I stand."""
        items = show_request(actor=self.actor, now=timezone.now(), alert_id=alert_id)
        return Response(AskedOutput({"items": items}).data)


class RefuseView(RestView):
    """Refuse to answer."""

    required_scopes = {"POST": Scope.ALERTS_RESPOND}

    @extend_schema(
        operation_id="refuseRequest",
        tags=_TAGS,
        request={JSON: describe_body(RefusalBody)},
        responses={
            (200, JSON): RequestOutput,
            (409, PROBLEM): _ANSWERED,
            **problems(400, 404, 410, 413, 415, 422),
        },
    )
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Tell the asker that my institution does not answer; a later answer still counts."""
        body, now = read_json(request, RefusalBody), timezone.now()
        refuse_request(actor=self.actor, now=now, alert_id=alert_id, reason_code=body.reason_code)
        (row,) = list_asked(actor=self.actor, alert_id=alert_id)
        return Response(RequestOutput(describe_request(row, actor=self.actor, now=now)).data)


urlpatterns = [
    path("requests", RequestsView.as_view(), name="requests"),
    path("requests/<uuid:alert_id>", RequestView.as_view(), name="request"),
    path("requests/<uuid:alert_id>/refuse", RefuseView.as_view(), name="request-refuse"),
]
