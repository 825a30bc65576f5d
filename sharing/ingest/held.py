"""What becomes of submissions that were held or failed: they go on again, or end."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from sharing.ingest.models import Submission

UNSTORED = (Submission.State.RECEIVED, Submission.State.HELD, Submission.State.FAILED)


def requeue(*, actor: str, now: datetime, state: Submission.State) -> int:
    """Put all held or all failed submissions back into the queue; return how many.

    For the operator, after the cause is gone: a key is back, an agreement was signed.
    """
    with transaction.atomic():
        rows = Submission.objects.filter(state=state, body__isnull=False)
        ids = list(rows.values_list("id", flat=True))
        rows.update(
            state=Submission.State.RECEIVED, attempts=0, due_at=now, reasons=[], decided_at=None
        )
        record_many(Event(Action.SUBMISSION_REQUEUED, actor, str(one), now) for one in ids)
    return len(ids)


@transaction.atomic
def requeue_one(*, actor: str, now: datetime, submission_id: UUID) -> bool:
    """Put one held submission back into the queue; say whether it was still held."""
    rows = Submission.objects.filter(id=submission_id, state=Submission.State.HELD)
    changed = rows.filter(body__isnull=False).update(
        state=Submission.State.RECEIVED, attempts=0, due_at=now, reasons=[], decided_at=None
    )
    if changed:
        record(Event(Action.SUBMISSION_REQUEUED, actor, str(submission_id), now))
    return bool(changed)


@transaction.atomic
def refuse_held(
    *, actor: str, now: datetime, submission_id: UUID, reason: Mapping[str, str]
) -> bool:
    """End a held submission: its content goes, the reason stays; say whether it was still held."""
    changed = Submission.objects.filter(id=submission_id, state=Submission.State.HELD).update(
        state=Submission.State.REFUSED, reasons=[dict(reason)], body=None, decided_at=now
    )
    if changed:
        details = {"reasons": [reason["code"]]}
        record(Event(Action.SUBMISSION_REFUSED, actor, str(submission_id), now, details))
    return bool(changed)


def lock_waiting(submissions: Collection[UUID]) -> frozenset[UUID]:
    """Keep others from working on submissions that are no alerts yet; return which still are none.

    Call before any other lock: who writes what became of one is waited for.
    """
    rows = Submission.objects.select_for_update(no_key=True).filter(id__in=list(submissions))
    rows = rows.filter(state__in=UNSTORED).filter(body__isnull=False)
    return frozenset(rows.order_by("id").values_list("id", flat=True))


@transaction.atomic
def end_waiting(
    *, actor: str, now: datetime, submissions: Collection[UUID], reason: Mapping[str, str]
) -> int:
    """End submissions that are no alerts yet: their content goes; return how many still waited."""
    ended = sorted(lock_waiting(submissions))
    Submission.objects.filter(id__in=ended).update(
        state=Submission.State.REFUSED, reasons=[dict(reason)], body=None, decided_at=now
    )
    details = {"reasons": [reason["code"]]}
    record_many(Event(Action.SUBMISSION_REFUSED, actor, str(one), now, details) for one in ended)
    return len(ended)


@transaction.atomic
def count_released(*, submission_id: UUID) -> None:
    """Note that one more recipient gets a stored alert; one whose copies were all held goes on."""
    rows = Submission.objects.filter(id=submission_id)
    rows.update(recipients=F("recipients") + 1)
    rows.filter(state=Submission.State.HELD).update(state=Submission.State.ROUTED)


def lock_submission(submission_id: UUID) -> None:
    """Keep others from settling a submission until the caller's transaction ends."""
    Submission.objects.select_for_update().only("id").get(id=submission_id)
