"""What a credential that reads for one purpose leaves out of lists: alerts shared for others (PC-02)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from privacy.gate import find_unfit
from sharing.members.actors import Actor


def leave_out(*, actor: Actor, now: datetime, alerts: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of these alerts the actor does not read for its own purpose, all on one record.

    Without a purpose of its own it reads each for what the alert's marking binds it to. At most two
    statements, and none without a purpose.
    """
    asked = list(alerts) if actor.purpose else []
    if not asked:
        return frozenset()
    return find_unfit(
        actor=actor.name, now=now, alerts=asked, recipient=actor.stix_id, asked=actor.purpose
    )
