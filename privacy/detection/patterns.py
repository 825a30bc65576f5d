"""Personal data inside a STIX pattern: literals typed by their path, numbers, comments.

This is a lexer, not a parser: it must also find data in patterns that do not parse.
"""

import re
from collections.abc import Iterator

from privacy.detection.fields import read_typed_value, type_of_field
from privacy.detection.scan import scan_text
from privacy.detection.types import DataType, Span

_TOKEN = re.compile(
    r"'(?P<literal>(?:[^'\\]|\\.)*+)'"
    r"|(?P<owner>[A-Za-z][0-9A-Za-z\-]*):(?P<steps>(?:[0-9A-Za-z_.\-\[\]*]|(?<=\.)'[^'\\]*+')++)"
    r"|(?P<number>(?<![0-9A-Za-z_.\-])[0-9]{3,}(?![0-9A-Za-z_.]))",
    re.DOTALL,
)
_STEP = re.compile(r"[0-9A-Za-z_\-]+")


def scan_pattern(pattern: str) -> tuple[Span, ...]:
    """Return the personal data of a STIX pattern; spans of literals exclude the quotes."""
    found: list[Span] = []
    outside: list[str] = []
    place, field = 0, None
    for token in _TOKEN.finditer(pattern):
        outside.append(pattern[place : token.start()])
        place = token.end()
        if token["owner"] is not None:
            field = _type_of_path(token["owner"], token["steps"])
        else:
            group = "number" if token["number"] is not None else "literal"
            found.extend(_scan_literal(token[group], token.start(group), field))
        outside.append(" " * (token.end() - token.start()))
    outside.append(pattern[place:])
    found.extend(scan_text("".join(outside)))
    return tuple(sorted(found, key=lambda span: span.start))


def pattern_literals(pattern: str) -> Iterator[tuple[str, str, str]]:
    """Yield (object type, property name, literal text) of each literal of a pattern."""
    owner, name = "", ""
    for token in _TOKEN.finditer(pattern):
        if token["owner"] is not None:
            owner, name = token["owner"], _names(token["steps"])[-1]
        else:
            yield owner, name, token["literal"] or token["number"] or ""


def _names(steps: str) -> list[str]:
    """Return the property names of a path, list indexes left out."""
    return [step for step in _STEP.findall(steps) if not step.isdigit()] or [""]


def _type_of_path(owner: str, steps: str) -> DataType | None:
    names = _names(steps)
    return type_of_field(names[-2] if len(names) > 1 else owner, names[-1])


def _scan_literal(text: str, offset: int, field: DataType | None) -> Iterator[Span]:
    typed = read_typed_value(text, field) if field is not None else None
    for span in (typed,) if typed is not None else scan_text(text):
        yield Span(span.start + offset, span.end + offset, span.type, span.normalised)
