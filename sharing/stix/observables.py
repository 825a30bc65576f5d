"""What an alert was seen with: observables out of objects, patterns and text, in one spelling.

``strong`` marks what names one thing alone, so that two alerts sharing it speak of the same thing.
Hosts and addresses are shared (shorteners, clouds, the imitated bank itself), a file may be a kit
that many use, a vulnerability is everybody's, and a masked number is nobody's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sharing.stix.markings import StixObject
from sharing.stix.normalise import (
    normalise_account,
    normalise_address,
    normalise_domain,
    normalise_email,
    normalise_hash,
    normalise_url,
    refang,
)
from sharing.stix.patterns import Comparison, PatternError, parse_pattern

_STRONG: Final = frozenset({"url", "email", "account", "crypto-wallet", "token"})
_MASKED: Final = re.compile(r"[*\u2022\u25cf#\uff0a]|X{3,}")
_CVE: Final = re.compile(r"CVE-\d{4}-\d{4,}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Observable:
    """A kind (url, domain, ipv4, ipv6, email, file-hash, account, ...) and a normalised value."""

    kind: str
    value: str
    strong: bool


def list_observables(bundle: dict[str, Any]) -> tuple[Observable, ...]:
    """Return the observables of the objects and of the patterns' equalities, sorted, each once."""
    found = {
        observable
        for member in bundle["objects"]
        for observable in (*_read_object(member), *_read_indicator(member))
    }
    return tuple(sorted(found))


def list_text_observables(text: str) -> tuple[Observable, ...]:
    """Return the observables that free text spells out, defanged or not, sorted, each once."""
    found: set[Observable] = set()
    rest = refang(text)
    for kind, expression in _IN_TEXT:
        for matched in expression.finditer(rest):
            found.update(_make(kind, matched[0].rstrip(".,;:!?")))
        # What one kind has taken is not read again as another: the host of a URL stays in it.
        rest = expression.sub(" ", rest)
    return tuple(sorted(found))


def _normalise_ip(text: str) -> tuple[str, str]:
    address = normalise_address(text)
    return ("ipv6" if ":" in address else "ipv4"), address


def _normalise_host(text: str) -> tuple[str, str]:
    kind, address = _normalise_ip(text)
    return (kind, address) if address else ("domain", normalise_domain(text))


def _keep_kind(kind: str, normalise: Callable[[str], str]) -> Callable[[str], tuple[str, str]]:
    def read(text: str) -> tuple[str, str]:
        return kind, normalise(text)

    return read


_READERS: Final[dict[str, Callable[[str], tuple[str, str]]]] = {
    "url": _keep_kind("url", normalise_url),
    "host": _normalise_host,
    "ip": _normalise_ip,
    "email": _keep_kind("email", normalise_email),
    "file-hash": _keep_kind("file-hash", normalise_hash),
    "account": _keep_kind("account", normalise_account),
    "crypto-wallet": _keep_kind("crypto-wallet", str.strip),
    "cve": _keep_kind("cve", str.upper),
}
# Which property of which object holds what. The last three come from a public extension set.
_PROPERTIES: Final = {
    ("url", "value"): "url",
    ("domain-name", "value"): "host",
    ("ipv4-addr", "value"): "ip",
    ("ipv6-addr", "value"): "ip",
    ("email-addr", "value"): "email",
    ("user-account", "user_id"): "account",
    ("user-account", "account_login"): "account",
    ("cryptocurrency-wallet", "value"): "crypto-wallet",
    ("bank-account", "iban"): "account",
    ("bank-account", "account_number"): "account",
}
_REFERENCED_HOSTS: Final = frozenset({"src_ref", "dst_ref", "resolves_to_refs"})
# ASCII rules, because an address may stand right after a Chinese character.
_IN_TEXT: Final = tuple(
    (kind, re.compile(expression, re.ASCII | re.IGNORECASE))
    for kind, expression in (
        ("url", r"\b(?:https?|ftp)://[!#-&*-;=?-Z_a-z~-]{1,2000}"),
        ("email", r"[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b"),
        ("ip", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:/32)?(?![\d.]*\d)"),
        ("file-hash", r"\b[0-9a-f]{32,128}\b"),
        ("cve", _CVE.pattern),
        ("host", r"(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}\b"),
    )
)


def _make(reader: str, text: Any) -> Iterator[Observable]:
    if isinstance(text, str):
        kind, value = _READERS[reader](text)
        if value:
            is_masked = kind == "account" and _MASKED.search(value) is not None
            yield Observable(kind, value, kind in _STRONG and not is_masked)


def _read_object(member: StixObject) -> Iterator[Observable]:
    kind = member["type"]
    for (object_type, name), reader in _PROPERTIES.items():
        if kind == object_type:
            yield from _make(reader, member.get(name))
    if special := _SPECIAL.get(kind):
        yield from special(member)


def _read_hashes(member: StixObject) -> Iterator[Observable]:
    for digest in member.get("hashes", {}).values():
        yield from _make("file-hash", digest)


def _read_token(member: StixObject) -> Iterator[Observable]:
    # Tokens of two domains are never equal (profile f4), so the domain is part of the value.
    value = ":".join(member[name] for name in ("kind", "token_domain", "token"))
    yield Observable("token", value, True)


def _read_embedded(member: StixObject) -> Iterator[Observable]:
    for embedded in member.get("objects", {}).values():
        yield from _read_object(embedded)


def _read_vulnerability(member: StixObject) -> Iterator[Observable]:
    references = [ref.get("external_id", "") for ref in member.get("external_references", ())]
    for text in (member.get("name", ""), *references):
        if _CVE.fullmatch(text):
            yield from _make("cve", text)


_SPECIAL: Final[dict[str, Callable[[StixObject], Iterator[Observable]]]] = {
    "artifact": _read_hashes,
    "file": _read_hashes,
    "observed-data": _read_embedded,
    "subject-token": _read_token,
    "vulnerability": _read_vulnerability,
}


def _read_indicator(member: StixObject) -> Iterator[Observable]:
    if member["type"] != "indicator" or member.get("pattern_type", "stix") != "stix":
        return
    if "benign" in member.get("indicator_types", ()):
        return
    try:
        pattern = parse_pattern(member["pattern"])
    except PatternError:
        return
    for comparison in pattern.comparisons:
        yield from _read_comparison(comparison)


def _read_comparison(comparison: Comparison) -> Iterator[Observable]:
    """Yield what the comparison demands by =, IN or a network of one host; the rest is no value."""
    if comparison.negated or comparison.operator not in {"=", "IN", "ISSUBSET"}:
        return
    if reader := _choose_reader(comparison):
        for literal in comparison.literals:
            yield from _make(reader, literal.value)


def _choose_reader(comparison: Comparison) -> str | None:
    first, last = comparison.path[0], comparison.path[-1]
    if "hashes" in comparison.path and comparison.object_type in {"file", "artifact"}:
        return "file-hash"
    if last == "value" and first in _REFERENCED_HOSTS:
        return "host"
    if len(comparison.path) == 1:
        return _PROPERTIES.get((comparison.object_type, str(first)))
    return None
