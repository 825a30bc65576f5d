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
    r"(?:(?P<zh>微信)|(?<![0-9A-Za-z])(?:weixin|wechat|wx(?=[ :：号號])))[ _]?(?P<named>(?:[号號]|id|no\.?)?)[ ]?[:：=是为為]{0,2}[ “\"']{0,2}"
    r"(?P<handle>[a-zA-Z][0-9A-Za-z_\-]{5,19})(?![0-9A-Za-z_\-@])",
    re.IGNORECASE,
)
_WXID = re.compile(r"(?<![0-9A-Za-z_])wxid_[0-9A-Za-z]{5,20}(?![0-9A-Za-z_])")
# User numbers of platforms: a handle that ends in _u, uid, user or cust and digits.
_USER_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:[a-z]{1,12}_u|(?:[a-z]{1,12}_)?(?:uid|user|usr|cust|customer|member|acct))_?[0-9]{6,14}(?![0-9A-Za-z])",
    re.IGNORECASE,
)
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
    for found in _WECHAT.finditer(text):
        handle = found.group("handle")
        if _HAS_MARK.search(handle) or found.group("named") or found.group("zh"):
            yield Span(*found.span("handle"), DataType.WECHAT_ID, handle.casefold())
    for found in _USER_NUMBER.finditer(text):
        yield Span(found.start(), found.end(), DataType.ACCOUNT_NO, found.group().casefold())
    for found in _WXID.finditer(text):
        yield Span(found.start(), found.end(), DataType.WECHAT_ID, found.group().casefold())
