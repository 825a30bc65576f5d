"""What the words before a number say it is: the nearest key word wins."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

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
        r"|合同|工[单單]|[产產]品|merchant|transaction|txn|order|reference|\bref(?![^\W0-9])|credit code"
        r"|company code|registration|amount|balance|product|contract|ticket|\bcase(?![^\W0-9])|\bcve(?![^\W0-9])"
        r"|invoice|sha-?\d|md5|hash|热[线線]|熱線|hotline|sku|build|version"
    ),
    Context.ACCOUNT: (
        r"[账帐賬帳][号號户戶]|[户戶]口|卡[号號]|银行卡|銀行卡|[尾末][号號数數四]|ac(?:coun|c)t|card"
        r"|用[户戶](?:[编編]?[号號]|id)|(?:user|customer|client|member)[ _-]?(?:id|no|number)|\ba/c\b"
    ),
    Context.PHONE: (
        r"[电電][话話]|手[机機]|[联聯]系方式|流[动動]|phone|mobile|\btel(?![^\W0-9])|cell|call"
        r"|whatsapp|短信|短訊|sms|fax|[传傳]真"
    ),
    Context.IDENTITY: r"身[份分][证證]|[证證]件|hkid|id_?no|identity|nric|resident id|national id|\bid(?![^\W0-9])",
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


@dataclass(frozen=True, slots=True)
class _Landmarks:
    """Where a text has key words, words for organisations and sentence ends, in order."""

    words: tuple[tuple[int, int, Context], ...]
    word_ends: tuple[int, ...]
    organisations: tuple[tuple[int, int], ...]
    organisation_ends: tuple[int, ...]
    sentence_ends: tuple[int, ...]


# One text at a time: a scan asks about all numbers of a text in a row, and keeps no other.
@lru_cache(maxsize=1)
def _landmarks(text: str) -> _Landmarks:
    words = tuple(
        (word.start(), word.end(), Context(word.lastgroup or Context.NONE))
        for word in _NEAREST.finditer(text)
    )
    organisations = tuple(word.span() for word in _ORGANISATION.finditer(text))
    return _Landmarks(
        words,
        tuple(end for _, end, _ in words),
        organisations,
        tuple(end for _, end in organisations),
        tuple(end.end() for end in _SENTENCE_END.finditer(text)),
    )


def context_before(text: str, start: int) -> Context:
    """Return the sense of the nearest key word in the sentence before `start`."""
    marks = _landmarks(text)
    place = bisect_right(marks.word_ends, start) - 1
    if place < 0 or marks.words[place][0] < _lead_start(marks, start):
        return Context.NONE
    return marks.words[place][2]


def is_organisation_account(text: str, start: int) -> bool:
    """Tell whether the words before a number call it the account of an organisation."""
    marks = _landmarks(text)
    place = bisect_right(marks.organisation_ends, start) - 1
    return place >= 0 and marks.organisations[place][0] >= _lead_start(marks, start)


def _lead_start(marks: _Landmarks, start: int) -> int:
    """Return where the part of the sentence before `start` begins, cut to the reach."""
    place = bisect_right(marks.sentence_ends, start) - 1
    return max(start - _REACH, marks.sentence_ends[place] if place >= 0 else 0)
