"""Recall: an alert is taken back from everybody, and each holder is ordered to destroy its copies."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import find_authentication_data, scan_text
from sharing.alerts.models import Alert
from sharing.alerts.selectors import get_own_alert
from sharing.channels.services import RecallNotice, plan_recalls, take_back
from sharing.delivery.models import Cause, Delivery
from sharing.delivery.withdrawal import TakeBack, TakenBack
from sharing.errors import AlreadyConfirmed, AlreadyWithdrawn, NotFound, Unusable
from sharing.members.actors import Actor
from sharing.members.models import Institution
from sharing.response.codes import COPIES_GONE, COPIES_REMAIN
from sharing.response.models import RecallOrder
from sharing.response.orders import Order, issue_order
from sharing.response.suspension import lift_suspension

LONGEST_REASON = 500


@transaction.atomic
def recall_own_alert(*, actor: Actor, now: datetime, alert_id: UUID, reason: str) -> int:
    """Take an alert that the actor's institution reported back; return how many holders are ordered.

    Raises NotFound for others' alerts, Unusable for a reason with personal data, AlreadyWithdrawn.
    """
    alert = get_own_alert(actor=actor, alert_id=alert_id)
    if not _is_clean(reason):
        raise Unusable("reason", "Leave out names, numbers and addresses of people, and secrets.")
    # Two recalls at once: the second one waits, then finds nothing held.
    # Not its key: acknowledgements that wait to refer to it must not wait for this.
    Alert.objects.select_for_update(no_key=True).get(id=alert.id)
    held = Delivery.objects.filter(alert_id=alert_id, withdrawn_at=None)
    if not held.exclude(kind=Delivery.Kind.REVOCATION).exists():
        raise AlreadyWithdrawn("nobody holds the alert, or it was taken back before")
    return recall_alert(
        actor=actor.name, now=now, alert_id=alert_id, cause=Cause.RECALLED, reason=reason
    )


@transaction.atomic
def recall_alert(
    *,
    actor: str,
    now: datetime,
    alert_id: UUID,
    cause: Cause,
    reason: str,
    replaced_by: UUID | None = None,
) -> int:
    """Take an alert back from everybody and order each holder to confirm; return how many orders.

    Call inside any transaction. A reason with personal data is left out. What nobody holds any more
    is left alone.
    """
    (taken,) = take_back(actor=actor, now=now, orders=[TakeBack(alert_id, cause)])
    terms = {"cause": cause, "reason": _clean(reason), "replaced_by_id": replaced_by}
    return _order(actor, now, taken, terms)


@transaction.atomic
def recall_wrong(*, actor: str, now: datetime, alert_id: UUID) -> int:
    """Take back what a complaint has shown to be wrong (PC-27); return how many orders.

    No reason is given: it would tell of the person.
    """
    return recall_alert(actor=actor, now=now, alert_id=alert_id, cause=Cause.CORRECTED, reason="")


@transaction.atomic
def take_back_deleted(*, actor: str, now: datetime, orders: Sequence[TakeBack]) -> None:
    """Take back what a reporter deleted, and order the holders of whole alerts to confirm.

    Of an object alone its revocation tells: an order is about an alert.
    """
    for taken in take_back(actor=actor, now=now, orders=orders):
        if taken.whole:
            _order(actor, now, taken, {"cause": Cause.DELETED})


@transaction.atomic
def order_destruction(
    *, actor: str, now: datetime, alert_id: UUID, recipients: Iterable[UUID], cause: Cause
) -> int:
    """Order those from whom an alert was taken back to destroy their copies; return how many orders.

    Whoever was ordered before is left alone.
    """
    ordered = RecallOrder.objects.filter(alert_id=alert_id).values_list("recipient_id", flat=True)
    fresh = sorted(set(recipients) - set(ordered))
    return _order(actor, now, TakenBack(alert_id, tuple(fresh), ()), {"cause": cause})


def _order(actor: str, now: datetime, taken: TakenBack, terms: dict[str, Any]) -> int:
    if not taken.recipients:
        return 0
    alert_id, cause = taken.alert_id, terms["cause"]
    replaced = _find_replaced(terms.get("replaced_by_id"))
    rows = [
        RecallOrder(**terms, **own) for own in _list_terms(now, taken, cause, replaced=replaced)
    ]
    RecallOrder.objects.bulk_create(rows, batch_size=500)
    notices = [RecallNotice(row.id, alert_id, row.recipient_id, row.due_at) for row in rows]
    plan_recalls(now=now, notices=notices)
    details = {"cause": cause.value, "orders": [str(row.id) for row in rows]}
    record(Event(Action.RECALL_ORDERED, actor, str(alert_id), now, details))
    return len(rows)


def _find_replaced(alert_id: UUID | None) -> frozenset[UUID]:
    """Return who has got the alert that takes the place of another; nobody where none does."""
    if alert_id is None:
        return frozenset()
    rows = Delivery.objects.filter(alert_id=alert_id, withdrawn_at=None)
    return frozenset(rows.filter(kind=Delivery.Kind.ALERT).values_list("recipient_id", flat=True))


def _list_terms(
    now: datetime, taken: TakenBack, cause: Cause, *, replaced: frozenset[UUID]
) -> Iterator[dict[str, Any]]:
    """Yield what is particular to the order of each holder."""
    alert = Alert.objects.only("reporter_id", "root_modified").get(id=taken.alert_id)
    due_at = now + timedelta(days=settings.RECALL_DAYS)
    for holder in Institution.objects.filter(id__in=taken.recipients).order_by("id"):
        order = Order(
            id=uuid4(),
            recipient=holder.stix_id,
            alert_id=alert.id,
            version=alert.root_modified,
            cause=cause,
            due_at=due_at,
            is_replaced=holder.id in replaced,
        )
        yield {
            "id": order.id,
            "alert_id": alert.id,
            "recipient_id": holder.id,
            "reporter_id": alert.reporter_id,
            "ordered_at": now,
            "due_at": due_at,
            "order": issue_order(order, now=now),
        }


@transaction.atomic
def confirm_recall(
    *, actor: Actor, now: datetime, order_id: UUID, copies_destroyed: bool, note_code: str
) -> None:
    """Note what became of the copies of the actor's institution; the same again changes nothing.

    Only their destruction confirms the order, and is final: raises AlreadyConfirmed for another
    statement after it. Copies that remain leave the order open. Raises NotFound, and Unusable for
    a note that is missing or says otherwise.
    """
    row = (
        RecallOrder.objects.select_for_update(of=("self",))
        .select_related("recipient", "reporter")
        .filter(id=order_id)
        .filter(recipient_id=actor.institution_id)
        .first()
    )
    if row is None:
        raise NotFound("there is no such recall")
    _check_note(copies_destroyed, note_code)
    if (row.copies_destroyed, row.note_code) == (copies_destroyed, note_code):
        return
    if row.copies_destroyed:
        raise AlreadyConfirmed("the destruction of all copies was confirmed before")
    row.copies_destroyed, row.note_code = copies_destroyed, note_code
    if copies_destroyed:
        row.confirmed_at, row.confirmed_by = now, actor.name
        lift_suspension(actor=actor.name, now=now, order=row)
    row.save(update_fields=["confirmed_at", "confirmed_by", "copies_destroyed", "note_code"])
    details = {
        "alert": str(row.alert_id),
        "copies_destroyed": copies_destroyed,
        "note": note_code,
    }
    record(Event(Action.RECALL_CONFIRMED, actor.name, str(order_id), now, details))


def _check_note(copies_destroyed: bool, note_code: str) -> None:
    """Refuse a statement that does not say why copies remain, or contradicts itself."""
    if not copies_destroyed and note_code not in COPIES_REMAIN:
        codes = ", ".join(sorted(COPIES_REMAIN))
        raise Unusable("note_code", f"Copies remain: say why by one of {codes}.")
    if copies_destroyed and note_code and note_code not in COPIES_GONE:
        codes = ", ".join(sorted(COPIES_GONE))
        raise Unusable("note_code", f"No copy remains: give no note, or one of {codes}.")


def _clean(reason: str) -> str:
    """Return a reason as orders give it: nothing of one that holds what must not be passed on."""
    return reason[:LONGEST_REASON] if _is_clean(reason) else ""


def _is_clean(reason: str) -> bool:
    """Say whether a text holds neither personal nor authentication data."""
    secrets = find_authentication_data({"objects": [{"reason": reason}]})
    return not secrets and not scan_text(reason)
