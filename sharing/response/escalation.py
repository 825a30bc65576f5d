"""Note whose time is over: once for each duty and each recall order."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from privacy.approvals.matters import MatterKind
from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from sharing.channels.officers import tell_officers
from sharing.delivery.models import Delivery
from sharing.members.actors import SYSTEM
from sharing.response.models import Duty, RecallOrder
from sharing.response.suspension import list_matters, suspend_unconfirmed

AT_ONCE = 500


@transaction.atomic
def escalate(*, now: datetime) -> int:
    """Note what is overdue, some at a time, and return how many rows were looked at.

    Nobody owes anything for an alert that it holds no longer.
    """
    return _note_duties(now) + _note_recalls(now) + suspend_unconfirmed(now=now)


def _note_duties(now: datetime) -> int:
    standing = Delivery.objects.filter(
        alert_id=OuterRef("alert_id"),
        recipient_id=OuterRef("recipient_id"),
        kind=Delivery.Kind.ALERT,
        withdrawn_at=None,
    )
    rows = list(
        Duty.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(state=Duty.State.OPEN)
        .filter(overdue_noted_at=None)
        .filter(due_at__lt=now)
        .annotate(standing=Exists(standing))
        .select_related("recipient")
        .order_by("due_at", "id")[:AT_ONCE]
    )
    Duty.objects.filter(id__in=[row.id for row in rows]).update(overdue_noted_at=now)
    actions = {
        Duty.Kind.ACKNOWLEDGE.value: Action.ACKNOWLEDGEMENT_OVERDUE,
        Duty.Kind.ANSWER.value: Action.REQUEST_OVERDUE,
    }
    record_many(
        Event(actions[row.kind], SYSTEM, str(row.alert_id), now, _tell(row))
        for row in rows
        if row.standing
    )
    return len(rows)


def _note_recalls(now: datetime) -> int:
    rows = list(
        RecallOrder.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(confirmed_at=None)
        .filter(overdue_noted_at=None)
        .filter(due_at__lt=now)
        .select_related("recipient", "reporter")
        .order_by("due_at", "id")[:AT_ONCE]
    )
    RecallOrder.objects.filter(id__in=[row.id for row in rows]).update(overdue_noted_at=now)
    record_many(Event(Action.RECALL_OVERDUE, SYSTEM, str(row.id), now, _tell(row)) for row in rows)
    tell_officers(now, list_matters(rows, MatterKind.RECALL_OVERDUE))
    return len(rows)


def _tell(row: Any) -> dict[str, str]:
    return {"recipient": row.recipient.stix_id, "due_at": row.due_at.isoformat()}
