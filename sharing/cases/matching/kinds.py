"""Which family of risk an alert tells of, stated or read out of its words, and the rules of families."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sharing.cases.matching.names import read_data
from sharing.cases.matching.traces import Sort
from sharing.stix.categories import derive_categories
from sharing.stix.category_text import match_categories

StixObject = dict[str, Any]
# What the title says counts as much as this many words of the body.
_TITLE: Final = 2


# Objects that stand in alerts of one family more than in others.
_TELLING: Final = {
    "phishing": frozenset({"url", "email-addr", "email-message"}),
    "malware": frozenset({"malware", "malware-analysis"}),
    "vulnerability": frozenset({"vulnerability"}),
}


@dataclass(frozen=True, slots=True)
class Family:
    """A family of risk: days that two reports of one event may be apart, and what identifies an event.

    In a family of custody an alert is about a platform, and a bank that it names keeps the money.
    """

    name: str
    tolerance: int
    identity: frozenset[Sort]
    is_custody: bool


@cache
def list_families() -> tuple[Family, ...]:
    """Return the families; their places are stored in sketches, so new ones are added at the end."""
    return tuple(
        Family(
            row["name"],
            row["tolerance"],
            frozenset(Sort[one] for one in row["identity"]),
            row["custody"],
        )
        for row in read_data("kinds.json")["families"]
    )


def read_kinds(
    root: StixObject, objects: Sequence[StixObject], title: str, body: str
) -> frozenset[int]:
    """Return the places of the families that an alert may be of: one where it is plain, else several."""
    stated = derive_categories({**root, "name": title, "description": body}, list(objects))
    if stated and (known := _by_category().get(stated[0])) is not None:
        return frozenset({known})
    named = {_by_category()[one] for one in match_categories(title) if one in _by_category()}
    return (
        frozenset(named)
        if len(named) == 1
        else _weigh_words(title.lower(), body.lower(), {one.get("type", "") for one in objects})
    )


def _weigh_words(title: str, body: str, types: Set[str]) -> frozenset[int]:
    """Return the families whose words a text uses most; those one word behind are kept too."""
    scores = [
        _TITLE * len(set(terms.findall(title)))
        + len(set(terms.findall(body)))
        + (not types.isdisjoint(_TELLING.get(family.name, frozenset())))
        for family, terms in zip(list_families(), _terms(), strict=True)
    ]
    best = max(scores)
    return frozenset(place for place, score in enumerate(scores) if score and score >= best - 1)


@cache
def _by_category() -> dict[str, int]:
    rows = enumerate(read_data("kinds.json")["families"])
    return {category: place for place, row in rows for category in row["categories"]}


@cache
def _terms() -> tuple[re.Pattern[str], ...]:
    rows = read_data("kinds.json")["families"]
    return tuple(re.compile("|".join(map(_write, row["terms"]))) for row in rows)


def _write(term: str) -> str:
    return rf"(?<![a-z]){re.escape(term)}" if term.isascii() else term
