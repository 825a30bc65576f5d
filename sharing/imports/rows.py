"""Rows of a table as indicators: one pattern for each row, and every fault at its row and column."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from sharing.imports.columns import ANY
from sharing.imports.tables import Table
from sharing.imports.values import is_defanged, read_value, write_comparison
from sharing.stix.categories import derive_categories
from sharing.stix.faults import Fault
from sharing.stix.markings import TLP_2_IDS, StixObject, Tlp
from sharing.stix.timestamps import write_timestamp
from sharing.stix.vocabulary import SEVERITY_WORDS

_LEVELS: Final = {level.value_2_0: level for level in Tlp} | {"white": Tlp.CLEAR}
_SEVERITIES: Final = {word: word for word in SEVERITY_WORDS} | {
    "低": "low",
    "中": "medium",
    "高": "high",
    "严重": "critical",
    "嚴重": "critical",
}
_TIMES: Final = ("%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日")


@dataclass(frozen=True)
class Row:
    """One row as it would be read: what was seen in it, and its faults or its indicator.

    ``values`` is what its other columns say, by their meaning; its TLP is the one that holds.
    """

    place: int
    seen: tuple[tuple[str, str], ...]
    values: Mapping[str, Any]
    indicator: StixObject | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


class UnusableCell(Exception):
    """A cell that breaks the rule of its column; the text is the rule."""


@dataclass
class _Read:
    """What the cells of one row hold so far."""

    values: dict[str, Any]
    seen: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def read_rows(table: Table, mapping: Mapping[str, str], *, least: Tlp, now: datetime) -> list[Row]:
    """Return each row as it is read; days without a time are days in UTC.

    A row is marked as the whole table (``least``) or stricter.
    """
    columns = [(table.headings.index(heading), meaning) for heading, meaning in mapping.items()]
    return [
        _read_row(cells, place, columns, _Read({"tlp": least}), now)
        for cells, place in zip(table.rows, table.places, strict=True)
    ]


def _read_row(
    cells: tuple[str, ...], place: int, columns: list[tuple[int, str]], read: _Read, now: datetime
) -> Row:
    where = f"/rows/{place}"
    for index, meaning in columns:
        if cell := cells[index]:
            _read_cell(read, meaning, cell, f"{where}/{index}")
    if not read.seen and not read.faults:
        message = "The row holds no address, name, URL or hash."
        read.faults.append(Fault(where, "no-observable", message))
    indicator = None if read.faults else _make_indicator(read.seen, read.values, now)
    faults, warnings = tuple(read.faults), tuple(read.warnings)
    return Row(place, tuple(read.seen), read.values, indicator, faults, warnings)


def _read_cell(read: _Read, meaning: str, cell: str, where: str) -> None:
    try:
        if meaning == "tlp":
            read.warnings += _mark(read.values, read_tlp(cell), where)
        elif meaning in _READERS:
            read.values[meaning] = _READERS[meaning](cell)
        else:
            read.seen.append(_observe(meaning, cell))
            read.warnings += _warn_of_defanged(cell, where)
    except UnusableCell as rule:
        read.faults.append(Fault(where, "unusable-cell", str(rule)))


def _mark(values: dict[str, Any], level: Tlp, where: str) -> Iterator[Fault]:
    """Keep the stricter level of the table and the row; warn when that is not the row's."""
    least = values["tlp"]
    values["tlp"] = max(least, level)
    if level < least:
        name = least.label.removeprefix("TLP:")
        message = f"The table is {name}, so this row is {name}; choose the table's marking."
        yield Fault(where, "stricter-than-row", message)


def _observe(meaning: str, cell: str) -> tuple[str, str]:
    kind, value = read_value(meaning, cell)
    if not value:
        expected = "a known observable" if meaning == ANY else f"a value of {meaning}"
        raise UnusableCell(f"The cell is not {expected}.")
    return kind, value


def _warn_of_defanged(cell: str, where: str) -> Iterator[Fault]:
    if is_defanged(cell):
        yield Fault(where, "refanged", "It was defanged and is read as what it stands for.")


def _make_indicator(
    seen: list[tuple[str, str]], values: dict[str, Any], now: datetime
) -> StixObject:
    at = write_timestamp(now)
    name = ", ".join(value for _, value in seen)
    labels = [f"{label}:{values[label]}" for label in ("category", "severity") if label in values]
    times = {key: values[key] for key in ("valid_from", "valid_until") if key in values}
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{uuid4()}",
        "created": at,
        "modified": at,
        "name": values.get("name", name),
        "description": values.get("description", name),
        "pattern": _write_pattern(seen),
        "pattern_type": "stix",
        "valid_from": at,
        **times,
        **({"confidence": values["confidence"]} if "confidence" in values else {}),
        **({"labels": labels} if labels else {}),
        "object_marking_refs": [TLP_2_IDS[values["tlp"]]],
    }


def _write_pattern(seen: list[tuple[str, str]]) -> str:
    """Return the pattern that any of the observables satisfies; hashes of a row are of one file."""
    hashes = [pair for pair in seen if pair[0].startswith("file:")]
    others = [pair for pair in seen if not pair[0].startswith("file:")]
    tests = [f"[{write_comparison(*pair)}]" for pair in others]
    if hashes:
        tests.append(f"[{' OR '.join(write_comparison(*pair) for pair in hashes)}]")
    return " OR ".join(tests)


def _read_confidence(cell: str) -> int:
    if not (cell.isascii() and cell.removesuffix("%").isdecimal() and len(cell) <= 4):
        raise UnusableCell("Give a whole number from 0 to 100.")
    if (number := int(cell.removesuffix("%"))) > 100:
        raise UnusableCell("Give a whole number from 0 to 100.")
    return number


def _read_time(cell: str) -> str:
    moment = _parse_time(cell)
    if moment is None or moment.year < 1970:
        raise UnusableCell("Give a day or a time such as 2026-11-23 or 2026-11-23T08:00:00Z.")
    return write_timestamp(moment)


def _parse_time(cell: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        return _parse_other_time(cell)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse_other_time(cell: str) -> datetime | None:
    for form in _TIMES:
        try:
            return datetime.strptime(cell, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def read_tlp(cell: str) -> Tlp:
    """Return the TLP level that a cell or a parameter names. Raises UnusableCell."""
    word = cell.lower().removeprefix("tlp:").strip().replace("_", "+").replace(" ", "+")
    if word not in _LEVELS:
        raise UnusableCell("Give clear, green, amber, amber+strict or red.")
    return _LEVELS[word]


def _read_category(cell: str) -> str:
    found = derive_categories({"labels": [f"category:{cell}"]}, ())
    if not found:
        raise UnusableCell("Give a risk category of the profile's vocabulary.")
    return found[0]


def _read_severity(cell: str) -> str:
    word = cell.lower()
    if word in _SEVERITIES:
        return _SEVERITIES[word]
    if not (cell.isascii() and cell.isdecimal() and len(cell) <= 3 and int(cell) <= 100):
        raise UnusableCell("Give low, medium, high, critical or 0 to 100.")
    least = {value: name for name, value in SEVERITY_WORDS.items()}
    return least[min(least, key=lambda value: abs(value - int(cell)))]


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "name": str,
    "description": str,
    "confidence": _read_confidence,
    "valid_from": _read_time,
    "valid_until": _read_time,
    "category": _read_category,
    "severity": _read_severity,
}
