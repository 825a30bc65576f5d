"""Names in Latin letters: runs of capitalised words, weighed by lists, pinyin shape and neighbours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from unicodedata import normalize

from privacy.detection.people import western_words as words
from privacy.detection.people import world_words
from privacy.detection.people.chinese_words import LEADS
from privacy.detection.people.ordinary_words import is_ordinary
from privacy.detection.traditional import simplify

_ENOUGH = 2.5
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿ\u0100-\u024f\u1e00-\u1eff"
_WORD = rf"[A-ZÀ-ÖØ-Þ\u0100-\u024f\u1ea0-\u1ef9](?:[{_LETTERS}]|['’\-](?=[{_LETTERS}]))*+"
_RUN = re.compile(
    rf"(?<![{_LETTERS}0-9@_./&\-])(?:[A-Z]\.|(?:Mr|Mrs|Ms|Dr|Prof|St)\.|{_WORD})(?: (?:(?:de|la|le|van|von|der|den|da|dos|do|di|del|bin|binti|binte|al|el|ibn|ter|ap|ferch|s/o|d/o|a/l|a/p|e) ){{0,3}}(?:[A-Z]\.(?=[ ,])|{_WORD}))*+"
    rf"(?![{_LETTERS}]|[@_0-9]|&(?![a-z_]{{1,20}}=))"
)
_TOKEN = re.compile(rf"[{_LETTERS}'’.\-]+")
_BEFORE = re.compile(r"([A-Za-z'’.]+),?[\s:=\"'“(]{0,3}$")
_AFTER = re.compile(r"(?:'s|’s)?\s?[,(]?\s?([a-z]+)")
# What only a person has.
_POSSESSION = re.compile(
    r"['’]s? (?:[a-z]+ )?(?:phone|mobile|handset|account|card|passport|wallet|device|laptop|e?-?mail|inbox|identity|name|mother|father|wife"
    r"|husband|son|daughter|brother|sister|cousin|friend|lawyer|employer|landlord|savings|salary|signature|password|address|flat|home|car)\b"
)
_CELL = frozenset("|\t,，、/>")
_LEADS = frozenset(LEADS)
_BORDER = re.compile(r"\s?(?:[\u4e00-\u9fff|，。、；）（,.;:)(\"'”]|'s|’s|$)")
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
_GIVEN = words.GIVEN | world_words.GIVEN
_SURNAMES = words.SURNAMES | world_words.SURNAMES
# Written by syllables of one consonant and one vowel; many names of Japan and some of Africa.
_OPEN_SYLLABLES = re.compile(
    r"(?:(?:[kstnhmyrwgzdbpfj]|sh|ch|ts|[kgnhbpmr]y|kk|tt|ss|pp)?[aiueo]|n(?![aiueo]))+"
)
_CAMEL = re.compile(r"(?<!Mc)(?<!Mac)(?<![A-Z][ieo])(?<!La)(?<!Van)(?<!Fitz)(?<=[a-z])[A-Z]")
_MONTHS = frozenset({"jan", "april", "may", "june", "august", "mark", "will", "grant", "rose"})
_THINGS = words.ORGANISATION_WORDS | words.PLACE_WORDS
_MOST = 40
# So many words may stand between what looks like a name and the word for an office.
_LONGEST_TAIL = 3
# Words that are none of the language, with a capital though no sentence begins there.
_IN_SENTENCE = 0.5
# A surname is known, and the word before it is none of the language.
_SURNAME_ONLY = 1.5


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
        is_role = not group and word in words.ROLES and word not in _GIVEN
        is_word = is_role or (word in words.NOT_NAMES and not _may_be_given(text, place, run.end()))
        if not is_title and (not is_word or _is_initial(text, place)):
            group.append(place)
            continue
        yield group, titled
        group, titled = [], is_title
    yield group, titled


def _may_be_given(text: str, place: tuple[int, int], end: int) -> bool:
    """Tell whether a month that is a given name too has more of a name behind it."""
    return place[1] < end and _bare(text, place) in _MONTHS


def _is_initial(text: str, place: tuple[int, int]) -> bool:
    return place[1] - place[0] == 2 and text[place[1] - 1] == "."


def _bare(text: str, place: tuple[int, int]) -> str:
    word = text[place[0] : place[1]].casefold()
    if not word.isascii():
        word = "".join(filter(str.isascii, normalize("NFKD", word.replace("’", "'"))))
    return word.removesuffix("'s").rstrip(".") if len(word) > 2 else word.rstrip(".")


def _weigh_group(text: str, group: list[tuple[int, int]], *, titled: bool) -> Iterator[_Candidate]:
    """Yield the name that a run of words is, with its score; nothing when it names a thing."""
    parts = tuple(_bare(text, place) for place in group)
    if not 1 <= len(parts) <= 6 or any(part in _THINGS for part in parts):
        return
    start, end = group[0][0], _end_of(text, group[-1][1])
    if _is_technical([text[slice(*place)] for place in group], parts):
        return
    if _is_organisation(text, end):
        return
    lonely = len([part for part in parts if part not in words.PARTICLES]) <= 1
    if titled:
        yield _Candidate(start, end, _ENOUGH)
    elif not lonely:
        score = weigh(parts) + _before(text, start) + _after(text, end)
        score += _IN_SENTENCE if _is_in_sentence(text, start) and _are_unknown(parts) else 0.0
        yield _Candidate(start, end, score)


def _is_technical(written: list[str], parts: tuple[str, ...]) -> bool:
    """Tell whether a word has capitals inside, or is an acronym beside plain words."""
    if any(_CAMEL.search(word) for word in written):
        return True
    capitals = [len(word) > 1 and word.isupper() and "." not in word for word in written]
    return not all(capitals) and any(
        is_capital and part not in _SURNAMES and part not in words.PINYIN_SURNAMES
        for is_capital, part in zip(capitals, parts, strict=True)
    )


def _is_in_sentence(text: str, start: int) -> bool:
    """Tell whether a plain word of the same sentence stands right before a place."""
    return start > 1 and text[start - 1] == " " and text[start - 2].islower()


def _are_unknown(parts: tuple[str, ...]) -> bool:
    return len(parts) > 1 and not any(map(is_ordinary, parts))


def _end_of(text: str, end: int) -> int:
    if text[end - 2 : end] in ("'s", "’s"):
        return end - 2
    return end - 1 if text[end - 1] == "." else end


@lru_cache(maxsize=4096)
def weigh(parts: tuple[str, ...]) -> float:
    """Weigh the words of a name by themselves: known names, initials, pinyin."""
    if _is_pinyin(parts) or (len(parts) > 3 and _is_pinyin(parts[1:])):
        return 2.5
    weight = 2.0 if parts[0] in _GIVEN or parts[0].split("-")[0] in _GIVEN else 0.0
    weight += 1.5 if parts[-1] in _SURNAMES or parts[-1] in words.PINYIN_SURNAMES else 0.0
    weight += 1.5 if not weight % 2 and _SURNAME_END.search(parts[-1]) else 0.0
    weight += 1.5 if not weight % 2 and _is_of_open_syllables(parts) else 0.0
    weight += 0.5 if weight == _SURNAME_ONLY and not is_ordinary(parts[0]) else 0.0
    weight += 1.0 if parts[-1][:2] in ("o'", "o’", "mc") or "-" in parts[-1] else 0.0
    weight += 0.5 if not weight and not any(map(is_ordinary, parts)) else 0.0
    weight += (
        0.5 if weight in (0.0, 0.5) or (len(parts[0]) > 2 and _is_given_pinyin(parts[0])) else 0.0
    )
    weight += sum(0.5 for part in parts[1:-1] if len(part) == 1 or part in words.PARTICLES)
    weight += 2.0 if len(parts) > 1 and parts[-1] in _GIVEN and parts[0] in _SURNAMES else 0.0
    return weight


def _is_of_open_syllables(parts: tuple[str, ...]) -> bool:
    return len(parts) > 1 and all(len(p) > 3 and _OPEN_SYLLABLES.fullmatch(p) for p in parts)


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
        return _before_in_chinese(text, start)
    word = lead[1].casefold().rstrip(".").removesuffix("'s")
    if word in words.ROLES:
        return 2.0
    return 1.0 if word in words.PREPOSITIONS or word.endswith("ed") else 0.0


def _before_in_chinese(text: str, start: int) -> float:
    """Weigh a Chinese word for a person, or the border of a cell, right before a place."""
    lead = simplify(text[max(0, start - 8) : start]).rstrip(" :：（(“「")
    if any(lead[-size:] in _LEADS for size in range(2, len(lead) + 1)):
        return 2.0
    return 1.0 if lead[-1:] in _CELL else 0.0


def _after(text: str, end: int) -> float:
    if _POSSESSION.match(text, end):
        return 2.0
    follows = _AFTER.match(text[end : end + 16])
    if follows and follows[1] in words.PERSONAL_VERBS:
        return 2.5 if follows[1] in words.HUMAN_VERBS else 1.5
    if follows and follows[1] in words.VERBS:
        return 0.5
    return 0.5 if _BORDER.match(text, end) else 0.0


def _is_organisation(text: str, end: int) -> bool:
    """Tell whether the words right after, as far as they have capitals, make it a thing or an office."""
    for _ in range(_LONGEST_TAIL):
        follows = _TOKEN.match(text, end + 1) if text[end : end + 1] == " " else None
        if follows is None:
            return False
        if follows.group().casefold().rstrip(".") in _THINGS:
            return True
        if not follows.group()[0].isupper():
            return False
        end = follows.end()
    return False
