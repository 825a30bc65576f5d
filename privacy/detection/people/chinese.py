"""Chinese names in running text: surname, given-name characters and neighbours, weighed together.

Each place with a surname gets a score; words that merely look like names lower it. A name that is
certain once in a text is a name wherever the text repeats it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privacy.detection.people import chinese_words as words
from privacy.detection.people.chinese_collisions import CROSSING, ENDS, STARTS

_ENOUGH = 4.0
_CERTAIN = 5.5
_HAN = r"\u4e00-\u9fff"
_WEIGHTS = {
    **dict.fromkeys(words.RARE_SURNAMES, 0.0),
    **dict.fromkeys(words.FREQUENT_BUT_WORDS, 0.5),
    **dict.fromkeys(words.COMMON_SURNAMES, 1.0),
    **dict.fromkeys(words.CLEAR_SURNAMES, 2.0),
    **dict.fromkeys(words.JAPANESE_SURNAMES, 2.0),
    **dict.fromkeys(words.COMPOUND_SURNAMES, 3.5),
}
_LONG_SURNAMES = [*words.COMPOUND_SURNAMES, *words.JAPANESE_SURNAMES]
_LONG_HEADS = "".join({surname[0] for surname in _LONG_SURNAMES})
_CLEAR = frozenset(words.CLEAR_SURNAMES)
# A Vietnamese woman's second word, and a man's.
_MIDDLE = frozenset("氏文")
_JAPANESE = frozenset(words.JAPANESE_SURNAMES)
_JAPANESE_ENDS = frozenset("子美代香枝江奈郎介")
# A clear surname behind a word that announces a person.
_ANNOUNCED = 5.0
# A row of a table: a cell with a surname before a cell with a number or an address.
_ROW = re.compile(
    rf"(?:^|[：:,，|;；\t\n“\"'])\s?((?:[{words.CLEAR_SURNAMES}][{_HAN}]{{1,2}}|(?:{'|'.join(words.COMPOUND_SURNAMES)})[{_HAN}]{{1,2}}))(?=\s?[,，|;；\t]\s?[0-9A-Za-z*+][0-9A-Za-z*@._+\- ]{{5}})"
)
_SURNAME = re.compile(
    f"(?=[{_LONG_HEADS}])(?:{'|'.join(_LONG_SURNAMES)})(?=[{_HAN}])"
    f"|[{words.CLEAR_SURNAMES}{words.COMMON_SURNAMES}{words.RARE_SURNAMES}](?=[{_HAN}])"
)
# Nested by the last character, so that a lead is looked up by a few slices.
_LEADS = frozenset(words.LEADS)
_LONGEST_LEAD = max(map(len, words.LEADS))
_LINK = re.compile(r"(?:[为是叫系:：=\s\"“'\u2018「『(（<《]|即){1,4}$")
_TITLES = frozenset(words.TITLES)
_FOLLOWERS = frozenset(words.FOLLOWERS)
_LONG_FOLLOWERS = frozenset(w for w in _FOLLOWERS if len(w) > 1) - {*words.ORGANISATION_TAIL}
_LONGEST_WORD = 4
# What only a person has.
# Characters of sentences that names hold too, in one place of a given name.
_SOMETIMES = {("于", 0): -1.0, ("以", 0): -0.25, ("儿", 1): 0.5}
_ANYBODY = frozenset(
    [
        "本人",
        "他人",
        "个人",
        "有人",
        "两人",
        "二人",
        "三人",
        "多人",
        "老人",
        "私人",
        "别人",
        "某人",
        "无人",
        "何人",
        "等人",
        "众人",
    ]
)
_POSSESSION = re.compile(
    r"的(?:身份证|身分证|手机|银行卡|护照|电话|证件|签名|笔迹|丈夫|妻子|父亲|母亲|儿子|女儿|家属|家人|朋友|账户|账号|帐户|名义|住处|住址|口供|供述|微信|支付宝|信用卡|储蓄卡|身份)"
)
_ORGANISATION = re.compile(
    rf"(?:(?![在于向与和及由被将的为是以至从到对给经称持转汇今昨疑其该他她]|自称|透过|通过|认识|加入|下载|购买|安装|打开|反映|表示|发现|使用|存入|就职|任职|开户|办理|联系|收到|前往|投诉|冒充|假冒|致电|来电|报案|起诉)[{_HAN}（）()]){{0,14}}?"
    f"(?:{'|'.join(words.ORGANISATION_TAIL)})"
)
_BETWEEN = re.compile(
    r"(?:[、,，/&及和与跟同]|以及|和其\w{1,2}|[（(][^（）()]{1,24}[)）][、,，和与及]){1,2}"
)


# A field that holds a name and nothing else takes names of any make.
_SLOT = re.compile(
    rf"(?:姓名|户名|户主|真名|实名人|本名|原名|名字|绑定人|收件人|寄件人|真实姓名|姓名拼音|全名|联系人|联络人|收款人|付款人|汇款人|持有人|持卡人|持证人|经办人|负责人|代理人|申请人|借款人|受益人|嫌疑人|受害人|被害人|当事人|报案人|投诉人|车主|机主|实名|holder|name|法定代表人)"
    rf"(?:[:：=为是]\s?|\s?=\s?)['\"“]?([{_HAN}·]{{2,5}})(?![{_HAN}0-9A-Za-z])"
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
        base = _WEIGHTS[surname.group()] + _before(text, start)
        if text.startswith(words.COUNTRIES, start):
            continue
        if base <= _ENOUGH - 7 or _word_at(text, split, _TITLES):
            continue
        yield from _double(text, start, split, base)
        for end in (split + 1, split + 2):
            given = text[split:end]
            weight = _given(given) if len(given) == end - split else None
            if weight is None:
                break
            after = _after(text, start, end)
            collisions = _collisions(text, start, end)
            if text[start] in _CLEAR and base >= _ANNOUNCED and after >= 1.0:
                collisions *= 0.25
            yield _Candidate(start, end, base + weight + collisions + after)


def _double(text: str, start: int, split: int, base: float) -> Iterator[_Candidate]:
    """Yield a name with three characters behind the first surname."""
    end = split + 3
    if end > len(text) or not _may_be_long(text, start, split, end):
        return
    weight, after = _given(text[split + 1 : end]), _after(text, start, end)
    if weight is not None and weight >= 1.0 and after >= 1.0:
        collisions = _collisions(text, start, end)
        yield _Candidate(start, end, base + 1.5 + weight + collisions + after)


def _may_be_long(text: str, start: int, split: int, end: int) -> bool:
    """Tell whether a second surname or a middle word follows, or a Japanese given name of three."""
    if text[start:split] in _JAPANESE:
        return text[end - 1] in _JAPANESE_ENDS
    is_plain = split - start == 1 and _WEIGHTS[text[start]] >= 1.0
    return is_plain and (text[split] in _CLEAR or text[split] in _MIDDLE)


def _slots(text: str) -> Iterator[_Candidate]:
    for slot in _SLOT.finditer(text):
        written = slot[1]
        if written not in _NOBODY and (
            written[0] in _WEIGHTS or not words.NEVER_GIVEN.intersection(written)
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


def _before(text: str, start: int) -> float:
    """Weigh what stands before a place: an announcement, a preposition, a sentence border."""
    lead = text[max(0, start - 12) : start]
    if not lead:
        return 0.7
    linked = _LINK.search(lead)
    bare = lead[: linked.start()] if linked else lead
    if _ends_with_lead(lead) or (linked and _ends_with_lead(bare)):
        return -2.0 if lead[-1] != "人" and lead[-1] + text[start] in ENDS else 3.0
    if lead[-1] + text[start] in ENDS:
        return -5.0
    if lead[-1] == "人" and "\u4e00" <= lead[-2:-1] <= "\u9fff" and lead[-2:] not in _ANYBODY:
        return 2.0
    if (
        lead[-1] in words.PREPOSITIONS
        or (lead[-2:] in words.GOVERNORS or lead[-3:] in words.GOVERNORS)
        or lead[-1] in "人者员民"
    ):
        return 1.0
    return 0.0 if "\u4e00" <= lead[-1] <= "\u9fff" else 0.7


def _ends_with_lead(text: str) -> bool:
    return any(text[-size:] in _LEADS for size in range(2, min(_LONGEST_LEAD, len(text)) + 1))


def _collisions(text: str, start: int, end: int) -> float:
    weight = 0.0
    if text[start : start + 2] in STARTS:
        weight = -4.0 if end - start == 2 else -3.0
    if end - start > 2 and text[end - 1 : end + 1] in CROSSING:
        weight -= 2.5
    if text[end : end + 1] in words.PLACE_TAIL or text[end - 1] in words.PLACE_TAIL:
        weight -= 3.0
    if _ORGANISATION.match(text, start + 1):
        weight -= (
            0.0 if _word_at(text, end, _LONG_FOLLOWERS) or _word_at(text, end, _TITLES) else 5.0
        )
    return weight


def _after(text: str, start: int, end: int) -> float:
    """Weigh what stands after a place: a title, a word that goes on after a name, a border.

    A name that fills its clause has borders on both sides.
    """
    if _word_at(text, end, _TITLES) or _POSSESSION.match(text, end):
        return 2.5
    if end >= len(text) or not "\u4e00" <= text[end] <= "\u9fff":
        return 1.0 if start and "\u4e00" <= text[start - 1] <= "\u9fff" else 2.0
    follower = _word_at(text, end, _FOLLOWERS)
    if not follower:
        return 0.0
    return 1.0 if follower == 1 else 1.5


def _word_at(text: str, place: int, known: frozenset[str]) -> int:
    """Return the length of the longest known word at a place, 0 without one."""
    for size in range(_LONGEST_WORD, 0, -1):
        if text[place : place + size] in known and place + size <= len(text):
            return size
    return 0


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
        if text[place - 1 : place + 1] not in ENDS and _take(taken, again):
            yield again.start, again.end
        place = text.find(name, place + 1)
