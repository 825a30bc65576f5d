"""An objection stops what rests on interests alone; others go on (GDPR 21; PIPL 24, 44; PC-16)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from privacy import Category
from privacy.gate import Parties, ReleaseAct, Standing, complete_act, inspect, name_subjects
from privacy.gate.objections import objectionable_in
from tests.factories.bundles import make_bundle

NOW = datetime(2026, 11, 23, tzinfo=UTC)
BANK = "identity--bank"
FOUND = inspect(make_bundle(description="Call 13800138000."))


def complete(bases, *, region="EU-DE", kind="bank", found=FOUND, controller=BANK):
    subjects = name_subjects(FOUND)
    standing = Standing(objected=frozenset((controller, one) for one in subjects))
    act = ReleaseAct(
        origin_region=region,
        destination_region="EU-FR",
        recipient_kind=kind,
        legal_bases=bases,
    )
    return complete_act(act, Parties(BANK, "identity--peer", kind), found, standing, NOW)


def test_what_rests_on_interests_alone_is_objected_to():
    act = complete(("legitimate-interest",))

    assert (act.legal_bases, act.standing & {"objected"}) == ((), {"objected"})


def test_another_basis_goes_on_by_itself():
    act = complete(("legitimate-interest", "consent"))

    assert (act.legal_bases, act.standing & {"objected"}) == (("consent",), frozenset())


@pytest.mark.parametrize(
    ("region", "basis", "objected"),
    [("EU-DE", "public-task", True), ("CN", "public-task", False), ("CN", "cn-atfl-16", False)],
)
def test_a_public_task_can_be_objected_to_in_the_union_alone(region, basis, objected):
    act = complete((basis,), region=region)

    assert ("objected" in act.standing) is objected
    assert (basis in objectionable_in(region)) is objected


def test_an_objection_at_one_controller_stops_no_other():
    act = complete(("legitimate-interest",), controller="identity--other")

    assert (act.legal_bases, act.standing) == (("legitimate-interest",), frozenset())


def test_who_supervises_is_told_by_a_statute():
    assert "objected" not in complete(("legitimate-interest",), kind="regulator").standing


def test_pc_25_an_objection_changes_nothing_of_what_the_person_may_not_know():
    secret = replace(FOUND, categories=FOUND.categories | {Category.STR})

    act = complete(("legitimate-interest",), found=secret)

    assert (act.legal_bases, act.standing) == (("legitimate-interest",), frozenset())
