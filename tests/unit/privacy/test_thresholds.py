"""A threshold is met by what the hub counts itself; what is unknown or not in force is not met."""

from datetime import UTC, datetime

import pytest

from privacy.policy.thresholds import Evaluation, evaluate_threshold

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ALL_PARTS = ("reasonable_grounds", "clear_evidence", "recognised_type", "action_taken")


def evaluate(rule, *, flags=(), proof=(), now=NOW):
    return evaluate_threshold(rule, red_flags=flags, proof=proof, now=now)


@pytest.mark.parametrize(
    ("rule", "flags", "proof", "is_met"),
    [
        ("two-red-flags", ("RF-REC-01", "RF-SEG-02"), (), True),
        ("two-red-flags", ("RF-REC-01", "RF-REC-02"), (), True),
        ("two-red-flags", ("RF-REC-01",), (), False),
        ("two-red-flags", ("RF-REC-01", "RF-REC-01"), (), False),
        ("two-red-flags", ("RF-REC-01", "RF-ZZZ-01"), (), False),
        ("one-decisive-flag", ("RF-LEA-01",), (), True),
        ("one-decisive-flag", ("RF-REC-01", "RF-SEG-02", "RF-MUL-01"), (), False),
        ("standard-of-proof", ("RF-REC-01",), ALL_PARTS, True),
        ("standard-of-proof", ("RF-REC-01",), ALL_PARTS[:3], False),
        ("standard-of-proof", (), ALL_PARTS, False),
    ],
)
def test_a_rule_is_met_by_counted_flags_and_proof(rule, flags, proof, is_met):
    assert evaluate(rule, flags=flags, proof=proof).is_met is is_met


def test_an_evaluation_says_which_version_of_the_rule_counted_what():
    found = evaluate("two-red-flags", flags=("RF-REC-01", "RF-SEG-02", "made-up"))

    assert (found.rule, found.version, found.flags, found.is_met) == ("two-red-flags", "1", 2, True)
    assert found.source.startswith("SG FSMA 2022")


def test_an_unknown_rule_is_not_met_and_not_repeated():
    found = evaluate("zhang-san", flags=("RF-LEA-01", "RF-REC-01"), proof=ALL_PARTS)

    assert found == Evaluation("", "", 2, is_met=False)


def test_a_rule_is_not_met_before_it_is_in_force():
    early = datetime(2025, 12, 31, 23, tzinfo=UTC)

    assert not evaluate("two-red-flags", flags=("RF-REC-01", "RF-SEG-02"), now=early).is_met
