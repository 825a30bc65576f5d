import pytest

from sharing.cases.matching.brands import tell_meaning, tell_sound
from sharing.cases.matching.evidence import compare
from tests.unit.sharing.cases.reports import sketch


@pytest.mark.parametrize(
    ("han", "latin"), [("湖滨", "Lakeside"), ("金狮", "GoldenLion"), ("东桥", "Eastbridge")]
)
def test_a_translated_brand_has_one_meaning_in_both_languages(han, latin):
    assert tell_meaning(han) == tell_meaning(latin) != ""


def test_a_brand_of_unknown_parts_has_no_meaning():
    assert tell_meaning("Zorblax") == ""
    assert tell_meaning("霁渡") == ""


@pytest.mark.parametrize(
    ("pinyin", "foreign"), [("moruisi", "Morris"), ("fengdan", "Fondan"), ("kailuoen", "Calon")]
)
def test_a_foreign_brand_sounds_the_same_in_pinyin(pinyin, foreign):
    assert tell_sound(pinyin, is_spelt=True) == tell_sound(foreign, is_spelt=False) != ""


def test_a_short_word_has_no_sound():
    assert tell_sound("Ba", is_spelt=False) == ""


def _surge(name, amount, reporter, day="12"):
    text = f"2026年10月{day}日{name}客户集中赎回{amount}万元。"
    if name.isascii():
        text = f"Redemptions at {name} reached CNY {amount}0k on {day} October 2026."
    return sketch("集中赎回", text, reporter=reporter, kind="withdrawal-surge")


def test_names_that_cannot_be_compared_leave_it_to_the_sum():
    han = _surge("霁渡信托", "812.37", "R1")

    assert compare(han, _surge("Zorblax Trust", "8123.7", "R2")).links
    assert not compare(han, _surge("Zorblax Trust", "9950.7", "R2")).links
