"""Bytes of a spreadsheet's export to rows of text: encoding and delimiter are told from the bytes.

A cell is text and nothing else: what a spreadsheet would compute is never computed here.
"""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Final

from sharing.stix.faults import reject

MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 50
LONGEST_CELL: Final = 5_000
_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 20
# How files of spreadsheets begin: a ZIP archive (.xlsx, .ods), an OLE file (.xls).
_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Table:
    """A heading and rows of as many cells; ``places`` are the rows' numbers as a person counts."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[int, ...]
    encoding: str
    delimiter: str


def read_table(raw: bytes) -> Table:
    """Return the table that the bytes hold. Raises StixRejected for what is none, or too large."""
    text, encoding = decode_table(raw)
    delimiter = _find_delimiter(text)
    lines = list(_read_rows(text, delimiter))
    if len(lines) < 2:
        raise reject("", "no-rows", "Send a heading row and at least one row.")
    _, headings = lines[0]
    if len(headings) > MOST_COLUMNS:
        raise reject("", "too-many-columns", f"A table may have {MOST_COLUMNS} columns.")
    rows = [(place, _fit(row, len(headings), place)) for place, row in lines[1:]]
    return Table(
        headings=tuple(cell.strip() for cell in headings),
        rows=tuple(row for _, row in rows),
        places=tuple(place for place, _ in rows),
        encoding=encoding,
        delimiter=delimiter,
    )


def decode_table(raw: bytes) -> tuple[str, str]:
    """Return the text of a table and its encoding. Raises StixRejected for bytes of none."""
    if raw.startswith(_SPREADSHEETS):
        raise reject("", "not-csv", "This is not a CSV file: save it as CSV.")
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _try(raw, (encoding,))
    # UTF-16 without its mark: every other byte of plain Latin text is zero.
    if raw[:200].count(0) * 3 > len(raw[:200]):
        return _try(raw, ("utf-16-le",) if raw[1:2] == b"\0" else ("utf-16-be",))
    return _try(raw, ("utf-8", "gb18030"))


_BOMS: Final = (
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)


def _try(raw: bytes, encodings: tuple[str, ...]) -> tuple[str, str]:
    for encoding in encodings:
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise reject("", "not-decodable", "Save the table as UTF-8, UTF-16 or GB18030.")


def _find_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first rows into equally many cells, and into most."""
    sample = "\n".join(text.splitlines()[:_SAMPLE])
    scores = {}
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in _parse(sample, delimiter, strict=False) if row]
        scores[delimiter] = (min(widths, default=0) > 1, widths[0] if widths else 0)
    return max(_DELIMITERS, key=lambda delimiter: scores[delimiter])


def _read_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (number, cells) of each row that holds anything; the heading row is 1."""
    for number, row in enumerate(_parse(text, delimiter, strict=True), 1):
        if number > MOST_ROWS + 1:
            raise reject("", "too-many-rows", f"Send at most {MOST_ROWS} rows at once.")
        if any(cell.strip() for cell in row):
            yield number, row


def _parse(text: str, delimiter: str, *, strict: bool) -> Iterator[list[str]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if not strict:
                return
            message = f"The table cannot be read near line {reader.line_num}; check its quotes."
            raise reject("", "not-a-table", message) from None
        yield row


def _fit(row: list[str], width: int, place: int) -> tuple[str, ...]:
    if len(row) > width and any(cell.strip() for cell in row[width:]):
        message = "The row has more cells than the heading row."
        raise reject(f"/rows/{place}", "too-many-cells", message)
    if any(len(cell) > LONGEST_CELL for cell in row):
        message = f"A cell has more than {LONGEST_CELL} characters."
        raise reject(f"/rows/{place}", "text-too-long", message)
    return tuple(cell.strip() for cell in (*row, *[""] * width)[:width])
