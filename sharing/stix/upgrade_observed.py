"""The embedded observables of a STIX 2.0 observed-data object as objects of STIX 2.1.

Each gets an identifier of its own, derived from its place, and references between them follow.
Properties that 2.1 renamed are renamed; those it dropped stay, and are refused by name later.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from sharing.stix.markings import StixObject

_FILE_TIMES: Final = {"created": "ctime", "modified": "mtime", "accessed": "atime"}
_RENAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "directory": _FILE_TIMES,
    "file": _FILE_TIMES,
    "process": {"created": "created_time", "binary_ref": "image_ref"},
    "user-account": {"password_last_changed": "credential_last_changed"},
    "windows-registry-key": {"modified": "modified_time"},
}


def unfold_observed_data(member: StixObject) -> list[StixObject]:
    """Return the object with references in place of what it embedded, then the embedded objects.

    Anything but well-formed embedded objects is returned as it came, for the schema to refuse.
    """
    embedded = _find_embedded(member)
    if not embedded:
        return [member]
    identifiers = {
        key: f"{value['type']}--{uuid5(NAMESPACE_URL, '#'.join((str(member.get('id')), key)))}"
        for key, value in embedded.items()
    }
    kept = {name: value for name, value in member.items() if name != "objects"}
    observables = [
        {**_rename(value, identifiers), "id": identifiers[key], "spec_version": "2.1"}
        for key, value in embedded.items()
    ]
    return [{**kept, "object_refs": list(identifiers.values())}, *observables]


def _find_embedded(member: StixObject) -> dict[str, StixObject]:
    embedded = member.get("objects")
    if member.get("type") != "observed-data" or not isinstance(embedded, dict):
        return {}
    are_typed = all(
        isinstance(value, dict) and isinstance(value.get("type"), str)
        for value in embedded.values()
    )
    return embedded if are_typed else {}


def _rename(value: StixObject, identifiers: Mapping[str, str]) -> StixObject:
    names = _RENAMED.get(value["type"], {})
    resolved: StixObject = _resolve(value, identifiers)
    return {names.get(name, name): member for name, member in resolved.items()}


def _resolve(value: Any, identifiers: Mapping[str, str]) -> Any:
    """Return the value with the local keys of its references replaced by identifiers."""
    if isinstance(value, list):
        return [_resolve(member, identifiers) for member in value]
    if not isinstance(value, dict):
        return value
    resolved: dict[str, Any] = {}
    for name, member in value.items():
        if name.endswith("_ref") and isinstance(member, str):
            resolved[name] = identifiers.get(member, member)
        elif name.endswith("_refs") and isinstance(member, list):
            resolved[name] = [identifiers.get(str(key), key) for key in member]
        else:
            resolved[name] = _resolve(member, identifiers)
    return resolved
