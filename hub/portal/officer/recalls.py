"""Recall orders: what others have to confirm, what the institution has to, and how far each one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.portal.forms.recalls import name_statement
from hub.portal.officer.pages import ASKED, choose, list_page, officer_page, read_place
from hub.portal.visitors import Visitor
from hub.portal.words.alerts import explain_cause
from sharing.members.actors import Scope
from sharing.response import overview
from sharing.response.entries import RecallEntry, describe_recall, show_recall_page
from sharing.response.overview import Count
from sharing.response.selectors import DIRECTIONS, RECALL_STATES, Narrowed, Part


@dataclass(frozen=True, slots=True)
class Line:
    """One order with what its holder said of the copies."""

    order: RecallEntry
    cause: str
    said: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the recall of one alert is: orders by name, the others by number."""

    lines: Sequence[Line]
    others: Sequence[Count]
    done: int
    total: int

    @property
    def percent(self) -> int:
        """Return the part that was confirmed."""
        return self.done * 100 // self.total if self.total else 0


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_recalls(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show recall orders that the institution caused or received, newest first."""
    direction = choose(request, "direction", DIRECTIONS) or "sent"
    state = choose(request, "state", RECALL_STATES)
    wanted = Narrowed(direction, state, read_place(request), ASKED)
    found = show_recall_page(actor=visitor.actor, now=timezone.now(), wanted=wanted)
    listed = list_page(
        request, [_describe(one) for one in found], lambda one: (one.order.ordered_at, one.order.id)
    )
    context = {
        "list": listed,
        "direction": direction,
        "state": state,
        "states": ["", *RECALL_STATES],
        "directions": DIRECTIONS,
    }
    return render(request, "portal/officer/recalls.html", context)


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_progress(request: HttpRequest, visitor: Visitor, alert_id: UUID) -> HttpResponse:
    """Show who was ordered to destroy one alert and who has confirmed."""
    actor, now = visitor.actor, timezone.now()
    found = overview.show_recalls(actor=actor, now=now, alert_id=alert_id)
    rows = [describe_recall(row, actor=actor, now=now, known=True) for row in found.named]
    if found.part is Part.RECIPIENT or not (rows or found.others):
        raise Http404
    progress = Progress(
        lines=[_describe(row) for row in rows],
        others=found.others,
        done=sum(row.confirmed_at is not None for row in rows)
        + sum(one.done for one in found.others),
        total=len(rows) + sum(one.count for one in found.others),
    )
    context = {"progress": progress, "alert_id": alert_id}
    return render(request, "portal/officer/recall.html", context)


def _describe(order: RecallEntry) -> Line:
    said = name_statement(order.copies_destroyed, order.note_code)
    return Line(order, explain_cause(order.cause), said)
