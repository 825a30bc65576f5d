"""Which object an alert is about, and who reported it."""

from collections.abc import Mapping, Sequence
from typing import Any

# Profile f13: the order in which an object is taken for the root of an alert.
_ORDER = ("incident", "grouping", "report", "indicator", "sighting", "observed-data")


def find_root(objects: Sequence[Mapping[str, Any]], root_id: str) -> int:
    """Return the index of the root: the one named, else the first by the order of f13."""
    for index, item in enumerate(objects):
        if root_id and item.get("id") == root_id:
            return index
    ranks = {kind: rank for rank, kind in enumerate(_ORDER)}
    ranked = [
        (ranks[item["type"]], index)
        for index, item in enumerate(objects)
        if item.get("type") in ranks
    ]
    return min(ranked)[1] if ranked else 0


def reporter_of(objects: Sequence[Mapping[str, Any]], root: int) -> str:
    """Return the identity that made the root, "" when it does not say."""
    return str(objects[root].get("created_by_ref", "")) if objects else ""


def names_of(objects: Sequence[Mapping[str, Any]], identities: frozenset[str]) -> frozenset[str]:
    """Return the names that the bundle gives to some identities, in all their versions."""
    return frozenset(str(i.get("name", "")) for i in objects if i.get("id") in identities)
