"""File names, paths and addresses: signs there part words, and a segment says whose the next one is."""

import re
from collections.abc import Iterator

from privacy.detection.normalise import fold
from privacy.detection.places import Place, read_bare_value
from privacy.detection.scan import scan_text
from privacy.detection.types import UNREAD, DataType, Span

_FILE_PLACES = frozenset({("file", "name"), ("directory", "path"), ("process", "cwd")})
_URL_PLACES = frozenset({("url", "value"), ("external_references", "url")})
_SIGNS = str.maketrans("_-+", "   ")
_LONG_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{9,20}(?![0-9A-Za-z])")
_MOMENT = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{0,9}")
_OF_PERSON = re.compile(
    r"(?:^|[/\\?&#;=])(?:home|users?|customers?|clients?|members?|people|persons?|profiles?|accounts?|who|uid"
    r"|(?:user|customer|cust|client|member)_?(?:id|no)|acct|phone|mobile|tel)[/\\=]{1,2}"
    r"(?P<value>[^/\\?&#;=\"'<>\n]{4,80})",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’\-]{1,30}[ +_.](?:[A-Z]\.? )?[A-ZÀ-ÖØ-Þ][\w'’\-]{1,30}")
_NOBODY = re.compile(r"(?:all|default|public|guest|test|local|network)\b", re.IGNORECASE)


def is_path(owner: str, name: str) -> bool:
    """Tell whether a property holds a file name, a path or an address."""
    return (owner, name) in _FILE_PLACES or _is_url(owner, name)


def _is_url(owner: str, name: str) -> bool:
    return (owner, name) in _URL_PLACES or name == "url"


def scan_path(text: str, owner: str, name: str) -> tuple[Span, ...]:
    """Return the personal data of a file name, a path or an address, in order."""
    found = list(scan_text(text))
    if not _is_url(owner, name):
        found += scan_text(text.translate(_SIGNS))
        found += _find_numbers(text)
    found += _find_owners(text)
    return tuple(_keep_first(found))


def _find_numbers(text: str) -> Iterator[Span]:
    """Yield long numbers that are no moment."""
    for number in _LONG_NUMBER.finditer(text):
        if not (len(number.group()) in (10, 12, 14, 17) and _MOMENT.fullmatch(number.group())):
            yield Span(number.start(), number.end(), UNREAD, number.group())


def _find_owners(text: str) -> Iterator[Span]:
    """Yield names and identifiers behind a segment or a key that speaks of persons."""
    folded = fold(text)
    for owner in _OF_PERSON.finditer(folded.text):
        value = owner["value"].strip()
        kind = read_bare_value(value, Place.CUSTOM, "")
        if kind is None and _NAME.fullmatch(value) and not _NOBODY.match(value):
            kind = DataType.PERSON
        if kind is not None:
            start, end = owner.span("value")
            yield Span(*folded.origin(start, end), kind, value.casefold())


def _keep_first(found: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
        elif span.end > kept[-1].end:
            last = kept.pop()
            kept.append(Span(last.start, span.end, last.type, last.normalised))
    return kept
