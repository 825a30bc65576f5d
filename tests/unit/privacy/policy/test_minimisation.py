"""PC-03 and PC-32: which kinds of identifier a purpose needs, and what becomes of the others."""

from datetime import date
from itertools import combinations, product
from typing import get_args

import pytest

from privacy import Category, Treatment
from privacy.detection import DataType
from privacy.detection.types import kind_of
from privacy.policy import Outcome, rulebook
from privacy.policy.minimisation import EVERYTHING, find_needed
from privacy.policy.tables import Kind
from privacy.policy.types import EvidenceKind as K
from tests.unit.privacy.policy.test_permission import BOTH, at_home
from tests.unit.privacy.policy.test_section_3 import ASSESSED, codes, decide
from tests.unit.privacy.policy.worlds import NOW, evidence

TODAY = NOW.date()
KINDS = frozenset(get_args(Kind))
PURPOSES = sorted(rulebook.rules_on(TODAY).purposes)
RECIPIENTS = sorted(rulebook.rules_on(TODAY).roles)
PERSONS = ("fraud-prevention", "aml-cft", "investor-protection")
TELLS = (Treatment.MASK, Treatment.GENERALISE)


def _kinds(purpose, recipient):
    needed = find_needed(TODAY, (purpose,), recipient)
    return KINDS if needed.kinds is None else needed.kinds


def test_the_kinds_of_the_table_are_those_that_detection_tells_apart():
    assert {kind_of(one) for one in DataType} == KINDS


def test_every_purpose_has_a_row_and_every_row_names_listed_purposes_and_recipients():
    rows = rulebook.MINIMISATION.rows

    assert {purpose for row in rows for purpose in row.purposes} == set(PURPOSES)
    assert {kind for row in rows for kind in row.recipients} == set(RECIPIENTS)
    assert not any(row.confirmed for row in rows)


@pytest.mark.parametrize("purpose", PERSONS)
def test_who_acts_on_persons_needs_every_kind_and_who_only_knows_of_them_does_not(purpose):
    for recipient in ("bank", "payment", "platform", "regulator", "foreign-authority"):
        assert find_needed(TODAY, (purpose,), recipient) == EVERYTHING
    for recipient in ("association", "operator"):
        assert KINDS - _kinds(purpose, recipient) == {
            "person-id-number",
            "address",
            "subject-token",
        }
    assert _kinds(purpose, "public") == {"person-name", "phone", "email", "messenger"}


@pytest.mark.parametrize("recipient", sorted(set(RECIPIENTS) - {"public"}))
def test_technical_purposes_need_technical_identifiers(recipient):
    technical = {"device", "network-address", "email"}

    assert _kinds("operational-resilience", recipient) == technical
    assert _kinds("cyber-defence", recipient) == technical | {"messenger"}


def test_reports_to_supervisors_serve_supervisors_alone():
    told = {one for one in RECIPIENTS if _kinds("supervisory-reporting", one)}

    assert told == {"regulator"}


@pytest.mark.parametrize("purpose", ["statistics", "exercise"])
def test_statistics_and_exercises_need_nobody(purpose):
    assert {_kinds(purpose, recipient) for recipient in RECIPIENTS} == {frozenset()}


def test_what_no_row_knows_needs_nothing():
    assert find_needed(TODAY, ("spam",), "bank").kinds == frozenset()
    assert find_needed(TODAY, ("fraud-prevention",), "circus").kinds == frozenset()
    assert find_needed(date(2018, 5, 24), ("fraud-prevention",), "bank").kinds == frozenset()


@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_one_more_purpose_never_takes_a_kind_away(recipient):
    for some in (one for size in range(1, 4) for one in combinations(PURPOSES, size)):
        before = find_needed(TODAY, some, recipient)
        for purpose in PURPOSES:
            after = find_needed(TODAY, (*some, purpose), recipient)

            assert after.kinds is None or (before.kinds is not None and before.kinds <= after.kinds)
            # Once everything is needed, nothing is left to be told in rough terms.
            assert after.kinds is None or TELLS.index(after.unneeded) >= TELLS.index(
                before.unneeded
            )


def test_pc_03_a_kind_outside_the_list_is_masked_even_where_its_category_is_clear():
    decision = at_home(
        purposes=("cyber-defence",), clear_categories=BOTH, legal_bases=("legal-obligation",)
    )

    assert decision.outcome is Outcome.ALLOW_TOKENISED
    assert decision.treatment_of(Category.PI, "email") is Treatment.CLEAR
    assert decision.treatment_of(Category.PI, "person-name") is Treatment.MASK
    assert decision.treatment_of(Category.C2, "bank-account") is Treatment.MASK
    assert ("not_needed", "PC-03") in codes(decision)
    assert "PIPL 6, 19" in decision.source_of(Category.C2, "bank-account")
    assert decision.source_of(Category.PI, "email") == ""


def test_pc_03_where_every_kind_is_needed_nothing_is_said_of_it():
    decision = at_home()

    assert decision.needed_kinds is None
    assert "not_needed" not in [code for code, _ in codes(decision)]


def test_pc_03_an_exercise_moves_nothing_personal_and_waits_for_nobody():
    decision = at_home(purposes=("exercise",), evidence=())

    assert decision.outcome is Outcome.ALLOW_REDACTED
    assert dict(decision.treatments) == dict.fromkeys(BOTH, Treatment.MASK)
    assert codes(decision) == [("not_needed", "PC-03")]
    assert (decision.grounds, decision.bases, decision.circle) == ((), (), "")


def test_pc_32_for_statistics_alone_everything_personal_is_told_in_rough_terms():
    decision = at_home(purposes=("statistics",), clear_categories=BOTH)

    assert decision.outcome is Outcome.ALLOW_REDACTED
    assert dict(decision.treatments) == dict.fromkeys(BOTH, Treatment.GENERALISE)
    assert codes(decision) == [("not_needed", "PC-03")]
    assert decision.circle == ""
    for category, kind in product(BOTH, KINDS):
        assert decision.treatment_of(category, kind) is Treatment.GENERALISE


def test_pc_32_statistics_rest_on_a_basis_and_an_assessment_like_any_purpose():
    unfounded = at_home(purposes=("statistics",), legal_bases=())
    unassessed = at_home(purposes=("statistics",), evidence=())

    assert {unfounded.treatment_of(category) for category in BOTH} == {Treatment.MASK}
    assert codes(unfounded) == [("no_basis", "PC-01")]
    assert (unassessed.outcome, codes(unassessed)) == (Outcome.HOLD, [("pia_missing", "PC-23")])


def test_pc_32_beside_another_purpose_statistics_soften_what_that_one_does_not_need():
    decision = at_home(purposes=("cyber-defence", "statistics"))

    assert decision.outcome is Outcome.ALLOW_TOKENISED
    assert decision.treatment_of(Category.PI, "email") is Treatment.TOKENISE
    assert decision.treatment_of(Category.PI, "birth-date") is Treatment.GENERALISE


def test_a_category_that_is_masked_stays_masked_whatever_its_kind():
    only_pi = evidence(K.CONSENT_SHARING, categories=frozenset({Category.PI}))

    decision = at_home(legal_bases=("consent",), evidence=(ASSESSED, only_pi))

    assert decision.treatment_of(Category.PI, "email") is Treatment.TOKENISE
    assert decision.treatment_of(Category.C2, "bank-account") is Treatment.MASK
    assert decision.source_of(Category.C2, "bank-account") == "PIPL 23; control matrix PC-05"


def test_pc_35_without_a_declared_purpose_a_supervisor_gets_what_its_statute_says():
    decision = at_home(recipient_kind="regulator", legal_bases=(), purposes=())

    assert decision.needed_kinds is None
    assert decision.treatment_of(Category.C2, "bank-account") is Treatment.TOKENISE


def test_the_reporter_gets_its_own_back_for_whatever_purpose():
    decision = decide(BOTH, is_reporter=True, purposes=("exercise",))

    assert {decision.treatment_of(Category.PI, kind) for kind in KINDS} == {Treatment.CLEAR}


def test_profiles_differ_where_needed_kinds_differ_and_only_there():
    bank, platform = at_home(), at_home(recipient_kind="platform")
    association = at_home(recipient_kind="association")

    assert bank.profile == platform.profile != association.profile


def test_the_kinds_are_no_matter_where_nothing_personal_moves():
    bank, association = (
        at_home(legal_bases=(), recipient_kind=kind) for kind in ("bank", "association")
    )

    assert bank.profile == association.profile
