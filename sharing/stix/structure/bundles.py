"""Rules across the objects of one bundle."""

from collections.abc import Callable, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import chain, islice
from typing import Final

from sharing.stix.faults import Fault, make_pointer, refuse_any
from sharing.stix.limits import Limits
from sharing.stix.markings import TLP_BY_ID, StixObject, list_marking_refs
from sharing.stix.profile_rules import check_profile_bundle
from sharing.stix.references import list_references
from sharing.stix.structure.objects import check_object, warn_of_object

ObjectCheck = Callable[[StixObject, str, Limits], Iterator[Fault]]
BundleRule = Callable[[list[StixObject]], Iterator[Fault]]


def check_bundle(objects: list[StixObject], limits: Limits) -> tuple[Fault, ...]:
    """Return the warnings of well-formed objects; raise StixRejected with every fault.

    Rules across objects run only once each object is well formed.
    """
    refuse_any(_visit(check_object, objects, limits), limits.faults)
    refuse_any(check_together(objects), limits.faults)
    return warn_of_bundle(objects, limits)


def check_together(objects: list[StixObject]) -> Iterator[Fault]:
    """Yield the faults that only well-formed objects together show."""
    return _apply(_FAULT_RULES, objects)


def warn_of_bundle(objects: list[StixObject], limits: Limits) -> tuple[Fault, ...]:
    """Return the warnings of accepted objects, each alone and all together."""
    warnings = chain(_visit(warn_of_object, objects, limits), _apply(_WARNING_RULES, objects))
    return tuple(islice(warnings, limits.faults))


def _visit(check: ObjectCheck, objects: list[StixObject], limits: Limits) -> Iterator[Fault]:
    for index, member in enumerate(objects):
        yield from check(member, make_pointer("objects", index), limits)


def _apply(rules: Iterable[BundleRule], objects: list[StixObject]) -> Iterator[Fault]:
    for rule in rules:
        yield from rule(objects)


def _check_versions(objects: list[StixObject]) -> Iterator[Fault]:
    """Refuse one version of an object with two contents: readers would disagree."""
    for index, _, first, second in _list_repeated(objects):
        if first != second:
            message = "The same version of an object comes twice with different content."
            yield Fault(make_pointer("objects", index, "id"), "conflicting-versions", message)


def _warn_of_repeated(objects: list[StixObject]) -> Iterator[Fault]:
    for index, _, _, _ in _list_repeated(objects):
        message = "The same object comes twice."
        yield Fault(make_pointer("objects", index, "id"), "repeated-object", message)


def _list_repeated(
    objects: list[StixObject],
) -> Iterator[tuple[int, str, StixObject, StixObject]]:
    first: dict[tuple[str, str], StixObject] = {}
    for index, member in enumerate(objects):
        version = (member["id"], member.get("modified") or member.get("created") or "")
        earlier = first.setdefault(version, member)
        if earlier is not member:
            yield index, member["id"], earlier, member


def _check_markings_known(objects: list[StixObject]) -> Iterator[Fault]:
    """Refuse markings that nobody sent: their handling rule cannot be known, so fail closed."""
    known = {member["id"] for member in objects} | TLP_BY_ID.keys()
    for index, member in enumerate(objects):
        if any(reference not in known for reference in list_marking_refs(member)):
            message = "A marking is neither in the bundle nor a published TLP; add its definition."
            yield Fault(make_pointer("objects", index), "unknown-marking", message)


def _check_marking_cycles(objects: list[StixObject]) -> Iterator[Fault]:
    """Refuse markings that mark each other in a circle (section 7.2.1)."""
    marks = {
        member["id"]: set(list_marking_refs(member))
        for member in objects
        if member["type"] == "marking-definition"
    }
    circle = _find_circle(marks)
    for index, member in enumerate(objects):
        if member["id"] in circle:
            message = "The marking is marked by itself, through others perhaps."
            yield Fault(make_pointer("objects", index), "marking-cycle", message)


def _find_circle(marks: dict[str, set[str]]) -> frozenset[str]:
    try:
        TopologicalSorter(marks).prepare()
    except CycleError as error:
        return frozenset(error.args[1])
    return frozenset()


def _warn_of_references(objects: list[StixObject]) -> Iterator[Fault]:
    """Warn of references to nothing in the bundle, and of objects that refer to themselves."""
    known = {member["id"] for member in objects} | TLP_BY_ID.keys()
    for index, member in enumerate(objects):
        for steps, target in list_references(member):
            if target == member["id"]:
                message = "The object refers to itself."
                yield Fault(make_pointer("objects", index, *steps), "self-reference", message)
            elif target not in known:
                message = "The reference points at an object that is not in the bundle."
                yield Fault(make_pointer("objects", index, *steps), "dangling-reference", message)


_FAULT_RULES: Final[tuple[BundleRule, ...]] = (
    _check_versions,
    _check_markings_known,
    _check_marking_cycles,
    check_profile_bundle,
)
_WARNING_RULES: Final[tuple[BundleRule, ...]] = (_warn_of_repeated, _warn_of_references)
