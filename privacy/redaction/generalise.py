"""Say less instead of nothing: a decade of birth, a month, a city, a network, a band.

What is told depends on the datum alone, so that it never narrows with time: an age that is told
today and again after a birthday gives the birthday away, a decade of birth does not.
"""

import ipaddress
import re
import unicodedata
from collections.abc import Callable

from privacy.redaction.amounts import generalise_amount
from privacy.redaction.places import city_of

__all__ = ["generalise", "generalise_amount"]

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}")
_MONTH = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})(?:\s?[年/.\-]\s?)?(0[1-9]|1[0-2]|[1-9](?![0-9]))"
)
_MINGUO = re.compile(r"民[国國]\s?([0-9]{1,3})\s?年")
_FIRST_MINGUO = 1911
_AGE = re.compile(r"(?<![0-9])([0-9]{1,3})(?![0-9])")
_OLDEST = 120
_OLDEST_BAND = 90
# Who is under twenty is not told more exactly: no band separates children from adults (PC-09).
_ADULT_BAND = 20
_NETWORKS = {4: 24, 6: 48}


def generalise(kind: str, text: str) -> str:
    """Return what may be told of a datum of a token kind instead of it, "" for nothing."""
    rule = _RULES.get(kind)
    return rule(unicodedata.normalize("NFKC", text).strip()) if rule is not None else ""


def _birth_decade(text: str) -> str:
    year = _year_of(text)
    return f"{year - year % 10}-{year - year % 10 + 9}" if year else ""


def _year_of(text: str) -> int:
    minguo = _MINGUO.search(text)
    if minguo is not None:
        return int(minguo[1]) + _FIRST_MINGUO
    years = _YEAR.findall(text)
    return int(years[0]) if len(years) == 1 else 0


def _month(text: str) -> str:
    found = _MONTH.search(text)
    return f"{found[1]}-{int(found[2]):02}" if found is not None else ""


def _age_band(text: str) -> str:
    found = _AGE.search(text)
    age = int(found[1]) if found is not None else _OLDEST + 1
    if age > _OLDEST:
        return ""
    if age >= _OLDEST_BAND:
        return f"{_OLDEST_BAND}+"
    return f"{age - age % 10}-{age - age % 10 + 9}" if age >= _ADULT_BAND else "0-19"


def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text.split("/")[0])
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, _NETWORKS[address.version]), strict=False))


_RULES: dict[str, Callable[[str], str]] = {
    "birth-date": _birth_decade,
    "date": _month,
    "age": _age_band,
    "address": city_of,
    "network-address": _network,
    "amount": generalise_amount,
}
