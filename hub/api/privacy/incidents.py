"""Incidents of an institution: opened, reclassified, reported; each with its clocks as they stand."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.incident_forms import (
    EXAMPLES,
    IncidentBody,
    IncidentChangeBody,
    IncidentOutput,
    IncidentPageOutput,
    ReportBody,
    ReportOutput,
    ReportPageOutput,
)
from privacy.incidents import selectors, services
from sharing.api import parameters
from sharing.api.base import RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems
from sharing.api.serializers import ProblemOutput
from sharing.members.actors import Scope

_TAGS = ["incidents"]
_CONFLICT = OpenApiResponse(ProblemOutput, "It was sent before.")


def _describe(kind: type[Any]) -> dict[str, Any]:
    return {JSON: describe_body(kind) | {"examples": [EXAMPLES[kind.__name__]]}}


class IncidentsView(RestView):
    """My incidents."""

    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_WRITE}

    @extend_schema(
        operation_id="listIncidents",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): IncidentPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List my incidents with their clocks, newest first."""
        readers = parameters.page_readers(self.actor, "incidents")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = selectors.list_incidents(
            institution=self.actor.stix_id,
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        entries = selectors.describe_incidents(rows[:limit], now=timezone.now())
        return self.page(
            "incidents",
            IncidentOutput(entries, many=True).data,
            (last.opened_at.isoformat(), str(last.id)) if last else None,
        )

    @extend_schema(
        operation_id="openIncident",
        tags=_TAGS,
        request=_describe(IncidentBody),
        responses={(201, JSON): IncidentOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Open an incident of my institution; the answer says which report is due when, and to whom."""
        body, now = read_json(request, IncidentBody), timezone.now()
        new = services.NewIncident(
            reference=body.reference,
            title=body.title,
            operator=body.operator,
            classification=body.classification,
            regimes=frozenset(body.regimes),
            occurred_at=body.occurred_at,
            aware_at=body.aware_at,
            effects=frozenset(body.effects),
            categories=frozenset(body.categories),
            affected_count=body.affected_count,
        )
        row = services.open_incident(
            actor=self.actor.name, now=now, institution=self.actor.stix_id, new=new
        )
        return Response(_show(row, now), status=201)


class IncidentView(RestView):
    """One of my incidents."""

    required_scopes = {"GET": Scope.PRIVACY_READ, "PATCH": Scope.PRIVACY_WRITE}

    @extend_schema(
        operation_id="readIncident",
        tags=_TAGS,
        responses={(200, JSON): IncidentOutput, **problems(404)},
    )
    def get(self, request: Request, incident_id: UUID) -> Response:
        """Return one of my incidents with its clocks."""
        row = selectors.get_incident(institution=self.actor.stix_id, incident_id=incident_id)
        return Response(_show(row, timezone.now()))

    @extend_schema(
        operation_id="changeIncident",
        tags=_TAGS,
        request=_describe(IncidentChangeBody),
        responses={(200, JSON): IncidentOutput, **problems(400, 404, 413, 415, 422)},
    )
    def patch(self, request: Request, incident_id: UUID) -> Response:
        """Say what is known better now; no deadline that has passed is dropped."""
        body, now = read_json(request, IncidentChangeBody), timezone.now()
        changes = services.Changes(
            classification=body.classification,
            regimes=frozenset(body.regimes),
            effects=None if body.effects is None else frozenset(body.effects),
            categories=None if body.categories is None else frozenset(body.categories),
            affected_count=body.affected_count,
            handled_at=body.handled_at,
        )
        row = services.change_incident(
            actor=self.actor.name,
            now=now,
            institution=self.actor.stix_id,
            incident_id=incident_id,
            changes=changes,
        )
        return Response(_show(row, now))


class ReportsView(RestView):
    """Reports about one of my incidents."""

    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_WRITE}

    @extend_schema(
        operation_id="listIncidentReports",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): ReportPageOutput, **problems(400, 404)},
    )
    def get(self, request: Request, incident_id: UUID) -> Response:
        """List the versions of the reports by number, drafts and sent ones."""
        name = f"incident-reports:{incident_id}"
        readers = parameters.page_readers(self.actor, name)
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        incident = selectors.get_incident(institution=self.actor.stix_id, incident_id=incident_id)
        after = place[0] if place else 0
        rows = selectors.list_reports(incident=incident, after=after, limit=limit + 1)
        shown = [ReportOutput(selectors.describe_report(row)).data for row in rows[:limit]]
        return self.page(name, shown, (rows[limit - 1].number,) if len(rows) > limit else None)

    @extend_schema(
        operation_id="draftIncidentReport",
        tags=_TAGS,
        request=_describe(ReportBody),
        responses={(201, JSON): ReportOutput, **problems(400, 404, 413, 415, 422)},
    )
    def post(self, request: Request, incident_id: UUID) -> Response:
        """Add a version of a report as a draft; it goes nowhere until a person sends it."""
        body = read_json(request, ReportBody)
        row = services.draft_report(
            actor=self.actor.name,
            now=timezone.now(),
            institution=self.actor.stix_id,
            incident_id=incident_id,
            new=services.NewReport(body.report, body.to, body.text),
        )
        return Response(ReportOutput(selectors.describe_report(row)).data, status=201)


class SendView(RestView):
    """Send a report."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="sendIncidentReport",
        tags=_TAGS,
        request=None,
        responses={(200, JSON): ReportOutput, (409, PROBLEM): _CONFLICT, **problems(404)},
    )
    def post(self, request: Request, incident_id: UUID, number: int) -> Response:
        """Record that I sent this version to its authority: it is final, and its clock is met."""
        row = services.send_report(
            actor=self.actor.name,
            now=timezone.now(),
            institution=self.actor.stix_id,
            incident_id=incident_id,
            number=number,
        )
        return Response(ReportOutput(selectors.describe_report(row)).data)


def _show(row: Any, now: datetime) -> Any:
    (entry,) = selectors.describe_incidents([row], now=now)
    return IncidentOutput(entry).data


urlpatterns = [
    path("incidents", IncidentsView.as_view(), name="incidents"),
    path("incidents/<uuid:incident_id>", IncidentView.as_view(), name="incident"),
    path("incidents/<uuid:incident_id>/reports", ReportsView.as_view(), name="incident-reports"),
    path(
        "incidents/<uuid:incident_id>/reports/<int:number>/send",
        SendView.as_view(),
        name="incident-report-send",
    ),
]
