"""Who receives an alert, pure. Two questions in order: may it (default deny), and does it want it.

May: active, not the reporter, cleared for the TLP, and let through by one of the routes below.
Wants: a mandatory or personal route needs no asking; otherwise a subscription must match, and who
has none wants all. TLP after FIRST's TLP 2.0; an unmarked alert counts as RED (profile f1.4).
"""

from dataclasses import dataclass
from uuid import UUID

from sharing.groups.network import Network, Party
from sharing.stix.alert import AlertFacts
from sharing.stix.markings import Tlp


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """What an exchange may decide otherwise."""

    unmarked: Tlp = Tlp.RED
    # An institution named in an alert receives it. Off: it may be the one that is warned about.
    named_receives: bool = False
    # The reporter's own regulator receives too, wherever the reporter says that the risk is.
    home_regulator: bool = True


@dataclass(frozen=True, slots=True)
class Letter:
    """What routing knows of an alert; nothing of its text."""

    reporter: UUID
    tlp: Tlp
    categories: frozenset[str]
    severity: int
    jurisdictions: frozenset[str]
    supervised_in: frozenset[str]
    audience: tuple[str, ...]
    mode: str
    named: frozenset[str]


def address(facts: AlertFacts, reporter: Party, rules: RoutingRules) -> Letter:
    """Return what routing needs to know of an alert."""
    named = {name.casefold() for _, name in facts.named_identities}
    places = places_of(facts, reporter)
    return Letter(
        reporter=reporter.id,
        tlp=tlp_of(facts, rules),
        categories=frozenset(facts.categories),
        severity=facts.severity,
        jurisdictions=places,
        supervised_in=places | ({reporter.jurisdiction} if rules.home_regulator else set()),
        audience=facts.audience,
        mode=facts.mode,
        named=frozenset(named | {identity for identity, _ in facts.named_identities}),
    )


def tlp_of(facts: AlertFacts, rules: RoutingRules) -> Tlp:
    """Return the TLP that holds, also for an unmarked alert."""
    return rules.unmarked if facts.tlp is None else Tlp(facts.tlp)


def places_of(facts: AlertFacts, reporter: Party) -> frozenset[str]:
    """Return where the risk is: as stated, else where its reporter is."""
    return frozenset(facts.jurisdictions or (reporter.jurisdiction,))


@dataclass(frozen=True, slots=True)
class Filter:
    """A subscription as a value; an empty set does not restrict."""

    categories: frozenset[str]
    jurisdictions: frozenset[str]
    min_severity: int


# Routes that need no subscription: by duty, by name, or to oneself.
UNASKED = frozenset({"regulator", "addressed", "named"})


def find_route(letter: Letter, party: Party, network: Network, rules: RoutingRules) -> str | None:
    """Return the route by which a party is entitled to an alert, or None: not entitled."""
    if party.id == letter.reporter or party.clearance < letter.tlp:
        return None
    # Who runs the hub has no part in what is shared over it.
    if party.kind == "operator":
        return None
    if party.kind == "regulator" and within(letter.supervised_in, party.covers):
        return "regulator"
    if rules.named_receives and (party.stix_id in letter.named or party.names & letter.named):
        return "named"
    if letter.mode == "notify-regulator":
        return None
    if letter.audience:
        return _find_addressed(letter, party, network)
    return _find_by_tlp(letter, party, network)


def wants(letter: Letter, filters: tuple[Filter, ...], route: str) -> bool:
    """Say whether an entitled party wants the alert."""
    return route in UNASKED or not filters or any(_passes(letter, one) for one in filters)


def within(places: frozenset[str], covered: frozenset[str]) -> bool:
    """Say whether any place lies in a covered one: CN-SH lies in CN-SH and in CN."""
    return any(
        place == area or place.startswith(f"{area}-") for place in places for area in covered
    )


def _passes(letter: Letter, one: Filter) -> bool:
    return (
        letter.severity >= one.min_severity
        and (not one.categories or bool(one.categories & letter.categories))
        and (not one.jurisdictions or within(letter.jurisdictions, one.jurisdictions))
    )


def _find_addressed(letter: Letter, party: Party, network: Network) -> str | None:
    if f"member:{party.stix_id}" in letter.audience:
        return "addressed"
    if letter.tlp >= Tlp.RED:
        return None
    for entry in letter.audience:
        kind, _, name = entry.partition(":")
        if kind == "group" and _both_in(network.groups.get(name), letter.reporter, party.id):
            return "group"
        if kind == "role" and name == party.kind and _may_meet(letter, party, network):
            return "role"
    # "public" is for content that may go anywhere, and for nothing else.
    if "public" in letter.audience and letter.tlp is Tlp.CLEAR:
        return "community"
    return None


def _find_by_tlp(letter: Letter, party: Party, network: Network) -> str | None:
    if letter.tlp <= Tlp.GREEN:
        return "community"
    if letter.tlp >= Tlp.RED:
        return None
    if network.share_a_group(letter.reporter, party.id):
        return "group"
    if _agreed(letter, party, network):
        return "agreement"
    return None


def _may_meet(letter: Letter, party: Party, network: Network) -> bool:
    return letter.tlp <= Tlp.GREEN or (
        network.share_a_group(letter.reporter, party.id) or _agreed(letter, party, network)
    )


def _agreed(letter: Letter, party: Party, network: Network) -> bool:
    shared = network.agreements_of(letter.reporter, party.id)
    return any(terms.covers(letter.categories) for terms in shared)


def _both_in(members: frozenset[UUID] | None, one: UUID, other: UUID) -> bool:
    return members is not None and one in members and other in members
