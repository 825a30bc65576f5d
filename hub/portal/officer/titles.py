"""Titles of the institution's own alerts beside what waits of them; showing them is recorded."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from hub.portal.cursors import PAGE
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.delivery.listing import ListFilter, list_alerts, sent
from sharing.members.actors import Actor, Scope

# Of more alerts in the time that they span, some stay without their titles.
_MOST_READ = 2 * PAGE


@transaction.atomic
def find_titles(*, actor: Actor, now: datetime, alerts: Collection[UUID]) -> dict[UUID, str]:
    """Return titles by alert, for those that are stored and that the actor may read.

    A few statements, however many alerts: all that were sent in the time that they span are listed.
    """
    if not alerts or not actor.may(Scope.ALERTS_READ):
        return {}
    stored = sent(actor, ListFilter()).filter(id__in=set(alerts))
    moments = list(stored.values_list("received_at", flat=True))
    if not moments:
        return {}
    span = ListFilter(
        direction="sent", since=min(moments), until=max(moments) + timedelta(microseconds=1)
    )
    found = list_alerts(actor=actor, wanted=span, before=None, limit=_MOST_READ)
    titles = {entry.id: entry.title for entry in found if entry.id in alerts and entry.title}
    if titles:
        details = {"alerts": [str(known) for known in titles], "by": "holds"}
        record(Event(Action.FEED_READ, actor.name, actor.stix_id, now, details))
    return titles
