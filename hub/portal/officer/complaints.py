"""Complaints: what is complained about, how much time is left, and the next step (PC-27, PC-28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hub.portal.officer.clocks import Bar, draw_clock
from hub.portal.officer.forms.rights import MoveForm
from hub.portal.officer.pages import (
    ASKED,
    choose,
    list_page,
    officer_of,
    officer_page,
    read_place,
)
from hub.portal.officer.refusals import REFUSED, Refusal, explain
from hub.portal.visitors import Visitor
from hub.remedies.correcting import move_and_correct
from privacy.rights.codes import NEXT_STATES, ComplaintState
from privacy.rights.entries import ComplaintEntry, describe_complaint
from privacy.rights.selectors import Wanted, get_complaint, list_complaints
from sharing.members.actors import Scope
from sharing.members.selectors import list_active_institutions

STATES = [one.value for one in ComplaintState]
_REGULATOR = "regulator"


@dataclass(frozen=True, slots=True)
class Line:
    """A complaint with its clock."""

    complaint: ComplaintEntry
    clock: Bar


@require_safe
@officer_page(Scope.RIGHTS_READ)
def show_complaints(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the complaints that the institution has to answer or handed over, newest first."""
    now, state = timezone.now(), choose(request, "state", STATES)
    wanted = Wanted(state=state, before=read_place(request), limit=ASKED)
    own = officer_of(visitor).controllers
    rows = list_complaints(controllers=own, wanted=wanted)
    lines = [_describe(describe_complaint(row, now=now, handlers=own), now) for row in rows]
    listed = list_page(request, lines, lambda one: (one.complaint.received_at, one.complaint.id))
    context = {"list": listed, "state": state, "states": ["", *STATES]}
    return render(request, "portal/officer/complaints.html", context)


@require_safe
@officer_page(Scope.RIGHTS_READ)
def show_complaint(request: HttpRequest, visitor: Visitor, complaint_id: UUID) -> HttpResponse:
    """Show one complaint with what was done about it."""
    return _show(request, visitor, complaint_id)


@require_POST
@officer_page(Scope.RIGHTS_WRITE)
def move(request: HttpRequest, visitor: Visitor, complaint_id: UUID) -> HttpResponse:
    """Take the next step of a complaint that is the institution's to answer."""
    line = _find(visitor, complaint_id, timezone.now())
    form = _make_form(line.complaint, request.POST)
    if not form.is_valid():
        return _show(request, visitor, complaint_id, form=form, status=422)
    try:
        move_and_correct(
            actor=officer_of(visitor),
            now=timezone.now(),
            complaint_id=complaint_id,
            move=form.read_move(),
        )
    except REFUSED as error:
        return _show(request, visitor, complaint_id, form=form, refusal=explain(error))
    messages.success(request, _("The step is noted."))
    return redirect("portal:officer-complaint", complaint_id)


def _show(
    request: HttpRequest,
    visitor: Visitor,
    complaint_id: UUID,
    *,
    form: MoveForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    line = _find(visitor, complaint_id, timezone.now())
    one = line.complaint
    is_mine = one.handler in officer_of(visitor).controllers
    may_move = is_mine and bool(_list_next(one)) and visitor.actor.may(Scope.RIGHTS_WRITE)
    context: dict[str, Any] = {
        "line": line,
        "one": one,
        "is_mine": is_mine,
        "form": (form or _make_form(one)) if may_move else None,
        "refusal": refusal,
    }
    code = refusal.status if refusal else status
    return render(request, "portal/officer/complaint.html", context, status=code)


def _find(visitor: Visitor, complaint_id: UUID, now: datetime) -> Line:
    own = officer_of(visitor).controllers
    row = get_complaint(controllers=own, complaint_id=complaint_id)
    return _describe(describe_complaint(row, now=now, handlers=own), now)


def _describe(entry: ComplaintEntry, now: datetime) -> Line:
    at = entry.closed_at or now
    return Line(entry, draw_clock(starts_at=entry.received_at, due_at=entry.due_at, at=at))


def _list_next(entry: ComplaintEntry) -> Sequence[ComplaintState]:
    following = NEXT_STATES[ComplaintState(entry.state)]
    return [one for one in ComplaintState if one in following]


def _make_form(entry: ComplaintEntry, sent: Any = None) -> MoveForm:
    regulators = [
        (one.stix_id, one.name) for one in list_active_institutions() if one.kind == _REGULATOR
    ]
    return MoveForm(sent, states=_list_next(entry), regulators=regulators)
