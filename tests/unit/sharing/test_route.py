"""Routing decides by TLP, audience, groups, agreements and duty; whatever is not let through is denied."""

from dataclasses import replace
from uuid import UUID

import pytest

from sharing.groups.network import Network, Party, Terms
from sharing.routing.match import Filter, Letter, RoutingRules, find_route, wants, within
from sharing.stix.markings import Tlp
from tests.conftest import NOW

RULES = RoutingRules()


def make_party(number: int, **changes) -> Party:
    party = Party(
        id=UUID(int=number),
        stix_id=f"identity--{UUID(int=number)}",
        slug=f"member-{number}",
        names=frozenset({f"member {number}"}),
        kind="bank",
        jurisdiction="CN-SH",
        covers=frozenset({"CN-SH"}),
        clearance=int(Tlp.RED),
    )
    return replace(party, **changes)


REPORTER, FRIEND, STRANGER = make_party(1), make_party(2), make_party(3)
REGULATOR = make_party(4, kind="regulator", jurisdiction="CN", covers=frozenset({"CN"}))


def make_network(**changes) -> Network:
    network = Network(
        at=NOW,
        parties={party.id: party for party in (REPORTER, FRIEND, STRANGER, REGULATOR)},
        groups={"circle": frozenset({REPORTER.id, FRIEND.id})},
        agreements=(),
    )
    return replace(network, **changes)


def make_letter(**changes) -> Letter:
    letter = Letter(
        reporter=REPORTER.id,
        tlp=Tlp.AMBER,
        categories=frozenset({"phishing"}),
        severity=75,
        jurisdictions=frozenset({"CN-SH"}),
        supervised_in=frozenset({"CN-SH"}),
        audience=(),
        mode="alert",
        named=frozenset(),
    )
    return replace(letter, **changes)


@pytest.mark.parametrize(
    ("tlp", "friend", "stranger"),
    [
        (Tlp.CLEAR, "community", "community"),
        (Tlp.GREEN, "community", "community"),
        (Tlp.AMBER, "group", None),
        (Tlp.AMBER_STRICT, "group", None),
        (Tlp.RED, None, None),
    ],
)
def test_without_an_audience_the_tlp_decides(tlp, friend, stranger):
    letter, network = make_letter(tlp=tlp), make_network()

    assert find_route(letter, FRIEND, network, RULES) == friend
    assert find_route(letter, STRANGER, network, RULES) == stranger
    assert find_route(letter, REGULATOR, network, RULES) == "regulator"


def test_an_alert_never_goes_back_to_its_reporter():
    for tlp in Tlp:
        letter = make_letter(tlp=tlp, audience=(f"member:{REPORTER.stix_id}", "public"))
        assert find_route(letter, REPORTER, make_network(), RULES) is None


def test_a_party_without_clearance_receives_nothing_stricter():
    green_only = replace(FRIEND, clearance=int(Tlp.GREEN))

    assert find_route(make_letter(tlp=Tlp.GREEN), green_only, make_network(), RULES) == "community"
    assert find_route(make_letter(tlp=Tlp.AMBER), green_only, make_network(), RULES) is None


def test_a_regulator_of_another_territory_is_not_served_by_duty():
    letter = make_letter(supervised_in=frozenset({"EU-DE"}))

    assert find_route(letter, REGULATOR, make_network(), RULES) is None


def test_an_agreement_that_covers_the_category_lets_an_amber_alert_through():
    terms = Terms(
        parties=frozenset({REPORTER.id, STRANGER.id}),
        purposes=frozenset(),
        legal_bases=frozenset(),
        risk_categories=frozenset({"phishing"}),
        clear_categories=frozenset(),
    )
    network = make_network(agreements=(terms,))

    assert find_route(make_letter(), STRANGER, network, RULES) == "agreement"
    other = make_letter(categories=frozenset({"malware"}))
    assert find_route(other, STRANGER, network, RULES) is None


@pytest.mark.parametrize(
    ("audience", "tlp", "friend", "stranger"),
    [
        (("group:circle",), Tlp.AMBER, "group", None),
        (("group:unknown",), Tlp.AMBER, None, None),
        (("role:bank",), Tlp.AMBER, "role", None),
        (("role:bank",), Tlp.GREEN, "role", "role"),
        (("role:platform",), Tlp.GREEN, None, None),
        (("public",), Tlp.CLEAR, "community", "community"),
        (("public",), Tlp.AMBER, None, None),
        ((f"member:{STRANGER.stix_id}",), Tlp.RED, None, "addressed"),
        (("group:circle",), Tlp.RED, None, None),
    ],
)
def test_an_audience_is_narrowed_by_the_tlp_and_never_widened(audience, tlp, friend, stranger):
    letter, network = make_letter(audience=audience, tlp=tlp), make_network()

    assert find_route(letter, FRIEND, network, RULES) == friend
    assert find_route(letter, STRANGER, network, RULES) == stranger


def test_a_sender_outside_a_group_cannot_address_it():
    network = make_network(groups={"circle": frozenset({FRIEND.id, STRANGER.id})})
    letter = make_letter(audience=("group:circle",))

    assert find_route(letter, FRIEND, network, RULES) is None


def test_a_named_institution_receives_only_where_the_exchange_decided_so():
    letter = make_letter(tlp=Tlp.RED, named=frozenset({"member 3"}))

    assert find_route(letter, STRANGER, make_network(), RULES) is None
    assert (
        find_route(letter, STRANGER, make_network(), RoutingRules(named_receives=True)) == "named"
    )


def test_notify_regulator_reaches_no_member():
    letter = make_letter(mode="notify-regulator", tlp=Tlp.GREEN)

    assert find_route(letter, FRIEND, make_network(), RULES) is None
    assert find_route(letter, REGULATOR, make_network(), RULES) == "regulator"


def test_who_has_no_subscription_wants_all_it_may_have():
    assert wants(make_letter(), (), "group")


def test_a_subscription_restricts_by_category_jurisdiction_and_severity():
    phishing = Filter(frozenset({"phishing"}), frozenset({"CN"}), 75)

    assert wants(make_letter(), (phishing,), "group")
    assert not wants(make_letter(severity=74), (phishing,), "group")
    assert not wants(make_letter(categories=frozenset({"malware"})), (phishing,), "group")
    assert not wants(make_letter(jurisdictions=frozenset({"HK"})), (phishing,), "group")


def test_a_duty_or_a_personal_address_needs_no_subscription():
    nothing = Filter(frozenset({"malware"}), frozenset(), 100)

    assert wants(make_letter(), (nothing,), "regulator")
    assert wants(make_letter(), (nothing,), "addressed")
    assert not wants(make_letter(), (nothing,), "group")


def test_a_place_lies_within_itself_and_within_its_country():
    assert within(frozenset({"CN-SH"}), frozenset({"CN"}))
    assert within(frozenset({"CN"}), frozenset({"CN"}))
    assert not within(frozenset({"CN"}), frozenset({"CN-SH"}))
    assert not within(frozenset({"CNX"}), frozenset({"CN"}))


def test_the_operator_of_the_hub_receives_nothing():
    operator = replace(FRIEND, kind="operator")

    for tlp in Tlp:
        assert find_route(make_letter(tlp=tlp), operator, make_network(), RULES) is None


ELSEWHERE = make_party(5, kind="regulator", jurisdiction="HK", covers=frozenset({"HK"}))


def test_a_notification_reaches_regulators_that_it_names_and_nobody_else():
    named = tuple(f"member:{party.stix_id}" for party in (ELSEWHERE, FRIEND))
    letter = make_letter(mode="notify-regulator", audience=named)

    routes = [
        find_route(letter, party, make_network(), RULES)
        for party in (REGULATOR, ELSEWHERE, FRIEND, STRANGER)
    ]

    assert routes == ["regulator", "addressed", None, None]


@pytest.mark.parametrize("mode", ["request", "provide", "notify-regulator"])
def test_what_is_said_to_one_does_not_reach_those_it_names(mode):
    rules = RoutingRules(named_receives=True)
    letter = make_letter(
        mode=mode, audience=(f"member:{FRIEND.stix_id}",), named=frozenset({STRANGER.stix_id})
    )

    assert find_route(letter, STRANGER, make_network(), rules) is None
    assert find_route(replace(letter, mode="alert"), STRANGER, make_network(), rules) == "named"
