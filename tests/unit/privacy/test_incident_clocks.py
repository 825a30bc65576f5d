"""Each clock of section 6 under a frozen time, and what a change of class may and may not do (PC-24)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from privacy.incidents.clocks import Era, Facts, Level, compute_clocks, load_rules
from privacy.incidents.codes import Effect, IncidentClass, Operator, Regime

AWARE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def era(regime, classification=IncidentClass.MAJOR, *effects, since=AWARE):
    return Era(since, classification, frozenset({regime}), frozenset(effects))


def facts(*eras, operator=Operator.OTHER, **more):
    return Facts(operator, eras, occurred_at=AWARE - DAY, aware_at=AWARE, **more)


def clocks(told, now=AWARE):
    return {one.id: one for one in compute_clocks(told, load_rules(), now)}


@pytest.mark.parametrize(
    ("regime", "operator", "effects", "expected"),
    [
        (Regime.CAC, Operator.CRITICAL_INFRASTRUCTURE, (), {"cac.first.critical": HOUR}),
        (Regime.CAC, Operator.CENTRAL_ORGAN, (), {"cac.first.central": 2 * HOUR}),
        (Regime.CAC, Operator.OTHER, (), {"cac.first.other": 4 * HOUR}),
        (Regime.CAC, Operator.RECEIVING_AUTHORITY, (), {"cac.relay": HOUR}),
        (
            Regime.CAC,
            Operator.RECEIVING_AUTHORITY,
            (Effect.CRITICAL_SOURCE,),
            {"cac.relay.critical": HOUR / 2},
        ),
        (Regime.PIPL, Operator.OTHER, (), {"pipl.authority": 0 * HOUR, "pipl.persons": 0 * HOUR}),
        (Regime.PIPL, Operator.OTHER, (Effect.HARM_AVOIDED,), {"pipl.authority": 0 * HOUR}),
        (Regime.PBOC, Operator.OTHER, (), {"pboc.first": HOUR}),
        (
            Regime.BANK_DATA,
            Operator.OTHER,
            (),
            {"bank-data.first": 2 * HOUR, "bank-data.written": DAY},
        ),
        (Regime.NETWORK_DATA, Operator.OTHER, (), {}),
        (
            Regime.NETWORK_DATA,
            Operator.OTHER,
            (Effect.PUBLIC_INTEREST,),
            {"network-data.authority": DAY},
        ),
        (Regime.GDPR, Operator.OTHER, (), {"gdpr.authority": 72 * HOUR}),
        (
            Regime.GDPR,
            Operator.OTHER,
            (Effect.HIGH_RISK,),
            {"gdpr.authority": 72 * HOUR, "gdpr.persons": 0 * HOUR},
        ),
        (Regime.GDPR, Operator.OTHER, (Effect.PROCESSOR,), {"gdpr.controller": 0 * HOUR}),
        (Regime.DORA, Operator.OTHER, (), {"dora.initial": 4 * HOUR}),
    ],
)
def test_each_row_of_section_6_gives_its_deadline_pc_24(regime, operator, effects, expected):
    found = clocks(facts(era(regime, IncidentClass.MAJOR, *effects), operator=operator))

    running = {name: one.due_at for name, one in found.items() if one.due_at is not None}

    assert running == {name: AWARE + limit for name, limit in expected.items()}


@pytest.mark.parametrize(
    ("at", "level"),
    [
        (-timedelta(seconds=1), Level.NONE),
        (2 * HOUR - timedelta(seconds=1), Level.NONE),
        (2 * HOUR, Level.HALF),
        (3.2 * HOUR - timedelta(seconds=1), Level.HALF),
        (3.2 * HOUR, Level.MOST),
        (4 * HOUR - timedelta(seconds=1), Level.MOST),
        (4 * HOUR, Level.DUE),
        (4 * HOUR + timedelta(seconds=1), Level.PASSED),
    ],
)
def test_alarms_stand_at_half_four_fifths_the_deadline_and_after_it(at, level):
    assert clocks(facts(era(Regime.CAC)), AWARE + at)["cac.first.other"].level is level


def test_a_report_in_time_meets_its_clock_and_a_late_one_stays_late():
    in_time = facts(era(Regime.CAC), sent={"cac.first": AWARE + HOUR})
    late = facts(era(Regime.CAC), sent={"cac.first": AWARE + 5 * HOUR})

    met, passed = (clocks(told, AWARE + 9 * DAY)["cac.first.other"] for told in (in_time, late))

    assert (met.is_met, met.is_late, met.level, met.share) == (True, False, Level.NONE, 0.25)
    assert (passed.is_met, passed.is_late, passed.level) == (True, True, Level.PASSED)


def test_what_is_due_at_once_is_not_late_once_it_is_sent():
    told = facts(era(Regime.PIPL), sent={"pipl.authority": AWARE + HOUR / 4})

    found = clocks(told, AWARE + HOUR)

    assert (found["pipl.authority"].is_met, found["pipl.authority"].is_late) == (True, False)
    assert found["pipl.persons"].level is Level.PASSED


def test_raising_the_class_starts_the_clocks_of_the_higher_one_from_awareness():
    low = era(Regime.CAC, IncidentClass.GENERAL)
    high = era(Regime.CAC, IncidentClass.LARGER, since=AWARE + 5 * HOUR)

    assert clocks(facts(low), AWARE + DAY) == {}
    raised = clocks(facts(low, high), AWARE + 5 * HOUR)
    assert raised["cac.first.other"].due_at == AWARE + 4 * HOUR
    assert raised["cac.first.other"].level is Level.PASSED


def test_no_change_of_class_drops_a_passed_deadline_pc_24():
    high = era(Regime.CAC, IncidentClass.LARGER)
    after = era(Regime.CAC, IncidentClass.GENERAL, since=AWARE + 5 * HOUR)
    in_time = era(Regime.CAC, IncidentClass.GENERAL, since=AWARE + 3 * HOUR)

    kept = clocks(facts(high, after), AWARE + 9 * DAY)
    spared = clocks(facts(high, in_time), AWARE + 9 * DAY)

    assert list(kept) == ["cac.first.other"]
    assert kept["cac.first.other"].level is Level.PASSED
    assert spared == {}


def test_a_deadline_counted_from_classification_that_passed_is_not_given_anew():
    eras = (
        era(Regime.DORA, IncidentClass.MAJOR),
        era(Regime.DORA, IncidentClass.GENERAL, since=AWARE + 6 * HOUR),
        era(Regime.DORA, IncidentClass.MAJOR, since=AWARE + 8 * HOUR),
    )

    assert clocks(facts(*eras))["dora.initial"].due_at == AWARE + 4 * HOUR


def test_dora_counts_from_classification_but_no_longer_than_a_day_after_awareness():
    low = era(Regime.DORA, IncidentClass.GENERAL)

    soon, late = (
        clocks(facts(low, era(Regime.DORA, since=AWARE + hours * HOUR)))["dora.initial"].due_at
        for hours in (10, 23)
    )

    assert (soon, late) == (AWARE + 14 * HOUR, AWARE + DAY)


def test_later_reports_wait_for_what_starts_them():
    told = facts(era(Regime.DORA))
    waiting = clocks(told)
    sent = {"dora.initial": AWARE + HOUR, "dora.intermediate": AWARE + 70 * DAY}
    started = clocks(facts(era(Regime.DORA), sent=sent))

    assert waiting["dora.intermediate"].due_at is None
    assert waiting["dora.intermediate"].level is Level.NONE
    assert started["dora.intermediate"].due_at == AWARE + 73 * HOUR
    # 1 February 2027 in Brussels, and a month.
    assert started["dora.final"].due_at == datetime(2027, 3, 1, 2, 0, tzinfo=UTC)


def test_the_closing_report_counts_from_the_end_of_handling():
    told = facts(era(Regime.CAC), handled_at=AWARE + 2 * DAY)

    assert clocks(facts(era(Regime.CAC)))["cac.closing"].due_at is None
    assert clocks(told)["cac.closing"].due_at == AWARE + 32 * DAY


def test_a_row_holds_from_its_first_day_in_its_own_zone():
    first = datetime(2025, 10, 31, 16, 0, tzinfo=UTC)
    eve = first - timedelta(seconds=1)

    found = [
        Facts(Operator.OTHER, (era(Regime.CAC, since=at),), occurred_at=at, aware_at=at)
        for at in (eve, first)
    ]

    assert [len(compute_clocks(told, load_rules(), first)) for told in found] == [0, 2]


def test_rows_say_their_source_and_every_regime_has_some():
    rows = load_rules()

    assert {row.regime for row in rows} == set(Regime)
    assert all(row.source for row in rows)
    assert len({row.id for row in rows}) == len(rows)
    assert min(row.effective_from for row in rows) == date(2018, 5, 25)
