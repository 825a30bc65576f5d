"""Holds as the institution that reported may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sharing.holds.models import Hold
from sharing.holds.proposals import HoldAction, list_actions
from sharing.holds.services import find_askers
from sharing.members.actors import Actor
from sharing.members.models import Institution
from sharing.response.overview import find_partners


@dataclass(frozen=True, slots=True)
class HoldEntry:
    """A hold; its recipient by name where the reporter may know it, else by kind alone."""

    id: UUID
    kind: str
    alert: UUID
    recipient: Institution | None
    recipient_kind: str
    reasons: Sequence[dict[str, str]]
    rules_version: str
    placed_at: datetime
    state: str
    actions: tuple[HoldAction, ...]
    proposal: dict[str, Any]
    approval: UUID | None
    proposed_by_me: bool
    decided_at: datetime | None


def describe_holds(holds: Sequence[Hold], *, actor: Actor, now: datetime) -> list[HoldEntry]:
    """Return holds as the actor may see them; a few queries whatever their number."""
    recipients = [hold.recipient for hold in holds if hold.recipient is not None]
    known = find_partners(actor=actor, now=now, institutions=recipients) if recipients else set()
    askers = find_askers(holds)
    return [_describe(hold, actor, known, askers) for hold in holds]


def _describe(hold: Hold, actor: Actor, known: set[UUID], askers: dict[UUID, str]) -> HoldEntry:
    to = hold.recipient
    codes = [reason["code"] for reason in hold.reasons]
    is_open = hold.state == Hold.State.OPEN
    return HoldEntry(
        id=hold.id,
        kind=hold.kind,
        alert=hold.submission_id,
        recipient=to if to is not None and to.id in known else None,
        recipient_kind=to.kind if to is not None else "",
        reasons=hold.reasons,
        rules_version=hold.rules_version,
        placed_at=hold.placed_at,
        state=hold.state,
        actions=list_actions(hold.kind, codes) if is_open else (),
        proposal=hold.proposal,
        approval=hold.approval,
        proposed_by_me=bool(hold.approval) and askers.get(hold.id) == actor.name,
        decided_at=hold.decided_at,
    )
