"""Postal addresses: a region or an announcement, names of places, and a numbered house."""

import re
from collections.abc import Iterator

from privacy.detection.types import DataType, Span

_H = r"\u4e00-\u9fff"
_PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾"
    "|内蒙古|新疆|西藏|广西|宁夏"
)
_CITIES = (
    "北京|上海|天津|重庆|香港|澳门|九龙|新界|港岛|石家庄|唐山|保定|邯郸|太原|大同|沈阳|大连|鞍山|长春|哈尔滨|大庆|南京|苏州|无锡|常州|南通|徐州|扬州|盐城|镇江|泰州|连云港|淮安|宿迁|昆山"
    "|杭州|宁波|温州|绍兴|嘉兴|金华|台州|湖州|义乌|衢州|丽水|舟山|合肥|芜湖|蚌埠|阜阳|安庆|福州|厦门|泉州|漳州|莆田|南昌|九江|赣州|上饶|济南|青岛|烟台|潍坊|临沂|淄博|济宁|威海|日照|德州|聊城|菏泽"
    "|郑州|洛阳|开封|南阳|新乡|许昌|武汉|宜昌|襄阳|荆州|黄冈|长沙|株洲|湘潭|衡阳|岳阳|常德|郴州|广州|深圳|珠海|东莞|佛山|中山|惠州|汕头|江门|湛江|茂名|肇庆|揭阳|潮州|清远|梅州|海口|三亚"
    "|南宁|桂林|柳州|北海|玉林|成都|绵阳|德阳|南充|宜宾|乐山|泸州|达州|贵阳|遵义|昆明|大理|曲靖|西安|咸阳|宝鸡|渭南|兰州|西宁|银川|乌鲁木齐|拉萨|呼和浩特|包头"
    "|台北|新北|桃园|台中|台南|高雄|基隆|新竹|嘉义|彰化|屏东|宜兰|花莲|台东|苗栗|南投|云林|澎湖|金门"
)
_HOUSE = r"(?:[0-9]{1,5}|[一二三四五六七八九十百]{1,5})"
_UNIT = r"(?:号楼|号院|号|弄|巷|栋|幢|座|单元|层|楼|室|房|组|户|队|排|社|铺|档|F)"
_START = (
    rf"(?:(?:中国)?(?:{_PROVINCES})(?:省|(?:壮族|回族|维吾尔)?自治区)?[ ,，]?(?:(?:{_CITIES})市?|[{_H}]{{2,6}}?[市州盟县])|(?:{_CITIES})(?:市|县|特别行政区)?"
    rf"|(?:{_PROVINCES})省?)"
)
_LEAD = r"(?:住址|地址|居住[于在]|家住|现住|暂住|常住|户籍地?|籍贯|居于|住所|寄[往至]|送[往至]|收货地|[人户]住|住在|位于)[为是在于:： “\"]{0,3}"
# What may stand between the numbers of one house: no character that carries the sentence on.
_INSIDE = rf"(?![时之的被将把了其曾])[{_H}]"
_TAIL = (
    rf"(?:[ \-]?{_INSIDE}{{0,10}}?(?<![在与和向由被])[A-Z]?(?:{_HOUSE}[A-Z]?(?:-[0-9A-Z]{{1,5}}){{0,2}}{_UNIT}(?:之[0-9一二三四五六七八九十]{{1,2}})?|[0-9]{{1,5}}[A-Z]?(?:-[0-9A-Z]{{1,5}}){{0,2}}(?![0-9A-Za-z月年日元万笔个名人次张]|[,，.][0-9]))"
    rf"(?:[A-Z][室座]?(?![0-9A-Za-z]))?|[ ]?(?:[{_H}]{{0,8}}?[A-Z]{{1,2}}[室座栋幢区塔馆]|[A-Z]{{1,2}}(?=[0-9])|[甲乙丙丁][室座栋幢]))"
)
_HOUSES = (
    rf"(?P<body>[ ]?[{_H} ]{{1,26}}?)(?<![第约共近达])(?:[0-9]{{1,5}}|[一二三四五六七八九十]{{1,4}})(?:-[0-9]{{1,4}})?[ ]?"
    rf"(?:号院|号楼|号|弄|巷|段|组|村(?=[0-9一二三四五六七八九十])|队|社|栋|幢|座|楼|室)(?:之[0-9一二三四五六七八九十]{{1,2}})?{_TAIL}{{0,6}}"
)
# With what the name of a province or city begins: most places are passed over by one look.
_FIRST = "".join({name[0] for name in f"{_PROVINCES}|{_CITIES}|中国".split("|")})
_STREET = re.compile(f"(?=[{_FIRST}])(?P<address>{_START}{_HOUSES})")
_LED_STREET = re.compile(f"{_LEAD}(?P<address>{_HOUSES})")
# What a body of place names never holds: the rest of a sentence.
_SENTENCE = re.compile(
    r"公司|银行|支行|分行|营业部|平台|客户|金额|账|电话|手机|身份|订单|流水|热线|转账|付款|汇款|收款|报告|发生|产品|案件|通报|公告|监测|登录|注册|[的了被把与]|将(?!军)"
)
_STREET_WORD = r"(?:Road|Street|Avenue|Lane|Drive|Crescent|Close|Court|Square|Terrace|Way|Place|Gardens?|Boulevard|Hill|Walk|Row|Mews|Quay|Parade|Grove|View|Park|Circuit|Rise|Path|Estate|House|Mansions?|Building|Tower|Rd|St|Ave|Blvd|Dr|Ln|Cres|Hwy|Highway)\b\.?"
_CAP = (
    r"(?:[A-Z][A-Za-zÀ-ÿ'’\-]*\.?|(?:de|la|le|du|des|der|van|von|da|do|dos|di|del)(?![A-Za-zÀ-ÿ]))"
)
_ROLE = r"(?!(?:Mr|Mrs|Ms|Miss|Dr|Tel|Phone|Mobile|Email|E-mail|Contact|Customer|DOB|ID|IP|Card|Account|Passport|Device|Handset|IMEI|QQ|WeChat|IBAN)\b)"
_ENTRANCE = r"(?:(?:Building|Bldg\.?|Wing|Gate|Villa|Lot|Door|Entrance|Staircase|Flat|Unit|Room|Rm|Apartment|Apt\.?|Suite|Ste|Block|Blk|Tower|House|Level|Floor|Shop)\.? ?#?[0-9A-Z][0-9A-Z\-/]{0,6}|[0-9]{1,2}/F|[0-9]{1,2}(?:st|nd|rd|th) [Ff]loor)"
_POSTCODE = r"(?: (?:[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}|[A-Z]{2} [0-9]{5}(?:-[0-9]{4})?|[0-9]{4,6}(?: [A-Z]{2})?))"
_PART = rf"(?:,? #[0-9]{{1,3}}-[0-9]{{1,4}}[A-Z]?|, (?:{_ENTRANCE}(?![0-9a-z])|{_ROLE}(?:[0-9]{{4,6}} )?(?:St\. )?[A-Z][A-Za-zÀ-ÿ'’\-]+(?![0-9])(?: (?:[A-Z][A-Za-zÀ-ÿ'’\-]+(?![0-9A-Za-z])|[0-9]{{1,2}}(?![0-9]))){{0,3}}{_POSTCODE}?|[A-Z]{{1,2}}[0-9][0-9A-Z]? [0-9][A-Z]{{2}}\b))"
_NUMBER = r"(?<![0-9A-Za-z.,/\-])(?!(?<=[Ii]n )(?:19|20)[0-9]{2} )(?:(?:[Nn]o|NO|Plot|House|H)\.? ?|Blk |Block )?[0-9]{1,5}(?:/[0-9]{1,4})?[A-Za-z]?(?:-[0-9]{1,5})?"
_WESTERN = re.compile(
    rf"(?=[0-9FURASBTHLN])(?:(?<![A-Za-z0-9]){_ENTRANCE},? (?:{_ENTRANCE},? ){{0,3}}(?:(?:[A-Z][A-Za-z'’\-]+ ){{1,3}}?(?:Building|House|Mansions?|Tower|Court|Gardens?|Estate|City|Centre|Center|Plaza|Villas?), )?)?"
    rf"(?:(?:{_NUMBER}|(?<=, )[0-9]{{1,5}}|(?<=(?:Blk|lck) )[0-9]{{1,5}}),? {_CAP}(?: {_CAP}){{0,4}} {_STREET_WORD}(?: (?:[0-9]{{1,2}}(?![0-9])|North|South|East|West|Central))?"
    rf"|(?<=[Bb]lk )[0-9]{{1,4}}[A-Z]?,? {_CAP}(?: {_CAP}){{0,4}}(?: [0-9]{{1,3}})?(?=,? #)|(?<![0-9A-Za-z])(?:Blk|Block) [0-9]{{1,4}}[A-Z]?,? {_CAP}(?: {_CAP}){{0,4}}(?: [0-9]{{1,3}})?(?=,? #)"
    rf"|(?:{_NUMBER}),? (?:[Rr]ue|[Aa]venue|[Vv]ia|[Cc]alle|[Rr]ua|[Pp]lace|[Bb]oulevard|Jalan|Lorong|Jln\.?|Persiaran|Soi|Thanon)(?: (?:{_CAP}(?![A-Z]?[0-9])|[A-Z]{{0,3}}[0-9]{{1,3}}[A-Z]?(?:/[0-9]{{1,3}}[A-Z]?)?)){{1,4}})"
    rf"{_PART}{{0,4}}"
)
# A flat in a named building, or a house before a postcode, without the word for a street.
_NAMED = re.compile(
    rf"(?=[0-9FURASBTHLN])(?:(?<![A-Za-z0-9]){_ENTRANCE},? (?:{_ENTRANCE},? ){{0,3}}{_CAP}(?: {_CAP}){{0,3}} (?:Building|House|Mansions?|Tower|Court|Gardens?|Estate|City|Centre|Center|Plaza|Villas?)\b{_PART}{{0,4}}"
    rf"|{_NUMBER} {_CAP}(?: {_CAP}){{0,3}}, (?:{_CAP} ){{1,3}}?(?:[A-Z]{{1,2}}[0-9][0-9A-Z]? [0-9][A-Z]{{2}}|[A-Z]{{2}} [0-9]{{5}})\b)"
)
# The name of a street before the number of the house, as on the continent of Europe.
_LOW = "a-zß-öø-ÿ"
_CONTINENTAL = re.compile(
    rf"(?<![0-9A-Za-zÀ-ÿ])(?:(?:[A-ZÀ-Þ][{_LOW}]{{1,20}}[ \-]){{0,2}}[A-ZÀ-Þ][{_LOW}]{{0,24}}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|damm|ufer|straat|laan|plein|gracht|kade|gatan|vägen|vej|gade|gata|katu|tie|utca)"
    rf"|(?:[A-ZÀ-Þ][{_LOW}]{{1,20}}[ \-]){{1,3}}(?:Stra(?:ß|ss)e|Str\.|Platz|Allee|Weg|Ring)"
    rf"|(?:[Vv]ia|[Vv]iale|[Cc]orso|[Pp]iazza|[Cc]alle|[Aa]venida|[Pp]laza|[Rr]ua|[Pp]raça|[Uu]l\.|[Uu]lica|[Aa]l\.)(?: (?:de|del|della|dei|do|da|dos|das|la|las|los))?(?: [A-ZÀ-Þ][{_LOW}'’]{{1,20}}){{1,3}})"
    rf",? (?:n\.? ?|nº ?)?[0-9]{{1,4}} ?(?:[a-zA-Z](?![{_LOW}A-Z]))?(?:[/\-][0-9]{{1,4}})?(?![0-9])"
    rf"(?:, (?:[A-Z]{{1,2}}-)?[0-9]{{4,5}}(?:[ \-][0-9]{{2,3}})?(?: [A-Z]{{2}}(?= ))?(?: [A-ZÀ-Þ][{_LOW}]{{1,24}}(?:[ \-](?:(?:am|an der|im|sur|de|del) )?[A-ZÀ-Þ][{_LOW}]{{1,20}})?)?|, [A-ZÀ-Þ][{_LOW}]{{2,24}}){{0,2}}"
)
_LED = re.compile(
    r"(?:(?<=residing at )|(?<=resident of )|(?<=lives at )|(?<=living at )|(?<=address: )|(?<=address is )|(?<=home at ))"
    rf"(?:{_ENTRANCE},? ){{0,3}}[0-9]{{1,5}}[A-Z]?,? [A-Z][A-Za-z'’]+(?: [A-Z][A-Za-z'’]+){{0,4}}{_PART}{{1,4}}"
)
_WESTERN_HINT = re.compile(r"[0-9A-Z],? [A-Z]|[0-9] (?:rue|via|calle|rua)|[a-zß.],? [0-9]")
_NUMBER_LAST = re.compile(r"[a-zß.],? [0-9]{1,4}[^0-9]")
_HAS_NUMBER = re.compile(r"[0-9]|[号室巷弄]")


def find_addresses(text: str, plain: str) -> Iterator[Span]:
    """Yield postal addresses; `plain` is the simplified text."""
    if not text.isascii() and _HAS_NUMBER.search(plain):
        for chinese in (_STREET, _LED_STREET):
            for found in chinese.finditer(plain):
                if not _SENTENCE.search(found["body"]):
                    yield Span(*found.span("address"), DataType.ADDRESS, found["address"])
    if not _WESTERN_HINT.search(text):
        return
    for shape in (_WESTERN, _NAMED, _LED, *([_CONTINENTAL] if _NUMBER_LAST.search(text) else [])):
        for found in shape.finditer(text):
            yield Span(found.start(), found.end(), DataType.ADDRESS, found.group().casefold())
