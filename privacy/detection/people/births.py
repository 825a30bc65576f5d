"""Birth dates: a whole date near a word of birth, and a month or a year right beside one.

Half a date says less, so what leads it has to say more: the word of birth touches it, and no company,
product or malware stands before that.
"""

import re
from collections.abc import Iterator

from privacy.detection.minors import is_of_thing

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_C = r"\u3007\u25cb零一二三四五六七八九"
_YEAR_ZH = rf"(?:(?:19|20)[0-9]{{2}}|民[国國]\s?(?:[0-9]{{1,3}}|[{_C}十]{{1,4}})|[{_C}]{{4}})\s?年"
_MONTH_ZH = rf"(?:[0-9]{{1,2}}|[正冬腊臘元]|[闰閏]?[{_C}十]{{1,2}})\s?月"
_DAY_ZH = rf"(?:初?(?:[0-9]{{1,2}}|[{_C}十廿]{{1,3}})\s?[日号號]?(?![万千百元]))"
_WHOLE = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][\-_. ])(?:(?:19|20)[0-9]{2}(?:[01][0-9][0-3][0-9]|[\-/.][0-9]{1,2}[\-/.][0-9]{1,2}"
    rf"|\s?年\s?[0-9]{{1,2}}\s?月\s?[0-9]{{1,2}}\s?[日号號]?)|{_YEAR_ZH}{_MONTH_ZH}{_DAY_ZH}"
    r"|[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-](?:19|20)[0-9]{2}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)?[ \-]{_MONTH},?[ \-](?:19|20)[0-9]{{2}}"
    rf"|{_MONTH} (?:the )?[0-9]{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}})(?![0-9]|-[0-9])",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?<![0-9A-Za-z{_C}])(?:{_YEAR_ZH}(?:{_MONTH_ZH})?|{_MONTH},? (?:19|20)[0-9]{{2}}"
    r"|(?:19|20)[0-9]{2}(?:[\-/.][0-9]{1,2})?|[0-9]{1,2}[/.\-](?:19|20)[0-9]{2}"
    r"|[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{2}|[0-9]{2}年(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?)(?![0-9A-Za-z]|[.\-/][0-9])",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?:出生(?:年月日?|日期|时间)?|生日|生辰|诞生|(?<![产发派衍滋萌再医学先新寄陌谋野原男女])生[于於]|date of birth|birth[ _]?date|birthday|d\.?o\.?b\.?|\bb\.)[^0-9。；;\n]{0,12}$"
    r"|\bborn\b[^0-9.;\n]{0,24}$",
    re.IGNORECASE,
)
_BORN_RIGHT_BEFORE = re.compile(
    r"(?:出生(?:年月日?|年份|日期|时间|年)?(?:于|在)?|生日|生辰|(?<![产发派衍滋萌再医学先新寄陌谋野原男女])生[于於]|(?:date|year|month|day) of birth|birth[ _]?(?:date|day|year|month)|d\.?o\.?b\.?|\byob"
    r"|\bb\.|\bborn(?: on| in| around| circa)?(?: the)?)[ 为是:：=(（(]{0,3}(?:公历|阳历|农历|阴历)?(?:is |was )?$",
    re.IGNORECASE,
)
_BORN_AFTER = re.compile(
    r"[ （(]?(?:的|之|为|是|作为|, ?(?:the|his|her|their) |(?:as|for) (?:(?:the|his|her|their|a) )?)?(?:(?:出生|诞生)?(?:日期|之日)?(?<=日期|之日)|生日|生辰|date of birth|d\.?o\.?b\b|birth ?da(?:y|te))|[ （(]?(?:[日号]?出生|生人|诞生|[日号]?生(?=[，,。；;、）)\s（(]|$|的[^产活意]))"
)
_PART_AFTER = re.compile(
    r"(?:年|份)?(?:出生(?![率人])|生人|生(?=[，,。；;、）)\s（(]|$|的[^产活意]))"
)
_WORD = re.compile(r"生|[Bb](?:irth|orn|\.)|B(?:IRTH|ORN)|[DdYy]\.?[Oo]\.?[Bb]")
# Alerts tell of recent events; a day of these years is when somebody was born.
_OLD = re.compile(r"(?<![0-9])(?:19[2-9][0-9]|200[0-9]|201[0-2])(?![0-9]{5})")
_BIRTH = re.compile(
    r"出生|生日|(?<![产发派衍滋萌再医学先新寄陌谋野原男女])生[于於]|\bborn\b|\bbirth|\bDOB\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。；！？;\n]|[.!?] ")
_APPOSED = re.compile(
    r"(?:[(（]|[男女]性?[，,、；;|/ \t]{1,3}|(?:^|[\s,;|/])(?:[MF]|[Ff]emale|[Mm]ale)[，,;|/ \t]{1,3})$"
)
_CELL_BEFORE = re.compile(
    r"(?:^|[，,;；|：:\t\n])\s?(?:[男女甲乙]方)?(?:[\u4e00-\u9fff]{2,4}|[A-Z][A-Za-z'\-]+,? (?:[A-Z][A-Za-z'.\-]+ ?){1,3})\s?[，,;；|\t]\s?$"
)
_CELL_END = re.compile(r"\s?(?:[，,;；|。）)\t\n]|$)")
_DATED = re.compile(
    r"成立|设立|上线|开业|发布|生效|到期|起息|日期|签[订署]|[Ff]ounded|[Ee]stablished|[Ii]ssued|[Dd]ated|[Uu]pdated"
)
_REACH = 40


def find_births(text: str, plain: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of birth dates; `plain` is the simplified text."""
    has_word = _WORD.search(plain) is not None
    if not has_word and not _OLD.search(plain):
        return
    for found in _WHOLE.finditer(text):
        lead = plain[max(0, found.start() - _REACH) : found.start()]
        born = _BORN.search(lead) or _BORN_AFTER.match(plain, found.end())
        is_old = _OLD.search(found.group()) is not None
        told = is_old and (_APPOSED.search(lead) or _is_told_of_birth(plain, found.start()))
        if born or told or (is_old and _is_cell_of_person(plain, lead, found.end())):
            yield found.span()
    for found in _PART.finditer(text) if has_word else ():
        lead = plain[max(0, found.start() - _REACH) : found.start()]
        before = _BORN_RIGHT_BEFORE.search(lead)
        after = None if found.group().isdigit() else _PART_AFTER.match(plain, found.end())
        if (before and not is_of_thing(lead[: before.start()])) or (
            after and not is_of_thing(lead)
        ):
            yield found.span()


def _is_cell_of_person(plain: str, lead: str, end: int) -> bool:
    """Tell whether a day fills the cell of a row right behind a cell that may be a name."""
    cell = _CELL_BEFORE.search(lead)
    return cell is not None and _CELL_END.match(plain, end) is not None and not _DATED.search(lead)


def _is_told_of_birth(plain: str, place: int) -> bool:
    """Tell whether the sentence up to a place speaks of a birth, and of no thing."""
    lead = _SENTENCE_END.split(plain[max(0, place - 2 * _REACH) : place])[-1]
    return _BIRTH.search(lead) is not None and not is_of_thing(lead)
