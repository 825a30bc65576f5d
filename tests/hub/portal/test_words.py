"""Every code that a room can give has words in the portal."""

import pytest
from django.utils import translation

from hub.portal.words.alerts import (
    CAUSES,
    FACTORS,
    ROUTES,
    STAGES,
    band_of,
    explain_cause,
    name_stage,
)
from hub.portal.words.categories import list_categories, name_category
from hub.portal.words.holds import ACTIONS, explain_hold_state, name_action, name_hold_state
from hub.portal.words.holds import STATES as HOLD_STATES
from hub.portal.words.imports import MEANINGS as MEANING_WORDS
from hub.portal.words.policy import POLICY
from hub.portal.words.reasons import (
    PIPELINE,
    REASONS,
    TREATMENTS,
    WITHHELD,
    explain_reason,
    name_treatment,
    name_withheld,
)
from hub.portal.words.submissions import STATES, TONES
from privacy.detection.types import DataType, kind_of
from privacy.gate.telling import KEPT_BACK
from privacy.policy import reasons
from sharing.channels.wording import CAUSES as MAIL_CAUSES
from sharing.channels.wording import explain_cause as explain_in_mail
from sharing.delivery.models import Cause
from sharing.holds.models import Hold
from sharing.holds.proposals import HoldAction
from sharing.imports.columns import MEANINGS
from sharing.ingest.models import Submission
from sharing.pipeline import decide, modes, run
from sharing.scoring.score import STAGE_POINTS, WEIGHTS
from sharing.stix.vocabulary import RISK_CATEGORIES, RISK_CATEGORIES_TRADITIONAL


def test_every_category_has_a_name_in_each_language():
    assert list(RISK_CATEGORIES_TRADITIONAL) == list(RISK_CATEGORIES)
    for language, name in (("en", "Phishing"), ("zh-hans", "钓鱼"), ("zh-hant", "網路釣魚")):
        with translation.override(language):
            assert name_category("phishing") == name
            assert len(list_categories()) == len(RISK_CATEGORIES)


def test_an_unknown_category_is_spelt_out():
    with translation.override("zh-hans"):
        assert name_category("brand-new_risk") == "Brand new risk"


def test_every_reason_of_policy_has_a_sentence():
    # `no_basis` has its own English sentence in each regime.
    assert set(POLICY) == set(reasons.MESSAGES) | {KEPT_BACK.code} | {"no_basis"}


def test_every_reason_of_the_pipeline_has_a_sentence():
    own = (
        decide.NO_RECIPIENT,
        decide.NOT_ACTIVE,
        decide.LEAK_PREVENTED,
        decide.ANOTHERS_NAME,
        decide.WAS_WITHDRAWN,
        run.HELD_FOR_OFFICER,
        *modes.REASONS,
    )
    written = {"processing-failed", "refused-by-officer", modes.MET}

    assert set(PIPELINE) == {reason["code"] for reason in own} | written
    assert set(REASONS) == set(POLICY) | set(PIPELINE)


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_a_recipient_cannot_tell_a_restriction_from_an_objection_pc_25(language):
    with translation.override(language):
        assert explain_reason("restricted") == explain_reason("objected")


def test_a_lawful_basis_is_said_to_be_in_force():
    assert explain_reason("pipl.contract") == "A lawful basis in force is declared."


def test_every_kind_of_personal_data_has_a_name():
    kinds = {kind_of(data_type) for data_type in DataType}

    assert set(WITHHELD) == kinds | {"reporter", "unknown_content", "rests_on_withheld"}
    assert name_withheld("new_kind") == "New kind"


def test_every_treatment_has_a_name():
    assert set(TREATMENTS) == {"tokenised", "generalised", "masked", "dropped"}
    assert name_treatment("generalised") == "told in rough terms"


def test_every_state_is_explained_and_coloured():
    assert set(STATES) == set(TONES) == {state.value for state in Submission.State}


def test_every_factor_of_the_score_is_explained():
    stages = {f"stage-{stage}" for stage in STAGE_POINTS}

    assert set(FACTORS) == set(WEIGHTS) | stages | {"exercise"}
    assert set(STAGE_POINTS) < set(STAGES)
    assert name_stage("confirmed") == "Confirmed"


def test_every_cause_of_a_withdrawal_is_explained():
    assert set(CAUSES) == set(Cause.values)
    assert set(MAIL_CAUSES) == {*Cause.values, ""}


@pytest.mark.parametrize("explain", [explain_cause, explain_in_mail])
def test_what_was_erased_or_no_longer_rests_on_consent_is_to_be_destroyed_pc_15(explain):
    assert explain("erased").endswith("Destroy every copy.")
    assert explain("withdrawn").endswith("Destroy every copy.")


@pytest.mark.parametrize("explain", [explain_cause, explain_in_mail])
def test_what_is_restricted_is_kept_closed_and_not_destroyed_pc_16(explain):
    assert "Keep your copies closed" in explain("restricted")
    assert explain("restricted").endswith("You need not destroy them.")


@pytest.mark.parametrize(
    ("language", "telling"),
    [
        ("en", ("person", "consent", "request", "object", "restrict")),
        ("zh-hans", ("个人", "本人", "同意", "请求", "限制")),
        ("zh-hant", ("個人", "本人", "同意", "請求", "限制")),
    ],
)
@pytest.mark.parametrize("cause", ["erased", "restricted", "withdrawn"])
@pytest.mark.parametrize("explain", [explain_cause, explain_in_mail])
def test_nobody_learns_what_a_person_did_from_a_recall_pc_25(explain, cause, language, telling):
    with translation.override(language):
        said = explain(cause).lower()

    assert [word for word in telling if word in said] == []


def test_every_state_and_action_of_a_hold_has_words():
    assert set(HOLD_STATES) == set(Hold.State.values)
    assert set(ACTIONS) == {action.value for action in HoldAction}
    assert name_hold_state("open") == "Waiting"
    assert explain_hold_state("open") == "Two persons of your institution have to decide."
    assert name_action("refuse") == "Do not share it"


def test_what_is_unknown_about_a_hold_is_spelt_out():
    assert name_hold_state("set-aside") == "Set aside"
    assert explain_hold_state("set-aside") == ""
    assert name_action("ask-again") == "Ask again"


def test_every_route_is_explained():
    assert set(ROUTES) == {
        "regulator", "addressed", "named", "group", "role", "community", "agreement"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("points", "band"),
    [(0, "low"), (39, "low"), (40, "medium"), (70, "high"), (89, "high"), (90, "critical")],
)
def test_bands_begin_where_they_say(points, band):
    assert band_of(points) == band


def test_every_meaning_of_a_column_has_a_name():
    assert set(MEANING_WORDS) == set(MEANINGS)
