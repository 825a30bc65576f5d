"""How a person is known without being named: keyed digests of normalised identifiers (PC-31).

A strong identifier (identity number, telephone, account, address of mail) names one person wherever it
stands. A weak one (name, home address, birth date) names one inside one item only: a common name must
not find, nor erase, a namesake. Kinds are those of detection.
"""

import re

from privacy.detection.checksums import is_cn_id15, is_iban, upgrade_cn_id15
from privacy.detection.contacts import normalise_email
from privacy.detection.normalise import fold
from privacy.detection.types import DataType, kind_of
from privacy.keys.keyring import keyed_digest

SUBJECT_BYTES = 16

IDENTITY = kind_of(DataType.CN_ID18)
PHONE = kind_of(DataType.MOBILE)
EMAIL = kind_of(DataType.EMAIL)
ACCOUNT = kind_of(DataType.ACCOUNT_NO)
CARD = kind_of(DataType.BANK_CARD)
WALLET = kind_of(DataType.ALIPAY_ID)
MESSENGER = kind_of(DataType.WECHAT_ID)
DEVICE = kind_of(DataType.IMEI)
STRONG = frozenset({IDENTITY, PHONE, EMAIL, ACCOUNT, CARD, WALLET, MESSENGER, DEVICE})
WEAK = frozenset(kind_of(one) for one in DataType) - STRONG

# One number is a card here and an account there, as the words around it have it.
_FAMILIES = {CARD: ACCOUNT, WALLET: ACCOUNT}
_SEPARATORS = re.compile(r"[ \-·.()\u00a0]")
_NUMBER_SEPARATORS = re.compile(r"[ \-·]")
_MAINLAND_MOBILE = re.compile(r"(?:86|0)?(1[3-9][0-9]{9})")
_MAINLAND_LANDLINE = re.compile(r"0((?:10|2[0-9]|[3-9][0-9]{2})[2-9][0-9]{6,7})")
# Taiwan, as it is dialled there; Hong Kong and Macao without the sign before their codes.
_TAIWAN_MOBILE = re.compile(r"(?:886)?0?(9[0-9]{8})")
_SPECIAL_REGION = re.compile(r"(85[23][2-9][0-9]{7})")
_ABROAD = re.compile(r"(?:\+|00)([1-9][0-9]{6,14})")
_PHONES = (
    (_MAINLAND_MOBILE, "86"),
    (_MAINLAND_LANDLINE, "86"),
    (_TAIWAN_MOBILE, "886"),
    (_SPECIAL_REGION, ""),
    (_ABROAD, ""),
)
# Fewer digits or letters name nobody; longer finds are passages that were withheld unread.
_SHORTEST = 5
_LONGEST = 64
_DIGIT = re.compile(r"[0-9]")
_MASKED = re.compile(r"[*●•■]|x{4}")


def subject_key(kind: str, normalised: str) -> bytes:
    """Return how the bearer of an identifier is known: 16 bytes, keyed, equal for equal identifiers.

    Any spelling gives the same. A card, a wallet and an account of one number are one.
    """
    family = _FAMILIES.get(kind, kind)
    value = f"{family}\x1f{normalise_identifier(kind, normalised)}"
    return keyed_digest("subject", value.encode())[:SUBJECT_BYTES]


def scope_to_item(subject: bytes, item: str) -> bytes:
    """Return how a weak subject is known inside one item, and nowhere else (16 bytes)."""
    return keyed_digest("subject-in-item", item.encode() + b"\x1f" + subject)[:SUBJECT_BYTES]


def is_strong(kind: str, normalised: str) -> bool:
    """Say whether an identifier names one person everywhere: not a masked number, nor `admin`."""
    if kind not in STRONG or not _SHORTEST <= len(normalised) <= _LONGEST:
        return False
    if _MASKED.search(normalised):
        return False
    return kind not in (ACCOUNT, CARD, WALLET) or len(_DIGIT.findall(normalised)) >= _SHORTEST


def normalise_identifier(kind: str, text: str) -> str:
    """Return an identifier in the one spelling that detection gives it; twice is the same as once.

    Telephone numbers become E.164, of the mainland where no country is given; identity numbers of 15
    digits those of 18; addresses of mail lower case. Anything else loses case and separators.
    """
    plain = fold(text).text.strip()
    return _RULES.get(kind, _normalise_words)(plain)


def _normalise_phone(text: str) -> str:
    digits = _SEPARATORS.sub("", text)
    for shape, country in _PHONES:
        if found := shape.fullmatch(digits):
            return f"+{country}{found[1]}"
    return digits


def _normalise_identity(text: str) -> str:
    number = _SEPARATORS.sub("", text).upper()
    return upgrade_cn_id15(number) if len(number) == 15 and is_cn_id15(number) else number


def _normalise_number(text: str) -> str:
    number = _NUMBER_SEPARATORS.sub("", text)
    is_international = len(number) >= 15 and number.isascii() and is_iban(number.upper())
    return number.upper() if is_international else number.casefold()


def _normalise_device(text: str) -> str:
    number = _NUMBER_SEPARATORS.sub("", text)
    return number if number.isdigit() else text.casefold()


def _normalise_words(text: str) -> str:
    return text.casefold()


_RULES = {
    PHONE: _normalise_phone,
    IDENTITY: _normalise_identity,
    EMAIL: normalise_email,
    ACCOUNT: _normalise_number,
    CARD: _normalise_number,
    WALLET: _normalise_number,
    DEVICE: _normalise_device,
}
