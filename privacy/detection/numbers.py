"""Numbers with check digits or in account context: identity, card, account, device, wallet.

A number may be broken by separators or by stray breaks, and may stand next to another one. So
runs of digit groups are found first, then every sequence of whole groups is tried.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from privacy.detection.checksums import (
    has_luhn,
    is_cn_id15,
    is_cn_id18,
    is_date,
    upgrade_cn_id15,
)
from privacy.detection.context import Context, context_before, is_organisation_account
from privacy.detection.types import UNREAD, DataType, Span

_RUN = re.compile(r"(?<![0-9])[0-9]+[Xx]?(?:[ \-·\t\n]{1,3}[0-9]+[Xx]?){0,24}+")
# Signs that also divide dates, versions and addresses of hosts: longer numbers only.
_WIDE_RUN = re.compile(
    r"(?<![0-9A-Za-z])[0-9]{1,19}(?P<gap>[./_])[0-9]{1,19}(?:(?P=gap)[0-9]{1,19}){1,24}+[Xx]?(?![0-9A-Za-z])"
)
_SHORTEST_WIDE = 14
_CHECKED = frozenset({DataType.CN_ID18, DataType.BANK_CARD, DataType.ALIPAY_ID})
_GROUP = re.compile(r"[0-9]+")
_LONGEST = 24
_SHORTEST = 5
# Each group is read with up to 23 that follow. No alert of use holds more; what stands beyond is
# withheld unread, so that a flood of numbers buys neither time nor a way past the recognisers.
_MOST_GROUPS = 2_000
_SHORTEST_ACCOUNT = 8
_MOST_QQ_GROUPS = 3
# Where money goes or comes from, a long number without a name is an account.
_LONG_ACCOUNT = 14
_DIVIDED_ACCOUNT = 10
_MOVED = re.compile(
    r"(?:[至向往到给給入从從自涉→⇒>经經由]|涉及|涉案|\b(?:to|into|from|payer|payee|src|dst|acc))[ :：「“=\"']{0,3}$"
)
# Whose an account is may be told behind it.
_OF_ORGANISATION = re.compile(
    r" ?(?:[归歸属屬][于於]?|系|[为為])[\u4e00-\u9fff]{2,20}?(?:公司|合作社|商行|集[团團]|[事務务]{2}所)"
    r"|,? (?:which )?(?:of|belong(?:s|ing)? to|is held by|held by|in the name of) (?:the |our |a )?"
    r"(?:company|corporation|firm|merchant|(?:(?:[A-Z][\w'-]{1,20}|&|and|of) ){1,6}(?:Ltd|Limited|Inc|LLC|LLP|GmbH|Corp|Corporation|Company|Co|Pte|plc|PLC|AG|AS|AB|NV|BV|SA|KG|Oy|SpA|Bank|Union|Society|Association|Foundation|Trust|Fund|Group|Holdings|Partners|Cooperative)\b)"
)
# Issuer prefixes: UnionPay, Visa, Mastercard, American Express, Discover, JCB, Maestro.
_CARD = re.compile(r"62|4|5[0-8]|2[2-7]|3[4578]|6[0457]")
# Who signs in with a telephone number has an account of that name; the number says more.
_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9][0-9]{9}")
# Lines that serve the public: their shape is reserved in the numbering plans.
_HOTLINE = re.compile(r"(?:86)?[48]00[0-9]{7}|1?8(?:00|33|44|55|66|77|88)[0-9]{7}")
# Too short a group to begin another number: it belongs to the one before.
_REST = re.compile(r"[ \-·./_][0-9]{1,3}(?![0-9])")
_MASKED = re.compile(
    r"(?<![0-9A-Za-z*])[0-9]{2,8}[ \-]?(?:[*●•■][*●•■ \-]{1,23}+|[xX]{4,15})[0-9]{2,4}(?![0-9A-Za-z*])"
)
_LAST_DIGITS = re.compile(
    r"(?:[尾末](?:号|號|数|數|四位)(?:为|為|是)?[:： ]?|\b(?:ending|ends)(?: in| with)? )([0-9]{3,6})(?![0-9])",
    re.IGNORECASE,
)
_AMOUNT_AFTER = re.compile(r"\s?(?:[元万萬亿億%笔筆名人个個]|yuan|[.,][0-9])", re.IGNORECASE)
_AMOUNT_BEFORE = re.compile(r"(?:[¥￥$€£]|\b(?:CNY|RMB|USD|EUR|HKD|TWD|SGD|GBP)|[币幣])\s?$")
_NAMED_ELSE = (Context.OTHER, Context.ACCOUNT, Context.IMEI)
_STRENGTH = {
    DataType.CN_ID18: 0,
    DataType.CN_ID15: 1,
    DataType.IMEI: 1,
    DataType.BANK_CARD: 2,
    DataType.ALIPAY_ID: 2,
    DataType.QQ_ID: 3,
}


class _Lead:
    """What the words before a place say; asked once for all readings that start there."""

    __slots__ = ("_context", "start", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self._context: Context | None = None

    @property
    def context(self) -> Context:
        if self._context is None:
            self._context = context_before(self.text, self.start)
        return self._context

    @property
    def is_organisation(self) -> bool:
        return is_organisation_account(self.text, self.start)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One or more whole digit groups read as one number."""

    lead: _Lead
    end: int
    digits: str
    groups: int

    @property
    def text(self) -> str:
        return self.lead.text

    @property
    def start(self) -> int:
        return self.lead.start

    @property
    def context(self) -> Context:
        return self.lead.context


def find_numbers(text: str) -> Iterator[Span]:
    """Yield identity numbers, cards, accounts, IMEI and wallet numbers of a folded text."""
    yield from _find_masked(text)
    yield from _find_divided(text)
    examined = 0
    for run in _RUN.finditer(text):
        if run.end() - run.start() < _SHORTEST:
            continue
        if examined >= _MOST_GROUPS:
            yield from _withhold_run(text, run)
            continue
        spans, groups = _classify_run(text, run)
        examined += groups
        yield from spans


def _find_divided(text: str) -> Iterator[Span]:
    """Yield long numbers divided by points, strokes or underscores."""
    for run in _WIDE_RUN.finditer(text):
        spans, _ = _classify_run(text, run)
        for span in spans:
            is_whole = (span.start, span.end) == run.span()
            if len(span.normalised) >= _SHORTEST_WIDE and (is_whole or span.type in _CHECKED):
                yield span


def _withhold_run(text: str, run: re.Match[str]) -> Iterator[Span]:
    """Yield a run unexamined, whole, and each group where another datum takes part of it."""
    for start, end in (run.span(), *(group.span() for group in _groups_of(text, run))):
        yield Span(start, end, UNREAD, text[start:end])


def _groups_of(text: str, run: re.Match[str]) -> Iterator[re.Match[str]]:
    return _GROUP.finditer(text, run.start(), run.end())


def _find_masked(text: str) -> Iterator[Span]:
    """Yield numbers with stars, and last digits that words call the end of an account."""
    for masked in _MASKED.finditer(text):
        shown = re.sub(r"[ \-]", "", masked.group())
        yield Span(masked.start(), masked.end(), DataType.ACCOUNT_NO, shown)
    for last in _LAST_DIGITS.finditer(text):
        yield Span(last.start(1), last.end(1), DataType.ACCOUNT_NO, f"*{last.group(1)}")


def _classify_run(text: str, run: re.Match[str]) -> tuple[list[Span], int]:
    """Return the numbers of a run, and of how many digit groups it is made."""
    groups = [group.span() for group in _groups_of(text, run)]
    spans: list[Span] = []
    index = 0
    while index < len(groups):
        span, used = _longest_from(text, groups, index)
        if span is not None:
            spans.append(span)
        index += used
    return spans, len(groups)


def _longest_from(text: str, groups: list[tuple[int, int]], first: int) -> tuple[Span | None, int]:
    """Return the best number that starts at a group, and the number of groups it takes.

    Stronger evidence beats length: a valid identity number is not the start of a card.
    """
    best, used, digits = None, 1, ""
    lead = _Lead(text, groups[first][0])
    telephone = 1
    for last in range(first, len(groups)):
        start, end = groups[last]
        digits += text[start:end]
        if len(digits) > _LONGEST:
            break
        if _MOBILE.fullmatch(digits) or _HOTLINE.fullmatch(digits):
            best, telephone = None, last - first + 1
        span = _classify(_Candidate(lead, end, digits, last - first + 1))
        if span is not None and (best is None or _rank(span) <= _rank(best)):
            best, used = span, last - first + 1
    return best, used if best else telephone


def _rank(span: Span) -> int:
    return _STRENGTH.get(span.type, len(_STRENGTH))


def _classify(candidate: _Candidate) -> Span | None:
    """Name a number by its structure, strongest evidence first; None when it is nothing."""
    if len(candidate.digits) < _SHORTEST:
        return None
    for rule in (_identity, _imei, _wallet, _card, _account):
        span = rule(candidate)
        if span is not None:
            return span
    return None


def _span(candidate: _Candidate, data_type: DataType, normalised: str = "") -> Span:
    value = normalised or candidate.digits
    return Span(candidate.start, candidate.end, data_type, value)


def _identity(candidate: _Candidate) -> Span | None:
    digits, end = candidate.digits, candidate.end
    follows = candidate.text[end : end + 1]
    if len(digits) == 17 and follows in ("x", "X") and is_cn_id18(digits + "X"):
        return Span(candidate.start, end + 1, DataType.CN_ID18, digits + "X")
    if len(digits) == 18 and is_cn_id18(digits):
        return _span(candidate, DataType.CN_ID18)
    if len(digits) == 15 and is_cn_id15(digits) and candidate.context not in _NAMED_ELSE:
        return _span(candidate, DataType.CN_ID15, upgrade_cn_id15(digits))
    return None


def _is_imei(digits: str) -> bool:
    return digits[:2] in ("01", "35", "86", "99") and has_luhn(digits)


def _imei(candidate: _Candidate) -> Span | None:
    if len(candidate.digits) not in (15, 16):
        return None
    if candidate.context is Context.IMEI:
        return _span(candidate, DataType.IMEI)
    if len(candidate.digits) == 15 and _is_imei(candidate.digits):
        unnamed = candidate.context not in (Context.OTHER, Context.ACCOUNT)
        return _span(candidate, DataType.IMEI) if unnamed else None
    return None


def _wallet(candidate: _Candidate) -> Span | None:
    digits = candidate.digits
    may_be_user = 5 <= len(digits) <= 11 and candidate.groups <= _MOST_QQ_GROUPS
    if may_be_user and candidate.context is Context.QQ and not _is_amount_or_date(candidate):
        return _span(candidate, DataType.QQ_ID)
    if len(digits) == 16 and digits.startswith("2088") and candidate.context is not Context.OTHER:
        return _span(candidate, DataType.ALIPAY_ID)
    return None


def _card(candidate: _Candidate) -> Span | None:
    digits = candidate.digits
    if not 14 <= len(digits) <= 19 or not _CARD.match(digits) or not has_luhn(digits):
        return None
    unionpay = digits.startswith("62") and len(digits) >= 16
    goes_on = _REST.match(candidate.text, candidate.end) is not None
    if not unionpay and (len(digits) > 16 or (candidate.groups > 1 and goes_on)):
        return None
    context = candidate.context
    if not unionpay and (context is Context.OTHER or len(digits) < 16):
        named = context is Context.ACCOUNT and digits[:2] in ("34", "37", "36", "38", "30")
        return _span(candidate, DataType.BANK_CARD) if named else None
    if not unionpay and candidate.lead.is_organisation:
        return None
    return _span(candidate, DataType.BANK_CARD)


def _account(candidate: _Candidate) -> Span | None:
    digits = candidate.digits
    if len(digits) < _SHORTEST_ACCOUNT or _is_amount_or_date(candidate):
        return None
    context = candidate.context
    if _OF_ORGANISATION.match(candidate.text, candidate.end):
        return None
    if candidate.lead.is_organisation or _MOBILE.fullmatch(digits) or _HOTLINE.fullmatch(digits):
        return None
    # A UnionPay-shaped number whose check digit is wrong is a mistyped card, not nothing.
    shaped = digits.startswith("62") and len(digits) in (16, 19)
    if context is Context.ACCOUNT or (shaped and context is not Context.OTHER):
        return _span(candidate, DataType.ACCOUNT_NO)
    divided = candidate.groups > 1 and digits[0] != "0"
    fewest = _DIVIDED_ACCOUNT if divided else _LONG_ACCOUNT
    is_target = context in (Context.NONE, Context.PHONE) and len(digits) >= fewest
    if is_target and _MOVED.search(_text_before(candidate)):
        return _span(candidate, DataType.ACCOUNT_NO)
    return None


def _text_before(candidate: _Candidate) -> str:
    return candidate.text[max(0, candidate.start - 8) : candidate.start]


def _is_amount_or_date(candidate: _Candidate) -> bool:
    text, digits = candidate.text, candidate.digits
    if _AMOUNT_AFTER.match(text, candidate.end) or _AMOUNT_BEFORE.search(
        text[max(0, candidate.start - 4) : candidate.start]
    ):
        return candidate.groups == 1
    is_day = digits[:2] in ("19", "20") and is_date(
        int(digits[:4]), int(digits[4:6]) or 13, int(digits[6:8]) or 32
    )
    return is_day and (len(digits) == 8 or candidate.groups > 2)
