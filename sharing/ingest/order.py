"""The order of one member's submissions, for those that are about what it sent before."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from sharing.ingest.models import Submission

PAUSE = timedelta(seconds=1)


def is_behind(submission: Submission) -> bool:
    """Say whether its sender has an earlier submission that is still to be worked."""
    return (
        Submission.objects.filter(institution_id=submission.institution_id)
        .filter(state=Submission.State.RECEIVED)
        .filter(
            Q(received_at__lt=submission.received_at)
            | Q(received_at=submission.received_at, id__lt=submission.id)
        )
        .exists()
    )


def put_off(*, now: datetime, submission: Submission) -> None:
    """Return a leased submission to the queue for a moment; that is no failed attempt."""
    Submission.objects.filter(id=submission.id, state=Submission.State.RECEIVED).update(
        attempts=F("attempts") - 1, due_at=now + PAUSE
    )
