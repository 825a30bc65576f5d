"""The pages of a table's import: what is shown of its rows, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from hub.portal.forms.imports import ColumnsForm, name_columns
from hub.portal.words.imports import explain_cell, explain_fault, name_meaning, show_value
from sharing.errors import AuthenticationDataRefused
from sharing.imports.columns import PROPERTIES, check_mapping, guess_mapping
from sharing.imports.intake import Accepted, receive_import
from sharing.imports.reading import Imported
from sharing.imports.report import Wanted, import_table
from sharing.imports.rows import Row, read_rows
from sharing.imports.tables import Table, decode_table, read_table
from sharing.members.actors import Actor
from sharing.stix.faults import Fault, StixRejected

SHOWN_ROWS = 20
SHOWN_FAULTS = 50
_STEPS_TO_ROW = 3


@dataclass(frozen=True)
class ShownRow:
    """One row in words: what is seen in it, or column and fault of each bad cell, never the cell.

    `kept` is what each column of `Preview.columns` says, with the column's name.
    """

    number: int
    seen: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]
    faults: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """The first rows as they would be read, and how many of all are faulty."""

    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    total: int
    faulty: int


@dataclass(frozen=True)
class Outcome:
    """What became of a table."""

    accepted: Accepted
    refused: tuple[tuple[str, str], ...]
    more: int
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Sheet:
    """A table and what its columns are said to mean, as far as they are known, to name faults by."""

    table: Table | None
    wanted: Wanted | None

    def tell(self, fault: Fault) -> tuple[str, str]:
        """Return a fault's place in words (nothing where it has none), and its sentence."""
        steps = fault.pointer.split("/")
        if len(steps) < _STEPS_TO_ROW or steps[1] != "rows":
            return "", self.explain(fault)
        place = {"number": steps[2], "column": self.find_heading(fault)}
        if place["column"]:
            return _("Row %(number)s, column %(column)s:") % place, self.explain(fault)
        return _("Row %(number)s:") % place, self.explain(fault)

    def explain(self, fault: Fault) -> str:
        """Return the sentence for a fault, with what its column expects."""
        mapping = self.wanted.mapping if self.wanted else {}
        return explain_cell(fault, mapping.get(self.find_heading(fault), ""))

    def find_heading(self, fault: Fault) -> str:
        """Return the heading of the column of a fault, or nothing."""
        steps = fault.pointer.split("/")
        if self.table is None or len(steps) <= _STEPS_TO_ROW or steps[1] != "rows":
            return ""
        return self.table.headings[int(steps[3])]


def open_table(content: bytes, about: dict[str, str]) -> ColumnsForm:
    """Return the form of the second step, its columns guessed. Raises StixRejected."""
    text, _encoding = decode_table(content)
    table = read_table(text.encode())
    first = {"table": text, "key": uuid4(), "name": about["name"], "tlp": about["tlp"]}
    return ColumnsForm(initial=first | name_columns(guess_mapping(table), table), columns=table)


def preview_rows(table: Table, wanted: Wanted, now: datetime) -> Preview:
    """Return how the rows would be read. Raises StixRejected for a mapping that cannot be used."""
    check_mapping(wanted.mapping, table)
    rows = read_rows(table, wanted.mapping, least=wanted.tlp, now=now)
    faulty = [row for row in rows if row.faults]
    # Faulty rows first: they are what there is to do.
    shown = [*faulty[:SHOWN_ROWS], *(row for row in rows if not row.faults)][:SHOWN_ROWS]
    kept = [meaning for meaning in wanted.mapping.values() if meaning in PROPERTIES]
    return Preview(
        columns=tuple(map(name_meaning, kept)),
        rows=tuple(_show_row(row, kept, _Sheet(table, wanted)) for row in shown),
        total=len(rows),
        faulty=len(faulty),
    )


def send_table(
    *, actor: Actor, now: datetime, table: Table, wanted: Wanted, key: UUID, partial: bool
) -> Outcome:
    """Accept the alert of a table for good. Raises StixRejected, IdempotencyConflict."""
    imported = import_table(table, wanted, received_at=now)
    said = repr((table.headings, table.rows, sorted(wanted.mapping.items()), wanted.tlp, partial))
    try:
        accepted = receive_import(
            actor=actor,
            now=now,
            imported=imported,
            idempotency_key=str(key),
            request=f"{wanted.name}\n{said}".encode(),
            partial=partial,
        )
    except AuthenticationDataRefused:
        raise StixRejected([Fault("", "authentication-data", "")]) from None
    sheet = _Sheet(table, wanted)
    refused = [sheet.tell(fault) for one in accepted.refused for fault in one.faults]
    more = max(0, len(refused) - SHOWN_FAULTS)
    return Outcome(
        accepted, tuple(refused[:SHOWN_FAULTS]), more, tuple(_list_notes(imported, sheet))
    )


def list_sentences(
    rejection: StixRejected, table: Table | None = None, wanted: Wanted | None = None
) -> list[str]:
    """Return what is wrong with a table, in words, each once."""
    sheet = _Sheet(table, wanted)
    sentences = (" ".join(sheet.tell(fault)).strip() for fault in rejection.faults)
    return list(dict.fromkeys(sentences))[:SHOWN_FAULTS]


def _list_notes(imported: Imported, sheet: _Sheet) -> Iterator[tuple[str, str]]:
    for fault in chain.from_iterable(alert.warnings for alert in imported.read.alerts):
        yield sheet.tell(fault)


def _show_row(row: Row, kept: Sequence[str], sheet: _Sheet) -> ShownRow:
    seen, values = (row.seen, row.values) if not row.faults else ((), {})
    return ShownRow(
        number=row.place,
        seen=tuple((name_meaning(kind), value) for kind, value in seen),
        kept=tuple((name_meaning(one), _show_cell(one, values)) for one in kept),
        faults=tuple((sheet.find_heading(one), sheet.explain(one)) for one in row.faults),
        notes=tuple(dict.fromkeys(explain_fault(one) for one in row.warnings)),
    )


def _show_cell(meaning: str, values: Mapping[str, Any]) -> str:
    return show_value(meaning, values[meaning]) if meaning in values else ""
