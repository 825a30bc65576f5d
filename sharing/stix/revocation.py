"""Revocations: a last version that says an object no longer holds, and nothing of what it held.

STIX 2.1, section 3.2: `revoked` on a new version of the same object. What the type requires is kept
where it names other objects or times, and is replaced where it would repeat content: whoever may no
longer see the object must not read it in its revocation.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from sharing.stix.markings import StixObject
from sharing.stix.timestamps import order_key, read_timestamp, write_timestamp

_STANDING: Final = ("type", "spec_version", "id", "created_by_ref", "created")
# Marking definitions, extension definitions and observables have no `revoked`.
_KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "attack-pattern": (),
    "campaign": (),
    "course-of-action": (),
    "grouping": ("context", "object_refs"),
    "identity": ("identity_class",),
    "incident": (),
    "indicator": ("pattern_type", "valid_from"),
    "infrastructure": (),
    "intrusion-set": (),
    "location": (),
    "malware": ("is_family",),
    "malware-analysis": (),
    "note": ("object_refs",),
    "observed-data": ("first_observed", "last_observed", "number_observed", "object_refs"),
    "opinion": ("opinion", "object_refs"),
    "report": ("published", "object_refs"),
    "threat-actor": (),
    "tool": (),
    "vulnerability": (),
    "language-content": ("object_ref",),
    "relationship": ("relationship_type", "source_ref", "target_ref"),
    "sighting": ("sighting_of_ref",),
}
_UNNAMED: Final = frozenset(
    {
        "grouping",
        "indicator",
        "location",
        "malware-analysis",
        "note",
        "observed-data",
        "opinion",
        "language-content",
        "relationship",
        "sighting",
    }
)
# An object of these must refer to something that still stands.
_REPLACED: Final[Mapping[str, Callable[[str], dict[str, Any]]]] = {
    "indicator": lambda name: {
        "pattern": f"[x-withdrawn:value = '{name}']",
        "pattern_type": "stix",
    },
    "location": lambda _name: {"region": "unknown"},
    "malware-analysis": lambda name: {"product": name, "result": "unknown"},
    "note": lambda name: {"content": name},
    "language-content": lambda name: {"contents": {"en": {"name": name}}},
}


def can_be_revoked(kind: str) -> bool:
    """Say whether objects of a type have versions that can be revoked."""
    return kind in _KEPT


def revoke(stix_object: StixObject) -> dict[str, Any]:
    """Return the revoked version of an object, the next after the one given.

    The type must be one that `can_be_revoked`.
    """
    kind = stix_object["type"]
    # Unlike any other, or readers that know entities by name would merge what was withdrawn.
    name = f"withdrawn {stix_object['id']}"
    kept = {key: stix_object[key] for key in (*_STANDING, *_KEPT[kind]) if key in stix_object}
    if kind not in _UNNAMED:
        kept["name"] = name
    if kind in _REPLACED:
        kept |= _REPLACED[kind](name)
    if "object_marking_refs" in stix_object:
        kept["object_marking_refs"] = stix_object["object_marking_refs"]
    return kept | {"modified": _next_version(stix_object["modified"]), "revoked": True}


def _next_version(last: str) -> str:
    """Return the next millisecond: by the clock, it would outrank good versions still to come."""
    at = read_timestamp(last)
    try:
        later = write_timestamp(at + timedelta(milliseconds=1))
        # A leap second was read as the second before it.
        is_later = order_key(later) > order_key(last)
        return later if is_later else write_timestamp(at + timedelta(seconds=1))
    except OverflowError:
        # Nothing is later than the end of time.
        return last
