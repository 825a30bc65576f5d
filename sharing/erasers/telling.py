"""Which copies of an alert tell of the people in it, in clear or as tokens, and how they are taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from privacy.gate import Outcome
from sharing.alerts.models import Alert
from sharing.channels.services import take_back
from sharing.delivery.models import Cause, Delivery, Rendition
from sharing.delivery.withdrawal import TakeBack
from sharing.holds.services import drop_holds
from sharing.members.models import Institution
from sharing.response.recalls import order_destruction

# Everything personal is masked in the one, and the other repeats no content.
_SILENT = (Outcome.ALLOW_REDACTED.value, Delivery.Kind.REVOCATION.value)


def find_telling(alert_ids: Collection[UUID]) -> QuerySet[Rendition]:
    """Return the renditions of alerts that tell of people; the reporters' own copies are among them.

    A token is personal data like the value it stands for (PC-31).
    """
    return Rendition.objects.filter(alert_id__in=alert_ids).exclude(outcome__in=_SILENT)


def count_generalised(alert_ids: Collection[UUID]) -> int:
    """Return how many recipients keep a copy of these alerts in which nothing tells of people."""
    rows = Delivery.objects.filter(alert_id__in=alert_ids).filter(withdrawn_at=None)
    rows = rows.filter(kind=Delivery.Kind.ALERT, rendition__outcome=Outcome.ALLOW_REDACTED.value)
    return rows.order_by().values("alert_id", "recipient_id").distinct().count()


def find_clear(alert_ids: Collection[UUID]) -> QuerySet[Rendition]:
    """Return the renditions of alerts in which something personal stands in clear."""
    return Rendition.objects.filter(alert_id__in=alert_ids).filter(sealed=True)


def withdraw_telling(
    *, actor: str, now: datetime, alert_ids: Collection[UUID], cause: Cause
) -> None:
    """Take the copies that tell of people back from whoever holds one; none that waits goes out."""
    drop_holds(now=now, submissions=alert_ids)
    withdraw_copies(actor=actor, now=now, copies=find_telling(alert_ids), cause=cause)


def withdraw_copies(
    *, actor: str, now: datetime, copies: QuerySet[Rendition], cause: Cause
) -> None:
    """Take the alerts of these renditions back from whoever holds one of them."""
    standing = Delivery.objects.filter(rendition__in=copies).filter(withdrawn_at=None)
    holders = _group(standing.values_list("alert_id", "recipient_id"))
    orders = [TakeBack(alert_id, cause, frozenset(holders[alert_id])) for alert_id in holders]
    take_back(actor=actor, now=now, orders=orders)


def recall_telling(*, actor: str, now: datetime, alert_ids: Collection[UUID], cause: Cause) -> int:
    """Take the copies that tell of people back, and order all who ever had one to destroy theirs.

    Also those who lost theirs before without being ordered to. Returns how many orders.
    """
    withdraw_telling(actor=actor, now=now, alert_ids=alert_ids, cause=cause)
    held = Delivery.objects.filter(rendition__in=find_telling(alert_ids))
    held = held.filter(kind=Delivery.Kind.ALERT)
    holders = _group(held.values_list("alert_id", "recipient_id"))
    return _order(actor, now, holders, cause)


def recall_from(
    *, actor: str, now: datetime, copies: Iterable[tuple[UUID, UUID]], cause: Cause
) -> int:
    """Take alerts back from these recipients alone, and order each to destroy its copies.

    `copies` are (alert, recipient) by id; whoever was ordered before is left alone. Returns how many orders.
    """
    named = tuple(copies)
    withdraw_from(actor=actor, now=now, copies=named, cause=cause)
    return _order(actor, now, _group(named), cause)


def withdraw_from(
    *, actor: str, now: datetime, copies: Iterable[tuple[UUID, UUID]], cause: Cause
) -> None:
    """Take alerts back from these recipients alone; `copies` are (alert, recipient) by id."""
    holders = _group(copies)
    orders = [TakeBack(alert_id, cause, frozenset(holders[alert_id])) for alert_id in holders]
    take_back(actor=actor, now=now, orders=orders)


def lock_copies(resting: Collection[tuple[UUID, str]]) -> list[tuple[UUID, UUID]]:
    """Return (alert, recipient) by id for recipients by STIX id; their alerts wait for nobody else now.

    What was destroyed since, or left, is not among them.
    """
    alerts = Alert.objects.select_for_update(no_key=True).order_by("id")
    kept = set(alerts.filter(id__in={alert for alert, _ in resting}).values_list("id", flat=True))
    named = Institution.objects.filter(stix_id__in={recipient for _, recipient in resting})
    ids = dict(named.values_list("stix_id", "id"))
    return [
        (alert, ids[recipient])
        for alert, recipient in resting
        if alert in kept and recipient in ids
    ]


def _order(actor: str, now: datetime, holders: Mapping[UUID, set[UUID]], cause: Cause) -> int:
    return sum(
        order_destruction(
            actor=actor, now=now, alert_id=alert_id, recipients=recipients, cause=cause
        )
        for alert_id, recipients in holders.items()
    )


def _group(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for alert_id, recipient_id in pairs:
        found[alert_id].add(recipient_id)
    return dict(sorted(found.items()))
