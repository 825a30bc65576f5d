"""An operator's commands on groups, agreements and subscriptions."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from privacy.gate import LEGAL_BASES, PURPOSES
from privacy.policy.regimes import REGIMES
from privacy.policy.types import EvidenceKind
from sharing.groups.management.commands.sign_agreement import STATUTORY
from sharing.groups.models import Agreement
from sharing.groups.selectors import load_network
from sharing.routing.models import Subscription
from tests.factories.console import last_events, refuse, run

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture(autouse=True)
def _at_now(now):
    with time_machine.travel(now, tick=False):
        yield


# Groups ------------------------------------------------------------------------------------------


def test_a_group_is_formed_of_each_member_once(bank, peer, now):
    output = run("form_group ring --name Ring --member bank peer --member bank")

    both = frozenset({bank.institution.id, peer.institution.id})
    assert output == "ring is formed of bank, peer\n"
    assert load_network(now=now).groups == {"ring": both}
    assert last_events(3) == [
        ("groups.group.formed", "operator", "group:ring", {}),
        ("groups.group.joined", "operator", "group:ring", {"institution": bank.stix_id}),
        ("groups.group.joined", "operator", "group:ring", {"institution": peer.stix_id}),
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("form_group circle --name C --member bank", "a group has this slug already"),
        ("form_group Ring --name R --member bank", "argument slug: must be lower-case"),
        ("form_group ring --name R --member bank nobody", "no institution has this slug"),
        ("form_group ring --name R", "the following arguments are required: --member"),
        ("join_group nowhere bank", "no group has this slug"),
        ("join_group circle nobody", "no institution has this slug"),
        ("join_group circle bank", "the institution is in the group already"),
        ("leave_group nowhere bank", "no group has this slug"),
        ("leave_group circle nobody", "no institution has this slug"),
        ("leave_group circle outsider", "the institution is not in the group"),
        ("leave_group circle \udcff", "argument slug: must be one line"),
    ],
)
def test_a_wrong_word_about_a_group_changes_nothing(exchange, line, rule):
    assert rule in refuse(line)


def test_an_institution_leaves_a_group_and_comes_back(exchange, bank, now):
    assert run("leave_group circle bank") == "bank has left circle\n"
    without = load_network(now=now).groups["circle"]
    assert refuse("leave_group circle bank") == "the institution is not in the group"
    assert run("join_group circle bank") == "bank is in circle\n"

    assert bank.institution.id not in without
    assert len(without) == 3
    assert load_network(now=now).groups["circle"] == without | {bank.institution.id}
    details = {"institution": bank.stix_id}
    assert last_events(2) == [
        ("groups.group.left", "operator", "group:circle", details),
        ("groups.group.joined", "operator", "group:circle", details),
    ]


def test_a_suspended_institution_can_still_leave(exchange, bank):
    run("set_institution_status bank suspended")

    assert run("leave_group circle bank") == "bank has left circle\n"


# Agreements --------------------------------------------------------------------------------------

AGREE = (
    "sign_agreement Custody --party bank platform --purpose fraud-prevention --basis consent "
    "--from 2026-11-01 --until 2027-11-01 "
)


def test_an_agreement_is_signed_with_all_its_terms(bank, platform, now):
    output = run(AGREE + "--risk-category mule-account phishing --clear-category PI C2")

    signed = Agreement.objects.get()
    assert output == (
        f"agreement {signed.id} holds from 2026-11-01T00:00:00+08:00"
        " until 2027-11-01T00:00:00+08:00\n"
    )
    assert (signed.title, signed.signed_at) == ("Custody", now)
    assert (signed.purposes, signed.legal_bases) == (["fraud-prevention"], ["consent"])
    assert signed.risk_categories == ["mule-account", "phishing"]
    assert signed.clear_categories == ["PI", "C2"]
    assert signed.starts_at == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert signed.ends_at == datetime(2027, 10, 31, 16, tzinfo=UTC)
    parties = sorted([bank.stix_id, platform.stix_id])
    assert sorted(signed.parties.values_list("stix_id", flat=True)) == parties
    event = ("groups.agreement.signed", "operator", f"agreement:{signed.id}")
    assert last_events(1) == [(*event, {"parties": parties})]


def test_pc_21_an_agreement_holds_until_the_midnight_that_begins_its_last_word(bank, platform):
    run(AGREE)
    ends_at = datetime(2027, 10, 31, 16, tzinfo=UTC)

    assert len(load_network(now=ends_at - timedelta(seconds=1)).agreements) == 1
    assert load_network(now=ends_at).agreements == ()


def test_pc_01_an_agreement_names_the_statutes_that_its_bases_rest_on(bank, platform, now):
    run(AGREE, "--basis", "legal-obligation", "--statute", "legal-obligation = AML Law 7, 16")

    named = {"basis": "legal-obligation", "statute": "AML Law 7, 16"}
    assert Agreement.objects.get().statutes == [named]
    (terms,) = load_network(now=now).agreements
    assert terms.statutory == {"legal-obligation"}


@pytest.mark.parametrize("basis", STATUTORY)
def test_pc_01_a_basis_that_rests_on_a_law_is_not_agreed_without_it(bank, platform, basis):
    message = refuse(AGREE, "--basis", basis)

    assert message == f"{basis} rests on a law: name it with --statute {basis}=TEXT"
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("AML Law 7", "must be a basis and its law"),
        ("because=AML Law 7", "must be a basis and its law"),
        ("consent=", "must be a basis and its law"),
        ("consent=" + "x" * 201, "must be one line of 1 to 200 printable characters"),
        ("cn-atfl-16=Law 16", "--statute names cn-atfl-16, which is not among --basis"),
    ],
)
def test_a_statute_that_is_none_is_refused_and_nothing_is_signed(bank, platform, words, rule):
    assert rule in refuse(AGREE, "--statute", words)
    assert not Agreement.objects.exists()


def test_pc_01_the_bases_that_ask_for_a_statute_are_those_of_the_rule_tables():
    asking = {
        row.basis
        for regime in REGIMES
        for row in regime.bases
        for need in row.needs
        if (EvidenceKind.STATUTE,) in need.proof
    }

    assert asking == set(STATUTORY)


def test_every_purpose_and_basis_that_policy_knows_can_be_agreed(bank, platform):
    laws = [word for basis in STATUTORY for word in ("--statute", f"{basis}=AML Law 16")]
    run(AGREE, "--purpose", *PURPOSES, "--basis", *LEGAL_BASES, *laws)

    signed = Agreement.objects.get()
    assert set(signed.purposes) == PURPOSES
    assert set(signed.legal_bases) == LEGAL_BASES
    assert {"legal-obligation", "cn-atfl-16", "eu-amlr-75"} <= LEGAL_BASES


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("--purpose marketing", "argument --purpose: must be one of aml-cft"),
        ("--basis because", "argument --basis: must be one of cn-atfl-16"),
        ("--risk-category weather", "argument --risk-category: must be one of"),
        ("--clear-category C3", "argument --clear-category: must be one of C2"),
        ("--party nobody", "no institution has this slug"),
        ("--from tomorrow", "argument --from: must be a day such as"),
        ("--from 2026-02-30", "argument --from: must be a day such as"),
        ("--from 0001-01-01", "argument --from: must be a day such as"),
        ("--until 2026-11-01T00:00", "argument --until: must be a day such as"),
        ("--until 2026-11-01", "--until must lie after --from and in the future"),
        ("--until 2026-11-23", "--until must lie after --from and in the future"),
        ("--from 2027-11-02", "--until must lie after --from and in the future"),
    ],
)
def test_an_agreement_with_a_wrong_term_is_refused(bank, platform, words, rule):
    assert rule in refuse(AGREE + words)


def test_nobody_agrees_with_itself(bank):
    message = refuse(AGREE.replace("bank platform", "bank bank"))

    assert message == "an agreement needs two different parties"


# Subscriptions -----------------------------------------------------------------------------------


def test_a_subscription_is_saved_and_replaced_under_its_name(bank, now):
    run("save_subscription bank daily --category phishing --min-severity 7")
    output = run(
        "save_subscription bank daily --category mule-account phishing --jurisdiction EU CN-SH "
        "--min-severity high"
    )

    saved = Subscription.objects.get()
    assert output == "the subscription of bank is saved\n"
    assert (saved.institution_id, saved.name) == (bank.institution.id, "daily")
    assert saved.categories == ["mule-account", "phishing"]
    assert saved.jurisdictions == ["CN-SH", "EU"]
    assert (saved.min_severity, saved.saved_at) == (75, now)
    assert saved.channels == ["inbox"]
    details = {"subscription": str(saved.id), "channels": ["inbox"]}
    assert last_events(2) == [("routing.subscription.saved", "operator", bank.stix_id, details)] * 2


def test_a_subscription_can_go_by_score_group_and_reporter(bank, platform):
    run("form_group circle --name Circle --member bank platform")
    run("save_subscription bank daily --min-score 40 --group circle --reporter-kind platform")

    saved = Subscription.objects.get()
    assert (saved.min_score, saved.groups) == (40, ["circle"])
    assert saved.reporter_kinds == ["platform"]


def test_a_subscription_without_words_wants_all(bank):
    run("save_subscription bank all")

    saved = Subscription.objects.get()
    assert (saved.categories, saved.jurisdictions, saved.min_severity) == ([], [], 0)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("nobody daily", "no institution has this slug"),
        (f"bank {'x' * 101}", "argument name: must be one line of 1 to 100"),
        ("bank daily --category weather", "argument --category: must be a risk category"),
        ("bank daily --jurisdiction Asia", "argument --jurisdiction: must be a jurisdiction"),
        ("bank daily --min-severity 101", "must be low, medium, high, critical or a whole number"),
        ("bank daily --min-severity grave", "must be low, medium, high, critical or a whole"),
    ],
)
def test_a_wrong_word_about_a_subscription_is_refused(bank, words, rule):
    assert rule in refuse(f"save_subscription {words}")
