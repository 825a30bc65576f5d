"""Why a case is what it is: what brought each alert there, what ties it to others, what happened to it.

Told from what the institution sees and decided, and from nothing else.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from uuid import UUID

from sharing.cases.arrange import arrange, list_parts
from sharing.cases.decisions import MOVED
from sharing.cases.matching.evidence import related
from sharing.cases.matching.partition import Placement
from sharing.cases.models import Ruling
from sharing.cases.selectors import list_rulings
from sharing.delivery.caseviews import look
from sharing.errors import NotFound
from sharing.members.actors import Actor

# Steps of a case that are told, the newest.
MOST_STEPS = 500
# Alerts of a case that are looked at for what ties it to others, and cases that are told.
MOST_COMPARED = 20
MOST_TIES = 100
JOINED, UNDONE = "joined", "undone"


@dataclass(frozen=True, slots=True)
class CaseLink:
    """Why an alert stands in its case: with which other one it was linked, for which reasons.

    `beside` is None for the first of the case; `ruled` says that a person decided it.
    """

    alert: UUID
    beside: UUID | None
    ruled: bool
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a case to another one, which is not the same event."""

    case: UUID
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a case: alerts came, or somebody decided. `by` is empty for the machine."""

    at: datetime
    act: str
    alerts: tuple[UUID, ...]
    by: str
    reason: str
    ruling: UUID | None
    link: CaseLink | None


def tell_links(*, actor: Actor, case_id: UUID) -> list[CaseLink]:
    """Return the links of a case, its oldest alert first. Raises NotFound."""
    return [link for _, link in _read_links(actor, case_id)]


def tell_ties(*, actor: Actor, case_id: UUID) -> list[Tie]:
    """Return the cases that a case is tied to, and by what: accounts, infrastructure, campaign, platform.

    Raises NotFound.
    """
    views, acts = look(institution_id=actor.institution_id, alerts=[case_id])
    cases = {one: found.case_id for one, found in arrange(views, acts).items()}
    codes: dict[UUID, set[str]] = defaultdict(set)
    if case_id not in cases.values():
        raise NotFound("there is no such case")
    for part in list_parts(views, acts):
        mine = [one for one in part if cases[one.alert_id] == case_id][:MOST_COMPARED]
        others = [one for one in part if cases[one.alert_id] != case_id]
        for one, other in product(mine, others):
            codes[cases[other.alert_id]].update(related(one.sketch, other.sketch))
    tied = sorted((case, tuple(sorted(found))) for case, found in codes.items() if found)
    return [Tie(case, found) for case, found in tied[:MOST_TIES]]


def tell_history(*, actor: Actor, case_id: UUID) -> list[Step]:
    """Return what happened to a case, oldest first; of more than 500 steps, the newest. Raises NotFound."""
    links = _read_links(actor, case_id)
    steps = [_come(at, link) for at, link in links]
    alerts = [link.alert for _, link in links]
    for ruling in list_rulings(institution_id=actor.institution_id, alerts=alerts):
        steps += _retell(ruling)
    steps.sort(key=lambda one: (one.at, one.act != JOINED, one.alerts))
    return steps[-MOST_STEPS:]


def _read_links(actor: Actor, case_id: UUID) -> list[tuple[datetime, CaseLink]]:
    views, acts = look(institution_id=actor.institution_id, alerts=[case_id])
    placed = arrange(views, acts)
    ordered = sorted(views, key=lambda one: (one.at, one.alert_id))
    found = [
        (one.at, _link(one.alert_id, placed[one.alert_id]))
        for one in ordered
        if placed[one.alert_id].case_id == case_id
    ]
    if not found:
        raise NotFound("there is no such case")
    return found


def _link(alert_id: UUID, one: Placement) -> CaseLink:
    return CaseLink(alert_id, one.joined, one.ruled, one.reasons)


def _come(at: datetime, link: CaseLink) -> Step:
    return Step(at, JOINED, (link.alert,), by="", reason="", ruling=None, link=link)


def _retell(ruling: Ruling) -> Iterator[Step]:
    named = ruling.named.all()
    moved = tuple(sorted(one.alert_id for one in named if one.role == MOVED))
    yield Step(ruling.at, ruling.kind, moved, ruling.by, ruling.reason, ruling.id, None)
    if ruling.undone_at is not None:
        yield Step(ruling.undone_at, UNDONE, moved, ruling.undone_by, "", ruling.id, None)
