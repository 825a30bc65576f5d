"""Cases as one institution sees them: divided anew from what it sees, and from what it decided.

Its own alerts count as it sent them, received ones as their rendition shows them. So nothing that it does
not see, an alert or a value that was withheld, changes anything: a guess of a withheld value in an alert of
one's own joins nothing, right or wrong.
"""

from collections.abc import Collection, Iterator
from uuid import UUID

from sharing.alerts.models import Alert
from sharing.cases.arrange import View, arrange
from sharing.cases.decisions import Act
from sharing.cases.matching.partition import Placement
from sharing.cases.selectors import find_hulls
from sharing.delivery.models import Delivery, Feed
from sharing.delivery.selectors import date_added


def find_cases(*, institution_id: UUID, alerts: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the case of each alert seen that may be one event with any of these.

    A case goes by the id of its earliest alert.
    """
    placed = arrange_cases(institution_id=institution_id, alerts=alerts)
    return {alert_id: one.case_id for alert_id, one in placed.items()}


def arrange_cases(*, institution_id: UUID, alerts: Collection[UUID]) -> dict[UUID, Placement]:
    """Return the placement of each alert seen that may be one event with any of these; four queries."""
    views, acts = look(institution_id=institution_id, alerts=alerts)
    return arrange(views, acts)


def look(*, institution_id: UUID, alerts: Collection[UUID]) -> tuple[list[View], list[Act]]:
    """Return what an institution sees around alerts, and what it decided about that."""
    if not alerts:
        return [], []
    hulls, acts = find_hulls(institution_id=institution_id, alerts=alerts)
    return [*_own(institution_id, hulls), *_received(institution_id, hulls)], acts


def _own(institution_id: UUID, hulls: Collection[UUID]) -> Iterator[View]:
    rows = Alert.objects.filter(reporter_id=institution_id).filter(membership__hull_id__in=hulls)
    for alert_id, at, sketch in rows.values_list("id", "received_at", "membership__sketch"):
        yield View(alert_id, at, bytes(sketch))


def _received(institution_id: UUID, hulls: Collection[UUID]) -> Iterator[View]:
    feed = Feed.objects.filter(recipient_id=institution_id, group=None).values("pk")[:1]
    rows = Delivery.objects.filter(feed=feed, position__isnull=False, withdrawn_at=None)
    rows = rows.filter(kind=Delivery.Kind.ALERT).filter(alert__membership__hull_id__in=hulls)
    for alert_id, position, sketch in rows.values_list("alert_id", "position", "rendition__sketch"):
        yield View(alert_id, date_added(position or 0), bytes(sketch))
