"""Personal data inside a STIX pattern: literals typed by their path, numbers, comments.

This is a lexer, not a parser: it must also find data in patterns that do not parse.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privacy.detection.fields import read_typed_value, type_of_field
from privacy.detection.paths import is_path, scan_path
from privacy.detection.payloads import read_base64, read_hex
from privacy.detection.places import Place, read_bare_value
from privacy.detection.scan import scan_text
from privacy.detection.types import UNREAD, DataType, Span

_TOKEN = re.compile(
    r"(?P<coding>(?<![0-9A-Za-z_])[hb])?'(?P<literal>(?:[^'\\]|\\.)*+)'"
    r"|(?P<owner>[A-Za-z][0-9A-Za-z\-]*):(?P<steps>(?:[0-9A-Za-z_.\-\[\]*]|(?<=\.)'[^'\\]*+')++)"
    r"|(?P<number>(?<![0-9A-Za-z_.\-])[0-9]{3,}(?![0-9A-Za-z_.]))",
    re.DOTALL,
)
_STEP = re.compile(r"[0-9A-Za-z_\-]+")
_QUOTED_STEP = re.compile(r"'([^'\\]*+)'")
_FUZZY = re.compile(r"\b(?:MATCHES|LIKE)\b", re.IGNORECASE)
# Three or four octets on their own; digits that go on behind metacharacters make another number.
_NETWORK_ADDRESS = re.compile(
    r"(?<![0-9.\-_%?\s\])}])(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\{0,2}\.){3}"
    r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])?(?![\\^$.*+?(){}\[\]|%_\-\s]*+[0-9])(?![0-9])"
)
_QUANTIFIER = re.compile(r"\{[0-9]{0,4},?[0-9]{0,4}\}|\[0-9\]")
_METACHARACTERS = re.compile(r"[\\^$.*+?(){}\[\]|%_\-\s]")
_WILDCARD = re.compile(r"[%^$*]")
_LONG_NUMBER = re.compile(r"[0-9]{8}")


@dataclass(frozen=True, slots=True)
class _Path:
    """What the path before a literal says about it."""

    owner: str
    name: str
    field: DataType | None
    place: Place


_NO_PATH = _Path("", "", None, Place.DESCRIBED)


def scan_pattern(pattern: str) -> tuple[Span, ...]:
    """Return the personal data of a STIX pattern; spans of literals exclude the quotes.

    Data in the object type of a path makes the whole pattern one span: no name can take its place.
    """
    found: list[Span] = []
    outside: list[str] = []
    place, path = 0, _NO_PATH
    for token in _TOKEN.finditer(pattern):
        outside.append(pattern[place : token.start()])
        if token["owner"] is not None:
            path = _read_path(token["owner"], token["steps"])
            found.extend(_scan_path(token, len(pattern)))
        else:
            fuzzy = _FUZZY.search(outside[-1]) is not None
            found.extend(_scan_value(token, path, fuzzy=fuzzy))
        place = token.end()
        outside.append(" " * (token.end() - token.start()))
    outside.append(pattern[place:])
    found.extend(scan_text("".join(outside)))
    whole = [span for span in found if span.end - span.start == len(pattern)]
    return tuple(whole[:1] or sorted(found, key=lambda span: span.start))


def pattern_literals(pattern: str) -> Iterator[tuple[str, str, str]]:
    """Yield (object type, property name, literal text) of each literal of a pattern, decoded."""
    owner, name = "", ""
    for token in _TOKEN.finditer(pattern):
        if token["owner"] is not None:
            owner, name = token["owner"], _names(token["steps"])[-1]
        elif token["coding"] is not None:
            for reading in _decode(token) or (token["literal"],):
                yield owner, name, reading
        else:
            yield owner, name, token["literal"] or token["number"] or ""


def _names(steps: str) -> list[str]:
    """Return the property names of a path, list indexes left out."""
    return [step for step in _STEP.findall(steps) if not step.isdigit()] or [""]


def _read_path(owner: str, steps: str) -> _Path:
    names = _names(steps)
    field = type_of_field(names[-2] if len(names) > 1 else owner, names[-1])
    is_custom = owner.startswith("x-") or any(name.startswith("x_") for name in names)
    return _Path(owner, names[-1], field, Place.OPEN if is_custom else Place.DESCRIBED)


def _scan_path(token: re.Match[str], length: int) -> Iterator[Span]:
    """Yield quoted steps that hold data whole, and the whole pattern for any other part."""
    for step in _QUOTED_STEP.finditer(token["steps"]):
        for span in scan_text(step[1])[:1]:
            offset = token.start("steps")
            yield Span(offset + step.start(1), offset + step.end(1), span.type, span.normalised)
    bare = f"{token['owner']} {_QUOTED_STEP.sub(' ', token['steps'])}"
    for span in scan_text(bare.replace(".", " ")):
        yield Span(0, length, span.type, span.normalised)


def _scan_value(token: re.Match[str], path: _Path, *, fuzzy: bool) -> Iterator[Span]:
    if token["number"] is not None:
        return _scan_literal(token["number"], token.start("number"), path)
    if token["coding"] is not None:
        return _scan_coded(token, path)
    text, offset = token["literal"], token.start("literal")
    found = (*_scan_literal(text, offset, path),)
    return iter(found) if found or not fuzzy else _scan_fuzzy(text, offset)


def _scan_coded(token: re.Match[str], path: _Path) -> Iterator[Span]:
    """Yield a hexadecimal or base64 literal as a whole when it holds data or cannot be read."""
    readings = _decode(token)
    spans = [span for reading in readings for span in _scan_literal(reading, 0, path)]
    unread = [] if readings else [Span(0, 0, UNREAD, token["literal"])]
    for span in (spans or unread)[:1]:
        yield Span(token.start(), token.end(), span.type, span.normalised)


def _decode(token: re.Match[str]) -> tuple[str, ...]:
    read = read_hex if token["coding"] == "h" else read_base64
    return read(token["literal"])


def _scan_fuzzy(text: str, offset: int) -> Iterator[Span]:
    """Yield an expression that spells a long number between its metacharacters."""
    plain = _METACHARACTERS.sub("", _NETWORK_ADDRESS.sub("#", _QUANTIFIER.sub("", text)))
    number = _LONG_NUMBER.search(plain)
    for span in (scan_text(plain) or scan_text(_WILDCARD.sub(",", text)))[:1]:
        yield Span(offset, offset + len(text), span.type, span.normalised)
        return
    if number is not None:
        digits = "".join(character for character in plain if character.isdigit())
        yield Span(offset, offset + len(text), DataType.ACCOUNT_NO, digits)


def _scan_literal(text: str, offset: int, path: _Path) -> Iterator[Span]:
    for span in _read_literal(text, path):
        yield Span(span.start + offset, span.end + offset, span.type, span.normalised)


def _read_literal(text: str, path: _Path) -> tuple[Span, ...]:
    typed = read_typed_value(text, path.field) if path.field is not None else None
    if typed is not None:
        return (typed,)
    if is_path(path.owner, path.name):
        return scan_path(text, path.owner, path.name)
    found = scan_text(text)
    bare = None if found else read_bare_value(text, path.place, path.name)
    return found if bare is None else (Span(0, len(text), bare, text.casefold()),)
