"""Which cases somebody sees who sees only these alerts, pure but for a memory of earlier answers.

Alerts are first connected by positive evidence, and each connected part is then divided for itself.
So what is in one part changes nothing in another, and alerts that are not seen change nothing at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sharing.cases.crowds import keep_speakers, place_beside
from sharing.cases.decisions import Act, Known, settle
from sharing.cases.matching.blocking import candidate_keys
from sharing.cases.matching.codec import load_sketch
from sharing.cases.matching.evidence import hull_link
from sharing.cases.matching.partition import Member, Placement, Ruling, partition
from sharing.cases.matching.sketch import Sketch

# Answers that a process keeps; each is asked for several times to make one page.
REMEMBERED = 128
# A part of more is not divided as one: who comes later stands beside the best link.
LARGEST_PART = 500
# Of so many such parts a process remembers how their first alerts were divided.
_FLOODS = 8
# Under one key an alert is compared with so many of the groups there, the last, and so many of each.
_GROUPS, _SPEAKERS = 32, 32


@dataclass(frozen=True, slots=True)
class View:
    """An alert as somebody sees it: since when, and the stored sketch of what is seen."""

    alert_id: UUID
    at: datetime
    sketch: bytes


def arrange(views: Iterable[View], acts: Iterable[Act] = ()) -> dict[UUID, Placement]:
    """Return the placement of each alert. One without a sketch of this version stands alone."""
    ordered = tuple(sorted(views, key=lambda one: (one.at, one.alert_id)))
    return dict(_arrange(ordered, tuple(acts)))


def list_parts(views: Iterable[View], acts: Iterable[Act] = ()) -> list[list[Member]]:
    """Return the connected parts of what somebody sees: cases of one part may be related."""
    members = _list_members(views)
    return [part for part, _ in _divide(members, _settle(members, acts))]


@lru_cache(maxsize=REMEMBERED)
def _arrange(views: tuple[View, ...], acts: tuple[Act, ...]) -> dict[UUID, Placement]:
    members = _list_members(views)
    placed = {one.alert_id: Placement(one.alert_id) for one in views}
    for part, decided in _divide(members, _settle(members, acts)):
        placed |= _place(part, decided)
    return placed


def _place(part: Sequence[Member], decided: Sequence[Ruling]) -> dict[UUID, Placement]:
    if len(part) <= LARGEST_PART:
        return partition(part, decided)
    ordered = sorted(part, key=lambda one: (one.at, one.alert_id))
    early, late = tuple(ordered[:LARGEST_PART]), ordered[LARGEST_PART:]
    return place_beside(_divide_once(early, tuple(decided)), early, late, decided)


@lru_cache(maxsize=_FLOODS)
def _divide_once(early: tuple[Member, ...], decided: tuple[Ruling, ...]) -> dict[UUID, Placement]:
    """Divide the first of a flood, which stay the same while it goes on."""
    return partition(early, decided)


def _list_members(views: Iterable[View]) -> list[Member]:
    opened = ((one, open_sketch(one.sketch)) for one in views)
    return [Member(one.alert_id, one.at, found) for one, found in opened if found]


def _settle(members: Sequence[Member], acts: Iterable[Act]) -> tuple[Ruling, ...]:
    return settle(acts, [know(one.alert_id, one.sketch) for one in members])


def open_sketch(stored: bytes) -> Sketch | None:
    """Return a stored sketch; None where there is none, or one of another version."""
    try:
        return load_sketch(stored) if stored else None
    except ValueError:
        return None


def know(alert_id: UUID, sketch: Sketch) -> Known:
    """Return what an alert is known again by."""
    return Known(alert_id, sketch.root, sketch.content)


def _divide(
    members: Sequence[Member], rulings: Sequence[Ruling]
) -> list[tuple[list[Member], list[Ruling]]]:
    """Return the connected parts, each with the rulings inside it."""
    above = {one.alert_id: one.alert_id for one in members}
    for ruling in rulings:
        if ruling.together:
            above[_find(above, ruling.a)] = _find(above, ruling.b)
    _connect(above, members)
    parts: dict[UUID, tuple[list[Member], list[Ruling]]] = defaultdict(lambda: ([], []))
    for one in members:
        parts[_find(above, one.alert_id)][0].append(one)
    for ruling in rulings:
        head = _find(above, ruling.a)
        if head == _find(above, ruling.b):
            parts[head][1].append(ruling)
    return list(parts.values())


def _connect(above: dict[UUID, UUID], members: Sequence[Member]) -> None:
    """Connect what may be one event; a flood of one key costs no more than its length."""
    met: dict[int, dict[UUID, list[Member]]] = defaultdict(dict)
    for one in sorted(members, key=lambda one: (one.at, one.alert_id)):
        for key in candidate_keys(one.sketch):
            groups = met[key]
            joined = [one]
            for head, others in list(groups.items())[-_GROUPS:]:
                here, there = _find(above, one.alert_id), _find(above, head)
                if here == there or any(hull_link(one.sketch, other.sketch) for other in others):
                    above[here] = there
                    joined = [*groups.pop(head), *joined]
            groups[_find(above, one.alert_id)] = keep_speakers(joined, _SPEAKERS)


def _find(above: dict[UUID, UUID], one: UUID) -> UUID:
    while above[one] != one:
        above[one] = one = above[above[one]]
    return one
