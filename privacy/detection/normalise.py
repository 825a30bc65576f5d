"""Fold a text to one spelling (ASCII digits, plain separators) and map spans back.

Evasion and typing habits hide identifiers: full-width digits, exotic dashes, zero-width
characters, percent-encoding. Recognisers see the folded text; spans count the original.
"""

import re
import sys
import unicodedata
from dataclasses import dataclass

from privacy.detection.misread import read_confused, read_numerals

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fb\ufe63"
_SPACES = "\u2800\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Default-ignorable code points (Unicode, DerivedCoreProperties): nobody sees them.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
_CONTROLS = "".join(map(chr, (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))))


def _folding_table() -> dict[int, str]:
    """Map every decimal digit, full-width letter, dash and space to its ASCII form, 1 to 1."""
    digits = (code for code in range(0x80, sys.maxunicode + 1) if chr(code).isdecimal())
    table = {code: str(unicodedata.decimal(chr(code))) for code in digits}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(dash): "-" for dash in _DASHES}
    table |= {ord(space): " " for space in _SPACES + _CONTROLS}
    return table


def _adorned_digits() -> dict[int, str]:
    """Map circled, bracketed, raised and lowered digits to plain ones, 1 to 1."""
    codes = (code for code in range(0x80, sys.maxunicode + 1) if chr(code).isdigit())
    return {c: str(unicodedata.digit(chr(c))) for c in codes if not chr(c).isdecimal()}


_TABLE = _folding_table()
_ADORNED = _adorned_digits()
# One such sign alone is a footnote, an exponent or a word; runs of them spell a number.
_SPELT = re.compile(f"[{''.join(map(chr, _ADORNED))}]{{4,}}")
_HAS_CONTROL = re.compile(f"[{re.escape(_CONTROLS)}]")
# A sign that is encoded again and again.
_P = "%(?:25){0,3}"
_AGAIN = re.compile(r"%(?:25)+(?=[0-9A-Fa-f]{2})")
_SHRINKING = re.compile(
    f"(?<=[0-9])[{_COMBINING}{_INVISIBLE}]+|[{_INVISIBLE}]+|{_P}[2-7][0-9A-Fa-f]|(?:{_P}[CDcd][0-9A-Fa-f]{_P}[89ABab][0-9A-Fa-f]|{_P}[Ee][0-9A-Fa-f](?:{_P}[89ABab][0-9A-Fa-f]){{2}}|{_P}[Ff][0-7](?:{_P}[89ABab][0-9A-Fa-f]){{3}})"
    r"|\\u[0-9A-Fa-f]{4}|&#(?:[0-9]{2,6}|x[0-9A-Fa-f]{2,5});"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `starts` and `ends` give the original place of each of its characters."""

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of the folded characters `start` to `end`."""
        if not self.starts:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Return the text with one character for one, or shorter where characters were hidden."""
    plain = text
    if not text.isascii() or _HAS_CONTROL.search(text):
        plain = read_numerals(_SPELT.sub(_spell, text.translate(_TABLE)))
    plain = read_confused(plain)
    if _SHRINKING.search(plain) is None:
        return Folded(plain)
    return _shrink(plain)


def _spell(run: re.Match[str]) -> str:
    return run.group().translate(_ADORNED)


def _shrink(plain: str) -> Folded:
    """Drop invisible characters and decode escaped ones, keeping the offsets."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for hidden in _SHRINKING.finditer(plain):
        shown = _unescape(hidden.group())
        if shown is None:
            continue
        _copy(plain, place, hidden.start(), pieces, starts, ends)
        place = hidden.end()
        pieces.append(shown)
        starts.extend([hidden.start()] * len(shown))
        ends.extend([hidden.end()] * len(shown))
    _copy(plain, place, len(plain), pieces, starts, ends)
    return Folded("".join(pieces), tuple(starts), tuple(ends))


def _copy(
    plain: str, start: int, end: int, pieces: list[str], starts: list[int], ends: list[int]
) -> None:
    pieces.append(plain[start:end])
    starts.extend(range(start, end))
    ends.extend(range(start + 1, end + 1))


def _unescape(written: str) -> str | None:
    """Return what an escape stands for, "" for a hidden character, None when it is no escape."""
    if written[0] == "%":
        shown = _decode_bytes(written)
    elif written[0] == "\\":
        shown = _character(int(written.removeprefix("\\u"), base=16))
    elif written[0] == "&":
        digits = written[2:-1]
        shown = _character(int(digits[1:], 16) if digits[0] in "xX" else int(digits))
    else:
        return ""
    return shown.translate(_TABLE) if shown else None


def _decode_bytes(written: str) -> str:
    """Return one percent-encoded character, "" when the bytes are not one of UTF-8."""
    try:
        return bytes.fromhex(_AGAIN.sub("%", written).replace("%", "")).decode()
    except UnicodeDecodeError:
        return ""


def _character(code: int) -> str:
    shown = chr(code) if code < sys.maxunicode else ""
    return shown if shown.isprintable() else ""
