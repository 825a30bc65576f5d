"""What the words before a number say it is: the nearest key word wins."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

_REACH = 40


class Context(StrEnum):
    """The sense of a key word."""

    ACCOUNT = "account"
    PHONE = "phone"
    QQ = "qq"
    ALIPAY = "alipay"
    IMEI = "imei"
    DEVICE = "device"
    PASSPORT = "passport"
    HKMO = "hkmo"
    TW_PERMIT = "tw_permit"
    IDENTITY = "identity"
    OTHER = "other"
    NONE = "none"


_WORDS: dict[Context, str] = {
    # Longest and most specific senses first: an alternation takes the first that fits.
    Context.TW_PERMIT: (
        r"[台臺]胞[证證卡]|[台臺][湾灣](?:居民)?(?:[来來]往)?(?:大[陆陸])?通行[证證]|大[陆陸]通行[证證]|[台臺]胞|[台臺][商籍]|[台臺][湾灣](?:客[户戶]|居民[证證]件|居民|人士|旅客|同胞)"
        r"|(?:taiwan )?compatriot|tai ?bao ?(?:zheng|card)|(?<![a-z])mtp(?![a-z])|(?:permit|pass)(?: for)? taiwan|taiwan (?:residents?'? )?(?:travel )?(?:permit|pass)|(?<![a-z])tw (?:travel )?permit|taiwan residents"
    ),
    Context.HKMO: (
        r"通行[证證](?:[编編][号號])?|回[乡鄉][证證卡]|[双雙单單]程[证證]|hui ?xiang ?zheng|home.?return|(?:two|one).way permit|exit permit|travel permit|(?:macao|macau|hong ?kong) (?:residents? )?(?:travel )?(?:permit|pass)(?!port)"
    ),
    Context.PASSPORT: r"[护護]照(?:[编編][号號])?|passport|(?<![a-z])mrz(?![a-z])",
    Context.IMEI: r"imei|手[机機](?:串|序列?)[号號码碼]|[机機]身串[号號码碼]|(?<!\w)串[号號码碼]",
    Context.DEVICE: (
        r"(?:[设設][备備]|[装裝]置|[终終]端)(?:指[纹紋]|[编編][号號]|[识識][别別])?"
        r"|device(?:[ _-]?(?:id(?:entifier)?|fingerprint|number|no))?(?![A-Za-z])|android.?id|idfa|idfv|oaid|gaid|udid|hwid|(?<![a-z])dev(?=[:=])|(?:[识識][别別]|[标標][识識])(?:[码碼符号號]|(?=[ :：=]?[0-9a-f]{6}))|[机機]器[码碼]|硬件[码碼]|(?<![A-Za-z])mac(?![A-Za-z])|tablet|平板"
    ),
    Context.ALIPAY: r"支付[宝寶](?:[账帐賬帳用][号號户戶])?(?:uid|id)?|alipay(?: acc(?:oun)?t)?",
    Context.QQ: r"qq(?:[账帐賬帳小]?[号號户戶]| ?(?:account|number|no|id)(?![A-Za-z]))?|扣扣|(?<=[加或、，,+上])[扣q](?=[ :：为為是]{0,2}[0-9])|(?<=[\u4e00-\u9fff])q(?=[0-9]{5})|扣[号號]|[蔻寇]{2}|企[鹅鵝][号號]?|(?<![A-Za-z])q[号號]",
    Context.OTHER: (
        r"[订訂运運票][单單据據]|支付[单單]|[凭憑][证證]|[参參]考[号號]|trace|付款[单單]|[单單][号號]|交易[码碼]|payment|waybill|voucher|流水|交易[编編]?[号號]|批次|商[户戶]|[编編][号號]|代[码碼]|金[额額]|[余餘][额額]"
        r"|合同|工[单單]|[产產]品|(?:merchant|transaction|txn|order|request|session|batch)(?:[ _\-]?id(?![A-Za-z]))?|reference|\bref(?![A-Za-z])|credit code"
        r"|company code|registration|amount|balance|product|contract|ticket|\bcase(?![A-Za-z])|\bcve(?![A-Za-z])"
        r"|invoice|sha-?\d|md5|hash|热[线線]|熱線|hotline|sku|build|version"
    ),
    Context.ACCOUNT: (
        r"[账帐賬帳][号號户戶](?:[编編][号號])?|存[折摺簿]|[户戶][口头頭]|人[头頭][户戶]|(?<![客用])[户戶](?=[ :：为為是]{0,2}[0-9])|卡[号號]|银行卡|銀行卡|[尾末][号號数數四]|ac(?:coun|c)t|card"
        r"|用[户戶](?:[编編]?[号號]|id)|(?:user|customer|client|member)[ _-]?(?:id|no|number)|\ba/c\b"
    ),
    Context.PHONE: (
        r"[电電][话話]|手[机機]|[联聯]系方式|流[动動]|phone|mobile|msisdn|\btel(?![A-Za-z])|cell|call"
        r"|whatsapp|短信|短訊|sms|fax|[传傳]真|座[机機]|固[话話]|[拨撥]打|[来來][电電]|[门門][号號]|[发發]送端|致[电電]|[电電][联聯]"
    ),
    Context.IDENTITY: r"身[份分][证證]|[证證]件|[证證][号號]|hkid|id_?no|identity(?: card)?|nric|resident (?:id|number)|national id|\bid(?: card)?(?![A-Za-z])",
}
# With what the words begin: most places of a text are passed over by one look.
_FIRST = "參参憑凭標标識识存蔻寇abcdefghimnopqrstuvw交产人付代企传余傳串双雙拨撥座固致来來门門发發证證平单卡台合商單回大尾工帐帳戶户手扣批护支末机機流热熱產用电短硬票終編终编联聯臺装裝訂設證護订设证賬账身运通運金銀银電餘"
_NEAREST = re.compile(
    f"(?=[{_FIRST}])(?:"
    + "|".join(f"(?P<{context}>{words})" for context, words in _WORDS.items())
    + ")"
)
_AFTER = re.compile(
    r" ?\(?[号號]?(?:的|之)? ?((?:(?![与與和及或并並同、])[\u4e00-\u9fffA-Za-z]){2,12})"
)
# The number of a thing, and what may stand between the thing and its number.
_NUMBER_OF = re.compile(r"[编編][号號]|代[码碼]|[证證][号號]")
_UNSAID = (Context.OTHER, Context.IDENTITY)
_JOINED = re.compile(r"[\u4e00-\u9fff]{0,4}[，,（(]?")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_ORGANISATION = re.compile(
    r"(?=[对對单單公专專清基一备備企机機監监托存信过過内內a-z])(?:[对對]公|[单單]位[结結]算|公司[户戶]|[单單]位[户戶]|基本[户戶]|一般[户戶]|[专專][户戶]|(?:[监監]管|托管|存管|[专專]用|信[托託]|[过過]渡|[内內]部)[账帐賬帳]|清算[账帐賬帳]|基本存款|一般存款|[备備]付金|公[户戶]|(?:企业|企業|公司|[单單]位|机构|機構)(?![\u4e00-\u9fff]{0,3}[员員客人职職])[\u4e00-\u9fff]{0,4}[账帐賬帳]"
    r"|\b(?:org(?:anisation|anization)?|corporate|company|business|institutional|merchant|settlement|escrow|omnibus|clearing|nostro|vostro|treasury|firm)(?:'s)?"
    r"(?:[ _-][a-z]{2,12}){0,2}[ _-](?:acc(?:oun)?t|a/c)"
    r"|\b(?:client[ -]money|segregated|pooled|trust|house|suspense|reserve|safeguarding|joint[ -]venture)[ _-](?:[a-z]{2,12}[ _-])?(?:acc(?:oun)?t|a/c))"
)
_SENTENCE_END = re.compile(r"[。；！？\n]|(?<!\bno)(?<!\btel)[.;!?] ", re.IGNORECASE)


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
    lower = text.translate(_LOWER)
    words = _read_words(lower)
    organisations = tuple(word.span() for word in _ORGANISATION.finditer(lower))
    return _Landmarks(
        words,
        tuple(end for _, end, _ in words),
        organisations,
        tuple(end for _, end in organisations),
        tuple(end.end() for end in _SENTENCE_END.finditer(text)),
    )


def _read_words(lower: str) -> tuple[tuple[int, int, Context], ...]:
    """Return the key words of a text; the number, code or id of a thing has the sense of the thing."""
    words: list[tuple[int, int, Context]] = []
    for word in _NEAREST.finditer(lower):
        sense = Context(word.lastgroup or Context.NONE)
        if words and sense in _UNSAID and _NUMBER_OF.fullmatch(word.group()):
            _, end, owner = words[-1]
            if _JOINED.fullmatch(lower, end, word.start()):
                sense = owner
        words.append((*word.span(), sense))
    return tuple(words)


def context_before(text: str, start: int) -> Context:
    """Return the sense of the nearest key word in the sentence before `start`.

    What is glued to other letters is part of a longer code.
    """
    marks = _landmarks(text)
    place = bisect_right(marks.word_ends, start) - 1
    glued = start > 0 and text[start - 1].isascii() and text[start - 1].isalpha()
    if glued and (place < 0 or marks.words[place][1] < start):
        return Context.OTHER
    if place < 0 or marks.words[place][1] <= _lead_start(marks, start):
        return Context.NONE
    return marks.words[place][2]


def context_after(text: str, end: int) -> Context:
    """Return the sense of the key word that stands right behind `end`, with no border between."""
    word = _AFTER.match(text, end)
    found = _NEAREST.search(word[1].lower()) if word else None
    return Context(found.lastgroup or Context.NONE) if found else Context.NONE


def is_organisation_account(text: str, start: int) -> bool:
    """Tell whether the words before a number call it the account of an organisation."""
    marks = _landmarks(text)
    place = bisect_right(marks.organisation_ends, start) - 1
    return place >= 0 and marks.organisation_ends[place] > _lead_start(marks, start)


def _lead_start(marks: _Landmarks, start: int) -> int:
    """Return where the part of the sentence before `start` begins, cut to the reach."""
    place = bisect_right(marks.sentence_ends, start) - 1
    return max(start - _REACH, marks.sentence_ends[place] if place >= 0 else 0)
