"""What one text gives away, and what must be left alone."""

import pytest

from privacy.detection import DataType, scan_text
from tests.shared_data import needs_shared, read_lines
from tests.unit.patience import linear_time
from tests.unit.privacy.bundles import CARD, CN_ID, EMAIL, MOBILE, widen


def _found(text):
    return [(span.type.value, text[span.start : span.end]) for span in scan_text(text)]


@pytest.mark.parametrize(
    ("text", "data_type", "value"),
    [
        (f"客户证件{CN_ID}已核对", "CN_ID18", CN_ID),
        ("身份证" + widen(CN_ID), "CN_ID18", widen(CN_ID)),
        ("ID 110101-19900307-7571", "CN_ID18", "110101-19900307-7571"),
        ("一代身份证110101900307757办理", "CN_ID15", "110101900307757"),
        (f"paid from {CARD} at noon", "BANK_CARD", CARD),
        ("card 4111-1111-1111-1111 used", "BANK_CARD", "4111-1111-1111-1111"),
        ("IBAN DE89 3704 0044 0532 0130 00 was used", "IBAN", "DE89 3704 0044 0532 0130 00"),
        ("call +86 138 0013 8000 now", "MOBILE", "+86 138 0013 8000"),
        ("电话1380\u200b0138000。", "MOBILE", "1380\u200b0138000"),
        ("link ?m=%31%33800138000&x=1", "MOBILE", "%31%33800138000"),
        ("phone 138.0013.8000 rang", "MOBILE", "138.0013.8000"),
        ("+852 6123 4567 answered", "MOBILE", "+852 6123 4567"),
        ("手機0912-345-678停用", "MOBILE", "0912-345-678"),
        ("ring +65 9123 4567 today", "MOBILE", "+65 9123 4567"),
        ("固定电话010-51915816多次", "LANDLINE", "010-51915816"),
        ("reach me at mei.lin(at)mail[.]example.org", "EMAIL", "mei.lin(at)mail[.]example.org"),
        ("香港身份證A123456(3)開戶", "HK_ID", "A123456(3)"),
        ("身分證字號A123456789的", "TW_ID", "A123456789"),
        ("NRIC S1234567D shown", "SG_NRIC", "S1234567D"),
        ("持护照E12345678入境", "PASSPORT", "E12345678"),
        ("回乡证H12345678过期", "HKMO_PERMIT", "H12345678"),
        ("台胞证12345678过期", "TW_PERMIT", "12345678"),
        ("微信号：fox_2020abc。", "WECHAT_ID", "fox_2020abc"),
        ("QQ：123456789，在线", "QQ_ID", "123456789"),
        ("支付宝2088123412341234收款", "ALIPAY_ID", "2088123412341234"),
        ("handset IMEI 490154203237518 seen", "IMEI", "490154203237518"),
        ("个人账户33017477004075698转出", "ACCOUNT_NO", "33017477004075698"),
        ("account 620012*********4142 held", "ACCOUNT_NO", "620012*********4142"),
        ("账户尾号4142收款", "ACCOUNT_NO", "4142"),
        ("collected via http://mei:lin@a.test/x", "ACCOUNT_NO", "mei:lin"),
    ],
)
def test_personal_data_is_found_where_it_stands(text, data_type, value):
    assert _found(text) == [(data_type, value)]


@pytest.mark.parametrize(
    "text",
    [
        "样本251c22e93ff1ccb440be4a8352697d495a40475363384d86746d015da85a0669",
        "report 8e59cd8a-39de-4ab0-ad4f-138001380001 of 2026-11-23T01:00:00.000Z",
        "统一社会信用代码91440300MA5EYUFR3M的平台",
        "请拨打95588或400-820-0000或800-810-0000",
        "订单号110101199003077570已关闭",
        "合计¥1,380,013.80元，人民币13800138元",
        "交易流水4200365494405553",
        "商户号898981166394046",
        "对公备付金账户1109596729998033249余额与台账不符",
        "org account 0200276388441803542 vs statement",
        "C2 at 198.51.100.7:8443 and evil.example",
        "CVE-2026-12345 in version 20261123",
    ],
)
def test_what_names_no_person_is_left_alone(text):
    assert _found(text) == []


def test_spellings_of_one_number_have_one_normal_form():
    texts = [
        f"证件{CN_ID}",
        "证件110101 19900307 7571",
        f"证件{widen(CN_ID)}",
    ]

    assert {span.normalised for text in texts for span in scan_text(text)} == {CN_ID}


def test_a_first_generation_number_is_the_same_person_as_its_long_form():
    (span,) = scan_text("身份证110101900307757")

    assert span.normalised == "110101199003077571"[:17] + span.normalised[-1]
    assert len(span.normalised) == 18


def test_numbers_side_by_side_are_told_apart():
    text = f"1）{CN_ID} 2）{CARD} {MOBILE}，{EMAIL}"

    assert [kind for kind, _ in _found(text)] == ["CN_ID18", "BANK_CARD", "MOBILE", "EMAIL"]


@pytest.mark.parametrize("piece", ["1", "1 ", "a.", "@a", "138-", "张", "账号", "(0", "*1", "%31"])
def test_hostile_repetition_takes_linear_time(piece):
    text = piece * (20_000 // len(piece))

    with linear_time():
        scan_text(text)


@needs_shared
def test_structured_types_of_the_annotated_corpus_are_found_and_nothing_else_is_touched():
    structured = {t.value for t in DataType} - {"PERSON", "ADDRESS", "LANDLINE", "MOBILE"}
    missed, damaged, wrong = 0, 0, 0
    for record in read_lines("data/pii/visible.jsonl"):
        spans = {(s.start, s.end, s.type.value) for s in scan_text(record["text"])}
        gold = {(s["start"], s["end"], s["type"]) for s in record["spans"]}
        missed += len({s for s in gold - spans if s[2] in structured})
        wrong += len({s for s in spans - gold if s[2] in structured})
        damaged += sum(
            start < keep["end"] and keep["start"] < end
            for keep in record["keep"]
            for start, end, _ in spans
        )

    assert (missed, wrong, damaged) == (0, 0, 0)
