"""Chinese names in running text: surname, given-name characters and neighbours, weighed together.

Each place with a surname gets a score; words that merely look like names lower it. A name that is
certain once in a text is a name wherever the text repeats it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privacy.detection.people import chinese_words as words
from privacy.detection.people.chinese_borders import (
    ALL_ENDS,
    ANNOUNCEMENT,
    HAN,
    SERIAL,
    TITLES,
    WEIGHTS,
    weigh_after,
    weigh_before,
    weigh_collisions,
    word_at,
)
from privacy.detection.people.chinese_collisions import STARTS
from privacy.detection.people.chinese_common import COMMON

_ENOUGH = 4.0
_CERTAIN = 5.5
_LONG_SURNAMES = [*words.COMPOUND_SURNAMES, *words.JAPANESE_SURNAMES]
_LONG_HEADS = "".join({surname[0] for surname in _LONG_SURNAMES})
_CLEAR = frozenset(words.CLEAR_SURNAMES)
_SELDOM = frozenset(words.SELDOM_SURNAMES)
_COMMON = COMMON | frozenset(words.FOLLOWERS)
# A Vietnamese woman's second word, and a man's.
_MIDDLE = frozenset("氏文")
_JAPANESE = frozenset(words.JAPANESE_SURNAMES)
_JAPANESE_ENDS = frozenset("子美代香枝江奈郎介")
# A clear surname behind a word that announces a person.
_ANNOUNCED = 5.0
# A row of a table: a cell with a surname before a cell with a number or an address.
_ROW = re.compile(
    rf"(?:^|[：:,，|;；\t\n“\"'])\s?((?:[{words.CLEAR_SURNAMES}][{HAN}]{{1,2}}|(?:{'|'.join(words.COMPOUND_SURNAMES)})[{HAN}]{{1,2}}))(?=\s?[,，|;；\t]\s?[0-9A-Za-z*+][0-9A-Za-z*@._+\- ]{{5}})"
)
_SURNAME = re.compile(
    f"(?=[{_LONG_HEADS}])(?:{'|'.join(_LONG_SURNAMES)})(?=[{HAN}])"
    f"|[{words.CLEAR_SURNAMES}{words.COMMON_SURNAMES}{words.RARE_SURNAMES}{words.SELDOM_SURNAMES}](?=[{HAN}])"
)
# Characters of sentences that names hold too, in one place of a given name.
_SOMETIMES = {
    ("于", 0): -1.0,
    ("以", 0): -0.25,
    ("儿", 1): 0.5,
    ("家", 1): -1.0,
    ("用", 0): -1.0,
    ("用", 1): -2.0,
    ("凭", 1): -2.0,
    ("亦", 1): -0.5,
    ("早", 1): -0.5,
    ("双", 1): -0.5,
    ("进", 0): 0.25,
    ("步", 1): 0.25,
    ("区", 0): -3.0,
    ("向", 0): -1.0,
}
_BETWEEN = re.compile(
    r"(?:[、,，/&及和与跟同]|以及|和其\w{1,2}|[（(][^（）()]{1,24}[)）][、,，和与及]){1,2}"
)


# A field that holds a name and nothing else takes names of any make.
_SLOT = re.compile(
    rf"(?:姓名|户名|户主|真名|实名人|本名|原名|名字|绑定人|收件人|寄件人|真实姓名|姓名拼音|全名|联系人|联络人|收款人|付款人|汇款人|持有人|持卡人|持证人|经办人|负责人|代理人|申请人|借款人|受益人|嫌疑人|受害人|被害人|当事人|报案人|投诉人|车主|机主|实名|holder|name|法定代表人)"
    rf"(?:[:：=为是]\s?|\s?=\s?)['\"“]?([{HAN}·]{{2,5}})(?![{HAN}0-9A-Za-z])"
)
_NOBODY = frozenset(
    [
        "未知",
        "不详",
        "不明",
        "匿名",
        "暂无",
        "本人",
        "同上",
        "待查",
        "待核",
        "保密",
        "空白",
        "无名",
        "多人",
        "他人",
    ]
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    score: float


def find_chinese_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the names of a text in simplified characters."""
    best = sorted(
        [*_candidates(text), *_slots(text), *_rows(text)],
        key=lambda found: (-found.score, found.start),
    )
    taken = bytearray(len(text))
    chosen = [found for found in best if found.score >= _ENOUGH and _take(taken, found)]
    chosen += [found for found in _neighbours(best, chosen, text) if _take(taken, found)]
    for found in chosen:
        yield found.start, found.end
    certain = {text[found.start : found.end] for found in chosen if found.score >= _CERTAIN}
    for name in sorted(certain):
        yield from _repetitions(text, name, taken)


def _take(taken: bytearray, found: _Candidate) -> bool:
    if taken.find(1, found.start, found.end) >= 0:
        return False
    taken[found.start : found.end] = b"\x01" * (found.end - found.start)
    return True


def _candidates(text: str) -> Iterator[_Candidate]:
    for surname in _SURNAME.finditer(text):
        start, split = surname.span()
        before = weigh_before(text, start)
        base = WEIGHTS[surname.group()] + before
        if base <= _ENOUGH - 7 or _begins_a_word(text, start, split, before):
            continue
        yield from _double(text, start, split, base)
        for end in (split + 1, split + 2):
            given = text[split:end]
            weight = _given(given) if len(given) == end - split else None
            if weight is None:
                break
            after = weigh_after(text, start, end)
            collisions = weigh_collisions(text, start, end)
            if before < ANNOUNCEMENT and SERIAL.match(text, end):
                collisions -= 5.0
            if text[start] in _CLEAR and base >= _ANNOUNCED and after >= 1.0:
                collisions *= 0.25
            yield _Candidate(start, end, base + weight + collisions + after)


def _begins_a_word(text: str, start: int, split: int, before: float) -> bool:
    """Tell whether a surname is the start of a country, stands before a title, or is too seldom here."""
    if text.startswith(words.COUNTRIES, start) or word_at(text, split, TITLES):
        return True
    is_word = text[start : start + 2] in _COMMON
    return text[start] in _SELDOM and (before < ANNOUNCEMENT or is_word)


def _double(text: str, start: int, split: int, base: float) -> Iterator[_Candidate]:
    """Yield a name with three characters behind the first surname."""
    end = split + 3
    if end > len(text) or not _may_be_long(text, start, split, end):
        return
    weight, after = _given(text[split + 1 : end]), weigh_after(text, start, end)
    if weight is not None and weight >= 1.0 and after >= 1.0:
        collisions = weigh_collisions(text, start, end)
        yield _Candidate(start, end, base + 1.5 + weight + collisions + after)


def _may_be_long(text: str, start: int, split: int, end: int) -> bool:
    """Tell whether a second surname or a middle word follows, or a Japanese given name of three."""
    if text[start:split] in _JAPANESE:
        return text[end - 1] in _JAPANESE_ENDS
    is_plain = split - start == 1 and WEIGHTS[text[start]] >= 1.0
    return is_plain and (text[split] in _CLEAR or text[split] in _MIDDLE)


def _slots(text: str) -> Iterator[_Candidate]:
    for slot in _SLOT.finditer(text):
        written = slot[1]
        if written not in _NOBODY and (
            written[0] in WEIGHTS or not words.NEVER_GIVEN.intersection(written)
        ):
            yield _Candidate(*slot.span(1), _ENOUGH)


def _rows(text: str) -> Iterator[_Candidate]:
    for row in _ROW.finditer(text):
        if row[1][:2] not in STARTS:
            yield _Candidate(*row.span(1), _ENOUGH)


def _given(given: str) -> float | None:
    """Return the weight of a given name, None when it cannot be one."""
    weight = 0.0
    for place, character in enumerate(given):
        if (character, place) in _SOMETIMES:
            weight += _SOMETIMES[character, place]
            continue
        if character in words.NEVER_GIVEN or not "\u4e00" <= character <= "\u9fff":
            return None
        weight += 1.5 if character in words.GIVEN else -0.25
    doubled = len(given) == 2 and given[0] == given[1]
    return max(weight, 2.0) if doubled else weight


def _neighbours(
    best: list[_Candidate], chosen: list[_Candidate], text: str
) -> Iterator[_Candidate]:
    """Yield weaker candidates that stand in a list with a chosen one."""
    starts = {found.start for found in chosen}
    expected = {link.end() for found in chosen if (link := _BETWEEN.match(text, found.end))}
    for found in best:
        if not _ENOUGH - 2.5 <= found.score < _ENOUGH:
            continue
        link = _BETWEEN.match(text, found.end)
        if found.start in expected or (link and link.end() in starts):
            yield found


def _repetitions(text: str, name: str, taken: bytearray) -> Iterator[tuple[int, int]]:
    place = text.find(name)
    while place >= 0:
        again = _Candidate(place, place + len(name), _CERTAIN)
        is_apart = text[place - 1 : place + 1] not in ALL_ENDS
        if is_apart and not SERIAL.match(text, again.end) and _take(taken, again):
            yield again.start, again.end
        place = text.find(name, place + 1)
