"""Every code that a room can give has words in the portal."""

import pytest
from django.utils import translation

from hub.portal.words.alerts import CAUSES, FACTORS, ROUTES, STAGES, band_of, name_stage
from hub.portal.words.categories import list_categories, name_category
from hub.portal.words.imports import MEANINGS as MEANING_WORDS
from hub.portal.words.reasons import REASONS, WITHHELD, explain_reason, name_withheld
from hub.portal.words.submissions import STATES, TONES
from privacy.detection.types import DataType, kind_of
from privacy.policy import reasons
from privacy.policy.types import Reason
from sharing.delivery.models import Cause
from sharing.imports.columns import MEANINGS
from sharing.ingest.models import Submission
from sharing.pipeline import decide, modes
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


def test_every_reason_of_policy_and_pipeline_has_a_sentence():
    known = {value.code for value in vars(reasons).values() if isinstance(value, Reason)}
    own = (
        decide.NO_RECIPIENT,
        decide.NOT_ACTIVE,
        decide.LEAK_PREVENTED,
        decide.ANOTHERS_NAME,
        decide.WAS_WITHDRAWN,
        *modes.REASONS,
    )
    known |= {reason["code"] for reason in own}

    assert known | {"no_basis", "processing-failed", modes.MET} == set(REASONS)


def test_a_lawful_basis_is_said_to_be_in_force():
    assert explain_reason("pipl.contract") == "A lawful basis in force is declared."


def test_every_kind_of_personal_data_has_a_name():
    kinds = {kind_of(data_type) for data_type in DataType}

    assert kinds <= set(WITHHELD)
    assert name_withheld("new_kind") == "New kind"


def test_every_state_is_explained_and_coloured():
    assert set(STATES) == set(TONES) == {state.value for state in Submission.State}


def test_every_factor_of_the_score_is_explained():
    stages = {f"stage-{stage}" for stage in STAGE_POINTS}

    assert set(FACTORS) == set(WEIGHTS) | stages | {"exercise"}
    assert set(STAGE_POINTS) < set(STAGES)
    assert name_stage("confirmed") == "Confirmed"


def test_every_cause_of_a_withdrawal_is_explained():
    assert set(CAUSES) == set(Cause.values)


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
