"""Impact assessments of sharing programmes: drafted, approved by another person, ended."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta, Struct, field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from privacy import Category
from privacy.gate import PURPOSES
from privacy.transfers.scope import Scope as Coverage
from privacy.transfers.selectors.records import get_assessment, list_assessments
from privacy.transfers.services.assessments import (
    NewAssessment,
    approve_assessment,
    draft_assessment,
    end_assessment,
)
from sharing.api import parameters
from sharing.api.base import END, RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems, query
from sharing.api.serializers import ProblemOutput
from sharing.api.subscriptions import Place
from sharing.members.actors import Scope

STATES = ("draft", "approved", "ended")
LONGEST_TITLE = 200

Purpose = Annotated[str, Meta(extra_json_schema={"enum": sorted(PURPOSES)})]
Purposes = Annotated[list[Purpose], Meta(max_length=20)]
Categories = Annotated[list[Category], Meta(max_length=20)]
Regions = Annotated[list[Place | Literal["EEA"]], Meta(max_length=50)]
Line = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST_TITLE,
        pattern="^[^\\x00-\\x1f\\x7f]*[^\\x00-\\x20\\x7f][^\\x00-\\x1f\\x7f]*" + END,
        description="one line that is not blank",
    ),
]
Moment = Annotated[
    datetime, Meta(tz=True, description="a timestamp of RFC 3339 with its offset, such as Z")
]
RecipientKind = Literal[
    "platform", "bank", "payment", "regulator", "association", "operator", "foreign-authority"
]
Digest = Annotated[
    str, Meta(pattern="^[0-9a-f]{64}" + END, description="the SHA-256 of the document, in hex")
]


class AssessmentBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What was assessed. No kinds of recipient or no regions cover all of them.

    `supersedes` names an assessment that this one revises: it ends when this one is approved, or at
    once when this one covers more.
    """

    kind: Literal["pipia", "dpia", "balancing", "transfer-impact"]
    title: Line
    purposes: Annotated[list[Purpose], Meta(min_length=1, max_length=20)]
    categories: Annotated[list[Category], Meta(min_length=1, max_length=20)]
    valid_until: Moment
    recipient_kinds: Annotated[list[RecipientKind], Meta(max_length=10)] = field(
        default_factory=list
    )
    regions: Regions = field(default_factory=list)
    document: Digest | None = None
    supersedes: UUID | None = None


class CoverageOutput(serializers.Serializer[Any]):
    """What a record covers; an empty list covers all."""

    purposes = serializers.ListField(child=serializers.CharField())
    categories = serializers.ListField(child=serializers.CharField())
    regions = serializers.ListField(
        child=serializers.CharField(), help_text="Legal regions of destination."
    )


class AssessmentOutput(CoverageOutput):
    """An assessment of mine, or of the programme of the whole hub."""

    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="pipia, dpia, balancing or transfer-impact.")
    title = serializers.CharField()
    is_programme = serializers.SerializerMethodField(
        help_text="It is of the whole hub: only the operator changes it."
    )
    recipient_kinds = serializers.ListField(child=serializers.CharField())
    document = serializers.CharField(help_text="SHA-256 of the document; empty without one.")
    supersedes = serializers.UUIDField(source="supersedes_id", allow_null=True)
    state = serializers.ChoiceField(choices=STATES)
    author = serializers.CharField()
    drafted_at = serializers.DateTimeField(default_timezone=UTC)
    approver = serializers.CharField(help_text="Empty while it is a draft.")
    approved_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    valid_until = serializers.DateTimeField(default_timezone=UTC)
    ended_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)

    def get_is_programme(self, row: Any) -> bool:
        """Say whether it is of the whole hub."""
        return not row.controller


class AssessmentPageOutput(serializers.Serializer[Any]):
    """A page of assessments, newest first."""

    items = AssessmentOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


_TAGS = ["assessments"]
_ONE = {(200, JSON): AssessmentOutput}
_FINAL = OpenApiResponse(ProblemOutput, "It is no draft, or was drafted by who would approve it.")
_STATE = query("state", "Only assessments in this state.", enum=list(STATES))


class AssessmentsView(RestView):
    """Assessments that I may see."""

    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="listAssessments",
        tags=_TAGS,
        parameters=[_STATE, *PAGING, LINK],
        responses={(200, JSON): AssessmentPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List my assessments and those of the programme, newest first."""
        readers = {"state": parameters.choose(*STATES)}
        readers |= parameters.page_readers(self.actor, "assessments")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_assessments(
            institution=self.actor.stix_id,
            state=values.get("state", ""),
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return self.page(
            "assessments",
            AssessmentOutput(rows[:limit], many=True).data,
            (last.drafted_at.isoformat(), str(last.id)) if last else None,
        )

    @extend_schema(
        operation_id="draftAssessment",
        tags=_TAGS,
        request={JSON: describe_body(AssessmentBody)},
        responses={
            (201, JSON): AssessmentOutput,
            (409, PROBLEM): OpenApiResponse(ProblemOutput, "What it supersedes has ended."),
            **problems(400, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Write an assessment of my institution down; it proves nothing before it is approved."""
        body = read_json(request, AssessmentBody)
        row = draft_assessment(
            actor=self.actor.name, now=timezone.now(), new=_say(body, self.actor.stix_id)
        )
        headers = {"Location": f"/api/v1/assessments/{row.id}"}
        return Response(AssessmentOutput(row).data, status=201, headers=headers)


class AssessmentView(RestView):
    """One assessment that I may see."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(operation_id="readAssessment", tags=_TAGS, responses={**_ONE, **problems(404)})
    def get(self, request: Request, assessment_id: UUID) -> Response:
        """Return an assessment of mine or of the programme."""
        row = get_assessment(institution=self.actor.stix_id, assessment_id=assessment_id)
        return Response(AssessmentOutput(row).data)


class ApproveView(RestView):
    """Approve a draft."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="approveAssessment",
        tags=_TAGS,
        request=None,
        responses={**_ONE, (409, PROBLEM): _FINAL, **problems(400, 404)},
    )
    def post(self, request: Request, assessment_id: UUID) -> Response:
        """Approve a draft of my institution that another wrote; acts may rest on it from now on."""
        row = approve_assessment(
            actor=self.actor.name,
            now=timezone.now(),
            controller=self.actor.stix_id,
            assessment_id=assessment_id,
        )
        return Response(AssessmentOutput(row).data)


class EndView(RestView):
    """End an assessment."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="endAssessment",
        tags=_TAGS,
        request=None,
        responses={**_ONE, **problems(404)},
    )
    def post(self, request: Request, assessment_id: UUID) -> Response:
        """End an assessment of my institution: no later act rests on it. Ending again changes nothing."""
        row = end_assessment(
            actor=self.actor.name,
            now=timezone.now(),
            controller=self.actor.stix_id,
            assessment_id=assessment_id,
        )
        return Response(AssessmentOutput(row).data)


def _say(body: AssessmentBody, controller: str) -> NewAssessment:
    return NewAssessment(
        kind=body.kind,
        title=body.title,
        scope=Coverage(
            purposes=frozenset(body.purposes),
            categories=frozenset(body.categories),
            recipient_kinds=frozenset(body.recipient_kinds),
            regions=frozenset(body.regions),
        ),
        valid_until=body.valid_until,
        controller=controller,
        document=body.document or "",
        supersedes=body.supersedes,
    )


urlpatterns = [
    path("assessments", AssessmentsView.as_view(), name="assessments"),
    path("assessments/<uuid:assessment_id>", AssessmentView.as_view(), name="assessment"),
    path(
        "assessments/<uuid:assessment_id>/approve",
        ApproveView.as_view(),
        name="assessment-approve",
    ),
    path("assessments/<uuid:assessment_id>/end", EndView.as_view(), name="assessment-end"),
]
