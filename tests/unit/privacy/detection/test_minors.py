"""Who is below the age of guardian consent, to the day (PC-09; PIPL 28, 31)."""

from datetime import date

import pytest

from privacy import Category
from privacy.detection import inspect_bundle
from privacy.detection.minors import is_below_guardian_age, is_of_minor, read_births, write_digits
from privacy.detection.types import DataType
from tests.unit.privacy.bundles import bundle, sdo

TODAY = date(2026, 11, 23)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _identity(born):
    body = f"110101{born:%Y%m%d}757"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


def _categories(text, today=TODAY):
    return {found.category for found in inspect_bundle(bundle(description=text), today=today)}


@pytest.mark.parametrize(
    ("born", "today", "is_child"),
    [
        (date(2012, 11, 24), TODAY, True),
        (date(2012, 11, 23), TODAY, False),
        (date(2012, 11, 22), TODAY, False),
        (date(2012, 2, 29), date(2026, 2, 28), True),
        (date(2012, 2, 29), date(2026, 3, 1), False),
        (date(2014, 2, 28), date(2028, 2, 28), False),
        (date(2014, 3, 1), date(2028, 2, 29), True),
    ],
)
def test_pc_09_the_age_turns_on_the_birthday(born, today, is_child):
    assert is_below_guardian_age(born, today) is is_child
    expected = Category.MINOR if is_child else Category.SPI
    assert _categories(f"证件{_identity(born)}", today) == {expected}


@pytest.mark.parametrize(
    "written",
    [
        "生于2015年3月9日",
        "出生日期20150309",
        "出生日期：2015-03-09",
        "born on 9 March 2015",
        "born March 9, 2015",
        "date of birth 09/03/2015",
        "DOB: 2015.03.09",
        "生日民國104年3月9日",
    ],
)
def test_pc_09_a_birth_date_in_any_spelling_shows_a_child(written):
    assert _categories(written) == {Category.MINOR}


def test_pc_09_a_date_with_two_readings_is_read_as_the_younger():
    assert _categories("date of birth 10/12/2012") == {Category.MINOR}
    assert _categories("date of birth 12/10/2012") == {Category.MINOR}


def test_without_today_nobody_has_an_age():
    assert _categories("生于2015年3月9日", None) == {Category.PI}


def test_an_echo_of_a_childs_number_is_the_childs():
    number = _identity(date(2015, 3, 9))
    row = sdo("tool", name="Kit", x_a=f"seen {number[:9]}", x_b=f"证件{number}")

    found = inspect_bundle(bundle(row), today=TODAY)

    assert {f.category for f in found} == {Category.MINOR}
    assert {f.pointer for f in found} == {"/objects/2/x_a", "/objects/2/x_b"}


def test_a_day_to_come_is_no_birth_date():
    assert _categories("出生日期2027-01-01") == {Category.PI}


@pytest.mark.parametrize(
    ("written", "is_child"),
    [
        ("2015", True),
        ("2012", True),
        ("2011", False),
        ("2026", True),
        ("2027", False),
        ("2012-12", True),
        ("201211", True),
        ("2012.10", False),
        ("10/2012", False),
        ("2015年3月", True),
        ("二\u3007一五年三月七日", True),
        ("民国一百零四年三月七日", True),
        ("民国76年", False),
        ("104年3月7日", True),
        ("7.3.15", True),
        ("7.3.75", False),
        ("150307", True),
        ("March 2015", True),
        ("October 2012", False),
        ("99.99.99", False),
        ("0000年", False),
        ("民国9999年", False),
        ("2015-13", False),
    ],
)
def test_pc_09_a_birth_date_with_parts_left_out_is_read_as_the_youngest(written, is_child):
    assert is_of_minor(DataType.DOB, written, TODAY) is is_child


def test_pc_09_a_member_that_holds_a_birth_year_shows_a_child():
    row = sdo("tool", name="Kit", x_person={"dob": "2015", "birth_date": "2011"})

    found = inspect_bundle(bundle(row), today=TODAY)

    assert [one.category for one in found] == [Category.MINOR, Category.PI]


def test_a_month_is_read_as_its_first_and_last_day():
    assert read_births("2016年2月") == [date(2016, 2, 1), date(2016, 2, 29)]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("二\u3007一五年十二月三十一日", "2015年12月31日"),
        ("民国一百零四年", "民国104年"),
        ("一百一十二年", "112年"),
        ("十岁、二十岁、三四岁、十二三岁", "10岁、20岁、4岁、13岁"),
        ("几十岁", "几十岁"),
        ("三年级", "三年级"),
        ("一切照旧", "一切照旧"),
    ],
)
def test_numerals_of_dates_and_ages_are_written_as_digits(text, plain):
    assert write_digits(text) == plain
