"""The second pass: a value known to be personal is found wherever the bundle repeats it.

Repetitions are rewritten: other separators, full-width digits, cut after some characters,
masked in the middle. They often stand where no context gives them away, such as a name that
quotes the first characters of a pattern.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from privacy.detection.minors import read_dates
from privacy.detection.normalise import Folded, fold
from privacy.detection.renamings import Renamings
from privacy.detection.repeats import Known, Numbers, Words, find_numbers, find_words
from privacy.detection.spellings import (
    has_gaps,
    plain_spelling,
    squeeze,
    turn_name,
    write_day,
)
from privacy.detection.types import UNREAD, DataType, Span
from privacy.detection.walk import Text

_SHORTEST_NUMBER = 5
_SHORTEST_WORD = 4
# Every text is searched for every value, so their number is bounded: a bundle with more distinct
# values has all its prose withheld instead.
_MOST_KNOWN = 1_000
# Longer finds are withheld passages, not values that another text would repeat.
_LONGEST_FORM = 512
_LONGEST_NAME = 64
_MAY_REPEAT = re.compile(r"[0-9@_\s]|[^\x00-\x7f]")
# Digits with the gaps that reading digit groups allows: never to be looked for as a word.
_SPELT = re.compile(r"[0-9]+(?:[ \-·.\t\n]{1,3}[0-9]+)*+")
_NOT_DIGITS = re.compile(r"[^0-9]")
_MASK = re.compile(r"([0-9]{2,8})[^0-9]+([0-9]{2,4})|\*([0-9]{3,6})")
# Addresses of machines that the bundle offers to be matched; elsewhere they are no person's either.
_OBSERVED = frozenset({"ipv4-addr", "ipv6-addr"})
_ADDRESS = re.compile(r"[0-9A-Fa-f.:]{7,45}")


def find_echoes(
    found: Sequence[tuple[Text, tuple[Span, ...]]],
) -> Iterator[tuple[Text, tuple[Span, ...]]]:
    """Yield each text with its spans and the echoes of every other known value."""
    known_numbers, known_words = _collect_known(found)
    if len(known_numbers) + len(known_words) > _MOST_KNOWN:
        yield from _withhold_prose(found)
        return
    numbers, words = Numbers(known_numbers), Words(known_words)
    renamings = _collect_names(found)
    for text, spans in found:
        folded = fold(text.text)
        resolved = [_unmask(span, numbers.known) for span in spans]
        if not _covers_all(text, spans):
            echoes = [
                *_place(folded, find_numbers(folded.text, numbers)),
                *_find_spellings(folded, words),
                *_place(folded, renamings.find(plain_spelling(folded.text))),
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
) -> tuple[list[Known], list[Known]]:
    """Split what was found into numbers and words, each form once, the longest first."""
    numbers: dict[str, Known] = {}
    words: dict[str, Known] = {}
    observed = _collect_observed(found)
    for text, spans in found:
        for span in spans:
            is_offered = span.type is DataType.IP and span.normalised in observed
            is_token = span.type is DataType.SUBJECT_TOKEN
            if is_offered or is_token or span.end - span.start > _LONGEST_FORM:
                continue
            raw = fold(text.text[span.start : span.end]).text.strip()
            forms = {plain_spelling(raw), plain_spelling(span.normalised)}
            if span.type is DataType.PERSON:
                forms |= {turned for form in tuple(forms) for turned in turn_name(form)}
            if span.type is DataType.DOB:
                forms |= {form for day in read_dates(span.normalised) for form in write_day(day)}
            for form in forms:
                _remember(form, span, numbers, words)
    return _longest_first(numbers), _longest_first(words)


def _collect_names(found: Sequence[tuple[Text, tuple[Span, ...]]]) -> Renamings:
    names = {
        fold(text.text[span.start : span.end]).text.strip(): span
        for text, spans in found
        for span in spans
        if span.type is DataType.PERSON and span.end - span.start <= _LONGEST_NAME
    }
    return Renamings(names)


def _collect_observed(found: Sequence[tuple[Text, tuple[Span, ...]]]) -> set[str]:
    texts = (text for text, _ in found if text.owner in _OBSERVED or text.name == "pattern")
    return {address for text in texts for address in _ADDRESS.findall(text.text.lower())}


def _remember(form: str, span: Span, numbers: dict[str, Known], words: dict[str, Known]) -> None:
    digits = _NOT_DIGITS.sub("", form)
    if _MASK.fullmatch(form):
        return
    if span.type is DataType.IP:
        words.setdefault(form, Known(form, span.type, span.normalised))
        return
    if len(digits) >= _SHORTEST_NUMBER and len(digits) * 2 > len(form):
        numbers.setdefault(digits, Known(digits, span.type, span.normalised))
    if len(form) >= (_SHORTEST_WORD if form.isascii() else 2) and not _SPELT.fullmatch(form):
        words.setdefault(form, Known(form, span.type, span.normalised))


def _longest_first(known: dict[str, Known]) -> list[Known]:
    return sorted(known.values(), key=lambda value: (-len(value.form), value.form))


def _covers_all(text: Text, spans: tuple[Span, ...]) -> bool:
    return len(spans) == 1 and spans[0].end - spans[0].start == len(text.text)


def _unmask(span: Span, numbers: list[Known]) -> Span:
    """Give a masked number the value whose visible digits coincide, so that tokens agree."""
    shown = _MASK.fullmatch(span.normalised)
    if shown is None:
        return span
    head, tail = shown[1] or "", shown[2] or shown[3]
    for known in numbers:
        if known.form.startswith(head) and known.form.endswith(tail) and len(known.form) > 6:
            return Span(span.start, span.end, known.type, known.normalised)
    return span


def _find_spellings(folded: Folded, words: "Words") -> Iterator[Span]:
    """Yield words in any script, case and, between Chinese characters, spacing."""
    if not words.known:
        return
    plain = plain_spelling(folded.text)
    yield from _place(folded, find_words(plain, words))
    if has_gaps(plain):
        squeezed = squeeze(plain)
        yield from _place(folded, _place(squeezed, find_words(squeezed.text, words)))


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
