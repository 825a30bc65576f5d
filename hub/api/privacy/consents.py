"""Consents that an institution collected: recorded one by one or in bulk, shown, withdrawn (PC-05 to PC-08)."""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.consent_forms import (
    EXAMPLE,
    ConsentBody,
    ConsentOutput,
    ConsentPageOutput,
    ImportOutput,
    ReceiptOutput,
    read_consent_body,
    show_receipt,
)
from hub.api.privacy.consent_lines import Line, import_lines, split_lines
from hub.api.problems import describe
from hub.remedies.withdrawing import withdraw_collected
from privacy.consent.selectors import get_consent, list_consents
from privacy.consent.services.consents import Given, give_consent
from privacy.consent.vocabulary import ConsentKind, State
from sharing.api import parameters
from sharing.api.base import RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINES, LINK, PAGING, PROBLEM, problems, query
from sharing.api.serializers import ProblemOutput
from sharing.ingest.bodies import read_body
from sharing.members.actors import Scope
from sharing.stix.faults import reject

_TAGS = ["consent"]
_KINDS = [one.value for one in ConsentKind]
_STATES = [one.value for one in State]
_FILTERS = [
    query("kind", "Only consents of this kind.", enum=_KINDS),
    query("state", "Only consents that stand so now.", enum=_STATES),
]
_SHOWN = [OpenApiExample("To sharing", EXAMPLE, request_only=True, media_type=JSON)]

_LINE = [
    OpenApiExample("One line", orjson.dumps(EXAMPLE).decode(), request_only=True, media_type=LINES)
]


class ConsentsView(RestView):
    """Consents that I collected."""

    required_scopes = {"GET": Scope.CONSENTS_READ, "POST": Scope.CONSENTS_WRITE}

    @extend_schema(
        operation_id="listConsents",
        tags=_TAGS,
        parameters=[*_FILTERS, *PAGING, LINK],
        responses={(200, JSON): ConsentPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List consents that I collected, newest first."""
        now = timezone.now()
        readers = {"kind": parameters.choose(*_KINDS), "state": parameters.choose(*_STATES)}
        readers |= parameters.page_readers(self.actor, "consents")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_consents(
            controller=self.actor.stix_id,
            now=now,
            kind=values.get("kind", ""),
            state=values.get("state", ""),
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        items = ConsentOutput(rows[:limit], many=True, context={"now": now}).data
        after = (last.recorded_at.isoformat(), str(last.id)) if last else None
        return self.page("consents", items, after)

    @extend_schema(
        operation_id="recordConsent",
        tags=_TAGS,
        request={JSON: describe_body(ConsentBody)},
        examples=_SHOWN,
        responses={
            (200, JSON): ConsentOutput,
            (201, JSON): ConsentOutput,
            (409, PROBLEM): OpenApiResponse(
                ProblemOutput, "This act was recorded before, with other content."
            ),
            **problems(400, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Record one consent of one kind; the same act again answers with the record of the first."""
        new = read_consent_body(read_json(request, dict[str, Any]))
        given = give_consent(
            actor=self.actor.name, now=timezone.now(), controller=self.actor.stix_id, new=new
        )
        row = get_consent(controller=self.actor.stix_id, consent_id=given.record.id)
        headers = {"Location": f"/api/v1/consents/{row.id}"}
        status = 201 if given.is_new else 200
        return Response(ConsentOutput(row).data, status=status, headers=headers)


class ConsentView(RestView):
    """One consent that I collected."""

    required_scopes = {"GET": Scope.CONSENTS_READ}

    @extend_schema(
        operation_id="readConsent",
        tags=_TAGS,
        responses={(200, JSON): ConsentOutput, **problems(404)},
    )
    def get(self, request: Request, consent_id: UUID) -> Response:
        """Return one consent that I collected."""
        row = get_consent(controller=self.actor.stix_id, consent_id=consent_id)
        return Response(ConsentOutput(row).data)


class ReceiptView(RestView):
    """The receipt of one consent that I collected."""

    required_scopes = {"GET": Scope.CONSENTS_READ}

    @extend_schema(
        operation_id="readConsentReceipt",
        tags=_TAGS,
        responses={(200, JSON): ReceiptOutput, **problems(404)},
    )
    def get(self, request: Request, consent_id: UUID) -> Response:
        """Return the signed receipt, to be handed to the person."""
        row = get_consent(controller=self.actor.stix_id, consent_id=consent_id)
        return Response(show_receipt(row))


class WithdrawView(RestView):
    """Withdraw a consent that I collected."""

    required_scopes = {"POST": Scope.CONSENTS_WRITE}

    @extend_schema(
        operation_id="withdrawConsent",
        tags=_TAGS,
        request=None,
        responses={(200, JSON): ConsentOutput, **problems(404)},
    )
    def post(self, request: Request, consent_id: UUID) -> Response:
        """Withdraw it at once, in one step, and take back what was shared on it; again changes nothing."""
        withdrawal = withdraw_collected(actor=self.actor, now=timezone.now(), consent_id=consent_id)
        return Response(ConsentOutput(withdrawal.record).data)


class ImportView(RestView):
    """Record many consents, a line each."""

    required_scopes = {"POST": Scope.CONSENTS_WRITE}

    @extend_schema(
        operation_id="importConsents",
        tags=_TAGS,
        description="One consent a line, as recordConsent takes it; at most 10,000 lines. Each line"
        " has its own result; a bad line does not sink the others.",
        request={LINES: OpenApiTypes.STR},
        examples=_LINE,
        responses={(200, JSON): ImportOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Record the good lines and answer a result for each line."""
        media_type = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
        if media_type != LINES:
            raise reject("", "unsupported-media-type", f"Send {LINES}, one consent a line.")
        lines = import_lines(
            actor=self.actor.name,
            now=timezone.now(),
            controller=self.actor.stix_id,
            lines=split_lines(read_body(request.META)),
        )
        results = [_show_line(line) for line in lines]
        counts = Counter(result["status"] for result in results)
        recorded, repeated = counts[201], counts[200]
        told = {"recorded": recorded, "repeated": repeated}
        return Response({**told, "refused": len(results) - recorded - repeated, "results": results})


def _show_line(line: Line) -> dict[str, Any]:
    if isinstance(line.outcome, Given):
        status = 201 if line.outcome.is_new else 200
        return {"line": line.number, "status": status, "id": str(line.outcome.record.id)}
    problem = describe(line.outcome)
    if problem is None:
        raise line.outcome
    return {"line": line.number, "status": problem["status"], "problem": problem}


urlpatterns = [
    path("consents", ConsentsView.as_view(), name="consents"),
    path("consents/import", ImportView.as_view(), name="consents-import"),
    path("consents/<uuid:consent_id>", ConsentView.as_view(), name="consent"),
    path("consents/<uuid:consent_id>/receipt", ReceiptView.as_view(), name="consent-receipt"),
    path("consents/<uuid:consent_id>/withdraw", WithdrawView.as_view(), name="consent-withdraw"),
]
