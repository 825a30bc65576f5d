"""Requests of foreign authorities: recorded, raised, and answered by two persons or not at all (PC-20)."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from msgspec import Meta, Struct, field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.assessments import Categories, Line, Moment
from hub.api.privacy.mechanisms import Member
from privacy.transfers.selectors.authorities import (
    get_authority_request,
    list_authority_requests,
)
from privacy.transfers.services.authorities import (
    Approval,
    NewAuthorityRequest,
    approve_request,
    attach_approval,
    record_request,
    refuse_request,
)
from sharing.api import parameters
from sharing.api.base import END, RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems
from sharing.api.serializers import ProblemOutput
from sharing.api.subscriptions import Place
from sharing.members.actors import Scope

STATES = ("received", "attached", "approved", "refused")
Words = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2000,
        pattern=r"^[^\x00]*" + END,
        description="words without names, numbers and addresses of people",
    ),
]


class AuthorityRequestBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What an authority asks of my institution: `recipient` would get exactly the `alerts`."""

    authority: Line
    place: Place
    reference: Line
    asked: Words
    recipient: Member
    alerts: Annotated[list[UUID], Meta(min_length=1, max_length=100)]
    received_at: Moment


class ApprovalBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What the competent authority approved: its file number and its term.

    Confidential and important data is covered only where `categories` names it.
    """

    reference: Line
    valid_from: Moment
    valid_to: Moment
    categories: Categories = field(default_factory=list)


class AuthorityRequestOutput(serializers.Serializer[Any]):
    """A request to my institution."""

    id = serializers.UUIDField()
    authority = serializers.CharField()
    place = serializers.CharField()
    reference = serializers.CharField()
    asked = serializers.CharField()
    recipient = serializers.CharField(help_text="Its STIX identity.")
    alerts = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(
        choices=STATES, help_text="Only what is approved, and in date, lets anything go."
    )
    mechanism = serializers.UUIDField(
        source="mechanism_id", allow_null=True, help_text="The approval that is attached."
    )
    received_at = serializers.DateTimeField(default_timezone=UTC)
    received_by = serializers.CharField()
    recorded_at = serializers.DateTimeField(default_timezone=UTC)
    refused_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)


class AuthorityRequestPageOutput(serializers.Serializer[Any]):
    """A page of requests, newest first."""

    items = AuthorityRequestOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


_TAGS = ["mechanisms"]
_STATE = OpenApiResponse(ProblemOutput, "Its state does not allow this step.")
_STEP = {(200, JSON): AuthorityRequestOutput, (409, PROBLEM): _STATE, **problems(400, 404)}
_EXAMPLE = OpenApiExample(
    "A court abroad",
    {
        "authority": "District Court",
        "place": "US",
        "reference": "Case 26-1",
        "asked": "The alert on a merchant and its indicators.",
        "recipient": "identity--0f0e0d0c-0b0a-4908-8706-050403020100",
        "alerts": ["00000000-0000-4000-8000-000000000000"],
        "received_at": "2026-01-01T00:00:00Z",
    },
    request_only=True,
    media_type=JSON,
)
_APPROVAL = OpenApiExample(
    "An approval",
    {
        "reference": "MOJ-2026-7",
        "valid_from": "2026-01-01T00:00:00Z",
        "valid_to": "2026-12-31T00:00:00Z",
    },
    request_only=True,
    media_type=JSON,
)


class AuthorityRequestsView(RestView):
    """Requests to my institution."""

    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_WRITE}

    @extend_schema(
        operation_id="listAuthorityRequests",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): AuthorityRequestPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List the requests to my institution, newest first."""
        readers = parameters.page_readers(self.actor, "authority-requests")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_authority_requests(
            institution=self.actor.stix_id,
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return self.page(
            "authority-requests",
            AuthorityRequestOutput(rows[:limit], many=True).data,
            (last.recorded_at.isoformat(), str(last.id)) if last else None,
        )

    @extend_schema(
        operation_id="recordAuthorityRequest",
        tags=_TAGS,
        request={JSON: describe_body(AuthorityRequestBody)},
        examples=[_EXAMPLE],
        responses={(201, JSON): AuthorityRequestOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Record what an authority asks of my institution; by that alone nothing goes to it."""
        body = read_json(request, AuthorityRequestBody)
        new = NewAuthorityRequest(
            institution=self.actor.stix_id,
            authority=body.authority,
            place=body.place,
            reference=body.reference,
            asked=body.asked,
            recipient=body.recipient,
            alerts=tuple(map(str, body.alerts)),
            received_at=body.received_at,
        )
        row = record_request(actor=self.actor.name, now=timezone.now(), new=new)
        headers = {"Location": f"/api/v1/authority-requests/{row.id}"}
        return Response(AuthorityRequestOutput(row).data, status=201, headers=headers)


class AuthorityRequestView(RestView):
    """One request to my institution."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="readAuthorityRequest",
        tags=_TAGS,
        responses={(200, JSON): AuthorityRequestOutput, **problems(404)},
    )
    def get(self, request: Request, request_id: UUID) -> Response:
        """Return a request to my institution."""
        row = get_authority_request(institution=self.actor.stix_id, request_id=request_id)
        return Response(AuthorityRequestOutput(row).data)


class AttachView(RestView):
    """Attach the approval of the competent authority."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="attachAuthorityApproval",
        tags=_TAGS,
        request={JSON: describe_body(ApprovalBody)},
        examples=[_APPROVAL],
        responses={**_STEP, **problems(400, 404, 413, 415, 422)},
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        """File the approval for exactly the alerts of the request; another person has to approve it."""
        body = read_json(request, ApprovalBody)
        approval = Approval(
            body.reference, body.valid_from, body.valid_to, frozenset(body.categories)
        )
        row = attach_approval(
            actor=self.actor.name,
            now=timezone.now(),
            institution=self.actor.stix_id,
            request_id=request_id,
            approval=approval,
        )
        return Response(AuthorityRequestOutput(row).data)


class ApproveView(RestView):
    """Approve what is attached."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="approveAuthorityRequest", tags=_TAGS, request=None, responses=_STEP
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        """Approve, as a second person, what is attached: the alerts may go while it is in date."""
        row = approve_request(
            actor=self.actor.name,
            now=timezone.now(),
            institution=self.actor.stix_id,
            request_id=request_id,
        )
        return Response(AuthorityRequestOutput(row).data)


class RefuseView(RestView):
    """Refuse a request."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(operation_id="refuseAuthorityRequest", tags=_TAGS, request=None, responses=_STEP)
    def post(self, request: Request, request_id: UUID) -> Response:
        """Refuse a request, also one that was approved: nothing goes by it from now on."""
        row = refuse_request(
            actor=self.actor.name,
            now=timezone.now(),
            institution=self.actor.stix_id,
            request_id=request_id,
        )
        return Response(AuthorityRequestOutput(row).data)


_ONE = "authority-requests/<uuid:request_id>"
urlpatterns = [
    path("authority-requests", AuthorityRequestsView.as_view(), name="authority-requests"),
    path(_ONE, AuthorityRequestView.as_view(), name="authority-request"),
    path(f"{_ONE}/attach", AttachView.as_view(), name="authority-request-attach"),
    path(f"{_ONE}/approve", ApproveView.as_view(), name="authority-request-approve"),
    path(f"{_ONE}/refuse", RefuseView.as_view(), name="authority-request-refuse"),
]
