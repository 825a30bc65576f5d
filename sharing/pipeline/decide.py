"""May the alert come in, who may have it, in which form: decided on values, nothing is written."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict

from django.conf import settings

from privacy.gate import (
    Decision,
    LeakPrevented,
    Outcome,
    ReleaseAct,
    Reporter,
    decide_intake,
    decide_release,
    inspect,
    render,
)
from privacy.pseudonyms.tokens import tokenise_for
from sharing.delivery.services import Edition, Refusal
from sharing.groups.acts import intake_act, may_go_to, release_act
from sharing.groups.network import Party
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened
from sharing.ingest.services import Decided
from sharing.pipeline.journey import Admitted, Release, Surroundings
from sharing.routing.match import address
from sharing.routing.services import Stop, plan_deliveries

NO_RECIPIENT = {
    "code": "no-recipient",
    "source": "TLP 2.0",
    "message": "Nobody is entitled to this alert. Check its TLP marking, its audience, and the"
    " groups and agreements you share with others.",
}
LEAK_PREVENTED = {
    "code": "leak-prevented",
    "source": "control matrix PC-03",
    "message": "Personal data could not be removed from every rendition with certainty, so none was"
    " sent. Simplify or remove the personal data and send the alert again.",
}
ANOTHERS_NAME = {
    "code": "another-members-name",
    "source": "STIX 2.1, section 3.2 (created_by_ref)",
    "message": "The alert names another member of the exchange as its author. Send it under your own"
    " identity, and refer to the other's object instead of replacing it.",
}
NOT_ACTIVE = {
    "code": "reporter-not-active",
    "source": "membership",
    "message": "The institution is not an active member that may share alerts.",
}


def decide(opened: Opened, around: Surroundings) -> Release | Decided:
    """Return what becomes of a submission: its release, or how it ends here and why."""
    outcome = admit(opened, around)
    return release(outcome, around) if isinstance(outcome, Admitted) else outcome


def admit(opened: Opened, around: Surroundings) -> Admitted | Decided:
    """Ask the privacy gate, then plan who receives the alert; say why when it may not go on."""
    reporter = around.network.parties.get(opened.submission.institution_id)
    # The operator runs the hub and has no part in what is shared over it.
    if reporter is None or reporter.kind == "operator":
        return Decided(opened.submission, Submission.State.REFUSED, (NOT_ACTIVE,))
    if _is_in_anothers_name(opened, reporter, around):
        return Decided(opened.submission, Submission.State.HELD, (ANOTHERS_NAME,))
    inspection = inspect(opened.bundle)
    act = intake_act(facts=opened.facts, reporter=reporter, network=around.network)
    decision = decide_intake(act, inspection, now=around.now)
    if not decision.is_allowed:
        return stop(opened.submission, decision)
    letter = address(opened.facts, reporter, around.rules)
    plan = plan_deliveries(
        letter, network=around.network, filters=around.filters, rules=around.rules
    )
    if plan.entitled == 0:
        return Decided(opened.submission, Submission.State.HELD, (NO_RECIPIENT,))
    stops = tuple(hop for hop in plan.stops if may_go_to(opened.facts, hop.party))
    return Admitted(opened, inspection, reporter, stops)


def _is_in_anothers_name(opened: Opened, reporter: Party, around: Surroundings) -> bool:
    """Say whether the main object names another member of the exchange as its author."""
    members = {party.stix_id for party in around.network.parties.values()} - {reporter.stix_id}
    return any(
        item.get("created_by_ref") in members
        for item in opened.bundle.get("objects", ())
        if item.get("id") == opened.facts.root_id
    )


def stop(submission: Submission, decision: Decision) -> Decided:
    """Return a refusal or a hold with the reasons of the privacy decision on intake."""
    refused = decision.outcome is Outcome.DENY
    state = Submission.State.REFUSED if refused else Submission.State.HELD
    return Decided(submission, state, tuple(asdict(reason) for reason in decision.reasons))


def release(one: Admitted, around: Surroundings) -> Release | Decided:
    """Ask the privacy gate for each recipient; render once for all that share an entitlement.

    The alert is held when nobody that routing let through may have it, or when a rendition does
    not pass the gate's last look.
    """
    decisions: dict[str, Decision] = {}
    shares: dict[str, list[Stop]] = defaultdict(list)
    refusals = []
    for hop in one.stops:
        decision = decide_release(act_for(one, hop, around), one.inspection, now=around.now)
        if decision.is_allowed:
            decisions[decision.profile] = decision
            shares[decision.profile].append(hop)
        else:
            refusals.append(Refusal(one.id, hop.party.stix_id, decision))
    if refusals and not shares:
        return stop(one.opened.submission, refusals[0].decision)
    try:
        editions = [
            render_edition(one, decisions[profile], hops) for profile, hops in shares.items()
        ]
    except LeakPrevented:
        return Decided(one.opened.submission, Submission.State.HELD, (LEAK_PREVENTED,))
    return Release(one, tuple(editions), tuple(refusals))


def act_for(one: Admitted, hop: Stop, around: Surroundings) -> ReleaseAct:
    """Return the act of handing the alert to one recipient."""
    return release_act(
        facts=one.opened.facts,
        reporter=one.reporter,
        recipient=hop.party,
        network=around.network,
        route=hop.route,
    )


def render_edition(one: Admitted, decision: Decision, hops: Sequence[Stop]) -> Edition:
    """Have the privacy gate make one rendition."""
    redacted = render(
        one.opened.bundle,
        one.inspection,
        decision,
        tokenise=tokenise_for(decision.circle),
        hub_identity=settings.HUB_IDENTITY,
        reporter=Reporter(one.reporter.stix_id, one.reporter.names),
        root_id=one.opened.facts.root_id,
    )
    return Edition(
        alert_id=one.id,
        reporter_stix_id=one.reporter.stix_id,
        decision=decision,
        redacted=redacted,
        recipients=tuple((hop.party.id, hop.party.stix_id, hop.route) for hop in hops),
    )
