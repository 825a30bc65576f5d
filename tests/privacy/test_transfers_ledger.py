"""The ledger of acts: what was decided and carried out, written once, ended beside, cut by its term."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from privacy import Category, Treatment
from privacy.policy.types import Outcome
from privacy.transfers.errors import RecordIsFinal
from privacy.transfers.models import ActEnd, SharingAct
from privacy.transfers.services.ledger import cut_ledger, end_acts, record_acts
from tests.factories.transfers import make_decision, new_act

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, PEER, FOREIGN = "identity--bank", "identity--peer", "identity--foreign"


def test_an_act_holds_who_what_why_and_on_what_grounds_pc_01_pc_22(now):
    act = new_act(BANK, PEER, rendition=uuid4())

    (number,) = record_acts(now=now, acts=[act])

    row = SharingAct.objects.get()
    assert row.id == number
    assert (row.alert, row.at, row.rendition) == (act.alert, now, act.rendition)
    assert (row.exporter, row.recipient) == (BANK, PEER)
    assert (row.origin_region, row.recipient_region) == ("CN-SH", "CN-BJ")
    assert row.crosses_border is False
    assert (row.kind, row.route, row.outcome) == ("disclosure", "group", "allow_tokenised")
    assert (row.purposes, row.bases) == ("fraud-prevention", "pipl.statutory_duty")
    assert row.treatments == "C2=mask PI=tokenise THREAT=clear"
    # What is masked did not travel.
    assert (row.categories, row.is_personal) == ("PI THREAT", True)
    assert (row.grounds, row.agreements) == ("assessment-1", "agreement-1")
    assert (row.measures, row.reasons) == ("sealed tokenised", "tokenised_in_region")
    assert (row.rules_version, row.attributed) == ("2026-11-1", True)
    assert row.keep_until == now.replace(year=now.year + 3)


def test_nothing_travels_with_a_refusal(now):
    refused = make_decision(Outcome.DENY, treatments=((Category.PI, Treatment.CLEAR),))

    record_acts(now=now, acts=[new_act(BANK, PEER, decision=refused)])

    row = SharingAct.objects.get()
    assert (row.outcome, row.categories, row.is_personal) == ("deny", "", False)


@pytest.mark.parametrize("code", ["", "fraud prevention"])
def test_a_code_that_could_not_be_told_from_two_is_refused(now, code):
    with pytest.raises(ValueError, match="blank"):
        record_acts(now=now, acts=[new_act(BANK, PEER), new_act(BANK, PEER, purposes=(code,))])

    assert SharingAct.objects.count() == 0


@pytest.mark.parametrize(
    ("origin", "destination", "crosses"),
    [
        ("CN-SH", "CN", False),
        ("EU-DE", "FR", False),
        ("CN", "HK", True),
        ("CN", "EU-DE", True),
        # What is unknown is abroad.
        ("CN", "", True),
        ("", "", True),
    ],
)
def test_an_act_crosses_a_border_between_legal_regions_pc_19(now, origin, destination, crosses):
    record_acts(
        now=now, acts=[new_act(BANK, PEER, origin_region=origin, recipient_region=destination)]
    )

    assert SharingAct.objects.get().crosses_border is crosses


def test_many_acts_take_few_statements(now, django_assert_max_num_queries):
    acts = [new_act(BANK, PEER) for _ in range(501)]

    # Two of insertion, and the transaction's own.
    with django_assert_max_num_queries(4):
        numbers = record_acts(now=now, acts=acts)

    assert len(set(numbers)) == 501
    assert SharingAct.objects.count() == 501


def test_the_ledger_refuses_change_and_removal_through_its_models_pc_22(now):
    record_acts(now=now, acts=[new_act(BANK, PEER)])
    row = SharingAct.objects.get()
    row.outcome = "deny"

    for act in (
        row.save,
        row.delete,
        lambda: SharingAct.objects.update(outcome="deny"),
        lambda: SharingAct.objects.all().delete(),
    ):
        with pytest.raises(RecordIsFinal):
            act()

    assert SharingAct.objects.get().outcome == "allow_tokenised"


def test_the_database_refuses_change_below_the_models_pc_22(now):
    (number,) = record_acts(now=now, acts=[new_act(BANK, PEER)])
    act = SharingAct.objects.get()
    end_acts(now=now, cause="withdrawn", alerts=[act.alert])

    for statement in (
        "UPDATE transfers_sharingact SET outcome = 'deny'",
        "UPDATE transfers_actend SET cause = 'expired'",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert SharingAct.objects.get(id=number).outcome == "allow_tokenised"
    assert ActEnd.objects.get().cause == "withdrawn"


def test_a_withdrawal_ends_acts_beside_them_and_once(now):
    act, other = new_act(BANK, PEER), new_act(BANK, PEER)
    abroad = new_act(BANK, FOREIGN, alert=act.alert)
    numbers = record_acts(now=now, acts=[act, abroad, other])
    later = now + timedelta(hours=1)

    first = end_acts(now=now, cause="withdrawn", alerts=[act.alert], recipients=[FOREIGN])
    second = end_acts(now=later, cause="erased", alerts=[act.alert])

    assert (first, second) == (1, 1)
    assert list(ActEnd.objects.order_by("act_id").values_list("act_id", "at", "cause")) == [
        (numbers[0], later, "erased"),
        (numbers[1], now, "withdrawn"),
    ]


def test_the_ledger_is_cut_when_three_years_are_over_and_not_a_moment_before_pc_22(now):
    act = new_act(BANK, PEER)
    record_acts(now=now, acts=[act])
    end_acts(now=now, cause="withdrawn", alerts=[act.alert])
    over = now.replace(year=now.year + 3)

    assert cut_ledger(now=over - timedelta(microseconds=1)) == 0
    assert SharingAct.objects.count() == 1
    assert cut_ledger(now=over) == 1
    assert cut_ledger(now=over) == 0
    assert SharingAct.objects.count() == ActEnd.objects.count() == 0
