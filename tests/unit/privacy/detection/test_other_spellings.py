"""Numbers and names in disguise: separators, numerals, misreading, escapes, base64, echoes."""

import base64
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.detection import inspect_bundle, scan_text
from tests.unit.privacy.bundles import CARD, CN_ID, MOBILE, bundle, sdo


def _found(text):
    return [(s.type.value, text[s.start : s.end], s.normalised) for s in scan_text(text)]


@pytest.mark.parametrize("gap", [" ", "-", "·", ".", "/", "_", "\uff0d", "\u3000", "\u2013"])
def test_separators_hide_neither_an_identity_number_nor_a_card(gap):
    identity = gap.join((CN_ID[:6], CN_ID[6:10], CN_ID[10:14], CN_ID[14:]))
    card = gap.join(CARD[place : place + 4] for place in range(0, len(CARD), 4))

    assert _found(f"证件{identity}，") == [("CN_ID18", identity, CN_ID)]
    assert _found(f"卡号{card}，") == [("BANK_CARD", card, CARD)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("手机一三八零零一三八零零零。", "MOBILE", "+86" + MOBILE),
        ("手机一三八 零零一三 八零零零。", "MOBILE", "+86" + MOBILE),
        ("电话138零零一三8000。", "MOBILE", "+86" + MOBILE),
        (f"证件{CN_ID.replace('0', 'O', 1)}", "CN_ID18", CN_ID),
        (f"card {CARD.replace('0', 'O', 2)} used", "BANK_CARD", CARD),
        ("tel l38OO138000 rang", "MOBILE", "+86" + MOBILE),
        ("m=&#49;&#51;&#56;00138000", "MOBILE", "+86" + MOBILE),
        ("m=\\u0031\\u0033\\u003800138000", "MOBILE", "+86" + MOBILE),
        ("https://a.test/?name=%E7%8E%8B%E5%BB%BA%E5%9B%BD&x=1", "PERSON", "王建国"),
    ],
)
def test_a_disguise_is_seen_through(text, kind, value):
    assert [(found, normal) for found, _, normal in _found(text)] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "三者同時異動",
        "version 1.2.3.4/2026.11.23",
        "10O items, SO1O, l0 lines",
        "order 4200365494405553",
        "at 192.168.110.220/24 and 10.0.0.1_8",
        "2026/11/23 12/30/45",
    ],
)
def test_nothing_is_read_into_what_is_no_number(text):
    assert _found(text) == []


def test_base64_that_holds_data_is_withheld_whole_as_the_strictest_kind():
    token = base64.b64encode(f"tel {MOBILE} id {CN_ID}".encode()).decode()
    harmless = base64.b64encode(b"Nothing to see here, Move On").decode()

    assert _found(f"q={token} {harmless}") == [("CN_ID18", token, CN_ID)]


@pytest.mark.parametrize(
    ("known", "spelt"),
    [
        ("张三丰", "张 三 丰"),
        ("张丽华", "張麗華"),
        ("張麗華", "张丽华"),
        ("张丽华", "张·丽·华"),
        ("Wei Quillfeather", "Quillfeather Wei"),
        ("Wei Quillfeather", "QUILLFEATHER, WEI"),
        ("Wei Quillfeather", "\uff37ei \uff31uillfeather"),
    ],
)
def test_a_known_name_is_found_again_in_another_spelling(known, spelt):
    person = sdo("identity", name=known, identity_class="individual")
    text = f"x1{spelt}2x" if "\u4e00" <= spelt[0] <= "\u9fff" else f"seen {spelt} again"

    found = inspect_bundle(bundle(person, description=text))

    shown = [text[f.start : f.end] for f in found if f.pointer == "/objects/0/description"]
    assert shown == [spelt]


@pytest.mark.parametrize("place", ["labels", "x_list", "external_references", "x_map", "x_deep"])
def test_every_place_of_an_object_is_looked_into(place):
    value = {
        "labels": [f"tel {MOBILE}"],
        "x_list": [["a", [f"客户王建国 {MOBILE}"]]],
        "external_references": [{"source_name": "x", "url": f"https://a.test/{MOBILE}#x"}],
        "x_map": {"客户王建国": 1},
        "x_deep": {"Mei Lin Tan": {"a": [MOBILE]}},
    }[place]

    found = inspect_bundle(bundle(sdo("tool", name="Kit", **{place: value})))

    assert {f.pointer.split("/")[3] for f in found} == {place}


pieces = st.sampled_from(
    [
        "客户张伟",
        MOBILE,
        "%31%33",
        "\u200b",
        "\uff11\uff13",
        " ",
        "é",
        "&#49;",
        CN_ID,
        "，",
        "%E7%8E%8B",
        "\\u738b",
        "x@y.example",
    ]
)


@given(st.lists(pieces, max_size=12).map("".join))
def test_spans_are_places_of_the_original_in_order_and_apart(text):
    spans = scan_text(text)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))
