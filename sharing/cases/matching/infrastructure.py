"""What is seen beside many events and is nobody's: resolvers, delivery networks, shorteners, own sites.

Told by a dated list, and by names: a host whose labels are all words of infrastructure, such as
cdn.cloud-static, is such a one wherever it stands; www.yuyun-lending.example is its owner's own.
"""

import re
from functools import cache
from urllib.parse import urlsplit

from sharing.cases.matching.names import read_data, read_host


def is_common_address(address: str) -> bool:
    """Tell whether an address is on the warning list."""
    return address in _warned("addresses")


def is_common_url(url: str) -> bool:
    """Tell whether a URL is the front page of a common host, or any page of somebody's own site."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return read_host(host) is not None or (parts.path in {"", "/"} and is_common_host(host))


def is_common_email(address: str) -> bool:
    """Tell whether an address is of an office, not of a person or a fraud: soc@, hotline@."""
    words = re.split(r"[._+-]|[0-9]+", address.rpartition("@")[0])
    return all(word in _warned("offices") for word in words if word)


def is_common_host(host: str) -> bool:
    """Tell whether a host is on the warning list, named as infrastructure, or somebody's own site."""
    labels = host.split(".")
    suffixes = (".".join(labels[at:]) for at in range(len(labels)))
    is_listed = not _warned("hosts").isdisjoint(suffixes)
    return is_listed or _is_infrastructure(labels[:-1]) or read_host(host) is not None


def _is_infrastructure(labels: list[str]) -> bool:
    parts = [part for label in labels for part in label.split("-") if not part.isdigit()]
    return len(parts) > 1 and all(_words().fullmatch(part) for part in parts)


@cache
def _warned(name: str) -> frozenset[str]:
    return frozenset(read_data("warning_list.json")[name])


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, read_data('warning_list.json')['words']))})+")
