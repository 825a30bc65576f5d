"""Days that a text speaks of: 10月13日, Oct 13, 2026-10-13, 13 October, and windows of them.

A day without a year is the one nearest to the time of the report. Days are ordinals of the proleptic
Gregorian calendar, as `date.toordinal` counts them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ZH_DIGITS: Final = {word: value for value, word in enumerate("〇一二三四五六七八九")}
_YEAR: Final = r"(?:19|20)\d\d"
_EXPRESSIONS: Final = tuple(
    re.compile(expression, re.IGNORECASE | re.ASCII)
    for expression in (
        rf"(?<!\d)(?P<y>{_YEAR})\s?年\s?(?P<m>1[0-2]|0?[1-9])\s?月(?:份)?\s?(?P<d>3[01]|[12]\d|0?[1-9])\s?[日号]?",
        rf"(?<![\d./-])(?P<y>{_YEAR})(?P<s>[-/.])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>3[01]|[12]\d|0?[1-9])(?![\d])",
        rf"(?<!\d)(?P<y>{_YEAR})(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?!\d)",
        r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])\s?月\s?(?P<d>3[01]|[12]\d|0?[1-9])\s?[日号]?",
        rf"\b(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<n>{_MONTH})\b\.?,?(?:[\s-]+(?P<y>{_YEAR}))?",
        rf"\b(?P<n>{_MONTH})\b\.?\s+(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?!\s?(?:%|million|m\b))(?:,?\s+(?P<y>{_YEAR}))?",
        rf"(?<![\d./-])(?P<d>3[01]|[12]\d|0?[1-9])(?P<s>[./])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<y>{_YEAR})(?!\d)",
    )
)  # fmt: skip
_ZH_NUMBER: Final = re.compile(r"([〇一二三四五六七八九十]{1,3})(?=[月日号])")
# From one day to another: the second may say its day only.
_TO: Final = re.compile(r"\s*(?:至|到|~|—|–|-|to|through|until|till)\s*", re.IGNORECASE)
_LAST_DAY: Final = re.compile(r"(?P<d>3[01]|[12]\d|0?[1-9])(?:日|号|st|nd|rd|th|(?=\s|,|$))")
_RELATIVE: Final = tuple(
    (re.compile(expression, re.IGNORECASE | re.ASCII), back)
    for expression, back in (
        (r"大前天", 3),
        (r"前日|前天|前晚|(?:the\s)?day before yesterday", 2),
        (r"昨[日天晚夜]|yesterday|last night|overnight|the (?:day|night) before", 1),
        (r"今[日天晨早晚]|本日|当日|today|this (?:morning|afternoon|evening)|tonight", 0),
    )
)
_ZH_WEEKDAYS: Final = "一二三四五六日"
_EN_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_AGO: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s?(?:天|日)(?:之)?前|\b(\d{1,2}|one|two|three|four|five|six) days? (?:ago|earlier|before)",
    re.IGNORECASE,
)
_NUMBERS: Final = {
    word: value for value, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)
}
_WEEKDAY: Final = re.compile(
    rf"(?P<last>上个?)?(?:本|这)?(?:周|星期|礼拜)(?P<zh>[{_ZH_WEEKDAYS}天])|\b(?:last |on |this )(?P<en>{'|'.join(_EN_WEEKDAYS)})\b",
    re.IGNORECASE,
)
# Days by which something is asked for, or on which a paper was written, are not days of the event.
_BESIDE: Final = re.compile(
    r"(?:截止|务必于|请于|请在|期限|有效期|反馈时间|上报时间|报告日期|发布日期|填报|编制"
    r"|deadline|due|no later than|reply by|respond by|report(?:ed)? by|feedback by|valid until|expires?"
    r"|发送时间|传送时间|发件时间|来文时间|sent|date:|date of (?:this )?report|issued|published)\s*(?:on|is|:|：|为|by)?\s*$",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"^\s?(?:之?前|以前|止)(?:反馈|回复|上报|报送|报告|完成|答复)|^\s?(?:来文|来函|来件)"
)
# On a line of its own, or in brackets at the head, stands the day of the letter.
_HEAD: Final = re.compile(r"(?:^|\n)\s*\(?\s*$")
_FOOT: Final = re.compile(r"^\s*(?:\)\s*(?:1\.|一[、,]|\n|$)|\n|$)")
MOST: Final = 4


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The first and the last day of something, equal for one day."""

    first: int
    last: int


def find_days(text: str, reported: date) -> tuple[Window, ...]:
    """Return the days and windows in the text, in order of place, each once, at most four."""
    plain = _ZH_NUMBER.sub(_write_number, text)
    letters: set[int] = set()
    found = dict(sorted(_scan(plain, reported, letters)))
    windows = dict.fromkeys(found.values())
    own = tuple(dict.fromkeys(one for at, one in found.items() if at not in letters))
    told = own or tuple(_scan_relative(plain, reported)) or tuple(windows)
    return told[:MOST]


def _scan(text: str, reported: date, letters: set[int]) -> Iterator[tuple[int, Window]]:
    rest = text
    for expression in _EXPRESSIONS:
        for matched in expression.finditer(rest):
            first = _read(matched.groupdict(), reported)
            if first is None or _is_beside(text, matched):
                continue
            if _HEAD.search(text, 0, matched.start()) and _FOOT.match(text[matched.end() :]):
                letters.add(matched.start())
            yield matched.start(), Window(first, _read_end(text, matched, first))
        # What one writing has taken is not read again as another.
        rest = expression.sub(lambda taken: "\x00" * len(taken[0]), rest)


def _is_beside(text: str, matched: re.Match[str]) -> bool:
    before, after = text[max(0, matched.start() - 30) : matched.start()], text[matched.end() :][:12]
    return _BESIDE.search(before) is not None or _BEFORE.match(after) is not None


def _read_end(text: str, matched: re.Match[str], first: int) -> int:
    """Return the last day where "to 5" or "至5日" follows, else the first."""
    joint = _TO.match(text, matched.end())
    day = _LAST_DAY.match(text, joint.end()) if joint else None
    if day is None:
        return first
    start = date.fromordinal(first)
    try:
        last = start.replace(day=int(day["d"])).toordinal()
    except ValueError:
        return first
    return max(first, last)


def _scan_relative(text: str, reported: date) -> Iterator[Window]:
    """Yield the day that is told from the day of the report; its time zone may put it one later."""
    back = _count_back(text, reported)
    if back is not None:
        day = reported.toordinal() - back
        yield Window(day, day + 1)


def _count_back(text: str, reported: date) -> int | None:
    for expression, back in _RELATIVE:
        if expression.search(text):
            return back
    if ago := _AGO.search(text):
        word = (ago[1] or ago[2]).lower()
        return _NUMBERS.get(word) or int(word)
    if named := _WEEKDAY.search(text):
        zh, en = named["zh"], (named["en"] or "").lower()
        weekday = _ZH_WEEKDAYS.find(zh.replace("天", "日")) if zh else _EN_WEEKDAYS.index(en)
        back = (reported.weekday() - weekday) % 7
        return back + 7 if named["last"] and weekday <= reported.weekday() else back
    return None


def _read(parts: dict[str, str | None], reported: date) -> int | None:
    month = _MONTHS[(parts.get("n") or "").lower()] if parts.get("n") else int(parts["m"] or 0)
    day, year = int(parts["d"] or 0), parts.get("y")
    if year:
        return _ordinal(int(year), month, day)
    around = (_ordinal(reported.year + step, month, day) for step in (0, -1, 1))
    known = [one for one in around if one is not None]
    return min(known, key=lambda one: abs(one - reported.toordinal())) if known else None


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _write_number(matched: re.Match[str]) -> str:
    """Return a Chinese number up to 31 in digits."""
    tens, ten, ones = matched[1].rpartition("十")
    if not ten:
        return "".join(str(_ZH_DIGITS[digit]) for digit in matched[1])
    return str((_ZH_DIGITS.get(tens, 1) if tens else 1) * 10 + _ZH_DIGITS.get(ones, 0))
