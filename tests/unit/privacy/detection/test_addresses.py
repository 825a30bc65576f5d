"""Addresses of several places are one span each, and end where they end."""

import pytest

from privacy.detection import scan_text


@pytest.mark.parametrize(
    ("before", "address", "after"),
    [
        ("预留地址", "山东省临沂市兰山区金雀山路23号阳光花园9号楼4单元302室", "，电话"),
        ("家住", "杭州市余杭区文一西路12号3幢702室", "。"),
        ("户籍地址为", "重庆市渝北区龙溪街道松石大道99号7幢1103", "，电话"),
        ("住", "湖南省常德市桃源县漳江镇文昌村2组14号", "。"),
        ("住", "台北市大安區和平東路二段118巷5號7樓", "。"),
        ("居於", "香港灣仔軒尼詩道70號12樓C室", "，電郵"),
        ("寄往", "九龍旺角彌敦道382號2606室", "。"),
        ("lives at ", "Flat B, 12/F, 233 Nathan Road, Mong Kok, Kowloon", " and drives"),
        ("resident of ", "Blk 123 Ang Mo Kio Avenue 6 #08-12, Singapore 560123", "."),
        ("address: ", "26 Willow Lane, Bristol BS1 4DJ", "; e-mail"),
        ("at ", "63 Elm Park Avenue, Dublin", ". Handset IMEI"),
        ("lease for ", "41 Kingsway, London WC2B 6NH", "."),
        ("home in ", "88 Rue Saint-Honoré, Paris", ". It"),
    ],
)
def test_an_address_is_one_span(before, address, after):
    text = before + address + after

    found = [text[s.start : s.end] for s in scan_text(text) if s.type == "ADDRESS"]

    assert found == [address]


@pytest.mark.parametrize(
    "text",
    [
        "北京市共发生12起案件，涉及3号通知。",
        "上海银行第2号公告",
        "In 2026 Park Place Securities raised 12 million.",
        "Order 12 Street Food Ltd",
    ],
)
def test_a_place_in_prose_is_no_address(text):
    assert [s for s in scan_text(text) if s.type == "ADDRESS"] == []
