"""What a recipient does about an alert: acknowledge it, say what became of it, refuse what it asks."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.delivery.models import Delivery
from sharing.delivery.selectors import get_received
from sharing.errors import AlreadyAnswered, NotFound
from sharing.members.actors import Actor
from sharing.response.models import Duty, Feedback


@dataclass(frozen=True, slots=True)
class Opinion:
    """What became of an alert at its recipient (profile f7). Funds are a band in whole units."""

    disposition: str
    acted_at: datetime | None = None
    funds_stopped_min: int | None = None
    funds_stopped_max: int | None = None
    currency: str = ""
    customers_protected: int | None = None
    lead_time: str = ""
    reason_code: str = ""
    share_with_source: bool = False


@transaction.atomic
def acknowledge(*, actor: Actor, now: datetime, alert_id: UUID) -> Duty:
    """Note that the actor's institution acknowledges an alert; the first time counts.

    Raises NotFound, also for the alert's reporter, and Withdrawn.
    """
    _lock_received(actor, alert_id)
    row, _ = Duty.objects.get_or_create(
        alert_id=alert_id,
        recipient_id=actor.institution_id,
        kind=Duty.Kind.ACKNOWLEDGE,
        defaults={"opened_at": now},
    )
    if row.state != Duty.State.DONE:
        row.state, row.done_at, row.done_by = Duty.State.DONE, now, actor.name
        row.save(update_fields=["state", "done_at", "done_by"])
        details = {"late": row.late}
        record(Event(Action.ALERT_ACKNOWLEDGED, actor.name, str(alert_id), now, details))
    return row


@transaction.atomic
def give_feedback(*, actor: Actor, now: datetime, alert_id: UUID, opinion: Opinion) -> Feedback:
    """Store what became of an alert at the actor's institution; what it said before is kept.

    The same again changes nothing. Raises NotFound, also for the alert's reporter, and Withdrawn.
    """
    _lock_received(actor, alert_id)
    current = Feedback.objects.filter(
        alert_id=alert_id, recipient_id=actor.institution_id, current=True
    )
    said = asdict(opinion)
    before = current.first()
    if before is not None and all(getattr(before, name) == said[name] for name in said):
        return before
    current.update(current=False)
    row = Feedback.objects.create(
        alert_id=alert_id,
        recipient_id=actor.institution_id,
        given_at=now,
        given_by=actor.name,
        **said,
    )
    details: dict[str, Any] = {
        "disposition": row.disposition,
        "shared_with_source": row.share_with_source,
    }
    record(Event(Action.FEEDBACK_GIVEN, actor.name, str(alert_id), now, details))
    return row


@transaction.atomic
def refuse_request(*, actor: Actor, now: datetime, alert_id: UUID, reason_code: str) -> None:
    """Note that the actor's institution does not answer a request; a second refusal changes nothing.

    Raises NotFound for what was not asked of it, Withdrawn, AlreadyAnswered.
    """
    _lock_received(actor, alert_id)
    row = (
        Duty.objects.filter(alert_id=alert_id)
        .filter(recipient_id=actor.institution_id)
        .filter(kind=Duty.Kind.ANSWER)
        .select_for_update()
        .first()
    )
    if row is None:
        raise NotFound("there is no such request")
    if row.state == Duty.State.DONE:
        raise AlreadyAnswered("the request was answered before")
    if row.state == Duty.State.REFUSED:
        return
    row.state, row.done_at, row.done_by = Duty.State.REFUSED, now, actor.name
    row.reason_code = reason_code
    row.save(update_fields=["state", "done_at", "done_by", "reason_code"])
    details = {"reason": reason_code, "late": row.late}
    record(Event(Action.REQUEST_REFUSED, actor.name, str(alert_id), now, details))


def _lock_received(actor: Actor, alert_id: UUID) -> None:
    """Hold the actor's delivery, so that two acts on it, or an act and a recall, do not cross.

    Raises NotFound and Withdrawn.
    """
    rows = Delivery.objects.filter(alert_id=alert_id, recipient_id=actor.institution_id)
    # The order in which a withdrawal takes them.
    list(rows.select_for_update().order_by("id").values_list("id"))
    get_received(actor=actor, alert_id=alert_id)
