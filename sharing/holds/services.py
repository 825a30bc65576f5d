"""Place holds, propose what becomes of them, and note what two persons decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from privacy.approvals.digests import digest_of
from privacy.approvals.matters import Matter, MatterKind
from privacy.approvals.models import Approval
from privacy.approvals.services import NewApproval, ask, decide, use
from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from privacy.gate import refuse_personal
from sharing.channels.officers import tell_officers
from sharing.errors import AlreadyDecided, Unusable
from sharing.holds.models import Hold
from sharing.holds.proposals import HoldAction, Proposal, list_actions, read_proposal
from sharing.holds.selectors import get_hold
from sharing.members.actors import SYSTEM, Actor

APPROVAL = "holds.decide"
TIME_TO_APPROVE = timedelta(days=7)
_ENDS = {
    HoldAction.SUPPLY: Hold.State.RETRIED,
    HoldAction.RETRY: Hold.State.RETRIED,
    HoldAction.RELEASE: Hold.State.RELEASED,
    HoldAction.REDACT: Hold.State.REDACTED,
    HoldAction.REFUSE: Hold.State.REFUSED,
}


@dataclass(frozen=True, slots=True)
class NewHold:
    """Something that waits for a human; without recipient it is the submission as a whole."""

    submission_id: UUID
    reporter_id: UUID
    reasons: Sequence[Mapping[str, str]]
    recipient_id: UUID | None = None
    route: str = ""
    rules_version: str = ""


def place_holds(*, now: datetime, holds: Iterable[NewHold]) -> None:
    """Store holds; call inside the transaction that settles their submissions.

    An intake that was held before and is held again keeps its one open hold.
    """
    rows = [_build(one, now) for one in holds]
    if not rows:
        return
    Hold.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    _tell_officers(now, rows)
    record_many(
        Event(Action.HOLD_PLACED, SYSTEM, str(row.submission_id), now, _describe(row))
        for row in rows
    )


@transaction.atomic
def propose(*, actor: Actor, now: datetime, hold_id: UUID, proposal: Proposal) -> Hold:
    """Propose what becomes of a hold; another person must approve it (PC-41).

    A later proposal takes the place of the earlier. Raises NotFound, AlreadyDecided, Unusable, PersonNeeded.
    """
    hold = get_hold(actor=actor, hold_id=hold_id)
    _check_open(hold)
    _check(hold, proposal)
    hold.proposal = proposal.as_row()
    approval = ask(
        actor=actor.name,
        now=now,
        request=NewApproval(
            kind=APPROVAL,
            subject=str(hold.id),
            institution=actor.stix_id,
            digest=_digest(hold),
            expires_at=now + TIME_TO_APPROVE,
            reason=proposal.note,
            details={"action": proposal.action.value, "submission": str(hold.submission_id)},
        ),
    )
    hold.approval = approval.id
    hold.save(update_fields=["proposal", "approval"])
    return hold


@transaction.atomic
def propose_all(
    *, actor: Actor, now: datetime, proposals: Sequence[tuple[UUID, Proposal]]
) -> list[Hold]:
    """Propose for several holds, for all or for none. Raises as `propose` does."""
    return [
        propose(actor=actor, now=now, hold_id=hold_id, proposal=proposal)
        for hold_id, proposal in proposals
    ]


@transaction.atomic
def decide_proposal(
    *, actor: Actor, now: datetime, hold_id: UUID, approval: UUID | None, given: bool
) -> Proposal | None:
    """Approve or refuse the proposal as another person; return what is to be carried out now.

    `approval` is that of the proposal which was read: one that took its place meanwhile is not approved
    unread. None: the proposal was refused and the hold stays open. Raises NotFound, AlreadyDecided,
    SelfApproval, ApprovalNotOpen, PersonNeeded.
    """
    hold = get_hold(actor=actor, hold_id=hold_id)
    _check_open(hold)
    if hold.approval is None:
        raise Unusable("given", "Nothing was proposed for this hold yet.")
    if hold.approval != approval:
        raise AlreadyDecided("another proposal took its place; read the hold again")
    decide(actor=actor.name, now=now, approval_id=hold.approval, given=given)
    if not given:
        Hold.objects.filter(id=hold.id).update(proposal={}, approval=None)
        return None
    use(
        actor=actor.name,
        now=now,
        approval_id=hold.approval,
        kind=APPROVAL,
        subject=str(hold.id),
        digest=_digest(hold),
    )
    return _end(actor, now, hold)


def _end(actor: Actor, now: datetime, hold: Hold) -> Proposal:
    """Close a hold as its approved proposal says. Raises AlreadyDecided."""
    proposal = read_proposal(hold.proposal)
    state = _ENDS[proposal.action]
    changed = Hold.objects.filter(id=hold.id, state=Hold.State.OPEN).update(
        state=state, decided_at=now
    )
    if not changed:
        raise AlreadyDecided("the hold was decided meanwhile")
    refused = proposal.action is HoldAction.REFUSE
    action = Action.HOLD_REFUSED if refused else Action.HOLD_RELEASED
    details = _describe(hold) | {"action": proposal.action.value, "approval": str(hold.approval)}
    record(Event(action, actor.name, str(hold.submission_id), now, details))
    return proposal


def drop_holds(*, now: datetime, submissions: Iterable[UUID]) -> int:
    """Close the open holds of alerts that were taken back; return how many."""
    rows = Hold.objects.filter(submission_id__in=list(submissions), state=Hold.State.OPEN)
    return rows.update(state=Hold.State.GONE, decided_at=now)


def find_askers(holds: Iterable[Hold]) -> dict[UUID, str]:
    """Return who made the proposal that a hold waits with, by hold."""
    asked = {hold.approval: hold.id for hold in holds if hold.approval is not None}
    rows = Approval.objects.filter(id__in=asked).values_list("id", "asked_by")
    return {asked[approval_id]: actor for approval_id, actor in rows}


def _tell_officers(now: datetime, rows: Sequence[Hold]) -> None:
    """Tell the officers of those who reported, once an alert, by the first of its holds.

    An intake that was held before has had its letter.
    """
    placed = Hold.objects.filter(id__in=[row.id for row in rows]).select_related("reporter")
    firsts = {row.submission_id: row for row in placed.order_by("-id")}
    tell_officers(
        now,
        [Matter(row.reporter.stix_id, MatterKind.HOLD, str(row.id)) for row in firsts.values()],
    )


def _check_open(hold: Hold) -> None:
    if hold.state != Hold.State.OPEN:
        raise AlreadyDecided("the hold was decided before")


def _check(hold: Hold, proposal: Proposal) -> None:
    allowed = list_actions(hold.kind, [reason["code"] for reason in hold.reasons])
    if proposal.action not in allowed:
        names = ", ".join(one.value for one in allowed)
        raise Unusable("action", f"For this hold it is one of {names}.")
    supplies = bool(proposal.legal_bases or proposal.purposes)
    if supplies != (proposal.action is HoldAction.SUPPLY):
        raise Unusable("legal_bases", "Bases and purposes go with supply, and only with it.")
    refuse_personal(proposal.note, "note")
    refuse_personal(proposal.reference, "reference")


def _digest(hold: Hold) -> bytes:
    return digest_of({"hold": str(hold.id), "proposal": hold.proposal})


def _build(one: NewHold, now: datetime) -> Hold:
    return Hold(
        kind=Hold.Kind.RELEASE if one.recipient_id else Hold.Kind.INTAKE,
        submission_id=one.submission_id,
        reporter_id=one.reporter_id,
        recipient_id=one.recipient_id,
        route=one.route,
        reasons=[dict(reason) for reason in one.reasons],
        rules_version=one.rules_version,
        placed_at=now,
    )


def _describe(hold: Hold) -> dict[str, Any]:
    recipient = {"recipient": str(hold.recipient_id)} if hold.recipient_id else {}
    codes = [reason["code"] for reason in hold.reasons]
    return {"hold": str(hold.id), "kind": hold.kind, "reasons": codes, **recipient}
