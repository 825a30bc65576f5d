"""Complaints: anybody makes one and follows it by receipt and secret; who has to answer moves it on."""

import re
from collections import Counter
from datetime import datetime
from functools import singledispatch
from typing import Any, cast
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.audience import (
    DoorThrottle,
    OpenView,
    PrivacyView,
    SharedView,
    find_member,
    officer_of,
)
from hub.api.privacy.complaint_forms import (
    ComplaintBody,
    ComplaintOutput,
    ComplaintPageOutput,
    FollowBody,
    MoveBody,
    StatisticsOutput,
    TakenOutput,
)
from hub.api.privacy.person_forms import show_body
from hub.remedies.correcting import move_and_correct
from privacy.rights import complaints as services
from privacy.rights import selectors
from privacy.rights.codes import Cause, ComplaintState
from privacy.rights.entries import ComplaintEntry, describe_complaint
from privacy.rights.errors import RecordNotFound
from privacy.rights.persons import SignedIn
from privacy.rights.statistics import quarter_bounds, suppress_small
from sharing.api import parameters
from sharing.api.base import END, RestView, read_json, refuse
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems, query
from sharing.api.serializers import ProblemOutput
from sharing.members.actors import Actor, Scope

_TAGS = ["complaints"]
_LIST = "complaints"
_STATE = query(
    "state", "Only complaints in this state.", enum=[one.value for one in ComplaintState]
)
_QUARTER = query(
    "quarter",
    "A quarter that is over, such as 2026-Q3.",
    required=True,
    type={"type": "string", "pattern": f"^20[0-9]{{2}}-Q[1-4]{END}"},
)
# Security requirements: none, or a person's token. The stubs know names only.
_ANYBODY: list[Any] = [{}, {"person": []}]
_QUARTER_RULE = "Give a quarter, such as 2026-Q3."
_QUARTER_FORM = re.compile(r"(20[0-9]{2})-Q([1-4])", re.ASCII)
_REGULATOR = "regulator"


class ComplaintsView(SharedView):
    """Complaints: mine as a person, those I have to answer as an institution."""

    required_scopes = {"GET": Scope.RIGHTS_READ}
    person_methods = frozenset({"GET", "POST"})
    # A complaint needs no name; a person who is signed in finds it again.
    open_methods = frozenset({"POST"})
    throttle_classes = [*RestView.throttle_classes, DoorThrottle]

    @extend_schema(
        operation_id="listComplaints",
        tags=_TAGS,
        parameters=[_STATE, *PAGING, LINK],
        responses={(200, JSON): ComplaintPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List complaints, newest first."""
        wanted = self.read_wanted(_LIST, ComplaintState)
        entries = find_entries(self.request.auth, wanted, timezone.now())
        last = entries[-2] if len(entries) == wanted.limit else None
        shown = ComplaintOutput(entries[: wanted.limit - 1], many=True).data
        after = (last.received_at.isoformat(), str(last.id)) if last else None
        return self.page(_LIST, shown, after)

    @extend_schema(
        operation_id="makeComplaint",
        tags=_TAGS,
        auth=_ANYBODY,
        request={JSON: show_body(ComplaintBody)},
        responses={(201, JSON): TakenOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Complain, signed in or not; the receipt number and the secret follow it."""
        body, now = read_json(request, ComplaintBody), timezone.now()
        person = cast(SignedIn | None, self.request.auth)
        taken = services.make_complaint(actor=person, now=now, new=_read_new(body))
        return Response(TakenOutput(taken).data, status=201)


class FollowView(OpenView):
    """Follow a complaint."""

    @extend_schema(
        operation_id="followComplaint",
        tags=_TAGS,
        auth=[],
        request={JSON: show_body(FollowBody)},
        responses={(200, JSON): ComplaintOutput, **problems(400, 404, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Return how a complaint stands, to whoever has its number and its secret."""
        body = read_json(request, FollowBody)
        row = services.follow_complaint(receipt=body.receipt, secret=body.secret)
        return Response(ComplaintOutput(describe_complaint(row, now=timezone.now())).data)


class ComplaintView(SharedView):
    """One complaint."""

    required_scopes = {"GET": Scope.RIGHTS_READ}
    person_methods = frozenset({"GET"})

    @extend_schema(
        operation_id="readComplaint",
        tags=_TAGS,
        responses={(200, JSON): ComplaintOutput, **problems(404)},
    )
    def get(self, request: Request, complaint_id: UUID) -> Response:
        """Return one complaint of mine, or one sent to me."""
        entry = read_entry(self.request.auth, complaint_id, timezone.now())
        return Response(ComplaintOutput(entry).data)


class MoveView(PrivacyView):
    """Move a complaint on."""

    required_scopes = {"POST": Scope.RIGHTS_WRITE}

    @extend_schema(
        operation_id="moveComplaint",
        tags=_TAGS,
        request={JSON: show_body(MoveBody)},
        responses={
            (200, JSON): ComplaintOutput,
            (409, PROBLEM): OpenApiResponse(ProblemOutput, "That is not its next step."),
            **problems(400, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request, complaint_id: UUID) -> Response:
        """Handle, answer, hand over to a regulator, or close what is mine to answer.

        Where a complaint about a risk measure is upheld, the alert it names is taken back; one that
        names an alert nobody finds cannot be upheld. Only a person upholds or rejects.
        """
        body, now = read_json(request, MoveBody), timezone.now()
        officer = officer_of(self.actor)
        moved = move_and_correct(
            actor=officer, now=now, complaint_id=complaint_id, move=_read_move(body)
        )
        return Response(ComplaintOutput(describe_complaint(moved.row, now=now)).data)


class StatisticsView(PrivacyView):
    """How many complaints there were."""

    required_scopes = {"GET": Scope.RIGHTS_READ}

    @extend_schema(
        operation_id="countComplaints",
        tags=_TAGS,
        parameters=[_QUARTER],
        responses={(200, JSON): StatisticsOutput, **problems(400, 404)},
    )
    def get(self, request: Request) -> Response:
        """Count the complaints sent to me in a quarter that is over; small counts are withheld.

        A quarter that is not over has no counts yet: they could be subtracted from each other.
        """
        year, quarter = _read_quarter(request, timezone.now())
        since, until = quarter_bounds(year, quarter)
        controllers = officer_of(self.actor).controllers
        found = Counter(selectors.list_causes(controllers=controllers, since=since, until=until))
        counted = suppress_small({cause.value: found[cause.value] for cause in Cause})
        causes = [{"cause": cause, "count": count} for cause, count in counted.cells.items()]
        told = {"quarter": f"{year}-Q{quarter}", "causes": causes, "total": counted.total}
        return Response(StatisticsOutput(told).data)


@singledispatch
def find_entries(actor: object, wanted: selectors.Wanted, now: datetime) -> list[ComplaintEntry]:
    """Return complaints: a person's own, or those an institution may see."""
    raise RecordNotFound


@find_entries.register
def _find_own(actor: SignedIn, wanted: selectors.Wanted, now: datetime) -> list[ComplaintEntry]:
    rows = selectors.list_own_complaints(person_id=actor.person_id, wanted=wanted)
    return [describe_complaint(row, now=now) for row in rows]


@find_entries.register
def _find_sent(actor: Actor, wanted: selectors.Wanted, now: datetime) -> list[ComplaintEntry]:
    controllers = officer_of(actor).controllers
    rows = selectors.list_complaints(controllers=controllers, wanted=wanted)
    return [describe_complaint(row, now=now, handlers=controllers) for row in rows]


@singledispatch
def read_entry(actor: object, complaint_id: UUID, now: datetime) -> ComplaintEntry:
    """Return one complaint of a person, or one an institution may see. Raises RecordNotFound."""
    raise RecordNotFound


@read_entry.register
def _read_own(actor: SignedIn, complaint_id: UUID, now: datetime) -> ComplaintEntry:
    row = selectors.get_own_complaint(person_id=actor.person_id, complaint_id=complaint_id)
    return describe_complaint(row, now=now)


@read_entry.register
def _read_sent(actor: Actor, complaint_id: UUID, now: datetime) -> ComplaintEntry:
    controllers = officer_of(actor).controllers
    row = selectors.get_complaint(controllers=controllers, complaint_id=complaint_id)
    return describe_complaint(row, now=now, handlers=controllers)


def _read_new(body: ComplaintBody) -> services.NewComplaint:
    member = find_member(body.about, place="about")
    return services.NewComplaint(
        cause=body.cause,
        text=body.text,
        about=member.stix_id if member else "",
        place=member.jurisdiction if member else "",
        alert=body.alert,
        risk_measure=body.risk_measure,
        fears_retaliation=body.fears_retaliation,
        contact=body.contact,
        language=body.language,
    )


def _read_move(body: MoveBody) -> services.Move:
    member = find_member(body.to, place="to")
    if member and member.kind != _REGULATOR:
        raise refuse("to", "Name a regulator.")
    return services.Move(
        state=ComplaintState(body.state),
        outcome=body.outcome,
        answer=body.answer,
        handler=member.stix_id if member else "",
    )


def _read_quarter(request: Request, now: datetime) -> tuple[int, int]:
    values = parameters.read_parameters(request.query_params, {"quarter": _split_quarter})
    if "quarter" not in values:
        raise refuse("quarter", _QUARTER_RULE)
    year, quarter = values["quarter"]
    if quarter_bounds(year, quarter)[1] > now:
        raise RecordNotFound
    return year, quarter


def _split_quarter(text: str) -> tuple[int, int]:
    found = _QUARTER_FORM.fullmatch(text)
    if found is None:
        raise parameters.UnusableValue(_QUARTER_RULE)
    return int(found[1]), int(found[2])


_ONE = "complaints/<uuid:complaint_id>"
urlpatterns = [
    path("complaints", ComplaintsView.as_view(), name="complaints"),
    path("complaints/follow", FollowView.as_view(), name="complaint-follow"),
    path("complaints/statistics", StatisticsView.as_view(), name="complaint-statistics"),
    path(_ONE, ComplaintView.as_view(), name="complaint"),
    path(f"{_ONE}/move", MoveView.as_view(), name="complaint-move"),
]
