"""Recall orders and requests as one of their parties may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.members.actors import Actor
from sharing.members.models import Institution
from sharing.response.models import Duty
from sharing.response.overview import find_partners
from sharing.response.selectors import (
    Narrowed,
    Place,
    get_recall,
    list_asked,
    list_recalls,
    list_requests,
)


@dataclass(frozen=True, slots=True)
class RecallEntry:
    """An order; its recipient reads no word of the reporter, nor its name where that is hidden."""

    id: UUID
    alert: UUID
    cause: str
    reason: str
    reporter: Institution | None
    recipient: Institution | None
    replaced_by: UUID | None
    ordered_at: datetime
    due_at: datetime
    state: str
    confirmed_at: datetime | None
    copies_destroyed: bool | None
    note_code: str
    order: str


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """What one member was asked, as the asker or that member sees it."""

    id: UUID
    thread: str
    envelope: str
    asker: Institution | None
    asked: Institution
    asked_at: datetime
    due_at: datetime | None
    state: str
    settled_at: datetime | None
    late: bool
    reason_code: str
    answer: UUID | None
    # Where the next page starts.
    place: Place


@transaction.atomic
def show_recall_page(*, actor: Actor, now: datetime, wanted: Narrowed) -> list[RecallEntry]:
    """Return recall orders that the actor received, or caused, and record that it saw them."""
    rows = list_recalls(actor=actor, now=now, wanted=wanted)
    _note(actor, now, rows[: wanted.limit - 1], "recalls")
    return _describe_recalls(rows, actor=actor, now=now)


@transaction.atomic
def show_recall(*, actor: Actor, now: datetime, order_id: UUID) -> RecallEntry:
    """Return the actor's own order and record that it saw it. Raises NotFound."""
    row = get_recall(actor=actor, order_id=order_id)
    details = {"as": "recall", "order": str(order_id)}
    record(Event(Action.ALERT_READ, actor.name, str(row.alert_id), now, details))
    return describe_recall(row, actor=actor, now=now, known=True)


@transaction.atomic
def show_request_page(*, actor: Actor, now: datetime, wanted: Narrowed) -> list[RequestEntry]:
    """Return what the actor was asked, or asked of others, and record that it saw it."""
    rows = list_requests(actor=actor, now=now, wanted=wanted)
    _note(actor, now, rows[: wanted.limit - 1], "requests")
    return [describe_request(row, actor=actor, now=now) for row in rows]


@transaction.atomic
def show_request(*, actor: Actor, now: datetime, alert_id: UUID) -> list[RequestEntry]:
    """Return how those stand whom the actor asked, or its own part; record it. Raises NotFound."""
    rows = list_asked(actor=actor, alert_id=alert_id)
    _note(actor, now, rows[:1], "request")
    return [describe_request(row, actor=actor, now=now) for row in rows]


def _note(actor: Actor, now: datetime, rows: Sequence[Any], by: str) -> None:
    """Record what a page was told from; an empty one discloses nothing."""
    if rows:
        alerts = sorted({str(row.alert_id) for row in rows})
        details = {"alerts": alerts, "by": by}
        record(Event(Action.FEED_READ, actor.name, actor.stix_id, now, details))


def _describe_recalls(rows: Sequence[Any], *, actor: Actor, now: datetime) -> list[RecallEntry]:
    """Return orders of a list, whose recipients are named where the actor may know them."""
    mine = actor.institution_id
    recipients = [row.recipient for row in rows if row.recipient_id != mine]
    known = find_partners(actor=actor, now=now, institutions=recipients) if recipients else set()
    known.add(mine)
    return [
        describe_recall(row, actor=actor, now=now, known=row.recipient_id in known or row.addressed)
        for row in rows
    ]


def describe_recall(row: Any, *, actor: Actor, now: datetime, known: bool) -> RecallEntry:
    """Return one order (a row of the selectors); `known` says that its recipient may be named.

    What tells one unknown recipient from another is left out as well.
    """
    mine = row.recipient_id == actor.institution_id
    reported = row.reporter_id == actor.institution_id
    named = row.attributed or reported
    kept = "kept" if mine and row.copies_destroyed is False else ""
    return RecallEntry(
        id=row.id,
        alert=row.alert_id,
        cause=row.cause,
        # Free text may name people whom detection misses.
        reason=row.reason if named and not mine else "",
        reporter=row.reporter if named else None,
        recipient=row.recipient if known else None,
        replaced_by=row.replaced_by_id if reported or (mine and row.replaced) else None,
        ordered_at=row.ordered_at,
        due_at=row.due_at,
        state=_state_of(row.due_at, now, "confirmed" if row.confirmed_at else kept),
        confirmed_at=row.confirmed_at if known else None,
        copies_destroyed=row.copies_destroyed if known else None,
        note_code=row.note_code if known else "",
        order=row.order if mine else "",
    )


_SETTLED = {Duty.State.DONE.value: "answered", Duty.State.REFUSED.value: "refused"}


def describe_request(row: Any, *, actor: Actor, now: datetime) -> RequestEntry:
    """Return what one member was asked (a row of the selectors)."""
    settled = _SETTLED.get(row.state, "" if row.standing else "withdrawn")
    named = row.attributed or row.asker_id == actor.institution_id
    return RequestEntry(
        id=row.alert_id,
        thread=row.thread,
        envelope=row.envelope_id,
        asker=row.asker if named else None,
        asked=row.recipient,
        asked_at=row.opened_at,
        due_at=row.due_at,
        state=_state_of(row.due_at, now, settled),
        settled_at=row.done_at,
        late=row.late,
        reason_code=row.reason_code,
        answer=row.answer_id,
        place=(row.opened_at, row.id),
    )


def _state_of(due_at: datetime | None, now: datetime, settled: str) -> str:
    """Return how something stands whose time may be over."""
    if settled:
        return settled
    return "overdue" if due_at is not None and due_at < now else "open"
