"""What the words of an alert tell beyond its data: a child, a report in confidence, grades, guilt.

High precision is the aim: a cue holds an alert until a person has looked. Words of general advice
and words that deny a thing are no cues.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from privacy.detection.normalise import fold
from privacy.detection.traditional import simplify
from privacy.detection.walk import walk_object

_LABELS = {
    "suspicious-transaction-report": "str",
    "str": "str",
    "important-data": "important-data",
    "core-data": "core-data",
    "minor": "minor",
}
_REPORT = r"(?:suspicious[ \-](?:transaction|activity|matter)[ \-]reports?|\b(?-i:STR|SAR|SMR)s?\b)"
_FILED = r"(?:filed|submitted|lodged|sent|made|reported|prepared|drafted)"
_CUES: dict[str, tuple[str, ...]] = {
    "minor": (
        r"未成年(?!人?(?:保护|模式|不得|勿|禁))|[未不]满\s?(?:十四|14|十八|18)\s?周?岁(?!的?(?:不得|勿|禁))|(?<![0-9十])(?:[1-9]|1[0-3])\s?周?岁(?!以上|起)",
        r"小学生|初中生|学龄前|幼儿园(?:学生|儿童|孩子)|女童|男童|幼童|儿童(?=[^节医基剧票公乐院]|$)",
        r"\b(?:[1-9]|1[0-3])[ \-]years?[ \-]old[ \-](?:girl|boy|child|son|daughter|pupil|student|customer|client|victim|user|holder)",
        r"\baged? (?:of )?(?:[1-9]|1[0-3])\b(?! (?:days|hours|months|years or))|\b(?:a|the|is|are|two|three|as) minors?\b(?! (?:version|update|issue|change|release|bug|fix|impact|incident|part|role|increase))",
        r"\bunder ?-?age (?:customer|client|child|user|victim|holder|person|girl|boy)|\b(?:schoolchild(?:ren)?|schoolgirl|schoolboy|toddler|primary school (?:pupil|student))\b",
        r"\b(?:young|minor|her|his|their|the customer's|the client's|a) child(?:ren)?\b(?! (?:process|domain|node|element|object|key|window|thread|class|zone|page|table|record|table))",
    ),
    "str": (
        r"(?:已|拟|将|须|应当?|正在|准备)[^。；;，,]{0,8}(?:报送|提交|上报|报告|填报|报出)[^。；;，,]{0,8}可疑交易报告|可疑交易报告[^。；;，,]{0,6}(?:已|拟|将|正在|应当?)?[^。；;，,]{0,4}(?:报送|提交|上报|报出|保密|不得(?:泄露|告知|外泄))",
        r"(?:已|拟|将)(?:作为|按|列为|以)可疑交易(?:上报|报送|报告)|(?:可疑交易|反洗钱)[^。；;]{0,12}(?:不得(?:向[^。；;，,]{1,10})?(?:泄露|透露|告知)|严禁泄露|予以保密)",
        rf"{_REPORT}[^.;\n]{{0,30}}\b(?:(?:was|were|has been|have been|had been|will be|is being|is to be|to be|already|been) (?:already )?{_FILED}|(?:is|are|remains?|was) (?:strictly )?confidential|{_FILED} (?:on|with|to|by))",
        rf"\b(?:{_FILED}|will (?:file|submit|lodge|make)|(?:filing|submitting|lodging)|has to file|decided to file|about to file|plans? to (?:file|submit)) (?:an?|the|our|its|two|three|another|this)? ?(?:internal |initial |follow-up )?{_REPORT}",
        r"\btipping[ \-]off\b",
    ),
    "important-data": (
        r"(?<![不未非无没])(?:属于|列为|列入|定为|定级为|认定为|归类为|(?<!包)含有?|包含|涉及|级别[为：:]|分级[为：:]|分类[为：:])\s?(?:国家)?[“\"]?重要数据(?!的?(?:定义|目录|保护|安全))",
        r"\b(?:classified|graded|designated|listed|treated) as (?:national )?[\"“]?important data\b|\bdata (?:class|grade|level|classification): ?important\b",
    ),
    "core-data": (
        r"(?<![不未非无没])(?:属于|列为|列入|定为|定级为|认定为|归类为|(?<!包)含有?|包含|涉及|级别[为：:]|分级[为：:]|分类[为：:])\s?(?:国家)?[“\"]?核心数据(?!的?(?:定义|目录|保护|安全|库))",
        r"\b(?:classified|graded|designated|listed|treated) as (?:national )?[\"“]?core data\b|\bdata (?:class|grade|level|classification): ?core\b",
    ),
    "crime": (
        r"嫌疑人|嫌犯|疑犯|犯罪分子|罪犯|被告人|涉嫌[^。；;，,]{0,6}(?:诈骗|洗钱|盗窃|贪污|挪用|侵占|集资|传销|赌博|犯罪|违法|罪)|诈骗犯|骗子|骗徒|(?<!汽)(?<!赛)车手|马仔|跑分(?:人|客|人员|者)|人头(?:户|账户|帐户)|卡农|主犯|从犯|同案犯|团伙(?:成员|头目)|通缉|前科|判处|定罪|犯有|作案",
        r"\b(?:the|a|an|prime|main|two|three|four|each|another|one|both|these|named|alleged) (?:[a-z]+ )?suspects?\b(?! (?:file|files|domain|url|ip|traffic|email|transaction|transactions|account|accounts|activity|process|device|message|link))|^suspect:|\bsuspect:? (?=[A-Z])",
        r"\b(?:money|account|drop|cash) mules?\b|\bmule accounts?\b|\bmule[,:]? (?=[A-Z])|\b(?:fraudster|scammer|swindler|launderer|perpetrator|offender|accomplice|ringleader|culprit|felon)s?\b",
        r"\b(?:convicted|indicted|sentenced|found guilty|pleaded guilty|arrested|charged with|accused of|prosecuted|wanted for)\b",
    ),
}
_RULES = tuple((code, re.compile("|".join(parts), re.IGNORECASE)) for code, parts in _CUES.items())
_CONFIRMED = re.compile(
    r"(?<![未没无待])(?<!尚未)(?:公安机关|警方|公安局|经侦|检察院|检察机关|法院|监管部门|监管机构|金管局|证监会|人民银行)[^。；;，,未没]{0,8}(?:认定|查实|确认|判决|裁定|定性|判处|定罪)"
    r"|(?:已|经|被)[^。；;，,未没]{0,6}(?:判决|判处|定罪|判刑)|生效(?:判决|裁判|裁定)|判决书(?:认定|载明)"
    r"|(?<!not )(?<!never )(?<!not been )(?<!yet )\b(?:convicted|sentenced|found guilty|pleaded guilty)\b(?! if\b)"
    r"|\b(?:court|tribunal|police|prosecutors?|regulator|authority|authorities) (?:has |have |had )?(?:ruled|confirmed|established|found|determined|convicted)\b",
    re.IGNORECASE,
)
_SUSPECTED = re.compile(
    r"嫌疑|涉嫌|疑似|疑为|怀疑|\bsuspect(?:s|ed)?\b|\balleged(?:ly)?\b|\baccused\b|\bbelieved to (?:be|have)\b",
    re.IGNORECASE,
)
_LONGEST = 200_000


def find_cues(bundle: Mapping[str, Any]) -> frozenset[str]:
    """Return the codes of what labels and words tell: minor, str, important-data, core-data, crime."""
    cues: set[str] = set()
    for name, text in _texts(bundle):
        if name == "labels":
            cues |= {_LABELS[text.lower()]} if text.lower() in _LABELS else set()
        plain = _plain(text)
        cues |= {code for code, rule in _RULES if code not in cues and rule.search(plain)}
    return frozenset(cues)


def find_wording(bundle: Mapping[str, Any]) -> str:
    """Return how sure an alert is of an offence: reported, suspected or confirmed_by_authority.

    Confirmed only where the words name a judgment or the finding of an authority (PC-26).
    """
    wording = "reported"
    for _, text in _texts(bundle):
        plain = _plain(text)
        if _CONFIRMED.search(plain):
            return "confirmed_by_authority"
        if wording == "reported" and _SUSPECTED.search(plain):
            wording = "suspected"
    return wording


def _texts(bundle: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    objects = bundle.get("objects")
    for index, item in enumerate(objects if isinstance(objects, list) else ()):
        if isinstance(item, Mapping):
            for text in walk_object(item, f"/objects/{index}", str(item.get("type", ""))):
                yield text.name, text.text


def _plain(text: str) -> str:
    return simplify(fold(text[:_LONGEST]).text)
