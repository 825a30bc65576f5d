"""What becomes of submissions that were held or failed: they go on again, or end."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from sharing.ingest.models import Submission


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


@transaction.atomic
def count_released(*, submission_id: UUID) -> None:
    """Note that one more recipient gets a stored alert; one whose copies were all held goes on."""
    rows = Submission.objects.filter(id=submission_id)
    rows.update(recipients=F("recipients") + 1)
    rows.filter(state=Submission.State.HELD).update(state=Submission.State.ROUTED)


def lock_submission(submission_id: UUID) -> None:
    """Keep others from settling a submission until the caller's transaction ends."""
    Submission.objects.select_for_update().only("id").get(id=submission_id)
