"""Amounts of money and counts that a text speaks of, as intervals that rounding leaves open.

约1900万元, CNY 18.54m and 18,535,500.00 yuan are the same to within what each of them says: an amount
stands for all values that it may be a rounding of. The currency is not told apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

_UNITS: Final = {
    "十": 10, "百": 100, "千": 1e3, "k": 1e3, "thousand": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6,
    "million": 1e6, "millions": 1e6, "mn": 1e6, "mln": 1e6, "mio": 1e6, "m": 1e6, "千万": 1e7, "亿": 1e8,
    "billion": 1e9, "bn": 1e9, "十亿": 1e9, "百亿": 1e10, "w": 1e4,
}  # fmt: skip
_UNIT: Final = "|".join(sorted(_UNITS, key=len, reverse=True))
_CURRENCY: Final = (
    "人民币|人民幣|rmb|renminbi|cny|cnh|yuan|元|圆|¥|￥|hkd|hk\\$|港币|港元|usd|us\\$|\\$|美元|美金|eur|euros?|欧元|€"
    "|sgd|s\\$|新币|gbp|£|英镑|twd|nt\\$|新台币|台币|mop|澳门元|日元|jpy"
)
_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3}){2,}(?:\.\d+)?|\d+(?:\.\d+)?"
_ABOUT: Final = "约|大约|近|逾|超过?|多达|不足|至少|共计?|合计|about|around|approximately|approx\\.?|some|roughly|nearly|almost|over|more than|at least|up to|circa|ca\\."
_AMOUNT: Final = re.compile(
    rf"(?P<about>{_ABOUT})?\s*(?P<before>{_CURRENCY})?\s*(?:约|about)?\s*(?<![\d.])(?<!\d,)(?P<number>{_NUMBER})(?:-(?P<upper>{_NUMBER}))?"
    rf"(?:余|多)?\s*(?P<unit>(?:{_UNIT})(?![a-z]))?(?:\.(?!\s))?(?:余|多)?\s*(?P<after>(?:{_CURRENCY})(?!\s?\d))?",
    re.IGNORECASE | re.ASCII,
)
_ZH: Final = {word: value for value, word in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "〇": 0,  # noqa: RUF001  # a Chinese zero
}
_ZH_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_ZH_LARGE: Final = {"万": 10_000, "亿": 100_000_000}
_ZH_NUMERAL: Final = re.compile(
    r"(?<![\d.零〇一二两三四五六七八九十百千万亿])[零〇一二两三四五六七八九十百千万亿]{2,}(?=余?多?(?:元|人民币|港元|美元|名|户|笔|人))"
)
_PEOPLE: Final = "名|人|户|个账户|位|customers?|clients?|accounts?|users?|payers?|investors?|victims?|people|persons|holders?|members? of the public|lenders?|borrowers?|depositors?"
_ITEMS: Final = "笔|项|处|宗|单|条|次|批|places?|breaks?|mismatches|items?|orders?|payments?|transactions?|transfers?|entries|records?|logins?|attempts?"
_COUNT: Final = re.compile(
    rf"(?<![0-9A-Za-z.,*-])(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}})(?:余|多)?\s*(?:(?P<people>个账户|{_PEOPLE})|(?P<items>{_ITEMS}))"
    r"|(?<![0-9A-Za-z.,*-])(?P<english>\d{1,3}(?:,\d{3})+|\d{1,7})\s+(?:[a-z-]+\s+){1,3}?(?:(?P<some>customers|clients|accounts|users|payers|investors|victims|people|lenders)|(?P<things>items|orders|payments|transactions|transfers|entries|logins))\b",
    re.IGNORECASE | re.ASCII,
)
_ROUGHLY: Final = frozenset(
    {"约", "大约", "近", "about", "around", "approximately", "approx", "approx.", "some"}
    | {"roughly", "nearly", "almost", "circa", "ca."}
)
_BEYOND: Final = frozenset({"逾", "超", "超过", "over", "more than", "at least", "至少"})
_LARGE: Final = 1e4
_COUNTED: Final = re.compile(rf"\s*(?:[a-z-]+\s+)?(?:{_PEOPLE}|{_ITEMS})", re.IGNORECASE)
# The number that follows is what is known by now, or one of several.
_PART: Final = re.compile(
    r"(?:其中|部分|首笔|单笔|先期|前期|当日|已知|已查明|已核实|初步|至少|不少于|目前|暂时|so far|to date|of which|at least|partial\w*|known|initial\w*|preliminary|first|including|part of|portion|tranche)"
    r"[^。;!?]{0,30}$",
    re.IGNORECASE,
)
_FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_MONTH: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE: Final = re.compile(
    r"(?<!\d)(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)|(?<!\d)\d{1,2}([/.])\d{1,2}\2(?:19|20)\d\d(?!\d)"
    rf"|\b(?:{_MONTH})[a-z]*\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)?\s+(?:{_MONTH})[a-z]*\.?,?\s+(?:19|20)\d\d\b",
    re.IGNORECASE | re.ASCII,
)
_LABELLED: Final = re.compile(
    r"(?:(?P<people>人数|户数|客户数|涉及客户|受影响(?:人数|客户)?|affected|victims|customers|clients|users|people|accounts)|笔数|件数|数量|items|cases|entries|orders|transactions)"
    r"\s?[\]】|:]+\s?(?P<number>\d{1,3}(?:,\d{3})+|\d{1,7})(?![\d.,]\d|\d)",
    re.IGNORECASE | re.ASCII,
)
# All sums of such a text are what is known by now.
_GROWING: Final = re.compile(
    r"还会增加|将会增加|会上升|持续(?:统计|增加|上升)|尚在(?:统计|增加)|目前已查到|截至目前|(?:sum|total|amount|figures?) (?:will|may|is likely to|is expected to|could) (?:still )?(?:rise|grow|increase|go up)|counted so far|so far counted",
    re.IGNORECASE,
)
SMALLEST: Final = 100.0
MOST: Final = 4


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The values that a number may stand for, both ends inclusive; `is_part` of a larger sum."""

    low: float
    high: float
    is_part: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Count:
    """How many, of people (True) or of things."""

    number: int
    of_people: bool


def find_amounts(text: str) -> tuple[Span, ...]:
    """Return the amounts of money in a text in simplified characters, in order, at most four."""
    plain = _DATE.sub(" | ", _ZH_NUMERAL.sub(_write_numeral, text.translate(_FORMAL)))
    is_growing = _GROWING.search(text) is not None
    found = [_read(matched) for matched in _AMOUNT.finditer(plain) if _is_money(matched)]
    spans = (replace(one, is_part=one.is_part or is_growing) for one in found)
    return tuple(dict.fromkeys(span for span in spans if span.high >= SMALLEST))[:MOST]


def find_counts(text: str) -> tuple[Count, ...]:
    """Return the counts of people and of things in a text, in order, at most four."""
    plain = _DATE.sub(" | ", _ZH_NUMERAL.sub(_write_numeral, text))
    return tuple(dict.fromkeys((*_counts(plain), *_labelled(plain))))[:MOST]


def _labelled(text: str) -> Iterator[Count]:
    """Yield the counts of forms: 人数:424, Items: 718."""
    for matched in _LABELLED.finditer(text):
        yield Count(int(matched["number"].replace(",", "")), matched["people"] is not None)


def _counts(text: str) -> Iterator[Count]:
    for matched in _COUNT.finditer(text):
        number = matched["number"] or matched["english"]
        yield Count(int(number.replace(",", "")), bool(matched["people"] or matched["some"]))


def _is_money(matched: re.Match[str]) -> bool:
    """Tell a sum from other numbers: it has a currency, or a large unit and counts nothing."""
    if matched["before"] or matched["after"]:
        return True
    large = (
        _UNITS.get((matched["unit"] or "").lower(), 0) >= _LARGE and len(matched["unit"] or "") != 1
    )
    large = large or (matched["unit"] or "") in {"万", "亿"}
    return large and not _COUNTED.match(matched.string, matched.end())


def _read(matched: re.Match[str]) -> Span:
    unit = _UNITS[(matched["unit"] or "").lower()] if matched["unit"] else 1.0
    value, step = _read_number(matched["number"])
    if matched["upper"]:
        upper, _ = _read_number(matched["upper"])
        return Span(value * unit, upper * unit)
    about = (matched["about"] or "").lower()
    down = 0.1 if about in _BEYOND else 0.55
    up = 1.1 if about in _BEYOND else 0.55
    slack = 0.005 * value if about in _ROUGHLY else 0.0
    low, high = (value - down * step - slack) * unit, (value + up * step + slack) * unit
    return Span(
        low, high, is_part=_PART.search(matched.string, 0, matched.start("number")) is not None
    )


def _read_number(text: str) -> tuple[float, float]:
    """Return the number and the worth of its last digit that is not zero."""
    digits = re.sub(r"[, ]", "", text)
    whole, _, part = digits.partition(".")
    part = part.rstrip("0")
    if part:
        return float(digits), 10.0 ** -len(part)
    zeros = len(whole) - len(whole.rstrip("0"))
    return float(digits), 10.0 ** min(zeros, max(len(whole) - 1, 0))


def _write_numeral(matched: re.Match[str]) -> str:
    """Return a Chinese numeral in digits, with its large unit kept for rounding."""
    total, section, digit = 0, 0, 0
    for letter in matched[0]:
        if letter in _ZH:
            digit = _ZH[letter]
        elif letter in _ZH_UNITS:
            section, digit = section + (digit or 1) * _ZH_UNITS[letter], 0
        else:
            total, section, digit = (total + (section + digit or 1)) * _ZH_LARGE[letter], 0, 0
    return str(total + section + digit)
