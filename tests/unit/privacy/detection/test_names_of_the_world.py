"""Names of other scripts and traditions, and words that look like them."""

import pytest

from privacy.detection import DataType, scan_text


def _names(text):
    return [text[s.start : s.end] for s in scan_text(text) if s.type is DataType.PERSON]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("报案人阿依古丽·买买提称卡被盗刷。", ["阿依古丽·买买提"]),
        ("经查，阮氏秋香租住在该村。", ["阮氏秋香"]),
        ("联系人才让卓玛、丹增都接到电话。", ["才让卓玛", "丹增"]),
        ("受益人 Иванов Сергей Петрович 已到账", ["Иванов Сергей Петрович"]),
        ("김민수（韩国籍）来电", ["김민수"]),
        ("匯款人高橋真理子匯入款項", ["高橋真理子"]),
        ("由女兒李吳美玲陪同報案", ["李吳美玲"]),
        ("Witness: Siti Nurhaliza binti Rahman signed.", ["Siti Nurhaliza binti Rahman"]),
        ("The manager, Kristjan Tamm, left.", ["Kristjan Tamm"]),
        ("a transfer to Vuk Stojanović in May", ["Vuk Stojanović"]),
        ("旅客 WANG/LILI MS 登机", ["WANG/LILI MS"]),
    ],
)
def test_a_name_is_found_whatever_script_or_make_it_has(text, names):
    assert _names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "支持的语言：保加利亚语、泰米尔语、吉尔吉斯语。",
        "告知内容发生重大变更，内容可能涉及更新。",
        "The Winter Saver Account pays monthly.",
        "Deepfake Voice Calls and Invoice Redirection rose.",
        "客户马来西亚籍，常驻新加坡。",
        "HTTP Basic is everywhere; DRF APIView is slow.",
    ],
)
def test_what_is_nobodys_name_is_left_alone(text):
    assert _names(text) == []
