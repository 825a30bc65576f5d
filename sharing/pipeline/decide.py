"""May the alert come in, who may have it, in which form: decided on values, nothing is written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings

from privacy.gate import (
    OWN,
    Decision,
    LeakPrevented,
    Outcome,
    Parties,
    ReleaseAct,
    Reporter,
    Treatment,
    complete_act,
    decide_intake,
    decide_release,
    render,
    return_copy,
)
from sharing.delivery.services import Addressee, Edition, OwnCopy, Refusal
from sharing.groups.acts import intake_act, may_go_to, release_act
from sharing.groups.network import Party
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened
from sharing.ingest.services import Decided
from sharing.pipeline.journey import Admitted, Release, Surroundings, Waiting
from sharing.pipeline.modes import judge, retract
from sharing.pipeline.views import narrow
from sharing.routing.match import address
from sharing.routing.services import Stop, plan_deliveries
from sharing.stix.conversation import hide_asked
from sharing.stix.handling import Policy, carry_policy, end_of_retention
from sharing.stix.timestamps import order_digits

# Of a recipient that left a recall of the same sender unconfirmed (control matrix, section 4).
UNCONFIRMED = "recall-unconfirmed"
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
    "message": "The alert speaks for another member of the exchange: as the author of its main object, by"
    " revoking what that member made, or by giving its identity another name. Send it under your own"
    " identity, and refer to the other's object instead of replacing it.",
}
WAS_WITHDRAWN = {
    "code": "was-withdrawn",
    "source": "STIX 2.1, section 3.2 (revoked)",
    "message": "This version of the alert, or a later one, was taken back and does not come back. Send a"
    " version with a later `modified`.",
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
    opened = supply(opened, around)
    reporter = around.network.parties.get(opened.submission.institution_id)
    # The operator runs the hub and has no part in what is shared over it.
    if reporter is None or reporter.kind == "operator":
        return Decided(opened.submission, Submission.State.REFUSED, (NOT_ACTIVE,))
    if ended := _end_early(opened, reporter, around):
        return ended
    inspection = around.inspections[opened.submission.id]
    act = intake_act(facts=opened.facts, reporter=reporter, network=around.network)
    decision = decide_intake(act, inspection, now=around.now)
    if not decision.is_allowed:
        return stop(opened.submission, decision)
    if ended := judge(opened, inspection, around.references, around.now):
        return ended
    letter = address(opened.facts, reporter, around.rules)
    plan = plan_deliveries(
        letter, network=around.network, filters=around.filters, rules=around.rules
    )
    if plan.entitled == 0:
        return Decided(opened.submission, Submission.State.HELD, (NO_RECIPIENT,))
    stops = tuple(hop for hop in plan.stops if may_go_to(opened.facts, hop.party))
    return Admitted(opened, inspection, reporter, stops)


def supply(opened: Opened, around: Surroundings) -> Opened:
    """Return a submission with the bases and purposes that a privacy officer supplied for it."""
    found = around.supplied.get(opened.submission.id)
    if found is None:
        return opened
    facts = replace(
        opened.facts,
        legal_bases=found.legal_bases or opened.facts.legal_bases,
        purposes=found.purposes or opened.facts.purposes,
    )
    return replace(opened, facts=facts)


def _end_early(opened: Opened, reporter: Party, around: Surroundings) -> Decided | None:
    """Return how a submission ends that is not looked into: it may not stand, or it is a retraction."""
    if _is_in_anothers_name(opened, reporter, around):
        return Decided(opened.submission, Submission.State.HELD, (ANOTHERS_NAME,))
    if retraction := retract(opened, around.references):
        return retraction
    if was_withdrawn(opened, reporter, around):
        return Decided(opened.submission, Submission.State.REFUSED, (WAS_WITHDRAWN,))
    return None


def _is_in_anothers_name(opened: Opened, reporter: Party, around: Surroundings) -> bool:
    """Say whether an object speaks for another member of the exchange."""
    others = {
        party.stix_id: party for party in around.network.parties.values() if party.id != reporter.id
    }
    return any(
        _speaks_for(item, others, opened.facts.root_id) for item in opened.bundle.get("objects", ())
    )


def _speaks_for(item: Mapping[str, Any], others: Mapping[str, Party], root_id: str) -> bool:
    """Say whether an object is a main object of another's, revokes what is another's, or renames it.

    What another member made may be quoted.
    """
    if item.get("created_by_ref") in others:
        return item.get("id") == root_id or item.get("revoked") is True
    named = others.get(str(item.get("id")))
    return named is not None and str(item.get("name")).casefold() not in named.names


def was_withdrawn(opened: Opened, reporter: Party, around: Surroundings) -> bool:
    """Say whether the reporter took this version of the alert, or a later one, back before."""
    last = around.withdrawn.get((reporter.id, opened.facts.root_id))
    return last is not None and order_digits(opened.facts.modified) <= last


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
    refusals, waiting = [], []
    for hop in one.stops:
        decision = decide_release(act_for(one, hop, around), one.inspection, now=around.now)
        if decision.is_allowed:
            decisions[decision.profile] = decision
            shares[decision.profile].append(hop)
        elif decision.outcome is Outcome.HOLD:
            waiting.append(Waiting(hop, decision))
        else:
            refusals.append(Refusal(one.id, hop.party.stix_id, decision))
    if refusals and not shares and not waiting:
        return stop(one.opened.submission, refusals[0].decision)
    try:
        rendered = [
            render_edition(one, decisions[profile], hops, around)
            for profile, hops in shares.items()
        ]
    except LeakPrevented:
        return Decided(one.opened.submission, Submission.State.HELD, (LEAK_PREVENTED,))
    narrowed = (narrow(edition, one, around) for edition in rendered)
    editions = tuple(edition for edition in narrowed if edition.recipients)
    return Release(one, editions, tuple(refusals), copy_for_reporter(one, around), tuple(waiting))


def act_for(one: Admitted, hop: Stop, around: Surroundings) -> ReleaseAct:
    """Return the act of handing the alert to one recipient, with all that it may rest on."""
    act = release_act(
        facts=one.opened.facts,
        reporter=one.reporter,
        recipient=hop.party,
        network=around.network,
        route=hop.route,
    )
    parties = Parties(
        exporter=one.reporter.stix_id,
        recipient=hop.party.stix_id,
        recipient_kind=hop.party.kind,
        alert=str(one.id),
        receipts=frozenset(one.opened.facts.consent_receipts),
    )
    if (one.reporter.id, hop.party.id) in around.suspended:
        act = replace(act, standing=act.standing | {UNCONFIRMED})
    return complete_act(act, parties, one.inspection, around.standing, around.now)


def render_edition(
    one: Admitted, decision: Decision, hops: Sequence[Stop], around: Surroundings
) -> Edition:
    """Have the privacy gate make one rendition; of a request it shows nobody who else was asked."""
    bundle = one.opened.bundle
    shown = hide_asked(bundle) if one.opened.facts.mode == "request" else bundle
    redacted = render(
        _state_policy(shown, one, decision),
        one.inspection,
        decision,
        tokenise=around.tokenise_for(decision.circle),
        hub_identity=settings.HUB_IDENTITY,
        reporter=Reporter(one.reporter.stix_id, one.reporter.names),
        root_id=one.opened.facts.root_id,
    )
    return Edition(
        alert_id=one.id,
        reporter_stix_id=one.reporter.stix_id,
        decision=decision,
        redacted=redacted,
        recipients=tuple(
            Addressee(hop.party.id, hop.party.stix_id, hop.route, hop.wanted, hop.groups)
            for hop in hops
        ),
    )


def _state_policy(
    bundle: Mapping[str, Any], one: Admitted, decision: Decision
) -> Mapping[str, Any]:
    """Return a bundle with the policy that binds its recipients, where its sender stated none (PC-02)."""
    if not decision.purposes or not decision.legal_bases:
        return bundle
    facts, is_clear = one.opened.facts, Treatment.CLEAR in dict(decision.treatments).values()
    until = end_of_retention(
        facts.retain_until, received_at=one.opened.submission.received_at, is_clear=is_clear
    )
    policy = Policy(decision.purposes, decision.legal_bases, until)
    pointers = (finding.pointer for finding in one.inspection.findings)
    return carry_policy(bundle, policy, root_id=facts.root_id, pointers=pointers)


def copy_for_reporter(one: Admitted, around: Surroundings) -> tuple[OwnCopy, ...]:
    """Return what the reporter reads back in the groups it addressed; nothing where it named none."""
    slugs = around.network.addressed_groups(one.opened.facts.audience, one.reporter.id)
    if not slugs:
        return ()
    groups = tuple(around.network.group_ids[slug] for slug in slugs)
    reporter = Addressee(one.reporter.id, one.reporter.stix_id, OWN, inbox=False, groups=groups)
    return (OwnCopy(one.id, reporter, return_copy(one.opened.bundle, one.inspection)),)
