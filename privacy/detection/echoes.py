"""The second pass: a value known to be personal is found wherever the bundle repeats it.

Repetitions are rewritten: other separators, full-width digits, cut after some characters,
masked in the middle. They often stand where no context gives them away, such as a name that
quotes the first characters of a pattern.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from privacy.detection.normalise import Folded, fold
from privacy.detection.spellings import has_gaps, plain_spelling, squeeze, turn_name
from privacy.detection.types import UNREAD, DataType, Span
from privacy.detection.walk import Text

_SHORTEST_PART = 8
_SHORTEST_NUMBER = 5
_SHORTEST_WORD = 4
_MOST_GROUPS = 24
_FEW = 32
# Every text is searched for every value, so their number is bounded: a bundle with more distinct
# values has all its prose withheld instead.
_MOST_KNOWN = 1_000
# Each digit group is read with up to 23 that follow; a text with more is withheld from there on.
_MOST_EXAMINED = 2_000
# Longer finds are withheld passages, not values that another text would repeat.
_LONGEST_FORM = 512
_MAY_REPEAT = re.compile(r"[0-9@_\s]|[^\x00-\x7f]")
_GROUP = re.compile(r"[0-9]+")
_GAP = re.compile(r"[ \-·.\t\n]{0,3}")
# Digits with the gaps that reading digit groups allows: never to be looked for as a word.
_SPELT = re.compile(r"[0-9]+(?:[ \-·.\t\n]{1,3}[0-9]+)*+")
_NOT_DIGITS = re.compile(r"[^0-9]")
_MASK = re.compile(r"([0-9]{2,8})[^0-9]+([0-9]{2,4})|\*([0-9]{3,6})")
_CUT = re.compile(r"\s*(?:$|…|\.\.|\*)")
_WEAK = frozenset({DataType.DOB, DataType.IP, DataType.SUBJECT_TOKEN})


@dataclass(frozen=True, slots=True)
class _Known:
    """A value that is personal, as digits or as lower-case words, and what it was found to be."""

    form: str
    type: DataType
    normalised: str


def find_echoes(
    found: Sequence[tuple[Text, tuple[Span, ...]]],
) -> Iterator[tuple[Text, tuple[Span, ...]]]:
    """Yield each text with its spans and the echoes of every other known value."""
    known_numbers, known_words = _collect_known(found)
    if len(known_numbers) + len(known_words) > _MOST_KNOWN:
        yield from _withhold_prose(found)
        return
    numbers, words = _Numbers(known_numbers), _Words(known_words)
    for text, spans in found:
        folded = fold(text.text)
        resolved = [_unmask(span, numbers.known) for span in spans]
        if not _covers_all(text, spans):
            echoes = [
                *_place(folded, _find_numbers(folded.text, numbers)),
                *_find_spellings(folded, words),
            ]
            resolved = _merge(resolved, echoes)
        yield text, tuple(resolved)


def _withhold_prose(
    found: Sequence[tuple[Text, tuple[Span, ...]]],
) -> Iterator[tuple[Text, tuple[Span, ...]]]:
    """Yield each text that may repeat a value as one finding over all of it, unread.

    Values that detection saw whole keep their type; single words of a vocabulary are let be.
    """
    for text, spans in found:
        if text.is_key or _covers_all(text, spans) or not _MAY_REPEAT.search(text.text):
            yield text, spans
        else:
            yield text, (Span(0, len(text.text), UNREAD, text.text),)


def _collect_known(
    found: Sequence[tuple[Text, tuple[Span, ...]]],
) -> tuple[list[_Known], list[_Known]]:
    """Split what was found into numbers and words, each form once, the longest first."""
    numbers: dict[str, _Known] = {}
    words: dict[str, _Known] = {}
    for text, spans in found:
        for span in spans:
            if span.type in _WEAK or span.end - span.start > _LONGEST_FORM:
                continue
            raw = fold(text.text[span.start : span.end]).text.strip()
            forms = {plain_spelling(raw), plain_spelling(span.normalised)}
            if span.type is DataType.PERSON:
                forms |= {turned for form in tuple(forms) for turned in turn_name(form)}
            for form in forms:
                _remember(form, span, numbers, words)
    return _longest_first(numbers), _longest_first(words)


def _remember(form: str, span: Span, numbers: dict[str, _Known], words: dict[str, _Known]) -> None:
    digits = _NOT_DIGITS.sub("", form)
    if _MASK.fullmatch(form):
        return
    if len(digits) >= _SHORTEST_NUMBER and len(digits) * 2 > len(form):
        numbers.setdefault(digits, _Known(digits, span.type, span.normalised))
    if len(form) >= (_SHORTEST_WORD if form.isascii() else 2) and not _SPELT.fullmatch(form):
        words.setdefault(form, _Known(form, span.type, span.normalised))


def _longest_first(known: dict[str, _Known]) -> list[_Known]:
    return sorted(known.values(), key=lambda value: (-len(value.form), value.form))


def _covers_all(text: Text, spans: tuple[Span, ...]) -> bool:
    return len(spans) == 1 and spans[0].end - spans[0].start == len(text.text)


def _unmask(span: Span, numbers: list[_Known]) -> Span:
    """Give a masked number the value whose visible digits coincide, so that tokens agree."""
    shown = _MASK.fullmatch(span.normalised)
    if shown is None:
        return span
    head, tail = shown[1] or "", shown[2] or shown[3]
    for known in numbers:
        if known.form.startswith(head) and known.form.endswith(tail) and len(known.form) > 6:
            return Span(span.start, span.end, known.type, known.normalised)
    return span


class _Numbers:
    """Known digit strings, indexed by every run of eight and, the short ones, as a whole."""

    def __init__(self, known: list[_Known]) -> None:
        self.known = known
        self.by_part: dict[str, list[_Known]] = {}
        for number in known:
            for part in {number.form, *_parts(number.form)}:
                self.by_part.setdefault(part, []).append(number)

    def starting(self, digits: str) -> list[_Known]:
        """Return the values that digits may spell a part of, the longest first."""
        return self.by_part.get(digits[:_SHORTEST_PART], [])


def _parts(digits: str) -> Iterator[str]:
    for start in range(len(digits) - _SHORTEST_PART + 1):
        yield digits[start : start + _SHORTEST_PART]


def _find_numbers(text: str, numbers: _Numbers) -> Iterator[Span]:
    if not numbers.known:
        return
    groups = [(group.start(), group.end()) for group in _GROUP.finditer(text)]
    if len(groups) > _MOST_EXAMINED:
        yield Span(groups[_MOST_EXAMINED][0], len(text), UNREAD, text)
    for first in range(min(len(groups), _MOST_EXAMINED)):
        yield from _match_groups(text, groups, first, numbers)
        yield from _match_inside(text, groups[first], numbers)


def _match_groups(
    text: str, groups: list[tuple[int, int]], first: int, numbers: _Numbers
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


def _is_enough(length: int, known: _Known) -> bool:
    return length >= min(_SHORTEST_PART, len(known.form))


def _match_inside(text: str, group: tuple[int, int], numbers: _Numbers) -> Iterator[Span]:
    """Yield whole values inside a longer run of digits."""
    for place in range(group[0], group[1] - _SHORTEST_PART + 1):
        for known in numbers.by_part.get(text[place : place + _SHORTEST_PART], []):
            if len(known.form) >= _SHORTEST_PART and text.startswith(known.form, place):
                yield Span(place, place + len(known.form), known.type, known.normalised)
                break


class _Words:
    """Known words; with many of them, only those are tried whose head is in the text."""

    def __init__(self, known: list[_Known]) -> None:
        self.known = known
        self.by_head: dict[str, list[_Known]] = {}
        for word in known:
            self.by_head.setdefault(word.form[:_SHORTEST_PART], []).append(word)
        self.lengths = sorted({len(head) for head in self.by_head})

    def possible_in(self, text: str) -> Iterator[_Known]:
        """Yield the words that may stand in a text."""
        if len(self.known) <= _FEW:
            yield from self.known
            return
        for length in self.lengths:
            heads = {text[place : place + length] for place in range(len(text) - length + 1)}
            for head in sorted(heads & self.by_head.keys()):
                yield from self.by_head[head]


def _find_words(text: str, words: _Words) -> Iterator[Span]:
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
        end = place + len(cut)
        while end < len(text) and end - place < len(form) and text[end] == form[end - place]:
            end += 1
        if _CUT.match(text, end):
            yield place, end
        place = text.find(cut, place + 1)


def _is_bounded(text: str, start: int, end: int) -> bool:
    """Tell whether a word stands alone; ideographs know no word boundaries."""
    before, after = text[start - 1 : start], text[end : end + 1]
    glued_before = before.isascii() and before.isalnum() and text[start].isascii()
    glued_after = after.isascii() and after.isalnum() and text[end - 1].isascii()
    return not (glued_before or glued_after)


def _find_spellings(folded: Folded, words: "_Words") -> Iterator[Span]:
    """Yield words in any script, case and, between Chinese characters, spacing."""
    if not words.known:
        return
    plain = plain_spelling(folded.text)
    yield from _place(folded, _find_words(plain, words))
    if has_gaps(plain):
        squeezed = squeeze(plain)
        yield from _place(folded, _place(squeezed, _find_words(squeezed.text, words)))


def _place(folded: Folded, echoes: Iterable[Span]) -> list[Span]:
    return [
        Span(*folded.origin(echo.start, echo.end), echo.type, echo.normalised) for echo in echoes
    ]


def _merge(spans: list[Span], echoes: list[Span]) -> list[Span]:
    """Join echoes with spans: what overlaps becomes one span over all of it.

    A known value names the result, unless detection saw a wider datum around it.
    """
    cluster: list[tuple[Span, bool]] = []
    merged: list[Span] = []
    end = 0
    both = [(span, False) for span in spans] + [(echo, True) for echo in echoes]
    for span, is_echo in sorted(both, key=lambda pair: pair[0].start):
        if cluster and span.start >= end:
            merged.append(_join(cluster))
            cluster = []
        end = max(end, span.end) if cluster else span.end
        cluster.append((span, is_echo))
    return [*merged, _join(cluster)] if cluster else merged


def _join(cluster: list[tuple[Span, bool]]) -> Span:
    start = min(span.start for span, _ in cluster)
    end = max(span.end for span, _ in cluster)
    widest = max(cluster, key=lambda pair: (pair[0].end - pair[0].start, pair[1]))[0]
    return Span(start, end, widest.type, widest.normalised)
