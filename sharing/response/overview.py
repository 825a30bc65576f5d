"""What one institution may know of the responses to an alert.

Its own always. The reporter: by name those it may know anyway (whom it addressed, partners, regulators),
the others by number. A regulator that received the alert: all. Members never see each other.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.groups.network import Network
from sharing.groups.selectors import load_network
from sharing.members.actors import Actor
from sharing.members.models import Institution
from sharing.response.models import Duty, Feedback, RecallOrder
from sharing.response.selectors import (
    Holder,
    Part,
    find_part,
    list_acknowledgements,
    list_feedback,
    list_holders,
    list_recalls_of,
)

# Fewer would tell of one what it did not want to share.
LEAST_COUNTED = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether one recipient has acknowledged, and when it should have."""

    member: Any
    state: str
    acknowledged_at: datetime | None
    due_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Count:
    """Members of one kind, told by their number, and how many of them have done it."""

    kind: str
    count: int
    done: int


@dataclass(frozen=True, slots=True)
class Opinions:
    """Feedback by name, and the rest as numbers by disposition."""

    named: tuple[Feedback, ...]
    others: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Recalled:
    """Recall orders by name, and the rest as numbers by kind."""

    part: Part
    named: tuple[RecallOrder, ...]
    others: tuple[Count, ...]


@transaction.atomic
def show_acknowledgements(
    *, actor: Actor, now: datetime, alert_id: UUID
) -> tuple[list[Answered], list[Count]]:
    """Return who has acknowledged an alert, as the actor may know it. Raises NotFound."""
    part = find_part(actor=actor, alert_id=alert_id)
    holders = list_holders(alert_id=alert_id)
    duties = list_acknowledgements(alert_id=alert_id, of=[one.id for one in holders])
    known = _find_known(actor, now, part, holders)
    named = [
        _answer(one, duties.get(one.id), now)
        for one in holders
        if one.id in known or one.id == actor.institution_id
    ]
    hidden = [one for one in holders if one.id not in known]
    done = {one.id for one in hidden if one.id in duties and duties[one.id].done_at}
    others = _count(hidden, done) if part is Part.REPORTER else []
    if part is not Part.RECIPIENT:
        _note(actor, now, alert_id, part, "acknowledgements")
    return named, others


@transaction.atomic
def show_feedback(*, actor: Actor, now: datetime, alert_id: UUID) -> Opinions:
    """Return the feedback on an alert: one's own, or what recipients share with its reporter.

    Raises NotFound.
    """
    part = find_part(actor=actor, alert_id=alert_id)
    rows = list_feedback(alert_id=alert_id)
    if part is not Part.REPORTER:
        return Opinions(tuple(rows.filter(recipient_id=actor.institution_id)), ())
    shared = tuple(row for row in rows if row.share_with_source)
    kept = Counter(row.disposition for row in rows if not row.share_with_source)
    others = tuple(sorted(kept.items())) if kept.total() >= LEAST_COUNTED else ()
    details = {"shared": len(shared), "counted": sum(count for _, count in others)}
    record(Event(Action.FEEDBACK_READ, actor.name, str(alert_id), now, details))
    return Opinions(shared, others)


@transaction.atomic
def show_recalls(*, actor: Actor, now: datetime, alert_id: UUID) -> Recalled:
    """Return who was ordered to destroy an alert and who has confirmed. Raises NotFound."""
    part = find_part(actor=actor, alert_id=alert_id)
    rows = list_recalls_of(alert_id=alert_id)
    _note(actor, now, alert_id, part, "recalls")
    if part is Part.RECIPIENT:
        return Recalled(part, tuple(rows.filter(recipient_id=actor.institution_id)), ())
    orders = list(rows)
    holders = list_holders(alert_id=alert_id)
    known = _find_known(actor, now, part, holders)
    hidden = {row.recipient_id: row for row in orders if row.recipient_id not in known}
    done = {one for one, row in hidden.items() if row.confirmed_at}
    others = _count([one for one in holders if one.id in hidden], done)
    return Recalled(part, tuple(row for row in orders if row.recipient_id in known), tuple(others))


def find_partners(*, actor: Actor, now: datetime, institutions: Iterable[Institution]) -> set[UUID]:
    """Return those of some institutions that the actor's may know, by groups and agreements."""
    network = load_network(now=now)
    return {
        one.id for one in institutions if may_know(actor.institution_id, one.id, one.kind, network)
    }


def may_know(me: UUID, other: UUID, kind: str, network: Network) -> bool:
    """Say whether an institution knows another anyway: as a regulator or as its partner."""
    return (
        kind == Institution.Kind.REGULATOR
        or network.share_a_group(me, other)
        or bool(network.agreements_of(me, other))
    )


def _find_known(
    actor: Actor, now: datetime, part: Part, holders: Sequence[Holder]
) -> frozenset[UUID]:
    if part is Part.RECIPIENT:
        return frozenset()
    if part is Part.SUPERVISOR:
        return frozenset(one.id for one in holders)
    network = load_network(now=now)
    return frozenset(
        one.id
        for one in holders
        if one.addressed or may_know(actor.institution_id, one.id, one.kind, network)
    )


def _answer(one: Holder, duty: Duty | None, now: datetime) -> Answered:
    done_at = duty.done_at if duty else None
    due_at = duty.due_at if duty else None
    if done_at is not None:
        state = "acknowledged"
    elif not one.standing:
        state = "withdrawn"
    else:
        state = "overdue" if due_at is not None and due_at < now else "open"
    return Answered(one, state, done_at, due_at, late=bool(duty and duty.late))


def _count(hidden: Sequence[Holder], done: Iterable[UUID]) -> list[Count]:
    all_of = Counter(one.kind for one in hidden)
    finished = set(done)
    done_of = Counter(one.kind for one in hidden if one.id in finished)
    return [Count(kind, count, done_of[kind]) for kind, count in sorted(all_of.items())]


def _note(actor: Actor, now: datetime, alert_id: UUID, part: Part, what: str) -> None:
    """Record that responses, or orders, were shown."""
    details = {"as": what, "part": part.value}
    record(Event(Action.ALERT_READ, actor.name, str(alert_id), now, details))
