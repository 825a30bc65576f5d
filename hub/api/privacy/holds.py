"""The queue of what waits for a human: why, what would go out, and the decision of two persons."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta, Struct, field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from privacy.gate import LEGAL_BASES, PURPOSES
from sharing.api import parameters
from sharing.api.base import END, RestView, read_json, refuse
from sharing.api.bodies import describe_body
from sharing.api.responding import MemberOutput
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems, query
from sharing.api.serializers import ProblemOutput, ReasonOutput, WithheldOutput
from sharing.errors import Unusable
from sharing.holds.proposals import HoldAction, Proposal
from sharing.holds.selectors import STATES, get_hold, list_holds
from sharing.holds.services import propose, propose_all
from sharing.members.actors import Scope
from sharing.pipeline.hold_queue import describe_holds
from sharing.pipeline.holds import Verdict, decide_hold, decide_holds, foresee
from sharing.tasks import wake_pushers, wake_workers

LONGEST_NOTE = 500
MOST_AT_ONCE = 100
Basis = Annotated[str, Meta(extra_json_schema={"enum": sorted(LEGAL_BASES)})]
Purpose = Annotated[str, Meta(extra_json_schema={"enum": sorted(PURPOSES)})]


class ProposalBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What should become of it and why, without personal data.

    `supply` states the bases and purposes that the alert lacks; `reference` names the record that they
    rest on. `release` lets the copy go as the rules form it, `redact` without anything personal.
    """

    action: Literal["supply", "retry", "release", "redact", "refuse"]
    note: Annotated[str, Meta(min_length=1, max_length=LONGEST_NOTE, pattern="^[^\\x00]*" + END)]
    legal_bases: Annotated[list[Basis], Meta(max_length=10)] = field(default_factory=list)
    purposes: Annotated[list[Purpose], Meta(max_length=10)] = field(default_factory=list)
    reference: Annotated[str, Meta(max_length=100, pattern="^[A-Za-z0-9._:/ -]*" + END)] = ""


class DecisionBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Whether the proposal is approved: by another person than the one who made it.

    `approval` is the one that the hold showed with the proposal, so that none is approved unread.
    """

    approval: UUID
    given: bool


class BatchProposal(Struct, forbid_unknown_fields=True, frozen=True):
    """One hold and what should become of it."""

    hold: UUID
    proposal: ProposalBody


class BatchDecision(Struct, forbid_unknown_fields=True, frozen=True):
    """One hold and whether its proposal is approved."""

    hold: UUID
    approval: UUID
    given: bool


class BatchBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Several holds at once, such as all copies of one alert: each proposed for, or decided on.

    Whoever proposes approves none of these; another person sends the decisions.
    """

    proposals: Annotated[list[BatchProposal], Meta(max_length=MOST_AT_ONCE)] = field(
        default_factory=list
    )
    decisions: Annotated[list[BatchDecision], Meta(max_length=MOST_AT_ONCE)] = field(
        default_factory=list
    )


class HoldOutput(serializers.Serializer[Any]):
    """One thing that waits: an alert as a whole, or the copy of one recipient."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=["intake", "release"])
    alert = serializers.UUIDField()
    recipient = MemberOutput(allow_null=True, help_text="Null at intake, or where it is hidden.")
    recipient_kind = serializers.CharField()
    reasons = ReasonOutput(many=True)
    rules_version = serializers.CharField()
    placed_at = serializers.DateTimeField(default_timezone=UTC)
    state = serializers.ChoiceField(choices=STATES)
    actions = serializers.ListField(
        child=serializers.CharField(), help_text="What may be proposed."
    )
    proposal = serializers.DictField(help_text="What was proposed last; empty without one.")
    approval = serializers.UUIDField(
        allow_null=True, help_text="Of the proposal; null without one."
    )
    proposed_by_me = serializers.BooleanField(help_text="Then another person has to approve it.")
    decided_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)


class HoldPageOutput(serializers.Serializer[Any]):
    """A page of holds, newest first."""

    items = HoldOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class HoldsOutput(serializers.Serializer[Any]):
    """The holds as they are now, in the order they were named."""

    items = HoldOutput(many=True)


class ProspectOutput(serializers.Serializer[Any]):
    """What would go out if the copy were released; tokens are of the moment and match nothing."""

    outcome = serializers.CharField()
    reasons = ReasonOutput(many=True)
    objects = serializers.ListField(child=serializers.DictField())
    withheld = WithheldOutput(many=True)


class HoldDetailOutput(HoldOutput):
    """One hold with what would go out."""

    preview = ProspectOutput(
        allow_null=True,
        help_text="Null at intake, where it is gone, and for who may not read alerts.",
    )


_TAGS = ["holds"]
_STATE = query("state", "Only holds in this state.", enum=list(STATES))
_CONFLICT = OpenApiResponse(ProblemOutput, "It was decided before, or by the same person.")
_MOVING = OpenApiResponse(
    ProblemOutput, "What the copy rests on keeps changing; nothing was decided. Try again."
)


class HoldsView(RestView):
    """What waits for a decision."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="listHolds",
        tags=_TAGS,
        parameters=[_STATE, *PAGING, LINK],
        responses={(200, JSON): HoldPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List what my institution reported and what waits for two of its persons, newest first."""
        readers = {
            "state": parameters.choose(*STATES),
            **parameters.page_readers(self.actor, "holds"),
        }
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        before = (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None
        rows = list_holds(
            actor=self.actor, state=values.get("state"), before=before, limit=limit + 1
        )
        last = rows[limit - 1] if len(rows) > limit else None
        entries = describe_holds(rows[:limit], actor=self.actor, now=timezone.now())
        after = (last.placed_at.isoformat(), str(last.id)) if last else None
        return self.page("holds", HoldOutput(entries, many=True).data, after)


class HoldView(RestView):
    """One hold."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="readHold",
        tags=_TAGS,
        responses={(200, JSON): HoldDetailOutput, **problems(404)},
    )
    def get(self, request: Request, hold_id: UUID) -> Response:
        """Return one hold with its reasons, and what would go out if it were released."""
        now = timezone.now()
        hold = get_hold(actor=self.actor, hold_id=hold_id)
        (entry,) = describe_holds([hold], actor=self.actor, now=now)
        shown = HoldOutput(entry).data
        # Who audits reads everything but what an alert says (PC-33).
        preview = _show_prospect(now, hold) if self.actor.may(Scope.ALERTS_READ) else None
        return Response({**shown, "preview": preview})


class ProposeView(RestView):
    """Say what should become of it."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="proposeForHold",
        tags=_TAGS,
        request={JSON: describe_body(ProposalBody)},
        responses={
            (200, JSON): HoldOutput,
            (409, PROBLEM): _CONFLICT,
            **problems(400, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request, hold_id: UUID) -> Response:
        """Propose what becomes of a hold; a later proposal takes the place of the earlier."""
        body, now = read_json(request, ProposalBody), timezone.now()
        try:
            hold = propose(actor=self.actor, now=now, hold_id=hold_id, proposal=_read(body))
        except Unusable as fault:
            raise refuse(fault.place, str(fault)) from None
        (entry,) = describe_holds([hold], actor=self.actor, now=now)
        return Response(HoldOutput(entry).data)


class DecideView(RestView):
    """Approve or refuse what was proposed."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="decideHold",
        tags=_TAGS,
        request={JSON: describe_body(DecisionBody)},
        responses={
            (200, JSON): HoldOutput,
            (409, PROBLEM): _CONFLICT,
            (503, PROBLEM): _MOVING,
            **problems(400, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request, hold_id: UUID) -> Response:
        """Approve the proposal of another person, which is then carried out, or refuse it."""
        body, now = read_json(request, DecisionBody), timezone.now()
        try:
            hold = decide_hold(
                actor=self.actor,
                now=now,
                hold_id=hold_id,
                approval=body.approval,
                given=body.given,
            )
        except Unusable as fault:
            raise refuse(fault.place, str(fault)) from None
        wake_workers()
        wake_pushers()
        (entry,) = describe_holds([hold], actor=self.actor, now=now)
        return Response(HoldOutput(entry).data)


class DecisionsView(RestView):
    """Propose for several holds, or decide on them."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="decideHolds",
        tags=_TAGS,
        request={JSON: describe_body(BatchBody)},
        responses={
            (200, JSON): HoldsOutput,
            (409, PROBLEM): _CONFLICT,
            (503, PROBLEM): _MOVING,
            **problems(400, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Propose for all holds named, or decide on all; where one cannot be, nothing changes.

        Two persons still: nobody approves what they proposed themselves.
        """
        body, now = read_json(request, BatchBody), timezone.now()
        if bool(body.proposals) == bool(body.decisions):
            raise refuse("decisions", "Give proposals or decisions, and not both.")
        verdicts = [Verdict(one.hold, one.approval, one.given) for one in body.decisions]
        asked = [(one.hold, _read(one.proposal)) for one in body.proposals]
        try:
            proposed = propose_all(actor=self.actor, now=now, proposals=asked)
            decided = decide_holds(actor=self.actor, now=now, verdicts=verdicts)
        except Unusable as fault:
            raise refuse(fault.place, str(fault)) from None
        wake_workers()
        wake_pushers()
        entries = describe_holds([*proposed, *decided], actor=self.actor, now=now)
        return Response({"items": HoldOutput(entries, many=True).data})


def _read(body: ProposalBody) -> Proposal:
    return Proposal(
        action=HoldAction(body.action),
        note=body.note,
        legal_bases=_known("legal_bases", body.legal_bases, LEGAL_BASES),
        purposes=_known("purposes", body.purposes, PURPOSES),
        reference=body.reference,
    )


def _known(name: str, values: list[str], known: frozenset[str]) -> tuple[str, ...]:
    if not known.issuperset(values):
        raise refuse(name, "Use only values that the documentation names.")
    return tuple(sorted(set(values)))


def _show_prospect(now: datetime, hold: Any) -> dict[str, Any] | None:
    found = foresee(now=now, hold=hold)
    if found is None:
        return None
    redacted = found.redacted
    objects = [orjson.loads(item.body) for item in redacted.objects] if redacted else []
    return {
        "outcome": found.decision.outcome.value,
        "reasons": ReasonOutput(found.decision.reasons, many=True).data,
        "objects": objects,
        "withheld": WithheldOutput(redacted.withheld if redacted else (), many=True).data,
    }


urlpatterns = [
    path("holds", HoldsView.as_view(), name="holds"),
    path("holds/decisions", DecisionsView.as_view(), name="hold-decisions"),
    path("holds/<uuid:hold_id>", HoldView.as_view(), name="hold"),
    path("holds/<uuid:hold_id>/propose", ProposeView.as_view(), name="hold-propose"),
    path("holds/<uuid:hold_id>/decide", DecideView.as_view(), name="hold-decide"),
]
