"""What the words before a number say it is: the nearest key word wins."""

import re
from enum import StrEnum

_REACH = 28


class Context(StrEnum):
    """The sense of a key word."""

    ACCOUNT = "account"
    PHONE = "phone"
    QQ = "qq"
    ALIPAY = "alipay"
    IMEI = "imei"
    PASSPORT = "passport"
    HKMO = "hkmo"
    TW_PERMIT = "tw_permit"
    IDENTITY = "identity"
    OTHER = "other"
    NONE = "none"


_WORDS: dict[Context, str] = {
    # Longest and most specific senses first: an alternation takes the first that fits.
    Context.HKMO: r"内地通行[证證]|回[乡鄉][证證]|港澳通行[证證]|home.?return permit|exit permit",
    Context.TW_PERMIT: r"[台臺]胞[证證]|大[陆陸]通行[证證]|compatriot permit",
    Context.PASSPORT: r"[护護]照|passport",
    Context.IMEI: r"imei",
    Context.ALIPAY: r"支付[宝寶]|alipay",
    Context.QQ: r"qq",
    Context.OTHER: (
        r"[订訂][单單]|流水|交易[编編]?[号號]|批次|商[户戶]|[编編][号號]|代[码碼]|金[额額]|[余餘][额額]"
        r"|合同|工[单單]|[产產]品|merchant|transaction|txn|order|reference|\bref\b|credit code"
        r"|company code|registration|amount|balance|product|contract|ticket|\bcase\b|\bcve\b"
        r"|invoice|sha-?\d|md5|hash|热[线線]|熱線|hotline|sku|build|version"
    ),
    Context.ACCOUNT: (
        r"[账帐賬帳][号號户戶]|[户戶]口|卡[号號]|银行卡|銀行卡|[尾末][号號数數四]|ac(?:coun|c)t|card"
        r"|用[户戶](?:[编編]?[号號]|id)|(?:user|customer|client|member)[ _-]?(?:id|no|number)|\ba/c\b"
    ),
    Context.PHONE: (
        r"[电電][话話]|手[机機]|[联聯]系方式|流[动動]|phone|mobile|\btel\b|cell|call"
        r"|whatsapp|短信|短訊|sms|fax|[传傳]真"
    ),
    Context.IDENTITY: r"身[份分][证證]|[证證]件|hkid|id_?no|identity|nric|resident id|national id|\bid\b",
}
_NEAREST = re.compile(
    "|".join(f"(?P<{context}>{words})" for context, words in _WORDS.items()), re.IGNORECASE
)
_ORGANISATION = re.compile(
    r"[对對]公|[备備]付金|公[户戶]|(?:企业|企業|公司|[单單]位|机构|機構)[账帐賬帳]"
    r"|\b(?:org(?:anisation|anization)?|corporate|company|business|institutional|merchant)"
    r"[ _-]acc(?:oun)?t",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。；！？\n]|[.;!?] ")


def context_before(text: str, start: int) -> Context:
    """Return the sense of the nearest key word in the sentence before `start`."""
    last = Context.NONE
    for word in _NEAREST.finditer(_lead(text, start)):
        last = Context(word.lastgroup or Context.NONE)
    return last


def is_organisation_account(text: str, start: int) -> bool:
    """Tell whether the words before a number call it the account of an organisation."""
    return _ORGANISATION.search(_lead(text, start)) is not None


def _lead(text: str, start: int) -> str:
    """Return the part of the sentence that stands before `start`, cut to the reach."""
    lead = text[max(0, start - _REACH) : start]
    ends = [end.end() for end in _SENTENCE_END.finditer(lead)]
    return lead[ends[-1] :] if ends else lead
