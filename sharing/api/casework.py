"""Decide about cases as I see them: merge, split, move, undo; and read why a case is what it is."""

from datetime import UTC
from typing import Annotated, Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import Meta, Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import parameters
from sharing.api.base import RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, problems, query
from sharing.cases.decisions import Reason
from sharing.cases.words import tell_reason
from sharing.delivery.casestory import JOINED, UNDONE, CaseLink, Step, Tie, tell_history
from sharing.delivery.casework import (
    MOST_NAMED,
    Outcome,
    Word,
    merge_cases,
    move_alert,
    split_case,
    undo_ruling,
)
from sharing.members.actors import Scope


class CaseMergeBody(Struct, forbid_unknown_fields=True, frozen=True):
    """The case that becomes one with this, and why."""

    other: UUID
    reason: Reason


class CaseSplitBody(Struct, forbid_unknown_fields=True, frozen=True):
    """The alerts that become a case of their own, and why."""

    alerts: Annotated[list[UUID], Meta(min_length=1, max_length=MOST_NAMED)]
    reason: Reason


class CaseMoveBody(Struct, forbid_unknown_fields=True, frozen=True):
    """The alert that goes into another case, and why."""

    alert: UUID
    to: UUID
    reason: Reason


class CaseReasonOutput(serializers.Serializer[Any]):
    """One reason, its words in the language asked for, and its weight in bits."""

    code = serializers.CharField()
    words = serializers.CharField()
    bits = serializers.FloatField()


class CaseLinkOutput(serializers.Serializer[Any]):
    """Why an alert stands in its case."""

    alert = serializers.UUIDField()
    beside = serializers.UUIDField(
        allow_null=True, help_text="The alert that it was linked with; null for the first."
    )
    ruled = serializers.BooleanField(help_text="Somebody of my institution decided it.")
    reasons = CaseReasonOutput(many=True)


class TieReasonOutput(serializers.Serializer[Any]):
    """What two cases have in common, and its words in the language asked for."""

    code = serializers.CharField()
    words = serializers.CharField()


class CaseTieOutput(serializers.Serializer[Any]):
    """A case of another event that has something in common with this one."""

    case = serializers.UUIDField()
    by = TieReasonOutput(many=True)


class ResultingCaseOutput(serializers.Serializer[Any]):
    """A case that follows, with its alerts, oldest first."""

    id = serializers.UUIDField()
    alerts = serializers.ListField(child=serializers.UUIDField())


class RulingOutput(serializers.Serializer[Any]):
    """What follows from a decision."""

    ruling = serializers.UUIDField(
        allow_null=True, help_text="By which it can be undone; null for a rehearsal."
    )
    cases = ResultingCaseOutput(many=True)


class CaseStepOutput(serializers.Serializer[Any]):
    """Something that happened to a case."""

    at = serializers.DateTimeField(default_timezone=UTC)
    act = serializers.ChoiceField(choices=(JOINED, "merge", "split", "move", UNDONE))
    alerts = serializers.ListField(child=serializers.UUIDField())
    by = serializers.CharField(help_text="Who decided; empty for the machine.")
    reason = serializers.CharField(help_text="Why they decided; empty for the machine.")
    ruling = serializers.UUIDField(allow_null=True)
    link = CaseLinkOutput(allow_null=True)


class CaseHistoryOutput(serializers.Serializer[Any]):
    """What happened to a case, oldest first."""

    items = CaseStepOutput(many=True)


_TAGS = ["cases"]
_DRY_RUN = query(
    "dry_run", "true: tell what would follow, and change nothing.", enum=["true", "false"]
)


def _describe(name: str, body: type[Any] | None) -> dict[str, Any]:
    more = (413, 415, 422) if body else ()
    return {
        "operation_id": name,
        "tags": _TAGS,
        "parameters": [_DRY_RUN],
        "request": {JSON: describe_body(body)} if body else None,
        "responses": {(200, JSON): RulingOutput, **problems(400, 404, *more)},
    }


class _DecisionView(RestView):
    """What the acts on cases share: who may, rehearsals, and the answer."""

    required_scopes = {"POST": Scope.ALERTS_RESPOND}

    def is_rehearsal(self) -> bool:
        """Say whether nothing is to be changed. Raises ValidationError."""
        readers = {"dry_run": parameters.choose("true", "false")}
        return (
            parameters.read_parameters(self.request.query_params, readers).get("dry_run") == "true"
        )

    def tell(self, outcome: Outcome) -> Response:
        """Return what follows from a decision."""
        cases = [{"id": case_id, "alerts": alerts} for case_id, alerts in outcome.cases]
        return Response(RulingOutput({"ruling": outcome.ruling, "cases": cases}).data)


class CaseMergeView(_DecisionView):
    """Make two cases one."""

    @extend_schema(**_describe("mergeCases", CaseMergeBody))
    def post(self, request: Request, case_id: UUID) -> Response:
        """Make another case one with this, for my institution, until it is undone."""
        body, word = read_json(request, CaseMergeBody), self.is_rehearsal()
        outcome = merge_cases(
            actor=self.actor,
            now=timezone.now(),
            case_id=case_id,
            other=body.other,
            word=Word(body.reason, word),
        )
        return self.tell(outcome)


class CaseSplitView(_DecisionView):
    """Make a case two."""

    @extend_schema(**_describe("splitCase", CaseSplitBody))
    def post(self, request: Request, case_id: UUID) -> Response:
        """Make some alerts of a case a case of their own, for my institution, until it is undone."""
        body, word = read_json(request, CaseSplitBody), self.is_rehearsal()
        outcome = split_case(
            actor=self.actor,
            now=timezone.now(),
            case_id=case_id,
            alerts=body.alerts,
            word=Word(body.reason, word),
        )
        return self.tell(outcome)


class CaseMoveView(_DecisionView):
    """Put an alert into another case."""

    @extend_schema(**_describe("moveAlert", CaseMoveBody))
    def post(self, request: Request, case_id: UUID) -> Response:
        """Move an alert of this case into another, for my institution, until it is undone."""
        body, word = read_json(request, CaseMoveBody), self.is_rehearsal()
        outcome = move_alert(
            actor=self.actor,
            now=timezone.now(),
            case_id=case_id,
            alert=body.alert,
            to=body.to,
            word=Word(body.reason, word),
        )
        return self.tell(outcome)


class RulingUndoView(_DecisionView):
    """Undo a decision of my institution."""

    @extend_schema(**_describe("undoRuling", None))
    def post(self, request: Request, ruling_id: UUID) -> Response:
        """Undo a merge, split or move. Once undone, this tells how its alerts stand."""
        dry_run = self.is_rehearsal()
        outcome = undo_ruling(
            actor=self.actor, now=timezone.now(), ruling_id=ruling_id, dry_run=dry_run
        )
        return self.tell(outcome)


class HistoryView(RestView):
    """What happened to a case."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="readCaseHistory",
        tags=_TAGS,
        responses={(200, JSON): CaseHistoryOutput, **problems(404)},
    )
    def get(self, request: Request, case_id: UUID) -> Response:
        """Tell what happened to a case as I see it: alerts that came, what was decided and undone."""
        steps = tell_history(actor=self.actor, case_id=case_id)
        return Response(CaseHistoryOutput({"items": [_show_step(one) for one in steps]}).data)


def show_link(link: CaseLink) -> dict[str, Any]:
    """Return a link with its reasons in the language of the request."""
    return {
        "alert": str(link.alert),
        "beside": str(link.beside) if link.beside else None,
        "ruled": link.ruled,
        "reasons": [
            {"code": code, "words": tell_reason(code), "bits": round(bits, 2)}
            for code, bits in link.reasons
        ],
    }


def show_tie(tie: Tie) -> dict[str, Any]:
    """Return what ties a case to another, in the language of the request."""
    by = [{"code": code, "words": tell_reason(code)} for code in tie.codes]
    return {"case": str(tie.case), "by": by}


def _show_step(step: Step) -> dict[str, Any]:
    return {
        "at": step.at,
        "act": step.act,
        "alerts": step.alerts,
        "by": step.by,
        "reason": step.reason,
        "ruling": step.ruling,
        "link": show_link(step.link) if step.link else None,
    }


urlpatterns = [
    path("cases/<uuid:case_id>/merge", CaseMergeView.as_view(), name="case-merge"),
    path("cases/<uuid:case_id>/split", CaseSplitView.as_view(), name="case-split"),
    path("cases/<uuid:case_id>/move", CaseMoveView.as_view(), name="case-move"),
    path("cases/<uuid:case_id>/history", HistoryView.as_view(), name="case-history"),
    path("cases/rulings/<uuid:ruling_id>/undo", RulingUndoView.as_view(), name="case-ruling-undo"),
]
