"""From a postal address to its city, by a closed gazetteer.

What is told is always a name of the gazetteer, never a piece of the address: so no name of a person
or a house can pass for a city. Mainland China by prefecture (GB/T 2260 names), Taiwan by city or
county, Hong Kong, Macao and Singapore as a whole, elsewhere large cities with their country.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson

_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_COUNTRY_HEAD = re.compile(r"(?:中国|中國|中华人民共和国|台灣|臺灣)?[\s,]*(?:[0-9]{5,6}[\s,]*)?")
_SUFFIX = re.compile(r"(?:特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)$")
# A district or county after a short city name proves that it is one: 杭州西湖区, not 南京西路.
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{1,6}?[区县市]")
_POSTCODE = re.compile(r"\b(?=[0-9A-Z\-]*[0-9])[0-9A-Z\-]{2,10}\b")
_MOST_PARTS = 4
_SHORTEST_SHORT = 2


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Names as they are looked for, each with what is told of it."""

    provinces: dict[str, str]
    # City names within a province, and those of all provinces under "".
    cities: dict[str, dict[str, str]]
    elsewhere: dict[str, str]
    countries: dict[str, str]
    towns: dict[str, tuple[str, str]]


def city_of(address: str) -> str:
    """Return the city of an address as far as the gazetteer can tell, "" when it cannot."""
    text = unicodedata.normalize("NFKC", address).strip()
    if _IDEOGRAPH.search(text):
        return _read_chinese(_COUNTRY_HEAD.sub("", text, count=1))
    return _read_western(text)


def _read_chinese(text: str) -> str:
    names = _load()
    for name, told in names.elsewhere.items():
        if text.startswith(name):
            return told
    province = _longest(text, names.provinces)
    told = names.provinces.get(province, "")
    rest = text[len(province) :].lstrip(" ,")
    cities = names.cities[told]
    city = _longest(rest, cities)
    if city and not told and not _is_city(city, cities[city], rest):
        return ""
    # The short form of a province is also how many streets and people begin.
    if province and province != told and not city and not _DISTRICT.match(rest):
        return ""
    return told + _without_repeat(cities.get(city, ""), told)


def _is_city(short: str, full: str, text: str) -> bool:
    return short.endswith(full[-1]) or _DISTRICT.match(text[len(short) :]) is not None


def _without_repeat(city: str, province: str) -> str:
    return "" if city == province else city


def _longest(text: str, names: dict[str, str]) -> str:
    return max((name for name in names if text.startswith(name)), key=len, default="")


def _read_western(text: str) -> str:
    """Read the last parts between commas; the country that is stated has the last word."""
    names = _load()
    parts = [_POSTCODE.sub("", part).strip(" .").casefold() for part in text.split(",")]
    last = [part for part in parts if part][-_MOST_PARTS:]
    country = next(
        (names.countries[part] for part in reversed(last) if part in names.countries), ""
    )
    town, home = next(
        (names.towns[part] for part in reversed(last) if part in names.towns), ("", country)
    )
    if country and home != country:
        return country
    return home if town in ("", home) else f"{town}, {home}"


@cache
def _load() -> _Gazetteer:
    data = orjson.loads(files("privacy.redaction").joinpath("gazetteer.json").read_bytes())
    provinces = {name: province for province in data["mainland"] for name in _forms(province)}
    by_province = {
        province: {name: city for city in cities.split() for name in _forms(city)}
        for province, cities in data["mainland"].items()
    }
    everywhere = {name: city for cities in by_province.values() for name, city in cities.items()}
    elsewhere = {name: name for name in data["taiwan"].split()}
    elsewhere |= dict.fromkeys(data["hong_kong"].split(), "香港")
    elsewhere |= dict.fromkeys(data["macao"].split(), "澳門")
    countries = {name.casefold(): name for name in data["cities"]}
    countries |= {name.casefold(): told for name, told in data["aliases"].items()}
    towns = {
        town.casefold(): (town, country)
        for country, listed in data["cities"].items()
        for town in listed.split(", ")
    }
    return _Gazetteer(provinces, {**by_province, "": everywhere}, elsewhere, countries, towns)


def _forms(name: str) -> tuple[str, ...]:
    short = _SUFFIX.sub("", name)
    return (name, short) if len(short) >= _SHORTEST_SHORT else (name,)
