"""What stands around a name in Chinese text: words that announce it, go on after it or hold it inside.

Each border gives a weight; the words are those of the lists, a boundary inside a common word speaks against a name.
"""

import re

from privacy.detection.people import chinese_words as words
from privacy.detection.people.chinese_collisions import CROSSING, ENDS, STARTS
from privacy.detection.people.chinese_common import AFTERWARDS, COMMON, THINGS

HAN = r"\u4e00-\u9fff"
WEIGHTS = {
    **dict.fromkeys(words.RARE_SURNAMES, 0.0),
    **dict.fromkeys(words.SELDOM_SURNAMES, 0.0),
    **dict.fromkeys(words.FREQUENT_BUT_WORDS, 0.5),
    **dict.fromkeys(words.COMMON_SURNAMES, 1.0),
    **dict.fromkeys(words.CLEAR_SURNAMES, 2.0),
    **dict.fromkeys(words.JAPANESE_SURNAMES, 2.0),
    **dict.fromkeys(words.COMPOUND_SURNAMES, 3.5),
}
# Surnames that are adverbs too, where what follows them is a verb.
_ADVERBS = frozenset("曾应常时向方成")
ANNOUNCEMENT = 2.0
# Nested by the last character, so that a lead is looked up by a few slices.
_LEADS = frozenset(words.LEADS)
_LEAD_ENDS = frozenset(lead[-1] for lead in words.LEADS)
_LONGEST_LEAD = max(map(len, words.LEADS))
_LINK = re.compile(r"(?:[为是叫系:：=\s\"“'\u2018「『(（<《]|即){1,4}$")
# A word for a person by its make.
_ROLE = re.compile(rf"[{HAN}]{{2}}[人员者]$|(?:[{HAN}][租受让卖买押款贷借托]|[男女甲乙丙])方$")
TITLES = frozenset(words.TITLES)
FOLLOWERS = frozenset(words.FOLLOWERS) | AFTERWARDS
_LONG_FOLLOWERS = frozenset(w for w in FOLLOWERS if len(w) > 1) - {*words.ORGANISATION_TAIL}
_LONGEST_WORD = 4
# Words that end with a surname character, wherever they are listed.
ALL_ENDS = ENDS | {word for word in STARTS | CROSSING | COMMON if word[-1] in WEIGHTS}
_CROSSING = CROSSING | COMMON
# Surnames that count things behind a number or a pronoun.
_MEASURES = frozenset("张段边项封车单方席管章宗节毛成程代关")
_COUNTED = frozenset("一二两三四五六七八九十百千几数多每这那该某同各半整首末第0123456789")
# Products and serial things go on with a number; of a person it may be a day or an instalment.
SERIAL = re.compile(
    rf"[{HAN}]?(?:第?[0-9一二三四五六七八九十]{{1,4}}(?:号(?![上下早晚凌登报来去向被在于收转汇取存提])|期|天|型|款|代|版|季|%)|[0-9]{{4}}-[0-9]{{1,2}}(?![0-9\-]))"
)
# Verbs that also end the names of companies.
_VERB_TAIL = re.compile(rf"(?:担保|支付|投资|租赁|贸易)(?=[^{HAN}]|$|[了给到的于至过出并])")
_ANYBODY = frozenset(
    [
        "本人",
        "他人",
        "个人",
        "有人",
        "两人",
        "二人",
        "三人",
        "多人",
        "老人",
        "私人",
        "别人",
        "某人",
        "无人",
        "何人",
        "等人",
        "众人",
    ]
)
_POSSESSION = re.compile(
    r"的(?:户口|户籍|籍贯|常住|居所|工资|存款|身份证|身分证|手机|银行卡|护照|电话|证件|签名|笔迹|丈夫|妻子|父亲|母亲|儿子|女儿|家属|家人|朋友|账户|账号|帐户|名义|住处|住址|口供|供述|微信|支付宝|信用卡|储蓄卡|身份)"
)
_ORGANISATION = re.compile(
    rf"(?:(?![在于向与和及由被将的为是以至从到对给经称持转汇今昨疑其该他她]|自称|透过|通过|认识|加入|下载|购买|安装|打开|反映|表示|发现|使用|存入|就职|任职|开户|办理|联系|收到|前往|投诉|冒充|假冒|致电|来电|报案|起诉)[{HAN}（）()]){{0,14}}?"
    f"(?:{'|'.join(words.ORGANISATION_TAIL)})"
)


def weigh_before(text: str, start: int) -> float:
    """Weigh what stands before a place: an announcement, a preposition, a sentence border."""
    lead = text[max(0, start - 12) : start]
    if not lead:
        return 0.7
    linked = _LINK.search(lead)
    bare = lead[: linked.start()] if linked else lead
    if _ends_with_lead(lead) or (linked and _ends_with_lead(bare)):
        if text[start] == "曾":
            return 1.0
        return -2.0 if lead[-1] != "人" and lead[-1] + text[start] in ALL_ENDS else 3.0
    if _ROLE.search(bare) and bare[-2:] not in _ANYBODY:
        return ANNOUNCEMENT
    if lead[-1] + text[start] in ALL_ENDS or (text[start] in _MEASURES and lead[-1] in _COUNTED):
        return -5.0
    if (
        lead[-1] in words.PREPOSITIONS
        or (lead[-2:] in words.GOVERNORS or lead[-3:] in words.GOVERNORS)
        or lead[-1] in "人者员民"
    ):
        return 1.0
    return 0.0 if "\u4e00" <= lead[-1] <= "\u9fff" else 0.7


def _ends_with_lead(text: str) -> bool:
    return text[-1:] in _LEAD_ENDS and any(
        text[-size:] in _LEADS for size in range(2, min(_LONGEST_LEAD, len(text)) + 1)
    )


def weigh_collisions(text: str, start: int, end: int) -> float:
    """Weigh the words, places and organisations that a name would be cut out of; 0 or less."""
    weight = 0.0
    if text[start : start + 2] in STARTS:
        weight = -4.0 if end - start == 2 else -3.0
    if (
        end - start > 2
        and text[end - 1 : end + 1] in _CROSSING
        and not word_at(text, end, _LONG_FOLLOWERS)
    ):
        weight -= 2.5
    if text[start + 1 : end] in THINGS and not words.GIVEN.intersection(text[start + 1 : end]):
        weight -= 4.0
    if text[start] in _ADVERBS and text[start + 1 : end] in FOLLOWERS:
        weight -= 3.0
    if end - start > 2 and text[start] == text[start + 1]:
        weight -= 5.0
    if text[end : end + 1] in words.PLACE_TAIL or text[end - 1] in words.PLACE_TAIL:
        weight -= 3.0
    if _ORGANISATION.match(text, start + 1) and not _VERB_TAIL.match(text, end):
        weight -= 0.0 if word_at(text, end, _LONG_FOLLOWERS) or word_at(text, end, TITLES) else 5.0
    return weight


def weigh_after(text: str, start: int, end: int) -> float:
    """Weigh what stands after a place: a title, a word that goes on after a name, a border.

    A name that fills its clause has borders on both sides.
    """
    if word_at(text, end, TITLES) or _POSSESSION.match(text, end):
        return 2.5
    if end >= len(text) or not "\u4e00" <= text[end] <= "\u9fff":
        return 1.0 if start and "\u4e00" <= text[start - 1] <= "\u9fff" else 2.0
    if _VERB_TAIL.match(text, end):
        return 1.5
    follower = word_at(text, end, FOLLOWERS)
    if not follower:
        return 0.0
    return 1.0 if follower == 1 else 1.5


def word_at(text: str, place: int, known: frozenset[str]) -> int:
    """Return the length of the longest known word at a place, 0 without one."""
    for size in range(_LONGEST_WORD, 0, -1):
        if text[place : place + size] in known and place + size <= len(text):
            return size
    return 0
