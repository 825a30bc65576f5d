"""Crowds, pure: where alerts stand that come to a part which is too large to be divided anew.

A flood of one key would otherwise cost its square. Who comes stands beside the best link among a few
speakers of each group under its keys, as the hub does in large hulls; so whoever floods a key hides no
group of others from each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final
from uuid import UUID

from sharing.cases.matching.blocking import candidate_keys
from sharing.cases.matching.evidence import compare
from sharing.cases.matching.partition import Member, Placement, Ruling

# Under a key an alert is compared with so many of the groups there, the last that grew, and so many of
# each: half of them its first.
MOST_GROUPS: Final = 16
SPEAKERS: Final = 4


class Groups:
    """Who stands under each key, group by group."""

    def __init__(self) -> None:
        self._met: dict[int, dict[UUID, list[Member]]] = defaultdict(dict)

    def enter(self, one: Member, group: UUID) -> None:
        """Let an alert be found under its keys as one of a group."""
        for key in candidate_keys(one.sketch):
            spoken = [*self._met[key].pop(group, ()), one]
            # The group that grew last stands last.
            self._met[key][group] = keep_speakers(spoken, SPEAKERS)

    def find(self, one: Member) -> Iterable[tuple[Member, UUID]]:
        """Return with whom an alert is compared, and their groups."""
        met = {
            other.alert_id: (other, group)
            for key in candidate_keys(one.sketch)
            for group, others in islice(reversed(self._met[key].items()), MOST_GROUPS)
            for other in others
        }
        return met.values()


def keep_speakers(group: list[Member], count: int) -> list[Member]:
    """Return the first and the last of a group, half of each, where it has more than `count`."""
    return group if len(group) <= count else [*group[: count // 2], *group[-(count // 2) :]]


def place_beside(
    placed: Mapping[UUID, Placement],
    early: Iterable[Member],
    late: Iterable[Member],
    rulings: Sequence[Ruling],
) -> dict[UUID, Placement]:
    """Return the placements of all: of the early ones as they stand, of the late ones beside them.

    What people decided holds: a late one goes where they put it, and nowhere that they set it apart from.
    """
    found = dict(placed)
    groups = Groups()
    for one in early:
        groups.enter(one, found[one.alert_id].case_id)
    for one in late:
        found[one.alert_id] = _follow(one.alert_id, found, rulings) or _choose(
            one, groups, _list_apart(one.alert_id, found, rulings)
        )
        groups.enter(one, found[one.alert_id].case_id)
    return found


def _choose(one: Member, groups: Groups, apart: set[UUID]) -> Placement:
    links = [
        (evidence.weight, other.alert_id, group, evidence)
        for other, group in groups.find(one)
        if group not in apart and (evidence := compare(one.sketch, other.sketch)).links
    ]
    if not links:
        return Placement(one.alert_id)
    weight, beside, group, evidence = max(links, key=lambda link: link[:2])
    return Placement(group, beside, weight, evidence.reasons)


def _follow(
    alert_id: UUID, found: Mapping[UUID, Placement], rulings: Iterable[Ruling]
) -> Placement | None:
    """Return where people put an alert, where they did."""
    beside = (other for other in _list_others(alert_id, rulings, together=True) if other in found)
    return next((Placement(found[one].case_id, one, ruled=True) for one in beside), None)


def _list_apart(
    alert_id: UUID, found: Mapping[UUID, Placement], rulings: Iterable[Ruling]
) -> set[UUID]:
    others = _list_others(alert_id, rulings, together=False)
    return {found[one].case_id for one in others if one in found}


def _list_others(alert_id: UUID, rulings: Iterable[Ruling], *, together: bool) -> list[UUID]:
    pairs = ((one.a, one.b) for one in rulings if one.together is together)
    return sorted(b if a == alert_id else a for a, b in pairs if alert_id in (a, b))
