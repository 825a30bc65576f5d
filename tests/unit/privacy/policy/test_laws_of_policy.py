"""What holds of every decision, wherever the dice fall."""

from dataclasses import replace
from typing import cast

import pytest

from privacy import Category, Treatment
from privacy.policy import Outcome, decide_release
from privacy.policy.types import Evidence, EvidenceKind
from tests.unit.privacy.policy.worlds import NOW, Dice

# How much of a category moves now; whatever waits or is refused moves nothing.
WEIGHTS = {Treatment.CLEAR: 3, Treatment.TOKENISE: 2, Treatment.GENERALISE: 1}
PERSONAL = frozenset(
    {Category.PI, Category.C1, Category.C2, Category.SPI, Category.MINOR, Category.CRIM}
)
KEPT_BACK = frozenset({Category.STR, Category.IMPORTANT})


def _moved(decision, categories):
    """Return how much of each category moves to the recipient under a decision."""
    if not decision.is_allowed:
        return dict.fromkeys(categories & (PERSONAL | KEPT_BACK), 0)
    persons = {one: WEIGHTS.get(decision.treatment_of(one), 0) for one in categories & PERSONAL}
    return persons | dict.fromkeys(categories & KEPT_BACK, 1)


def _is_laxer(decision, than, act, categories):
    """Say whether more of anything moves than under the decision on an act that was made before.

    Important and confidential data that waited only with the persons of its alert may go when they are masked,
    as it would have gone without them: nothing of PC-25 or PC-37 holds it.
    """
    moved, before = _moved(decision, categories), _moved(than, categories)
    if than.outcome is Outcome.HOLD:
        alone = decide_release(act, categories - PERSONAL, now=NOW)
        before |= _moved(alone, categories & KEPT_BACK)
    return any(moved[one] > before[one] for one in moved)


@pytest.fixture(params=range(3))
def dice(request):
    return Dice(1000 + request.param)


def test_without_a_piece_of_evidence_nothing_more_moves(dice):
    for _ in range(700):
        act, categories = dice.act(), dice.categories()
        full = decide_release(act, categories, now=NOW)
        for index in range(len(act.evidence)):
            fewer = replace(act, evidence=act.evidence[:index] + act.evidence[index + 1 :])

            less = decide_release(fewer, categories, now=NOW)

            assert not _is_laxer(less, full, act, categories), (
                act,
                categories,
                act.evidence[index],
            )


def test_with_one_more_category_no_more_of_the_others_moves(dice):
    for _ in range(700):
        act, categories = dice.act(), dice.categories()
        before = decide_release(act, categories, now=NOW)
        for category in frozenset(Category) - categories:
            after = decide_release(act, categories | {category}, now=NOW)

            assert not _is_laxer(after, before, act, categories), (act, categories, category)


STRICTER = (
    {"circle": ""},
    {"legal_bases": ()},
    {"purposes": ("spam",)},
    {"is_critical_operator": True},
    {"is_recipient_restricted": True},
    {"recipient_kind": "circus"},
    {"destination_region": "Atlantis"},
    {"reader_regions": ("Atlantis",)},
    {"is_core_data": True},
)


@pytest.mark.parametrize("change", STRICTER, ids=lambda change: next(iter(change)))
def test_a_stricter_fact_never_lets_more_move(dice, change):
    for _ in range(500):
        act, categories = replace(dice.act(), is_reporter=False), dice.categories()
        if act.recipient_kind == "regulator" and {"legal_bases", "recipient_kind"} & set(change):
            continue  # a regulator at home receives by statute
        before = decide_release(act, categories, now=NOW)

        after = decide_release(replace(act, **change), categories, now=NOW)

        assert not _is_laxer(after, before, act, categories), (act, categories)


@pytest.mark.parametrize(
    "more",
    [
        ("restricted",),
        ("redacted",),
        ("objected",),
        ("recall-unconfirmed",),
        ("reconsent",),
        ("haunted",),
    ],
)
def test_whatever_stands_against_a_person_lets_no_more_move(dice, more):
    for _ in range(300):
        act, categories = dice.act(), dice.categories()
        before = decide_release(act, categories, now=NOW)

        after = decide_release(replace(act, standing=act.standing | set(more)), categories, now=NOW)

        assert not _is_laxer(after, before, act, categories), (act, categories)


def test_one_more_origin_never_lets_more_move(dice):
    for _ in range(700):
        act, categories = replace(dice.act(), is_reporter=False), dice.categories()
        before = decide_release(act, categories, now=NOW)
        for origin in ("CN", "EU-DE", "HK", "MO", ""):
            mixed = replace(act, further_origins=(*act.further_origins, origin))

            after = decide_release(mixed, categories, now=NOW)

            assert not _is_laxer(after, before, act, categories), (act, origin)


def test_the_order_of_origins_and_evidence_changes_nothing(dice):
    for _ in range(500):
        act, categories = dice.act(), dice.categories()
        turned = replace(
            act,
            evidence=act.evidence[::-1],
            legal_bases=act.legal_bases[::-1],
            further_origins=act.further_origins[::-1],
        )

        one, other = (decide_release(each, categories, now=NOW) for each in (act, turned))

        assert (one.outcome, one.treatments) == (other.outcome, other.treatments)


def test_every_decision_says_why_by_article_and_rule(dice):
    for _ in range(1000):
        decision = decide_release(dice.act(), dice.categories(), now=NOW)

        assert decision.reasons
        assert all(one.code and one.source and one.rule and one.message for one in decision.reasons)
        assert decision.rules_version


def test_what_no_row_knows_is_never_let_go(dice):
    unknown = ({"origin_region": "Atlantis"}, {"destination_region": ""}, {"recipient_kind": "x"})
    for _ in range(500):
        act = replace(dice.act(), is_reporter=False, evidence=())
        categories = dice.categories() | {Category.PI}
        for change in unknown:
            decision = decide_release(replace(act, **change), categories, now=NOW)

            assert set(_moved(decision, categories & PERSONAL).values()) == {0}


def test_a_category_without_a_row_waits_whatever_else_holds(dice):
    for _ in range(200):
        act = replace(dice.act(), is_reporter=False, is_core_data=False)

        decision = decide_release(act, cast("frozenset[Category]", frozenset({"AURA"})), now=NOW)

        assert decision.outcome is Outcome.HOLD
        assert [one.code for one in decision.reasons] == ["unknown_category"]


def test_only_what_moves_rests_on_evidence_and_mechanism(dice):
    for _ in range(1000):
        act, categories = dice.act(), dice.categories()
        decision = decide_release(act, categories, now=NOW)
        given = {one.reference for one in act.evidence if one.is_valid(NOW)}

        assert set(decision.grounds) <= given
        moves = any(_moved(decision, categories).values())
        if (not moves and "redacted" not in act.standing) or act.is_reporter:
            assert (decision.grounds, decision.mechanism, decision.bases) == ((), "", ())


def test_pc_41_a_release_that_names_every_reason_answers_a_hold_and_nothing_else(dice):
    answered = 0
    for _ in range(2500):
        act, categories = dice.act(), dice.categories()
        before = decide_release(act, categories, now=NOW)
        codes = " ".join(sorted({reason.code for reason in before.reasons}))
        human = Evidence(EvidenceKind.HUMAN_RELEASE, "hold-1", valid_from=NOW, code=codes)

        after = decide_release(replace(act, evidence=(*act.evidence, human)), categories, now=NOW)

        if before.outcome is Outcome.HOLD:
            answered += 1
            assert after.is_allowed, (act, categories, codes, after.reasons)
        else:
            assert (after.outcome, after.treatments) == (before.outcome, before.treatments)

    assert answered > 100
