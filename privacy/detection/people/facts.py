"""Birth dates, plates, vehicles, session addresses and devices: a shape, and what the sentence calls it."""

import re
from collections.abc import Iterator

from privacy.detection.context import Context, context_before
from privacy.detection.people.births import find_births
from privacy.detection.types import DataType, Span

_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领]"
    r"[A-HJ-Z][ ·\-.]?(?=[A-Z]{0,5}[0-9])[0-9A-Z]{4,5}[0-9A-Z挂学警港澳](?![0-9A-Za-z])"
)
_OTHER_PLATE = re.compile(
    r"(?:车牌|车号|牌照|车辆|号牌|(?:自小|自用小|营业小|小客|小货|大货|机|轿|货|客|重|租赁|休旅)[车客货]车?|车子|[Pp]late|[Rr]egistration|[Vv]ehicle|[Cc]ar|[Vv]an|[Ll]icen[cs]e(?: no| number)?)"
    r"(?:[号码为是:：, （(「“\"]|no\.?|number|is|mark|reg){0,4}"
    r"(?P<plate>[A-Z]{2} ?[0-9]{3,4}|[A-Z]{3}-?[0-9]{3,4}|[0-9]{3,4}-[A-Z]{2,3}|M[A-Z]-[0-9]{2}-[0-9]{2}|S[A-Z]{2} ?[0-9]{1,4} ?[A-Z]|[A-Z]{2}[0-9]{2} ?[A-Z]{3})(?![0-9A-Za-z])"
)
# Of the plates of Taiwan this shape is the commonest; the sentence has to be on the road.
_LONE_PLATE = re.compile(r"(?<![0-9A-Za-z\-])[A-Z]{3}-[0-9]{4}(?![0-9A-Za-z\-])")
_ROAD = re.compile(r"[驾驶车]")
# ISO 3779: seventeen characters, none of them I, O or Q.
_VEHICLE = re.compile(
    r"(?:车架号码?|车辆识别(?:代号|代码|号)|大架号|车身号码?|引擎号码?|\bVIN\b|[Cc]hassis|[Ff]rame)(?:[号码为是:： (（]|no\.?|number|is){0,4}"
    r"(?P<frame>[A-HJ-NPR-Z0-9]{17})(?![0-9A-Za-z])"
)
_IP = re.compile(
    r"(?:(?<![0-9A-Za-z.:])|(?<=[^0-9:]:)|(?<=[Ii][Pp]))(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?!\.?[0-9A-Za-z]|[/_][0-9])"
    r"|(?=[0-9A-Fa-f:]{0,40}::|(?:[0-9A-Fa-f]{1,4}:){7})[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:]{1,38}[0-9A-Fa-f](?![0-9A-Za-z:]))"
)
_USE = re.compile(
    r"(?P<session>登[录入陆]|会话|在线|上线|客户端|访问来源|来访|归属地|用户IP|客户IP|终端IP|设备IP|开户IP|注册IP|操作IP|申请IP|交易IP|常用地址|下单IP|提交IP|(?<![A-Za-z_.\-])(?!(?:dst|dest|to|target|c2|cnc|srv|server|host|dns|resolver|answer|gw|gateway|proxy|upstream|ioc|bad|threat|attack|scan|block|deny|value|rule|net|cidr|sinkhole|mx|ns|url|domain)[a-z]{0,8}[_.]?)[a-z]{1,10}(?:[_.](?:ip|addr))?=['\"]?$|由\s?IP|来自\s?IP|经\s?IP|source of the session"
    r"|(?<![A-Za-z.\-/_])log(?:ged|s|ging)?[ \-]?(?:in|on)s?(?![A-Za-z]|[.\-\[][A-Za-z])|sign(?:ed|s|ing)?[ \-]?(?:in|on)|session|authenticat|access(?:ed)? (?:from|by)|(?:regist|appl|enrol|open|order|paid|pay|transfer|submit|upload|chang|reset|approv|verif|withdr|bought)[a-z]{0,6} [^;\n]{0,64}?\bfrom $|connected from|customer'?s? IP|client IP|user'?s? IP)"
    r"|(?P<threat>(?<![0-9A-Za-z:\-])C2(?![0-9A-Za-z:\-])|C&C|远程控制|远控|控制端|主控|回连|外联|攻击|恶意|木马|钓鱼|服务器|主机|样本|解析|指向|域名|托管|下发|beacon|resolv|hosted|hosting|malware|phish|server|command|attack|scan|botnet|exploit|(?<!反)诈骗|(?<!反)欺诈|仿冒|通信地址|通讯地址|黑名单|封禁|拦截|情报|扫描|爆破|威胁|malicious|attacker|hostile|rogue|fraudulent|fake|blocklist|blacklist|threat|drop ?site|panel|relay|proxy|tor\b|infrastructure|callback)",
    re.IGNORECASE,
)
_SESSION_AFTER = re.compile(
    r"(?:[^。；;，,\n]{0,6}?(?:登[录入陆]|上线|会话|发起|操作|访问|提交|申请|下单|注册|开户|进入)|[^。；;\n]{0,6}?(?<![A-Za-z.\-/_])(?:log(?:ged)?[ \-]?(?:in|on)|session)(?![0-9A-Za-z.\-\[]))",
    re.IGNORECASE,
)
# Who has a device, an account or an application is a person, where nothing in the sentence attacks.
_OWNED = re.compile(
    r"(?:设备|装置|终端|手机|电脑|手提|平板|家中|事主|受害|被害|被骗|当事|持卡|申请|使用者|店主|账[户号]|帐[户号]|用户|客户|本人|常用|机主|持有人|来源|归属|浏览器|App|APP|网银|handset|device|phone|user|customer|client|holder|account|takeover|browser|payment|applicant|\b(?:he|she|his|her)\b|\bIP\b|IP地址)",
    re.IGNORECASE,
)
# A pattern that names the object is about infrastructure.
_MATCHED = re.compile(r"addr:value\s?(?:=|!=|IN|LIKE|ISSUBSET)\s?[('\"]{0,2}$")
_SENTENCE_END = re.compile(r"[。；！？;\n]|(?<!\b[A-Z])[.!?] ")
# Networks of homes, offices and carriers (RFC 1918, RFC 6598): who stands there is no attacker's host.
_INNER = re.compile(
    r"(?:10|192\.168|172\.(?:1[6-9]|2[0-9]|3[01])|100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7]))\."
)
_THREAT_AFTER = re.compile(r"服务器|主机|server|scan|malware|beacon", re.IGNORECASE)
_REACH = 96
_MAC = re.compile(
    r"(?:(?<![0-9A-Fa-f:\-])|(?<=[^0-9A-Fa-f:\-]:)|(?<=[G-Zg-z_][A-Fa-f]:)|(?<=[Mm][Aa][Cc]:))[0-9A-Fa-f]{2}(?P<gap>[:\-])(?:[0-9A-Fa-f]{2}(?P=gap)){4}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:\-])"
)
_DEVICE = re.compile(
    r"(?<![0-9A-Za-z\-])[0-9A-Fa-f]{8}(?:(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|(?P<own>-[0-9A-F]{16})|[0-9A-Fa-f]{6,8})(?![0-9A-Za-z\-])"
)
_LETTER = re.compile(r"[A-Fa-f]")
# A short key of a log says nothing; it counts unless it names a digest, a request or a thing.
_BARE_KEY = re.compile(
    r"(?<![0-9A-Za-z_.\-])(?!(?:trace|span|parent|tx|txn|req|request|order|hash|md5|sha|digest|commit|rev|etag|nonce|salt|sig|sign|token|session|sid|sess|msg|event|build|key|case|batch|crc|sum|file|sample|ver|ref|corr|flow)[a-z_]{0,6}=)[a-z]{1,8}(?:_?id)?=[\"']?$",
    re.IGNORECASE,
)


def find_facts(text: str, plain: str) -> Iterator[Span]:
    """Yield dates, plates, addresses of sessions and devices; `plain` is the simplified text."""
    for start, end in find_births(text, plain):
        yield Span(start, end, DataType.DOB, text[start:end])
    yield from _find_sessions(text, plain)
    yield from _find_devices(text)
    for found in _PLATE.finditer(plain):
        yield Span(*found.span(), DataType.LICENCE_PLATE, re.sub(r"[ ·\-.]", "", found.group()))
    for found in _OTHER_PLATE.finditer(plain):
        plate = re.sub(r"[ \-]", "", found["plate"])
        yield Span(*found.span("plate"), DataType.LICENCE_PLATE, plate)
    for found in _LONE_PLATE.finditer(text):
        if _ROAD.search(plain, max(0, found.start() - 16), found.end() + 16):
            yield Span(*found.span(), DataType.LICENCE_PLATE, found.group().replace("-", ""))
    for found in _VEHICLE.finditer(plain):
        yield Span(*found.span("frame"), DataType.DEVICE_ID, found["frame"])


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
    rest = _SENTENCE_END.split(plain[end : end + _REACH])[0]
    if _SESSION_AFTER.match(plain, end):
        return True
    if _MATCHED.search(lead):
        return False
    if _INNER.match(plain, start) and not _THREAT_AFTER.search(rest):
        return True
    owned = _OWNED.search(lead) or _OWNED.search(rest)
    return owned is not None and not any(word.lastgroup == "threat" for word in _USE.finditer(rest))


def _find_devices(text: str) -> Iterator[Span]:
    for found in _MAC.finditer(text):
        yield Span(*found.span(), DataType.DEVICE_ID, found.group().lower())
    for found in _DEVICE.finditer(text):
        if not _LETTER.search(found.group()):
            continue
        if (
            found["own"]
            or context_before(text, found.start()) is Context.DEVICE
            or _BARE_KEY.search(text, max(0, found.start() - 16), found.start())
        ):
            yield Span(*found.span(), DataType.DEVICE_ID, found.group().lower())
