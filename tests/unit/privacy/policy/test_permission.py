"""Purpose, basis, consent and what a human must judge, at home (control matrix section 7)."""

from datetime import UTC, datetime
from itertools import product
from typing import Any, cast

import pytest

from privacy import Category, Treatment
from privacy.policy import IntakeAct, Outcome, decide_intake, purpose_allows
from privacy.policy.types import EvidenceKind as K
from tests.unit.privacy.policy.test_section_3 import ASSESSED, codes, decide
from tests.unit.privacy.policy.worlds import NOW, evidence

PI = frozenset({Category.PI})
BOTH = frozenset({Category.PI, Category.C2})
CONSENTS = (
    K.CONSENT_SHARING,
    K.CONSENT_SENSITIVE,
    K.CONSENT_CROSS_BORDER,
    K.CONSENT_PUBLICATION,
)


def at_home(categories=BOTH, **facts):
    return decide(categories, **{"destination_region": "CN", "circle": "CN:2026q4", **facts})


def test_pc_01_legitimate_interest_carries_nothing_under_pipl():
    decision = at_home(legal_bases=("legitimate-interest",), records=(evidence(K.BALANCING),))

    assert decision.outcome is Outcome.ALLOW_REDACTED
    assert codes(decision) == [("no_basis", "PC-01")]


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        ((), "no_balancing"),
        ((K.NOTICE,), "no_balancing"),
        ((K.BALANCING,), "no_notice"),
        ((K.BALANCING, K.NOTICE), "tokenised_in_region"),
        ((K.BALANCING, K.NOTICE_EXCEPTION), "tokenised_in_region"),
    ],
)
def test_pc_01_legitimate_interest_needs_balancing_and_notice_under_gdpr(kinds, code):
    decision = at_home(
        origin_region="EU-DE",
        destination_region="FR",
        legal_bases=("legitimate-interest",),
        evidence=(ASSESSED, *map(evidence, kinds)),
    )

    assert [reason.code for reason in decision.reasons] == [code]
    assert ("notify-subject" in decision.obligations) is (code == "tokenised_in_region")


def test_pc_01_a_basis_out_of_date_is_none():
    expired = evidence(K.BALANCING, valid_to=NOW)
    facts = {"origin_region": "EU-DE", "destination_region": "FR"}

    decision = at_home(
        legal_bases=("legitimate-interest",), records=(expired, evidence(K.NOTICE)), **facts
    )

    assert codes(decision) == [("no_balancing", "PC-01")]


@pytest.mark.parametrize(("given", "asked"), product(CONSENTS, CONSENTS))
def test_pc_05_one_kind_of_consent_never_stands_for_another(given, asked):
    """Of the four kinds, only the one asked for makes the difference."""
    cases: dict[K, dict[str, Any]] = {
        K.CONSENT_SHARING: {"categories": PI},
        K.CONSENT_SENSITIVE: {"categories": {Category.C2}},
        K.CONSENT_CROSS_BORDER: {"categories": PI, "destination_region": "SG"},
        K.CONSENT_PUBLICATION: {"categories": PI, "recipient_kind": "public"},
    }
    others = {K.CONSENT_SHARING} - {asked}
    if asked is K.CONSENT_SHARING and given is not K.CONSENT_SHARING:
        others = set()

    decision = at_home(
        legal_bases=("consent",), records=tuple(map(evidence, (*others, given))), **cases[asked]
    )

    moved = Treatment.TOKENISE in dict(decision.treatments).values()
    assert moved is (given is asked)


def test_pc_05_consent_counts_for_its_purpose_recipient_and_categories_only():
    good = evidence(K.CONSENT_SHARING, categories=PI)
    for narrow in (
        evidence(K.CONSENT_SHARING, purposes=frozenset({"statistics"})),
        evidence(K.CONSENT_SHARING, recipient_kinds=frozenset({"platform"})),
        evidence(K.CONSENT_SHARING, regions=frozenset({"SG"})),
        evidence(K.CONSENT_SHARING, categories=frozenset({Category.SPI})),
    ):
        decision = at_home(PI, legal_bases=("consent",), records=(narrow,))
        assert codes(decision) == [("no_consent", "PC-05")]

    partly = at_home(legal_bases=("consent",), records=(good,))
    assert dict(partly.treatments) == {
        Category.PI: Treatment.TOKENISE,
        Category.C2: Treatment.MASK,
    }


def test_pc_07_an_outdated_consent_waits_and_no_release_stands_for_it():
    facts = {"legal_bases": ("consent",), "standing": frozenset({"reconsent"})}
    human = evidence(K.HUMAN_RELEASE, code="reconsent")

    held = at_home(PI, **facts, records=(evidence(K.CONSENT_SHARING),))
    unproven = at_home(PI, **facts, records=(human,))

    assert (held.outcome, codes(held)) == (Outcome.HOLD, [("reconsent", "PC-07")])
    assert codes(at_home(PI, **facts)) == [("reconsent", "PC-07")]
    assert unproven.outcome is Outcome.ALLOW_REDACTED


def test_pc_07_another_basis_goes_on_without_the_consent():
    bases = ("consent", "legal-obligation")

    decision = at_home(PI, legal_bases=bases, standing=frozenset({"reconsent"}))

    assert (decision.outcome, decision.bases) == (
        Outcome.ALLOW_TOKENISED,
        ("pipl.statutory_duty",),
    )


def test_pc_09_a_minor_is_redacted_without_the_guardian():
    categories = BOTH | {Category.MINOR}

    alone = at_home(categories)
    guarded = at_home(categories, records=(evidence(K.CONSENT_GUARDIAN),))

    assert codes(alone) == [("minor_no_guardian", "PC-09.1")]
    assert set(dict(alone.treatments).values()) == {Treatment.MASK}
    assert guarded.outcome is Outcome.ALLOW_TOKENISED


def test_pc_09_an_unknown_age_waits():
    held = at_home(standing=frozenset({"age-unknown"}))

    assert (held.outcome, codes(held)) == (Outcome.HOLD, [("age_unknown", "PC-09.2")])


@pytest.mark.parametrize(
    ("standing", "records", "outcome"),
    [
        ("restricted", (), Outcome.ALLOW_REDACTED),
        ("restricted", (evidence(K.STATUTE),), Outcome.ALLOW_REDACTED),
        ("objected", (), Outcome.ALLOW_REDACTED),
        ("objected", (evidence(K.STATUTE),), Outcome.ALLOW_REDACTED),
        ("objected", (evidence(K.STATUTE, code="objection-grounds"),), Outcome.ALLOW_TOKENISED),
        ("haunted", (), Outcome.HOLD),
    ],
)
def test_pc_16_restriction_and_objection_mask(standing, records, outcome):
    assert at_home(standing=frozenset({standing}), records=records).outcome is outcome


def test_pc_23_a_programme_without_assessment_waits_and_a_human_may_release():
    held = at_home(evidence=())
    released = at_home(evidence=(evidence(K.HUMAN_RELEASE, code="pia_missing"),))
    wrong = at_home(evidence=(evidence(K.HUMAN_RELEASE, code="age_unknown"),))

    assert (held.outcome, codes(held)) == (Outcome.HOLD, [("pia_missing", "PC-23")])
    assert (held.treatments, held.grounds) == ((), ())
    assert wrong.outcome is Outcome.HOLD
    assert (released.outcome, released.grounds) == (
        Outcome.ALLOW_TOKENISED,
        ("law-1", "human-release-1"),
    )


def test_pc_23_a_new_category_is_not_covered_by_the_old_assessment():
    narrow = evidence(K.ASSESSMENT, categories=PI)

    assert at_home(PI, evidence=(narrow,)).outcome is Outcome.ALLOW_TOKENISED
    assert codes(at_home(BOTH, evidence=(narrow,))) == [("pia_missing", "PC-23")]


def test_pc_35_a_regulator_at_home_receives_by_statute():
    decision = at_home(recipient_kind="regulator", legal_bases=(), purposes=(), evidence=())

    assert codes(decision) == [("tokenised_in_region", "PC-31")]
    assert decision.bases == ("pipl.statutory_duty:PIPL-63",)


def test_pc_35_by_statute_alone_a_regulator_sees_tokens():
    decision = at_home(
        recipient_kind="regulator", legal_bases=(), evidence=(), clear_categories=BOTH
    )

    assert set(dict(decision.treatments).values()) == {Treatment.TOKENISE}


def test_pc_25_suspicion_reports_go_to_the_regulator_alone():
    report = PI | {Category.STR}
    statute = evidence(K.STATUTE, categories=report)

    assert codes(at_home(report)) == [("confidential", "PC-25")]
    assert codes(at_home(report, records=(statute,))) == [("confidential_release", "PC-25")]
    told = at_home(report, recipient_kind="regulator")
    assert (told.outcome, "no-tipping-off" in told.obligations) == (Outcome.ALLOW_TOKENISED, True)


def test_pc_25_no_release_answers_a_denial():
    human = evidence(K.HUMAN_RELEASE, code="confidential confidential_release")

    assert at_home(PI | {Category.STR}, records=(human,)).outcome is Outcome.DENY


def test_pc_26_suspicion_without_a_law_is_redacted_to_infrastructure():
    categories = BOTH | {Category.CRIM, Category.THREAT}

    saving = evidence(K.NECESSITY)
    lawless = at_home(categories, legal_bases=("vital-interest",), records=(saving,))
    lawful = at_home(categories)

    assert codes(lawless) == [("crim_no_law", "PC-26.1")]
    assert set(dict(lawless.treatments).values()) == {Treatment.MASK}
    assert (lawful.outcome, "human-review" in lawful.obligations) == (Outcome.ALLOW_TOKENISED, True)


@pytest.mark.parametrize(
    ("wording", "records", "doubted"),
    [
        ("reported", (), False),
        ("suspected", (), False),
        ("confirmed_by_authority", (), True),
        ("confirmed_by_authority", (evidence(K.AUTHORITY_REFERENCE),), False),
        ("sworn", (evidence(K.AUTHORITY_REFERENCE),), True),
    ],
)
def test_pc_26_a_confirmation_needs_the_reference_of_an_authority(wording, records, doubted):
    decision = at_home(PI | {Category.CRIM}, wording=wording, records=records)

    assert (("wording_unproven", "PC-26") in codes(decision)) is doubted
    assert ("treat-as-suspected" in decision.obligations) is doubted


def test_pc_37_important_data_at_home_needs_terms_and_an_assessment_that_names_it():
    important = frozenset({Category.IMPORTANT})
    named = evidence(K.ASSESSMENT, categories=important)

    assert codes(at_home(important, circle="")) == [("no_agreement", "PC-21")]
    assert codes(at_home(important)) == [("pia_missing", "PC-23")]
    allowed = at_home(important, records=(named,))
    assert (allowed.outcome, codes(allowed)) == (Outcome.ALLOW, [("stays_in_region", "PC-37")])


def test_pc_39_natural_persons_are_not_published():
    decision = at_home(recipient_kind="public")

    assert codes(decision) == [("not_public", "PC-39")]
    ordered = evidence(K.STATUTE, code="publication")
    assert at_home(recipient_kind="public", records=(ordered,)).outcome is Outcome.ALLOW_TOKENISED


def test_pc_02_purposes_outside_agreement_or_lock_are_masked():
    outside = at_home(agreed_purposes=frozenset({"statistics"}))
    locked = at_home(purposes=("statistics",), locked_data=frozenset({"device_telemetry"}))

    assert codes(outside) == [("purpose_not_agreed", "PC-02")]
    assert codes(locked) == [("purpose_locked", "PC-02")]


@pytest.mark.parametrize(
    ("declared", "asked", "data", "allowed"),
    [
        (("fraud-prevention",), "fraud-prevention", (), True),
        (("fraud-prevention",), "statistics", (), False),
        (("spam",), "spam", (), False),
        ((), "", (), False),
        (("fraud-prevention", "statistics"), "statistics", ("device_telemetry",), False),
        (("fraud-prevention", "statistics"), "fraud-prevention", ("device_telemetry",), True),
    ],
)
def test_pc_02_what_was_shared_for_one_purpose_is_not_read_for_another(
    declared, asked, data, allowed
):
    assert purpose_allows(declared, asked, now=NOW, data=data) is allowed


def test_pc_02_the_lock_on_device_data_begins_with_its_law():
    before = datetime(2022, 11, 30, tzinfo=UTC)
    declared = ("statistics",)

    assert purpose_allows(declared, "statistics", now=before, data=("device_telemetry",))


def test_several_lacks_are_told_at_once():
    decision = at_home(purposes=("spam",), legal_bases=("us-314b",))

    assert codes(decision) == [("purpose_not_listed", "PC-02"), ("no_basis", "PC-01")]


@pytest.mark.parametrize("category", [Category.STR, Category.IMPORTANT])
def test_intake_takes_confidential_and_important_data_in(category):
    decision = decide_intake(IntakeAct("CN"), frozenset({category}), now=NOW)

    assert decision.outcome is Outcome.ALLOW


def test_intake_takes_suspicion_in_like_other_personal_data():
    act = IntakeAct("CN", ("fraud-prevention",), ("contract",))

    assert decide_intake(act, frozenset({Category.CRIM}), now=NOW).outcome is Outcome.ALLOW


def test_pc_04_intake_refuses_core_data_and_holds_what_no_row_grades():
    core = decide_intake(IntakeAct("CN", is_core_data=True), frozenset(), now=NOW)
    strange = decide_intake(
        IntakeAct("CN"), cast("frozenset[Category]", frozenset({"AURA"})), now=NOW
    )

    assert (core.outcome, codes(core)) == (Outcome.DENY, [("core_data", "X2")])
    assert (strange.outcome, codes(strange)) == (Outcome.HOLD, [("unknown_category", "PC-04")])
