"""What policy answers, row by row."""

from datetime import UTC, datetime

import pytest

from privacy import PERSONAL, Category, Treatment
from privacy.policy import IntakeAct, Outcome, ReleaseAct, decide_intake, decide_release
from privacy.policy.regions import legal_region
from privacy.policy.types import Evidence, EvidenceKind
from tests.unit.privacy.bundles import NOW

PERSONAL_DATA = frozenset({Category.PI, Category.C2})
ASSESSED = (
    Evidence(EvidenceKind.ASSESSMENT, "assessment-1", valid_from=NOW),
    Evidence(EvidenceKind.STATUTE, "law-1", valid_from=NOW, code="legal-obligation"),
)
GOOD = {"purposes": ("fraud-prevention",), "legal_bases": ("legal-obligation",)}


def _intake(categories=PERSONAL_DATA, now=NOW, **facts):
    act = IntakeAct(**{"reporter_region": "CN", **GOOD, **facts})
    return decide_intake(act, frozenset(categories), now=now)


def _release(categories=PERSONAL_DATA, **facts):
    base = {"origin_region": "CN", "destination_region": "CN", "recipient_kind": "bank"}
    act = ReleaseAct(**{**base, **GOOD, "circle": "CN:2026q4", "evidence": ASSESSED, **facts})
    return decide_release(act, frozenset(categories), now=NOW)


def _codes(decision):
    return [reason.code for reason in decision.reasons]


def test_authentication_data_is_denied_whatever_else_holds():
    decision = _intake({Category.C3})

    assert decision.outcome is Outcome.DENY
    assert _codes(decision) == ["c3"]


def test_declared_special_category_data_is_denied():
    assert _intake((), personal_data_declared="special-category").outcome is Outcome.DENY


def test_an_alert_without_personal_data_is_taken_in_from_an_unknown_region():
    decision = _intake((), reporter_region="", purposes=(), legal_bases=())

    assert decision.outcome is Outcome.ALLOW
    assert _codes(decision) == ["no_personal_data"]


def test_declared_personal_data_needs_a_basis_although_nothing_was_detected():
    decision = _intake((), personal_data_declared="personal", legal_bases=())

    assert decision.outcome is Outcome.HOLD
    assert _codes(decision) == ["no_basis"]


@pytest.mark.parametrize("region", ["", "MO", "TW", "US", "Atlantis"])
def test_personal_data_from_a_region_without_a_rule_row_waits_for_a_human(region):
    decision = _intake(reporter_region=region)

    assert decision.outcome is Outcome.HOLD
    assert _codes(decision) == ["unknown_jurisdiction"]


def test_every_missing_condition_is_named_at_once():
    decision = _intake(purposes=("marketing",), legal_bases=(), personal_data_declared="secret")

    assert decision.outcome is Outcome.HOLD
    assert _codes(decision) == ["purpose_not_listed", "unknown_declaration", "no_basis"]


def test_personal_data_without_a_purpose_waits():
    assert _codes(_intake(purposes=())) == ["no_purpose"]


BASES = [
    ("CN", "consent", "pipl.consent"),
    ("CN", "contract", "pipl.contract"),
    ("CN", "legal-obligation", "pipl.statutory_duty"),
    ("CN", "public-task", "pipl.statutory_duty"),
    ("CN", "vital-interest", "pipl.emergency"),
    ("CN", "cn-atfl-16", "pipl.statutory_duty"),
    ("CN", "legitimate-interest", None),
    ("CN", "hk-bo-2025", None),
    ("EU-DE", "legitimate-interest", "gdpr.f"),
    ("EU-FR", "public-task", "gdpr.e"),
    ("EU", "cn-atfl-16", None),
    ("HK", "hk-bo-2025", "pdpo.banking"),
    ("HK", "legitimate-interest", None),
    ("HK", "contract", None),
    ("SG", "sg-fsma-cosmic", "pdpa.cosmic"),
    ("SG", "legitimate-interest", "pdpa.legitimate"),
    ("SG", "eu-psr", None),
]


@pytest.mark.parametrize(("region", "basis", "code"), BASES)
def test_a_basis_counts_only_in_the_regime_that_knows_it(region, basis, code):
    decision = _intake(reporter_region=region, legal_bases=(basis,))

    assert decision.outcome is (Outcome.ALLOW if code else Outcome.HOLD)
    assert _codes(decision) == [code or "no_basis"]


def test_a_gateway_counts_from_its_first_day_on():
    before = datetime(2027, 7, 9, tzinfo=UTC)
    after = datetime(2027, 7, 10, tzinfo=UTC)
    facts = {"reporter_region": "EU-DE", "legal_bases": ("eu-amlr-75",)}

    assert _intake(now=before, **facts).outcome is Outcome.HOLD
    assert _intake(now=after, **facts).outcome is Outcome.ALLOW


def test_every_refusal_names_a_source_and_a_remedy():
    held = _intake(purposes=(), legal_bases=())

    assert all(reason.source and len(reason.message) > 40 for reason in held.reasons)


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("CN-SH", "CN"),
        ("cn", "CN"),
        ("EU-DE", "EEA"),
        ("EU", "EEA"),
        ("FR", "EEA"),
        ("HK", "HK"),
        ("", ""),
        ("China", ""),
    ],
)
def test_a_legal_region_is_the_territory_of_one_law(code, region):
    assert legal_region(code) == region


def test_personal_data_is_tokenised_within_a_region():
    decision = _release()

    assert decision.outcome is Outcome.ALLOW_TOKENISED
    assert {decision.treatment_of(c) for c in PERSONAL_DATA} == {Treatment.TOKENISE}
    assert decision.circle == "CN:2026q4"


def test_pc_21_without_an_agreement_personal_data_is_masked_even_at_home():
    decision = _release(circle="")

    assert decision.outcome is Outcome.ALLOW_REDACTED
    assert _codes(decision) == ["no_agreement"]
    assert set(dict(decision.treatments).values()) == {Treatment.MASK}


def test_two_states_of_the_union_are_one_region():
    decision = _release(origin_region="EU-DE", destination_region="EU-FR")

    assert decision.outcome is Outcome.ALLOW_TOKENISED


def test_an_agreed_category_goes_in_clear_with_a_basis_and_the_others_as_tokens():
    decision = _release(clear_categories=frozenset({Category.C2}))

    assert decision.outcome is Outcome.ALLOW_TOKENISED
    assert decision.treatment_of(Category.C2) is Treatment.CLEAR
    assert decision.treatment_of(Category.PI) is Treatment.TOKENISE


@pytest.mark.parametrize(
    ("lack", "code"),
    [
        ({"legal_bases": ()}, "no_basis"),
        ({"purposes": ()}, "no_purpose"),
        ({"purposes": ("spam",)}, "purpose_not_listed"),
    ],
)
def test_without_basis_or_purpose_not_even_tokens_travel(lack, code):
    decision = _release(clear_categories=PERSONAL, **lack)

    assert decision.outcome is Outcome.ALLOW_REDACTED
    assert {decision.treatment_of(c) for c in PERSONAL_DATA} == {Treatment.MASK}
    assert _codes(decision) == [code]


@pytest.mark.parametrize("destination", ["HK", "MO", "SG", "EU-DE", "US"])
def test_personal_data_is_masked_for_another_region_even_when_agreed(destination):
    decision = _release(destination_region=destination, clear_categories=PERSONAL)

    assert decision.outcome is Outcome.ALLOW_REDACTED
    assert {decision.treatment_of(c) for c in PERSONAL_DATA} == {Treatment.MASK}
    assert decision.circle == ""


def test_personal_data_goes_nowhere_when_the_destination_is_unknown():
    assert _release(destination_region="").outcome is Outcome.DENY


@pytest.mark.parametrize(("origin", "place"), [("", "CN"), ("MO", "MO"), ("US", "CN")])
def test_personal_data_of_a_region_without_rules_waits_for_a_human(origin, place):
    decision = _release(origin_region=origin, destination_region=place)

    assert decision.outcome is Outcome.HOLD
    assert _codes(decision) == ["unknown_jurisdiction"]


def test_without_an_agreement_an_unknown_region_is_masked_and_holds_nobody_up():
    decision = _release(origin_region="MO", destination_region="MO", circle="")

    assert decision.outcome is Outcome.ALLOW_REDACTED
    assert _codes(decision) == ["no_agreement"]


def test_a_foreign_authority_gets_no_alert_about_persons():
    decision = _release(destination_region="US", recipient_kind="foreign-authority")

    assert decision.outcome is Outcome.DENY
    assert _codes(decision) == ["foreign_authority"]


@pytest.mark.parametrize("category", [Category.IMPORTANT, Category.STR])
def test_important_data_and_suspicion_reports_stay_in_their_region(category):
    assert _release({category}, destination_region="SG").outcome is Outcome.DENY


def test_the_reporter_gets_its_own_alert_whole():
    decision = _release(is_reporter=True, destination_region="", attribution=False)

    assert decision.outcome is Outcome.ALLOW
    assert decision.attribution
    assert decision.unknown_content
    assert {decision.treatment_of(c) for c in PERSONAL_DATA} == {Treatment.CLEAR}


def test_recipients_share_a_rendition_of_an_alert_without_personal_data():
    near = _release((), circle="CN:2026q4")
    far = _release((), destination_region="SG", circle="SG:2026q4", recipient_kind="regulator")

    assert near.outcome is far.outcome is Outcome.ALLOW
    assert near.profile == far.profile


def test_the_profile_differs_with_whatever_changes_the_rendition():
    decisions = [
        _release(),
        _release(circle="CN:2027q1"),
        _release(attribution=False),
        _release(unknown_content=True),
        _release(destination_region="SG"),
        _release(clear_categories=frozenset({Category.C2})),
        _release({Category.PI}),
    ]

    assert len({decision.profile for decision in decisions}) == len(decisions)


def test_a_category_that_nobody_decided_on_is_masked():
    assert _release(()).treatment_of(Category.MINOR) is Treatment.MASK
    assert _release(()).treatment_of(Category.THREAT) is Treatment.CLEAR
