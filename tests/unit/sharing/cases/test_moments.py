from datetime import date

import pytest

from sharing.cases.matching.moments import Window, find_days

REPORTED = date(2026, 10, 14)
THIRTEENTH = date(2026, 10, 13).toordinal()


@pytest.mark.parametrize(
    "text",
    [
        "10月13日",
        "2026年10月13日发生",
        "十月十三日",
        "2026-10-13",
        "2026/10/13夜间",
        "20261013",
        "Oct 13",
        "on 13 October 2026",
        "the 13th of October",
        "October 13th, 2026",
        "13.10.2026",
    ],
)
def test_a_day_is_read_in_any_writing(text):
    assert find_days(text, REPORTED) == (Window(THIRTEENTH, THIRTEENTH),)


@pytest.mark.parametrize("text", ["10月13日至15日", "October 13-15", "13 October to 15 October"])
def test_a_window_has_two_ends(text):
    assert find_days(text, REPORTED)[0] == Window(THIRTEENTH, THIRTEENTH + 2)


@pytest.mark.parametrize(
    ("text", "back"),
    [("昨日", 1), ("前天", 2), ("3天前", 3), ("two days ago", 2), ("上周五", 5), ("on Monday", 2)],
)
def test_a_day_is_told_from_the_day_of_the_report(text, back):
    day = REPORTED.toordinal() - back

    assert find_days(text, REPORTED) == (Window(day, day + 1),)


def test_a_deadline_is_no_day_of_the_event():
    text = "10月13日发生，请于10月20日前反馈"

    assert find_days(text, REPORTED) == (Window(THIRTEENTH, THIRTEENTH),)


def test_a_day_without_a_year_is_the_nearest():
    assert find_days("12月30日", date(2027, 1, 2))[0].first == date(2026, 12, 30).toordinal()


def test_a_day_that_does_not_exist_is_none():
    assert find_days("2月30日", REPORTED) == ()
