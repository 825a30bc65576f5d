"""Other writings of a name that a bundle is known to hold: pinyin, characters, usernames.

A name in characters is looked for in Latin letters, a name in pinyin in characters, and either as the
usernames that people make of it. Every text is read once, however many names are known.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from privacy.detection.people.chinese_words import COMPOUND_SURNAMES
from privacy.detection.people.pinyin import characters_of, spell_in_latin
from privacy.detection.traditional import simplify
from privacy.detection.types import DataType, Span

_WORD = re.compile(r"(?<![a-z])[a-z]{1,30}(?![a-z])")
_SIGNS = frozenset(["", " ", ".", "_", "-", ", "])
_DIGITS = re.compile(r"[0-9]{0,6}(?![0-9a-z])")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_LATIN_NAME = re.compile(r"[a-z'’\-]{2,30}(?: [a-z'’\-]{2,30}){1,2}")
_MOST_WORDS = 3
# Shorter ones are words, and other people's.
_SHORTEST = 6
_MOST_NAMES = 200
_DIVIDED_SHORTEST = 4


class Renamings:
    """What the persons of a bundle may be called elsewhere in it."""

    def __init__(self, names: Mapping[str, Span]) -> None:
        self.latin: dict[str, tuple[Span, bool]] = {}
        self.patterns: list[tuple[re.Pattern[str], Span]] = []
        for name, span in islice(names.items(), _MOST_NAMES):
            self._learn(simplify(name).casefold(), span)

    def _learn(self, name: str, span: Span) -> None:
        if _HAN_NAME.fullmatch(name):
            syllables = spell_in_latin(name)
            cut = 2 if name[:2] in COMPOUND_SURNAMES else 1
            if len(syllables) > cut:
                self._learn_latin(("".join(syllables[:cut]), *syllables[cut:]), span)
        elif _LATIN_NAME.fullmatch(name):
            words = tuple(re.sub(r"['’\-]", "", name).split())
            self._learn_latin((words[-1], *words[:-1]), span)
            self._learn_latin(words, span)
            self._learn_characters(words, span)

    def _learn_latin(self, parts: tuple[str, ...], span: Span) -> None:
        """Remember a name, surname first, in either order and with initials."""
        surname, given = parts[0], "".join(parts[1:])
        initials = "".join(part[0] for part in parts[1:])
        for whole, (first, second) in ((True, (surname, given)), (False, (surname, initials))):
            self.latin.setdefault(first + second, (span, whole))
            self.latin.setdefault(second + first, (span, whole))

    def _learn_characters(self, words: tuple[str, ...], span: Span) -> None:
        """Remember which characters pinyin may stand for, the surname at either end."""
        for order in {words, (words[-1], *words[:-1])}:
            signs = characters_of(order)
            if 2 <= len(signs) <= 3:
                pattern = "".join(f"[{choice}]" for choice in signs)
                self.patterns.append((re.compile(pattern), span))

    def find(self, plain: str) -> Iterator[Span]:
        """Yield other writings of the names; `plain` is folded, simplified and in lower case."""
        if self.latin:
            words = [word.span() for word in _WORD.finditer(plain)]
            for first in range(len(words)):
                yield from self._match_words(plain, words[first : first + _MOST_WORDS])
        for pattern, span in self.patterns:
            for found in pattern.finditer(plain):
                yield Span(*found.span(), DataType.PERSON, span.normalised)

    def _match_words(self, plain: str, words: list[tuple[int, int]]) -> Iterator[Span]:
        start, spelt, last = words[0][0], "", words[0][0]
        for begin, end in words:
            if plain[last:begin] not in _SIGNS:
                return
            spelt += plain[begin:end]
            last = end
            known = self.latin.get(spelt)
            divided = begin > start
            if known is None or not _is_enough(spelt, divided=divided, whole=known[1]):
                continue
            digits = _DIGITS.match(plain, end)
            if digits is not None:
                yield Span(start, digits.end(), DataType.PERSON, known[0].normalised)


def _is_enough(spelt: str, *, divided: bool, whole: bool) -> bool:
    return len(spelt) >= _SHORTEST or (divided and whole and len(spelt) >= _DIVIDED_SHORTEST)
