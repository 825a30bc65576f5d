"""When alerts arrived in an inbox and how severe they are: enough to draw a week, and no content is read."""

from dataclasses import dataclass
from datetime import datetime

from sharing.delivery.listing import ListFilter, received
from sharing.delivery.selectors import date_added
from sharing.members.actors import Actor


@dataclass(frozen=True, slots=True)
class Arrival:
    """One alert that arrived: when, and its severity (0-100)."""

    at: datetime
    severity: int


def list_arrivals(*, actor: Actor, since: datetime, limit: int) -> list[Arrival]:
    """Return what arrived since then, newest first; one query."""
    rows = received(actor, ListFilter(direction="received", since=since)).order_by("-position")
    found = rows.values_list("position", "alert__severity")[:limit]
    return [Arrival(date_added(position or 0), severity) for position, severity in found]
