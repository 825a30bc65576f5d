"""Identity and travel documents of Hong Kong, Macao, Taiwan, Singapore and passports; IBAN."""

import re
from collections.abc import Iterator

from privacy.detection.checksums import is_hk_id, is_iban, is_sg_nric, is_tw_id
from privacy.detection.context import Context, context_after, context_before
from privacy.detection.types import DataType, Span

_HK_ID = re.compile(
    r"(?<![0-9A-Za-z])([A-Za-z]{1,2} ?[0-9]{6})( ?\([0-9Aa]\)|[ \-]?[0-9Aa])(?![0-9A-Za-z])"
)
_TW_ID = re.compile(r"(?<![0-9A-Za-z])[A-Za-z][A-Da-d12489][0-9]{8}(?![0-9A-Za-z])")
_SG_NRIC = re.compile(r"(?<![0-9A-Za-z])[STFGMstfgm][0-9]{7}[A-Za-z](?![0-9A-Za-z])")
_PASSPORT = re.compile(
    r"(?<![0-9A-Za-z])(?:[A-Za-z]{1,3}[0-9]{6,9}[A-Za-z]?|[0-9]{8,9}|[A-Z](?=(?:[A-Z]{0,3}[0-9]){4})[0-9A-Z]{7,9})(?![0-9A-Za-z])"
)
_HKMO = re.compile(r"(?<![0-9A-Za-z])[CHMWchmw][0-9]{8}(?:[0-9]{2})?(?![0-9A-Za-z])")
_TW_PERMIT = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]?[0-9]{8}(?:[0-9]{2})?(?![0-9A-Za-z])")
_IBAN = re.compile(
    r"(?<![0-9A-Za-z])[A-Za-z]{2}[0-9]{2}(?:[ \-]{0,2}+[./_·\n]?[0-9A-Za-z]{4}){2,7}(?:[ \-]{0,2}+[./_·\n]?[0-9A-Za-z]{1,3})?(?![0-9A-Za-z])"
)
# Lengths of the IBAN registry (ISO 13616); other countries are judged by the check digits alone.
_IBAN_LENGTHS = {
    country: int(length)
    for length, countries in (
        ("15", "NO"),
        ("16", "BE"),
        ("18", "DK FI FO GL NL SD"),
        ("19", "MK SI"),
        ("20", "AT BA EE KZ LT LU MN XK"),
        ("21", "CH HR LI LV"),
        ("22", "BG BH CR DE GB GE IE ME RS VA"),
        ("23", "AE GI IL IQ OM SO TL"),
        ("24", "AD CZ ES MD PK RO SA SE SK TN VG"),
        ("25", "LY PT ST"),
        ("26", "IS TR"),
        ("27", "BI DJ FR GR IT MC MR SM"),
        ("28", "AL AZ BY CY DO GT HU LB NI PL SV"),
        ("29", "BR EG PS QA UA"),
        ("30", "JO KW MU"),
        ("31", "MT SC"),
        ("32", "LC"),
        ("33", "RU"),
    )
    for country in countries.split()
}
_IBAN_LEAD = re.compile(r"iban[^0-9A-Za-z]{0,6}$", re.IGNORECASE)
_NAMED_SHAPES = (
    (Context.HKMO, _HKMO, DataType.HKMO_PERMIT),
    (Context.TW_PERMIT, _TW_PERMIT, DataType.TW_PERMIT),
    (Context.PASSPORT, _PASSPORT, DataType.PASSPORT),
)
# Permits and passports of the mainland are told by their shape where nothing else is said.
_UNNAMED = (
    (re.compile(r"(?<![0-9A-Za-z])[HM][0-9]{8}(?:[0-9]{2})?(?![0-9A-Za-z])"), DataType.HKMO_PERMIT),
    (
        re.compile(r"(?<![0-9A-Za-z])(?:[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7})(?![0-9A-Za-z])"),
        DataType.PASSPORT,
    ),
)
_SILENT = frozenset({Context.NONE, Context.IDENTITY, Context.PHONE})
_TRAVEL = frozenset({Context.PASSPORT, Context.HKMO, Context.TW_PERMIT})
_OF_HKMO = "CHMW"
_SEPARATORS = re.compile(r"[ \-()./_·\n]")


def find_documents(text: str) -> Iterator[Span]:
    """Yield document numbers of a folded text, by check character or by the words before."""
    yield from _find_ibans(text)
    for context, shape, data_type in _NAMED_SHAPES:
        for found in shape.finditer(text):
            if _meant(text, found) is context:
                yield _span(found, data_type)
    yield from _find_checked(text)
    for shape, data_type in _UNNAMED:
        for found in shape.finditer(text):
            if context_before(text, found.start()) in _SILENT:
                yield _span(found, data_type)


def _meant(text: str, found: re.Match[str]) -> Context:
    """Return what the words before call a number; permits of either kind say by a letter which."""
    after = context_after(text, found.end())
    context = after if after in _TRAVEL else context_before(text, found.start())
    if context is Context.TW_PERMIT and found.group()[0].upper() in _OF_HKMO:
        return Context.HKMO
    return context


def _find_checked(text: str) -> Iterator[Span]:
    for found in _HK_ID.finditer(text):
        bracketed = "(" in found.group(2)
        named = context_before(text, found.start()) is Context.IDENTITY
        valid = is_hk_id(_compact(found.group()))
        if (valid and bracketed) or (named and (valid or bracketed)):
            yield _span(found, DataType.HK_ID)
    for found in _TW_ID.finditer(text):
        named = context_before(text, found.start()) is Context.IDENTITY
        if named or (found.group()[1].isdigit() and is_tw_id(_compact(found.group()))):
            yield _span(found, DataType.TW_ID)
    for found in _SG_NRIC.finditer(text):
        if is_sg_nric(_compact(found.group())):
            yield _span(found, DataType.SG_NRIC)


def _find_ibans(text: str) -> Iterator[Span]:
    for found in _IBAN.finditer(text):
        end = _valid_iban_end(found.group())
        if end:
            value = _compact(found.group()[:end])
            yield Span(found.start(), found.start() + end, DataType.IBAN, value)
        elif _IBAN_LEAD.search(text[max(0, found.start() - 12) : found.start()]):
            yield _span(found, DataType.IBAN)


def _valid_iban_end(candidate: str) -> int:
    """Return the length of the longest valid IBAN at the start, cutting at separators only."""
    ends = [len(candidate), *(gap.start() for gap in _SEPARATORS.finditer(candidate))]
    for end in sorted(set(ends), reverse=True):
        value = _compact(candidate[:end])
        if len(value) == _IBAN_LENGTHS.get(value[:2], max(15, len(value))) and is_iban(value):
            return end
    return 0


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", text).upper()


def _span(found: re.Match[str], data_type: DataType) -> Span:
    return Span(found.start(), found.end(), data_type, _compact(found.group()))
