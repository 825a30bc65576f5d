"""When a term is over: calendar days in Asia/Shanghai, to the day (PC-18)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.retention.periods import (
    HOME_ZONE,
    Period,
    add_period,
    is_over,
    latest_start,
    read_period,
)
from privacy.retention.schedules import (
    RetentionAction,
    Schedule,
    due,
    earliest_cut,
    find_schedule,
    load_schedules,
    rows_in_force,
)

SECOND = timedelta(seconds=1)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=HOME_ZONE)  # type: ignore[misc,arg-type]


def row(**changes: Any) -> Schedule:
    values: dict[str, Any] = {
        "id": "one",
        "item_class": "thing",
        "purpose": "*",
        "regime": "*",
        "start": "created",
        "period": "P90D",
        "action": RetentionAction.DELETE,
        "source": "a test",
        "confirmed": False,
        "effective_from": date(2020, 1, 1),
        "effective_to": None,
    }
    return Schedule(**values | changes)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P3Y", Period(months=36)),
        ("P12M", Period(months=12)),
        ("P90D", Period(days=90)),
        ("P1Y2M3D", Period(14, 3)),
        ("PT72H", Period(minutes=4320)),
        ("PT30M", Period(minutes=30)),
        ("P0D", Period()),
    ],
)
def test_periods_are_read_as_iso_8601_writes_them(text, period):
    assert read_period(text) == period


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1DT", "90D", "P-1D", "P1W", "p1d", "P1D\n", "P\uff11D"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match="ISO 8601"):
        read_period(text)


@pytest.mark.parametrize(
    ("period", "start", "last_day"),
    [
        ("P90D", at(2026, 1, 1, 15, 30), (2026, 4, 1)),
        ("P12M", at(2026, 2, 28), (2027, 2, 28)),
        ("P1M", at(2026, 1, 31, 23, 59), (2026, 2, 28)),
        ("P3Y", at(2024, 2, 29), (2027, 2, 28)),
        ("P5Y", at(2026, 12, 31, 0, 0), (2031, 12, 31)),
    ],
)
def test_a_term_is_over_the_day_after_its_last_one_pc_18(period, start, last_day):
    rows = [row(period=period)]
    midnight = at(*last_day)
    found = [
        due(rows, "thing", start, now) is not None
        for now in (midnight - SECOND, midnight, midnight + timedelta(days=1) - SECOND)
    ]

    assert found == [False, False, False]
    assert due(rows, "thing", start, midnight + timedelta(days=1)) == rows[0]


def test_a_period_of_nothing_is_over_at_once():
    now = at(2026, 1, 1)

    assert due([row(period="P0D")], "thing", now, now) is not None
    assert due([row(period="P0D")], "thing", now + SECOND, now) is None


def test_what_no_row_covers_is_never_due():
    now = at(2099, 1, 1)

    assert due([row()], "other", at(2000, 1, 1), now) is None
    assert earliest_cut([row()], "other", now) is None


def test_the_row_for_the_very_purpose_goes_before_that_of_the_regime_and_any():
    rows = [
        row(id="any"),
        row(id="regime", regime="gdpr"),
        row(id="purpose", purpose="statistics"),
        row(id="both", purpose="statistics", regime="gdpr"),
    ]

    chosen = [
        find_schedule(rows, "thing", purpose=purpose, regime=regime)
        for purpose in ("supervision", "statistics")
        for regime in ("pipl", "gdpr")
    ]

    assert [one and one.id for one in chosen] == ["any", "regime", "purpose", "both"]


def test_a_row_holds_from_its_first_to_its_last_day():
    rows = [row(effective_from=date(2026, 1, 1), effective_to=date(2026, 1, 31))]
    moments = [at(2025, 12, 31, 23, 59), at(2026, 1, 1), at(2026, 1, 31, 23, 59), at(2026, 2, 1)]

    assert [len(rows_in_force(rows, moment)) for moment in moments] == [0, 1, 1, 0]


@given(
    period=st.builds(Period, months=st.integers(0, 130), days=st.integers(0, 400)),
    now=st.datetimes(datetime(2001, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_the_cut_lies_exactly_between_what_is_over_and_what_is_not(period, now):
    cut = latest_start(period, now)

    assert is_over(cut - timedelta.resolution, period, now)
    assert not is_over(cut, period, now)


def test_hours_run_from_moment_to_moment_and_days_by_the_calendar():
    start = datetime(2026, 1, 30, 18, 0, tzinfo=UTC)  # the 31st in Shanghai

    assert add_period(start, read_period("PT72H")) == start + timedelta(hours=72)
    assert add_period(start, read_period("P1M")) == datetime(2026, 2, 27, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "changes", [{"period": "soon"}, {"effective_to": date(2019, 1, 1)}], ids=["period", "dates"]
)
def test_a_row_that_cannot_be_applied_is_refused_when_it_is_read(changes):
    told = msgspec.to_builtins(row()) | {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in changes.items()
    }

    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(told, Schedule)


def test_the_table_covers_section_5_of_the_control_matrix():
    periods = {one.item_class: one.period for one in load_schedules()}

    assert periods == {
        "alert.clear-identifiers": "P90D",
        "token.suspected": "P12M",
        "token.confirmed-by-authority": "P5Y",
        "alert.impersonal": "P5Y",
        "consent": "P3Y",
        "assessment": "P3Y",
        "sharing-act": "P3Y",
        "exported-person": "P0D",
        "rights-request": "P3Y",
        "identity-evidence": "P0D",
        "complaint": "P3Y",
        "incident": "P3Y",
        "audit-event": "P10Y",
        "refused-payload": "P0D",
    }
