"""Bands: what is told instead of a datum, and that nothing else of it is (PC-03)."""

import pytest

from privacy import Category, Treatment
from privacy.detection import scan_text
from privacy.redaction.generalise import generalise, generalise_amount
from tests.shared_data import needs_shared, read_lines
from tests.unit.privacy.bundles import bundle, sdo
from tests.unit.privacy.redaction.support import Found, assert_whole, by_type, redacted

HOME = "浙江省杭州市西湖区文三路123号"


@pytest.mark.parametrize(
    ("kind", "datum", "told"),
    [
        ("birth-date", "1990-03-07", "1990-1999"),
        ("birth-date", "19731109", "1970-1979"),
        ("birth-date", "7 March 2001", "2000-2009"),
        ("birth-date", "一九九〇年", ""),
        ("birth-date", "民國79年5月1日", "1990-1999"),
        ("birth-date", "07/03/90", ""),
        ("birth-date", "1990 or 1991", ""),
        ("date", "1990年5月7日", "1990-05"),
        ("date", "2024-11-03", "2024-11"),
        ("date", "20240503", "2024-05"),
        ("date", "3rd of May", ""),
        ("age", "36岁", "30-39"),
        ("age", "17", "0-19"),
        ("age", "3", "0-19"),
        ("age", "94", "90+"),
        ("age", "940", ""),
        ("address", HOME, "浙江省杭州市"),
        ("address", "浙江杭州西湖区文三路1号", "浙江省杭州市"),
        ("address", "杭州西湖区文三路", "杭州市"),
        ("address", "北京市朝阳区学府巷94号2单元438", "北京市"),
        ("address", "吉林省吉林市船营区", "吉林省吉林市"),
        ("address", "310012 浙江省杭州市", "浙江省杭州市"),
        ("address", "江苏省昆山市花桥镇", "江苏省"),
        ("address", "南京西路100号", ""),
        ("address", "吉林张三", ""),
        ("address", "香港九龍旺角彌敦道700號12樓A室", "香港"),
        ("address", "沙田區青田街51號23樓", "香港"),
        ("address", "台灣臺北市大安區永安路58號24樓", "臺北市"),
        ("address", "Flat 32A, 84 Harbour Crescent, Leeds", "Leeds, United Kingdom"),
        ("address", "5 Rose Lane, London SW1A 1AA, UK", "London, United Kingdom"),
        ("address", "Room 3, 12 Wensan Road, Hangzhou, Zhejiang, China", "Hangzhou, China"),
        ("address", "88 Nathan Road, Mong Kok, Kowloon", "Hong Kong"),
        ("address", "1 Raffles Place, Singapore 048616", "Singapore"),
        ("address", "Dundas Street, London, Ontario, Canada", "Canada"),
        ("address", "12 Main St, Springfield, IL 62704, USA", "United States"),
        ("address", "Rose Cottage, Smith", ""),
        ("network-address", "203.0.113.57", "203.0.113.0/24"),
        ("network-address", "2001:db8:85a3::8a2e:370:7334", "2001:db8:85a3::/48"),
        ("network-address", "203.0.113.999", ""),
        ("phone", "+8613800138000", ""),
        ("person-name", "张三", ""),
        ("vehicle", "浙A12345", ""),
    ],
)
def test_a_datum_becomes_its_band_or_nothing(kind, datum, told):
    assert generalise(kind, datum) == told


@pytest.mark.parametrize(
    ("amount", "band"),
    [
        ("¥2,712,715.00", "2,000,000-5,000,000 CNY"),
        ("100000元", "100,000-200,000 CNY"),
        ("199999.99 元", "100,000-200,000 CNY"),
        ("200000元", "200,000-500,000 CNY"),
        ("35万元", "200,000-500,000 CNY"),
        ("三十五万元", "200,000-500,000 CNY"),
        ("一亿两千万元", "100,000,000-200,000,000 CNY"),
        ("两万亿元", "2,000,000,000,000-5,000,000,000,000 CNY"),
        ("人民币贰佰元", "200-500 CNY"),
        ("２０万元整", "200,000-500,000 CNY"),
        ("HK$1,500", "1,000-2,000 HKD"),
        ("USD 1.2 million", "1,000,000-2,000,000 USD"),
        ("NT$ 999", "500-1,000 TWD"),
        ("3亿", "200,000,000-500,000,000"),
        ("0.5元", "0-1 CNY"),
        ("100万至200万", ""),
        ("金额", ""),
    ],
)
def test_an_amount_becomes_a_band_of_one_two_or_five(amount, band):
    assert generalise_amount(amount) == generalise("amount", amount) == band


@needs_shared
def test_every_address_birth_date_and_network_of_the_corpus_has_a_band_without_residue():
    kinds = {"ADDRESS": "address", "DOB": "birth-date", "IP": "network-address"}
    spans = [
        (kinds[span["type"]], span["text"])
        for row in read_lines("data/pii/visible.jsonl")
        for span in row["spans"]
        if span["type"] in kinds
    ]

    told = [(kind, text, generalise(kind, text)) for kind, text in spans]

    assert all(band for _, _, band in told)
    assert not [text for kind, text, band in told if kind != "network-address" and text in band]
    assert not any(c.isdigit() for kind, _, band in told if kind == "address" for c in band)


def test_the_detector_finds_nothing_in_a_generalised_text():
    text = f"客户出生日期：1990年3月7日，住址{HOME}，登录IP 203.0.113.57。"
    _, objects = redacted(bundle(description=text), Treatment.GENERALISE)

    shown = objects[0]["description"]
    assert shown == (
        "客户出生日期：[birth-date:1990-1999]，住址[address:浙江省杭州市]，"
        "登录IP [network-address:203.0.113.0/24]。"
    )
    assert scan_text(shown) == ()


def test_whole_fields_hold_the_bare_band_and_pages_are_masked():
    place = sdo("location", street_address=HOME, country="CN")
    page = sdo(
        "tool",
        name="Kit",
        external_references=[{"source_name": "a", "url": "https://a.test/?ip=203.0.113.57"}],
    )

    redaction, objects = redacted(bundle(place, page), Treatment.GENERALISE)

    assert by_type(objects)["location"]["street_address"] == "浙江省杭州市"
    assert {one.action for one in redaction.withheld if "street_address" in one.pointer} == {
        "generalised"
    }
    assert_whole(objects)


def test_of_a_child_nothing_is_told_not_even_roughly_pc_09():
    alert = bundle(description=HOME)
    home = Found("/objects/0/description", None, None, HOME, False, Category.MINOR, "address")

    redaction, objects = redacted(alert, Treatment.GENERALISE, findings=(home,))

    assert objects[0]["description"] == "[address]"
    assert [one.action for one in redaction.withheld] == ["masked"]
