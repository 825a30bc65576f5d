"""Apply the schedules: what is due and not held is destroyed, class by class, in batches (PC-18).

Safe to repeat and to stop: each batch is one transaction, and what is done is not found again. A dry run
reads the same and changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.retention.registry import Due, Keeper, list_keepers
from privacy.retention.schedules import (
    Schedule,
    due,
    earliest_cut,
    load_schedules,
    rows_in_force,
)
from privacy.retention.selectors import find_held

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One class: how many records were due, how many the act reached, how many a hold keeps.

    `scheduled` is false where no row covers the class or the row says what the keeper cannot do.
    """

    item_class: str
    action: str
    due: int = 0
    done: int = 0
    held: int = 0
    scheduled: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What a run came to, class by class."""

    at: datetime
    dry_run: bool
    lines: tuple[Line, ...]


def apply_retention(*, actor: str, now: datetime, dry_run: bool = False) -> Report:
    """Do what the schedules say to all that is due, and return what it came to."""
    lines = tuple(
        apply_class(actor=actor, now=now, keeper=keeper, dry_run=dry_run)
        for keeper in list_keepers()
    )
    return Report(now, dry_run, lines)


def apply_class(*, actor: str, now: datetime, keeper: Keeper, dry_run: bool = False) -> Line:
    """Do what the schedules say to one class; a hold beats them.

    Where a keeper cuts by time, all is looked at first: nothing goes that began with or after what is held.
    """
    rows = _find_rows(keeper, now)
    if not rows:
        return Line(keeper.item_class, keeper.action, scheduled=False)
    stop: datetime | None = None
    if dry_run or keeper.in_order:
        line, stop = _count(keeper, rows, now)
        if dry_run or line.due == line.held:
            return line
    due_now, done, held = 0, 0, 0
    for page in _list_ripe(keeper, rows, now):
        kept, gone = _act(keeper, page, actor=actor, now=now, stop=stop)
        due_now, done, held = due_now + len(page), done + gone, held + kept
    if keeper.in_order:
        return replace(line, done=done)
    return Line(keeper.item_class, keeper.action, due_now, done, held)


def count_due(*, now: datetime, controller: str) -> tuple[Line, ...]:
    """Return what a run now would find of one controller's records (a STIX id), class by class."""
    found = [(keeper, _find_rows(keeper, now)) for keeper in list_keepers()]
    return tuple(
        _count(keeper, rows, now, controller)[0]
        if rows
        else Line(keeper.item_class, keeper.action, scheduled=False)
        for keeper, rows in found
    )


def _find_rows(keeper: Keeper, now: datetime) -> list[Schedule]:
    """Return the rows of a keeper's class; none where one says what the keeper cannot do."""
    rows = [
        row for row in rows_in_force(load_schedules(), now) if row.item_class == keeper.item_class
    ]
    return rows if all(row.action == keeper.action for row in rows) else []


def _count(
    keeper: Keeper, rows: Sequence[Schedule], now: datetime, controller: str | None = None
) -> tuple[Line, datetime | None]:
    """Return how much is due and held, and when the first began that is held."""
    found, held, first_held = 0, 0, None
    for page in _list_ripe(keeper, rows, now):
        mine = [one for one in page if controller in (None, one.controller)]
        kept = find_held(mine)
        found, held = found + len(mine), held + len(kept)
        starts = (one.start for one in mine if one.id in kept)
        first_held = first_held or min(starts, default=None)
    return Line(keeper.item_class, keeper.action, found, 0, held), first_held


def _list_ripe(keeper: Keeper, rows: Sequence[Schedule], now: datetime) -> Iterator[list[Due]]:
    """Yield what is due, a page at a time; the shortest period finds, the own one decides."""
    before = earliest_cut(rows, keeper.item_class, now)
    after: Due | None = None
    while before is not None:
        page = keeper.list_due(before=before, after=after, limit=AT_ONCE)
        yield [one for one in page if _is_due(rows, keeper.item_class, one, now)]
        if len(page) < AT_ONCE:
            return
        after = page[-1]


def _is_due(rows: Sequence[Schedule], item_class: str, one: Due, now: datetime) -> bool:
    row = due(rows, item_class, one.start, now, purpose=one.purpose, regime=one.regime)
    return row is not None


@transaction.atomic
def _act(
    keeper: Keeper, page: Sequence[Due], *, actor: str, now: datetime, stop: datetime | None
) -> tuple[int, int]:
    """Act on a page but what is held, or began at or after `stop`; return how many are held and gone.

    The holds are read again where they are obeyed.
    """
    held = find_held(page)
    free = [one for one in page if one.id not in held and (stop is None or one.start < stop)]
    done = keeper.act(actor=actor, now=now, items=free) if free else 0
    if done:
        counts = {"done": done, "held": len(held)}
        details = {"class": keeper.item_class, "action": keeper.action, **counts}
        subject = f"retention:{keeper.item_class}"
        record(Event(Action.RETENTION_APPLIED, actor, subject, now, details))
    return len(held), done
