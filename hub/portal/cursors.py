"""Cursors of pages as text in an address: where the next page starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

from sharing.delivery.listing import Entry
from sharing.delivery.selectors import position_at

PAGE = 25
# Beyond this a position is no date any more (the year 9999).
_LAST_POSITION = position_at(datetime.max.replace(tzinfo=UTC))

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows in order, and the cursor of the next page: empty on the last one."""

    rows: Sequence[Row]
    next: str


def cut_page(rows: Sequence[Row], write: Callable[[Row], str]) -> Page[Row]:
    """Return the first PAGE rows; one row more tells that there is a next page."""
    shown = rows[:PAGE]
    return Page(shown, write(shown[-1]) if len(rows) > PAGE else "")


def write_cursor(moment: int, row: UUID | str) -> str:
    """Return the address text of a place in a list: microseconds since 1970 and an id."""
    return f"{moment}.{row}"


def read_cursor(text: str) -> tuple[int, str] | None:
    """Return the place that a text made by `write_cursor` names, or None for any other text."""
    moment, separator, row = text.partition(".")
    if not separator or not (moment.isascii() and moment.isdigit()) or len(moment) > 20:
        return None
    try:
        return min(int(moment), _LAST_POSITION), str(UUID(row))
    except ValueError:
        return None


def cursor_of_entry(entry: Entry) -> str:
    """Return the cursor after an entry of the alert list."""
    return write_cursor(*entry.cursor)
