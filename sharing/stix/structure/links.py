"""Rules on references from one object: their form and the types they may point at."""

import re
from collections.abc import Iterator
from typing import Final

from sharing.stix.faults import Fault, make_pointer
from sharing.stix.markings import StixObject
from sharing.stix.references import Steps, list_references
from sharing.stix.schemas import KNOWN_PROPERTIES, OBSERVABLE_TYPES
from sharing.stix.vocabulary import read_catalogue

_IDENTIFIER: Final = re.compile(
    r"[a-z][a-z0-9-]*[a-z0-9]"
    r"--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    re.ASCII | re.IGNORECASE,
)
_ALLOWED: Final[dict[str, dict[str, list[str]]]] = read_catalogue("allowed_references.json")
# Section 3.2: these point at one type, whatever object they stand in.
_EVERYWHERE: Final = {
    "created_by_ref": "identity",
    "object_marking_refs": "marking-definition",
    "marking_ref": "marking-definition",
}
_RELATIONS: Final = frozenset({"relationship", "sighting"})
_NO_SIGHTING: Final = OBSERVABLE_TYPES | _RELATIONS | {"marking-definition", "language-content"}


def check_references(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Refuse references that are no identifiers and targets of a type that is not allowed."""
    kind = stix_object["type"]
    for steps, target in list_references(stix_object):
        if not _IDENTIFIER.fullmatch(target):
            message = "The reference is no STIX identifier: type, two hyphens, UUID."
            yield Fault(where + make_pointer(*steps), "wrong-identifier", message)
        elif not _is_allowed(kind, _name_property(steps), target.partition("--")[0]):
            message = "The reference points at a type that is not allowed here."
            yield Fault(where + make_pointer(*steps), "wrong-reference", message)


def _name_property(steps: Steps) -> str:
    return next(step for step in reversed(steps) if isinstance(step, str))


def _is_allowed(kind: str, name: str, target: str) -> bool:
    if name in _EVERYWHERE:
        return target == _EVERYWHERE[name]
    if kind == "sighting" and name == "sighting_of_ref":
        return target not in _NO_SIGHTING
    if kind == "observed-data" and name == "object_refs":
        return target in OBSERVABLE_TYPES | _RELATIONS or target not in KNOWN_PROPERTIES
    allowed = _ALLOWED.get(kind, {}).get(name)
    return allowed is None or target in allowed or target not in KNOWN_PROPERTIES


def warn_of_relationship(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Warn of a relationship between a thing and itself."""
    if "source_ref" in stix_object and stix_object["source_ref"] == stix_object.get("target_ref"):
        message = "Both ends of the relationship are the same object."
        yield Fault(f"{where}/target_ref", "self-relationship", message)
