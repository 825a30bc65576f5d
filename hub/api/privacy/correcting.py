"""A complaint about a risk measure is upheld: what it was about is taken back (PC-27)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.rights.complaints import Move, Moved, move_complaint
from privacy.rights.officers import Officer
from sharing.alerts.selectors import find_by_reference
from sharing.response.recalls import recall_wrong
from sharing.tasks import wake_pushers, wake_workers


@transaction.atomic
def move_and_correct(*, actor: Officer, now: datetime, complaint_id: UUID, move: Move) -> Moved:
    """Move a complaint on; upheld, it takes back the alert it names, from everybody who holds it.

    Raises as `move_complaint` does. A reference that names no alert of the institution corrects nothing.
    """
    moved = move_complaint(actor=actor, now=now, complaint_id=complaint_id, move=move)
    if moved.needs_correction:
        alert = find_by_reference(stix_id=moved.row.about, reference=moved.row.alert)
        if alert is not None:
            recall_wrong(actor=actor.name, now=now, alert_id=alert)
            wake_workers()
            wake_pushers()
    return moved
