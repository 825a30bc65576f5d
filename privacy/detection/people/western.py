"""Names in Latin letters: runs of capitalised words, weighed by lists, pinyin shape and neighbours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from privacy.detection.people import western_words as words

_ENOUGH = 2.5
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿ"
_WORD = rf"[A-ZÀ-ÖØ-Þ](?:[{_LETTERS}]|['’\-](?=[{_LETTERS}]))*+"
_RUN = re.compile(
    rf"(?<![{_LETTERS}0-9@_./&\-])(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr|Prof|St)\.|{_WORD})(?: (?:(?:de|la|van|von|der|den|da|dos|do|di|del|bin|binte|al|el|ibn|ter) ){{0,3}}(?:[A-Z]\.(?=[ ,])|{_WORD}))*+"
    rf"(?![{_LETTERS}]|[@_&0-9])"
)
_TOKEN = re.compile(rf"[{_LETTERS}'’.\-]+")
_BEFORE = re.compile(r"([A-Za-z'’.]+)[\s:=\"'“(]{0,3}$")
_AFTER = re.compile(r"(?:'s|’s)?\s?,?\s?([a-z]+)")
_BORDER = re.compile(r"\s?(?:[,.;:)(\"'”]|'s|’s|$)")
_SURNAME_END = re.compile(
    r"(?:enko|ovic|ovich|evic|ova|eva|ov|ev|ski|ska|sky|sson|ssen|sen|dottir|ez|yan|ian|oglu|idze|shvili|wala|swamy|escu|poulos|akis|elli|etti"
    r"|ini|stein|berg|mann|feld|nathan|endran|singh|wicz|czyk|sen|strom|gren|quist|kar|ide|ade|umo|nkwo)$"
)
# A field that holds a name and nothing else.
_SLOT = re.compile(
    r"(?:\b(?:name|holder|holder_name|full_name|payee|beneficiary|remitter|sender|recipient|cardholder|owner|customer|client|contact|complainant|victim|suspect|applicant)"
    r"|姓名|户名|戶名|联系人|聯絡人|收款人|付款人|持有人|持卡人)(?: ?[:：=] ?|\s?为\s?|\s?是\s?|\s?為\s?)['\"“]?$",
    re.IGNORECASE,
)
_LIST_LINK = re.compile(r",? (?:and|or|&) |, |、|；|; ")
_THINGS = words.ORGANISATION_WORDS | words.PLACE_WORDS
_MOST = 40


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    score: float


def find_western_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the names in Latin letters of a text."""
    found = [
        candidate
        for run in _RUN.finditer(text)
        for group, titled in _groups(text, run)
        for candidate in _weigh_group(text, group, titled=titled)
    ]
    known = [candidate.score >= _ENOUGH for candidate in found]
    for place, candidate in enumerate(found):
        before = place > 0 and known[place - 1] and _are_listed(text, found[place - 1], candidate)
        after = (
            place + 1 < len(found)
            and known[place + 1]
            and _are_listed(text, candidate, found[place + 1])
        )
        known[place] = known[place] or before or after
        if known[place]:
            yield candidate.start, candidate.end


def _are_listed(text: str, first: _Candidate, second: _Candidate) -> bool:
    return _LIST_LINK.fullmatch(text, first.end, second.start) is not None


def _groups(text: str, run: re.Match[str]) -> Iterator[tuple[list[tuple[int, int]], bool]]:
    """Yield the runs of words between words that are no names, and whether a title leads each."""
    group: list[tuple[int, int]] = []
    titled = False
    tokens = islice(_TOKEN.finditer(text, run.start(), run.end()), _MOST)
    for place in (token.span() for token in tokens):
        word = _bare(text, place)
        is_title = word in words.TITLES
        if not is_title and (word not in words.NOT_NAMES or _is_initial(text, place)):
            group.append(place)
            continue
        yield group, titled
        group, titled = [], is_title
    yield group, titled


def _is_initial(text: str, place: tuple[int, int]) -> bool:
    return place[1] - place[0] == 2 and text[place[1] - 1] == "."


def _bare(text: str, place: tuple[int, int]) -> str:
    word = text[place[0] : place[1]].casefold()
    return (
        word.removesuffix("'s").removesuffix("’s").rstrip(".")
        if len(word) > 2
        else word.rstrip(".")
    )


def _weigh_group(text: str, group: list[tuple[int, int]], *, titled: bool) -> Iterator[_Candidate]:
    """Yield the name that a run of words is, with its score; nothing when it names a thing."""
    parts = tuple(_bare(text, place) for place in group)
    if not 1 <= len(parts) <= 6 or any(part in _THINGS for part in parts):
        return
    start, end = group[0][0], _end_of(text, group[-1][1])
    if _is_organisation(text, end):
        return
    lonely = len([part for part in parts if part not in words.PARTICLES]) == 1
    if titled:
        yield _Candidate(start, end, _ENOUGH)
    elif not lonely:
        yield _Candidate(start, end, weigh(parts) + _before(text, start) + _after(text, end))


def _end_of(text: str, end: int) -> int:
    if text[end - 2 : end] in ("'s", "’s"):
        return end - 2
    return end - 1 if text[end - 1] == "." else end


@lru_cache(maxsize=4096)
def weigh(parts: tuple[str, ...]) -> float:
    """Weigh the words of a name by themselves: known names, initials, pinyin."""
    if _is_pinyin(parts):
        return 2.5
    weight = 2.0 if parts[0] in words.GIVEN or parts[0].split("-")[0] in words.GIVEN else 0.0
    weight += 1.5 if parts[-1] in words.SURNAMES or parts[-1] in words.PINYIN_SURNAMES else 0.0
    weight += 1.5 if not weight % 2 and _SURNAME_END.search(parts[-1]) else 0.0
    weight += 1.0 if parts[-1][:2] in ("o'", "o’", "mc") or "-" in parts[-1] else 0.0
    weight += 0.5 if not weight or (len(parts[0]) > 2 and _is_given_pinyin(parts[0])) else 0.0
    weight += sum(0.5 for part in parts[1:-1] if len(part) == 1 or part in words.PARTICLES)
    weight += (
        1.0 if len(parts) > 1 and parts[-1] in words.GIVEN and parts[0] in words.SURNAMES else 0.0
    )
    return weight


def _is_pinyin(parts: tuple[str, ...]) -> bool:
    """Tell whether words are a Chinese name, surname first or last."""
    if not 2 <= len(parts) <= 3:
        return False
    first = parts[0] in words.PINYIN_SURNAMES and all(map(_is_given_pinyin, parts[1:]))
    last = parts[-1] in words.PINYIN_SURNAMES and all(map(_is_given_pinyin, parts[:-1]))
    return first or last


@lru_cache(maxsize=4096)
def _is_given_pinyin(word: str) -> bool:
    joined = word.replace("-", " ").split()
    if len(joined) > 1:
        return len(joined) == 2 and all(part in words.SYLLABLES for part in joined)
    return word in words.SYLLABLES or any(
        word[:cut] in words.SYLLABLES and word[cut:] in words.SYLLABLES
        for cut in range(1, len(word))
    )


def _before(text: str, start: int) -> float:
    if _SLOT.search(text[max(0, start - 24) : start]):
        return 2.5
    lead = _BEFORE.search(text[max(0, start - 24) : start])
    if lead is None:
        return 0.0
    word = lead[1].casefold().rstrip(".").removesuffix("'s")
    if word in words.ROLES:
        return 2.0
    return 1.0 if word in words.PREPOSITIONS or word.endswith("ed") else 0.0


def _after(text: str, end: int) -> float:
    follows = _AFTER.match(text[end : end + 16])
    if follows and follows[1] in words.PERSONAL_VERBS:
        return 2.5 if follows[1] in words.HUMAN_VERBS else 1.5
    if follows and follows[1] in words.VERBS:
        return 0.5
    return 0.5 if _BORDER.match(text, end) else 0.0


def _is_organisation(text: str, end: int) -> bool:
    """Tell whether the words right after make it a thing or an office."""
    follows = _TOKEN.match(text, end + 1)
    return (
        follows is not None
        and text[end : end + 1] == " "
        and follows.group().casefold().rstrip(".") in _THINGS
    )
