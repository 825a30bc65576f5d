"""Names of risk categories: simplified Chinese is the vocabulary's own, English is its code."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import orjson
from django.utils.translation import get_language

from hub.portal.words.plain import spell_out
from sharing.stix.vocabulary import RISK_CATEGORIES


@cache
def read_traditional() -> Mapping[str, str]:
    """Return the names in traditional Chinese, a catalogue beside this file."""
    text = files("hub.portal.words").joinpath("categories_zh_hant.json").read_bytes()
    names: dict[str, str] = orjson.loads(text)
    return names


def name_category(code: str) -> str:
    """Return the name of a category in the reader's language."""
    language = get_language() or ""
    if language == "zh-hans":
        return RISK_CATEGORIES.get(code, spell_out(code))
    if language == "zh-hant":
        return read_traditional().get(code, spell_out(code))
    return spell_out(code)


def list_categories() -> list[tuple[str, str]]:
    """Return (code, name) of every category in the vocabulary's order."""
    return [(code, name_category(code)) for code in RISK_CATEGORIES]
