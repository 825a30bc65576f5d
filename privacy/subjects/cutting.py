"""Take personal values out of a JSON text and put them back, pure: what is left names nobody.

A skeleton is the text with a placeholder for each value: U+E000, a letter for the form of the place,
the number of the value, U+E001. A U+E000 of the text's own is doubled up with U+E001. Nothing else
changes, so that a restored text equals the one that was cut, byte for byte.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from privacy.detection.types import Finding
from privacy.detection.walk import escape

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\?.", re.DOTALL
)
_MARK = "\ue000"
_PLACEHOLDER = re.compile("\ue000(?:([a-z])([0-9]+))?\ue001")
# What stands where a value was erased: valid where the value stood.
_ERASED = {
    "t": "[erased]",
    "n": "0",
    "k": "erased_{}",
    "a": "W2VyYXNlZF0=",
    "p": "[x-erased:value = 'erased']",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value that was cut out, as the JSON text spells it, and the identifiers found in it."""

    index: int
    text: str = field(repr=False)
    # (kind, normalised) as detection gives them; several where one place names several.
    named: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text without its personal values."""

    skeleton: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Characters of the text that go, the form of the place, and who is named there."""

    start: int
    end: int
    form: str
    named: tuple[tuple[str, str], ...]


def cut(text: str, findings: Iterable[Finding]) -> Cut:
    """Take what was found out of a JSON text; pointers count from the root of the text.

    Raises LookupError for a finding whose place the text does not have.
    """
    wanted: dict[tuple[str, bool], list[Finding]] = defaultdict(list)
    for finding in findings:
        wanted[finding.pointer, finding.in_key].append(finding)
    places: list[_Place] = []
    for name, start, end in _find_tokens(text, wanted.keys()):
        places += _place(text, start, end, wanted.pop(name))
    if wanted:
        raise LookupError("the text lacks a place where something was found")
    return _take_out(text, places)


def restore(skeleton: str, values: Mapping[int, str | None]) -> str:
    """Return the text with its values put back; those that are missing or None read as erased."""

    def put_back(found: re.Match[str]) -> str:
        if found[1] is None:
            return _MARK
        value = values.get(int(found[2]))
        return _ERASED[found[1]].format(found[2]) if value is None else value

    return _PLACEHOLDER.sub(put_back, skeleton)


def read_value(text: str) -> str:
    """Return what a value says: its escapes read, a number as its digits."""
    said: str = json.loads(f'"{text}"')
    return said


def _take_out(text: str, places: Iterable[_Place]) -> Cut:
    pieces: list[str] = []
    values: list[Value] = []
    end = 0
    for index, place in enumerate(places):
        pieces.append(text[end : place.start].replace(_MARK, "\ue000\ue001"))
        pieces.append(f"\ue000{place.form}{index}\ue001")
        values.append(Value(index, text[place.start : place.end], place.named))
        end = place.end
    pieces.append(text[end:].replace(_MARK, "\ue000\ue001"))
    return Cut("".join(pieces), tuple(values))


def _find_tokens(
    text: str, wanted: Iterable[tuple[str, bool]]
) -> Iterator[tuple[tuple[str, bool], int, int]]:
    """Yield (pointer, whether it is a member name), start and end of each token that is wanted."""
    names = frozenset(wanted)
    # Of each container that is open: the index in a list, the member of an object, None before it.
    path: list[int | str | None] = []
    for token in _TOKEN.finditer(text):
        first = text[token.start()]
        if first in "{[":
            path.append(None if first == "{" else 0)
        elif first in "}]":
            path.pop()
        elif first == ",":
            path[-1] = path[-1] + 1 if isinstance(path[-1], int) else None
        elif first != ":":
            is_key = path[-1:] == [None]
            if is_key:
                path[-1] = escape(json.loads(token.group()))
            name = "".join(f"/{step}" for step in path), is_key
            if name in names:
                yield name, token.start(), token.end()


def _place(text: str, start: int, end: int, findings: Iterable[Finding]) -> Iterator[_Place]:
    """Yield what goes of one token, in order: overlapping finds as one."""
    is_string = text[start] == '"'
    if is_string:
        start, end = start + 1, end - 1
    offsets = _list_offsets(text[start:end]) if is_string else None
    spans = sorted(
        (
            *_span_of(one, offsets, end - start),
            _form_of(one, is_string=is_string),
            (one.kind, one.normalised),
        )
        for one in findings
    )
    last: _Place | None = None
    for first, stop, form, named in spans:
        if last is not None and start + first < last.end:
            last = replace(
                last,
                end=max(last.end, start + stop),
                named=tuple(dict.fromkeys((*last.named, named))),
            )
            continue
        if last is not None:
            yield last
        last = _Place(start + first, start + stop, form, (named,))
    if last is not None:
        yield last


def _form_of(finding: Finding, *, is_string: bool) -> str:
    if finding.in_key:
        return "k"
    if not is_string:
        return "n"
    if finding.pointer.endswith("/payload_bin"):
        return "a"
    is_whole_pattern = finding.start is None and finding.pointer.endswith("/pattern")
    return "p" if is_whole_pattern else "t"


def _span_of(finding: Finding, offsets: Sequence[int] | None, length: int) -> tuple[int, int]:
    """Return which characters of a token go: of a number and of a whole value all of them."""
    if finding.start is None or finding.end is None or offsets is None:
        return 0, length
    return offsets[finding.start], offsets[finding.end]


def _list_offsets(content: str) -> Sequence[int]:
    """Return where each character of a string stands in its JSON spelling, and where it ends."""
    if "\\" not in content:
        return range(len(content) + 1)
    return [*(found.start() for found in _CHARACTER.finditer(content)), len(content)]
