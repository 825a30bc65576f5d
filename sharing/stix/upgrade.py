"""STIX 2.0 objects as STIX 2.1, where nothing is lost; what moved is said in a warning.

Type words moved out of ``labels`` into a property of their own, versions moved from the bundle to
its objects, some properties became required, and observables became objects of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sharing.stix.faults import Fault, make_pointer
from sharing.stix.markings import TLP_1_VALUES, StixObject
from sharing.stix.schemas import OBSERVABLE_TYPES
from sharing.stix.upgrade_observed import unfold_observed_data
from sharing.stix.vocabulary import read_catalogue

# Where STIX 2.1 keeps the words of the 2.0 label vocabularies.
_TYPE_PROPERTIES: Final[Mapping[str, str]] = {
    "indicator": "indicator_types",
    "malware": "malware_types",
    "report": "report_types",
    "threat-actor": "threat_actor_types",
    "tool": "tool_types",
}
_LABEL_WORDS: Final[dict[str, list[str]]] = read_catalogue("stix20_labels.json")
# Required in 2.1. A 2.0 malware object has a name and speaks of its kind, so it is a family.
_ADDED: Final[Mapping[str, Mapping[str, Any]]] = {
    "indicator": {"pattern_type": "stix"},
    "malware": {"is_family": True},
}


@dataclass(frozen=True)
class Upgraded:
    """Objects as STIX 2.1, and for each of them the index of the object as sent that it is from."""

    objects: list[StixObject]
    owners: tuple[int, ...]
    warnings: tuple[Fault, ...]


def upgrade_objects(objects: list[StixObject]) -> Upgraded:
    """Return the objects as STIX 2.1 and a warning for each object whose properties moved.

    Objects keep their index; the observables that were embedded in them follow at the end. What
    states a version is left alone.
    """
    unfolded = [_unfold(member) for member in objects]
    warnings = [
        Fault(
            make_pointer("objects", index),
            "upgraded",
            f"Read as STIX 2.1; these properties were set or moved: {', '.join(names)}.",
        )
        for index, (member, (result, *_)) in enumerate(zip(objects, unfolded, strict=True))
        if (names := _list_changed(member, result))
    ]
    embedded = [(owner, one) for owner, (_, *found) in enumerate(unfolded) for one in found]
    return Upgraded(
        objects=[member for member, *_ in unfolded] + [one for _, one in embedded],
        owners=(*range(len(objects)), *(owner for owner, _ in embedded)),
        warnings=tuple(warnings),
    )


def _list_changed(member: StixObject, result: StixObject) -> list[str]:
    return sorted(name for name in {*member, *result} if member.get(name) != result.get(name))


def _unfold(member: StixObject) -> list[StixObject]:
    """Return the object as STIX 2.1 and behind it the observables that it embedded."""
    kind = member.get("type")
    if not isinstance(kind, str) or "spec_version" in member or kind in OBSERVABLE_TYPES:
        return [member]
    return unfold_observed_data(_upgrade(member, kind))


def _upgrade(member: StixObject, kind: str) -> StixObject:
    upgraded = {**_ADDED.get(kind, {}), **member, "spec_version": "2.1"}
    if kind in _TYPE_PROPERTIES:
        _move_labels(upgraded, kind)
    if (level := TLP_1_VALUES.get(str(member.get("id")))) and kind == "marking-definition":
        upgraded.setdefault("name", f"TLP:{level.upper()}")
    return upgraded


def _move_labels(upgraded: StixObject, kind: str) -> None:
    """Move the words of the 2.0 vocabulary to their property; free labels stay labels."""
    labels = upgraded.get("labels")
    if not isinstance(labels, list) or _TYPE_PROPERTIES[kind] in upgraded:
        return
    words = [label for label in labels if label in _LABEL_WORDS[kind]]
    rest = [label for label in labels if label not in words]
    if words:
        upgraded[_TYPE_PROPERTIES[kind]] = words
        del upgraded["labels"]
    if words and rest:
        upgraded["labels"] = rest
