"""What happened in a week, read for a few members at once: the number of queries is the same for all sizes
of their feeds, but for those that tell the cases of each member as it sees them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q

from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_facts
from sharing.attention.fetches import Arrived, Place, load_fetches
from sharing.attention.gauges import Reception, Shared, Week
from sharing.channels.models import Dispatch
from sharing.delivery.caseviews import find_cases
from sharing.delivery.models import Delivery
from sharing.delivery.selectors import date_added, position_at
from sharing.ingest.models import Submission
from sharing.response.models import Duty, Feedback
from sharing.stix.timestamps import read_timestamp


def load_receptions(*, members: Collection[UUID], week: Week) -> list[Reception]:
    """Return what came into the inboxes of members in a week, oldest first, with what became of it."""
    rows = list(
        Delivery.objects.filter(recipient_id__in=members)
        .filter(feed__group=None, kind=Delivery.Kind.ALERT)
        .filter(position__gte=position_at(week.start), position__lt=position_at(week.end))
        .order_by("position", "id")
        .values_list("id", "alert_id", "recipient_id", "position")
    )
    alerts = {alert for _, alert, _, _ in rows}
    told = _read_letters([row[0] for row in rows])
    fetched = load_fetches(
        arrived=[Arrived(alert, member, position or 0) for _, alert, member, position in rows]
    )
    taken = _read_acknowledgements(members, alerts)
    judged = _read_feedback(members, alerts)
    cases = _read_cases(rows)
    return [
        Reception(
            alert=alert,
            member=member,
            case=cases.get((alert, member), alert),
            delivered_at=date_added(position or 0),
            letters=tuple(name for name, _ in told[delivery]),
            notified_at=min((at for _, at in told[delivery]), default=None),
            fetched_at=fetched.get((alert, member)),
            acknowledged_at=taken.get((alert, member)),
            judged_at=judged[alert, member][0] if (alert, member) in judged else None,
            acted=judged.get((alert, member), (None, False))[1],
        )
        for delivery, alert, member, position in rows
    ]


def load_shared(*, members: Collection[UUID], week: Week) -> list[Shared]:
    """Return what members sent in a week and the exchange took in, oldest first; two queries."""
    rows = list(
        Alert.objects.filter(reporter_id__in=members)
        .filter(received_at__gte=week.start, received_at__lt=week.end)
        .annotate(
            reached=Min("deliveries__position", filter=Q(deliveries__kind=Delivery.Kind.ALERT))
        )
        .only("id", "reporter_id", "received_at", "stored_at", "facts")
        .order_by("received_at", "id")
    )
    decided = dict(
        Submission.objects.filter(id__in=[row.id for row in rows]).values_list("id", "decided_at")
    )
    return [
        Shared(
            alert=row.id,
            member=row.reporter_id,
            submitted_at=row.received_at,
            accepted_at=row.stored_at,
            **_find_stated(row),
            decided_at=decided.get(row.id),
            delivered_at=None if row.reached is None else date_added(row.reached),
        )
        for row in rows
    ]


def _find_stated(alert: Alert) -> dict[str, datetime | None]:
    """Return when it happened and when its reporter noticed it, where that is stated."""
    facts = open_facts(alert)
    if facts is None:
        return {}
    detected = "" if "detected_at" in facts.derived else facts.detected_at
    stated = {"occurred_at": facts.occurred_from, "detected_at": detected}
    return {name: read_timestamp(text) if text else None for name, text in stated.items()}


def _read_cases(rows: Sequence[Any]) -> dict[Place, UUID]:
    received: dict[UUID, list[UUID]] = defaultdict(list)
    for _, alert, member, _ in rows:
        received[member].append(alert)
    return {
        (alert, member): case
        for member, alerts in received.items()
        for alert, case in find_cases(institution_id=member, alerts=alerts).items()
    }


def _read_letters(deliveries: Collection[int]) -> Mapping[int, list[tuple[str, datetime]]]:
    """Return by delivery what told of it and when: a message is one, and so is a whole digest."""
    rows = Dispatch.objects.filter(delivery_id__in=deliveries)
    rows = rows.filter(kind=Dispatch.Kind.ALERT, state=Dispatch.State.SENT)
    rows = rows.filter(settled_at__isnull=False).order_by("settled_at", "id")
    digests: dict[tuple[int | None, datetime], str] = {}
    told: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    names = ("id", "delivery_id", "reader_id", "in_digest", "due_at", "settled_at")
    for row, delivery, reader, in_digest, due_at, settled_at in rows.values_list(*names):
        name = digests.setdefault((reader, due_at), str(row)) if in_digest else str(row)
        if delivery is not None and settled_at is not None:
            told[delivery].append((name, settled_at))
    return told


def _read_acknowledgements(
    members: Collection[UUID], alerts: Collection[UUID]
) -> dict[Place, datetime]:
    rows = Duty.objects.filter(alert_id__in=alerts, recipient_id__in=members)
    rows = rows.filter(kind=Duty.Kind.ACKNOWLEDGE, done_at__isnull=False)
    return {
        (alert, member): at
        for alert, member, at in rows.values_list("alert_id", "recipient_id", "done_at")
        if at is not None
    }


def _read_feedback(
    members: Collection[UUID], alerts: Collection[UUID]
) -> dict[Place, tuple[datetime, bool]]:
    """Return when each member first said what became of an alert, and whether it ever acted."""
    rows = Feedback.objects.filter(alert_id__in=alerts, recipient_id__in=members)
    said = rows.values("alert_id", "recipient_id").annotate(
        first=Min("given_at"),
        acted=Count("id", filter=Q(current=True, disposition__startswith="acted-")),
    )
    return {
        (row["alert_id"], row["recipient_id"]): (row["first"], bool(row["acted"])) for row in said
    }
