"""The rule tables are read strictly: whatever is not what it should be refuses to load."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from importlib.resources import files
from typing import Final, TypeVar

import msgspec

from privacy.policy.tables import Row, Table

_AnyTable = TypeVar("_AnyTable", bound=Table)
_FOLDER: Final = files("privacy.policy").joinpath("rules")
REGIMES: Final = ("pipl", "gdpr", "pdpo", "pdpa")
TABLES: Final = (
    "categories",
    "purposes",
    "recipients",
    "minimisation",
    *REGIMES,
    "requirements",
    "transfers",
    "controls",
)


class Malformed(Exception):
    """A rule table contradicts itself, so that nothing is decided by it."""


def read_table(name: str, kind: type[_AnyTable]) -> _AnyTable:
    """Read one table; raises msgspec.ValidationError or Malformed when it is not what it should be."""
    return parse_table(_FOLDER.joinpath(f"{name}.json").read_bytes(), name, kind)


def parse_table(content: bytes, name: str, kind: type[_AnyTable]) -> _AnyTable:
    """Read a table of this name from its bytes; errors as for `read_table`."""
    table = msgspec.json.decode(content, type=kind)
    if table.table != name:
        raise Malformed(f"{name}: the table calls itself otherwise")
    for rows in list_rows(table).values():
        _check_dates(name, rows)
    return table


def list_rows(table: Table) -> dict[str, tuple[Row, ...]]:
    """Return the lists of dated rows of a table by their name."""
    lists = {field: getattr(table, field) for field in table.__struct_fields__}
    return {name: value for name, value in lists.items() if isinstance(value, tuple)}


def _check_dates(name: str, rows: Iterable[Row]) -> None:
    """Refuse a row that ends before it starts, and one that is there twice from the same day."""
    rows = tuple(rows)
    for row in rows:
        if row.effective_to is not None and row.effective_to < row.effective_from:
            raise Malformed(f"{name}: {row.id} ends before it starts")
    seen = Counter(msgspec.json.encode(row) for row in rows)
    if any(count > 1 for count in seen.values()):
        raise Malformed(f"{name}: a row stands twice")


def derive_version() -> str:
    """Return the version of all tables together: the day of the last revision and a digest.

    Whatever changes in a table changes the digest.
    """
    digest = hashlib.sha256()
    revised = date.min
    for name in TABLES:
        content = _FOLDER.joinpath(f"{name}.json").read_bytes()
        revised = max(revised, msgspec.json.decode(content, type=_Revision).revised)
        digest.update(len(content).to_bytes(8, "big") + content)
    return f"{revised.isoformat()}-{digest.hexdigest()[:10]}"


class _Revision(msgspec.Struct):
    revised: date
