"""When members first fetched what was delivered to them, by the audit log: every answer is on record there.

An alert is fetched when it was opened by itself, sent over the stream, or in a page of the TAXII inbox. A
line in a list is not reading.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.delivery.selectors import position_at
from sharing.members.models import Institution, MachineCredential
from sharing.stix.timestamps import read_timestamp

# An alert at one member.
Place = tuple[UUID, UUID]
STREAM, TAXII = "stream", "taxii"
# Collections are named by it for ever (sharing.taxii.roots); the log knows an inbox by that name.
_COLLECTIONS = UUID("5b0a8f4e-2c1d-4f6a-9c3e-7d8b1a2e4f60")


@dataclass(frozen=True, slots=True)
class Arrived:
    """An alert in the inbox of a member, and its position there."""

    alert: UUID
    member: UUID
    position: int


@dataclass(frozen=True, slots=True)
class _Names:
    """How the log knows members: as actors, and as the subjects of what they pull."""

    machines: Mapping[str, UUID]
    slugs: Mapping[str, UUID]
    subjects: Mapping[str, UUID]


def load_fetches(*, arrived: Sequence[Arrived]) -> dict[Place, datetime]:
    """Return when each member first fetched each alert; five queries, none where nothing arrived.

    `arrived` stands in the order of positions.
    """
    if not arrived:
        return {}
    names = _read_names({one.member for one in arrived})
    found: dict[Place, datetime] = {}
    for place, at in (*_list_openings(arrived, names), *_list_pulls(arrived, names)):
        found[place] = min(at, found.get(place, at))
    return found


def _read_names(members: Collection[UUID]) -> _Names:
    clients = MachineCredential.objects.filter(institution_id__in=members)
    rows = list(Institution.objects.filter(id__in=members).values_list("id", "slug", "stix_id"))
    inboxes = {f"collection:{uuid5(_COLLECTIONS, f'{one}/inbox')}": one for one, _, _ in rows}
    return _Names(
        machines=dict(clients.values_list("client_id", "institution_id")),
        slugs={slug: one for one, slug, _ in rows},
        subjects={stix_id: one for one, _, stix_id in rows} | inboxes,
    )


def _list_openings(arrived: Iterable[Arrived], names: _Names) -> Iterator[tuple[Place, datetime]]:
    events = AuditEvent.objects.filter(subject__in={str(one.alert) for one in arrived})
    events = events.filter(action=Action.ALERT_READ)
    for subject, actor, at in events.values_list("subject", "actor", "at"):
        kind, _, name = actor.partition(":")
        member = (
            names.machines.get(name)
            if kind == "client"
            else names.slugs.get(name.partition("@")[2])
        )
        if member is not None:
            yield (UUID(subject), member), at


def _list_pulls(arrived: Sequence[Arrived], names: _Names) -> Iterator[tuple[Place, datetime]]:
    places: dict[UUID, list[Arrived]] = defaultdict(list)
    for one in arrived:
        places[one.member].append(one)
    # No pull comes before the first thing that is known of the first alert: the index begins there.
    first = AuditEvent.objects.filter(subject=str(arrived[0].alert)).order_by("id")
    events = AuditEvent.objects.filter(subject__in=list(names.subjects))
    events = events.filter(action=Action.FEED_READ, details__by__in=[STREAM, TAXII])
    events = events.filter(id__gte=first.values_list("id", flat=True).first() or 0)
    for subject, at, details in events.values_list("subject", "at", "details"):
        member = names.subjects[subject]
        for alert in _list_pulled(details, places[member]):
            yield (alert, member), at


def _list_pulled(details: Mapping[str, Any], inbox: Sequence[Arrived]) -> Iterator[UUID]:
    """Yield the alerts of one inbox that were pulled at once."""
    if details["by"] == STREAM:
        pulled = set(details["alerts"])
        yield from (one.alert for one in inbox if str(one.alert) in pulled)
        return
    start, end = (position_at(read_timestamp(details[name])) for name in ("first", "last"))
    low = bisect_left(inbox, start, key=lambda one: one.position)
    high = bisect_right(inbox, end, key=lambda one: one.position)
    yield from (one.alert for one in inbox[low:high])
