"""Mechanisms of transfer: what an institution filed so that data may go abroad, approved by another person."""

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

from hub.api.privacy.assessments import Categories, CoverageOutput, Line, Moment, Purposes, Regions
from privacy.policy.types import EvidenceKind
from privacy.transfers.scope import Scope as Coverage
from privacy.transfers.selectors.records import list_mechanisms
from privacy.transfers.services.mechanisms import (
    NewMechanism,
    approve_mechanism,
    end_mechanism,
    file_mechanism,
)
from sharing.api import parameters
from sharing.api.base import END, RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems
from sharing.api.serializers import ProblemOutput
from sharing.api.subscriptions import UUID_PATTERN
from sharing.members.actors import Scope

Member = Annotated[
    str,
    Meta(
        pattern=f"^identity--{UUID_PATTERN}" + END,
        description="the STIX identity of an institution",
    ),
]
Code = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,59}" + END,
        description="a code of letters, digits and . _ -",
    ),
]


STATES = ("filed", "approved", "ended")


class MechanismBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What was filed. Without an importer it is for everybody in the regions; empty lists cover all.

    A standard contract and standard clauses name their importer, an approval by an authority its importer
    and its alerts, a statute by `code` the lawful basis that it gives. Contracts, clauses, security
    assessments and certificates have an end.
    """

    kind: Literal[
        "standard-contract",
        "certificate",
        "security-assessment",
        "free-trade-zone",
        "transit",
        "necessity",
        "standard-clauses",
        "binding-rules",
        "statute",
        "authority-approval",
        "authority-reference",
    ]
    reference: Line
    valid_from: Moment
    valid_to: Moment | None = None
    importer: Member | None = None
    regions: Regions = field(default_factory=list)
    categories: Categories = field(default_factory=list)
    purposes: Purposes = field(default_factory=list)
    code: Code | None = None
    alerts: Annotated[list[UUID], Meta(max_length=100)] = field(default_factory=list)


class MechanismOutput(CoverageOutput):
    """A mechanism of mine, or of every exporter."""

    id = serializers.UUIDField()
    kind = serializers.CharField(help_text="As it was filed, such as standard-contract.")
    reference = serializers.CharField()
    state = serializers.ChoiceField(
        choices=STATES, help_text="Only what is approved, and in date, proves anything."
    )
    exporter = serializers.CharField(help_text="Its STIX identity; empty for every exporter.")
    importer = serializers.CharField(help_text="Empty for everybody in the regions.")
    code = serializers.CharField()
    alerts = serializers.ListField(child=serializers.CharField())
    valid_from = serializers.DateTimeField(default_timezone=UTC)
    valid_to = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    filed_by = serializers.CharField()
    filed_at = serializers.DateTimeField(default_timezone=UTC)
    approver = serializers.CharField(help_text="Empty until it is approved.")
    approved_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    ended_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)


class MechanismPageOutput(serializers.Serializer[Any]):
    """A page of mechanisms, newest first."""

    items = MechanismOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


_TAGS = ["mechanisms"]
_FINAL = OpenApiResponse(ProblemOutput, "It was approved before, or has ended.")


class MechanismsView(RestView):
    """Mechanisms that I may see."""

    # What opens the border takes a person: a stolen machine credential cannot.
    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="listMechanisms",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): MechanismPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List my mechanisms and those of every exporter, newest first."""
        readers = parameters.page_readers(self.actor, "mechanisms")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_mechanisms(
            institution=self.actor.stix_id,
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return self.page(
            "mechanisms",
            MechanismOutput(rows[:limit], many=True).data,
            (last.filed_at.isoformat(), str(last.id)) if last else None,
        )

    @extend_schema(
        operation_id="fileMechanism",
        tags=_TAGS,
        request={JSON: describe_body(MechanismBody)},
        responses={(201, JSON): MechanismOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """File a mechanism with my institution as exporter; it proves nothing before it is approved."""
        body = read_json(request, MechanismBody)
        row = file_mechanism(
            actor=self.actor.name, now=timezone.now(), new=_say(body, self.actor.stix_id)
        )
        return Response(MechanismOutput(row).data, status=201)


class ApproveView(RestView):
    """Approve a mechanism."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="approveMechanism",
        tags=_TAGS,
        request=None,
        responses={
            (200, JSON): MechanismOutput,
            (409, PROBLEM): _FINAL,
            **problems(400, 404),
        },
    )
    def post(self, request: Request, mechanism_id: UUID) -> Response:
        """Approve what another person of my institution filed; acts may rest on it while it is in date."""
        row = approve_mechanism(
            actor=self.actor.name,
            now=timezone.now(),
            exporter=self.actor.stix_id,
            mechanism_id=mechanism_id,
        )
        return Response(MechanismOutput(row).data)


class EndView(RestView):
    """End a mechanism."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="endMechanism",
        tags=_TAGS,
        request=None,
        responses={(200, JSON): MechanismOutput, **problems(404)},
    )
    def post(self, request: Request, mechanism_id: UUID) -> Response:
        """End a mechanism of mine: no later act rests on it. Ending again changes nothing."""
        row = end_mechanism(
            actor=self.actor.name,
            now=timezone.now(),
            exporter=self.actor.stix_id,
            mechanism_id=mechanism_id,
        )
        return Response(MechanismOutput(row).data)


def _say(body: MechanismBody, exporter: str) -> NewMechanism:
    return NewMechanism(
        kind=EvidenceKind(body.kind),
        reference=body.reference,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        exporter=exporter,
        importer=body.importer or "",
        scope=Coverage(
            purposes=frozenset(body.purposes),
            categories=frozenset(body.categories),
            regions=frozenset(body.regions),
        ),
        code=body.code or "",
        alerts=tuple(map(str, body.alerts)),
    )


urlpatterns = [
    path("mechanisms", MechanismsView.as_view(), name="mechanisms"),
    path("mechanisms/<uuid:mechanism_id>/approve", ApproveView.as_view(), name="mechanism-approve"),
    path("mechanisms/<uuid:mechanism_id>/end", EndView.as_view(), name="mechanism-end"),
]
