"""What was wrongly said of a person is put right: taken back after a complaint, or corrected on request."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from privacy.rights.complaints import Move, Moved, move_complaint
from privacy.rights.errors import Unfit
from privacy.rights.officers import Officer
from sharing.alerts.selectors import find_by_reference, get_own_alert, open_facts
from sharing.members.actors import Actor
from sharing.response.recalls import recall_wrong
from sharing.tasks import wake_pushers, wake_workers

_NOT_FOUND = gettext_noop(
    "The complaint names an alert that the institution it is about never sent. Where another alert is"
    " wrong, take that one back; then close the complaint as settled."
)
_NO_CORRECTION = gettext_noop(
    "Give the reference of an alert of your own that was sent in mode correct and has been stored."
)


@transaction.atomic
def move_and_correct(*, actor: Officer, now: datetime, complaint_id: UUID, move: Move) -> Moved:
    """Move a complaint on; upheld, it takes back the alert it names, from everybody who holds it (PC-27).

    Raises as `move_complaint` does, and Unfit where the alert it names is not found: nothing is upheld
    without a correction. One that names no alert corrects nothing.
    """
    moved = move_complaint(actor=actor, now=now, complaint_id=complaint_id, move=move)
    if moved.needs_correction and moved.row.alert:
        alert = find_by_reference(stix_id=moved.row.about, reference=moved.row.alert)
        if alert is None:
            raise Unfit("outcome", _NOT_FOUND)
        recall_wrong(actor=actor.name, now=now, alert_id=alert)
        wake_workers()
        wake_pushers()
    return moved


def find_correction(*, actor: Actor, reference: str) -> UUID | None:
    """Return the alert of the actor's own that corrects an earlier one; None for no reference (PC-14).

    Raises Unfit for what is no stored correction of theirs.
    """
    if not reference:
        return None
    alert_id = find_by_reference(stix_id=actor.stix_id, reference=reference)
    facts = open_facts(get_own_alert(actor=actor, alert_id=alert_id)) if alert_id else None
    if facts is None or facts.mode != "correct":
        raise Unfit("correction", _NO_CORRECTION)
    return alert_id
