"""The rules in force as plain values, for whoever wants to read them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from privacy.policy import rulebook
from privacy.policy.reading import list_rows
from privacy.policy.regimes import REGIMES
from privacy.policy.tables import Row

_HEAD = frozenset({"id", "source", "confirmed", "effective_from", "effective_to", "note"})

_EMPTY: tuple[object, ...] = (None, "", [], (), set())


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule row; `terms` is what it says, as JSON values by name, without what it leaves empty."""

    table: str
    part: str
    id: str
    source: str
    is_confirmed: bool
    effective_from: date
    effective_to: date | None
    note: str
    terms: dict[str, Any]


def describe_rules(now: datetime) -> tuple[RuleLine, ...]:
    """Return every row in force at a moment, table by table, in the order in which they are read."""
    tables = (
        rulebook.CATEGORIES,
        rulebook.PURPOSES,
        rulebook.RECIPIENTS,
        rulebook.MINIMISATION,
        *REGIMES,
        rulebook.REQUIREMENTS,
        rulebook.TRANSFERS,
        rulebook.CONTROLS,
    )
    return tuple(
        _describe(table.table, part, row)
        for table in tables
        for part, rows in list_rows(table).items()
        for row in rows
        if row.is_in_force(now.date())
    )


def _describe(table: str, part: str, row: Row) -> RuleLine:
    said = msgspec.to_builtins(row)
    return RuleLine(
        table=table,
        part=part,
        id=row.id,
        source=row.source,
        is_confirmed=row.confirmed,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        note=row.note,
        terms={
            name: sorted(value) if isinstance(getattr(row, name), frozenset) else value
            for name, value in said.items()
            if name not in _HEAD and value not in _EMPTY
        },
    )
