"""A category out of free text, by general terms of the field in English and both Chinese scripts.

Where they do not settle it, the roots of the words are weighed. Better silent than wrong: where two
categories compete for a title, or weigh the same, neither is inferred.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from sharing.stix.category_weight import choose_heaviest, weigh_categories
from sharing.stix.markings import StixObject
from sharing.stix.simplified import simplify
from sharing.stix.vocabulary import read_catalogue

# Objects that say what an alert is about when its text does not.
_TELLING_OBJECTS: Final = {"malware": "malware", "vulnerability": "technical-vulnerability"}
# Who imitates somebody at an address of the net is phishing.
_IMITATION: Final = "impersonation"
_AT_A_PLACE: Final = "phishing"
_PLACES: Final = frozenset({"url", "domain-name"})
# How much text one look may read, and how far apart the two halves of a term may stand.
_LONGEST: Final = 4_000
_GAP: Final = r"[^.。;；]{0,30}?"


def infer_category(root: StixObject, objects: Iterable[StixObject]) -> str:
    """Return the category that name, contents or description speak of most, else ""."""
    name, description = root.get("name", ""), root.get("description", "")
    types = {member["type"] for member in objects}
    named = match_categories(name)
    held = {_TELLING_OBJECTS[one] for one in types & _TELLING_OBJECTS.keys()}
    told = _choose(named or held | match_categories(description))
    if told == _IMITATION and types & _PLACES:
        return _AT_A_PLACE
    if told or len(named) > 1:
        return told
    return choose_heaviest(weigh_categories(simplify(name), simplify(description), types))


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
