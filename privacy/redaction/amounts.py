"""From an amount of money to its band: 1, 2 or 5 times a power of ten."""

import re
import unicodedata
from decimal import Decimal

_CURRENCIES = {
    "CNY": "人民币 人民幣 cny rmb 元 圆 ¥ cn¥",
    "HKD": "港币 港幣 港元 hkd hk$",
    "TWD": "新台币 新台幣 新臺幣 台币 台幣 twd nt$ ntd",
    "MOP": "澳门元 澳門元 葡币 葡幣 mop",
    "USD": "美元 美金 usd us$ $",
    "EUR": "欧元 歐元 eur €",
    "GBP": "英镑 英鎊 gbp £",
    "SGD": "新加坡元 新币 新幣 sgd s$",
    "JPY": "日元 日圆 日圓 jpy",
}
_BY_NAME = {name: code for code, names in _CURRENCIES.items() for name in names.split()}
_UNITS = {
    "十": 10, "百": 100, "千": 1_000, "k": 1_000, "thousand": 1_000,
    "万": 10_000, "萬": 10_000, "百万": 10**6, "百萬": 10**6, "million": 10**6, "m": 10**6,
    "千万": 10**7, "千萬": 10**7, "亿": 10**8, "億": 10**8, "billion": 10**9, "bn": 10**9,
}  # fmt: skip
_DIGITS = dict(
    zip(
        "〇零一二两兩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖",
        "0012223456789122334566789",
        strict=True,
    )
)
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_NUMERALS = "".join((*_DIGITS, *_SMALL, *_LARGE))
_NAME = "|".join(sorted(map(re.escape, _BY_NAME), key=len, reverse=True))
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<before>{_NAME})?\s?(?:(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,6}}|[0-9]{{1,18}})"
    rf"(?P<part>\.[0-9]{{1,8}})?\s?(?P<unit>{_UNIT})?|(?P<words>[{_NUMERALS}]{{1,24}}))"
    rf"\s?(?P<after>{_NAME})?整?"
)
_STEPS = (1, 2, 5)


def generalise_amount(text: str) -> str:
    """Return the band an amount lies in, such as "100,000-200,000 CNY"; "" when it is not read.

    The lower edge is inclusive, the upper exclusive. Reads digits with separators, Chinese
    numerals, and units from 千 to 亿 and thousand to billion. Without a currency none is told.
    """
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    found = _AMOUNT.fullmatch(folded)
    if found is None:
        return ""
    low, high = _band(_value(found))
    currency = _BY_NAME.get(found["after"] or "") or _BY_NAME.get(found["before"] or "", "")
    return f"{low:,}-{high:,} {currency}".rstrip()


def _value(found: re.Match[str]) -> Decimal:
    if found["words"]:
        return Decimal(_read_numerals(found["words"]))
    number = Decimal(found["number"].replace(",", "") + (found["part"] or ""))
    return number * _UNITS.get(found["unit"] or "", 1)


def _read_numerals(words: str) -> int:
    """Read Chinese numerals: digits before small units, sums of those before large ones."""
    total, section, digit, last = 0, 0, 0, 0
    for letter in words:
        if letter in _DIGITS:
            digit = digit * 10 + int(_DIGITS[letter])
        elif letter in _SMALL:
            section += (digit or 1) * _SMALL[letter]
            digit = 0
        else:
            unit = _LARGE[letter]
            # 一亿两千万 adds, 两万亿 multiplies.
            rest = section + digit
            total = (total + rest) * unit if unit > last else total + rest * unit
            section, digit, last = 0, 0, unit
    return total + section + digit


def _band(value: Decimal) -> tuple[int, int]:
    if value < 1:
        return 0, 1
    power = 10 ** value.adjusted()
    edges = (*(step * power for step in _STEPS), 10 * power)
    low = max(edge for edge in edges if edge <= value)
    return low, edges[edges.index(low) + 1]
