"""How long an answer may take: dated rows of the laws, and days counted as they count them.

Pure. A term ends with the last second of its last day where the law applies; the day on which a request
comes is not counted (Regulation 1182/71, article 3).
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import msgspec

from privacy.policy.regions import legal_region

_TABLE = Path(__file__).with_name("clocks.json")
_ANY = "*"
_LAST_SECOND = time(23, 59, 59)
_REGIMES = {"CN": "pipl", "EEA": "gdpr", "HK": "pdpo", "SG": "pdpa"}
OTHER = "other"
_HOMES = {"pipl": "CN", "gdpr": "EU", "pdpo": "HK", "pdpa": "SG"}


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A length of time as a law writes it."""

    unit: str
    count: int


class Clock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One dated row: how long, how many months more after a notice, and by whose days.

    `roll`: a last day that is no working day gives way to the next that is.
    """

    id: str
    regime: str
    kinds: tuple[str, ...]
    term: Term
    extension: int
    roll: bool
    zone: str
    source: str
    confirmed: bool
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class Due:
    """When an answer is due, and by which row."""

    at: datetime
    rule: str


@cache
def load_clocks() -> tuple[Clock, ...]:
    """Return the rows of the table."""
    return msgspec.json.decode(_TABLE.read_bytes(), type=tuple[Clock, ...])


def regime_of(jurisdiction: str) -> str:
    """Return the law that holds in a jurisdiction such as CN-SH or EU-DE; `other` where none is known."""
    return _REGIMES.get(legal_region(jurisdiction), OTHER)


def home_of(regime: str) -> str:
    """Return whose holidays count for a law where no institution names a place."""
    return _HOMES.get(regime, "")


def find_clock(regime: str, kind: str, on: date) -> Clock:
    """Return the row in force for a kind: its own, else that for any. Raises LookupError."""
    rows = [
        row
        for row in load_clocks()
        if row.regime == regime
        and row.effective_from <= on
        and (row.effective_to is None or on <= row.effective_to)
    ]
    for wanted in (kind, _ANY):
        for row in rows:
            if wanted in row.kinds:
                return row
    raise LookupError("no clock is in force")


def compute_due(*, regime: str, kind: str, place: str, opened_at: datetime) -> Due:
    """Return when the answer to what came at a moment is due. Raises LookupError.

    `place` is the jurisdiction whose holidays count, such as CN-SH or EU-DE.
    """
    clock = find_clock(regime, kind, opened_at.date())
    return _end(clock, place, opened_at, clock.term)


def compute_extension(*, regime: str, kind: str, place: str, opened_at: datetime) -> Due | None:
    """Return until when the term can be extended, or None where the law knows no extension.

    The months are added to those of the term, and all are counted from the day the request came.
    """
    clock = find_clock(regime, kind, opened_at.date())
    if not clock.extension:
        return None
    longer = Term(clock.term.unit, clock.term.count + clock.extension)
    return _end(clock, place, opened_at, longer)


def _end(clock: Clock, place: str, opened_at: datetime, term: Term) -> Due:
    zone = ZoneInfo(clock.zone)
    last = _count(opened_at.astimezone(zone).date(), term, place)
    while clock.roll and not is_working_day(last, place):
        last += timedelta(days=1)
    return Due(datetime.combine(last, _LAST_SECOND, zone), clock.id)


def _count(first: date, term: Term, place: str) -> date:
    if term.unit == "months":
        return add_months(first, term.count)
    if term.unit == "days":
        return first + timedelta(days=term.count)
    day = first
    for _ in range(term.count):
        day += timedelta(days=1)
        while not is_working_day(day, place):
            day += timedelta(days=1)
    return day


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day (Regulation 1182/71, 3(2)(c))."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def is_working_day(day: date, place: str) -> bool:
    """Say whether a day is worked in a place: no weekend and no public holiday.

    China moves weekend days to work around its long holidays (调休). The library has these days for
    the years that the State Council has announced, and they count as worked here; of later years it
    knows weekends and statutory holidays only.
    """
    known = _calendar(_country(place))
    return day.weekday() < 5 if known is None else known.is_working_day(day)


def _country(place: str) -> str:
    region, _, part = place.upper().partition("-")
    return part if region in ("EU", "EEA") else region


@cache
def _calendar(country: str) -> holidays.HolidayBase | None:
    # A whole union or an unknown country: the days on which its payments rest, or weekends alone.
    if not country:
        return holidays.financial_holidays("ECB")
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return None
