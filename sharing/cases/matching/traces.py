"""What an event leaves behind: accounts, hosts, addresses, samples, numbers; out of objects and of text.

What is seen beside many events is left out: the warning list, the genuine sites of the parties, and
what a text itself calls genuine or denies.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from typing import Any, Final
from urllib.parse import urlsplit

from sharing.cases.matching.infrastructure import (
    is_common_address,
    is_common_email,
    is_common_host,
    is_common_url,
)
from sharing.cases.matching.names import spell
from sharing.stix.observables import Observable, list_observables, list_text_observables
from sharing.stix.patterns import PatternError, parse_pattern

StixObject = dict[str, Any]
Trace = tuple["Sort", str]


class Sort(IntEnum):
    """What a trace is; the numbers are stored."""

    ACCOUNT = 1
    MASKED_ACCOUNT = 2
    ACCOUNT_TAIL = 3
    HOST = 4
    ADDRESS = 5
    URL = 6
    EMAIL = 7
    FILE = 8
    PATH = 9
    CVE = 10
    PHONE = 11
    REFERENCE = 12
    COMPANY = 13
    PERSON = 14
    SOFTWARE = 15
    WALLET = 16
    TOKEN = 17
    OBJECT = 18
    LOGIN = 19
    FILE_NAME = 20
    VEILED = 21


MOST: Final = 60
_LONG_NAME: Final = 9
_DIGITS: Final = re.compile(r"[0-9]")
# Digits in groups, as cards are written; a line of fewer than 12 may be anything.
_ACCOUNT: Final = re.compile(
    r"(?<![0-9A-Za-z.,*+-])[0-9](?:[ -]?[0-9]){11,29}(?![0-9A-Za-z*]|[.,][0-9])"
)
_MASKED: Final = re.compile(
    r"(?<![0-9A-Za-z*])([0-9]{0,8})(?:[ -]?[*\u2022\u25cf#\u2026\uff0a]+|[xX]{3,})[ -]?([*xX# -]*)([0-9]{3,6})(?![0-9*])"
)
# A day that follows an account is none of its digits.
_DAY_AFTER: Final = re.compile(r"(?<=\s)(?:19|20)\d\d(?=[-/.年]\s?\d)|(?<=\d\s)20[0-9]{6}(?![0-9])")
_TAIL: Final = re.compile(
    r"(?:尾号|尾数|末四位|后四位|末尾)(?:为|是|:)?\s?([0-9]{4})(?![0-9])"
    r"|(?:end(?:ing|s)?(?: in| with)?|last (?:four|4)(?: digits)?|tail)(?: of| is|:)?\s?([0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(
    r"(?<![0-9A-Za-z])\+[0-9]{1,3}(?:[ -]?[0-9]){7,12}(?![0-9])|(?<![0-9A-Za-z*.,-])1[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9*])"
)
_COMPANY: Final = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9]*[A-Z])(?=[A-Z]*[0-9])[0-9A-Z]{18}(?:[0-9A-Z]{2})?(?![0-9A-Za-z])"
)
# A number under which a company is registered, of any form: words before it say so.
_REGISTERED: Final = re.compile(
    r"(?:登记|注册|识别|主体|机构|企业|法人|信用|公司|商业登记)(?:号码?|编号|编码|代码|识别码|登记号)(?:为|是|:)?\s?(?P<zh>[A-Z0-9][A-Z0-9-]{5,24})(?![0-9A-Za-z-])"
    r"|\b(?i:regist(?:er|ry|ration)|identifier|entity|company|uen|lei|incorporation)(?: (?i:number|no\.?|code|id|identifier))?(?: is|:)?\s?(?P<en>(?=[A-Z-]*[0-9])[A-Z0-9][A-Z0-9-]{5,24})(?![0-9A-Za-z-])"
)
_REFERENCE: Final = re.compile(
    r"(?<![0-9A-Za-z.:/@-])(?!(?:CVE|CWE|TLP|SHA|MD|UTF|ISO|RFC|RMB|CNY|HKD|USD|EUR|SGD|GBP|TWD|JPY|IPV|AES|RSA|GB|JR|PBOC)[0-9-])"
    r"(?:[A-Z]{2,10}[-_/]?[0-9]{3,}(?:[-_/][0-9A-Z]+)*|[0-9]{4,8}[-_][A-Z]{2,}[-_]?[0-9]*(?:[-_][0-9A-Z]+)*)(?![0-9A-Za-z@]|[.:/][0-9A-Za-z])"
)
_LOGIN: Final = re.compile(
    r"(?<![0-9A-Za-z@./_-])[a-z][a-z0-9]*_[a-z]{0,4}[0-9]{4,}(?![0-9A-Za-z@_])"
)
_SOFTWARE: Final = re.compile(
    r"(?<![0-9A-Za-z./@_-])[A-Z][a-z]{1,15}(?:[A-Z][a-z]{1,15}){1,2}(?![0-9A-Za-z./@_-])"
)
_TOKEN: Final = re.compile(r"(?:\[(?P<kind>[a-z-]{1,40}):)?(?P<token>tok-[A-Za-z0-9_-]{8,200})")
# Of a token that stands for such a datum many people have the same.
_PERSONAL: Final = re.compile(r"name|person|address|birth|place")
_GENUINE: Final = re.compile(
    r"官网|是真的|真站|(?:别|勿|不要|切勿)(?:拦|封|屏蔽)|官方|正规|真实(?:网站|网址|域名|站点)|正版|正式(?:网站|网址|域名)|(?:未|不)受影响|白名单|良性|解析测试|测试使用|公共(?:DNS|解析|域名)"
    r"|联系人|联系方式|联系电话|联系邮箱|值班|咨询(?:电话|邮箱)|回复至|反馈至"
    r"|\b(?:contact (?:us|person|point|address)|contact:|for questions|questions to|repl(?:y|ies) to|duty (?:desk|officer)|enquiries)"
    r"|\b(?:genuine|legitimate|official|authentic|real (?:web)?site|real domain|not affected|unaffected|benign|(?:do not|don't|never) block|allow-?list(?:ed)?"
    r"|white-?list(?:ed)?|tested against|public (?:dns|resolvers?))\b",
    re.IGNORECASE,
)
# What a party has of its own; an account that stands beside it is another matter.
_OWNED: Final = frozenset({Sort.HOST, Sort.ADDRESS, Sort.URL, Sort.EMAIL, Sort.PHONE})
_LOOSE: Final = frozenset({"LIKE", "MATCHES"})
_WILDCARDS: Final = re.compile(
    r"^\^?(?:%\.?|\.\*|\(\?i\))*|(?:%|\.\*)?\$?$|\(\?:\.\*\\?\.\)\?|\(\^\|\\\.\)"
)
_CLAUSES: Final = re.compile(r"[。;!?\n]|[.](?=\s|$)|,(?=\s)")
_NOTHING_OF: Final = frozenset({"short", "go"})
# Objects of their own case: whoever refers to them speaks of it.
_TELLING: Final = frozenset(
    {"indicator", "incident", "report", "grouping", "campaign", "observed-data"}
)
_SORTS: Final = {
    "url": Sort.URL, "email": Sort.EMAIL, "file-hash": Sort.FILE, "crypto-wallet": Sort.WALLET,
    "token": Sort.TOKEN, "cve": Sort.CVE, "domain": Sort.HOST, "ipv4": Sort.ADDRESS, "ipv6": Sort.ADDRESS,
}  # fmt: skip


def list_traces(objects: Iterable[StixObject], asserted: str, root_id: str = "") -> set[Trace]:
    """Return the traces in objects and in what a text asserts, without what is nobody's.

    The id of the main object is no trace: it is its reporter's, and another's under it is another.
    """
    found: set[Trace] = set()
    members = list(objects)
    for observable in list_observables({"objects": members}):
        found.update(_expand(observable))
    found.update(list_text_traces(asserted))
    for member in members:
        found.update(_read_more(member))
    genuine = {
        trace
        for clause in _list_genuine(asserted)
        for trace in list_text_traces(clause)
        if trace[0] in _OWNED
    }
    found -= {(Sort.OBJECT, root_id), *genuine}
    kept = {(sort, value) for sort, value in found if not _is_common(sort, value)}
    return kept | {(Sort.VEILED, value) for value in _list_veiled(kept)}


def _list_veiled(found: set[Trace]) -> set[str]:
    """Return the masks and tails of accounts that no full number in the same alert explains."""
    full = [value for sort, value in found if sort is Sort.ACCOUNT]
    explained = {trace for digits in full for trace in _expand_mask(digits[:6], digits[-4:])}
    masks = {one for one in found if one[0] in {Sort.MASKED_ACCOUNT, Sort.ACCOUNT_TAIL}}
    return {value for _, value in masks - explained}


def list_text_traces(text: str) -> set[Trace]:
    """Return the traces that a text spells out, defanged or masked."""
    found: set[Trace] = set()
    for observable in list_text_observables(text):
        found.update(_expand(observable))
    found.update((Sort.COMPANY, one["zh"] or one["en"]) for one in _REGISTERED.finditer(text))
    text = _REGISTERED.sub(" ", text)
    for sort, expression in _IN_TEXT:
        found.update((sort, matched[0]) for matched in expression.finditer(text))
    found.update(_read_token(matched) for matched in _TOKEN.finditer(text))
    # A telephone and a code of a company are long numbers too.
    plain = _COMPANY.sub(" ", _PHONE.sub(" ", _DAY_AFTER.sub(" | ", text)))
    found.update((Sort.PHONE, _digits(matched[0])[-11:]) for matched in _PHONE.finditer(text))
    for matched in _ACCOUNT.finditer(plain):
        found.update(_expand_account(_digits(matched[0])))
    for matched in _MASKED.finditer(plain):
        found.update(_expand_mask(matched[1], matched[3]))
    found.update((Sort.ACCOUNT_TAIL, matched[1] or matched[2]) for matched in _TAIL.finditer(plain))
    return found


def _read_token(matched: re.Match[str]) -> Trace:
    is_person = _PERSONAL.search(matched["kind"] or "") is not None
    return (Sort.PERSON if is_person else Sort.TOKEN), matched["token"].lower()


_IN_TEXT: Final = (
    (Sort.COMPANY, _COMPANY),
    (Sort.REFERENCE, _REFERENCE),
    (Sort.LOGIN, _LOGIN),
    (Sort.SOFTWARE, _SOFTWARE),
)


def _is_common(sort: Sort, value: str) -> bool:
    """Tell whether a trace is nobody's: on the warning list, or named as infrastructure."""
    if sort is Sort.ADDRESS:
        return is_common_address(value)
    if sort is Sort.URL:
        return is_common_url(value)
    if sort is Sort.EMAIL:
        return is_common_email(value)
    return sort is Sort.HOST and is_common_host(value)


def _list_genuine(text: str) -> Iterator[str]:
    for clause in _CLAUSES.split(text):
        if clause and _GENUINE.search(clause):
            yield clause


def _expand(observable: Observable) -> Iterator[Trace]:
    kind, value = observable.kind, observable.value
    if kind == "account":
        yield from _expand_login(value)
        return
    yield _SORTS[kind], value
    if kind == "url":
        parts = urlsplit(value)
        if parts.hostname:
            yield (Sort.ADDRESS if parts.hostname[-1].isdigit() else Sort.HOST), parts.hostname
        if parts.path.count("/") > 1:
            yield Sort.PATH, parts.path
    elif kind == "email" and not is_common_email(value):
        yield Sort.HOST, value.rpartition("@")[2]


def _expand_login(value: str) -> Iterator[Trace]:
    masked = _MASKED.fullmatch(value)
    if value.lower().startswith("tok-"):
        yield Sort.TOKEN, value.lower()
    elif masked:
        yield from _expand_mask(masked[1], masked[3])
    elif value.isdigit() and len(value) >= 8:
        yield from _expand_account(value)
    elif value:
        yield Sort.LOGIN, value.lower()


def _expand_account(digits: str) -> Iterator[Trace]:
    yield Sort.ACCOUNT, digits
    yield from _expand_mask(digits[:6], digits[-4:])


def _expand_mask(head: str, tail: str) -> Iterator[Trace]:
    if len(head) >= 4 and len(tail) >= 4:
        yield Sort.MASKED_ACCOUNT, f"{head[:4]}{tail[-4:]}"
    if len(tail) >= 4:
        yield Sort.ACCOUNT_TAIL, tail[-4:]


def _read_more(member: StixObject) -> Iterator[Trace]:
    kind = member.get("type", "")
    if reader := _READERS.get(kind):
        yield from reader(member)
    if kind in _TELLING and "created" in member:
        yield Sort.OBJECT, member["id"]


def _read_user(member: StixObject) -> Iterator[Trace]:
    name = member.get("display_name", "")
    if name and not name.startswith("["):
        is_token = name.lower().startswith("tok-")
        yield Sort.PERSON, name.lower() if is_token else fold_person(name)


def _read_software(member: StixObject) -> Iterator[Trace]:
    for name in (member.get("name", ""), *member.get("aliases", ())):
        if name:
            yield Sort.SOFTWARE, name


def _read_sighting(member: StixObject) -> Iterator[Trace]:
    target = member.get("sighting_of_ref", "")
    if target.partition("--")[0] in _TELLING:
        yield Sort.OBJECT, target


def _read_relationship(member: StixObject) -> Iterator[Trace]:
    if member.get("relationship_type") == "duplicate-of":
        yield Sort.OBJECT, member.get("target_ref", "")


def _read_indicator(member: StixObject) -> Iterator[Trace]:
    """Yield what a pattern describes by LIKE or MATCHES, where that comes down to one value."""
    try:
        comparisons = parse_pattern(member.get("pattern", "")).comparisons
    except PatternError:
        return
    for one in comparisons:
        texts = [str(literal.value) for literal in one.literals]
        if one.negated:
            continue
        if one.operator in _LOOSE:
            for text in texts:
                plain = _WILDCARDS.sub("", text).replace("\\", "")
                yield from (
                    found for seen in list_text_observables(plain) for found in _expand(seen)
                )
        elif one.object_type == "file" and one.path == ("name",):
            yield from map(_name_file, texts)


def _read_file(member: StixObject) -> Iterator[Trace]:
    if name := str(member.get("name", "")):
        yield _name_file(name)


def _name_file(name: str) -> Trace:
    """Return a name that nobody gives twice as the file itself: a long one with digits."""
    stem = name.lower().rpartition(".")[0] or name.lower()
    is_own = len(stem) >= _LONG_NAME and any(map(str.isdigit, stem))
    return (Sort.FILE if is_own else Sort.FILE_NAME), name.lower()


_READERS: Final[dict[str, Callable[[StixObject], Iterator[Trace]]]] = {
    "user-account": _read_user,
    "malware": _read_software,
    "indicator": _read_indicator,
    "file": _read_file,
    "sighting": _read_sighting,
    "relationship": _read_relationship,
}


def fold_person(name: str) -> str:
    """Return the name of a person as compared: the spelling of Han characters, letters in lower case."""
    return "".join(spell(name)[:1]) if not name.isascii() else re.sub(r"[^a-z]", "", name.lower())


def _digits(text: str) -> str:
    return "".join(_DIGITS.findall(text))
