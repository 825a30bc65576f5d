"""Assessments with their dates, the dry run of retention, and what waits for a second person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.portal.officer.pages import ASKED, choose, list_page, officer_page, read_place
from hub.portal.visitors import Visitor
from privacy.approvals.persons import are_one
from privacy.approvals.selectors import list_open
from privacy.retention.applying import count_due
from privacy.retention.periods import HOME_ZONE
from privacy.retention.schedules import load_schedules, rows_in_force
from privacy.transfers.selectors.records import list_assessments
from sharing.members.actors import Scope

ASSESSMENT_STATES = ["draft", "approved", "ended"]
# An assessment that ends within this is shown as ending.
SOON = timedelta(days=60)
_MOST_OPEN = 200
_HOLD = "holds.decide"


@dataclass(frozen=True, slots=True)
class Assessed:
    """An assessment, whose it is, and whether its time is over or nearly so."""

    record: Any
    is_programme: bool
    is_over: bool
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """An approval that is open; who asked for it cannot give it."""

    approval: Any
    is_mine: bool
    hold: str


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_assessments(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the assessments of the institution and of the programme, newest first."""
    now, state = timezone.now(), choose(request, "state", ASSESSMENT_STATES)
    rows = list_assessments(
        institution=visitor.actor.stix_id, state=state, before=read_place(request), limit=ASKED
    )
    lines = [_describe(row, now) for row in rows]
    listed = list_page(request, lines, lambda one: (one.record.drafted_at, one.record.id))
    context = {"list": listed, "state": state, "states": ["", *ASSESSMENT_STATES]}
    return render(request, "portal/officer/assessments.html", context)


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_retention(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what a run now would find of the institution's records; nothing is changed by looking."""
    now = timezone.now()
    found = count_due(now=now, controller=visitor.actor.stix_id)
    context = {
        "on": now.astimezone(HOME_ZONE).date(),
        "lines": found,
        "due": sum(line.due - line.held for line in found),
        "held": sum(line.held for line in found),
        "schedules": rows_in_force(load_schedules(), now),
    }
    return render(request, "portal/officer/retention.html", context)


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_approvals(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what waits for a second person of the institution, oldest first."""
    actor = visitor.actor
    rows = list_open(institution=actor.stix_id, now=timezone.now())[:_MOST_OPEN]
    lines = [
        Waiting(row, are_one(actor.name, row.asked_by), row.subject if row.kind == _HOLD else "")
        for row in rows
    ]
    return render(request, "portal/officer/approvals.html", {"lines": lines})


def _describe(row: Any, now: datetime) -> Assessed:
    left = row.valid_until - now
    is_live = row.state == "approved"
    return Assessed(
        record=row,
        is_programme=not row.controller,
        is_over=is_live and left <= timedelta(),
        ends_soon=is_live and timedelta() < left <= SOON,
    )
