"""How much a text speaks of each category, by roots of words: for texts that no term of the field settles."""

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import Final

from sharing.stix.vocabulary import read_catalogue

# A root in the title counts as much as so many in the body.
_TITLE: Final = 2


def weigh_categories(title: str, body: str, types: Set[str]) -> Mapping[str, int]:
    """Return how many different roots of each category stand in simplified texts, in the order of the table.

    `types` are those of the objects beside; one that is usual for a category counts as one root.
    """
    title, body = title.lower(), body.lower()
    usual = _table()["objects"]
    return {
        category: _TITLE * len(set(roots.findall(title)))
        + len(set(roots.findall(body)))
        + (not types.isdisjoint(usual.get(category, ())))
        for category, roots in _roots().items()
    }


def choose_heaviest(weights: Mapping[str, int]) -> str:
    """Return the category that weighs more than every other, "" where none does."""
    best, second = sorted(weights.values(), reverse=True)[:2]
    return max(weights, key=weights.__getitem__) if best > second else ""


def list_roots() -> Iterator[str]:
    """Yield all roots."""
    for roots in _table()["roots"].values():
        yield from roots


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    table: Mapping[str, Mapping[str, list[str]]] = read_catalogue("category_roots.json")
    return table


@cache
def _roots() -> Mapping[str, re.Pattern[str]]:
    listed = _table()["roots"]
    return {
        category: re.compile("|".join(map(_write, roots))) for category, roots in listed.items()
    }


def _write(root: str) -> str:
    return rf"(?<![a-z]){re.escape(root)}" if root.isascii() else root
