import pytest

from sharing.cases.matching.prose import read_prose
from sharing.stix.simplified import simplify


@pytest.mark.parametrize(
    "text",
    [
        "昀渡支付重复出款，与9月2日PAY0902-11案件无关。",
        "Yundu Pay paid twice, unrelated to batch PAY0902-11. More follows.",
        "不同于PAY0902-11批次，昀渡支付重复出款。",
        "Yundu Pay paid twice. The case PAY0902-11 is unrelated.",
    ],
)
def test_what_a_text_sets_apart_is_denied(text):
    prose = read_prose(simplify(text))

    assert "PAY0902-11" in prose.denied
    assert "PAY0902-11" not in prose.asserted
    assert "Yundu" in prose.asserted or "昀渡" in prose.asserted


def test_unrelated_payers_are_no_other_case():
    assert read_prose("收到158名无关联付款人转入").denied == ""


def test_what_only_resembles_is_neither():
    prose = read_prose("The page copies Jidu Wealth, similar to the case of Lixi Pay in June.")

    assert "Lixi" not in prose.asserted + prose.denied
    assert "Jidu" in prose.asserted


def test_text_is_read_in_one_width_and_script():
    assert simplify("釣魚網站\uff08\uff21\uff22\uff11\uff09") == "钓鱼网站(AB1)"
