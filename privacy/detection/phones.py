"""Telephone numbers of persons: mainland, Hong Kong, Macao, Taiwan, Singapore and the rest.

Cheap shapes come first; phonenumbers is asked only about numbers with a foreign prefix.
Service hotlines (95xxx, 400, 800) have none of the shapes.
"""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from privacy.detection.context import Context, context_before
from privacy.detection.types import DataType, Span

_S = r"[ \-·\n]{0,2}"
_CN_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?\(?86\)?{_S}|0(?=1[0-9]{{10}}(?![0-9])))?(?!1[ \-]8(?:00|33|44|55|66|77|88)[ \-]|1[38]00[ \-][0-9]{{3}}[ \-][0-9]{{4}}(?![0-9]))(1{_S}[3-9](?:{_S}[0-9]){{9}})(?![0-9])"
)
# Divided by signs that also divide dates and hosts: two of a kind, and the length has to be right.
_DIVIDED_MOBILE = re.compile(
    r"(?<![0-9.])(?:(?:\+|00)?86[ \-._/]?)?(?P<number>(?:1[3-9]|09)[0-9]{1,5}(?P<gap>[._/])[0-9]{2,5}(?P=gap)[0-9]{2,5})(?![0-9]|[._/][0-9])"
)
_TW_MOBILE = re.compile(
    rf"(?<![0-9])(?:(?:(?:\+|00)886{_S}0?|0)(9[0-9]{{1,2}}(?:{_S}[0-9]){{6,7}}))(?![0-9])"
)
_HK_OR_MO = re.compile(
    rf"(?<![0-9])(?:\+|00)?\(?(852|853)\)?{_S}([2-9][0-9]{{3}}{_S}[0-9]{{4}})(?![0-9])"
)
_BARE_EIGHT = re.compile(r"(?<![0-9A-Za-z+])(?<![0-9][ \-])([2-9][0-9]{3}[ \-]?[0-9]{4})(?![0-9])")
_LANDLINE = re.compile(
    r"(?<![0-9])(?!0(?:3[0347][0-9]|8[047][0-9]) [0-9]{3} [0-9]{4}(?![0-9]))(?:\(0[1-9][0-9]{0,2}\)[ \-]?|0(?:10|2[0-9]|[3-9][0-9]{2})[ \-]|0[2-8][ \-])"
    r"[2-9][0-9]{2,3}[ \-]?[0-9]{4}(?![0-9])"
)
_JOINED_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z])0(?:10[2-9][0-9]{7}|2[0-9][2-9][0-9]{7}|[3-9][0-9]{2}[2-9][0-9]{6,7})(?![0-9A-Za-z])"
)
_FOREIGN = re.compile(r"(?<![0-9A-Za-z])(?:\+|00)[1-9](?:[ \-().]{0,2}[0-9]){7,14}(?![0-9A-Za-z])")
# Asking about a number costs up to 15 lookups; what stands beyond is withheld without asking.
_MOST_ASKED = 200
_GAP = re.compile(r"[ \-]+(?=[(0-9])")
# Where a mobile number begins in the plans of countries; any other number of theirs is a landline.
_CELLULAR = re.compile(
    r"\+(?:861[3-9]|8869|601|65[89]|447|614|91[6-9]|491[567]|33[67]|39 ?3|346|81[789]0|8210|639|628|66[689]|84[35789])"
)
_PLANNED = (
    "+86",
    "+60",
    "+65",
    "+44",
    "+61",
    "+91",
    "+49",
    "+33",
    "+81",
    "+82",
    "+63",
    "+62",
    "+66",
    "+84",
)
_TOLL_FREE_CN = re.compile(r"\+86(?:400|800|95)")
# What words right before call a line of a company's service.
_SERVICE = re.compile(
    r"(?:(?:[查咨谘洽舉举投詢询報报騙骗詐诈][^。；;\n]{0,6}?[请請]?(?:致[电電]|[拨撥]打)|(?<![a-z])(?:enquir|complain|report|verif)[a-z]{1,8},? (?:please )?(?:call|dial|ring))[ :：]{0,2}(?:\(0[0-9]{1,2}\)[ \-]?)?$|客服|[热熱][线線]|[专專][线線]|服[务務][电電][话話]|hotline|helpline|customer service)"
    r"(?:[电電][话話]|[专專][线線]|[热熱][线線]|[号號][码碼]|number|line|at| on)?[为為是:： ]{0,2}$",
    re.IGNORECASE,
)
_PUBLIC_SERVICE = (PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN)
_NOT_DIGITS = re.compile(r"[^0-9]")


def find_phones(text: str) -> Iterator[Span]:
    """Yield telephone numbers of a folded text; `normalised` is the E.164 form."""
    yield from _find_foreign(text)
    for found in _CN_MOBILE.finditer(text):
        yield _span(found, DataType.MOBILE, "+86" + _digits(found.group(1)))
    for found in _DIVIDED_MOBILE.finditer(text):
        digits = _digits(found["number"])
        if len(digits) == (11 if digits[0] == "1" else 10):
            country, local = ("+86", digits) if digits[0] == "1" else ("+886", digits[1:])
            yield _span(found, DataType.MOBILE, country + local)
    for found in _TW_MOBILE.finditer(text):
        yield _span(found, DataType.MOBILE, "+886" + _digits(found.group(1)))
    for found in _HK_OR_MO.finditer(text):
        yield _span(found, *_hk_or_mo(found.group(1), _digits(found.group(2))))
    yield from _find_landlines(text)


def _find_foreign(text: str) -> Iterator[Span]:
    for count, found in enumerate(_FOREIGN.finditer(text)):
        if _CN_MOBILE.match(text, found.start()):
            continue
        if count >= _MOST_ASKED:
            yield _span(found, DataType.MOBILE, _international(found.group()))
            continue
        end = _number_end(found.group())
        number = _international(found.group()[:end])
        kind = _foreign_type(number)
        if kind is not None:
            yield Span(found.start(), found.start() + end, kind, number)


def _international(written: str) -> str:
    digits = _digits(written)
    return "+" + (digits.removeprefix("00") if written.startswith("00") else digits)


def _number_end(written: str) -> int:
    """Return where the number ends: another number may follow after a separator.

    The longest valid reading wins; without one the whole run is taken, to be on the safe side.
    """
    ends = [len(written), *(gap.start() for gap in _GAP.finditer(written))]
    for end in sorted(ends, reverse=True):
        if _is_valid(_international(written[:end])):
            return end
    return len(written)


def _is_valid(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def _foreign_type(number: str) -> DataType | None:
    """Name a number with a country prefix; None for numbers that serve the public.

    A number outside the ranges in use is still somebody's as far as the hub can know.
    """
    if _TOLL_FREE_CN.match(number):
        return None
    if len(number) == 12 and number.startswith(("+852", "+853")):
        return _hk_or_mo(number[1:4], number[4:])[0]
    if _CELLULAR.match(number):
        return DataType.MOBILE
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return DataType.MOBILE
    if kind in _PUBLIC_SERVICE:
        return None
    is_fixed = kind == PhoneNumberType.FIXED_LINE or number.startswith(_PLANNED)
    return DataType.LANDLINE if is_fixed else DataType.MOBILE


def _find_landlines(text: str) -> Iterator[Span]:
    for found in _LANDLINE.finditer(text):
        if not _is_service(text, found):
            yield _span(found, DataType.LANDLINE, _digits(found.group()))
    for found in _JOINED_LANDLINE.finditer(text):
        if context_before(text, found.start()) is Context.PHONE:
            yield _span(found, DataType.LANDLINE, found.group())
    for found in _BARE_EIGHT.finditer(text):
        if context_before(text, found.start()) is Context.PHONE and not _is_service(text, found):
            yield _span(found, *_hk_or_mo("852", _digits(found.group(1))))


def _is_service(text: str, found: re.Match[str]) -> bool:
    return _SERVICE.search(text, max(0, found.start() - 40), found.start()) is not None


def _hk_or_mo(country: str, digits: str) -> tuple[DataType, str]:
    is_landline = digits[0] in "23"
    return (DataType.LANDLINE if is_landline else DataType.MOBILE), f"+{country}{digits}"


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def _span(found: re.Match[str], data_type: DataType, normalised: str) -> Span:
    return Span(found.start(), found.end(), data_type, normalised)
