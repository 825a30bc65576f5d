"""Birth dates in prose: whole, half and in Chinese numerals, and dates that are no births."""

import pytest

from privacy.detection import DataType, scan_text


def _found(text):
    return [text[s.start : s.end] for s in scan_text(text) if s.type is DataType.DOB]


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("该客户2015年生，由其母陪同。", ["2015年"]),
        ("She was born in March 2015 in a small town.", ["March 2015"]),
        ("户主生于一九八五年三月初七。", ["一九八五年三月初七"]),
        ("生於民國七十五年十一月三日", ["民國七十五年十一月三日"]),
        ("出生年月：1990-07", ["1990-07"]),
        ("本人1979/11/5生。", ["1979/11/5"]),
        ("Year of birth: 1964", ["1964"]),
        ("born on the 5th of March 1990", ["5th of March 1990"]),
        ("He was born on 3 May 1990, not 1991-05-03.", ["3 May 1990", "1991-05-03"]),
    ],
)
def test_a_birth_date_is_found_however_it_is_told(text, born):
    assert _found(text) == born


@pytest.mark.parametrize(
    "text",
    [
        "The company was born in March 2015.",
        "该平台2015年生产的设备已停用。",
        "2025年3月发生三起案件。",
        "The malware family, born in 2019, is back.",
        "公司成立于2008年5月1日。",
    ],
)
def test_a_date_that_is_nobodys_birth_is_left_alone(text):
    assert _found(text) == []
