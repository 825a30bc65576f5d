"""Each row of section 3 of the control matrix (PC-19), with exact outcomes."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from privacy import Category, Treatment
from privacy.policy import Outcome, ReleaseAct, decide_release
from privacy.policy.types import Counts
from privacy.policy.types import EvidenceKind as K
from tests.unit.privacy.policy.worlds import NOW, evidence

PI = frozenset({Category.PI})
BOTH = frozenset({Category.PI, Category.C2})
ASSESSED = evidence(K.ASSESSMENT)
TOLD = evidence(K.NOTICE)
EVER = datetime(2025, 1, 1, tzinfo=UTC)
LAW = evidence(
    K.STATUTE, reference="law-1", code="legal-obligation", valid_from=EVER, valid_to=None
)
ALL_TOKENS = {Category.PI: Treatment.TOKENISE, Category.C2: Treatment.TOKENISE}
ALL_MASKED = {Category.PI: Treatment.MASK, Category.C2: Treatment.MASK}
ONLY_ORDINARY = {Category.PI: Treatment.TOKENISE, Category.C2: Treatment.MASK}


def decide(categories=BOTH, *, records=(), laws=(LAW,), now=NOW, **facts):
    base = {
        "origin_region": "CN",
        "destination_region": "SG",
        "recipient_kind": "bank",
        "purposes": ("fraud-prevention",),
        "legal_bases": ("legal-obligation",),
        "circle": "SG:2026q4",
        "counts": Counts(ordinary=1, sensitive=1),
        "evidence": (ASSESSED, TOLD, *records),
    }
    act = ReleaseAct(**{**base, **facts})
    act = replace(act, evidence=(*act.evidence, *laws))
    return decide_release(act, frozenset(categories), now=now)


def codes(decision):
    return [(reason.code, reason.rule) for reason in decision.reasons]


def test_x1_infrastructure_goes_anywhere():
    decision = decide({Category.THREAT, Category.ORG}, recipient_kind="foreign-authority")

    assert decision.outcome is Outcome.ALLOW
    assert codes(decision) == [("no_personal_data", "X1")]


@pytest.mark.parametrize("records", [(), (evidence(K.SECURITY_ASSESSMENT),)])
def test_x2_pc_04_authentication_and_core_data_go_nowhere(records):
    denied = decide({Category.C3}, records=records)
    core = decide(PI, records=records, is_core_data=True)

    assert (denied.outcome, codes(denied)) == (Outcome.DENY, [("c3", "X2")])
    assert (core.outcome, codes(core)) == (Outcome.DENY, [("core_data", "X2")])


def test_x3_pc_20_a_foreign_authority_needs_an_approval_in_date():
    facts = {"recipient_kind": "foreign-authority", "destination_region": "US"}
    expired = evidence(K.AUTHORITY_APPROVAL, valid_to=NOW)

    assert codes(decide(**facts)) == [("foreign_authority", "X3")]
    assert decide(**facts, records=(expired,)).outcome is Outcome.DENY
    approved = decide(**facts, records=(evidence(K.AUTHORITY_APPROVAL),))
    assert (approved.outcome, approved.mechanism) == (Outcome.ALLOW_TOKENISED, "X3")


def test_x3_an_approval_for_other_data_is_none():
    narrow = evidence(K.AUTHORITY_APPROVAL, categories=PI)
    facts = {"recipient_kind": "foreign-authority", "destination_region": "US"}

    assert decide(**facts, records=(narrow,)).outcome is Outcome.DENY


def test_x3_a_supervisor_abroad_gets_no_personal_data_by_contract():
    decision = decide(recipient_kind="regulator", records=(evidence(K.STANDARD_CONTRACT),))

    assert dict(decision.treatments) == ALL_MASKED
    assert codes(decision) == [("redacted_abroad", "X3.supervisor")]


def test_x4_a_restricted_recipient_gets_nothing_about_persons():
    decision = decide(is_recipient_restricted=True, records=(evidence(K.STANDARD_CONTRACT),))

    assert (decision.outcome, codes(decision)) == (Outcome.DENY, [("recipient_restricted", "X4")])
    assert decide(is_recipient_restricted=True, destination_region="CN").is_allowed


def test_x5_important_data_needs_a_security_assessment_that_names_it():
    important = BOTH | {Category.IMPORTANT}
    named = evidence(K.SECURITY_ASSESSMENT, categories=important)
    assessed = evidence(K.ASSESSMENT, reference="pia-2", categories=important)

    assert codes(decide(important, records=(evidence(K.SECURITY_ASSESSMENT),))) == [
        ("export_restricted", "X5")
    ]
    allowed = decide(important, records=(named, assessed))
    assert (allowed.outcome, allowed.mechanism) == (Outcome.ALLOW_TOKENISED, "X10 X5")


def test_x5_a_critical_operator_needs_a_security_assessment():
    contract = evidence(K.STANDARD_CONTRACT)

    denied = decide(is_critical_operator=True, records=(contract,))
    allowed = decide(is_critical_operator=True, records=(evidence(K.SECURITY_ASSESSMENT),))

    assert (denied.outcome, codes(denied)) == (
        Outcome.DENY,
        [("critical_operator", "X5.operator")],
    )
    assert allowed.outcome is Outcome.ALLOW_TOKENISED


def test_x6_suspicion_reports_abroad_need_a_statute_that_names_them_and_a_human():
    report = PI | {Category.STR}
    statute = evidence(K.STATUTE, categories=report)
    human = evidence(K.HUMAN_RELEASE, code="confidential_release statute_review")

    assert codes(decide(report)) == [("export_restricted", "X6")]
    assert decide(report, records=(evidence(K.STATUTE), human)).outcome is Outcome.DENY
    assert codes(decide(report, records=(statute,))) == [("confidential_release", "PC-25")]
    released = decide(report, records=(statute, human))
    assert (released.outcome, released.obligations) == (
        Outcome.ALLOW_TOKENISED,
        ("delete-on-recall", "no-tipping-off", "no-onward-transfer"),
    )


def test_x7_transit_needs_unmixed_data():
    transit = evidence(K.TRANSIT)

    assert decide(records=(transit,)).mechanism == "X7"
    mixed = decide(records=(transit,), further_origins=("HK",))
    assert dict(mixed.treatments) == ALL_MASKED


@pytest.mark.parametrize(
    ("claim", "code", "row"),
    [
        (evidence(K.NECESSITY), "necessity_review", "X8"),
        (evidence(K.STATUTE, code="export-duty"), "statute_review", "X9"),
    ],
)
def test_x8_x9_a_claim_waits_for_a_human_where_nothing_else_can_go(claim, code, row):
    facts = {"categories": {Category.C2}, "counts": Counts(1, 1)}
    human = evidence(K.HUMAN_RELEASE, code=code)
    other = evidence(K.HUMAN_RELEASE, code="pia_missing")

    held = decide(**facts, records=(claim, other))
    released = decide(**facts, records=(claim, human))

    assert (held.outcome, codes(held)) == (Outcome.HOLD, [(code, row)])
    assert (released.outcome, released.mechanism) == (Outcome.ALLOW_TOKENISED, row)
    assert decide(**facts, records=(human,)).outcome is Outcome.ALLOW_REDACTED


def test_x9_a_duty_to_share_at_home_is_no_duty_to_send_abroad():
    decision = decide({Category.C2})

    assert (decision.outcome, codes(decision)) == (
        Outcome.ALLOW_REDACTED,
        [("redacted_abroad", "X11.redact")],
    )


def test_x8_a_claim_holds_up_no_copy_that_can_travel():
    assert dict(decide(records=(evidence(K.NECESSITY),)).treatments) == ONLY_ORDINARY


@pytest.mark.parametrize(
    ("counts", "with_contract", "without"),
    [
        (Counts(1, 0), "X11", "X12"),
        (Counts(99_999, 9_999), "X11", "X12"),
        (Counts(100_000, 0), "X11", ""),
        (Counts(999_999, 0), "X11", ""),
        (Counts(1_000_000, 0), "", ""),
        (Counts(1, 10_000), "", ""),
        (Counts(0, 0), "", ""),
    ],
)
def test_x10_x11_x12_counts_of_persons_decide_at_their_limits(counts, with_contract, without):
    contract = evidence(K.STANDARD_CONTRACT)

    assert decide(PI, counts=counts, records=(contract,)).mechanism == with_contract
    assert decide(PI, counts=counts).mechanism == without
    assert decide(PI, counts=counts, records=(evidence(K.SECURITY_ASSESSMENT),)).mechanism == "X10"


def test_x12_small_numbers_spare_the_mechanism_and_not_the_notice_pc_10():
    untold = decide(PI, evidence=(ASSESSED,))
    spared = decide(PI, evidence=(ASSESSED, evidence(K.NOTICE_EXCEPTION)))

    assert (untold.mechanism, codes(untold)) == ("", [("redacted_abroad", "X11.redact")])
    assert spared.mechanism == "X12"


@pytest.mark.parametrize("day", [datetime(2025, 12, 31, tzinfo=UTC), NOW])
@pytest.mark.parametrize("kind", [K.STANDARD_CONTRACT, K.CERTIFICATE])
def test_x11_a_contract_spares_no_notice_pc_10(kind, day):
    records = tuple(evidence(one, valid_from=EVER) for one in (K.ASSESSMENT, kind))
    told = evidence(K.NOTICE_EXCEPTION, valid_from=EVER)

    untold = decide(evidence=records, now=day)

    assert (untold.mechanism, dict(untold.treatments)) == ("", ALL_MASKED)
    assert decide(evidence=(*records, told), now=day).mechanism == "X11"


@pytest.mark.parametrize("kind", [K.STANDARD_CONTRACT, K.CERTIFICATE])
def test_x11_sensitive_data_needs_a_contract_or_certificate_else_it_is_masked(kind):
    decision = decide(records=(evidence(kind),))

    assert (dict(decision.treatments), decision.mechanism) == (ALL_TOKENS, "X11")
    redacted = decide()
    assert (dict(redacted.treatments), redacted.mechanism) == (ONLY_ORDINARY, "X12")
    assert codes(redacted) == [("redacted_abroad", "X11.redact"), ("transfer_allowed", "X12")]


def test_x13_a_free_trade_zone_needs_none_of_the_others():
    assert decide(records=(evidence(K.FREE_TRADE_ZONE),), counts=Counts()).mechanism == "X13"


@pytest.mark.parametrize(
    "kind", [K.TRANSIT, K.FREE_TRADE_ZONE, K.SECURITY_ASSESSMENT, K.STANDARD_CONTRACT]
)
def test_x14_consent_needs_a_separate_consent_for_abroad_whatever_the_mechanism(kind):
    consents = (evidence(K.CONSENT_SHARING), evidence(K.CONSENT_SENSITIVE), evidence(kind))
    abroad = evidence(K.CONSENT_CROSS_BORDER)

    lacking = decide(legal_bases=("consent",), records=consents)
    given = decide(legal_bases=("consent",), records=(*consents, abroad))

    assert codes(lacking) == [("no_separate_consent", "X14")]
    assert dict(lacking.treatments) == ALL_MASKED
    assert (given.outcome, given.bases) == (Outcome.ALLOW_TOKENISED, ("pipl.consent",))


def test_x15_the_union_is_one_region():
    decision = decide(origin_region="EU-DE", destination_region="FR", circle="EU:2026q4")

    assert codes(decision) == [("tokenised_in_region", "X15")]
    assert decision.mechanism == ""


@pytest.mark.parametrize(
    ("place", "records", "day", "mechanism"),
    [
        ("JP", (), NOW, "X16"),
        ("CN", (), NOW, ""),
        ("US", (), NOW, ""),
        ("US", (evidence(K.CERTIFICATE),), NOW, "X16"),
        ("CA", (), NOW, ""),
        ("CA", (evidence(K.STATUTE, code="ca-pipeda"),), NOW, "X16"),
        ("GB", (), datetime(2025, 12, 28, tzinfo=UTC), "X16"),
        ("GB", (), datetime(2031, 12, 27, 12, tzinfo=UTC), "X16"),
        ("GB", (), datetime(2031, 12, 28, tzinfo=UTC), ""),
    ],
)
def test_x16_adequacy_counts_in_date_and_in_scope(place, records, day, mechanism):
    always = evidence(K.ASSESSMENT, valid_from=datetime(2025, 1, 1, tzinfo=UTC), valid_to=None)

    decision = decide(
        origin_region="EU-DE",
        destination_region=place,
        evidence=(always, *records),
        now=day,
    )

    assert decision.mechanism == mechanism
    assert decision.outcome is (Outcome.ALLOW_TOKENISED if mechanism else Outcome.ALLOW_REDACTED)


@pytest.mark.parametrize(
    ("kinds", "mechanism"),
    [
        ((K.STANDARD_CLAUSES,), ""),
        ((K.TRANSFER_ASSESSMENT,), ""),
        ((K.STANDARD_CLAUSES, K.TRANSFER_ASSESSMENT), "X17"),
        ((K.BINDING_RULES,), "X17"),
    ],
)
def test_x17_clauses_need_their_assessment_and_binding_rules_stand_alone(kinds, mechanism):
    records = tuple(map(evidence, kinds))

    decision = decide(origin_region="EU-DE", destination_region="CN", records=records)

    assert decision.mechanism == mechanism
    assert dict(decision.treatments) == (ALL_TOKENS if mechanism else ALL_MASKED)


def test_x18_a_derogation_waits_for_a_human():
    facts = {"origin_region": "EU-DE", "destination_region": "CN"}
    claim, human = evidence(K.NECESSITY), evidence(K.HUMAN_RELEASE, code="derogation_review")

    assert codes(decide(**facts, records=(claim,))) == [("derogation_review", "X18")]
    released = decide(**facts, records=(claim, human))
    assert released.mechanism == "X18"
    assert "human-release-1" in released.grounds
    assert codes(released)[-1] == ("human_release", "PC-41")


def test_x19_a_foreign_authority_needs_an_international_agreement():
    facts = {
        "origin_region": "EU-DE",
        "destination_region": "US",
        "recipient_kind": "foreign-authority",
    }
    agreement = evidence(K.STATUTE, code="gdpr-48")

    denied = decide(**facts, records=(evidence(K.STATUTE), evidence(K.AUTHORITY_APPROVAL)))

    assert (denied.outcome, codes(denied)) == (Outcome.DENY, [("foreign_authority", "X19")])
    assert decide(**facts, records=(agreement,)).mechanism == "X19"


@pytest.mark.parametrize(
    ("origin", "kind", "mechanism"),
    [
        ("HK", K.STANDARD_CLAUSES, "X20"),
        ("HK", K.CERTIFICATE, ""),
        ("SG", K.BINDING_RULES, "X20"),
        ("SG", K.STANDARD_CONTRACT, ""),
    ],
)
def test_x20_hong_kong_and_singapore_have_rows_of_their_own(origin, kind, mechanism):
    decision = decide(origin_region=origin, destination_region="US", records=(evidence(kind),))

    assert decision.mechanism == mechanism


@pytest.mark.parametrize("origin", ["MO", "TW", "US", "", "Atlantis"])
def test_x20_an_origin_without_a_row_waits(origin):
    decision = decide(origin_region=origin, records=(evidence(K.STANDARD_CLAUSES),))

    assert (decision.outcome, codes(decision)) == (
        Outcome.HOLD,
        [("unknown_jurisdiction", "X20")],
    )


def test_x21_the_strictest_origin_decides():
    contract, clauses = evidence(K.STANDARD_CONTRACT), evidence(K.STANDARD_CLAUSES)
    facts = {"destination_region": "JP", "further_origins": ("HK",)}

    assert dict(decide(**facts, records=(contract,)).treatments) == ALL_TOKENS
    assert dict(decide(**facts, records=(clauses,)).treatments) == ONLY_ORDINARY
    union = decide(destination_region="JP", further_origins=("EU-DE",), records=(contract,))
    assert (dict(union.treatments), union.mechanism) == (ALL_TOKENS, "X11 X16")


def test_x22_what_comes_into_china_follows_the_law_of_its_origin():
    decision = decide(
        origin_region="EU-DE", destination_region="CN", records=(evidence(K.BINDING_RULES),)
    )

    assert decision.mechanism == "X17"
    assert "no-onward-transfer" in decision.obligations


def test_pc_19_a_reader_abroad_is_a_transfer_although_the_recipient_is_at_home():
    home = decide(destination_region="CN")
    remote = decide(destination_region="CN", reader_regions=("SG",))
    lost = decide(destination_region="CN", reader_regions=("nowhere",))

    assert dict(home.treatments) == ALL_TOKENS
    assert (dict(remote.treatments), remote.mechanism) == (ONLY_ORDINARY, "X12")
    assert codes(lost) == [("unknown_destination", "PC-19")]


def test_clear_categories_stay_clear_abroad_only_with_a_mechanism():
    contract = evidence(K.STANDARD_CONTRACT)

    allowed = decide(clear_categories=BOTH, records=(contract,))

    assert allowed.outcome is Outcome.ALLOW
    assert codes(allowed) == [
        ("transfer_allowed", "X11"),
        ("agreed_clear", "PC-21"),
        ("pipl.statutory_duty", "PIPL-13-3"),
    ]
