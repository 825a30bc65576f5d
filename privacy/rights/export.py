"""What is held about a person as JSON and as CSV; one order, one spelling. Pure.

A cell that a spreadsheet would take for a formula is written behind an apostrophe (OWASP: CSV injection).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from privacy.retention.registry import Item

COLUMNS = ("kind", "id", "controller", "at", "field", "value")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_json(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return items as plain values."""
    return [
        {
            "kind": item.kind,
            "id": item.id,
            "controller": item.controller,
            "at": _moment(item.at),
            "data": dict(item.data),
        }
        for item in items
    ]


def write_csv(items: Iterable[Item]) -> str:
    """Return items as CSV (RFC 4180): a line for each value, named by its path."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for item in items:
        head = (item.kind, item.id, item.controller, _moment(item.at))
        for name, value in _walk(item.data) or [("", "")]:
            writer.writerow([escape_formula(cell) for cell in (*head, name, value)])
    return text.getvalue()


def escape_formula(cell: str) -> str:
    """Return a cell that no spreadsheet computes."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _walk(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(path, _say(value)) for path, value in _leaves("", data)]


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(f"{path}.{name}" if path else str(name), inner)
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        for index, inner in enumerate(value):
            yield from _leaves(f"{path}[{index}]", inner)
    else:
        yield path, value


def _say(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return _moment(value) if isinstance(value, datetime) else str(value)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
