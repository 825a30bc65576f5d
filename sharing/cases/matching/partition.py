"""Which of many alerts are one event: one answer, whatever the order they come in.

Links are taken from the strongest down, as Kruskal's algorithm does; two groups do not become one
where more pairs between them are forbidden than link, or where a person set two of them apart.
What people put together comes first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from sharing.cases.matching.blocking import candidate_keys
from sharing.cases.matching.evidence import FINAL, Evidence, Reason, compare
from sharing.cases.matching.parties import are_foreign, match
from sharing.cases.matching.sketch import SORT_MASK, Name, Sketch
from sharing.cases.matching.traces import Sort

# Alerts of one key are compared with so many of those that follow in time.
_NEAR: Final = 32
# So many of each group, the earliest, speak for it.
_SPEAKERS: Final = 8
# A trace that stands in alerts about so many parties is nobody's.
_COMMON: Final = 3
_SHARED: Final = frozenset({Sort.HOST, Sort.ADDRESS, Sort.URL})


@dataclass(frozen=True, slots=True)
class Member:
    """An alert to be placed: its id, when it came, and its sketch."""

    alert_id: UUID
    at: datetime
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided of two alerts: that they are one event, or that they are not."""

    a: UUID
    b: UUID
    together: bool


@dataclass(frozen=True, slots=True)
class Placement:
    """The case of an alert (the id of its earliest alert) and the link that brought it there.

    `joined` is the alert at the other end of that link, None for the first of a case; `ruled` says
    that a person decided the link.
    """

    case_id: UUID
    joined: UUID | None = None
    weight: float = 0.0
    reasons: tuple[Reason, ...] = ()
    ruled: bool = False


_RULED: Final = Evidence(0.0, (("ruled", 0.0),))


def partition(members: Iterable[Member], rulings: Iterable[Ruling] = ()) -> dict[UUID, Placement]:
    """Return the placement of each alert; a pure function of the set, not of its order."""
    ordered = sorted(members, key=lambda one: (one.at, one.alert_id))
    forest = _Forest([one.sketch for one in ordered])
    places = {one.alert_id: place for place, one in enumerate(ordered)}
    forest.rule(sorted(_locate(rulings, places)))
    forest.link()
    return {
        one.alert_id: _describe(place, ordered, forest, parents)
        for parents in (forest.orient(),)
        for place, one in enumerate(ordered)
    }


def find_possible(
    members: Iterable[Member], placements: Mapping[UUID, Placement]
) -> dict[UUID, tuple[UUID, ...]]:
    """Return for each alert those of other cases that may be the same event, but not surely: never merged."""
    ordered = sorted(members, key=lambda one: (one.at, one.alert_id))
    sketches = [one.sketch for one in ordered]
    common = _find_common(sketches)
    found: dict[UUID, list[UUID]] = {}
    for a, b in _list_pairs(sketches):
        mine, yours = ordered[a].alert_id, ordered[b].alert_id
        is_placed = placements[mine].case_id == placements[yours].case_id
        if not is_placed and compare(sketches[a], sketches[b], common).is_possible:
            found.setdefault(mine, []).append(yours)
            found.setdefault(yours, []).append(mine)
    return {one: tuple(others) for one, others in found.items()}


def _locate(
    rulings: Iterable[Ruling], places: Mapping[UUID, int]
) -> Iterator[tuple[int, int, bool]]:
    for one in rulings:
        if one.a in places and one.b in places and one.a != one.b:
            first, second = sorted((places[one.a], places[one.b]))
            yield first, second, one.together


def _describe(
    place: int, ordered: Sequence[Member], forest: "_Forest", parents: Mapping[int, int]
) -> Placement:
    case_id = ordered[forest.group_of(place)[0]].alert_id
    parent = parents.get(place)
    if parent is None:
        return Placement(case_id)
    first, second = sorted((place, parent))
    if (first, second) in forest.together:
        return Placement(case_id, ordered[parent].alert_id, ruled=True)
    found = forest.weigh(first, second)
    return Placement(case_id, ordered[parent].alert_id, found.weight, found.reasons)


@dataclass
class _Forest:
    """Groups of alerts by their places in time, and the links that made them."""

    sketches: list[Sketch]
    together: set[tuple[int, int]] = field(default_factory=set)
    apart: dict[int, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._groups = {place: [place] for place in range(len(self.sketches))}
        self._heads = list(range(len(self.sketches)))
        self._edges: dict[int, list[int]] = {}
        self._weighed: dict[tuple[int, int], Evidence] = {}
        self._common = _find_common(self.sketches)

    def rule(self, rulings: Iterable[tuple[int, int, bool]]) -> None:
        """Follow what people decided: what is apart first, so that nothing else puts it together."""
        listed = list(rulings)
        for a, b, together in listed:
            if not together:
                self.apart.setdefault(a, set()).add(b)
                self.apart.setdefault(b, set()).add(a)
        for a, b, together in listed:
            if together and self._heads[a] != self._heads[b] and not self._is_apart(a, b):
                self.together.add((a, b))
                self._join(a, b)

    def link(self) -> None:
        """Join groups by the links between their alerts, the strongest first."""
        pairs = ((self.weigh(a, b), a, b) for a, b in _list_pairs(self.sketches))
        links = sorted((-found.weight, a, b) for found, a, b in pairs if found.links)
        for _, a, b in links:
            if self._heads[a] != self._heads[b] and self._may_join(a, b):
                self._join(a, b)

    def weigh(self, a: int, b: int) -> Evidence:
        """Return the evidence between two alerts, a the earlier."""
        found = self._weighed.get((a, b))
        if found is None:
            found = compare(self.sketches[a], self.sketches[b], self._common)
            self._weighed[a, b] = found
        return found

    def group_of(self, place: int) -> list[int]:
        """Return the places of a group, the earliest first."""
        return self._groups[self._heads[place]]

    def orient(self) -> dict[int, int]:
        """Return for each alert but the first of its group the one it was linked to on the way there."""
        parents: dict[int, int] = {}
        for group in self._groups.values():
            pending = [group[0]]
            while pending:
                here = pending.pop()
                for there in self._edges.get(here, ()):
                    if parents.get(here) != there:
                        parents[there] = here
                        pending.append(there)
        return parents

    def _may_join(self, a: int, b: int) -> bool:
        if self._is_apart(a, b):
            return False
        mine, yours = self.group_of(a), self.group_of(b)
        if len(mine) == len(yours) == 1:
            return True
        crossing = [
            self.weigh(*sorted((one, other)))
            for one in mine[:_SPEAKERS]
            for other in yours[:_SPEAKERS]
        ]
        if any(found.forbidden in FINAL for found in crossing):
            return False
        forbidden = sum(1 for found in crossing if found.forbidden)
        return forbidden < sum(1 for found in crossing if found.links)

    def _is_apart(self, a: int, b: int) -> bool:
        yours = set(self.group_of(b)) if self.apart else set()
        return any(
            not yours.isdisjoint(self.apart.get(one, ())) for one in self.group_of(a) if yours
        )

    def _join(self, a: int, b: int) -> None:
        self._edges.setdefault(a, []).append(b)
        self._edges.setdefault(b, []).append(a)
        kept, gone = sorted((self._heads[a], self._heads[b]))
        moved = self._groups.pop(gone)
        for place in moved:
            self._heads[place] = kept
        self._groups[kept] = sorted((*self._groups[kept], *moved))


def _list_pairs(sketches: Sequence[Sketch]) -> list[tuple[int, int]]:
    """Return the pairs that share a key, near in time where many do."""
    buckets: dict[int, list[int]] = {}
    for place, sketch in enumerate(sketches):
        for key in candidate_keys(sketch):
            buckets.setdefault(key, []).append(place)
    pairs: set[tuple[int, int]] = set()
    for bucket in buckets.values():
        bucket.sort(key=lambda place: (_day(sketches[place]), place))
        for at, place in enumerate(bucket):
            near = islice(bucket, at + 1, at + 1 + _NEAR)
            pairs.update((min(place, other), max(place, other)) for other in near)
    return sorted(pairs)


def _day(sketch: Sketch) -> int:
    return sketch.windows[0].first if sketch.windows else sketch.reported


def _find_common(sketches: Sequence[Sketch]) -> frozenset[int]:
    """Return the traces that stand in alerts about several parties, none of them the same."""
    parties: dict[int, list[Name]] = {}
    for sketch in sketches:
        if sketch.subjects and sketch.subjects[0].is_certain:
            party = sketch.subjects[0]
            for trace in sketch.traces:
                if trace & SORT_MASK not in _SHARED:
                    continue
                known = parties.setdefault(trace, [])
                if not any(match(one, party) or are_foreign(one, party) for one in known):
                    known.append(party)
    return frozenset(trace for trace, known in parties.items() if len(known) >= _COMMON)
