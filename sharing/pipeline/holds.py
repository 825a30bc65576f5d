"""Carry out what two persons decided about a hold, and show beforehand what it would come to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.gate import (
    Decision,
    RedactedAlert,
    ReleaseAct,
    decide_release,
    keep_standing,
    redact_by_human,
    release_by_human,
)
from sharing.delivery.services import deliver, find_stored
from sharing.delivery.withdrawal import leave_out_withdrawn
from sharing.errors import NotAvailable, Unusable
from sharing.holds.models import Hold
from sharing.holds.proposals import HoldAction, Proposal
from sharing.holds.selectors import get_hold, has_open_holds
from sharing.holds.services import decide_proposal
from sharing.ingest.held import count_released, lock_submission, refuse_held, requeue_one
from sharing.members.actors import Actor
from sharing.pipeline.decide import act_for, render_edition
from sharing.pipeline.journey import Admitted, Release, Surroundings
from sharing.pipeline.ledger import MOST_TRIES, StandingMoved, make_sure, note_acts
from sharing.pipeline.reopening import reopen_for
from sharing.pipeline.views import announce, narrow
from sharing.response.duties import Sent, open_duties

_GONE = "The alert was taken back, or the recipient is entitled to it no more."
_FORBIDDEN = "The rules forbid it to this recipient: redact or refuse it."
_REFUSED = {
    "code": "refused-by-officer",
    "source": "control matrix PC-41",
    "message": "Two persons of your institution decided that the alert is not shared.",
}


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a recipient would get if its copy were released."""

    decision: Decision
    redacted: RedactedAlert | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the proposal that was read for a hold is approved."""

    hold_id: UUID
    approval: UUID
    given: bool


def decide_hold(
    *, actor: Actor, now: datetime, hold_id: UUID, approval: UUID | None, given: bool
) -> Hold:
    """Approve or refuse what was proposed, and carry out what is approved. Return the hold as it is now.

    Raises NotFound, AlreadyDecided, SelfApproval, ApprovalNotOpen, PersonNeeded; Unusable where the rules
    still forbid what was approved, and NotAvailable where what it rests on keeps changing: then nothing
    has changed.
    """
    for _ in range(MOST_TRIES):
        try:
            return _decide_once(actor, now, hold_id, approval, given=given)
        except StandingMoved:
            # A withdrawal came between: the copy is decided again as things stand now.
            continue
    raise NotAvailable("what the copy rests on keeps changing")


def decide_holds(*, actor: Actor, now: datetime, verdicts: Sequence[Verdict]) -> list[Hold]:
    """Decide on several holds, on all or on none; return them as they are now.

    Raises as `decide_hold` does, with nothing changed.
    """
    for _ in range(MOST_TRIES):
        try:
            return _decide_all(actor, now, verdicts)
        except StandingMoved:
            continue
    raise NotAvailable("what the copies rest on keeps changing")


@transaction.atomic
def _decide_all(actor: Actor, now: datetime, verdicts: Sequence[Verdict]) -> list[Hold]:
    _lock([get_hold(actor=actor, hold_id=one.hold_id) for one in verdicts])
    return [
        _decide_once(actor, now, one.hold_id, one.approval, given=one.given) for one in verdicts
    ]


@transaction.atomic
def _decide_once(
    actor: Actor, now: datetime, hold_id: UUID, approval: UUID | None, *, given: bool
) -> Hold:
    _lock([get_hold(actor=actor, hold_id=hold_id)])
    proposal = decide_proposal(
        actor=actor, now=now, hold_id=hold_id, approval=approval, given=given
    )
    hold = get_hold(actor=actor, hold_id=hold_id)
    if proposal is not None:
        _carry_out(actor, now, hold, proposal)
    return hold


def _lock(holds: Sequence[Hold]) -> None:
    """Lock in the order of all who write: submissions that are no alerts yet, then what acts rest on."""
    for submission in sorted(one.submission_id for one in holds if one.recipient_id is None):
        lock_submission(submission)
    if any(one.recipient_id is not None for one in holds):
        keep_standing()


def foresee(*, now: datetime, hold: Hold) -> Prospect | None:
    """Return what would go out if a held copy were released; None for an intake, and when it is gone.

    Tokens are made under a key of the moment, as in every preview.
    """
    if hold.recipient_id is None:
        return None
    found = reopen_for(
        now=now, alert_id=hold.submission_id, recipient_id=hold.recipient_id, throwaway=True
    )
    if found is None:
        return None
    admitted, around = found
    decision = _decide(admitted, around, hold, HoldAction.RELEASE)
    if not decision.is_allowed:
        return Prospect(decision, None)
    return Prospect(decision, render_edition(admitted, decision, admitted.stops, around).redacted)


def _carry_out(actor: Actor, now: datetime, hold: Hold, proposal: Proposal) -> None:
    if proposal.action is HoldAction.REFUSE:
        _refuse(actor, now, hold)
    elif hold.recipient_id is not None:
        _release(now, hold, proposal.action)
    else:
        requeue_one(actor=actor.name, now=now, submission_id=hold.submission_id)


def _refuse(actor: Actor, now: datetime, hold: Hold) -> None:
    """End a submission of which nobody has got anything, with the last of what waited."""
    # Two last refusals at once: the second one waits, and sees the first.
    lock_submission(hold.submission_id)
    if not has_open_holds(hold.submission_id):
        refuse_held(actor=actor.name, now=now, submission_id=hold.submission_id, reason=_REFUSED)


def _release(now: datetime, hold: Hold, action: HoldAction) -> None:
    found = reopen_for(now=now, alert_id=hold.submission_id, recipient_id=hold.recipient_id)
    if found is None:
        raise Unusable("given", _GONE)
    admitted, around = found
    decision = _decide(admitted, around, hold, action)
    if not decision.is_allowed:
        raise Unusable("given", _FORBIDDEN)
    edition = find_stored(render_edition(admitted, decision, admitted.stops, around))
    edition = narrow(edition, admitted, around)
    released = [Release(admitted, (edition,) if edition.recipients else (), ())]
    make_sure(released, around, as_decided=lambda act: _as_decided(act, hold, action, now))
    rows = deliver(now=now, editions=released[0].editions)
    leave_out_withdrawn(now=now, alert_id=admitted.id, rendition_id=edition.id)
    count_released(submission_id=admitted.id)
    note_acts(released, around)
    announce(released, rows, around)
    opened = admitted.opened
    sent = Sent(admitted.id, admitted.reporter.id, opened.submission.actor, opened.facts, None)
    open_duties(now=now, alerts=[sent], deliveries=rows)


def _decide(admitted: Admitted, around: Surroundings, hold: Hold, action: HoldAction) -> Decision:
    act = _as_decided(act_for(admitted, admitted.stops[0], around), hold, action, around.now)
    return decide_release(act, admitted.inspection, now=around.now)


def _as_decided(act: ReleaseAct, hold: Hold, action: HoldAction, now: datetime) -> ReleaseAct:
    """Return the act with what two persons decided about it."""
    if action is HoldAction.REDACT:
        return redact_by_human(act, reference=f"hold:{hold.id}", at=now)
    codes = [str(reason["code"]) for reason in hold.reasons]
    human = release_by_human(reference=f"hold:{hold.id}", codes=codes, at=now)
    return replace(act, evidence=(*act.evidence, human))
