"""Erasures that a legal hold kept waiting: carried out when it has ended (PC-15; PIPL 47; GDPR 17(3)).

The person is told no step of this: what a hold covers depends on what is held (PC-25).
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.retention.selectors import find_last_end
from privacy.rights import execution
from privacy.rights.codes import RequestType
from privacy.rights.models import RightsRequest
from privacy.rights.selectors import find_subjects

AT_ONCE = 50
# An erasure may have read a hold whose end was not written yet: it is tried for so long after the end.
SETTLING = timedelta(minutes=5)


def resume_kept(*, actor: str, now: datetime) -> int:
    """Repeat erasures that a legal hold kept, once one ended since; return how many are whole now.

    Each is a transaction; what another hold keeps goes on waiting. Safe to repeat and to run twice at once.
    """
    last = find_last_end()
    if last is None:
        return 0
    waiting = RightsRequest.objects.filter(kept_at__lte=last + SETTLING)
    ids = list(waiting.order_by("kept_at").values_list("id", flat=True)[:AT_ONCE])
    return sum(_resume(actor, now, request_id) for request_id in ids)


@transaction.atomic
def _resume(actor: str, now: datetime, request_id: UUID) -> bool:
    rows = RightsRequest.objects.select_for_update().exclude(kept_at=None)
    row = rows.filter(pk=request_id).first()
    if row is None:
        return False
    counts = execution.carry_out(
        actor=actor,
        now=now,
        kind=RequestType.ERASURE,
        subjects=find_subjects(person_id=row.person_id, controller=row.controller),
        controller=row.controller,
    )
    row.kept_at = now if counts["kept"] else None
    row.save(update_fields=["kept_at"])
    if counts["items"] or row.kept_at is None:
        record(Event(Action.RIGHTS_REQUEST_RESUMED, actor, f"rights-request:{row.id}", now, counts))
    return row.kept_at is None
