"""What analysts do to cases: merge, split, move, undo. Only the view of their own institution changes.

A decision stands against the machine until it is undone, for re-sends and later versions too. Each answers
with the cases that follow from it; a rehearsal changes nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from sharing.cases.arrange import View, arrange, know, open_sketch
from sharing.cases.decisions import AWAY, BESIDE, MOVED, Act, Named, Reason
from sharing.cases.matching.partition import Placement
from sharing.cases.models import Ruling
from sharing.cases.rulings import end_ruling, hold_view, note_moves, store_ruling
from sharing.cases.selectors import get_ruling, list_named
from sharing.delivery.caseviews import look
from sharing.errors import NotFound, Unusable
from sharing.members.actors import Actor

# Alerts that one decision may be about.
MOST_NAMED = 500


@dataclass(frozen=True, slots=True)
class Word:
    """Why somebody decides, and whether it is only a rehearsal."""

    reason: Reason
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from a decision: the cases of its alerts, each with all of its alerts, oldest first.

    `ruling` undoes it; None for a rehearsal.
    """

    ruling: UUID | None
    cases: tuple[tuple[UUID, tuple[UUID, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What an institution sees around some alerts, and how it stands."""

    views: Sequence[View]
    acts: Sequence[Act]

    def arrange(self) -> dict[UUID, Placement]:
        """Return the placements as they stand."""
        return arrange(self.views, self.acts)

    def members(self, case_id: UUID) -> list[UUID]:
        """Return the alerts of a case, oldest first. Raises NotFound."""
        placed = self.arrange()
        ordered = sorted(self.views, key=lambda one: (one.at, one.alert_id))
        found = [one.alert_id for one in ordered if placed[one.alert_id].case_id == case_id]
        if not found:
            raise NotFound("there is no such case")
        return found


@transaction.atomic
def merge_cases(*, actor: Actor, now: datetime, case_id: UUID, other: UUID, word: Word) -> Outcome:
    """Make two cases one. Raises NotFound, and Unusable where they are one already."""
    desk = _open(actor, [case_id, other])
    beside, moved = desk.members(case_id), desk.members(other)
    if beside == moved:
        raise Unusable("other", "Give another case.")
    act = _decide(desk, now, {MOVED: moved, BESIDE: beside})
    return _rule(desk, actor, Ruling.Kind.MERGE, act, word)


@transaction.atomic
def split_case(
    *, actor: Actor, now: datetime, case_id: UUID, alerts: Collection[UUID], word: Word
) -> Outcome:
    """Make alerts of a case a case of their own.

    Raises NotFound, and Unusable where they are not some, but not all, of the case.
    """
    desk = _open(actor, [case_id])
    members = desk.members(case_id)
    if not alerts or not set(alerts) < set(members):
        raise Unusable("alerts", "Give some alerts of the case, but not all of them.")
    away = [one for one in members if one not in set(alerts)]
    act = _decide(desk, now, {MOVED: sorted(set(alerts)), AWAY: away})
    return _rule(desk, actor, Ruling.Kind.SPLIT, act, word)


@transaction.atomic
def move_alert(
    *, actor: Actor, now: datetime, case_id: UUID, alert: UUID, to: UUID, word: Word
) -> Outcome:
    """Move an alert of a case into another case.

    Raises NotFound, and Unusable where the alert is not in the case or the cases are one.
    """
    desk = _open(actor, [case_id, to])
    members, beside = desk.members(case_id), desk.members(to)
    if members == beside:
        raise Unusable("to", "Give another case.")
    if alert not in members:
        raise Unusable("alert", "Give an alert of the case.")
    away = [one for one in members if one != alert]
    act = _decide(desk, now, {MOVED: [alert], BESIDE: beside, AWAY: away})
    return _rule(desk, actor, Ruling.Kind.MOVE, act, word)


@transaction.atomic
def undo_ruling(*, actor: Actor, now: datetime, ruling_id: UUID, dry_run: bool = False) -> Outcome:
    """Undo what the institution decided; once undone, this only tells how it stands. Raises NotFound."""
    ruling = get_ruling(institution_id=actor.institution_id, ruling_id=ruling_id)
    named = list_named(ruling_id=ruling_id)
    desk = _open(actor, named)
    left = _Desk(desk.views, [act for act in desk.acts if act.id != ruling_id])
    if not dry_run and end_ruling(actor=actor, now=now, ruling=ruling):
        note_moves(actor=actor, now=now, ruling=ruling, moves=_compare(desk, left))
    return Outcome(None if dry_run else ruling_id, _list_cases(left, named))


def _open(actor: Actor, alerts: Collection[UUID]) -> _Desk:
    hold_view(actor=actor)
    return _Desk(*look(institution_id=actor.institution_id, alerts=alerts))


def _decide(desk: _Desk, now: datetime, roles: Mapping[str, Collection[UUID]]) -> Act:
    if sum(map(len, roles.values())) > MOST_NAMED:
        raise Unusable("case", f"Nobody decides about more than {MOST_NAMED} alerts at once.")
    stored = {one.alert_id: one.sketch for one in desk.views}
    named = [_name(one, role, stored[one]) for role, alerts in roles.items() for one in alerts]
    return Act(uuid4(), now, tuple(named))


def _name(alert_id: UUID, role: str, stored: bytes) -> Named:
    sketch = open_sketch(stored)
    if sketch is None:
        return Named(alert_id, role)
    known = know(alert_id, sketch)
    return Named(alert_id, role, known.root, known.content)


def _rule(desk: _Desk, actor: Actor, kind: Ruling.Kind, act: Act, word: Word) -> Outcome:
    after = _Desk(desk.views, [*desk.acts, act])
    cases = _list_cases(after, [one.alert_id for one in act.named])
    if word.dry_run:
        return Outcome(None, cases)
    ruling = store_ruling(actor=actor, now=act.at, kind=kind, reason=word.reason, act=act)
    note_moves(actor=actor, now=act.at, ruling=ruling, moves=_compare(desk, after))
    return Outcome(ruling.id, cases)


def _compare(before: _Desk, after: _Desk) -> dict[UUID, tuple[UUID | None, Placement]]:
    """Return what another look at the same alerts moves."""
    stood = before.arrange()
    return {
        alert_id: (stood[alert_id].case_id, one)
        for alert_id, one in after.arrange().items()
        if stood[alert_id].case_id != one.case_id
    }


def _list_cases(desk: _Desk, alerts: Collection[UUID]) -> tuple[tuple[UUID, tuple[UUID, ...]], ...]:
    """Return the cases of alerts that are seen, by their oldest alert."""
    placed = desk.arrange()
    wanted = {placed[one].case_id for one in alerts if one in placed}
    found: dict[UUID, list[UUID]] = {}
    for one in sorted(desk.views, key=lambda one: (one.at, one.alert_id)):
        case_id = placed[one.alert_id].case_id
        if case_id in wanted:
            found.setdefault(case_id, []).append(one.alert_id)
    return tuple((case_id, tuple(members)) for case_id, members in found.items())
