"""Until when an answer is due: month ends, holidays, weekends that are worked (PC-12)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from privacy.rights.clocks import (
    add_months,
    compute_due,
    compute_extension,
    find_clock,
    is_working_day,
    load_clocks,
    regime_of,
)
from privacy.rights.codes import RequestType

SHANGHAI, BRUSSELS = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Brussels")


def due_on(regime, place, opened_at, kind="access"):
    return compute_due(regime=regime, kind=kind, place=place, opened_at=opened_at).at


def noon(year, month, day):
    return datetime(year, month, day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 15), 1, date(2026, 4, 15)),
    ],
)
def test_months_end_on_their_last_day(day, months, then):
    assert add_months(day, months) == then


@pytest.mark.parametrize(
    ("opened", "last"),
    [
        # An ordinary month.
        ((2026, 3, 5), (2026, 4, 7)),  # 5 April is Easter Sunday, 6 April Easter Monday
        ((2026, 4, 15), (2026, 5, 15)),
        # 28 February 2027 is a Sunday.
        ((2027, 1, 31), (2027, 3, 1)),
        # 29 February 2028 is a Tuesday.
        ((2028, 1, 31), (2028, 2, 29)),
        # 25 December 2026 is a Friday, 26 a Saturday and a holiday.
        ((2026, 11, 25), (2026, 12, 28)),
    ],
)
def test_one_month_of_gdpr_ends_on_a_working_day(opened, last):
    due = due_on("gdpr", "EU-DE", noon(*opened))

    assert due == datetime.combine(date(*last), time(23, 59, 59), BRUSSELS)


def test_two_months_more_are_counted_from_the_day_it_came():
    longer = compute_extension(
        regime="gdpr", kind="access", place="EU-DE", opened_at=noon(2027, 1, 31)
    )

    assert longer
    assert longer.at == datetime(2027, 4, 30, 23, 59, 59, tzinfo=BRUSSELS)


@pytest.mark.parametrize("regime", ["pipl", "pdpo", "pdpa", "other"])
def test_laws_without_an_extension_have_none(regime):
    found = compute_extension(regime=regime, kind="access", place="CN", opened_at=noon(2026, 1, 5))

    assert found is None


def test_fifteen_working_days_in_china_leave_out_the_national_holiday():
    # 25 September is the Mid-Autumn day, 1 to 7 October are free; 20 September and 10 October are worked.
    due = due_on("pipl", "CN-SH", noon(2026, 9, 24))

    assert due == datetime(2026, 10, 22, 23, 59, 59, tzinfo=SHANGHAI)


def test_weekends_that_china_works_are_working_days():
    assert is_working_day(date(2026, 10, 10), "CN-SH")
    assert not is_working_day(date(2026, 10, 11), "CN-SH")
    assert not is_working_day(date(2026, 10, 1), "CN")


def test_the_day_is_that_of_the_place():
    # 18:00 UTC is the next day in Shanghai.
    evening = datetime(2026, 3, 2, 18, tzinfo=UTC)

    assert due_on("pipl", "CN", evening) == due_on("pipl", "CN", noon(2026, 3, 3))
    assert due_on("pipl", "CN", evening) != due_on("pipl", "CN", noon(2026, 3, 2))


def test_days_are_days_where_the_law_counts_days():
    assert due_on("pdpo", "HK", noon(2026, 1, 1)).date() == date(2026, 2, 10)
    assert due_on("pdpa", "SG", noon(2026, 1, 1)).date() == date(2026, 1, 31)


def test_unknown_law_gives_no_more_time_than_any_known_one():
    start = noon(2026, 3, 2)
    other = due_on("other", "", start)

    assert all(due_on(one, "", start) >= other for one in ("gdpr", "pdpo", "pdpa"))
    assert regime_of("US-CA") == regime_of("") == regime_of("nonsense") == "other"
    assert [regime_of(one) for one in ("CN-SH", "EU-DE", "HK", "SG")] == [
        "pipl",
        "gdpr",
        "pdpo",
        "pdpa",
    ]


def test_a_union_without_a_state_rests_when_its_payments_do():
    assert not is_working_day(date(2026, 5, 1), "EU")
    assert is_working_day(date(2026, 10, 3), "EU") is False  # a Saturday
    assert is_working_day(date(2026, 10, 2), "XX")


def test_every_row_is_dated_and_says_where_it_comes_from():
    rows = load_clocks()

    assert len({row.id for row in rows}) == len(rows)
    assert all(row.source and row.term.count > 0 for row in rows)
    assert all(row.term.unit in ("months", "days", "working-days") for row in rows)
    # The fifteen days of PIPL are the hub's own measure until somebody confirms them.
    assert not find_clock("pipl", "access", date(2026, 1, 1)).confirmed
    for kind in (*RequestType, "complaint", "risk-measure"):
        for regime in ("pipl", "gdpr", "pdpo", "pdpa", "other"):
            assert find_clock(regime, kind, date(2026, 1, 1)).regime == regime


def test_no_row_is_in_force_before_its_law():
    with pytest.raises(LookupError):
        find_clock("pipl", "access", date(2021, 10, 31))
