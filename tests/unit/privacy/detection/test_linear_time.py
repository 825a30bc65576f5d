"""Hostile repetition costs time in proportion to its length, and a flood is withheld unread."""

import pytest

from privacy.detection import (
    find_authentication_data,
    find_cues,
    find_wording,
    inspect_bundle,
    scan_text,
)
from privacy.detection.types import UNREAD, category_of
from tests.unit.patience import linear_time

PIECES = [
    "1",
    "1/1-0",
    "张",
    "张伟",
    "张伟、",
    "王小明和",
    "姓名：王",
    "户名：",
    "北京市",
    "北京市一",
    "1号",
    "住址：",
    "路1号2栋",
    "出生",
    "1990-01-01",
    "京A",
    "公司",
    "银行",
    "先生",
    "a.",
    "a@",
    "@a",
    "John",
    "Wang",
    "Flat",
    "Road",
    "12Road",
    "::",
    "1:",
    "ab:",
    "0a:",
    "YWJj",
    "Ab1",
    "登录",
    "1.1.",
    "%31",
    "%e5%bc%a0",
    "\\u738b",
    "&#29;",
    "一三八",
    "O0",
    "wxid_",
    "加v",
    "+86",
    "00",
    "(010)",
    "IBAN",
    "DE89",
    "E1",
    "A123456(",
    "://a",
    "holder='",
]
SPACED = (
    "1 ",
    "l1 ",
    "A ",
    "Aa ",
    "John Smith, ",
    "Mr. ",
    "de la ",
    "Flat 1, ",
    "1 Park Road, ",
    "1.1.1.1 login ",
    "1 Jan 1990 ",
    "filed a ",
    "STR ",
    "   ",
    "\n",
    "张 ",
    "[a:b='x'] ",
)
LENGTH = 30_000


@pytest.mark.parametrize("piece", [*PIECES, *SPACED])
def test_no_recogniser_blows_up(piece):
    text = piece * (LENGTH // len(piece))
    alert = {"objects": [{"type": "report", "name": "张伟 138 0013 8000", "description": text}]}

    with linear_time():
        inspect_bundle(alert)
        find_authentication_data(alert)
        find_cues(alert)
        find_wording(alert)


@pytest.mark.parametrize("piece", ["%41", "%E5%BC%A0", "客户张伟 13800138000。", "a"])
def test_megabytes_are_withheld_from_a_place_on_as_the_strictest_category(piece):
    text = piece * (8_900_000 // len(piece))

    with linear_time():
        spans = scan_text(text)

    assert (spans[-1].end, spans[-1].type) == (len(text), UNREAD)
    assert category_of(UNREAD).value == "SPI"


def test_a_number_at_the_edge_of_what_is_read_is_not_cut_in_two():
    for shift in range(0, 120, 7):
        text = "x " * 74_940 + "y" * shift + " 13800138000 " + "z " * 400

        covered = {place for span in scan_text(text) for place in range(span.start, span.end)}

        number = text.index("13800138000")
        assert covered.issuperset(range(number, number + 11))
