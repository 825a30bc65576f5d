"""Tell from identity numbers and birth dates whether a person is a child whose guardian decides."""

import calendar
import re
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date

from privacy.detection.types import DataType

# Below this age data is sensitive and a guardian consents (PIPL 28 and 31). No member state of
# the Union sets its own limit (GDPR 8) below 13; rule tables may ask for more.
GUARDIAN_AGE = 14

_WITH_BIRTHDAY = frozenset({DataType.CN_ID18, DataType.CN_ID15})
_YEAR_FIRST = re.compile(r"([12][0-9]{3})[^0-9]{0,3}([0-9]{1,2})[^0-9]{1,3}([0-9]{1,2})(?![0-9])")
_COMPACT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})(?![0-9])")
_REPUBLIC = re.compile(r"民[国國]([0-9]{2,3})年([0-9]{1,2})月([0-9]{1,2})日")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([12][0-9]{3})")
_NAMED = re.compile(
    r"(?:([0-9]{1,2})[^0-9a-z]{0,2}(?:st|nd|rd|th)?[ \-]?)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]*[. \-]{0,2}(?:([0-9]{1,2})(?:st|nd|rd|th)?,? )?,?[ \-]?([12][0-9]{3})",
    re.IGNORECASE,
)
_TWO_DIGITS = re.compile(
    r"(?<![0-9])([0-9]{1,2})[./\-]([0-9]{1,2})[./\-]([0-9]{1,2})(?![0-9])|([0-9]{2})([0-9]{2})([0-9]{2})"
)
_CHINESE = re.compile(
    r"(民[国國])?\s?([0-9]{2,4})\s?年(?:\s?([0-9]{1,2})\s?月(?:\s?([0-9]{1,2})(?![0-9]))?)?"
)
_YEAR_MONTH = re.compile(
    r"(?<![0-9])(?:(?P<first>[0-9]{1,2})[./\-])?(?P<year>(?:19|20)[0-9]{2})(?:[./\-]?(?P<month>[0-9]{1,2}))?(?![0-9])"
)
_YEAR = r"(?:19|20)[0-9]{2}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_OF_YEAR = r"\s?年(?:\s?[0-9]{1,2}\s?月(?:\s?[0-9]{1,2}\s?[日号]?)?)?"
_WHEN = (
    rf"(?:(?:民国\s?[0-9]{{2,3}}|{_YEAR}|1?[0-9]{{2}}){_DAY_OF_YEAR}"
    rf"|{_YEAR}(?:[./\-][0-9]{{1,2}}){{1,2}}|[0-9]{{1,2}}[./\-](?:[0-9]{{1,2}}[./\-])?{_YEAR}"
    rf"|[0-9]{{1,2}}(?:[./\-][0-9]{{1,2}}){{2}}|{_YEAR}(?:[01][0-9][0-3][0-9])?"
    rf"|(?:[0-9]{{1,2}}(?:st|nd|rd|th)? (?:of )?)?{_MONTH},? (?:[0-9]{{1,2}}(?:st|nd|rd|th)?,? )?{_YEAR})"
    r"(?![0-9])"
)
_BIRTH = re.compile(
    r"(?:(?:出生(?:年月日?|年份|日期|时间|年|于)?|生日|生辰|(?<![产发派衍滋萌再医学先新诞寄陌谋野原男女])生于)"
    r"[为是:：=\s(（]{0,4}(?:公历|阳历)?"
    r"|\b(?:date of birth|birth[ _\-]?(?:date|day|year)|(?:year|month) of birth|d\.?o\.?b\.?|yob|(?-i:b\.)"
    rf"|born(?: in (?!{_MONTH})[a-z]{{2,20}},?)?(?: on| in)?(?: the)?)\s?(?:[:=(]|is\b|was\b)?\s?)"
    rf"(?<![0-9])(?P<before>{_WHEN})"
    rf"|(?<![0-9])(?P<after>{_WHEN})\s?出生(?!人口|率|缺陷|队列|证明|医学|公民|登记|婴|数|规模|统计)"
    rf"|(?<![0-9])(?=民国|{_YEAR}|[0-9]{{2,3}}\s?年\s?[0-9]{{1,2}}\s?月)(?P<bare>{_WHEN})"
    r"\s?生(?=[，,。；;、）)\s]|$|人(?![脸体民口员])|的|于)",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(
    r"(?:公司|银行|平台|机构|品牌|产品|集团|企业|项目|团伙|病毒|木马|家族|协议|标准|系统|软件|技术|基金"
    r"|\b(?:companies|company|bank|start-?up|firm|brand|fintech|malware|ransomware|trojan|botnet|family|group"
    r"|gang|project|standard|protocol|exchange|platform|product|campaign|coin|agency|service))"
    r"(?:[\s,，、(（]|was|is|that|which|的){0,4}$",
    re.IGNORECASE,
)
_REACH = 32
_DIGIT_OF = str.maketrans("\u3007○零一二两三四五六七八九", "0001223456789")
_UNIT = r"(?=\s?(?:年(?!级)|月|[日号]|[周虚]?岁))"
_COUNTED = re.compile(
    r"(?<![几数多\u3007○零一二两三四五六七八九十百])"
    r"(?:(?P<hundred>[一二])百零?)?(?:(?P<tens>[一二三四五六七八九]{0,2})(?P<ten>十))?"
    rf"(?P<ones>[\u3007○零一二两三四五六七八九]{{0,4}}){_UNIT}"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_REPUBLIC_EPOCH = 1911


def is_of_minor(data_type: DataType, normalised: str, today: date | None) -> bool:
    """Tell whether a datum shows a person who is below the guardian age on `today`.

    Without `today` nobody's age is computed. A date that can be read in two ways is read so that
    the person is younger; a date after today is no birth date.
    """
    if today is None:
        return False
    if data_type in _WITH_BIRTHDAY:
        born = _dates_in_number(normalised)
    elif data_type is DataType.DOB:
        born = read_births(normalised)
    else:
        return False
    return _is_child(born, today)


def tells_of_child(plain: str, today: date) -> bool:
    """Tell whether a text says of somebody a day, a month or a year of birth below the age.

    `plain` is folded, simplified and has its numerals written as digits. Of companies, products and
    malware it is no age when they were born.
    """
    return any(
        _is_child(read_births(found["before"] or found["after"] or found["bare"]), today)
        for found in _BIRTH.finditer(plain)
        if not is_of_thing(plain[max(0, found.start() - _REACH) : found.start()])
    )


def is_of_thing(lead: str) -> bool:
    """Tell whether the words before a birth speak of a company, a product or malware."""
    return _OF_A_THING.search(lead) is not None


def write_digits(text: str) -> str:
    """Return the text with digits for Chinese numerals of years, months, days and ages."""
    return _COUNTED.sub(_count, text)


def is_below_guardian_age(born: date, today: date) -> bool:
    """Tell whether a person born on a day has not reached the guardian age on `today`.

    Who was born on 29 February comes of age on 1 March of a common year.
    """
    return today < _birthday(born, born.year + GUARDIAN_AGE)


def _is_child(born: list[date], today: date) -> bool:
    return any(day <= today and is_below_guardian_age(day, today) for day in born)


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _dates_in_number(number: str) -> list[date]:
    return _real((number[6:10], number[10:12], number[12:14])) if len(number) == 18 else []


def read_dates(written: str) -> list[date]:
    """Return the days that a written date may be: none, one, or two where day and month may swap."""
    republic = _REPUBLIC.search(written)
    if republic:
        return _real((str(int(republic[1]) + _REPUBLIC_EPOCH), republic[2], republic[3]))
    for shape in (_YEAR_FIRST, _COMPACT):
        found = shape.search(written)
        if found:
            return _real((found[1], found[2], found[3]))
    named = _NAMED.search(written)
    if named:
        month = str(_MONTHS.index(named[2].lower()) + 1)
        return _real((named[4], month, named[1] or named[3] or "1"))
    both = _DAY_FIRST.search(written)
    return _real((both[3], both[2], both[1]), (both[3], both[1], both[2])) if both else []


def read_births(written: str) -> list[date]:
    """Return the first and the last day that a written birth date may be, however much it leaves out.

    A year of two digits is read in both centuries, one of three is a year of the Republic.
    """
    text = write_digits(written)
    days = [] if _NAMED.search(text) else read_dates(text)
    return days or [day for parts in _read_parts(text) for day in _ends(*parts)]


def _read_parts(text: str) -> Iterator[tuple[int, int | None, int | None]]:
    """Yield the years, months and days that a date without all its digits may mean."""
    if found := _NAMED.search(text):
        month = _MONTHS.index(found[2].lower()) + 1
        yield int(found[4]), month, _number(found[1] or found[3])
    elif found := _CHINESE.search(text):
        for year in _years(found[2], republic=found[1] is not None):
            yield year, _number(found[3]), _number(found[4])
    elif found := _YEAR_MONTH.search(text):
        yield int(found["year"]), _number(found["month"] or found["first"]), None
    elif found := _TWO_DIGITS.search(text):
        yield from _read_two_digits(*(part for part in found.groups() if part))


def _read_two_digits(first: str, second: str, third: str) -> Iterator[tuple[int, int, int]]:
    readings = ((third, second, first), (third, first, second), (first, second, third))
    for short, month, day in readings:
        for year in _years(short, republic=False) if len(short) > 1 else ():
            yield year, int(month), int(day)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _years(digits: str, *, republic: bool) -> tuple[int, ...]:
    year = int(digits)
    if republic or len(digits) == len("104"):
        return (year + _REPUBLIC_EPOCH,)
    return (year,) if len(digits) == len("2015") else (1900 + year, 2000 + year)


def _ends(year: int, month: int | None, day: int | None) -> list[date]:
    if not MINYEAR <= year <= MAXYEAR or not 1 <= (month or 1) <= len(_MONTHS):
        return []
    if month is not None and day is None:
        last = calendar.monthrange(year, month)[1]
        return [date(year, month, 1), date(year, month, last)]
    if month is None:
        return [date(year, 1, 1), date(year, len(_MONTHS), 31)]
    return _real((str(year), str(month), str(day)))


def _count(run: re.Match[str]) -> str:
    """Return a numeral as digits: by its hundreds and tens, else figure by figure; of 三四岁 the last."""
    if not run.group():
        return ""
    hundred, tens, ones = (
        (run[name] or "").translate(_DIGIT_OF) for name in ("hundred", "tens", "ones")
    )
    if run["ten"] or hundred:
        ten = int(tens[-1:] or "1") if run["ten"] else 0
        return str(100 * int(hundred or "0") + 10 * ten + int(ones[-1:] or "0"))
    is_age = "岁" in run.string[run.end() : run.end() + len(" 周岁")]
    return ones[-1:] if is_age else ones


def _real(*readings: tuple[str, str, str]) -> list[date]:
    """Return the days of the calendar among readings of year, month and day."""
    days = []
    for year, month, day in readings:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days
