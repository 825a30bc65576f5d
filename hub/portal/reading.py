"""Open one alert for one visitor: their own as they sent it, or the rendition made for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from hub.portal.contents import MOST_SHOWN, Group, group_objects, read_objects
from hub.portal.report_facts import Statement, read_statement
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.alerts.selectors import get_own_alert, open_original
from sharing.delivery.listing import (
    Entry,
    ListFilter,
    entry_of_delivery,
    entry_of_own,
    list_alerts,
)
from sharing.delivery.selectors import get_received, read_bodies
from sharing.errors import NotFound
from sharing.members.actors import Actor

MOST_SIBLINGS = 20


@dataclass(frozen=True, slots=True)
class Withheld:
    """What was changed on the way to the reader: where, what kind, under which rule, and how."""

    pointer: str
    code: str
    source: str
    action: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An opened alert. `grounds` are (code, source) of the decision that made the rendition."""

    entry: Entry
    statement: Statement
    groups: tuple[Group, ...]
    unshown: int
    withheld: tuple[Withheld, ...]
    grounds: tuple[tuple[str, str], ...]
    siblings: tuple[Entry, ...]

    @property
    def is_own(self) -> bool:
        """Say whether the reader reported it."""
        return self.entry.direction == "sent"


@dataclass(frozen=True, slots=True)
class _Opened:
    form: str
    entry: Entry
    objects: Sequence[dict[str, Any]]
    withheld: tuple[Withheld, ...] = ()
    grounds: tuple[tuple[str, str], ...] = ()


def open_alert(*, actor: Actor, now: datetime, alert_id: UUID) -> Reading:
    """Return an alert as the actor may see it and record that it was read.

    Raises NotFound, with nothing recorded, for what is not the actor's to see.
    """
    with transaction.atomic():
        opened = _open(actor, alert_id)
        siblings = _list_siblings(actor, opened.entry)
        # The titles of the siblings are disclosed with it.
        details = {"as": opened.form, "beside": [str(other.id) for other in siblings]}
        record(Event(Action.ALERT_READ, actor.name, str(alert_id), now, details))
    return Reading(
        entry=opened.entry,
        statement=read_statement(opened.objects),
        groups=group_objects(opened.objects, told=opened.entry.summary),
        unshown=max(0, len(opened.objects) - MOST_SHOWN),
        withheld=opened.withheld,
        grounds=opened.grounds,
        siblings=siblings,
    )


def _open(actor: Actor, alert_id: UUID) -> _Opened:
    try:
        alert = get_own_alert(actor=actor, alert_id=alert_id)
    except NotFound:
        return _open_received(actor, alert_id)
    original = orjson.loads(open_original(alert))
    return _Opened("original", entry_of_own(alert), original.get("objects", [original]))


def _open_received(actor: Actor, alert_id: UUID) -> _Opened:
    delivery = get_received(actor=actor, alert_id=alert_id)
    rendition = delivery.rendition
    return _Opened(
        form="rendition",
        entry=entry_of_delivery(delivery),
        objects=read_objects(read_bodies(delivery)),
        withheld=tuple(Withheld(*line) for line in rendition.withheld),
        grounds=tuple((code, source) for code, source in rendition.reasons),
    )


def _list_siblings(actor: Actor, entry: Entry) -> tuple[Entry, ...]:
    if entry.case is None:
        return ()
    found = list_alerts(
        actor=actor, wanted=ListFilter(case=entry.case), before=None, limit=MOST_SIBLINGS + 1
    )
    return tuple(other for other in found if other.id != entry.id)[:MOST_SIBLINGS]
