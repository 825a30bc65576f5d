"""Deliver again what a restriction had stopped, once it has ended: each copy is decided as things stand now.

What went another way meanwhile does not come back: a later version, a recall, a term that is over.
"""

import logging
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from privacy.gate import Decision, Outcome, decide_release, keep_standing
from sharing.alerts.models import Alert
from sharing.channels.models import Dispatch
from sharing.channels.services import take_back
from sharing.delivery.collection import unhide
from sharing.delivery.models import Cause, Delivery, RenditionObject
from sharing.delivery.services import Refusal, deliver, find_stored
from sharing.delivery.withdrawal import TakeBack, leave_out_withdrawn
from sharing.holds.models import Return
from sharing.holds.services import NewHold, place_holds
from sharing.ingest.held import count_released
from sharing.members.actors import SYSTEM
from sharing.pipeline.decide import act_for, render_edition
from sharing.pipeline.journey import Admitted, Release, Surroundings
from sharing.pipeline.ledger import MOST_TRIES, StandingMoved, make_sure, note_acts
from sharing.pipeline.reopening import reopen_for
from sharing.pipeline.views import announce, narrow
from sharing.response.models import RecallOrder

AT_ONCE = 100
logger = logging.getLogger("sharing.pipeline")


def deliver_returns(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Deliver what was stopped and may go again, some copies at a time; return how many were looked at.

    Safe to repeat and to run twice at once. What cannot be decided yet is left for the next time; what
    fails goes behind all others, so that it stops none.
    """
    ids = list(Return.objects.order_by("since", "id").values_list("id", flat=True)[:limit])
    return sum(_try(now, one) for one in ids)


def _try(now: datetime, return_id: int) -> bool:
    for _ in range(MOST_TRIES):
        try:
            return _deliver_one(now, return_id)
        except StandingMoved:
            continue
        except Exception as error:  # noqa: BLE001  # whatever it was, the others are not to wait
            # The text of an exception may quote content: its type has to do.
            logger.warning("return %d failed: %s", return_id, type(error).__name__)
            Return.objects.filter(id=return_id).update(since=now)
            break
    return False


@transaction.atomic
def _deliver_one(now: datetime, return_id: int) -> bool:
    # Before the row: who ends another restriction of the same copy holds the one and wants the other.
    keep_standing()
    rows = Return.objects.select_for_update(skip_locked=True)
    row = rows.filter(id=return_id).first()
    if row is None:
        return False
    row.delete()
    if _is_over(row, now):
        return True
    found = reopen_for(now=now, alert_id=row.alert_id, recipient_id=row.recipient_id)
    if found is not None:
        _carry_out(now, row, *found)
    return True


def _is_over(row: Return, now: datetime) -> bool:
    """Say whether the copy is no longer wanted out: it stands, was recalled, is late or was replaced.

    One that stands masked may have more to tell now.
    """
    alert = Alert.objects.get(id=row.alert_id)
    copies = Delivery.objects.filter(alert=alert, kind=Delivery.Kind.ALERT)
    copies = copies.filter(recipient_id=row.recipient_id)
    later = Alert.objects.filter(reporter_id=alert.reporter_id, root_id=alert.root_id)
    ordered = RecallOrder.objects.filter(alert=alert, recipient_id=row.recipient_id)
    # Nobody may read what was scrubbed, and its rendition stands for all of one profile.
    scrubbed = RenditionObject.objects.filter(rendition__alert=alert, body=b"")
    return (
        _find_standing(row).exclude(rendition__outcome=Outcome.ALLOW_REDACTED.value).exists()
        or copies.exclude(withdrawn_at=None).exclude(cause=Cause.RESTRICTED).exists()
        or (alert.retain_until is not None and alert.retain_until <= now)
        or later.filter(received_at__gt=alert.received_at).exists()
        or ordered.exists()
        or scrubbed.exists()
    )


def _carry_out(now: datetime, row: Return, admitted: Admitted, around: Surroundings) -> None:
    """Decide as any copy is decided: it goes, waits for an officer again, or is refused."""
    (hop,) = admitted.stops
    act = act_for(admitted, hop, around)
    decision = decide_release(act, admitted.inspection, now=now)
    if not decision.is_allowed and _find_standing(row).exists():
        # It has what it may have.
        return
    if decision.outcome is Outcome.HOLD:
        reasons = [asdict(reason) for reason in decision.reasons]
        waiting = NewHold(
            admitted.id,
            admitted.reporter.id,
            reasons,
            recipient_id=row.recipient_id,
            route=hop.route,
            rules_version=decision.rules_version,
        )
        place_holds(now=now, holds=[waiting])
    elif decision.is_allowed:
        _deliver(now, row, admitted, around, decision)
    else:
        refusal = Refusal(admitted.id, hop.party.stix_id, decision)
        note_acts([Release(admitted, (), (refusal,))], around)


def _deliver(
    now: datetime, row: Return, admitted: Admitted, around: Surroundings, decision: Decision
) -> None:
    edition = find_stored(render_edition(admitted, decision, admitted.stops, around))
    if _find_standing(row).filter(rendition_id=edition.id).exists():
        return
    edition = narrow(edition, admitted, around)
    released = [Release(admitted, (edition,) if edition.recipients else (), ())]
    make_sure(released, around)
    if not _set_aside(now, row):
        count_released(submission_id=admitted.id)
    rows = deliver(now=now, editions=released[0].editions)
    leave_out_withdrawn(now=now, alert_id=row.alert_id, rendition_id=edition.id)
    unhide(alert_id=row.alert_id, recipient_id=row.recipient_id, rendition_id=edition.id)
    note_acts(released, around)
    announce(released, rows, around)


def _find_standing(row: Return) -> QuerySet[Delivery]:
    copies = Delivery.objects.filter(alert_id=row.alert_id, recipient_id=row.recipient_id)
    return copies.filter(kind=Delivery.Kind.ALERT, withdrawn_at=None)


def _set_aside(now: datetime, row: Return) -> int:
    """Make room for the copy where an earlier one was taken back; that is told by the audit log."""
    if _find_standing(row).exists():
        masked = TakeBack(row.alert_id, Cause.RESTRICTED, frozenset({row.recipient_id}))
        take_back(actor=SYSTEM, now=now, orders=[masked])
    gone = Delivery.objects.filter(alert_id=row.alert_id, recipient_id=row.recipient_id)
    gone = gone.filter(kind=Delivery.Kind.ALERT).exclude(withdrawn_at=None)
    # What was pushed of it stays on record.
    Dispatch.objects.filter(delivery__in=gone).update(delivery=None)
    return gone.delete()[0]
