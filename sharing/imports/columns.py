"""What each column of a table means: stated by the sender, or guessed from headings and values."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from sharing.imports.tables import Table
from sharing.imports.values import OBSERVABLES, find_kind, read_value
from sharing.stix.faults import Fault, StixRejected

PROPERTIES: Final = (
    "name",
    "description",
    "confidence",
    "valid_from",
    "valid_until",
    "tlp",
    "category",
    "severity",
)
# A column of mixed values, each told by its own form.
ANY: Final = "indicator"
MEANINGS: Final = (ANY, *OBSERVABLES, *PROPERTIES)
_SAMPLE: Final = 50

# Words of headings in lower case without blanks and marks, English and Chinese.
_WORDS: Final[Mapping[str, str]] = {
    word: meaning
    for meaning, words in {
        ANY: "indicator ioc ioctype observable indicatorvalue iocvalue value 指标 指標 威胁指标"
        " 失陷指标 情报值 值",
        "ip": "ip ipaddress ipaddr address sourceip srcip destip dstip ip地址 地址 源ip 目的ip",
        "ipv4-addr": "ipv4 ipv4addr ipv4address ipv4地址",
        "ipv6-addr": "ipv6 ipv6addr ipv6address ipv6地址",
        "domain-name": "domain domainname host hostname fqdn 域名 主机名 主機名",
        "url": "url uri link website 链接 鏈接 連結 网址 網址 网站 網站",
        "email-addr": "email emailaddr emailaddress mail sender 邮箱 郵箱 电子邮件 電子郵件 邮件地址",
        "file:hashes.MD5": "md5 md5hash hashmd5 md5值",
        "file:hashes.SHA-1": "sha1 sha1hash hashsha1 sha1值",
        "file:hashes.SHA-256": "sha256 sha256hash hashsha256 sha256值",
        "file:hashes.SHA-512": "sha512 sha512hash",
        "mac-addr": "mac macaddr macaddress mac地址",
        "name": "name title 名称 名稱 标题 標題",
        "description": "description comment comments note notes details remark remarks 描述 说明"
        " 說明 备注 備註",
        "confidence": "confidence confidencelevel 置信度 可信度",
        "valid_from": "validfrom firstseen date detected detectedat created timestamp time 日期 时间"
        " 時間 首次发现 首次發現 生效时间 发现时间",
        "valid_until": "validuntil expires expiry expiration lastseen 失效时间 失效時間 过期时间",
        "tlp": "tlp tlplevel marking sharing 共享级别 共享級別 密级",
        "category": "category risktype riskcategory threattype 类别 類別 风险类别 風險類別 类型",
        "severity": "severity risk risklevel level threatlevel priority 严重程度 嚴重程度 等级 等級"
        " 风险等级 风险级别",
    }.items()
    for word in words.split()
}
_MARKS: Final = re.compile(r"[\s_\-.:/()（）]+")


def guess_mapping(table: Table) -> dict[str, str]:
    """Return the meaning of columns by heading; those that mean nothing here are left out."""
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    for index, heading in enumerate(table.headings):
        values = [row[index] for row in table.rows[:_SAMPLE] if row[index]]
        meaning = _guess(heading, values)
        if meaning and heading and heading not in mapping and meaning not in taken:
            mapping[heading] = meaning
            taken |= {meaning} & set(PROPERTIES)
    return mapping


def check_mapping(mapping: Mapping[str, str], table: Table) -> None:
    """Raise StixRejected unless each column exists once, means something, and one is observed."""
    faults = [*_list_faults(mapping, table)]
    if not faults and not any(meaning in (ANY, *OBSERVABLES) for meaning in mapping.values()):
        message = "No column holds what was seen: an address, a name, a URL or a hash."
        faults = [Fault("/mapping", "no-observable", message)]
    if faults:
        raise StixRejected(faults)


def _list_faults(mapping: Mapping[str, str], table: Table) -> Iterable[Fault]:
    known = {heading: index for index, heading in enumerate(table.headings)}
    properties = [meaning for meaning in mapping.values() if meaning in PROPERTIES]
    for number, (heading, meaning) in enumerate(mapping.items()):
        place = f"/mapping/{number}"
        if heading not in known or not heading:
            yield Fault(place, "unknown-column", "The table has no column of this heading.")
        elif table.headings.count(heading) > 1:
            yield Fault(place, "repeated-column", "Two columns have this heading; rename one.")
        if meaning not in MEANINGS:
            message = f"A column means one of: {', '.join(MEANINGS)}."
            yield Fault(place, "unknown-meaning", message)
        elif properties.count(meaning) > 1:
            message = "Two columns mean this; keep one."
            yield Fault(place, "repeated-meaning", message)


def _guess(heading: str, values: list[str]) -> str:
    word = _MARKS.sub("", heading.lower())
    meaning = _WORDS.get(word, "")
    if meaning in PROPERTIES:
        return meaning
    if meaning in OBSERVABLES and any(read_value(meaning, value)[1] for value in values):
        return meaning
    kinds = {find_kind(value) for value in values}
    if not values or "" in kinds or (kinds == {"domain-name"} and not meaning):
        # Then what the heading says is tried, row by row; names of files look like hosts.
        return meaning
    if len(kinds) == 1:
        return kinds.pop()
    return "ip" if kinds <= {"ipv4-addr", "ipv6-addr"} else ANY
