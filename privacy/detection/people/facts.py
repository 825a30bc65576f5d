"""Birth dates, plates, session addresses and devices: a shape, and what the sentence calls it."""

import re
from collections.abc import Iterator

from privacy.detection.context import Context, context_before
from privacy.detection.types import DataType, Span

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:19|20)[0-9]{2}(?:[01][0-9][0-3][0-9]|[\-/.][0-9]{1,2}[\-/.][0-9]{1,2}"
    r"|\s?年\s?[0-9]{1,2}\s?月\s?[0-9]{1,2}\s?日?)|民[国國][0-9]{2,3}年[0-9]{1,2}月[0-9]{1,2}日"
    r"|[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-](?:19|20)[0-9]{2}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?[ \-]{_MONTH},?[ \-](?:19|20)[0-9]{{2}}"
    rf"|{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)[0-9]{{2}})(?![0-9])",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"(?:出生(?:年月日?|日期|时间)?|生日|诞生|生[于於]|date of birth|birth ?date|birth_date|birthday|d\.?o\.?b\.?|\bborn(?: on| in)?|\bb\.)"
    r"[^0-9。；;\n]{0,12}$",
    re.IGNORECASE,
)
_BORN_AFTER = re.compile(r"[ （(]?(?:[日号]?出生|生人|生[，,）)]|诞生)")
_BIRTH_WORD = re.compile(r"生|[Bb](?:irth|orn|\.)|B(?:IRTH|ORN)|[Dd]\.?[Oo]\.?[Bb]")
# Alerts tell of recent events; a day of these years is when somebody was born.
_OLD_DATE = re.compile(r"(?<![0-9])(?:19[2-9][0-9]|200[0-9]|201[0-2])(?![0-9]{5})")
_APPOSED = re.compile(r"(?:[(（]|[男女][，,、 ]{1,2})$")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]"
    r"[A-HJ-Z][ ·\-.]?(?=[A-Z]{0,5}[0-9])[0-9A-Z]{4,5}[0-9A-Z挂学警港澳](?![0-9A-Za-z])"
)
_OTHER_PLATE = re.compile(
    r"(?:车牌|车号|牌照|[Pp]late|[Rr]egistration)(?:[号码为是:： ]|no\.?|number|is){0,4}"
    r"(?P<plate>[A-Z]{2} ?[0-9]{3,4}|[A-Z]{3}-?[0-9]{4}|[0-9]{4}-[A-Z]{2}|S[A-Z]{2} ?[0-9]{1,4} ?[A-Z])(?![0-9A-Za-z])"
)
_IP = re.compile(
    r"(?<![0-9A-Za-z.:])(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\.?[0-9A-Za-z])"
    r"|(?=[0-9A-Fa-f:]{0,40}::|(?:[0-9A-Fa-f]{1,4}:){7})[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:]{1,38}[0-9A-Fa-f](?![0-9A-Za-z:]))"
)
_USE = re.compile(
    r"(?P<session>登[录入陆]|会话|在线|上线|客户端|访问来源|来访|归属地|用户IP|客户IP|终端IP|设备IP|开户IP|注册IP|操作IP|申请IP|交易IP|常用地址|下单IP|提交IP|由\s?IP|来自\s?IP|经\s?IP|source of the session"
    r"|(?<![A-Za-z.\-/_])log(?:ged|s|ging)?[ \-]?(?:in|on)s?(?![A-Za-z]|[.\-\[][A-Za-z])|sign(?:ed|s|ing)?[ \-]?(?:in|on)|session|authenticat|access(?:ed)? (?:from|by)|connected from|customer'?s? IP|client IP|user'?s? IP)"
    r"|(?P<threat>C2|C&C|控制端|主控|回连|外联|攻击|恶意|木马|钓鱼|服务器|主机|样本|解析|指向|域名|托管|下发|beacon|resolv|hosted|hosting|malware|phish|server|command|attack|scan|botnet|exploit|infrastructure|callback)",
    re.IGNORECASE,
)
_SESSION_AFTER = re.compile(
    r"(?:[^。；;，,\n]{0,6}?(?:登[录入陆]|上线|会话|发起|操作|访问|提交|申请|下单|注册|开户|进入)|[^。；;\n]{0,6}?(?<![A-Za-z.\-/_])(?:log(?:ged)?[ \-]?(?:in|on)|session)(?![0-9A-Za-z.\-\[]))",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[。；！？;\n]|[.!?] ")
_REACH = 64
_MAC = re.compile(
    r"(?<![0-9A-Fa-f:\-])[0-9A-Fa-f]{2}(?P<gap>[:\-])(?:[0-9A-Fa-f]{2}(?P=gap)){4}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:\-])"
)
_DEVICE = re.compile(
    r"(?<![0-9A-Za-z\-])(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9A-Fa-f]{14,16})(?![0-9A-Za-z\-])"
)
_LETTER = re.compile(r"[A-Fa-f]")


def find_facts(text: str, plain: str) -> Iterator[Span]:
    """Yield dates, plates, addresses of sessions and devices; `plain` is the simplified text."""
    if _BIRTH_WORD.search(plain) or _OLD_DATE.search(plain):
        yield from _find_birth_dates(text, plain)
    yield from _find_sessions(text, plain)
    yield from _find_devices(text)
    for found in _PLATE.finditer(plain):
        yield Span(*found.span(), DataType.LICENCE_PLATE, re.sub(r"[ ·\-.]", "", found.group()))
    for found in _OTHER_PLATE.finditer(plain):
        plate = re.sub(r"[ \-]", "", found["plate"])
        yield Span(*found.span("plate"), DataType.LICENCE_PLATE, plate)


def _find_birth_dates(text: str, plain: str) -> Iterator[Span]:
    for found in _DATE.finditer(text):
        lead = plain[max(0, found.start() - 24) : found.start()]
        if (
            _BORN.search(lead)
            or _BORN_AFTER.match(plain, found.end())
            or _is_apposition(plain, found)
        ):
            yield Span(*found.span(), DataType.DOB, found.group())


def _is_apposition(plain: str, found: re.Match[str]) -> bool:
    """Tell whether a date long past stands behind somebody in brackets or after the sex."""
    return (
        _OLD_DATE.search(found.group()) is not None
        and _APPOSED.search(plain[max(0, found.start() - 4) : found.start()]) is not None
    )


def _find_sessions(text: str, plain: str) -> Iterator[Span]:
    for found in _IP.finditer(text):
        if _is_session(plain, *found.span()):
            yield Span(*found.span(), DataType.IP, found.group().lower())


def _is_session(plain: str, start: int, end: int) -> bool:
    """Tell whether the nearest word of use calls an address that of a session, not of an attack."""
    lead = _SENTENCE_END.split(plain[max(0, start - _REACH) : start])[-1]
    use = [word.lastgroup for word in _USE.finditer(lead)]
    if use:
        return use[-1] == "session"
    return _SESSION_AFTER.match(plain, end) is not None


def _find_devices(text: str) -> Iterator[Span]:
    for found in _MAC.finditer(text):
        yield Span(*found.span(), DataType.DEVICE_ID, found.group().lower())
    for found in _DEVICE.finditer(text):
        if _LETTER.search(found.group()) and context_before(text, found.start()) is Context.DEVICE:
            yield Span(*found.span(), DataType.DEVICE_ID, found.group().lower())
