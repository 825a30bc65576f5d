"""One cell as one observable: its one spelling, or nothing. Defanged text is what it stands for."""

import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_network
from typing import Final

from sharing.stix.normalise import (
    normalise_domain,
    normalise_email,
    normalise_url,
    refang,
)

_HASHES: Final[Mapping[str, int]] = {"MD5": 32, "SHA-1": 40, "SHA-256": 64, "SHA-512": 128}
_LOCAL_PART: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@")
_MAC: Final = re.compile(r"[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}", re.ASCII)


def _read_network(version: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            network = ip_network(refang(text).strip().strip("[]"), strict=False)
        except ValueError:
            return ""
        if network.version != version:
            return ""
        return str(network.network_address if network.num_addresses == 1 else network)

    return read


def _read_hash(length: int) -> Callable[[str], str]:
    form = re.compile(rf"[0-9a-f]{{{length}}}", re.ASCII)

    def read(text: str) -> str:
        digest = text.strip().lower()
        return digest if form.fullmatch(digest) else ""

    return read


def _read_url(text: str) -> str:
    # What was seen is kept as it was written, but for its defanging.
    shown = refang(text).strip()
    return shown if normalise_url(text) and "://" in shown else ""


def _read_mac(text: str) -> str:
    address = text.strip().lower()
    return address.replace("-", ":") if _MAC.fullmatch(address) else ""


def _read_email(text: str) -> str:
    address = normalise_email(text)
    return address if _LOCAL_PART.match(address) else ""


_READERS: Final[Mapping[str, Callable[[str], str]]] = {
    "ipv4-addr": _read_network(4),
    "ipv6-addr": _read_network(6),
    "url": _read_url,
    "email-addr": _read_email,
    "mac-addr": _read_mac,
    **{f"file:hashes.{name}": _read_hash(length) for name, length in _HASHES.items()},
    "domain-name": normalise_domain,
}
# `ip` is an address of either version.
OBSERVABLES: Final = ("ip", *_READERS)


def read_value(kind: str, text: str) -> tuple[str, str]:
    """Return (kind, value) of a cell that should be of this kind; the value is "" when it is not."""
    for one in _kinds_of(kind):
        if value := _READERS[one](text):
            return one, value
    return kind, ""


def find_kind(text: str) -> str:
    """Return the kind of observable that a cell holds, "" when it holds none."""
    kind, value = read_value("indicator", text)
    return kind if value else ""


def is_defanged(text: str) -> bool:
    """Tell whether the text is written so that nobody follows it by mistake."""
    return refang(text) != text


def write_comparison(kind: str, value: str) -> str:
    """Return the comparison of a STIX pattern that this observable satisfies."""
    quoted = value.replace("\\", "\\\\").replace("'", "\\'")
    if kind.startswith("file:hashes."):
        return f"file:hashes.'{kind.removeprefix('file:hashes.')}' = '{quoted}'"
    operator = "ISSUBSET" if "/" in value and kind.startswith("ip") else "="
    return f"{kind}:value {operator} '{quoted}'"


def _kinds_of(kind: str) -> Iterator[str]:
    if kind == "ip":
        yield from ("ipv4-addr", "ipv6-addr")
    elif kind == "indicator":
        yield from _READERS
    else:
        yield kind
