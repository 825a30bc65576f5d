"""Other spellings: of a name by script, case, spacing and order of its words; of a day."""

import re
from collections.abc import Iterator
from datetime import date

from privacy.detection.normalise import Folded
from privacy.detection.traditional import simplify

_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ ·.\-_*]{1,3}(?=[\u4e00-\u9fff])")


def plain_spelling(text: str) -> str:
    """Return simplified characters in lower case, one for one; what would change length stays."""
    lower = simplify(text).lower()
    return lower if len(lower) == len(text) else simplify(text)


def turn_name(name: str) -> Iterator[str]:
    """Yield a name in Latin letters with the surname at the other end."""
    parts = name.split()
    if name.isascii() and 2 <= len(parts) <= 3:
        yield " ".join((*parts[1:], parts[0]))
        yield " ".join((parts[-1], *parts[:-1]))
        yield f"{parts[-1]}, {' '.join(parts[:-1])}"
        yield f"{parts[0]}, {' '.join(parts[1:])}"


def write_day(day: date) -> Iterator[str]:
    """Yield a day as digits, which stand for all ways to part them, and with strokes and words."""
    yield day.strftime("%Y%m%d")
    yield day.strftime("%Y/%m/%d")
    yield f"{day.year}/{day.month}/{day.day}"
    yield f"{day.year}年{day.month}月{day.day}日"


def has_gaps(text: str) -> bool:
    """Tell whether signs or spaces part Chinese characters."""
    return _SPACED.search(text) is not None


def squeeze(text: str) -> Folded:
    """Drop signs and spaces between two Chinese characters, keeping the offsets."""
    gaps = {place for gap in _SPACED.finditer(text) for place in range(*gap.span())}
    places = [place for place in range(len(text)) if place not in gaps]
    return Folded(
        "".join(text[place] for place in places),
        tuple(places),
        tuple(place + 1 for place in places),
    )
