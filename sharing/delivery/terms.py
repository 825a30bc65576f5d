"""What text is found by, pure: words of scripts with spaces, and pairs of neighbours of Han characters.

Text is folded first (width, case, traditional to simplified). A domain, an address or a URL is a row of
words, so the whole and its parts are found alike, defanged or not. The last character of a row of Han
stands alone too: with it a single character is found as the beginning of a pair.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from opencc import OpenCC

# Of one rendition; what is longer is found by its beginning.
MOST_TERMS = 4_000
MOST_TEXT = 40_000
LONGEST_WORD = 100
SHORTEST_BEGINNING = 3
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_ROW = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_COMMON_HAN = (0x3400, 0xA000)
# Accounts are written either way today.
_ALIKE = str.maketrans("帐", "账")
_IS_HAN = re.compile(f"[{_HAN}]")
_ASKED = re.compile(r"[\"“”「」]([^\"“”「」]*)[\"“”「」]|([^\s\"“”「」]+)")
_LITERAL = re.compile(r"'((?:[^'\\]|\\.)*)'")
# Members of STIX objects that say nothing a reader looks for.
_SILENT = re.compile(
    r"(?:type|id|spec_version|lang|created|modified|extensions|labels|granular_markings"
    r"|.*_refs?|.*_type|.*_version|valid_(?:from|until)|(?:first|last)_.*|published)"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that stand one after the other; the last may be the beginning of one."""

    terms: tuple[str, ...]
    is_open: bool


def list_terms(texts: Iterable[str]) -> list[str]:
    """Return the terms of texts in order."""
    folded = _fold("\n".join(texts)[:MOST_TEXT])
    return [term for row in _ROW.findall(folded) for term in _split(row)][:MOST_TERMS]


def read_query(text: str) -> list[Phrase]:
    """Return what a reader asks for: every phrase has to be there. Quotes make one of several words."""
    found = []
    for quoted, word in _ASKED.findall(text):
        rows = _ROW.findall(_fold(quoted or word))
        if rows:
            found.append(_read_phrase(rows, is_quoted=bool(quoted)))
    return found


def list_strings(value: Any) -> Iterator[str]:
    """Yield the strings of a STIX object that its reader would look for."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, member in value.items():
            if name == "pattern" and isinstance(member, str):
                # What is compared with, without the grammar around it.
                yield "\n".join(_LITERAL.findall(member))
            elif not _SILENT.fullmatch(name):
                yield from list_strings(member)
    elif isinstance(value, list):
        for member in value:
            yield from list_strings(member)


def _read_phrase(rows: list[str], *, is_quoted: bool) -> Phrase:
    terms = [term for row in rows for term in _split(row)]
    last = rows[-1]
    if _IS_HAN.match(last):
        # One character begins a pair; of more the pairs say all.
        return Phrase(tuple(terms if len(last) == 1 else terms[:-1]), is_open=len(last) == 1)
    begins = last.isascii() and len(last) >= SHORTEST_BEGINNING
    return Phrase(tuple(terms), is_open=begins and not is_quoted)


def _split(row: str) -> list[str]:
    if _IS_HAN.match(row):
        return [row[at : at + 2] for at in range(len(row))]
    return [row[:LONGEST_WORD]]


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    # Case folding may leave composed letters apart.
    return unicodedata.normalize("NFC", folded).translate(_variants())


@cache
def _variants() -> dict[int, str]:
    """Return the simplified form of each traditional character, one for one."""
    characters = [chr(code) for code in range(*_COMMON_HAN)]
    # A line each: neighbours would be read as words, whose parts change together.
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    alike = (other.translate(_ALIKE) for other in simplified)
    pairs = zip(characters, alike, strict=True)
    return {ord(one): other for one, other in pairs if one != other and len(other) == 1}
