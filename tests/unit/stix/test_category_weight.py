"""A text without a stated category, and without a term of the field, is weighed by the roots of its words."""

import pytest

from sharing.stix.category_text import infer_category, match_categories
from sharing.stix.category_weight import choose_heaviest, weigh_categories
from tests.unit.stix.samples import make_id, make_report


@pytest.mark.parametrize(
    ("name", "description", "category"),
    [
        ("请留意", "有人克隆了我行登入页面，套取客户的验证码。", "phishing"),
        ("請留意", "有人複製了我行登入頁面，仿冒客服套取驗證碼。", "phishing"),
        ("Notice", "A lookalike sign-in page harvests passcodes of our clients.", "phishing"),
        (
            "Notice",
            "The operator cannot be reached and its office stands empty.",
            "platform-absconding",
        ),
    ],
)
def test_roots_of_words_tell_what_no_term_tells(name, description, category):
    root = make_report(make_id("url"), name=name, description=description)

    assert match_categories(name) == frozenset()
    assert infer_category(root, ()) == category


def test_what_weighs_the_same_is_neither():
    assert choose_heaviest({"phishing": 2, "malware": 2, "mule-account": 0}) == ""
    assert choose_heaviest({"phishing": 0, "malware": 0}) == ""
    assert choose_heaviest({"phishing": 2, "malware": 3}) == "malware"


def test_a_root_counts_once_and_twice_in_a_title():
    assert weigh_categories("", "仿冒仿冒", frozenset())["phishing"] == 1
    assert weigh_categories("仿冒", "", frozenset())["phishing"] == 2
    assert weigh_categories("", "已对账户进行监控", frozenset())["reconciliation-difference"] == 0
