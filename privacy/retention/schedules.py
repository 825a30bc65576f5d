"""How long each kind of data stays: dated rows per item class, purpose and regime, and when a term is over.

Pure. A row for the very purpose or regime goes before one for any (`*`). What no row covers is never due:
unknown destroys nothing, and the report names it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from privacy.retention.periods import HOME_ZONE, Period, is_over, latest_start, read_period

ANY = "*"
_TABLE = Path(__file__).with_name("schedules.json")
Text = Annotated[str, msgspec.Meta(min_length=1)]


class RetentionAction(StrEnum):
    """What becomes of an item whose term is over."""

    DESTROY_KEY = "destroy-key"
    DELETE = "delete"
    ARCHIVE = "archive"
    RESTRICT = "restrict"


class Schedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One dated row; `effective_to` is the last day on which it holds, in Asia/Shanghai."""

    id: Text
    item_class: Text
    purpose: Text
    regime: Text
    start: Text
    period: Text
    action: RetentionAction
    source: Text
    confirmed: bool
    effective_from: date
    effective_to: date | None

    def __post_init__(self) -> None:
        """Refuse a row that ends before it starts or whose period cannot be read. Raises ValueError."""
        read_period(self.period)
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("a row ends before it starts")

    @property
    def length(self) -> Period:
        """Return the period as a value."""
        return read_period(self.period)


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    table: str
    rows: tuple[Schedule, ...]


@cache
def load_schedules() -> tuple[Schedule, ...]:
    """Return the rows of the table. Raises msgspec.ValidationError when it is not what it should be."""
    return msgspec.json.decode(_TABLE.read_bytes(), type=_Table).rows


def rows_in_force(rows: Iterable[Schedule], now: datetime) -> tuple[Schedule, ...]:
    """Return the rows that hold on the day of a moment."""
    day = now.astimezone(HOME_ZONE).date()
    return tuple(
        row
        for row in rows
        if row.effective_from <= day and (row.effective_to is None or day <= row.effective_to)
    )


def find_schedule(
    rows: Iterable[Schedule], item_class: str, *, purpose: str = ANY, regime: str = ANY
) -> Schedule | None:
    """Return the most specific row for a class, or None: purpose weighs more than regime."""
    fitting = [
        row
        for row in rows
        if row.item_class == item_class
        and row.purpose in (purpose, ANY)
        and row.regime in (regime, ANY)
    ]
    return max(fitting, key=lambda row: (row.purpose != ANY, row.regime != ANY), default=None)


def due(
    rows: Iterable[Schedule],
    item_class: str,
    start: datetime,
    now: datetime,
    *,
    purpose: str = ANY,
    regime: str = ANY,
) -> Schedule | None:
    """Return the row by which an item's term is over, or None; not on the last day, but the day after."""
    row = find_schedule(rows, item_class, purpose=purpose, regime=regime)
    return row if row is not None and is_over(start, row.length, now) else None


def earliest_cut(rows: Iterable[Schedule], item_class: str, now: datetime) -> datetime | None:
    """Return the moment before which something of a class may be due, or None where no row covers it."""
    cuts = [latest_start(row.length, now) for row in rows if row.item_class == item_class]
    return max(cuts, default=None)
