"""Who may read which gauges: a member its own; who supervises or represents a sector, all of it.

Of a sector only sums are told, and none where fewer than three of its members took part: the others in
it could be told apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sharing.attention.events import load_receptions, load_shared
from sharing.attention.gauges import (
    FEWEST_MEMBERS,
    Gauges,
    Reception,
    Shared,
    Week,
    measure,
    read_week,
)
from sharing.errors import NotFound
from sharing.members.actors import Actor
from sharing.members.models import Institution
from sharing.members.selectors import list_active_institutions

OVERSEERS = frozenset({Institution.Kind.REGULATOR, Institution.Kind.ASSOCIATION})
SECTORS = (Institution.Kind.BANK, Institution.Kind.PAYMENT, Institution.Kind.PLATFORM)


@dataclass(frozen=True, slots=True)
class Reading:
    """The gauges of a member (`sector` empty) or of a sector; None: too few took part to tell."""

    week: Week
    sector: str
    gauges: Gauges | None


def read_member(*, actor: Actor, now: datetime, week: str) -> Reading:
    """Return the gauges of the actor's own institution. Raises NotFound for no such week."""
    found = read_week(week, now=now)
    return Reading(found, "", measure(*load_events(actor=actor, week=found)))


def read_sectors(*, actor: Actor, now: datetime, week: str) -> list[Reading]:
    """Return the gauges of each sector, for regulators and associations. Raises NotFound, also to others."""
    found = read_week(week, now=now)
    active = list_active_institutions()
    own = next((one for one in active if one.id == actor.institution_id), None)
    if own is None or own.kind not in OVERSEERS:
        raise NotFound("there is no such scope")
    kinds = {one.id: one.kind for one in active if one.kind in SECTORS}
    receptions = load_receptions(members=kinds, week=found)
    shared = load_shared(members=kinds, week=found)
    return [_tell(found, sector, kinds, receptions, shared) for sector in SECTORS]


def load_events(*, actor: Actor, week: Week) -> tuple[list[Reception], list[Shared]]:
    """Return what the actor's institution received and shared in a week."""
    members = [actor.institution_id]
    return load_receptions(members=members, week=week), load_shared(members=members, week=week)


def _tell(
    week: Week,
    sector: str,
    kinds: Mapping[UUID, str],
    receptions: list[Reception],
    shared: list[Shared],
) -> Reading:
    gauges = measure(
        [one for one in receptions if kinds[one.member] == sector],
        [one for one in shared if kinds[one.member] == sector],
        least=FEWEST_MEMBERS,
    )
    return Reading(week, str(sector), gauges if gauges.members >= FEWEST_MEMBERS else None)
