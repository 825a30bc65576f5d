"""What the words of an alert tell beyond its data: a child, a report in confidence, grades, guilt.

High precision is the aim: a cue holds an alert until a person has looked. Words of general advice
and words that deny a thing are no cues.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from privacy.detection.minors import tells_of_child, write_digits
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
_REPORT = (
    r"(?:suspicious[\s\-_]+(?:transaction|activity|matter)[\s\-_]+reports?|\b(?-i:STR|SAR|SMR)s?\b)"
)
_FILED = r"(?:filed|submitted|lodged|sent|made|reported|prepared|drafted)"
_CHILD_AGE = r"(?:1[0-3]|[1-9])"
_CHILD_YEARS = (
    r"(?:1[0-3]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)"
)
_GRADE = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|one|two|three|four|five|six|seven|eight)"
# The last character of a company, a platform, a brand or a device: their ages are nobody's.
_THING = r"[司台行团牌品统件备构站业险]"
_CUES: dict[str, tuple[str, ...]] = {
    "minor": (
        r"未成年(?!人?(?:保护|模式|不得|勿|禁))|[未不]满\s?(?:14|18)\s?周?岁(?!的?(?:不得|勿|禁))",
        rf"(?<![0-9几数多.\-~至到])(?<!适合|适用)(?<!适用于)(?<!适用年龄)(?<!适用年龄[：:])(?<!{_THING})(?<!{_THING}[已才满])(?<!{_THING}今年){_CHILD_AGE}\s?[周虚]?岁(?!及?以[上下内后前]|[或起后前款版+\-~至到]|阶段|的?(?:狗|犬|猫|宠物|公司|平台|品牌|产品|系统|玩具))",
        rf"(?:(?<!适用)(?<!域名)(?<!账户)(?<!设备)(?<!证书)(?<!公司)年龄|年仅|年方)[为是:：=\s]{{0,3}}{_CHILD_AGE}(?![0-9.\-~至到+以及个天日月年小分])",
        r"(?:小学|国小|附小)的?[一二三四五六1-6]年级的?(?:学生|小学生|女生|男生|女孩|男孩|孩子|同学|学童|小朋友|在读|就读)|(?:就?读于?|在读|上|念)[^。；;，,大]{0,8}(?:小学|国小|附小)的?(?:[一二三四五六1-6]年级|(?=[。；;，,]|$))",
        r"(?<!大学)(?:[七八]年级|初[一二])的?(?:学生|女生|男生|孩子|同学)|国小生|国中生|小[一二三四五六](?:学生|女生|男生)",
        r"(?:孩子|儿子|女儿|小孩|外孙女?|孙子|孙女|侄[子女]|弟弟|妹妹)[^。；;，,大高]{0,6}[读上念][^。；;，,大高]{0,6}[一二三四五六七八1-8]年级",
        r"小学生|初中生|中学生|学龄前|幼儿园(?:学生|儿童|孩子)|女童|男童|幼童|名学童|(?<!以[上下])(?<!以[上下]的)儿童(?!用品|手[表机]|座椅|服装)(?=[^节医基剧票公乐院玩]|$)",
        rf"\b{_CHILD_YEARS}[ \-]years?[ \-]olds?[ \-](?:girl|boy|child|son|daughter|pupil|student|customer|client|victim|user|holder|kid|grand(?:son|daughter|child)|niece|nephew|brother|sister)",
        rf"(?<!for )(?<!for a )\b{_CHILD_YEARS}-years?-old(?:s\b(?! and (?:up|older|above|over))|(?=[.,;:!?)]|$)| (?=(?:who|whose|was|were|has|had|used|uses|opened|owns|holds|sent|paid|lost|bought|gave|made|received|with h)\b))",
        rf"\b(?:s?he|who|customer|client|holder|user|victim|student|pupil|child|girl|boy|son|daughter)(?:'s| is| was|,)? (?:only |just |now )?{_CHILD_YEARS} years? old\b",
        rf"\baged? (?:of )?(?:[1-9]|1[0-3])\b(?!\+| (?:days|hours|months|years or|(?:and|or) (?:up|older|above|over)))|\baged {_CHILD_YEARS}\b(?!\+| (?:days|hours|weeks|months|minutes|years or|(?:and|or) (?:up|older|above|over)))|\bage[:=] ?{_CHILD_YEARS}\b(?![+.\-]| (?:days|hours|weeks|months|minutes|(?:and|or)))",
        r"\b(?:a|the|is|are|two|three|as) minors?\b(?! (?:version|update|issue|change|release|bug|fix|impact|incident|part|role|increase))",
        rf"\bgrade[ \-](?:{_GRADE}|[1-8]) (?:pupil|student|learner|child|kid|boy|girl|class)|\b(?:{_GRADE}|[1-8](?:st|nd|rd|th))[ \-]grade(?:rs?\b| (?:pupil|student|learner|child|kid|boy|girl|class))|\b(?:year|primary|p)[ \-]?[1-8] pupil|\bprimary [1-6] student",
        rf"\b(?:pupil|student|child|kid|boy|girl|son|daughter)s? (?:is |was )?in (?:the )?(?:grade (?:{_GRADE}|[1-8])|(?:{_GRADE}|[1-8](?:st|nd|rd|th)) grade|primary [1-6])\b",
        r"\bunder ?-?age (?:customer|client|child|user|victim|holder|person|girl|boy)|\b(?:schoolchild(?:ren)?|schoolgirl|schoolboy|toddler|preschooler|kindergartner|(?:primary|elementary|grade|middle)[ \-]school (?:pupil|student|child|boy|girl)|kindergarten (?:pupil|child))",
        r"\b(?:young|minor|her|his|their|the customer's|the client's|a) child(?:ren)?\b(?! (?:process|domain|node|element|object|key|window|thread|class|zone|page|table|record|table))",
    ),
    "str": (
        r"(?:已|拟|将|须|应当?|正在|准备)[^。；;，,]{0,8}(?:报送|提交|上报|报告|填报|报出)[^。；;，,]{0,8}可疑交易报告|可疑交易报告[^。；;，,]{0,6}(?:已|拟|将|正在|应当?)?[^。；;，,]{0,4}(?:报送|提交|上报|报出|保密|不得(?:泄露|告知|外泄))",
        r"(?:已|拟|将)(?:作为|按|列为|以)可疑交易(?:上报|报送|报告)|(?:可疑交易|反洗钱)[^。；;]{0,12}(?:不得(?:向[^。；;，,]{1,10})?(?:泄露|透露|告知)|严禁泄露|予以保密)",
        rf"{_REPORT}[^.;\n]{{0,30}}\b(?:(?:was|were|has been|have been|had been|will be|is being|is to be|to be|already|been) (?:already )?{_FILED}|(?:is|are|remains?|was) (?:strictly )?confidential|{_FILED} (?:on|with|to|by))",
        rf"\b(?:{_FILED}|will (?:file|submit|lodge|make)|(?:filing|submitting|lodging)|has to file|decided to file|about to file|plans? to (?:file|submit)) (?:an?|the|our|its|two|three|another|this)? ?(?:internal |initial |follow-up )?{_REPORT}",
        r"\btipping[ \-]off\b",
        r"(?:已|拟|将|已经)(?:上报|报送|报告|提交)[^。；;，,]{0,8}(?:可疑交易|反洗钱监测分析中心|反洗钱中心)|(?:^|[。；;\s])可疑交易报告[：:]|可疑交易报告(?:的)?(?:编号|号码|正文|内容)",
        r"(?:已|拟|将|已经|正在)[^。；;，,]{0,10}(?:上报|报送|报告|提交|报)\s?(?-i:STR|SAR)|(?:向|报)[^。；;，,]{0,10}(?:反洗钱|金融情报)[^。；;，,]{0,6}(?:中心|机构|部门)[^。；;，,]{0,6}(?:上报|报送|报告|提交)|goAML",
        r"\b(?:do not|don't|must not|never) tip(?:ped)?[ \-]off\b|\bS\.?T\.?R\.? (?:was|has been|is being|will be) (?:filed|submitted|lodged)\b|\breported (?:you|him|her|them|the (?:customer|client)) to the (?:FIU|JFIU|STRO|financial intelligence)",
        rf"{_REPORT}(?: (?:no\.?|number|ref(?:erence)?)\b|[:#]| {_FILED}\b(?! (?:by|rates?|volumes?)))",
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
# Members whose names say what the number in them is.
_OF_AGE = re.compile(r"^(?:x_)?(?:age|年[龄齡]|dob|yob|birth|出生|生日)", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s_\-\u200b-\u200d\ufeff]+")


def find_cues(bundle: Mapping[str, Any], *, today: date | None = None) -> frozenset[str]:
    """Return the codes of what labels and words tell: minor, str, important-data, core-data, crime.

    With `today`, a birth date, month or year of a child is a word of a minor too (PC-09).
    """
    cues: set[str] = set()
    for name, text in _texts(bundle):
        if name == "labels":
            label = _read_label(text)
            cues |= {_LABELS[label]} if label in _LABELS else set()
        plain = _plain(f"{name.removeprefix('x_')}: {text}" if _OF_AGE.search(name) else text)
        cues |= {code for code, rule in _RULES if code not in cues and rule.search(plain)}
        if today is not None and "minor" not in cues and tells_of_child(plain, today):
            cues.add("minor")
    return frozenset(cues)


def _read_label(text: str) -> str:
    """Return a label however it was written: width, case, blanks and invisible characters set aside."""
    words = _SEPARATORS.split(_plain(text).lower().strip())
    label = "-".join(word for word in words if word)
    return label.removeprefix("confidential:")


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
    return write_digits(simplify(fold(text[:_LONGEST]).text))
