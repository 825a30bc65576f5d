"""Object by object: the alerts of the objects that are well formed, and what was refused and why.

One bad object sinks no good one, and no good one gains by it: what a refused object would have
addressed or marked stays behind with it. A fault of the document as a whole refuses all of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from typing import Any, Final

from sharing.stix.alert import ParsedAlert, Whole, make_alerts, warn_of_future
from sharing.stix.envelope import Opened, open_envelope
from sharing.stix.faults import Fault, StixRejected, make_pointer
from sharing.stix.limits import DEFAULT, Limits
from sharing.stix.parse import scan_document
from sharing.stix.partial_handling import Placed, find_left_behind
from sharing.stix.roots import split_parts
from sharing.stix.structure import check_object, check_together, warn_of_bundle
from sharing.stix.timestamps import is_timestamp

# Of one object: enough to correct it, and a bound for thousands of bad ones.
_MOST_FAULTS: Final = 5
# A refusal may bring about others; each round looks at all that is left, so there are few.
_MOST_ROUNDS: Final = 5
_PLACE: Final = re.compile(r"/objects/([0-9]{1,9})(?=/|\Z)")
# The name of a type is made of words; anything else before the UUID is not repeated.
_IDENTIFIER: Final = re.compile(
    r"[a-z][a-z-]{1,49}(?:[0-9]{1,3}[a-z-]{0,50})?--"
    r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
_LEFT_BEHIND: Final = (
    "A refused object says how this one is handled; it does not travel without it."
)


@dataclass(frozen=True)
class RefusedObject:
    """An object that was not taken: its place in what was sent, and its first faults.

    ``id`` and ``version`` are "" where they are not well formed. An observable that STIX 2.0
    embedded counts as the object that embedded it.
    """

    index: int
    id: str
    version: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class PartlyRead:
    """The alerts of a submission and the objects that are in none of them.

    ``places`` says for each alert, in the order of its bundle's objects, where they were sent.
    """

    alerts: tuple[ParsedAlert, ...]
    places: tuple[tuple[int, ...], ...]
    refused: tuple[RefusedObject, ...]


def read_partly(
    raw: bytes, *, received_at: datetime, envelope: bool = False, limits: Limits = DEFAULT
) -> PartlyRead:
    """Return the alerts of what is well formed, one for each connected part, and what is not.

    Raises StixRejected when nothing is left, or for a fault of the document as a whole.
    """
    warnings: list[Fault] = []
    content, faults = scan_document(raw, limits, warnings)
    sorting = _Sorting(content, limits)
    sorting.note(faults)
    opened, places = sorting.open(envelope=envelope)
    found = list(zip(places, opened.objects, strict=True))
    kept = sorting.keep_good(found)
    warnings += (*_move(opened.warnings, found), *_warn(kept, received_at, limits))
    parts = split_parts([member for _, member in kept])
    whole = None if sorting.faults else Whole(opened.make_bundle(), raw)
    place_of = {id(member): place for place, member in kept}
    return PartlyRead(
        alerts=make_alerts(parts, received_at, tuple(warnings[: limits.faults]), whole),
        places=tuple(tuple(place_of[id(one)] for one in part.objects) for part in parts),
        refused=sorting.list_refused(),
    )


def describe_refused(member: Any, index: int, faults: Iterable[Fault]) -> RefusedObject:
    """Return an object as refused, named by its id and version where they are well formed."""
    named = member if isinstance(member, dict) else {}
    name, version = named.get("id"), named.get("modified", named.get("created"))
    is_named = isinstance(name, str) and _IDENTIFIER.fullmatch(name)
    is_dated = isinstance(version, str) and is_timestamp(version)
    return RefusedObject(
        index, str(name) if is_named else "", str(version) if is_dated else "", tuple(faults)
    )


class _Sorting:
    """Which of the objects sent are refused and why; it ends all when nothing is left."""

    def __init__(self, content: dict[str, Any], limits: Limits) -> None:
        objects = content.get("objects")
        self.faults: dict[int, list[Fault]] = {}
        self._content = content
        self._limits = limits
        self._has_list = isinstance(objects, list)
        self._sent: list[Any] = objects if isinstance(objects, list) else [content]

    def note(self, faults: Iterable[Fault]) -> None:
        """Note the faults of objects; raise StixRejected for a fault outside of any."""
        remaining = iter(faults)
        for fault in remaining:
            place = _PLACE.match(fault.pointer)
            if place is None or int(place[1]) >= len(self._sent):
                raise StixRejected(chain([fault], remaining), self._limits.faults)
            noted = self.faults.setdefault(int(place[1]), [])
            if len(noted) < _MOST_FAULTS and fault not in noted:
                noted.append(fault)

    def open(self, *, envelope: bool) -> tuple[Opened, list[int]]:
        """Return the document with what is not refused, and where each object was sent."""
        if not self._has_list or not self._sent:
            return open_envelope(self._content, self._limits, taxii=envelope), [0]
        self.note(_check_members(self._sent))
        places = self._list_left(range(len(self._sent)))
        left = {**self._content, "objects": [self._sent[place] for place in places]}
        opened = open_envelope(left, self._limits, taxii=envelope)
        return opened, [places[owner] for owner in opened.owners]

    def keep_good(self, found: Sequence[Placed]) -> list[Placed]:
        """Note what is refused, alone or because of others, and return the rest."""
        for place, member in found:
            faults = check_object(member, make_pointer("objects", place), self._limits)
            self.note(islice(faults, _MOST_FAULTS))
        for _ in range(_MOST_ROUNDS):
            left = set(self._list_left(place for place, _ in found))
            kept = [(place, member) for place, member in found if place in left]
            known = len(self.faults)
            self.note(self._check_together(kept))
            if len(self.faults) == known:
                return kept
        raise self._reject()

    def list_refused(self) -> tuple[RefusedObject, ...]:
        """Return what is refused in the order it was sent."""
        return tuple(
            describe_refused(self._sent[place], place, self.faults[place])
            for place in sorted(self.faults)
        )

    def _check_together(self, kept: Sequence[Placed]) -> Iterator[Fault]:
        refused = [self._sent[place] for place in self.faults]
        for place in find_left_behind(kept, refused) if refused else ():
            yield Fault(make_pointer("objects", place), "left-behind", _LEFT_BEHIND)
        yield from _move(check_together([member for _, member in kept]), kept)

    def _list_left(self, places: Iterable[int]) -> list[int]:
        left = [place for place in places if place not in self.faults]
        if not left:
            raise self._reject()
        return left

    def _reject(self) -> StixRejected:
        listed = (fault for place in sorted(self.faults) for fault in self.faults[place])
        return StixRejected(listed, self._limits.faults)


def _check_members(sent: list[Any]) -> Iterator[Fault]:
    for place, member in enumerate(sent):
        if not isinstance(member, dict):
            message = "Each member of objects is a STIX object."
            yield Fault(make_pointer("objects", place), "wrong-type", message)


def _move(faults: Iterable[Fault], kept: Sequence[Placed]) -> Iterator[Fault]:
    """Yield faults that count what was kept as faults that count what was sent."""
    for fault in faults:
        place = _PLACE.match(fault.pointer)
        if place is None:
            yield fault
        else:
            sent_at, _ = kept[int(place[1])]
            rest = fault.pointer[place.end() :]
            yield replace(fault, pointer=make_pointer("objects", sent_at) + rest)


def _warn(kept: Sequence[Placed], received_at: datetime, limits: Limits) -> Iterator[Fault]:
    members = [member for _, member in kept]
    yield from _move(warn_of_bundle(members, limits), kept)
    yield from _move(warn_of_future(members, received_at), kept)
