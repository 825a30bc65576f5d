"""When to try again and when to write: pure rules about time."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

# After attempt 1, 2, ...: the schedule that Standard Webhooks recommends, about three days in all.
_DELAYS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
# How long an endpoint rests after its 1st, 2nd, ... failure in a row.
_RESTS = (5, 15, 60, 300, 900)
JITTER = 0.2
LIFE = timedelta(days=3)
# Longer than any attempt takes; a killed worker's messages fall due after it.
LEASE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(hours=1)


def delay_after(attempts: int) -> timedelta:
    """Return how long a message waits after so many attempts, spread by chance."""
    return _spread(_DELAYS[min(attempts, len(_DELAYS)) - 1])


def rest_after(failures: int, asked: int | None = None) -> timedelta:
    """Return how long an endpoint rests; what it asked for (Retry-After) holds up to an hour."""
    rest = _spread(_RESTS[min(failures, len(_RESTS)) - 1])
    return max(rest, min(timedelta(seconds=asked), LONGEST_WAIT)) if asked else rest


def _spread(seconds: int) -> timedelta:
    chance = random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # a spread, not a secret
    return timedelta(seconds=seconds * chance)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day in a zone during which no mail is sent; equal hours are no quiet at all."""

    zone: str
    start: int | None
    end: int | None

    def end_of(self, now: datetime) -> datetime:
        """Return when mail may be sent: now, or the end of the quiet hours."""
        if self.start is None or self.end is None or self.start == self.end:
            return now
        hour = now.astimezone(ZoneInfo(self.zone)).hour
        if self.start < self.end:
            is_quiet = self.start <= hour < self.end
        else:
            is_quiet = hour >= self.start or hour < self.end
        return next_hour(now, self.zone, self.end) if is_quiet else now


def next_hour(now: datetime, zone: str, hour: int) -> datetime:
    """Return the next time that the clock of a zone strikes an hour, after now."""
    local = now.astimezone(ZoneInfo(zone))
    strike = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if strike <= local:
        strike += timedelta(days=1)
    return strike.astimezone(now.tzinfo)


def start_of_day(now: datetime, zone: str) -> datetime:
    """Return when the day began in a zone."""
    local = now.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
