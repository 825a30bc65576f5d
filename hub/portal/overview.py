"""The week at a glance: what arrived, day by day and by severity, as the geometry of a picture."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from hub.portal.words.alerts import BANDS, band_of
from sharing.delivery.arrivals import Arrival, list_arrivals
from sharing.members.actors import Actor

DAYS = 7
# Newest first; a busier week is drawn from these and said to hold more.
MOST_COUNTED = 500
HEIGHT, WIDTH, STEP = 56, 26, 34


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a column: where it lies in the picture and which band it stands for."""

    x: int
    y: int
    height: int
    band: str


@dataclass(frozen=True, slots=True)
class Day:
    """One day with its number of alerts by band, worst first, and the pieces of its column."""

    day: date
    total: int
    bands: tuple[tuple[str, int], ...]
    blocks: tuple[Block, ...]
    x: int


@dataclass(frozen=True, slots=True)
class Week:
    """What arrived in the last day and the last DAYS days; `more` says that there was more."""

    last_day: int
    total: int
    more: bool
    bands: tuple[tuple[str, int], ...]
    days: tuple[Day, ...]
    width: int = DAYS * STEP
    height: int = HEIGHT


def survey_week(*, actor: Actor, now: datetime) -> Week:
    """Return the received alerts of today and the six days before, in local time."""
    today = timezone.localtime(now)
    first = (today - timedelta(days=DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    found = list_arrivals(actor=actor, since=first, limit=MOST_COUNTED + 1)
    arrivals = found[:MOST_COUNTED]
    return Week(
        last_day=sum(one.at > now - timedelta(days=1) for one in arrivals),
        total=len(arrivals),
        more=len(found) > MOST_COUNTED,
        bands=_count_bands(arrivals),
        days=_draw_days(arrivals, first.date()),
    )


def _count_bands(arrivals: Sequence[Arrival]) -> tuple[tuple[str, int], ...]:
    counts = Counter(band_of(one.severity) for one in arrivals)
    return tuple((band, counts[band]) for _, band in BANDS)


def _draw_days(arrivals: Sequence[Arrival], first: date) -> tuple[Day, ...]:
    dated = [(timezone.localtime(one.at).date(), one) for one in arrivals]
    days = [first + timedelta(days=number) for number in range(DAYS)]
    columns = [[one for day, one in dated if day == wanted] for wanted in days]
    tallest = max(map(len, columns)) or 1
    return tuple(
        _draw_day(day, column, number * STEP, tallest)
        for number, (day, column) in enumerate(zip(days, columns, strict=True))
    )


def _draw_day(day: date, arrivals: Sequence[Arrival], x: int, tallest: int) -> Day:
    bands = _count_bands(arrivals)
    blocks, top, counted = [], HEIGHT, 0
    for band, count in reversed(bands):
        counted += count
        # Rounded from the ground up, so that a column is never taller than its share.
        y = HEIGHT - round(HEIGHT * counted / tallest)
        if count:
            blocks.append(Block(x, y, top - y, band))
        top = y
    return Day(day, len(arrivals), bands, tuple(blocks), x)
