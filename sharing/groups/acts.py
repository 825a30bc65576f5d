"""What policy is asked about, pure: the acts of taking in and handing out, from the network's terms.

The parties' agreements in force say on which basis, for which purposes and how clearly they share.
Without an agreement between two members no personal data travels between them, not even as tokens
(PC-21): the act then names no circle.
"""

from collections.abc import Iterable
from datetime import datetime

from privacy.gate import Category, IntakeAct, ReleaseAct, agreed_statute
from sharing.groups.network import Network, Party, Terms
from sharing.stix.alert import AlertFacts
from sharing.stix.handling import default_purposes


def intake_act(*, facts: AlertFacts, reporter: Party, network: Network) -> IntakeAct:
    """Return the act of a reporter sending an alert in.

    Bases are those the alert states, else those of the reporter's agreements; purposes, else those of its
    risk category as far as these agreements have them (PC-02).
    """
    terms = _covering(network.agreements_of(reporter.id), facts)
    return IntakeAct(
        reporter_region=reporter.jurisdiction,
        purposes=_purposes_of(facts, terms),
        legal_bases=facts.legal_bases or _union(one.legal_bases for one in terms),
        personal_data_declared=facts.personal_data,
        jurisdictions=facts.jurisdictions,
    )


def release_act(
    *, facts: AlertFacts, reporter: Party, recipient: Party, network: Network, route: str
) -> ReleaseAct:
    """Return the act of handing an alert to one recipient."""
    terms = covering_terms(facts=facts, reporter=reporter, recipient=recipient, network=network)
    bound = bool(terms) or route == "regulator"
    return ReleaseAct(
        origin_region=reporter.jurisdiction,
        further_origins=tuple(sorted({*facts.jurisdictions} - {reporter.jurisdiction})),
        destination_region=recipient.jurisdiction,
        reader_regions=recipient.reading_regions,
        recipient_kind=recipient.kind,
        purposes=_purposes_of(facts, terms),
        legal_bases=facts.legal_bases or _union(one.legal_bases for one in terms),
        clear_categories=_clear_categories(terms),
        circle=circle_of(recipient.jurisdiction, network.at) if bound else "",
        attribution=facts.source_attribution != "must-not",
        unknown_content=bool(terms),
        reporting_customers=facts.least_affected,
        agreed_purposes=frozenset(_union(one.purposes for one in terms)),
        evidence=tuple(
            agreed_statute(
                agreement=one.reference, basis=basis, purposes=one.purposes, at=network.at
            )
            for one in terms
            for basis in sorted(one.statutory)
        ),
    )


def covering_terms(
    *, facts: AlertFacts, reporter: Party, recipient: Party, network: Network
) -> tuple[Terms, ...]:
    """Return the agreements in force between two members that cover an alert."""
    return _covering(network.agreements_of(reporter.id, recipient.id), facts)


def may_go_to(facts: AlertFacts, recipient: Party) -> bool:
    """Say whether the handling policy lets the data to where the recipient is, and wherever it reads."""
    allowed = facts.data_jurisdictions
    places = (recipient.jurisdiction, *recipient.reading_regions)
    return not allowed or all(_lies_in(place, allowed) for place in places)


def _lies_in(place: str, allowed: Iterable[str]) -> bool:
    listed = tuple(allowed)
    # Who reads somewhere in the EEA may do so in any of its states.
    return any(place == one or place.startswith(f"{one}-") for one in listed) or (
        place == "EEA" and "EU" in listed
    )


def _purposes_of(facts: AlertFacts, terms: tuple[Terms, ...]) -> tuple[str, ...]:
    agreed = frozenset(_union(one.purposes for one in terms))
    return facts.purposes or default_purposes(facts.categories, agreed)


def circle_of(jurisdiction: str, at: datetime) -> str:
    """Return the token domain of a region in a quarter, such as `CN:2026q4` (profile f4).

    One circle a region, not one an agreement: recipients of one alert then share one rendition. Whom no
    agreement binds gets no token at all.
    """
    return f"{region_of(jurisdiction)}:{at.year}q{(at.month + 2) // 3}"


def region_of(jurisdiction: str) -> str:
    """Return the legal region of a jurisdiction: `CN` for `CN-SH`, `EU` for `EU-DE`."""
    return jurisdiction.partition("-")[0]


def _clear_categories(terms: tuple[Terms, ...]) -> frozenset[Category]:
    return frozenset(Category(name) for one in terms for name in one.clear_categories)


def _covering(terms: tuple[Terms, ...], facts: AlertFacts) -> tuple[Terms, ...]:
    categories = frozenset(facts.categories)
    return tuple(one for one in terms if one.covers(categories))


def _union(sets: Iterable[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted({value for values in sets for value in values}))
