"""Bases that rest on a law name it (PC-01), and an officer's redaction names its decision (PC-41)."""

import pytest

from privacy import Category, Treatment
from privacy.policy import IntakeAct, Outcome, decide_intake
from privacy.policy.types import EvidenceKind as K
from tests.unit.privacy.policy.test_permission import BOTH, PI, at_home
from tests.unit.privacy.policy.test_section_3 import codes
from tests.unit.privacy.policy.worlds import NOW, evidence

REGIMES = [("CN", "CN"), ("EU-DE", "FR"), ("HK", "HK"), ("SG", "SG")]
STATUTORY = [
    (origin, place, basis)
    for origin, place in REGIMES
    for basis in ("legal-obligation", "public-task")
    if (origin, basis) != ("SG", "public-task")
]


@pytest.mark.parametrize(("origin", "place", "basis"), STATUTORY)
def test_pc_01_a_duty_or_task_carries_nothing_until_its_statute_is_named(origin, place, basis):
    facts = {"origin_region": origin, "destination_region": place, "legal_bases": (basis,)}
    named = evidence(K.STATUTE, code=basis)

    bare = at_home(**facts, laws=())
    founded = at_home(**facts, laws=(named,))

    assert (bare.outcome, codes(bare)) == (Outcome.ALLOW_REDACTED, [("no_statute", "PC-01")])
    assert bare.bases == bare.grounds == ()
    assert founded.outcome is Outcome.ALLOW_TOKENISED
    assert "statute-1" in founded.grounds


@pytest.mark.parametrize(
    "other",
    [
        evidence(K.STATUTE),
        evidence(K.STATUTE, code="public-task"),
        evidence(K.STATUTE, code="export-duty"),
        evidence(K.STATUTE, code="legal-obligation", valid_to=NOW),
        evidence(K.STATUTE, code="legal-obligation", purposes=frozenset({"aml-cft"})),
        evidence(K.STATUTE, code="legal-obligation", regions=frozenset({"SG"})),
    ],
)
def test_pc_01_a_statute_of_another_basis_term_purpose_or_place_carries_nothing(other):
    assert codes(at_home(laws=(other,))) == [("no_statute", "PC-01")]


@pytest.mark.parametrize(
    ("origin", "basis"), [("CN", "cn-atfl-16"), ("HK", "hk-bo-2025"), ("SG", "sg-fsma-cosmic")]
)
def test_pc_01_a_gateway_names_its_law_itself(origin, basis):
    decision = at_home(
        origin_region=origin, destination_region=origin, legal_bases=(basis,), laws=()
    )

    assert decision.outcome is Outcome.ALLOW_TOKENISED


@pytest.mark.parametrize(("origin", "place"), REGIMES)
def test_pc_01_vital_interest_needs_a_recorded_necessity(origin, place):
    facts = {
        "origin_region": origin,
        "destination_region": place,
        "legal_bases": ("vital-interest",),
    }

    assert codes(at_home(**facts)) == [("no_necessity", "PC-01")]
    founded = at_home(**facts, records=(evidence(K.NECESSITY),))
    assert founded.outcome is Outcome.ALLOW_TOKENISED


def test_pc_01_the_word_of_a_statute_is_enough_to_come_in_and_not_to_go_out():
    act = IntakeAct("CN", ("fraud-prevention",), ("legal-obligation",))

    assert decide_intake(act, PI, now=NOW).outcome is Outcome.ALLOW
    assert codes(at_home(PI, laws=())) == [("no_statute", "PC-01")]


def test_pc_41_an_officer_has_a_copy_redacted_and_the_grounds_name_the_decision():
    order = evidence(K.HUMAN_RELEASE, reference="hold-1", code="redacted_by_officer")
    facts = {"standing": frozenset({"redacted"}), "clear_categories": BOTH}

    decision = at_home(**facts, records=(order,))

    assert decision.outcome is Outcome.ALLOW_REDACTED
    assert set(dict(decision.treatments).values()) == {Treatment.MASK}
    assert codes(decision) == [("redacted_by_officer", "PC-41.1"), ("human_release", "PC-41")]
    assert (decision.grounds, decision.bases, decision.circle) == (("hold-1",), (), "")
    assert "control matrix PC-41" in decision.source_of(Category.PI)


def test_pc_41_a_redaction_is_told_beside_what_else_was_lacking():
    order = evidence(K.HUMAN_RELEASE, reference="hold-1", code="redacted_by_officer")

    decision = at_home(standing=frozenset({"redacted"}), laws=(), records=(order,))

    assert [code for code, _ in codes(decision)] == [
        "no_statute",
        "redacted_by_officer",
        "human_release",
    ]
    assert decision.grounds == ("hold-1",)


def test_pc_41_a_redaction_releases_nothing_that_cannot_be_masked():
    order = evidence(K.HUMAN_RELEASE, reference="hold-1", code="redacted_by_officer")
    report = PI | {Category.STR}
    records = (order, evidence(K.STATUTE, categories=report))

    decision = at_home(report, standing=frozenset({"redacted"}), records=records)

    assert codes(decision) == [("confidential_release", "PC-25")]
    assert decision.outcome is Outcome.HOLD


@pytest.mark.parametrize(
    ("origin", "row"),
    [
        ("EU-DE", "gdpr.c:GDPR-58"),
        ("HK", "pdpo.law:PDPO-58-supervisor"),
        ("SG", "pdpa.law:PDPA-4-1-c"),
    ],
)
def test_pc_01_pc_35_the_row_that_implies_a_statute_is_named_in_every_regime(origin, row):
    decision = at_home(
        origin_region=origin,
        destination_region=origin,
        recipient_kind="regulator",
        legal_bases=(),
    )

    assert decision.bases == (row,)
