"""Which family of risk an alert tells of, stated or read out of its words, and the rules of families."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from sharing.cases.matching.names import read_data
from sharing.cases.matching.traces import Sort
from sharing.stix.categories import derive_categories
from sharing.stix.category_text import match_categories
from sharing.stix.category_weight import weigh_categories

StixObject = dict[str, Any]


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
        else _weigh_words(title, body, {one.get("type", "") for one in objects})
    )


def _weigh_words(title: str, body: str, types: Set[str]) -> frozenset[int]:
    """Return the families whose words a text uses most; those one word behind are kept too."""
    weights = weigh_categories(title, body, types)
    best = max(weights.values())
    heavy = (name for name, weight in weights.items() if weight and weight >= best - 1)
    return frozenset(_by_category()[name] for name in heavy)


@cache
def _by_category() -> dict[str, int]:
    rows = enumerate(read_data("kinds.json")["families"])
    return {category: place for place, row in rows for category in row["categories"]}
