"""The handling policy of an alert that states none: what for, and the marking that carries it (PC-02).

What its sender left open is read narrowly: the purposes of its own risk category as far as the parties
agreed on them, a short term, and no onward sharing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

import orjson

from sharing.stix.markings import StixObject, read_handling_policy
from sharing.stix.timestamps import write_timestamp
from sharing.stix.vocabulary import HANDLING_POLICY, read_catalogue

_DEFAULTS: Final[Mapping[str, Any]] = read_catalogue("default_handling.json")
_UNCATEGORISED: Final = ""
# Equal policies are one marking: its id is uuid5 of its content under this namespace.
_NAMESPACE: Final = UUID("0f6a3e52-9b1d-4c87-8e24-6d5b7c91af03")
_CREATED: Final = "2026-11-01T00:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a recipient may do with data of persons that came without a policy of its sender's."""

    purposes: tuple[str, ...]
    legal_bases: tuple[str, ...]
    # A timestamp of STIX.
    retain_until: str


def default_purposes(categories: Iterable[str], agreed: Collection[str]) -> tuple[str, ...]:
    """Return the purposes of risk categories that the parties agreed on; () leaves none.

    What bears no category warns of fraud, as the hub is there for.
    """
    listed = tuple(categories) or (_UNCATEGORISED,)
    usual = {one for name in listed for one in _DEFAULTS["purposes"].get(name, ())}
    return tuple(sorted(usual & set(agreed)))


def end_of_retention(stated: str, *, received_at: datetime, is_clear: bool) -> str:
    """Return until when a copy may be kept: as stated, else the term of what it holds, in whole days (UTC)."""
    if stated:
        return stated
    days = _DEFAULTS["retain_days"]["clear" if is_clear else "tokens"]
    day = received_at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return write_timestamp(day + timedelta(days=days))


def carry_policy(
    bundle: Mapping[str, Any], policy: Policy, *, root_id: str, pointers: Iterable[str]
) -> Mapping[str, Any]:
    """Return a bundle whose root, and objects named by JSON pointers, are marked with a policy.

    A bundle whose sender stated purposes is returned as it is. Places of objects do not change.
    """
    objects: list[StixObject] = list(bundle.get("objects", ()))
    if read_handling_policy(objects).purposes:
        return bundle
    marking = make_policy_marking(policy)
    named = {pointer.split("/")[2] for pointer in pointers if pointer.startswith("/objects/")}
    marked = [
        _mark(item, marking["id"]) if str(index) in named or item.get("id") == root_id else item
        for index, item in enumerate(objects)
    ]
    return {**bundle, "objects": [*marked, marking]}


def make_policy_marking(policy: Policy) -> StixObject:
    """Return the marking definition of a policy (profile f5)."""
    content = {
        "extension_type": "property-extension",
        "purposes": list(policy.purposes),
        "legal_bases": list(policy.legal_bases),
        "onward_sharing": "none",
        "automated_decision": "not-sole-basis",
        "retain_until": policy.retain_until,
    }
    named = orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{uuid5(_NAMESPACE, named)}",
        "created": _CREATED,
        "name": "Handling policy",
        "extensions": {HANDLING_POLICY: content},
    }


def _mark(item: StixObject, marking_id: str) -> StixObject:
    if item.get("type") in {"marking-definition", "extension-definition", "language-content"}:
        return item
    return {**item, "object_marking_refs": [*item.get("object_marking_refs", ()), marking_id]}
