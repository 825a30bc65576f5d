"""The three gauges of a week, pure: overload, lag and asymmetry. Anyone recomputes them from the export.

A week is of ISO 8601, in UTC. What was received belongs to the week of its delivery, what was shared to
that of its submission; what follows of it is counted up to the moment of reading.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sharing.errors import NotFound

# A sector is told of where so many of its members have something in it.
FEWEST_MEMBERS = 3
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_WEEK = re.compile(r"(20[0-9]{2})-W([0-9]{2})", re.ASCII)

# The moments of an alert, in order.
MOMENTS = (
    "t0_occurred",
    "t1_detected",
    "t2_submitted",
    "t3_accepted",
    "t4_decided",
    "t5_delivered",
    "t6_noticed",
    "t7_acknowledged",
    "t8_acted",
)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its first moment to before its last."""

    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Reception:
    """An alert that came into a member's inbox, and what became of it there.

    `case` is as the member sees it. `letters` are the pushes and mails that told of it: a digest is one
    for all that stands in it.
    """

    alert: UUID
    member: UUID
    case: UUID
    delivered_at: datetime
    letters: tuple[str, ...] = ()
    notified_at: datetime | None = None
    fetched_at: datetime | None = None
    acknowledged_at: datetime | None = None
    judged_at: datetime | None = None
    acted: bool = False

    @property
    def noticed_at(self) -> datetime | None:
        """Return when the member was told of it or fetched it, whichever was first."""
        return _first(self.notified_at, self.fetched_at)

    @property
    def known_at(self) -> datetime | None:
        """Return from when on the member surely knew."""
        return _first(self.noticed_at, self.acknowledged_at, self.judged_at)


@dataclass(frozen=True, slots=True)
class Shared:
    """An alert that a member sent, and when it got how far."""

    alert: UUID
    member: UUID
    submitted_at: datetime
    accepted_at: datetime
    occurred_at: datetime | None = None
    detected_at: datetime | None = None
    decided_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Overload:
    """How much came, and how much of it was worth it; shares None where there is nothing to share."""

    alerts: int
    cases: int
    notifications: int
    cases_per_notification: float | None
    acted: int
    acted_share: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """How long one step took, in seconds: of `count` alerts the median and the ninth decile.

    None: of too few members to be told.
    """

    start: str
    end: str
    count: int | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """Who of those entitled to an alert knew in time, and who gives as well as takes."""

    entitled: int
    knew_within_1h: float | None
    knew_within_24h: float | None
    shared: int | None
    received: int
    reciprocity: float | None


@dataclass(frozen=True, slots=True)
class Gauges:
    """The gauges of one member, or of a sector with the number of its members that received anything."""

    members: int
    overload: Overload
    lag: tuple[Step, ...]
    asymmetry: Asymmetry


def read_week(text: str, *, now: datetime) -> Week:
    """Return a week such as 2026-W47. Raises NotFound for one that does not exist or has not begun."""
    found = _WEEK.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise NotFound("there is no such week") from None
    start = datetime(monday.year, monday.month, monday.day, tzinfo=UTC)
    if start > now:
        raise NotFound("the week has not begun")
    return Week(text, start, start + timedelta(days=7))


def name_week(moment: datetime) -> str:
    """Return the name of the week of a moment, such as 2026-W47."""
    year, week, _day = moment.astimezone(UTC).isocalendar()
    return f"{year}-W{week:02d}"


def measure(receptions: Sequence[Reception], shared: Sequence[Shared], *, least: int = 1) -> Gauges:
    """Return the gauges of what members received and shared.

    What comes of fewer members than `least` is left out: of a sector it would tell of one of them.
    """
    return Gauges(
        members=len({one.member for one in receptions}),
        overload=_weigh(receptions),
        lag=tuple(_time(receptions, shared, least)),
        asymmetry=_compare(receptions, shared if _is_crowd(shared, least) else None),
    )


def percentile(values: Iterable[float], share: float) -> float | None:
    """Return the value that a share of the values do not exceed, by nearest rank; None without any."""
    ordered = sorted(values)
    rank = -(-len(ordered) * round(share * 100) // 100)
    return ordered[max(1, rank) - 1] if ordered else None


def _weigh(receptions: Sequence[Reception]) -> Overload:
    cases = len({(one.member, one.case) for one in receptions})
    letters = len({(one.member, name) for one in receptions for name in one.letters})
    acted = sum(one.acted for one in receptions)
    return Overload(
        alerts=len(receptions),
        cases=cases,
        notifications=letters,
        cases_per_notification=_divide(cases, letters),
        acted=acted,
        acted_share=_divide(acted, len(receptions)),
    )


# Each step: from, to, and both moments of one alert.
Moments = Callable[[Shared], tuple[datetime | None, datetime | None]]
_OF_SHARED: tuple[tuple[str, str, Moments], ...] = (
    ("t0_occurred", "t1_detected", lambda one: (one.occurred_at, one.detected_at)),
    ("t1_detected", "t2_submitted", lambda one: (one.detected_at, one.submitted_at)),
    ("t2_submitted", "t3_accepted", lambda one: (one.submitted_at, one.accepted_at)),
    ("t3_accepted", "t4_decided", lambda one: (one.accepted_at, one.decided_at)),
    ("t4_decided", "t5_delivered", lambda one: (one.decided_at, one.delivered_at)),
    ("t2_submitted", "t5_delivered", lambda one: (one.submitted_at, one.delivered_at)),
)
_OF_RECEPTION: tuple[tuple[str, Callable[[Reception], datetime | None]], ...] = (
    ("t6_noticed", lambda one: one.noticed_at),
    ("t7_acknowledged", lambda one: one.acknowledged_at),
    ("t8_acted", lambda one: one.judged_at),
)


def _time(receptions: Sequence[Reception], shared: Sequence[Shared], least: int) -> Iterator[Step]:
    for start, end, moments in _OF_SHARED:
        yield _make_step(start, end, [(one.member, *moments(one)) for one in shared], least)
    for end, at in _OF_RECEPTION:
        waits = [(one.member, one.delivered_at, at(one)) for one in receptions]
        yield _make_step("t5_delivered", end, waits, least)


def _make_step(
    start: str,
    end: str,
    waits: Iterable[tuple[UUID, datetime | None, datetime | None]],
    least: int,
) -> Step:
    # Clocks differ: what seems to end before it began took no time.
    took = [
        (member, max(0.0, round((last - first).total_seconds(), 3)))
        for member, first, last in waits
        if first is not None and last is not None
    ]
    if len({member for member, _ in took}) < least:
        return Step(start, end, None if least > 1 else 0, None, None)
    seconds = [wait for _, wait in took]
    return Step(start, end, len(took), percentile(seconds, 0.5), percentile(seconds, 0.9))


def _compare(receptions: Sequence[Reception], shared: Sequence[Shared] | None) -> Asymmetry:
    waits = [
        one.known_at - one.delivered_at if one.known_at is not None else None for one in receptions
    ]
    entitled = len(receptions)
    return Asymmetry(
        entitled=entitled,
        knew_within_1h=_divide(sum(one is not None and one <= HOUR for one in waits), entitled),
        knew_within_24h=_divide(sum(one is not None and one <= DAY for one in waits), entitled),
        shared=None if shared is None else len(shared),
        received=entitled,
        reciprocity=None if shared is None else _divide(len(shared), entitled),
    )


def _is_crowd(shared: Sequence[Shared], least: int) -> bool:
    return least <= 1 or len({one.member for one in shared}) >= least


def _divide(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _first(*moments: datetime | None) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)
