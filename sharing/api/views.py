"""The REST endpoints of alerts and submissions."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from privacy.gate import PURPOSES
from sharing.api import parameters, reading, schema, serializers
from sharing.api.base import RestView
from sharing.api.intake import LINES, Line, receive_lines, receive_one, show_refused
from sharing.ingest.selectors import get_submission, list_submissions
from sharing.members.actors import Scope
from sharing.tasks import wake_workers


class AlertsView(RestView):
    """Send an alert; list what I may see."""

    required_scopes = {"GET": Scope.ALERTS_READ, "POST": Scope.ALERTS_WRITE}

    @extend_schema(**schema.LIST_ALERTS)
    def get(self, request: Request) -> Response:
        """List the alerts that I received or sent, newest first."""
        readers = {
            **parameters.ALERT_FILTERS,
            **parameters.page_readers(self.actor, "alerts"),
            "fields": parameters.fields_reader(serializers.ENTRY_FIELDS),
        }
        values = parameters.read_parameters(request.query_params, readers)
        page = reading.list_page(actor=self.actor, now=timezone.now(), values=values)
        items = serializers.show(serializers.EntryOutput, page.entries, values.get("fields"))
        return self.page("alerts", items, page.next)

    @extend_schema(**schema.SEND_ALERT)
    def post(self, request: Request) -> HttpResponse:
        """Accept one alert for good; what happens to it is told at its Location."""
        accepted = receive_one(actor=self.actor, now=timezone.now(), request=request._request)
        wake_workers()
        response = HttpResponse(orjson.dumps(accepted), status=202, content_type=schema.JSON)
        response["Location"] = f"/api/v1/submissions/{accepted['id']}"
        return response


class BatchView(RestView):
    """Send many alerts, a line each."""

    required_scopes = {"POST": Scope.ALERTS_WRITE}

    @extend_schema(**schema.SEND_BATCH)
    def post(self, request: Request) -> HttpResponse:
        """Accept the good lines and answer a result for each line."""
        lines = receive_lines(actor=self.actor, now=timezone.now(), request=request._request)
        wake_workers()
        results = [self._show(line) for line in lines]
        if schema.JSON in request.META.get("HTTP_ACCEPT", ""):
            return HttpResponse(orjson.dumps({"results": results}), content_type=schema.JSON)
        texts = (orjson.dumps(result, option=orjson.OPT_APPEND_NEWLINE) for result in results)
        return HttpResponse(b"".join(texts), content_type=LINES)

    def _show(self, line: Line) -> dict[str, Any]:
        if line.error is not None:
            handle = self.get_exception_handler()
            answer = handle(line.error, self.get_exception_handler_context())
            status = answer.status_code if answer else 500
            return {"line": line.number, "status": status, "problem": answer and answer.data}
        first, *further = line.accepted
        shown = {"line": line.number, "status": 202, **_without_state(first)}
        shown |= {"further": further} if further else {}
        return shown | ({} if line.refused is None else {"refused": show_refused(line.refused)})


class AlertView(RestView):
    """One alert, as I may see it."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(**schema.READ_ALERT)
    def get(self, request: Request, alert_id: UUID) -> HttpResponse | Response:
        """Return the STIX that I may see, or why I see it so."""
        readers = {
            "view": parameters.choose("explain"),
            "purpose": parameters.choose(*sorted(PURPOSES)),
        }
        values = parameters.read_parameters(request.query_params, readers)
        asked: dict[str, Any] = {
            "actor": self.actor,
            "now": timezone.now(),
            "alert_id": alert_id,
        }
        if purpose := values.get("purpose", self.actor.purpose):
            reading.check_purpose(**asked, purpose=purpose)
        if "view" in values:
            return Response(reading.explain_alert(**asked))
        return HttpResponse(reading.open_alert(**asked), content_type=schema.STIX)


class SubmissionsView(RestView):
    """What my institution sent."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(**schema.LIST_SUBMISSIONS)
    def get(self, request: Request) -> Response:
        """List my own submissions, newest first."""
        readers = parameters.page_readers(self.actor, "submissions") | {
            "fields": parameters.fields_reader(serializers.SUBMISSION_FIELDS)
        }
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        before = (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None
        rows = list_submissions(actor=self.actor, before=before, limit=limit + 1)
        last = rows[limit - 1] if len(rows) > limit else None
        items = serializers.show(serializers.SubmissionOutput, rows[:limit], values.get("fields"))
        after = (last.received_at.isoformat(), str(last.id)) if last else None
        return self.page("submissions", items, after)


class SubmissionView(RestView):
    """How one submission stands."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(**schema.READ_SUBMISSION)
    def get(self, request: Request, submission_id: UUID) -> Response:
        """Return one of my own submissions."""
        row = get_submission(actor=self.actor, submission_id=submission_id)
        return Response(serializers.SubmissionOutput(row).data)


def _without_state(accepted: dict[str, Any]) -> dict[str, Any]:
    return {name: accepted[name] for name in ("id", "receipt", "warnings")}
