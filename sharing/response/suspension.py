"""Who leaves a recall unconfirmed gets nothing personal from its sender until it confirms (section 4).

A fact of two institutions, read with each batch; the clock is the setting RECALL_SUSPENSION_DAYS.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from privacy.approvals.matters import Desk, Matter, MatterKind
from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from privacy.gate import move_standing
from sharing.channels.officers import tell_officers
from sharing.members.actors import SYSTEM, Actor
from sharing.response.models import RecallOrder

AT_ONCE = 500


@transaction.atomic
def suspend_unconfirmed(*, now: datetime) -> int:
    """Suspend who was ordered too long ago and did not confirm, once an order; return how many orders.

    Both sides are told. A regulator is spared: what it receives it receives by a statute.
    """
    before = now - timedelta(days=settings.RECALL_SUSPENSION_DAYS)
    rows = list(
        RecallOrder.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(confirmed_at=None)
        .filter(suspended_at=None)
        .filter(ordered_at__lte=before)
        .exclude(recipient__kind="regulator")
        .select_related("recipient", "reporter")
        .order_by("ordered_at", "id")[:AT_ONCE]
    )
    if not rows:
        return 0
    move_standing()
    RecallOrder.objects.filter(id__in=[row.id for row in rows]).update(suspended_at=now)
    record_many(
        Event(Action.RECALL_SUSPENDED, SYSTEM, str(row.id), now, _describe(row)) for row in rows
    )
    tell_officers(now, list_matters(rows, MatterKind.RECALL_SUSPENDED))
    return len(rows)


def lift_suspension(*, actor: str, now: datetime, order: RecallOrder) -> None:
    """Record that an order which had suspended its recipient was confirmed; call with the confirmation.

    Another open order between the same two keeps the suspension.
    """
    if order.suspended_at is not None:
        move_standing()
        details = _describe(order)
        record(Event(Action.RECALL_SUSPENSION_LIFTED, actor, str(order.id), now, details))


def find_suspended(reporters: Iterable[UUID]) -> frozenset[tuple[UUID, UUID]]:
    """Return (reporter, recipient) of those who get nothing personal from these reporters now."""
    rows = RecallOrder.objects.filter(reporter_id__in=set(reporters))
    rows = rows.filter(confirmed_at=None).exclude(suspended_at=None)
    return frozenset(rows.values_list("reporter_id", "recipient_id").distinct())


def count_recalls(*, actor: Actor, now: datetime) -> tuple[Desk, Desk]:
    """Return how many orders the actor's institution has to confirm, and how many of its own wait."""
    received = RecallOrder.objects.filter(recipient_id=actor.institution_id, confirmed_at=None)
    sent = RecallOrder.objects.filter(reporter_id=actor.institution_id, confirmed_at=None)
    return (
        Desk(received.count(), received.filter(due_at__lt=now).count()),
        Desk(sent.count(), sent.filter(due_at__lt=now).count()),
    )


def list_matters(rows: Sequence[RecallOrder], kind: MatterKind) -> list[Matter]:
    """Return orders as matters of both desks: who has to confirm, and who waits for it."""
    desks = ((row, desk) for row in rows for desk in (row.recipient.stix_id, row.reporter.stix_id))
    return [Matter(desk, kind, str(row.id)) for row, desk in desks]


def _describe(row: RecallOrder) -> dict[str, str]:
    return {"recipient": row.recipient.stix_id, "reporter": row.reporter.stix_id}
