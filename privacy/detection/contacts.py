"""E-mail addresses and messenger handles, also when they are defanged."""

import re
from collections.abc import Iterator

from privacy.detection.types import DataType, Span

_DOT = r"(?:\.|\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\[d\])"
_AT = r"(?:@|\[@\]|\(@\)|\[at\]|\(at\)|\{at\})"
_LABEL = r"[0-9A-Za-z](?:[0-9A-Za-z\-]{0,62})"
_EMAIL = re.compile(
    rf"(?<![0-9A-Za-z._%+\-])([0-9A-Za-z._%+\-]{{1,64}}){_AT}({_LABEL}(?:{_DOT}{_LABEL}){{1,8}})",
    re.IGNORECASE,
)
_AT_HINT = re.compile(r"@|[\[({]at[\])}]", re.IGNORECASE)
_USERINFO = re.compile(r"(?<=://)[^\s/?#@\[\]'\"]{1,128}(?=@)")
_WECHAT = re.compile(
    r"(?:(?P<zh>微信)|(?<![0-9A-Za-z])(?:weixin|wechat|v?wx(?=[ :：号號=])|vx(?=[ :：号號=])|v信|(?<=[加+])v(?=[ :：号號x])x?)|加v(?=[ :：号號x])x?|[薇威]信|[加\u2795+][薇微v威❤♥]{1,2}(?=[^0-9A-Za-z\u4e00-\u9fff]))[ _]?(?P<named>(?:[账帐賬帳小]?[号號户戶]|id|no\.?|handle|account|contact|name|username)?)[^0-9A-Za-z\u4e00-\u9fff\n，,。.；;]{0,3}(?P<comma>[,，] ?)?(?:is |was )?[:：=是为為]{0,2}[ “\"'(（「『\[]{0,3}"
    r"(?P<handle>[a-zA-Z][0-9A-Za-z_\-]{5,19})(?![0-9A-Za-z_\-@])",
    re.IGNORECASE,
)
_WECHAT_HINT = re.compile(
    r"[微薇威]信|[加+\u2795][薇微威❤♥]|[Vv](?:[Xx]|信)|[Ww](?:[Xx]|[Ee][CcIi])|[加+][Vv]"
)
_NUMBER_HINT = re.compile(r"[A-Za-z_][0-9]{6}")
_WECHAT_AFTER = re.compile(
    r"(?<![0-9A-Za-z_\-.@])(?P<handle>[a-zA-Z][0-9A-Za-z_\-]{5,19})[\"'”」)]{0,2}(?: (?:on|in|via|as (?:his|her|their|a)) (?:wechat|weixin)| ?(?:的|为|是)?微信)",
    re.IGNORECASE,
)
_WXID = re.compile(r"(?<![0-9A-Za-z])wxid_[0-9A-Za-z]{5,20}(?![0-9A-Za-z])")
# User numbers of platforms: a handle that ends in _u, uid, user or cust and digits.
_USER_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:[a-z]{1,12}_u|(?:[a-z]{1,12}_)?(?:uid|user|usr|cust|customer|member|acct))_?[0-9]{6,14}(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# A STIX user-account, in a pattern or as JSON.
_ACCOUNT_TYPE = re.compile(
    r"account_type['\"]?\s?[=:]\s?['\"](?P<type>qq|wechat|weixin|alipay)['\"]", re.IGNORECASE
)
_USER_ID = re.compile(
    r"(?:user_id|account_login|display_name)['\"]?\s?[=:]\s?['\"](?P<user>[0-9A-Za-z_\-]{5,24})['\"]"
)
_TYPES = {
    "qq": DataType.QQ_ID,
    "wechat": DataType.WECHAT_ID,
    "weixin": DataType.WECHAT_ID,
    "alipay": DataType.ALIPAY_ID,
}
_NEAR = 80
_HAS_MARK = re.compile(r"[0-9_]")
_DEFANGED = re.compile(r"[\[({]([.@]|dot|at|d)[\])}]", re.IGNORECASE)
_PLAIN = {"dot": ".", "d": ".", "at": "@"}


def find_emails(text: str) -> Iterator[Span]:
    """Yield e-mail addresses, and the user part of URLs, of a folded text."""
    if _AT_HINT.search(text) is None:
        return
    for found in _USERINFO.finditer(text):
        yield Span(found.start(), found.end(), DataType.ACCOUNT_NO, found.group().casefold())
    for found in _EMAIL.finditer(text):
        end = found.end() - (len(found.group()) - len(found.group().rstrip("-")))
        yield Span(found.start(), end, DataType.EMAIL, normalise_email(found.group()))


def normalise_email(address: str) -> str:
    """Return an address without defanging, in one case."""
    refanged = _DEFANGED.sub(lambda mark: _PLAIN.get(mark[1].lower(), mark[1]), address)
    return refanged.strip("-").casefold()


def find_handles(text: str) -> Iterator[Span]:
    """Yield messenger and platform handles that words or their own shape announce."""
    if _WECHAT_HINT.search(text):
        yield from _find_wechat(text)
    if "account_type" in text:
        yield from _find_owned(text)
    if _NUMBER_HINT.search(text):
        for found in _USER_NUMBER.finditer(text):
            value = found.group().casefold()
            yield Span(found.start(), found.end(), DataType.ACCOUNT_NO, value)


def _find_owned(text: str) -> Iterator[Span]:
    """Yield user numbers whose account is described beside them: its type says whose they are."""
    for kind in _ACCOUNT_TYPE.finditer(text):
        lead = text[max(0, kind.start() - _NEAR) : kind.start()]
        found = _USER_ID.search(text, kind.end(), kind.end() + _NEAR)
        before = [*_USER_ID.finditer(lead)]
        if before:
            start, end = before[-1].span("user")
            start, end = start + kind.start() - len(lead), end + kind.start() - len(lead)
        elif found:
            start, end = found.span("user")
        else:
            continue
        yield Span(start, end, _TYPES[kind["type"].lower()], text[start:end].casefold())


def _find_wechat(text: str) -> Iterator[Span]:
    for found in _WECHAT.finditer(text):
        handle = found.group("handle")
        told = (found["named"] or found["zh"]) and not found["comma"]
        if told or _HAS_MARK.search(handle):
            yield Span(*found.span("handle"), DataType.WECHAT_ID, handle.casefold())
    for found in _WECHAT_AFTER.finditer(text):
        if _HAS_MARK.search(found["handle"]):
            yield Span(*found.span("handle"), DataType.WECHAT_ID, found["handle"].casefold())
    for found in _WXID.finditer(text):
        yield Span(found.start(), found.end(), DataType.WECHAT_ID, found.group().casefold())
