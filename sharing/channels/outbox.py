"""Take messages out of the outbox and write how each attempt went. The table is the queue.

An attempt is taken in one transaction (`due_at` moves past the lease, the attempt and its audit event
are written before a byte leaves) and settled in another. What a killed worker had taken falls due again
when the lease ends, under the same id. An endpoint that fails rests, and while it does one message at a
time asks whether it is back; a message that alone fails waits alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from sharing.channels.http import Answer
from sharing.channels.models import Attempt, Dispatch, Webhook
from sharing.channels.schedule import LEASE, delay_after, rest_after
from sharing.channels.selectors import due_dispatches, ready_webhooks
from sharing.channels.services import drop_withdrawn
from sharing.members.actors import SYSTEM

GONE = "gone"
# Attempts after which a message keeps to its own schedule.
SOON_AGAIN = 5


@dataclass(frozen=True, slots=True)
class Errand:
    """One attempt that was taken and is to be made now."""

    row: Dispatch
    webhook: Webhook
    attempt: Attempt


@transaction.atomic
def take_next(*, now: datetime, webhook_id: UUID) -> Errand | None:
    """Take the next message of a webhook, or None when it has none or rests."""
    webhook = ready_webhooks(now).select_for_update(of=("self",)).filter(id=webhook_id).first()
    if webhook is None:
        return None
    row = (
        due_dispatches(now)
        .filter(webhook_id=webhook_id)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("alert", "delivery__rendition")
        .select_related("delivery__alert__reporter", "delivery__alert__membership")
        .order_by("due_at", "delivery_id", "id")
        .first()
    )
    if row is None:
        return None
    if webhook.failures:
        # Until this one is answered nobody else asks.
        Webhook.objects.filter(id=webhook.id).update(rests_until=now + LEASE)
    return Errand(row, webhook, begin(row, now=now))


def begin(row: Dispatch, *, now: datetime) -> Attempt:
    """Lease a message and write the attempt that begins, with its audit event."""
    row.attempts += 1
    row.due_at = now + LEASE
    row.save(update_fields=["attempts", "due_at"])
    if row.webhook_id is not None and row.alert_id is not None:
        record(_event(Action.PUSH_SENT, row, now))
    return Attempt.objects.create(dispatch=row, at=now)


@transaction.atomic
def settle(errand: Errand, answer: Answer, *, now: datetime) -> None:
    """Write how an attempt went, and what follows for the message and its endpoint."""
    finish(errand.attempt, answer)
    if not answer.error:
        close(errand.row, Dispatch.State.SENT, now=now)
        if errand.webhook.failures:
            _welcome_back(errand.webhook, now)
        return
    record(_event(Action.PUSH_FAILED, errand.row, now, error=answer.error))
    if answer.error == GONE:
        _give_up_on(errand.webhook, now)
        return
    put_off(errand.row, answer.error, now=now)
    _let_rest(errand.webhook, answer, now)


def finish(attempt: Attempt, answer: Answer) -> None:
    """Write how an attempt went."""
    attempt.duration_ms, attempt.status = answer.duration_ms, answer.status
    attempt.error = answer.error
    attempt.save(update_fields=["duration_ms", "status", "error"])


def close(row: Dispatch, state: Dispatch.State, *, now: datetime, error: str = "") -> None:
    """Settle a message that is still to be done."""
    Dispatch.objects.filter(id=row.id, state=Dispatch.State.WAITING).update(
        state=state, error=error, settled_at=now
    )


def put_off(row: Dispatch, error: str, *, now: datetime) -> None:
    """Let a message wait for its next attempt, or give it up when its time is over."""
    due_at = now + delay_after(row.attempts)
    if now >= row.expires_at:
        close(row, Dispatch.State.DEAD, now=now, error=error)
        record(_event(Action.PUSH_DEAD, row, now, error=error))
        return
    Dispatch.objects.filter(id=row.id, state=Dispatch.State.WAITING).update(
        due_at=min(due_at, row.expires_at), error=error
    )


@transaction.atomic
def sweep(*, now: datetime) -> None:
    """Settle what is not to be sent any more: taken back, or too old for an endpoint that is down."""
    drop_withdrawn(now=now)
    is_down = Q(webhook__failures__gt=0) | Q(webhook__enabled=False)
    # What is being sent at this moment is due after its lease.
    expired = Dispatch.objects.filter(expires_at__lte=now, due_at__lte=now).filter(is_down)
    _bury(expired, now, "expired")


def _give_up_on(webhook: Webhook, now: datetime) -> None:
    """Disable a webhook whose endpoint says that it is gone for good (RFC 9110, section 15.5.11)."""
    Webhook.objects.filter(id=webhook.id).update(enabled=False, disabled_because=GONE)
    _bury(Dispatch.objects.filter(webhook_id=webhook.id), now, GONE)


def _bury(rows: QuerySet[Dispatch], now: datetime, error: str) -> None:
    waiting = list(rows.filter(state=Dispatch.State.WAITING))
    Dispatch.objects.filter(id__in=[row.id for row in waiting]).update(
        state=Dispatch.State.DEAD, error=error, settled_at=now
    )
    record_many(_event(Action.PUSH_DEAD, row, now, error=error) for row in waiting)


def _welcome_back(webhook: Webhook, now: datetime) -> None:
    """Let an endpoint that answers again have at once what found nobody there."""
    Webhook.objects.filter(id=webhook.id).update(failures=0, rests_until=None)
    # Not without end: a message that makes the receiver break down would be first each time.
    Dispatch.objects.filter(webhook_id=webhook.id, state=Dispatch.State.WAITING).filter(
        error="no-connection", attempts__lte=SOON_AGAIN
    ).update(due_at=now)


def _let_rest(webhook: Webhook, answer: Answer, now: datetime) -> None:
    # Several lanes may fail at once: that is one failure.
    rest = rest_after(webhook.failures + 1, answer.retry_after)
    Webhook.objects.filter(id=webhook.id, failures=webhook.failures).update(
        failures=F("failures") + 1, rests_until=now + rest
    )


def _event(action: Action, row: Dispatch, now: datetime, **more: str) -> Event:
    details: dict[str, Any] = {
        "dispatch": str(row.id),
        "kind": row.kind,
        "attempt": row.attempts,
        **more,
    }
    if row.webhook_id is None:
        details["reader"] = row.reader_id
    else:
        details["webhook"] = str(row.webhook_id)
    return Event(action, SYSTEM, str(row.alert_id or row.webhook_id), now, details)
