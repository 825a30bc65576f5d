"""Which addresses a webhook may have: https to port 443 of a public address, or what the operator allows.

A name is checked by what it resolves to, when it is saved and again for each connection, which is then
made to the very address that was checked.
"""

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST_URL = 2000
# Other ports of public hosts are not ours to knock at.
HTTPS_PORT = 443
# One sentence for all that is not reached: which names exist, and where they lead, is not told.
RULE = (
    "Give an https URL to a public address, on port 443; "
    "for another network ask the operator (HUB_WEBHOOK_ALLOWED_NETWORKS)."
)
# Only this is given out for the public internet (IANA); transition addresses reach IPv4 inside it.
_GLOBAL_UNICAST = ip_network("2000::/3")
_NEVER = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "100.64.0.0/10",
            "192.0.0.0/24",
            "192.88.99.0/24",
            "2001::/23",
            "2002::/16",
            "3fff::/20",
        ),
    )
)
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.?|[0-9A-Fa-f:.]{2,45}")


class AddressRefused(Exception):
    """A URL or the address it leads to may not be reached; `code` says by which rule."""

    def __init__(self, code: str, rule: str) -> None:
        super().__init__(rule)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that was taken apart and keeps the rules that need no look-up."""

    scheme: str
    host: str
    port: int


def read_url(url: str, allowed: Iterable[Network]) -> Target:
    """Return where a URL leads. Raises AddressRefused; plain http needs an allowed network."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused("unusable-url", "Give a URL such as https://host/path.") from None
    if parts.scheme not in ("https", "http") or not _HOST.fullmatch(parts.hostname or ""):
        raise AddressRefused("unusable-url", "Give a URL such as https://host/path.")
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise AddressRefused(
            "unusable-url", f"Give at most {LONGEST_URL} printable ASCII characters."
        )
    if "@" in parts.netloc:
        raise AddressRefused("credentials-in-url", "Leave user name and password out of the URL.")
    if parts.fragment:
        raise AddressRefused("unusable-url", "Leave the fragment out of the URL.")
    if parts.scheme == "http" and not any(allowed):
        raise AddressRefused("not-https", RULE)
    return Target(
        parts.scheme, str(parts.hostname), port or (HTTPS_PORT if parts.scheme == "https" else 80)
    )


def find_address(target: Target, allowed: Iterable[Network]) -> Address:
    """Return the address that a connection may be made to. Raises AddressRefused, OSError.

    A name that leads to any forbidden address is refused whole.
    """
    networks = tuple(allowed)
    found = [read_address(entry[4][0]) for entry in _look_up(target)]
    if not found:
        raise _forbid()
    for address in found:
        if not is_allowed(address, networks):
            if not is_public(address):
                raise _forbid()
            if target.scheme != "https":
                raise AddressRefused("not-https", RULE)
            if target.port != HTTPS_PORT:
                raise AddressRefused("forbidden-port", RULE)
    return found[0]


def is_allowed(address: Address, networks: Iterable[Network]) -> bool:
    """Say whether the operator allows an address by name of its network."""
    return any(address in network for network in networks)


def is_public(address: Address) -> bool:
    """Say whether an address belongs to the public internet."""
    if any(address in network for network in _NEVER) or address.is_multicast:
        return False
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global


def _forbid() -> AddressRefused:
    # The same for a name that leads nowhere: who may not go there shall not learn which names exist.
    return AddressRefused("forbidden-address", RULE)


def read_address(text: str | int) -> Address:
    """Return an address; one that maps IPv4 into IPv6 counts as the IPv4 that it reaches."""
    address = ip_address(str(text).partition("%")[0])
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _look_up(target: Target) -> list[tuple[int, int, int, str, tuple[str | int, ...]]]:
    try:
        return list(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))  # type: ignore[arg-type]  # the family decides the shape of the last
    except (socket.gaierror, UnicodeError):
        raise _forbid() from None
