"""The gauges, pure: their figures by hand, their weeks, and what a sector does not tell."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from sharing.attention.gauges import (
    FEWEST_MEMBERS,
    Asymmetry,
    Overload,
    Reception,
    Shared,
    Step,
    measure,
    name_week,
    percentile,
    read_week,
)
from sharing.errors import NotFound

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ONE, TWO, THREE = (UUID(int=number) for number in (1, 2, 3))


def after(minutes):
    return NOW + timedelta(minutes=minutes)


def receive(member=ONE, **changes):
    alert = uuid4()
    return Reception(
        **{"alert": alert, "member": member, "case": alert, "delivered_at": NOW, **changes}
    )


def share(member=ONE, **changes):
    times = {"submitted_at": NOW, "accepted_at": after(1), "decided_at": after(2)}
    return Shared(**{"alert": uuid4(), "member": member, **times, **changes})


def test_overload_counts_a_case_and_a_digest_once():
    case = uuid4()
    rows = [
        receive(case=case, letters=("digest",), acted=True),
        receive(case=case, letters=("digest",)),
        receive(letters=("single", "hook")),
        receive(),
    ]

    assert measure(rows, []).overload == Overload(
        alerts=4,
        cases=3,
        notifications=3,
        cases_per_notification=1.0,
        acted=1,
        acted_share=0.25,
    )


def test_two_members_with_one_case_have_a_case_each():
    case = uuid4()

    gauges = measure([receive(ONE, case=case), receive(TWO, case=case)], [])

    assert (gauges.members, gauges.overload.cases) == (2, 2)


def test_lag_is_told_step_by_step_from_the_moments_that_are_there():
    rows = [
        receive(notified_at=after(3), fetched_at=after(1), acknowledged_at=after(10)),
        receive(),
    ]
    stated = {"occurred_at": after(-90), "detected_at": after(-60)}
    sent = [share(delivered_at=after(4), **stated), share(decided_at=None)]

    steps = measure(rows, sent).lag

    assert [(step.start[:2], step.end[:2], step.count, step.p50) for step in steps] == [
        ("t0", "t1", 1, 1800.0),
        ("t1", "t2", 1, 3600.0),
        ("t2", "t3", 2, 60.0),
        ("t3", "t4", 1, 60.0),
        ("t4", "t5", 1, 120.0),
        ("t2", "t5", 1, 240.0),
        ("t5", "t6", 1, 60.0),
        ("t5", "t7", 1, 600.0),
        ("t5", "t8", 0, None),
    ]


def test_a_clock_that_runs_ahead_makes_no_negative_time():
    (_, second, *_) = measure([], [share(detected_at=after(5))]).lag

    assert second == Step("t1_detected", "t2_submitted", 1, 0.0, 0.0)


def test_asymmetry_counts_who_knew_in_time_and_who_gives():
    rows = [
        receive(acknowledged_at=after(60)),
        receive(judged_at=after(61)),
        receive(notified_at=after(24 * 60 + 1)),
        receive(),
    ]

    assert measure(rows, [share()]).asymmetry == Asymmetry(
        entitled=4,
        knew_within_1h=0.25,
        knew_within_24h=0.5,
        shared=1,
        received=4,
        reciprocity=0.25,
    )


def test_of_nothing_there_are_no_shares():
    gauges = measure([], [])

    assert asdict(gauges.overload)["acted_share"] is None
    assert gauges.asymmetry.reciprocity is None
    assert all(step.p50 is None for step in gauges.lag)


def test_a_sector_tells_nothing_that_comes_of_too_few_members():
    rows = [receive(one, acknowledged_at=after(5)) for one in (ONE, TWO)] + [receive(THREE)]

    gauges = measure(rows, [share(ONE), share(TWO)], least=FEWEST_MEMBERS)

    assert gauges.members == 3
    assert (gauges.asymmetry.shared, gauges.asymmetry.reciprocity) == (None, None)
    assert [step.count for step in gauges.lag] == [None] * 9


def test_a_sector_tells_a_step_that_enough_members_took():
    rows = [receive(one, acknowledged_at=after(5)) for one in (ONE, TWO, THREE)]

    steps = measure(rows, [], least=FEWEST_MEMBERS).lag

    assert {step.end: step.p90 for step in steps if step.count} == {"t7_acknowledged": 300.0}


@pytest.mark.parametrize(
    ("values", "share_", "found"),
    [
        ([], 0.5, None),
        ([7], 0.9, 7),
        ([1, 2], 0.5, 1),
        ([1, 2, 3], 0.5, 2),
        (range(1, 11), 0.9, 9),
        (range(1, 12), 0.9, 10),
    ],
)
def test_percentiles_are_by_nearest_rank(values, share_, found):
    assert percentile(values, share_) == found


def test_a_week_begins_on_monday_in_utc():
    week = read_week("2026-W48", now=NOW)

    assert week.start == datetime(2026, 11, 23, tzinfo=UTC)
    assert week.end - week.start == timedelta(days=7)
    assert name_week(week.start) == "2026-W48"
    assert name_week(week.start - timedelta(microseconds=1)) == "2026-W47"


def test_the_year_of_a_week_is_that_of_its_thursday():
    assert name_week(datetime(2027, 1, 1, tzinfo=UTC)) == "2026-W53"
    assert read_week("2026-W01", now=NOW).start == datetime(2025, 12, 29, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2025-W53", "2026-W00", "2026-W49", "2026-W4", "1926-W10", ""])
def test_a_week_that_is_not_there_is_not_found(text):
    with pytest.raises(NotFound):
        read_week(text, now=NOW)
