"""A consent was withdrawn: what was shared on it is taken back (PIPL 15, 47(3); GDPR 7(3), 19; PC-08)."""

from datetime import datetime

from django.db import transaction

from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_facts
from sharing.delivery.models import Cause
from sharing.erasers.telling import recall_telling


@transaction.atomic
def stop_relying(*, actor: str, now: datetime, receipt_id: str) -> int:
    """Recall every version of every alert that rests on a receipt alone; return how many orders.

    What names another basis as well goes on (PC-08). Once: those who were ordered before are not
    ordered again.
    """
    named = Alert.objects.select_for_update(no_key=True).filter(consents__receipt=receipt_id)
    ids = [alert.id for alert in named.order_by("id") if _rests_on_consent(alert)]
    return recall_telling(actor=actor, now=now, alert_ids=ids, cause=Cause.CONSENT_WITHDRAWN)


def _rests_on_consent(alert: Alert) -> bool:
    facts = open_facts(alert)
    return facts is None or {*facts.legal_bases} <= {"consent"}
