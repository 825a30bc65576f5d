"""What stands around the objects: a STIX bundle, or a TAXII envelope."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from sharing.stix.faults import Fault, make_pointer, refuse_any
from sharing.stix.limits import Limits
from sharing.stix.markings import StixObject
from sharing.stix.upgrade import upgrade_objects

_BUNDLE_ID: Final = re.compile(
    r"bundle--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    re.ASCII | re.IGNORECASE,
)
_BUNDLE_PROPERTIES: Final = frozenset({"type", "id", "objects", "spec_version"})


@dataclass(frozen=True)
class Opened:
    """The objects of a submission as STIX 2.1, and warnings about what stood around them.

    ``owners`` says for each object the index of the object as sent that it is from: what a STIX 2.0
    object embedded became objects of their own.
    """

    objects: list[StixObject]
    owners: tuple[int, ...]
    identifier: str
    warnings: tuple[Fault, ...]

    def make_bundle(self) -> dict[str, Any]:
        """Return the objects as a STIX 2.1 bundle, under the sender's bundle id if it had one."""
        return make_bundle(self.objects, self.identifier)


def make_bundle(objects: list[StixObject], identifier: str = "") -> dict[str, Any]:
    """Return a STIX 2.1 bundle of the objects; without an id of its own it is named by theirs."""
    if not identifier:
        names = "\n".join(sorted(member["id"] for member in objects))
        identifier = f"bundle--{uuid5(NAMESPACE_URL, names)}"
    return {"type": "bundle", "id": identifier, "objects": objects}


def open_envelope(content: dict[str, Any], limits: Limits, *, taxii: bool) -> Opened:
    """Return the objects inside, those of STIX 2.0 upgraded.

    STIX 2.0 is what a 2.0 bundle holds, and what states no version where no bundle does it either:
    in a TAXII envelope or alone (TAXII 2.1 section 3.4.1). Raise StixRejected when this is neither
    bundle nor envelope.
    """
    if not taxii and _is_bare_object(content):
        message = "A single object was read as a bundle of one; send a STIX bundle."
        return _upgrade([content], "", [Fault("", "no-bundle", message)])
    faults = list(_check_objects(content, limits))
    warnings: list[Fault] = []
    if not taxii:
        faults += _check_bundle(content)
        warnings += _warn_of_bundle(content)
    refuse_any(faults, limits.faults)
    objects: list[StixObject] = content["objects"]
    found = content.get("id")
    identifier = found if isinstance(found, str) and _BUNDLE_ID.fullmatch(found) else ""
    if taxii or content.get("spec_version") == "2.0":
        return _upgrade(objects, identifier, [])
    return Opened(objects, tuple(range(len(objects))), identifier, tuple(warnings))


def _upgrade(objects: list[StixObject], identifier: str, warnings: list[Fault]) -> Opened:
    upgraded = upgrade_objects(objects)
    return Opened(upgraded.objects, upgraded.owners, identifier, (*warnings, *upgraded.warnings))


def _is_bare_object(content: dict[str, Any]) -> bool:
    kind = content.get("type")
    return isinstance(kind, str) and kind != "bundle" and "id" in content


def _check_bundle(content: dict[str, Any]) -> Iterator[Fault]:
    if content.get("type") != "bundle":
        yield Fault("/type", "not-a-bundle", "Send a STIX bundle: its type is bundle.")
        return
    identifier = content.get("id")
    if not isinstance(identifier, str) or not _BUNDLE_ID.fullmatch(identifier):
        yield Fault("/id", "wrong-identifier", "The bundle needs an id: bundle, two hyphens, UUID.")
    for name in sorted(content.keys() - _BUNDLE_PROPERTIES):
        if not name.startswith("x_"):
            message = "The property is not defined for a bundle."
            yield Fault(make_pointer(name), "undefined-property", message)


def _warn_of_bundle(content: dict[str, Any]) -> Iterator[Fault]:
    if "spec_version" in content:
        message = "A STIX 2.1 bundle has no spec_version; its objects have."
        yield Fault("/spec_version", "obsolete-property", message)
    for name in content:
        if name.startswith("x_"):
            message = "A custom property; send it through a STIX extension (section 11)."
            yield Fault(make_pointer(name), "custom-property", message)


def _check_objects(content: dict[str, Any], limits: Limits) -> Iterator[Fault]:
    objects = content.get("objects")
    if not isinstance(objects, list) or not objects:
        yield Fault("/objects", "no-objects", "List at least one STIX object in objects.")
        return
    if len(objects) > limits.objects:
        yield Fault("/objects", "too-many-objects", f"Send at most {limits.objects} objects.")
        return
    for index, member in enumerate(objects):
        if not isinstance(member, dict):
            message = "Each member of objects is a STIX object."
            yield Fault(make_pointer("objects", index), "wrong-type", message)
    if _measure_patterns(objects) > limits.patterns_length:
        message = f"The patterns have over {limits.patterns_length} characters together."
        yield Fault("/objects", "patterns-too-long", message)


def _measure_patterns(objects: list[Any]) -> int:
    patterns = (member.get("pattern") for member in objects if isinstance(member, dict))
    return sum(len(pattern) for pattern in patterns if isinstance(pattern, str))
