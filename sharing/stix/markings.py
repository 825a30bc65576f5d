"""Handling: TLP 2.0 with the mapping from TLP 1, and the handling policies of the profile.

The stricter marking always holds, and what is not marked is never read as free.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Any, Final

from sharing.stix.vocabulary import HANDLING_POLICY, TLP_2

StixObject = dict[str, Any]


class Tlp(IntEnum):
    """Traffic Light Protocol 2.0 (FIRST), ordered from free to strict."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    @property
    def label(self) -> str:
        """Return the label as FIRST writes it, such as TLP:AMBER+STRICT."""
        return f"TLP:{self.name.replace('_', '+')}"

    @property
    def value_2_0(self) -> str:
        """Return the value of the ``tlp_2_0`` property, such as amber+strict."""
        return self.name.replace("_", "+").lower()


TLP_2_IDS: Final[Mapping[Tlp, str]] = MappingProxyType(
    {
        Tlp.CLEAR: "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        Tlp.GREEN: "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        Tlp.AMBER: "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        Tlp.AMBER_STRICT: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        Tlp.RED: "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    }
)
# STIX 2.1 section 7.2.1.4. WHITE means CLEAR; AMBER stays AMBER, it never becomes stricter (f9).
TLP_1_VALUES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "white",
        "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "amber",
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
    }
)
_TLP_1_LEVELS = {"white": Tlp.CLEAR, "green": Tlp.GREEN, "amber": Tlp.AMBER, "red": Tlp.RED}

TLP_BY_ID: Final[Mapping[str, Tlp]] = MappingProxyType(
    {identifier: level for level, identifier in TLP_2_IDS.items()}
    | {identifier: _TLP_1_LEVELS[value] for identifier, value in TLP_1_VALUES.items()}
)


def make_tlp_marking(level: Tlp) -> StixObject:
    """Return the published TLP 2.0 marking definition of that level."""
    extension = {"extension_type": "property-extension", "tlp_2_0": level.value_2_0}
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP_2_IDS[level],
        "created": "2022-10-01T00:00:00.000Z",
        "name": level.label,
        "extensions": {TLP_2: extension},
    }


def list_marking_refs(stix_object: StixObject) -> Iterator[str]:
    """Yield the ids of the markings on the object, on the whole and on parts of it."""
    yield from stix_object.get("object_marking_refs", ())
    for granular in stix_object.get("granular_markings", ()):
        if "marking_ref" in granular:
            yield granular["marking_ref"]


def effective_tlp(objects: Iterable[StixObject], root: StixObject) -> Tlp | None:
    """Return the strictest TLP over the root and everything that travels with it.

    None means that the root is unmarked, which the hub must not read as free: marks on the
    contents loosen nothing. Contents of AMBER+STRICT or RED make an unmarked root RED, so that
    no default of the reader can fall below them.
    """
    levels = [level for stix_object in objects for level in _list_levels(stix_object)]
    if _list_levels(root):
        return max(levels)
    return Tlp.RED if max(levels, default=Tlp.CLEAR) >= Tlp.AMBER_STRICT else None


def _list_levels(stix_object: StixObject) -> list[Tlp]:
    refs = list_marking_refs(stix_object)
    return [TLP_BY_ID[reference] for reference in refs if reference in TLP_BY_ID]


@dataclass(frozen=True)
class HandlingPolicy:
    """What the handling policies on an alert allow together (profile f5); empty is unstated."""

    purposes: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    source_attribution: str = "may"
    retain_until: str = ""
    consent_receipts: tuple[str, ...] = ()
    tip_off_risk: bool = False


# What policies allow that agree on nothing: no purpose and no place has this name.
_NOTHING = ("contradiction",)
_ATTRIBUTION_STRICTNESS = ("must-not", "must", "may")


def read_handling_policy(objects: Iterable[StixObject]) -> HandlingPolicy:
    """Merge the handling policies that mark the objects: what one forbids, all forbid.

    Legal bases add up, because each of them carries the same act; purposes and jurisdictions
    intersect, and where nothing is common nothing is allowed; the earliest end of retention and the
    strictest attribution hold.
    """
    listed = list(objects)
    marked = {reference for member in listed for reference in list_marking_refs(member)}
    policies = [
        member["extensions"][HANDLING_POLICY]
        for member in listed
        if member.get("id") in marked and HANDLING_POLICY in member.get("extensions", ())
    ]
    if not policies:
        return HandlingPolicy()
    stated = {policy.get("source_attribution", "may") for policy in policies}
    return HandlingPolicy(
        purposes=_intersect(policies, "purposes"),
        legal_bases=tuple(
            dict.fromkeys(basis for policy in policies for basis in policy.get("legal_bases", ()))
        ),
        jurisdictions=_intersect(policies, "jurisdictions"),
        source_attribution=min(stated, key=_ATTRIBUTION_STRICTNESS.index),
        retain_until=min(policy.get("retain_until", "") for policy in policies),
        consent_receipts=tuple(
            sorted(
                {receipt for policy in policies for receipt in policy.get("consent_receipts", ())}
            )
        ),
        tip_off_risk=any(policy.get("tip_off_risk") is True for policy in policies),
    )


def _intersect(policies: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    stated = [policy[name] for policy in policies if name in policy]
    if not stated:
        return ()
    common = tuple(value for value in stated[0] if all(value in other for other in stated))
    return common or _NOTHING
