"""What two reports of one event share, pure: the keys that lead an alert to its case.

Three kinds, strongest first: `root` (the same main object: a revision), `content` (equal but for ids,
times, author and markings: a re-send), `observable` (the same strong observable). Exercises have keys
of their own, so a drill never joins a real case.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson

from sharing.stix.observables import Observable

RULES = ("root", "content", "observable")
MOST_OBSERVABLES = 200
# Differ between two sendings of the same report.
_VOLATILE = frozenset(
    {"id", "created", "modified", "created_by_ref", "object_marking_refs", "granular_markings"}
    | {"spec_version", "revoked", "published", "valid_from", "first_seen", "last_seen"}
)
_ENVELOPE = frozenset({"grouping", "marking-definition", "relationship"})


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that leads to a case; `value` is clear text and must be digested before storing."""

    rule: str
    value: str


def fingerprint(
    *,
    bundle: dict[str, Any],
    root: tuple[str, str],
    exercise: bool,
    observables: Iterable[Observable],
) -> tuple[Key, ...]:
    """Return the keys of an alert, strongest first; `root` is (reporter, id of the main object).

    A main object belongs to its reporter: under the same id another's is another report.
    """
    prefix = "drill\x1f" if exercise else ""
    strong = sorted({f"{o.kind}\x1f{o.value}" for o in observables if o.strong})
    return (
        Key("root", prefix + "\x1f".join(root)),
        Key("content", f"{prefix}{digest_content(bundle)}"),
        *(Key("observable", prefix + value) for value in strong[:MOST_OBSERVABLES]),
    )


def digest_content(bundle: dict[str, Any]) -> str:
    """Return the hex SHA-256 of what a bundle says, whoever sends it, under whatever ids."""
    said = sorted(
        orjson.dumps(_strip(item), option=orjson.OPT_SORT_KEYS)
        for item in bundle.get("objects", [])
        if item.get("type") not in _ENVELOPE
    )
    return hashlib.sha256(b"\n".join(said)).hexdigest()


def _strip(item: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in item.items()
        if name not in _VOLATILE and not name.endswith(("_ref", "_refs"))
    }
