"""Look for known values in a text: numbers by groups of digits, words whole or cut short.

Every value is indexed by its head or its parts, so that a text is read once however many are known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privacy.detection.types import UNREAD, DataType, Span

_SHORTEST_PART = 8
_MOST_GROUPS = 24
_FEW = 32
# Each digit group is read with up to 23 that follow; a text with more is withheld from there on.
_MOST_EXAMINED = 2_000
_GROUP = re.compile(r"[0-9]+")
_GAP = re.compile(r"[ \-·.\t\n]{0,3}")
_CUT = re.compile(r"\s*(?:$|…|\.\.|\*)")


@dataclass(frozen=True, slots=True)
class Known:
    """A value that is personal, as digits or as lower-case words, and what it was found to be."""

    form: str
    type: DataType
    normalised: str


class Numbers:
    """Known digit strings, indexed by every run of eight and, the short ones, as a whole."""

    def __init__(self, known: list[Known]) -> None:
        self.known = known
        self.by_part: dict[str, list[Known]] = {}
        for number in known:
            for part in {number.form, *_parts(number.form)}:
                self.by_part.setdefault(part, []).append(number)

    def starting(self, digits: str) -> list[Known]:
        """Return the values that digits may spell a part of, the longest first."""
        return self.by_part.get(digits[:_SHORTEST_PART], [])


def _parts(digits: str) -> Iterator[str]:
    for start in range(len(digits) - _SHORTEST_PART + 1):
        yield digits[start : start + _SHORTEST_PART]


def find_numbers(text: str, numbers: Numbers) -> Iterator[Span]:
    """Yield where a folded text spells known numbers or parts of them, divided or not."""
    if not numbers.known:
        return
    groups = [(group.start(), group.end()) for group in _GROUP.finditer(text)]
    if len(groups) > _MOST_EXAMINED:
        yield Span(groups[_MOST_EXAMINED][0], len(text), UNREAD, text)
    for first in range(min(len(groups), _MOST_EXAMINED)):
        yield from _match_groups(text, groups, first, numbers)
        yield from _match_inside(text, groups[first], numbers)


def _match_groups(
    text: str, groups: list[tuple[int, int]], first: int, numbers: Numbers
) -> Iterator[Span]:
    """Yield the digit groups that spell a part of a value, from `first` on."""
    digits = ""
    ends: dict[int, int] = {}
    for start, stop in groups[first : first + _MOST_GROUPS]:
        if digits and not _GAP.fullmatch(text, groups[first + len(ends) - 1][1], start):
            break
        digits += text[start:stop]
        ends[len(digits)] = stop
    for known in numbers.starting(digits) or numbers.by_part.get(text[slice(*groups[first])], []):
        spelt = [n for n in ends if digits[:n] in known.form and _is_enough(n, known)]
        if spelt:
            yield Span(groups[first][0], ends[max(spelt)], known.type, known.normalised)
            return


def _is_enough(length: int, known: Known) -> bool:
    return length >= min(_SHORTEST_PART, len(known.form))


def _match_inside(text: str, group: tuple[int, int], numbers: Numbers) -> Iterator[Span]:
    """Yield whole values inside a longer run of digits."""
    for place in range(group[0], group[1] - _SHORTEST_PART + 1):
        for known in numbers.by_part.get(text[place : place + _SHORTEST_PART], []):
            if len(known.form) >= _SHORTEST_PART and text.startswith(known.form, place):
                yield Span(place, place + len(known.form), known.type, known.normalised)
                break


class Words:
    """Known words; with many of them, only those are tried whose head is in the text."""

    def __init__(self, known: list[Known]) -> None:
        self.known = known
        self.by_head: dict[str, list[Known]] = {}
        for word in known:
            self.by_head.setdefault(word.form[:_SHORTEST_PART], []).append(word)
        self.lengths = sorted({len(head) for head in self.by_head})

    def possible_in(self, text: str) -> Iterator[Known]:
        """Yield the words that may stand in a text."""
        if len(self.known) <= _FEW:
            yield from self.known
            return
        for length in self.lengths:
            heads = {text[place : place + length] for place in range(len(text) - length + 1)}
            for head in sorted(heads & self.by_head.keys()):
                yield from self.by_head[head]


def find_words(text: str, words: Words) -> Iterator[Span]:
    """Yield where a text holds known words, or their heads where it breaks off."""
    for known in words.possible_in(text):
        for start, end in _places(text, known.form):
            yield Span(start, end, known.type, known.normalised)


def _places(text: str, form: str) -> Iterator[tuple[int, int]]:
    place = text.find(form)
    while place >= 0:
        if _is_bounded(text, place, place + len(form)):
            yield place, place + len(form)
        place = text.find(form, place + 1)
    cut = form[:_SHORTEST_PART]
    if len(cut) == _SHORTEST_PART:
        yield from _cut_places(text, form, cut)


def _cut_places(text: str, form: str, cut: str) -> Iterator[tuple[int, int]]:
    """Yield where the text repeats the start of a form and then breaks off."""
    place = text.find(cut)
    while place >= 0:
        end = place + _shared(text, place, form)
        if _CUT.match(text, end):
            yield place, end
        place = text.find(cut, place + 1)


def _shared(text: str, place: int, form: str) -> int:
    """Return how many characters of a form a text repeats at a place, found by halving."""
    low, high = 0, min(len(form), len(text) - place)
    while low < high:
        middle = (low + high + 1) // 2
        if text.startswith(form[:middle], place):
            low = middle
        else:
            high = middle - 1
    return low


def _is_bounded(text: str, start: int, end: int) -> bool:
    """Tell whether a word stands alone; ideographs know no word boundaries."""
    before, after = text[start - 1 : start], text[end : end + 1]
    glued_before = before.isascii() and before.isalnum() and text[start].isascii()
    glued_after = after.isascii() and after.isalnum() and text[end - 1].isascii()
    return not (glued_before or glued_after)
