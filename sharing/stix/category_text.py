"""A category out of free text, by general terms of the field in English and both Chinese scripts.

Better silent than wrong: where two categories compete for one text, neither is inferred.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from sharing.stix.markings import StixObject
from sharing.stix.vocabulary import read_catalogue

# Objects that say what an alert is about when its text does not.
_TELLING_OBJECTS: Final = {"malware": "malware", "vulnerability": "technical-vulnerability"}
# How much text one look may read, and how far apart the two halves of a term may stand.
_LONGEST: Final = 4_000
_GAP: Final = r"[^.。;；]{0,30}?"


def infer_category(root: StixObject, objects: Iterable[StixObject]) -> str:
    """Return the one category that name, contents or description speak of, else ""."""
    named = match_categories(root.get("name", ""))
    if named:
        return _choose(named)
    held = {_TELLING_OBJECTS.get(member["type"], "") for member in objects} - {""}
    described = match_categories(root.get("description", ""))
    return _choose(held | described)


def match_categories(text: str) -> frozenset[str]:
    """Return the categories whose terms the text uses; broad ones only where nothing else fits."""
    looked_at = text[:_LONGEST].lower()
    for tier in ("specific", "broad"):
        found = [name for name, terms in _compile_lexicon(tier).items() if terms.search(looked_at)]
        if found:
            return frozenset(found)
    return frozenset()


def _choose(categories: Iterable[str]) -> str:
    only, *others = [*categories] or [""]
    return "" if others else only


@cache
def _compile_lexicon(tier: str) -> dict[str, re.Pattern[str]]:
    lexicon = read_catalogue("category_lexicon.json")[tier]
    return {
        category: re.compile(
            "|".join([*map(_write_english, terms["en"]), *map(_write_chinese, terms["zh"])])
        )
        for category, terms in lexicon.items()
    }


def _write_english(term: str) -> str:
    """Return the expression of a term: ``*`` continues a word, ``~`` is a short gap."""
    body = term.replace("*", r"[\w-]*").replace(" ~ ", rf"\b{_GAP}\b").replace(" ", r"\s+")
    return rf"(?<![a-z0-9])(?:{body})(?![a-z0-9])"


def _write_chinese(term: str) -> str:
    return term.replace("~", _GAP)
