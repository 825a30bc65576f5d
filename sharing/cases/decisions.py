"""What people decided about cases, pure: which decisions still hold, and about which alerts.

A later decision is stronger than an earlier one: where they contradict each other, the earlier gives way,
and holds again when the later is undone. A revision or a re-send takes the place of an alert that was
named, so that it inherits what was decided of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sharing.cases.matching.partition import Ruling

MOVED, BESIDE, AWAY = "moved", "beside", "away"


class Reason(StrEnum):
    """Why a person decided otherwise than the machine: codes, because a text could name people."""

    SAME_EVENT = "same-event"
    OTHER_EVENT = "other-event"
    OTHER_PARTY = "other-party"
    OTHER_ACCOUNT = "other-account"
    OTHER_TIME = "other-time"
    OTHER_CAMPAIGN = "other-campaign"
    MACHINE_ERRED = "machine-erred"


@dataclass(frozen=True, slots=True)
class Named:
    """An alert in a decision, the digests it is known again by (0 is none), and its role."""

    alert_id: UUID
    role: str
    root: int = 0
    content: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """One decision: the moved alerts belong beside some and away from others."""

    id: UUID
    at: datetime
    named: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """An alert that is there, and the digests it can be known again by."""

    alert_id: UUID
    root: int
    content: int


def settle(acts: Iterable[Act], known: Sequence[Known]) -> tuple[Ruling, ...]:
    """Return what holds of pairs of these alerts, without contradictions."""
    heads = _Heads(one.alert_id for one in known)
    index = _index(known)
    found: list[Ruling] = []
    for act in sorted(acts, key=lambda one: (one.at, one.id), reverse=True):
        roles = _find_roles(act, index)
        moved = sorted(one for one, role in roles.items() if role == MOVED)
        beside = sorted(one for one, role in roles.items() if role == BESIDE)
        away = sorted(one for one, role in roles.items() if role == AWAY)
        group = moved + beside
        found += [Ruling(group[0], one, True) for one in group[1:] if heads.join(group[0], one)]
        found += [Ruling(a, b, False) for a in moved for b in away if heads.part(a, b)]
    return tuple(found)


class _Heads:
    """Alerts that are together, each group under its head, and which heads stand apart."""

    def __init__(self, alerts: Iterable[UUID]) -> None:
        self.above = {one: one for one in alerts}
        self.apart: dict[UUID, set[UUID]] = defaultdict(set)

    def find(self, one: UUID) -> UUID:
        while self.above[one] != one:
            self.above[one] = one = self.above[self.above[one]]
        return one

    def join(self, a: UUID, b: UUID) -> bool:
        """Put two alerts together; say whether that holds now and did not before."""
        here, there = self.find(a), self.find(b)
        if here == there or there in self.apart[here]:
            return False
        self.above[there] = here
        for other in self.apart.pop(there, set()):
            self.apart[other].discard(there)
            self.apart[other].add(here)
            self.apart[here].add(other)
        return True

    def part(self, a: UUID, b: UUID) -> bool:
        """Keep two alerts apart; say whether that holds now and did not before."""
        here, there = self.find(a), self.find(b)
        if here == there or there in self.apart[here]:
            return False
        self.apart[here].add(there)
        self.apart[there].add(here)
        return True


_Index = Mapping[tuple[str, int], Sequence[UUID]]


def _index(known: Sequence[Known]) -> _Index:
    index: dict[tuple[str, int], list[UUID]] = defaultdict(list)
    for one in known:
        index["alert", one.alert_id.int].append(one.alert_id)
        if one.root:
            index["root", one.root].append(one.alert_id)
        if one.content:
            index["content", one.content].append(one.alert_id)
    return index


def _find_roles(act: Act, index: _Index) -> dict[UUID, str]:
    """Return the role of each alert that is there: as named, or as what it is known again as."""
    roles: dict[UUID, str] = {}
    for kind in ("alert", "root", "content"):
        claimed: dict[UUID, set[str]] = defaultdict(set)
        for alert_id, role in _claim(act, index, kind):
            claimed[alert_id].add(role)
        # One that stands for both sides takes neither.
        roles = {one: role for one, (role, *more) in claimed.items() if not more} | roles
    return roles


def _claim(act: Act, index: _Index, kind: str) -> Iterator[tuple[UUID, str]]:
    for one in act.named:
        value = one.alert_id.int if kind == "alert" else getattr(one, kind)
        if value:
            for alert_id in index.get((kind, value), ()):
                yield alert_id, one.role
