"""The score of a case for one desk: bounded, monotone, explained, and never without its version (PC-11)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.scoring.desk import MOST, Desk, closeness, is_pressing, score_case
from sharing.scoring.recency import freshness, half_life
from sharing.scoring.score import VERSION, Score
from sharing.scoring.track import Track, trust
from sharing.stix.vocabulary import RISK_CATEGORIES

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PLAIN = Desk(severity=60, likelihood=50, last_at=NOW, categories=("phishing",))
percents = st.integers(0, 100)
flags = st.booleans()
moments = st.integers(-400, 400).map(lambda hours: NOW + timedelta(hours=hours))


@st.composite
def desks(draw):
    start = draw(moments)
    end = start + timedelta(hours=draw(st.integers(0, 200)))
    judged = draw(st.integers(0, 50))
    return Desk(
        severity=draw(percents),
        likelihood=draw(percents),
        last_at=draw(moments),
        categories=(draw(st.sampled_from(sorted(RISK_CATEGORIES))),),
        confidence=draw(st.none() | percents),
        expected=draw(st.none() | st.just((start, end))),
        stage=draw(st.sampled_from(["", "signal", "confirmed", "resolved", "refuted"])),
        exercise=draw(flags),
        track=Track(draw(st.integers(0, judged)), judged),
        reporters=draw(st.integers(1, 9)),
        watched=draw(flags),
        named=draw(flags),
        subscribed=draw(flags),
        region=draw(flags),
    )


def value(desk):
    return score_case(desk, now=NOW).value


@given(desks())
def test_a_score_is_bounded_and_its_parts_add_up(desk):
    score = score_case(desk, now=NOW)

    total = sum(points for _, points in score.parts)
    assert score.value == max(0, min(100, total))
    assert score.version == VERSION == "score-2"
    assert all(points for name, points in score.parts if name != "exercise")


@given(desks(), percents)
def test_more_of_what_is_bad_is_never_less(desk, more):
    worse = [
        replace(desk, severity=max(desk.severity, more)),
        replace(desk, likelihood=max(desk.likelihood, more)),
        replace(desk, confidence=max(50 if desk.confidence is None else desk.confidence, more)),
        replace(desk, last_at=max(desk.last_at, NOW - timedelta(hours=1))),
        replace(desk, track=Track(desk.track.useful + 1, desk.track.judged + 1)),
        replace(desk, reporters=desk.reporters + 1),
        replace(desk, watched=True),
        replace(desk, named=True),
        replace(desk, subscribed=True),
        replace(desk, region=True),
    ]

    assert [value(one) for one in worse if value(one) < value(desk)] == []


def test_the_points_of_all_factors_are_a_hundred():
    assert sum(MOST.values()) == 100


def test_a_case_that_is_all_that_can_be_has_a_hundred():
    desk = replace(
        PLAIN,
        severity=100,
        likelihood=100,
        confidence=100,
        expected=(NOW, NOW),
        stage="confirmed",
        track=Track(500, 500),
        reporters=9,
        watched=True,
        named=True,
        subscribed=True,
        region=True,
    )

    assert value(desk) == 100


def test_a_drill_has_no_points_whatever_it_says():
    score = score_case(replace(PLAIN, severity=100, exercise=True), now=NOW)

    assert score.value == 0
    assert score.parts[0][0] == "exercise"


def test_each_factor_gives_the_points_that_are_stated():
    window = (NOW + timedelta(hours=48), NOW + timedelta(hours=50))
    desk = replace(PLAIN, reporters=3, watched=True, expected=window)

    score = score_case(desk, now=NOW)

    assert dict(score.parts) == {
        "recency": 16,
        "severity": 14,
        "corroboration": 8,
        "watched": 8,
        "source": 7,
        "window": 4,
        "likelihood": 3,
        "confidence": 3,
    }
    assert score.value == 63
    assert dict(score.inputs)["reporters"] == 3
    assert dict(score.inputs)["expected_from"] == "2026-11-25T02:00:00+00:00"


@pytest.mark.parametrize(
    ("hours", "close"), [(-1, 1.0), (0, 1.0), (48, 0.5), (96, 0.25), (-30, 0.0)]
)
def test_a_window_is_as_close_as_it_is_soon(hours, close):
    start = NOW + timedelta(hours=hours)

    assert closeness((start, start + timedelta(hours=24)), NOW) == close


def test_an_unknown_window_is_not_close():
    assert closeness(None, NOW) == 0.0


def test_half_of_recency_is_gone_after_the_half_life_of_the_kind():
    assert half_life(["phishing"]) == 48
    assert half_life(["phishing", "mule-account"]) == 336
    assert half_life(["something-new"]) == half_life([]) == 168
    assert freshness(48, ["phishing"]) == 0.5
    assert freshness(-5, ["phishing"]) == 1.0


def test_every_kind_of_risk_has_a_half_life_of_its_own():
    from sharing.scoring.recency import _read

    assert set(_read()[0]) == set(RISK_CATEGORIES)


def test_a_newcomer_stands_between_a_good_and_a_bad_source():
    bad, newcomer, good = (trust(Track(*one)) for one in ((1, 20), (0, 0), (19, 20)))

    assert bad < 0.3 < newcomer < 0.7 < good < 1


def test_one_lucky_hit_makes_no_better_source_than_many():
    assert trust(Track(1, 1)) < trust(Track(18, 20))


@pytest.mark.parametrize("given_", [(2, 1), (-1, 1)])
def test_no_more_can_be_useful_than_was_judged(given_):
    with pytest.raises(ValueError, match="useful"):
        Track(*given_)


@pytest.mark.parametrize(
    ("version", "inputs"), [("", (("severity", 1),)), (VERSION, ())], ids=["version", "inputs"]
)
def test_pc_11_a_score_without_version_or_inputs_is_refused(version, inputs):
    with pytest.raises(ValueError, match="version"):
        Score(10, (), version, inputs)


def test_pc_11_a_score_cannot_be_made_without_saying_its_version():
    with pytest.raises(TypeError):
        Score(10, ())  # type: ignore[call-arg]  # on purpose


@pytest.mark.parametrize(
    ("severity", "hours", "pressing"),
    [
        (90, None, True),
        (89, None, False),
        (10, 24, True),
        (10, 25, False),
        (10, -1, True),
        (10, -9, False),
    ],
)
def test_what_is_critical_or_expected_within_a_day_cannot_wait(severity, hours, pressing):
    window = None
    if hours is not None:
        start = NOW + timedelta(hours=hours)
        window = (start, start + timedelta(hours=2))

    assert is_pressing(severity, window, NOW) == pressing
