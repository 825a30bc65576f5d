"""STIX timestamps (section 3.15): RFC 3339 in UTC with Z.

The standard sets no bound on fraction digits; the hub takes 18, which is finer than any clock.
"""

import re
from calendar import monthrange
from datetime import UTC, datetime
from functools import lru_cache

_SHAPE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,18})?Z"
)


@lru_cache(maxsize=8192)
def is_timestamp(text: str) -> bool:
    """Tell whether the text is a STIX timestamp of a day that exists."""
    matched = _SHAPE.fullmatch(text)
    if matched is None:
        return False
    year, month, day, hour, minute, second = map(int, matched.groups())
    if not (year >= 1 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return False
    # RFC 3339 section 5.7: a leap second is only ever the last of a UTC day.
    leap = second == 60 and (hour, minute) == (23, 59)
    return hour < 24 and minute < 60 and (second < 60 or leap)


def order_key(timestamp: str) -> tuple[str, str]:
    """Return what orders valid timestamps in time, whatever the number of fraction digits."""
    return timestamp[:19], timestamp[20:-1].rstrip("0")


def order_digits(timestamp: str) -> str:
    """Return the digits of a timestamp that order it in time as text, in any collation; "" for ""."""
    seconds, fraction = order_key(timestamp)
    return re.sub(r"[^0-9]", "", seconds) + fraction


def read_timestamp(timestamp: str) -> datetime:
    """Return the moment of a valid timestamp; a leap second is the second before it."""
    text = re.sub(r":60(?=[.Z])", ":59", timestamp)
    return datetime.fromisoformat(text)


def write_timestamp(moment: datetime) -> str:
    """Return the moment as a STIX timestamp with milliseconds."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
