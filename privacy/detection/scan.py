"""Scan one text: run the recognisers from the strongest to the weakest, keep what is free."""

import re

from privacy.detection.contacts import find_emails, find_handles
from privacy.detection.documents import find_documents
from privacy.detection.embedded import find_embedded
from privacy.detection.normalise import fold
from privacy.detection.numbers import find_numbers
from privacy.detection.people import find_people
from privacy.detection.phones import find_phones
from privacy.detection.types import UNREAD, DataType, Span
from privacy.detection.walk import is_time

DETECTOR_VERSION = "2026-11-5"

# Longer texts are withheld from here on, unread: no alert of use is longer. The overlap is more
# than the longest number, so that none is cut in two.
_LONGEST = 150_000
_OVERLAP = 96

# Digests, UUIDs and time stamps hold digit runs that mean nothing; they are blanked first.
_OPAQUE = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{128}|[0-9A-Fa-f]{96}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{56}|[0-9A-Fa-f]{40}"
    r"|[0-9A-Fa-f]{32}"
    r"|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z?)(?![0-9A-Za-z])"
)
_HEX_LETTER = re.compile(r"[A-Fa-f]")
_DIGITS = re.compile(r"[0-9][0-9 \-·()*●•■xX]{2}")
# Named by the words before them only, and short: a telephone number is the better reading.
_BY_CONTEXT = frozenset({DataType.QQ_ID, DataType.TW_PERMIT})


def scan_text(text: str) -> tuple[Span, ...]:
    """Return the personal data of one text as spans that do not overlap, in order.

    Types and offsets are those of the shared annotation guide (code points, end exclusive).
    """
    if len(text) > _LONGEST:
        edge = _LONGEST - _OVERLAP
        found = _scan_all(text[:_LONGEST])
        edge = min([edge, *(span.start for span in found if span.end > edge)])
        kept = (span for span in found if span.end <= edge)
        return (*kept, Span(edge, len(text), UNREAD, text[edge:]))
    return _scan_all(text)


def _scan_all(text: str) -> tuple[Span, ...]:
    folded = fold(text)
    found = _scan_folded(folded.text, deep=True)
    placed = [
        Span(*folded.origin(span.start, span.end), span.type, span.normalised) for span in found
    ]
    return tuple(sorted(placed, key=lambda span: span.start))


def _scan_shallow(text: str) -> list[Span]:
    return _scan_folded(fold(text).text, deep=False)


def _scan_folded(text: str, *, deep: bool) -> list[Span]:
    """Collect candidates by trust; a later one cannot take characters of an earlier one."""
    embedded = find_embedded(text, _scan_shallow) if deep else ()
    candidates = [*embedded, *find_emails(text), *find_people(text), *find_handles(text)]
    if _DIGITS.search(text):
        candidates += _scan_numbers(_blank_opaque(text))
    return _keep_free(candidates, len(text))


def _scan_numbers(text: str) -> list[Span]:
    """Order the finds: checked and named numbers, telephone shapes, numbers by context."""
    numbers = [*find_documents(text), *find_numbers(text)]
    strong = [span for span in numbers if span.type not in _BY_CONTEXT]
    weak = [span for span in numbers if span.type in _BY_CONTEXT]
    return [*strong, *find_phones(text), *weak]


def _blank_opaque(text: str) -> str:
    return _OPAQUE.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    """Blank a digest or a moment; digits only are a number however long and grouped they are."""
    token = found.group()
    opaque = is_time(f"{token.rstrip('Z')}Z") if "T" in token else _HEX_LETTER.search(token)
    return "#" * len(token) if opaque else token


def _keep_free(candidates: list[Span], length: int) -> list[Span]:
    taken = bytearray(length)
    kept: list[Span] = []
    for span in candidates:
        if taken.find(1, span.start, span.end) < 0:
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            kept.append(span)
    return kept
