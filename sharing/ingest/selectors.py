"""Reads of submissions: only ever one's own."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sharing.errors import NotFound
from sharing.ingest.models import Submission
from sharing.members.actors import Actor


def get_submission(*, actor: Actor, submission_id: UUID) -> Submission:
    """Return one's own submission without its content. Raises NotFound."""
    found = (
        Submission.objects.defer("body")
        .filter(id=submission_id)
        .filter(institution_id=actor.institution_id)
        .first()
    )
    if found is None:
        raise NotFound("there is no such submission")
    return found


def list_submissions(
    *, actor: Actor, before: tuple[datetime, UUID] | None, limit: int
) -> list[Submission]:
    """Return one's own submissions, newest first, from after the (received_at, id) of a cursor."""
    rows = Submission.objects.defer("body").filter(institution_id=actor.institution_id)
    if before is not None:
        at, last = before
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, id__lt=last))
    return list(rows.order_by("-received_at", "-id")[:limit])
