"""The acts of a batch: counted where they go abroad, and written with what they rest on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from privacy.gate import (
    Decision,
    NewAct,
    ReleaseAct,
    count_export,
    decide_release,
    hold_standing,
    name_grounds,
    record_acts,
)
from sharing.delivery.services import Edition
from sharing.groups.acts import covering_terms, release_act
from sharing.pipeline.decide import act_for
from sharing.pipeline.journey import Admitted, Release, Surroundings
from sharing.routing.services import Stop
from sharing.stix.timestamps import read_timestamp

# So often a decision is taken anew before it is given up.
MOST_TRIES = 3


class StandingMoved(Exception):  # not an error: a reason to look again
    """What a batch was decided on changed before it was written: it has to be decided again."""


def _as_it_is(act: ReleaseAct) -> ReleaseAct:
    return act


def make_sure(
    released: Sequence[Release],
    around: Surroundings,
    as_decided: Callable[[ReleaseAct], ReleaseAct] = _as_it_is,
) -> None:
    """Keep what the batch rests on from changing, and count its persons abroad. Raises StandingMoved.

    Call first in the writing transaction: nothing is withdrawn, restricted or counted behind its back.
    `as_decided` adds to an act what it was decided on besides, such as a release by persons.
    """
    # Important data rests on mechanisms and places as data of persons does.
    is_bound = any(one.admitted.inspection.categories for one in released)
    if is_bound and not hold_standing(around.standing, now=around.now):
        raise StandingMoved("consents, restrictions, assessments or mechanisms changed")
    abroad = [
        one for one in released if any(edition.decision.mechanism for edition in one.editions)
    ]
    for one in sorted(abroad, key=lambda release: release.admitted.reporter.stix_id):
        _count(one, around, as_decided)


def note_acts(released: Iterable[Release], around: Surroundings) -> None:
    """Write each handing out into the ledger, inside the transaction that hands out."""
    names = name_grounds(around.standing)
    acts = [
        replace(act, grounds=tuple(_name_grounds(act, names)))
        for one in released
        for act in _list_acts(one, around)
    ]
    if acts:
        record_acts(now=around.now, acts=acts)


def _count(
    one: Release, around: Surroundings, as_decided: Callable[[ReleaseAct], ReleaseAct]
) -> None:
    admitted = one.admitted
    counts = count_export(
        now=around.now, exporter=admitted.reporter.stix_id, inspection=admitted.inspection
    )
    profiles = {to.institution_id: edition for edition in one.editions for to in edition.recipients}
    for hop in admitted.stops:
        edition = profiles.get(hop.party.id)
        if edition is None or not edition.decision.mechanism:
            continue
        act = replace(as_decided(act_for(admitted, hop, around)), counts=counts)
        again = decide_release(act, admitted.inspection, now=around.now)
        if again.profile != edition.decision.profile:
            raise StandingMoved("others were counted abroad meanwhile")


def _list_acts(one: Release, around: Surroundings) -> Iterator[NewAct]:
    """Yield the acts of an alert: who got it in which form, who did not, and who waits."""
    routes = {hop.party.stix_id: hop for hop in one.admitted.stops}
    for edition in one.editions:
        for to in edition.recipients:
            act = _describe(one.admitted, routes[to.stix_id], edition.decision, around)
            yield replace(act, measures=list_measures(edition), rendition=edition.id)
    for refusal in one.refusals:
        hop = routes[refusal.recipient_stix_id]
        yield _describe(one.admitted, hop, refusal.decision, around)
    for waiting in one.waiting:
        yield _describe(one.admitted, waiting.hop, waiting.decision, around)


def _describe(admitted: Admitted, hop: Stop, decision: Decision, around: Surroundings) -> NewAct:
    facts, reporter = admitted.opened.facts, admitted.reporter
    parties: dict[str, Any] = {"facts": facts, "reporter": reporter, "recipient": hop.party}
    terms = covering_terms(**parties, network=around.network)
    act = release_act(**parties, network=around.network, route=hop.route)
    return NewAct(
        alert=admitted.id,
        exporter=reporter.stix_id,
        recipient=hop.party.stix_id,
        origin_region=reporter.jurisdiction,
        recipient_region=hop.party.jurisdiction,
        reader_regions=hop.party.reading_regions,
        decision=decision,
        categories=admitted.inspection.categories,
        purposes=act.purposes,
        bases=decision.bases,
        agreements=tuple(one.reference for one in terms),
        route=hop.route,
        retain_until=read_timestamp(facts.retain_until) if facts.retain_until else None,
    )


def _name_grounds(act: NewAct, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what an act rests on, by kind; a release by persons names itself.

    One ground may stand for several: the consents of all whom an alert tells of (PC-05).
    """
    for ground in " ".join(act.decision.grounds).split():
        of_agreement = ground.partition(":")[0] in act.agreements
        yield f"agreement:{ground}" if of_agreement else names.get(ground, ground)


def list_measures(edition: Edition) -> tuple[str, ...]:
    """Return how a copy is protected: what was done to its categories, and whether it lies sealed."""
    done = {treatment.value for _, treatment in edition.decision.treatments}
    sealed = {"sealed"} if edition.redacted.holds_clear_personal_data else set()
    return tuple(sorted(done | sealed))
