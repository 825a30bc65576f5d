"""May what was handed out be read for another purpose (PC-02)? The ledger says for what it went."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from privacy import Treatment
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.policy import purpose_allows
from privacy.policy.types import Decision
from privacy.transfers.selectors.acts import Bound, find_last_acts

__all__ = ["find_acts", "find_unfit", "is_stricter", "refuse_purpose"]

# What a recipient holds by its latest act on each alert.
find_acts = find_last_acts


_STRICTNESS = tuple(Treatment).index


def is_stricter(decision: Decision, told: Bound | None) -> bool:
    """Say whether a decision of now withholds anything that the act before it told, or all of it.

    What no act is on record for counts as told in clear.
    """
    if not decision.is_allowed:
        return True
    before = dict(one.split("=") for one in told.treatments) if told else {}
    return any(
        _STRICTNESS(treatment) > _STRICTNESS(Treatment(before.get(category.value, "clear")))
        for category, treatment in decision.treatments
    )


def refuse_purpose(*, actor: str, now: datetime, alert: UUID, recipient: str, asked: str) -> bool:
    """Say whether a recipient may not read an alert for the purpose it states, and record it if so.

    What holds nothing of a person is bound to no purpose. PIPL 6, 14; GDPR 5(1)(b).
    """
    is_unfit = bool(_find_unfit([alert], recipient, asked, now))
    if is_unfit:
        record(Event(Action.PURPOSE_REFUSED, actor, str(alert), now, {"purpose": asked}))
    return is_unfit


def find_unfit(
    *, actor: str, now: datetime, alerts: Iterable[Any], recipient: str, asked: str
) -> frozenset[UUID]:
    """Return the alerts that a recipient may not read for the purpose asked, all on one record.

    `alerts` are ids, or a query for them; one statement, and one record where any is returned.
    """
    unfit = _find_unfit(alerts, recipient, asked, now)
    if unfit:
        details = {"purpose": asked, "alerts": sorted(str(one) for one in unfit)}
        record(Event(Action.PURPOSE_REFUSED, actor, recipient, now, details))
    return unfit


def _find_unfit(
    alerts: Iterable[Any], recipient: str, asked: str, now: datetime
) -> frozenset[UUID]:
    bound = find_last_acts(alerts=alerts, recipient=recipient)
    return frozenset(
        alert
        for alert, act in bound.items()
        if act.is_personal and not purpose_allows(act.purposes, asked, now=now)
    )
