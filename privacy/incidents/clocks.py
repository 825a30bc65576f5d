"""When which report about an incident is due, from dated rows of each regime (PC-24, control matrix section 6).

Pure. A row applies by regime, operator, class and effects. What selects rows may change while an incident is
understood; a deadline that had passed before a change stays, whatever the change spares.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import msgspec

from privacy.incidents.codes import Effect, IncidentClass, Operator, Regime
from privacy.retention.periods import HOME_ZONE, add_period, read_period

_TABLE = Path(__file__).with_name("clocks.json")
Text = Annotated[str, msgspec.Meta(min_length=1)]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One dated row; empty lists match all, `effective_to` is the last day on which it holds.

    `aware_limit` caps the term, counted from awareness; `previous` names the report that starts it.
    """

    id: Text
    regime: Regime
    report: Text
    to: Text
    operators: frozenset[Operator]
    classes: frozenset[IncidentClass]
    limit: Text
    start: Literal["aware", "occurred", "classified", "handling_ended", "previous_report"]
    source: Text
    confirmed: bool
    effective_from: date
    effective_to: date | None
    when: frozenset[Effect] = frozenset()
    spared_by: frozenset[Effect] = frozenset()
    aware_limit: str = ""
    previous: str = ""
    zone: str = HOME_ZONE.key

    def __post_init__(self) -> None:
        """Refuse a row that cannot be computed. Raises ValueError."""
        read_period(self.limit)
        if self.aware_limit:
            read_period(self.aware_limit)
        if (self.start == "previous_report") != bool(self.previous):
            raise ValueError(
                "a row names a previous report where it starts with one, and only there"
            )
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("a row ends before it starts")

    def is_in_force(self, moment: datetime) -> bool:
        """Say whether the row holds on the day of a moment where it applies."""
        day = moment.astimezone(ZoneInfo(self.zone)).date()
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


class Level(StrEnum):
    """How far a clock has run: half, four fifths, the deadline itself, past it."""

    NONE = "none"
    HALF = "50"
    MOST = "80"
    DUE = "100"
    PASSED = "passed"

    @property
    def mark(self) -> int:
        """Return the mark in percent that was reached, 0 for none."""
        return {Level.NONE: 0, Level.HALF: 50, Level.MOST: 80}.get(self, 100)


@dataclass(frozen=True, slots=True)
class Era:
    """How an incident was understood from a moment on."""

    since: datetime
    classification: IncidentClass
    regimes: frozenset[Regime]
    effects: frozenset[Effect] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What clocks rest on: eras oldest first, and when which report was first sent."""

    operator: Operator
    eras: tuple[Era, ...]
    occurred_at: datetime
    aware_at: datetime
    handled_at: datetime | None = None
    sent: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clock:
    """One report that is due: `due_at` is None while what starts the term has not happened.

    `share` is the part of the term that was used, 0 to 1 and more after it; `is_met` says that the report
    was sent, `is_late` that it was sent after its time.
    """

    id: str
    regime: Regime
    report: str
    to: str
    starts_at: datetime | None
    due_at: datetime | None
    share: float
    level: Level
    sent_at: datetime | None
    is_met: bool
    is_late: bool
    source: str
    confirmed: bool


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    table: str
    rows: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of time in which a row applied; `end` is None for the one that lasts."""

    since: datetime
    end: datetime | None


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return the rows of the table. Raises msgspec.ValidationError when it is not what it should be."""
    return msgspec.json.decode(_TABLE.read_bytes(), type=_Table).rows


def list_reports(rows: Iterable[Rule]) -> frozenset[str]:
    """Return the codes of all reports, such as gdpr.authority."""
    return frozenset(row.report for row in rows)


def compute_clocks(facts: Facts, rows: Iterable[Rule], now: datetime) -> tuple[Clock, ...]:
    """Return every clock of an incident, the earliest due first, those not started last."""
    found = [
        _read(row, facts, term, now)
        for row in rows
        if row.is_in_force(facts.aware_at)
        and (not row.operators or facts.operator in row.operators)
        if (term := _find_term(row, facts)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.due_at is None, one.due_at or now, one.id)))


def _find_term(row: Rule, facts: Facts) -> tuple[datetime | None, datetime | None] | None:
    """Return start and deadline, None where the row does not apply and no deadline of it has passed.

    A deadline that passed in a run that ended goes before that of the run that lasts.
    """
    for run in _list_runs(row, facts.eras):
        term = _compute_term(row, facts, run)
        if run.end is None or (term[1] is not None and term[1] <= run.end):
            return term
    return None


def _list_runs(row: Rule, eras: Sequence[Era]) -> Iterator[_Run]:
    since: datetime | None = None
    for era in eras:
        applies = _applies(row, era)
        if applies and since is None:
            since = era.since
        elif not applies and since is not None:
            yield _Run(since, era.since)
            since = None
    if since is not None:
        yield _Run(since, None)


def _applies(row: Rule, era: Era) -> bool:
    return (
        row.regime in era.regimes
        and (not row.classes or era.classification in row.classes)
        and (not row.when or not row.when.isdisjoint(era.effects))
        and row.spared_by.isdisjoint(era.effects)
    )


def _compute_term(row: Rule, facts: Facts, run: _Run) -> tuple[datetime | None, datetime | None]:
    starts = {
        "aware": facts.aware_at,
        "occurred": facts.occurred_at,
        "classified": run.since,
        "handling_ended": facts.handled_at,
        "previous_report": facts.sent.get(row.previous),
    }
    start = starts[row.start]
    if start is None:
        return None, None
    zone = ZoneInfo(row.zone)
    due = add_period(start, read_period(row.limit), zone)
    if row.aware_limit:
        due = min(due, add_period(facts.aware_at, read_period(row.aware_limit), zone))
    return start, due


def _read(
    row: Rule, facts: Facts, term: tuple[datetime | None, datetime | None], now: datetime
) -> Clock:
    start, due = term
    sent = facts.sent.get(row.report)
    share, level, is_late = 0.0, Level.NONE, False
    if start is not None and due is not None:
        # What is due at once is not late for the minutes that sending takes.
        is_late = sent is not None and sent > due and not read_period(row.limit).is_nothing
        share = _share_of(start, due, sent or now)
        level = _level_of(due, share, sent or now) if sent is None or is_late else Level.NONE
    return Clock(
        id=row.id,
        regime=row.regime,
        report=row.report,
        to=row.to,
        starts_at=start,
        due_at=due,
        share=share,
        level=level,
        sent_at=sent,
        is_met=sent is not None,
        is_late=is_late,
        source=row.source,
        confirmed=row.confirmed,
    )


def _share_of(start: datetime, due: datetime, at: datetime) -> float:
    if due <= start:
        return 1.0 if at >= due else 0.0
    return max(0.0, (at - start) / (due - start))


def _level_of(due: datetime, share: float, at: datetime) -> Level:
    if at > due:
        return Level.PASSED
    if at == due:
        return Level.DUE
    return Level.MOST if share >= 0.8 else Level.HALF if share >= 0.5 else Level.NONE
