"""Carry out what two persons decided about a hold, and show beforehand what it would come to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from privacy.gate import (
    Decision,
    RedactedAlert,
    ReleaseAct,
    decide_release,
    redact_by_human,
    release_by_human,
)
from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_facts, open_original
from sharing.delivery.services import deliver, find_stored
from sharing.delivery.withdrawal import find_withdrawn
from sharing.errors import NotAvailable, Unusable
from sharing.groups.selectors import load_network
from sharing.holds.models import Hold
from sharing.holds.proposals import HoldAction, Proposal
from sharing.holds.selectors import get_hold, has_open_holds
from sharing.holds.services import decide_proposal
from sharing.ingest.held import count_released, lock_submission, refuse_held, requeue_one
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened
from sharing.members.actors import Actor
from sharing.pipeline.decide import act_for, render_edition, was_withdrawn
from sharing.pipeline.examine import examine
from sharing.pipeline.journey import Admitted, Release, Surroundings
from sharing.pipeline.ledger import MOST_TRIES, StandingMoved, make_sure, note_acts
from sharing.pipeline.throwaway import throwaway_tokens
from sharing.pipeline.views import announce, narrow
from sharing.response.duties import Sent, open_duties
from sharing.routing.match import RoutingRules, address
from sharing.routing.selectors import load_filters
from sharing.routing.services import plan_deliveries
from sharing.stix.alert import read_alerts

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


@transaction.atomic
def _decide_once(
    actor: Actor, now: datetime, hold_id: UUID, approval: UUID | None, *, given: bool
) -> Hold:
    proposal = decide_proposal(
        actor=actor, now=now, hold_id=hold_id, approval=approval, given=given
    )
    hold = get_hold(actor=actor, hold_id=hold_id)
    if proposal is not None:
        _carry_out(actor, now, hold, proposal)
    return hold


def foresee(*, now: datetime, hold: Hold) -> Prospect | None:
    """Return what would go out if a held copy were released; None for an intake, and when it is gone.

    Tokens are made under a key of the moment, as in every preview.
    """
    if hold.recipient_id is None:
        return None
    found = _reopen(now, hold, throwaway=True)
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
    found = _reopen(now, hold)
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


def _reopen(
    now: datetime, hold: Hold, *, throwaway: bool = False
) -> tuple[Admitted, Surroundings] | None:
    """Return a stored alert as it stood before release, for the one recipient; None when it is gone."""
    alert = Alert.objects.select_related("reporter").get(id=hold.submission_id)
    network = load_network(now=now)
    opened = reopen(alert)
    around = Surroundings(
        now=now,
        network=network,
        filters=load_filters(),
        rules=RoutingRules(),
        withdrawn=find_withdrawn([opened.facts.root_id]),
    )
    if throwaway:
        around = replace(around, tokenise_for=throwaway_tokens())
    reporter = network.parties.get(alert.reporter_id)
    if reporter is None or was_withdrawn(opened, reporter, around):
        return None
    letter = address(opened.facts, reporter, around.rules)
    plan = plan_deliveries(letter, network=network, filters=around.filters, rules=around.rules)
    stops = tuple(hop for hop in plan.stops if hop.party.id == hold.recipient_id)
    if not stops:
        return None
    around = examine([opened], around)
    return Admitted(opened, around.inspections[alert.id], reporter, stops), around


def reopen(alert: Alert) -> Opened:
    """Return a stored alert as the pipeline had it: its facts, and the bundle that was worked on."""
    raw = open_original(alert)
    content: Mapping[str, Any] = orjson.loads(raw)
    is_envelope = "type" not in content
    (parsed,) = read_alerts(raw, received_at=alert.received_at, split=False, envelope=is_envelope)
    submission = Submission.objects.get(id=alert.id)
    return Opened(submission, open_facts(alert) or parsed.facts, parsed.bundle, raw)
