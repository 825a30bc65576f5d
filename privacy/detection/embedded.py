"""Base64 that stands inside a text: read it, and withhold it whole when it holds personal data."""

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterable, Iterator

from privacy import Category
from privacy.detection.payloads import read_bytes
from privacy.detection.types import Span

_TOKEN = re.compile(r"(?<![0-9A-Za-z+/_\-])[0-9A-Za-z+/_\-]{16,65536}={0,2}(?![0-9A-Za-z+/=_\-])")
# What is one case or one class of characters is a digest, a word or a number.
_MIXED = re.compile(r"(?=[^a-z]*+[a-z])(?=[^A-Z]*+[A-Z])")
_MOST_TOKENS = 20
_URL_SAFE = str.maketrans("-_", "+/")
_STRICTEST = (Category.SPI, Category.C2)


def find_embedded(text: str, scan: Callable[[str], Iterable[Span]]) -> Iterator[Span]:
    """Yield each base64 token whose content holds data, as the strictest kind that `scan` finds.

    Looks at the first twenty tokens of a text, and one level deep.
    """
    looked = 0
    for token in _TOKEN.finditer(text):
        if looked >= _MOST_TOKENS:
            return
        if not _MIXED.match(token.group()):
            continue
        looked += 1
        found = [span for reading in _decode(token.group()) for span in scan(reading)]
        if found:
            first = min(found, key=_strictness)
            yield Span(token.start(), token.end(), first.type, first.normalised)


def _strictness(span: Span) -> int:
    return _STRICTEST.index(span.category) if span.category in _STRICTEST else len(_STRICTEST)


def _decode(token: str) -> tuple[str, ...]:
    body = token.rstrip("=").translate(_URL_SAFE)
    try:
        return read_bytes(b64decode(body + "=" * (-len(body) % 4), validate=True))
    except (Error, ValueError):
        return ()
