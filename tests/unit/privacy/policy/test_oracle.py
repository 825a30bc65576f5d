"""The engine and the oracle agree: everywhere in a small world, and wherever the dice fall."""

from dataclasses import replace

import pytest

from privacy.policy import decide_release
from tests.unit.privacy.policy.oracle import KINDS, judge, judge_kind
from tests.unit.privacy.policy.worlds import NOW, Dice, small_world


def _assert_agreement(act, categories):
    decision = decide_release(act, categories, now=NOW)
    outcome, treatments = judge(act, categories, NOW)

    assert (decision.outcome, dict(decision.treatments)) == (outcome, treatments), (
        act,
        sorted(categories),
        decision.reasons,
    )


def _assert_agreement_on_kinds(act, categories):
    decision = decide_release(act, categories, now=NOW)
    for category, treatment in judge(act, categories, NOW)[1].items():
        for kind in KINDS:
            expected = judge_kind(act, treatment, kind)

            assert decision.treatment_of(category, kind) is expected, (act, category, kind)


def test_they_agree_on_every_act_of_a_small_world():
    seen = 0
    for act, categories in small_world():
        _assert_agreement(act, categories)
        seen += 1

    assert seen == 110_592


@pytest.mark.parametrize("seed", range(4))
def test_they_agree_on_large_worlds(seed):
    dice = Dice(seed)
    for _ in range(5_000):
        _assert_agreement(dice.act(), dice.categories())


def test_pc_03_they_agree_on_every_kind_of_identifier():
    dice = Dice(303)
    for _ in range(4_000):
        _assert_agreement_on_kinds(dice.act(), dice.categories())


def test_pc_35_they_agree_on_what_a_case_opens():
    dice = Dice(35)
    for _ in range(4_000):
        act = replace(dice.act(), recipient_kind="regulator", case_number="JG-2026-17")
        _assert_agreement(act, dice.categories())


@pytest.mark.slow
def test_they_agree_on_very_many_acts():
    dice = Dice(20261126)
    for _ in range(200_000):
        _assert_agreement(dice.act(), dice.categories())
