"""May what was handed out be read for another purpose (PC-02)? The ledger says for what it went."""

from datetime import datetime
from uuid import UUID

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.policy import purpose_allows
from privacy.transfers.selectors.acts import find_last_act

__all__ = ["refuse_purpose"]


def refuse_purpose(*, actor: str, now: datetime, alert: UUID, recipient: str, asked: str) -> bool:
    """Say whether a recipient may not read an alert for the purpose it states, and record it if so.

    What holds nothing of a person is bound to no purpose. PIPL 6, 14; GDPR 5(1)(b).
    """
    act = find_last_act(alert=alert, recipient=recipient)
    if act is None or not act.is_personal:
        return False
    if purpose_allows(act.purposes, asked, now=now):
        return False
    record(Event(Action.PURPOSE_REFUSED, actor, str(alert), now, {"purpose": asked}))
    return True
