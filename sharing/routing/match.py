"""Who receives an alert, pure. Two questions in order: may it (default deny), and does it want it.

May: active, not the reporter, cleared for the TLP, and let through by one of the routes below.
Wants: a mandatory or personal route needs no asking; otherwise a subscription must match, and who
has none wants all. TLP after FIRST's TLP 2.0; an unmarked alert counts as RED (profile f1.4).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import orjson

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
    supervised = _places_supervised(facts, reporter)
    return Letter(
        reporter=reporter.id,
        tlp=tlp_of(facts, rules),
        categories=frozenset(facts.categories),
        severity=facts.severity,
        jurisdictions=places_of(facts, reporter),
        supervised_in=supervised | ({reporter.jurisdiction} if rules.home_regulator else set()),
        audience=facts.audience,
        mode=facts.mode,
        named=frozenset(named | {identity for identity, _ in facts.named_identities}),
    )


def tlp_of(facts: AlertFacts, rules: RoutingRules) -> Tlp:
    """Return the TLP that holds, also for an unmarked alert."""
    return rules.unmarked if facts.tlp is None else Tlp(facts.tlp)


def places_of(facts: AlertFacts, reporter: Party) -> frozenset[str]:
    """Return where the risk is as far as others may know: as stated, else where its reporter is.

    The default would tell of a reporter that must not be named.
    """
    if facts.source_attribution == "must-not":
        return frozenset(facts.jurisdictions)
    return _places_supervised(facts, reporter)


def _places_supervised(facts: AlertFacts, reporter: Party) -> frozenset[str]:
    """Return where the risk is to those whose duty it is."""
    return frozenset(facts.jurisdictions or (reporter.jurisdiction,))


@dataclass(frozen=True, slots=True)
class Filter:
    """What a subscription asks for; an empty set or a zero does not restrict."""

    categories: frozenset[str] = frozenset()
    jurisdictions: frozenset[str] = frozenset()
    min_severity: int = 0
    min_score: int = 0
    groups: frozenset[str] = frozenset()
    reporter_kinds: frozenset[str] = frozenset()
    watch: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class View:
    """What one recipient sees of an alert, as far as subscriptions go by it.

    Nothing that was withheld from it stands here, or a filter would reveal it: no kind of a reporter
    that is not named to it, no token that its rendition does not show.
    """

    categories: frozenset[str]
    jurisdictions: frozenset[str]
    severity: int
    score: int
    groups: frozenset[str] = frozenset()
    reporter_kind: str = ""
    tokens: frozenset[str] = frozenset()


# Routes that need no subscription: by duty, by name, or to oneself.
UNASKED = frozenset({"regulator", "addressed", "named"})
_CLOSED = frozenset({"request", "provide", "notify-regulator"})


def find_route(letter: Letter, party: Party, network: Network, rules: RoutingRules) -> str | None:
    """Return the route by which a party is entitled to an alert, or None: not entitled."""
    if party.id == letter.reporter or party.clearance < letter.tlp:
        return None
    # Who runs the hub has no part in what is shared over it.
    if party.kind == "operator":
        return None
    if party.kind == "regulator" and within(letter.supervised_in, party.covers):
        return "regulator"
    if rules.named_receives and _is_named(letter, party):
        return "named"
    if letter.mode == "notify-regulator" and party.kind != "regulator":
        return None
    if letter.audience:
        return _find_addressed(letter, party, network)
    return _find_by_tlp(letter, party, network)


def wants(letter: Letter, filters: tuple[Filter, ...], route: str) -> bool:
    """Say whether an entitled party may want the alert, going by what is known before it is rendered."""
    return route in UNASKED or not filters or any(_may_match(letter, one) for one in filters)


def comes_in(view: View, filters: tuple[Filter, ...], route: str) -> bool:
    """Say whether an entitled party wants the alert, going by what it would see of it."""
    return (
        route in UNASKED
        or not filters
        or any(find_matches(view, one) is not None for one in filters)
    )


def find_matches(view: View, one: Filter) -> tuple[str, ...] | None:
    """Return the criteria that a filter asks for and that are met, or None: it does not match."""
    asked = {
        "category": (one.categories, one.categories & view.categories),
        "jurisdiction": (one.jurisdictions, within(view.jurisdictions, one.jurisdictions)),
        "severity": (one.min_severity, view.severity >= one.min_severity),
        "score": (one.min_score, view.score >= one.min_score),
        "group": (one.groups, one.groups & view.groups),
        "reporter-kind": (one.reporter_kinds, view.reporter_kind in one.reporter_kinds),
        "watch": (one.watch, one.watch & view.tokens),
    }
    met = {code: bool(found) for code, (wanted, found) in asked.items() if wanted}
    return tuple(met) if all(met.values()) else None


_LABEL = re.compile(rb"tok-([0-9A-Za-z_-]{22})")
_PREFIX = "tok-"


def find_tokens(bodies: Iterable[bytes]) -> frozenset[str]:
    """Return the tokens that stand in serialised STIX objects: of subject-tokens, and of labels."""
    found: set[str] = set()
    for body in bodies:
        found |= {label.decode() for label in _LABEL.findall(body)}
        if b'"subject-token"' in body:
            content = orjson.loads(body)
            if content.get("type") == "subject-token":
                found.add(bare_token(str(content.get("token", ""))))
    return frozenset(found - {""})


def bare_token(text: str) -> str:
    """Return a token as filters compare it, without the prefix that labels have."""
    return text.removeprefix(_PREFIX)


def within(places: frozenset[str], covered: frozenset[str]) -> bool:
    """Say whether any place lies in a covered one: CN-SH lies in CN-SH and in CN."""
    return any(
        place == area or place.startswith(f"{area}-") for place in places for area in covered
    )


def _may_match(letter: Letter, one: Filter) -> bool:
    return (
        letter.severity >= one.min_severity
        and (not one.categories or bool(one.categories & letter.categories))
        and (not one.jurisdictions or within(letter.jurisdictions, one.jurisdictions))
    )


def _is_named(letter: Letter, party: Party) -> bool:
    # What is asked of one member or told to one is no affair of those whom it names.
    is_open = letter.mode not in _CLOSED
    return is_open and (party.stix_id in letter.named or bool(party.names & letter.named))


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
