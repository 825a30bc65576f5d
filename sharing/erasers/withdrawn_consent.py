"""A consent was withdrawn: what was shared on it is taken back (PIPL 15, 47(3); GDPR 7(3), 19; PC-08)."""

from datetime import datetime

from django.db import transaction

from privacy.gate import find_resting_on, move_standing
from sharing.delivery.models import Cause
from sharing.erasers.telling import lock_copies, recall_from


@transaction.atomic
def stop_relying(*, actor: str, now: datetime, receipt_id: str) -> int:
    """Recall each copy that rests on a receipt alone, from who has it; return how many orders.

    The ledger says what each act rests on. What goes by another basis as well, and what its recipient has
    by a statute, goes on (PC-08). Once: those who were ordered before are not ordered again.
    """
    # Before any other lock: who is about to hand out on this consent is waited for, or decides again.
    move_standing()
    copies = lock_copies(find_resting_on(receipt_id))
    return recall_from(actor=actor, now=now, copies=copies, cause=Cause.CONSENT_WITHDRAWN)
