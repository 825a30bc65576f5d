"""Converted MISP objects: without what STIX does not define, and handled as the event asks.

Tags decide the TLP, the stricter one where two stand on one object; the distribution of the event
may make it stricter and never freer; the threat level becomes the severity.
"""

from collections.abc import Iterator
from typing import Any, Final

from sharing.imports.misp_events import KNOWN_TLP, Event, list_unknown_tlp, name_tag
from sharing.imports.reading import Made
from sharing.stix.faults import Fault
from sharing.stix.markings import TLP_2_IDS, TLP_BY_ID, StixObject, Tlp
from sharing.stix.references import list_references

_ROOTS: Final = frozenset({"report", "grouping"})
_SEVERITIES: Final = {"1": "high", "2": "medium", "3": "low"}
_COMMUNITY_ONLY: Final = "1"


def finish_objects(event: Event, objects: list[StixObject]) -> Made:
    """Return the objects of one event as an alert, with a warning for each part left out."""
    kept = drop_undefined(objects)
    least = _least_level(event)
    for member in kept:
        _mark(member, least if member["type"] in _ROOTS or least is Tlp.RED else None)
        if member["type"] in _ROOTS:
            _finish_root(member, event)
    return Made(
        objects=kept,
        sources=[event.parts.get(_uuid_of(member), event.place) for member in kept],
        warnings=[*event.warnings, *_warn_of_lost(event, kept)],
    )


def drop_undefined(objects: list[StixObject]) -> list[StixObject]:
    """Return the objects that STIX defines, without references to the others."""
    kept = [
        one for one in objects if not one["type"].startswith("x-") and one["id"] not in TLP_BY_ID
    ]
    undefined = {one["id"] for one in objects if one["type"].startswith("x-")}
    for member in kept:
        if "object_refs" in member:
            refs = [ref for ref in member["object_refs"] if ref not in undefined]
            # A report of nothing else still reports who wrote it.
            member["object_refs"] = refs or [member.get("created_by_ref", member["id"])]
    return [one for one in kept if not _relies_on(one, undefined)]


def _relies_on(member: StixObject, undefined: set[str]) -> bool:
    return any(target in undefined for _, target in list_references(member))


def _least_level(event: Event) -> Tlp | None:
    """Return how strict the event is at least, whatever its tags say."""
    if event.is_own or list_unknown_tlp(event.content):
        return Tlp.RED
    is_tagged = any(name_tag(tag) in KNOWN_TLP for tag in event.content.get("Tag", ()))
    is_narrow = str(event.content.get("distribution")) == _COMMUNITY_ONLY
    return Tlp.AMBER if is_tagged and is_narrow else None


def _mark(member: StixObject, least: Tlp | None) -> None:
    refs = member.pop("object_marking_refs", [])
    levels = [TLP_BY_ID[ref] for ref in refs if ref in TLP_BY_ID]
    levels += [] if least is None else [least]
    if member["type"] == "marking-definition":
        levels = []
    others = [ref for ref in refs if ref not in TLP_BY_ID]
    if marked := [*others, *([TLP_2_IDS[max(levels)]] if levels else [])]:
        member["object_marking_refs"] = marked


def _finish_root(member: StixObject, event: Event) -> None:
    severity = _SEVERITIES.get(str(event.content.get("threat_level_id")))
    if severity:
        member["labels"] = [*member.get("labels", ()), f"severity:{severity}"]


def _warn_of_lost(event: Event, kept: list[StixObject]) -> Iterator[Fault]:
    converted = {_uuid_of(member) for member in kept}
    for uuid, place in event.parts.items():
        if uuid not in converted:
            message = "It has no form in STIX 2.1 and was left out."
            yield Fault(place, "not-converted", message)


def _uuid_of(member: dict[str, Any]) -> str:
    return str(member["id"]).partition("--")[2]
