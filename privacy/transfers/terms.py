"""How long records hold and are kept, from dated rows: terms of mechanisms, the term of the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import orjson

# The zone in which the counters' year begins (control matrix, section 3).
ZONE = ZoneInfo("Asia/Shanghai")
# What is said to hold longer was mistyped.
LONGEST_YEARS = 20


@dataclass(frozen=True, slots=True)
class Term:
    """One row: so many years, in force between two days (end inclusive)."""

    record: str
    years: int
    effective_from: date
    effective_to: date | None
    source: str
    confirmed: bool

    def is_in_force(self, day: date) -> bool:
        """Say whether the row applies on a day."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


def latest_end(kind: str, start: datetime) -> datetime | None:
    """Return when a mechanism that starts then must end, or None where no row limits its term."""
    term = _find("longest", kind, day_of(start))
    return add_years(start, term.years) if term else None


def keep_until(record: str, start: datetime) -> datetime:
    """Return until when a record must be kept. Raises LookupError when no row says so."""
    term = _find("kept", record, day_of(start))
    if term is None:
        raise LookupError("no row says how long this record is kept")
    return add_years(start, term.years)


def day_of(moment: datetime) -> date:
    """Return the day of a moment in the zone of the counters."""
    return moment.astimezone(ZONE).date()


def add_years(moment: datetime, years: int) -> datetime:
    """Return the same moment years later; 29 February becomes 1 March."""
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        return moment.replace(year=moment.year + years, month=3, day=1)


def _find(table: str, record: str, day: date) -> Term | None:
    rows = (row for row in _read_terms()[table] if row.record == record)
    return next((row for row in rows if row.is_in_force(day)), None)


@cache
def _read_terms() -> dict[str, tuple[Term, ...]]:
    content = orjson.loads(files("privacy.transfers").joinpath("terms.json").read_bytes())
    return {
        table: tuple(
            Term(
                record=row["record"],
                years=row["years"],
                effective_from=date.fromisoformat(row["from"]),
                effective_to=date.fromisoformat(row["until"]) if "until" in row else None,
                source=row["source"],
                confirmed=row["confirmed"],
            )
            for row in rows
        )
        for table, rows in content.items()
    }
