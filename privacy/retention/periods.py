"""Lengths of time as rules write them (ISO 8601 durations), and days counted as laws count them.

Pure. A period of days, months or years covers whole days where the rule applies: the day of the start is
not counted, and the period is over when its last day is (Civil Code of the PRC, articles 201 to 203;
Regulation 1182/71, article 3). A period of hours or minutes runs from moment to moment.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

HOME_ZONE = ZoneInfo("Asia/Shanghai")
_FORM = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,3})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,5})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: calendar months and days, then minutes."""

    months: int = 0
    days: int = 0
    minutes: int = 0

    @property
    def is_nothing(self) -> bool:
        """Say whether it is over when it begins."""
        return not (self.months or self.days or self.minutes)


@lru_cache(maxsize=256)
def read_period(text: str) -> Period:
    """Return a period written as P3Y, P12M, P90D, PT72H or PT30M. Raises ValueError."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError("a period is written as in ISO 8601, such as P90D or PT4H")
    years, months, days, hours, minutes = (int(part or 0) for part in found.groups())
    return Period(years * 12 + months, days, hours * 60 + minutes)


def add_period(start: datetime, period: Period, zone: ZoneInfo = HOME_ZONE) -> datetime:
    """Return the moment so much later, in UTC: months and days by the calendar of the zone."""
    if not (period.months or period.days):
        return start.astimezone(UTC) + timedelta(minutes=period.minutes)
    local = start.astimezone(zone)
    later = datetime.combine(_last_day(local.date(), period), local.time(), zone)
    return later.astimezone(UTC) + timedelta(minutes=period.minutes)


def is_over(start: datetime, period: Period, now: datetime, zone: ZoneInfo = HOME_ZONE) -> bool:
    """Say whether a period of whole days that began at a moment is over: its last day has passed."""
    if period.is_nothing:
        return start <= now
    return _last_day(start.astimezone(zone).date(), period) < now.astimezone(zone).date()


def latest_start(period: Period, now: datetime, zone: ZoneInfo = HOME_ZONE) -> datetime:
    """Return the moment before which a period must have begun to be over now."""
    if period.is_nothing:
        return now + timedelta.resolution
    today = now.astimezone(zone).date()
    # The end of a month swallows up to three days, so the guess is never early.
    day = _add_months(today - timedelta(days=period.days), -period.months) + timedelta(days=4)
    while _last_day(day, period) >= today:
        day -= timedelta(days=1)
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def _last_day(first: date, period: Period) -> date:
    return _add_months(first, period.months) + timedelta(days=period.days)


def _add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
