"""Open the duties that come with delivered alerts, and settle those that an alert answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.delivery.models import Delivery
from sharing.members.models import Institution
from sharing.response.models import Duty
from sharing.stix.alert import AlertFacts
from sharing.stix.timestamps import read_timestamp

REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Sent:
    """An alert that was just delivered, who sent it, and the request that it answers."""

    alert_id: UUID
    reporter_id: UUID
    actor: str
    facts: AlertFacts
    answers: UUID | None = None


def open_duties(*, now: datetime, alerts: Sequence[Sent], deliveries: Sequence[Delivery]) -> int:
    """Write what recipients owe for alerts that came into their inboxes; return how many duties.

    Call inside the transaction that delivers. Who is asked by name owes an answer; an alert that
    answers settles what its reporter owed.
    """
    received: dict[UUID, list[Delivery]] = {one.alert_id: [] for one in alerts}
    for row in deliveries:
        received[row.alert_id].append(row)
    named = _name_recipients(alerts, received)
    rows = [duty for one in alerts for duty in _list_duties(now, one, received, named)]
    Duty.objects.bulk_create(rows, batch_size=500)
    for one in alerts:
        if one.answers is not None:
            _settle(now, one, one.answers, received[one.alert_id])
    return len(rows)


def _name_recipients(
    alerts: Iterable[Sent], received: Mapping[UUID, Sequence[Delivery]]
) -> Mapping[UUID, str]:
    """Return the STIX ids of those that received a request."""
    wanted = {
        row.recipient_id
        for one in alerts
        if one.facts.mode == REQUEST
        for row in received[one.alert_id]
    }
    if not wanted:
        return {}
    return dict(Institution.objects.filter(id__in=wanted).values_list("id", "stix_id"))


def _list_addressed(
    one: Sent, received: Mapping[UUID, Sequence[Delivery]], named: Mapping[UUID, str]
) -> set[UUID]:
    """Return who received it and is named in its audience; a regulator's route may say otherwise."""
    return {
        row.recipient_id
        for row in received[one.alert_id]
        if f"member:{named[row.recipient_id]}" in one.facts.audience
    }


def _list_duties(
    now: datetime,
    one: Sent,
    received: Mapping[UUID, Sequence[Delivery]],
    named: Mapping[UUID, str],
) -> Iterable[Duty]:
    conversation = one.facts.conversation
    if conversation.acknowledge_by:
        due_at = read_timestamp(conversation.acknowledge_by)
        for row in received[one.alert_id]:
            yield Duty(
                alert_id=one.alert_id,
                recipient_id=row.recipient_id,
                kind=Duty.Kind.ACKNOWLEDGE,
                opened_at=now,
                due_at=due_at,
            )
    if one.facts.mode == REQUEST:
        due = conversation.respond_by
        for recipient_id in sorted(_list_addressed(one, received, named)):
            yield Duty(
                alert_id=one.alert_id,
                recipient_id=recipient_id,
                kind=Duty.Kind.ANSWER,
                opened_at=now,
                due_at=read_timestamp(due) if due else None,
                thread=one.facts.thread,
                envelope_id=conversation.envelope_id,
                asker_id=one.reporter_id,
            )


def _settle(now: datetime, one: Sent, request: UUID, received: Sequence[Delivery]) -> None:
    """Note that an alert answers a request, if it reached the one who asked."""
    row = (
        Duty.objects.select_for_update()
        .filter(alert_id=request)
        .filter(recipient_id=one.reporter_id)
        .filter(kind=Duty.Kind.ANSWER)
        .filter(asker_id__in=[row.recipient_id for row in received])
        .exclude(state=Duty.State.DONE)
        .first()
    )
    if row is None:
        return
    row.state, row.done_at, row.done_by = Duty.State.DONE, now, one.actor
    row.answer_id, row.reason_code = one.alert_id, ""
    row.save(update_fields=["state", "done_at", "done_by", "answer", "reason_code"])
    details = {"answer": str(one.alert_id), "late": row.late}
    record(Event(Action.REQUEST_ANSWERED, one.actor, str(row.alert_id), now, details))
