"""Names, addresses, birth dates, plates and sessions of persons, where words announce them.

A modest first version: it trades recall for not damaging organisations and prose. Names in
typed fields, and their echoes in the same bundle, do not depend on it.
"""

import re
from collections.abc import Iterator

from privacy.detection.types import DataType, Span

_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田"
    "董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江"
    "尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯施洪俞章鲁魯倪康温溫柳葛卫衛"
)
_ZH_LEAD = (
    r"户名|戶名|姓名|[负負][责責]人|[联聯][系絡]人|持有人|持卡人|收款人|付款人|受益人|客[户戶]|用[户戶]|借款人|申[请請]人"
    r"|代理人|受害人|司[机機]|嫌疑人|[当當]事人|[员員]工|涉案人[员員]|[经經][办辦]人|法定代表人|怀疑|懷疑|以|[询詢][问問]"
    r"|名[为為]|被要求向|[转轉][账帳賬][给給]|holder = '|name = '"
)
_ZH_NAME = re.compile(
    rf"(?:{_ZH_LEAD})(?:[为為是叫][:：]?|[:： “]){{0,2}}([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?=[^\u4e00-\u9fff]|$|[自持名在于於與与以向称稱将將被之所已曾从從办辦申通的和及的驾駕居系係因使用证證行等未来來到][^\u4e00-\u9fff]?)"
)
_EN_LEAD = (
    r"holder|holder is|[Cc]ustomer|[Bb]eneficiary|[Cc]ontact|belongs to|registered to|register for"
    r"|[Nn]ame|[Vv]ictim|[Aa]pplicant|[Pp]ayee|[Dd]river|[Ss]uspect|in the name of|responsible person|held by|believe that"
    r"|transfer(?:red)? money to|impersonating Mr|Mr\.?|Ms\.?|Mrs\.?|Miss|Dr\.?"
)
_EN_NAME = re.compile(
    rf"\b(?:{_EN_LEAD}):? ([A-Z][a-z]+(?:[ \-](?:[A-Z]')?[A-Z][a-z']+){{1,2}})(?=[^A-Za-z]|$)"
)
_ORGANISATION_WORD = re.compile(
    r"\b(?:Bank|Ltd|Limited|Inc|Plc|GmbH|Pay|Payments?|Lending|Wealth|Funds?|Service|Services|Care"
    r"|Center|Centre|Support|Group|Company|Account|Security|Commercial|Custody|Capital|Finance"
    r"|Financial|Holdings|Authority|Bureau|Department|Protocol|Server|System|Systems|Phone|Number|Identity|Data|Email|Transaction"
    r"|Card|Device|Website|Page|Portal|Rural|Platform|Profile|Spoofing|Phishing|Impersonation)\b"
)
_DATE = (
    r"(?:(?:19|20)[0-9]{2}(?:[0-9]{4}|[\-/.][0-9]{1,2}[\-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"
    r"|[0-9]{1,2}[/.][0-9]{1,2}[/.](?:19|20)[0-9]{2}|[0-9]{1,2} [A-Z][a-z]{2,8} (?:19|20)[0-9]{2}"
    r"|[A-Z][a-z]{2,8} [0-9]{1,2},? (?:19|20)[0-9]{2})(?![0-9])"
)
_BIRTH_DATE = re.compile(
    r"(?:出生(?:日期|年月日)?|生日|生[于於]|date of birth|\bdob|\bborn(?: on)?|birth_?date|birthday)"
    rf"[ :：=为為是于於'\"]{{0,4}}({_DATE})",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"[京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊使领]"
    r"[A-HJ-Z][ ·\-]?(?=[A-Z]{0,5}[0-9])[0-9A-Z]{4,5}[0-9A-Z挂学警港澳](?![0-9A-Za-z])"
)
_SESSION = re.compile(
    r"(?:登[录錄入陆陸]|login|logged in|signed in|session)[^。;；，,]{0,12}?(?:ip|位址|地址|from)"
    r"[ :：为為是]{0,3}(?P<address>[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:]{2,38})"
    r"(?![0-9A-Za-z.:]*[0-9A-Za-z:])",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"(?:[设設][备備](?:id|[标標][识識]码?|[识識][别別][码碼]|[号號])|[装裝]置[识識][别別][码碼]|device(?: ?id)?|mac(?: address)?)"
    r"[ :：为為是=]{0,3}(?P<value>(?:[0-9a-f]{2}[:\-]){5}[0-9a-f]{2}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{14,16})"
    r"(?![0-9a-z])",
    re.IGNORECASE,
)
_REGION = (
    r"(?:(?:河北|山西|[辽遼][宁寧]|吉林|黑[龙龍]江|江[苏蘇]|浙江|安徽|福建|江西|山[东東]|河南|湖北|湖南|[广廣][东東]"
    r"|海南|四川|[贵貴]州|[云雲]南|[陕陝]西|甘[肃肅]|青海)省?|北京市?|上海市?|天津市?|重[庆慶]市?|[内內]蒙古|新疆"
    r"|西藏|[广廣]西|[宁寧]夏|香港|澳[门門]|[台臺]北市|新北市|桃[园園]市|[台臺]中市|[台臺]南市|高雄市)"
)
_STREET = re.compile(
    rf"{_REGION}[\u4e00-\u9fff]{{2,24}}?[0-9]{{1,5}}[号號弄]"
    r"(?:[\u4e00-\u9fff]{0,8}[0-9A-Z]{1,5}(?:[栋棟座幢][\u4e00-\u9fff]{0,2}|[单單]元|室|[楼樓]|[层層]|[号號]|(?![0-9A-Za-z月年日])))"
    r"{0,4}"
)
_FLAT = re.compile(
    r"(?:\b(?:Flat|Unit|Room|Apartment|Apt\.?|Suite) [0-9A-Z\-]{1,6}, |(?<=residing at )|(?<=lives at )"
    r"|(?<=address: ))[0-9]{1,5}[A-Z]? [A-Z][A-Za-z']+(?: [A-Z][A-Za-z']+){0,3}"
    r"(?:, [A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?){1,2}"
)


def find_people(text: str) -> Iterator[Span]:
    """Yield what describes a person, in the folded text, by the words around it."""
    for found in _BIRTH_DATE.finditer(text):
        yield Span(*found.span(1), DataType.DOB, found.group(1))
    for found in _SESSION.finditer(text):
        yield Span(*found.span("address"), DataType.IP, found.group("address").lower())
    for found in _DEVICE.finditer(text):
        yield Span(*found.span("value"), DataType.DEVICE_ID, found.group("value").lower())
    for found in _EN_NAME.finditer(text):
        if not _ORGANISATION_WORD.search(text[found.start(1) : found.end() + 12]):
            yield Span(*found.span(1), DataType.PERSON, found.group(1).casefold())
    for found in _FLAT.finditer(text):
        yield Span(found.start(), found.end(), DataType.ADDRESS, found.group().casefold())
    if not text.isascii():
        yield from _find_chinese(text)


def _find_chinese(text: str) -> Iterator[Span]:
    for found in _STREET.finditer(text):
        yield Span(found.start(), found.end(), DataType.ADDRESS, found.group())
    for found in _PLATE.finditer(text):
        plate = re.sub(r"[ ·\-]", "", found.group())
        yield Span(found.start(), found.end(), DataType.LICENCE_PLATE, plate)
    for found in _ZH_NAME.finditer(text):
        yield Span(*found.span(1), DataType.PERSON, found.group(1))
