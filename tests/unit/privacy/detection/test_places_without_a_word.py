"""Values that no specification and no word describes: their shape alone makes them personal (PC-03, PC-40)."""

import pytest

from privacy.detection import DataType, inspect_bundle
from privacy.detection.places import is_identifying_name
from tests.unit.patience import linear_time
from tests.unit.privacy.bundles import indicator, sco, sdo

UNKNOWN_EXTENSION = "extension-definition--6b53a3e2-8947-4414-876a-7d499edec5b4"
# Shapes of a permit, an account, a messenger, a passport, a birth date, a line and a device.
BARE = [
    "06412345",
    "H1234567890",
    "9039814370",
    "6466 5068 16",
    "E12345678",
    "1987-03-14",
    "100.64.12.7",
    "9f3c17ab55e01d42",
    "3c:22:fb:01:9a:7e",
]


def find(*objects):
    return inspect_bundle({"type": "bundle", "objects": list(objects)})


def whole(findings):
    return [(one.pointer, one.start, one.end) for one in findings]


@pytest.mark.parametrize("value", BARE)
def test_a_bare_value_is_personal_in_every_place_that_nothing_describes_pc_03(value):
    places = {
        "/objects/0/x_customer": {"x_customer": value},
        "/objects/0/x_more/deep/0/1": {"x_more": {"deep": [["a", value]]}},
        f"/objects/0/extensions/{UNKNOWN_EXTENSION}/people/0/no": {
            "extensions": {UNKNOWN_EXTENSION: {"people": [{"no": value}]}}
        },
        "/objects/0/labels/0": {"labels": [value]},
        "/objects/0/aliases/0": {"aliases": [value]},
        "/objects/0/external_references/0/external_id": {
            "external_references": [{"source_name": "desk", "external_id": value}]
        },
    }
    for pointer, members in places.items():
        assert whole(find(sdo("tool", name="Kit", **members))) == [(pointer, None, None)]


@pytest.mark.parametrize(
    "members",
    [
        {"x_amount_total": "1250000000"},
        {"x_transaction_id": "20261123000412345"},
        {"x_last_seen": "2026-11-23"},
        {"x_event_time": 1_763_860_000},
        {"x_c2_address": "203.0.113.9"},
        {"x_version": "10.0.19041"},
        {"x_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        {"x_opaque": "9f86d081884c7d659a2feaa0c55ad015"},
        {"x_uuid": "6b53a3e2-8947-4414-876a-7d499edec5b4"},
        {"labels": ["203.0.113.9", "tlp:amber", "T1566.002"]},
        {"external_references": [{"source_name": "cve", "external_id": "CVE-2026-123456"}]},
        {"description": "9039814370", "confidence": 80},
    ],
)
def test_what_its_name_or_its_shape_says_is_no_person_stays(members):
    assert find(sdo("tool", name="Kit", **members)) == ()


def test_a_bare_value_is_not_looked_for_where_fields_and_words_say_otherwise():
    tool = sdo("tool", name="Kit", x_relay="203.0.113.9", description="It beacons to 203.0.113.9.")
    pattern = indicator("[ipv4-addr:value = '203.0.113.9']")

    assert whole(find(tool, pattern)) == [("/objects/0/x_relay", None, None)]


def test_a_whole_number_of_seven_digits_is_personal_in_a_custom_property_only():
    assert whole(find(sdo("tool", name="Kit", x_no=6_412_345))) == [("/objects/0/x_no", None, None)]
    assert find(sco("file", "a", name="a.bin", size=6_412_345)) == ()


@pytest.mark.parametrize(
    "name",
    [
        "x_e12345678",
        "x_h1234567890",
        "x_021_61234567",
        "x_wxid_dncjdf490954",
        "x_flat_1234__567_lockhart_road",
        "x_bcdfgh123_inbox_example",
        "x_raymond_holloway",
        "x_9f3c17ab55e01d42",
        "x_1987_03_14",
    ],
)
def test_the_name_of_a_property_can_be_an_identifier_pc_40(name):
    found = find(sdo("tool", **{"name": "Kit", name: "seen"}))

    assert [(one.pointer, one.in_key) for one in found] == [(f"/objects/0/{name}", True)]


@pytest.mark.parametrize(
    "name",
    [
        "x_grant_type",
        "x_company_info",
        "x_sha256",
        "SHA3-512",
        "src_byte_count",
        UNKNOWN_EXTENSION,
        "d41d8cd98f00b204e9800998ecf8427e",
    ],
)
def test_ordinary_names_of_properties_stay(name):
    assert not is_identifying_name(name)


@pytest.mark.parametrize(
    ("kind", "member", "text", "personal"),
    [
        ("file", "name", "scan_wxid_dncjdf490954.pdf", "wxid_dncjdf490954"),
        ("file", "name", "scan_Raymond Holloway.pdf", "Raymond Holloway"),
        ("file", "name", "scan_621700123456.pdf", "621700123456"),
        ("directory", "path", "/srv/home/Raymond Holloway/documents", "Raymond Holloway"),
        ("directory", "path", "C:\\Users\\Raymond Holloway\\Desktop", "Raymond Holloway"),
        ("directory", "path", "/srv/home/9039814370/documents", "9039814370"),
        (
            "url",
            "value",
            "https://a.example/customer/Raymond%20Holloway/edit",
            "Raymond%20Holloway",
        ),
        ("url", "value", "https://a.example/#/customer=Raymond%20Holloway", "Raymond%20Holloway"),
        ("url", "value", "https://a.example/?who=100.64.12.7&x=1", "100.64.12.7"),
    ],
)
def test_paths_and_addresses_tell_of_persons_pc_40(kind, member, text, personal):
    (finding,) = find(sco(kind, "a", **{member: text}))

    assert text[finding.start : finding.end] == personal


@pytest.mark.parametrize(
    ("kind", "member", "text"),
    [
        ("file", "name", "report_20261123041500.log"),
        ("file", "name", "Microsoft Word.exe"),
        ("file", "name", "9f86d081884c7d659a2feaa0c55ad015.bin"),
        ("directory", "path", "C:\\Users\\All Users\\Start Menu"),
        ("url", "value", "https://pay-login.example/users/login?build=123456789"),
    ],
)
def test_paths_and_addresses_of_nobody_stay(kind, member, text):
    assert find(sco(kind, "a", **{member: text})) == ()


def test_a_pattern_over_a_custom_object_is_read_by_shape_too():
    pattern = "[x-customer:number = '9039814370' OR x-customer:number = 6412345]"
    found = find(indicator(pattern))

    assert [pattern[one.start : one.end] for one in found] == ["9039814370", "6412345"]


@pytest.mark.parametrize(
    ("said", "again"),
    [
        ("出生日期1987-03-14。", "1987-03-14"),
        ("出生日期1987年3月14日。", "1987/03/14"),
        ("客户登录IP 198.51.100.77。", "198.51.100.77"),
    ],
)
def test_a_birth_date_or_line_named_once_is_found_bare_elsewhere(said, again):
    tool = sdo("tool", name="Kit", description=said)
    process = sco("process", "a", command_line=f"send --to {again}")

    assert "/objects/1/command_line" in {one.pointer for one in find(tool, process)}


def test_an_address_that_is_offered_for_matching_is_no_echo():
    tool = sdo("tool", name="Kit", description="客户登录IP 198.51.100.77。")
    pattern = indicator("[ipv4-addr:value = '198.51.100.77']", name="Seen at 198.51.100.77")

    assert {one.pointer for one in find(tool, pattern)} == {"/objects/0/description"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("手机号13537\n37O600。", DataType.MOBILE),
        ("QQ号90398\n14370。", DataType.QQ_ID),
        ("QQ号90398\n1437O。", DataType.QQ_ID),
        ("QQ number 6466 5068 16.", DataType.QQ_ID),
        ("个人账号62170\n0O12345678", DataType.ACCOUNT_NO),
    ],
)
def test_a_number_with_a_stray_break_and_a_misread_digit_is_one_number(text, kind):
    (finding,) = find(sdo("tool", name="Kit", description=text))

    assert finding.type is kind
    assert not any(letter.isdigit() for letter in text[: finding.start] + text[finding.end :])


def test_a_letter_before_digits_is_no_misread_digit():
    (finding,) = find(sdo("tool", name="Kit", description="國民身分證統一編號I151315526。"))

    assert finding.type is DataType.TW_ID


@pytest.mark.parametrize(
    "piece", ["_0a", "x_1", "-", "/home/", "/users/A b", "wxid_", "a_b_", "O0"]
)
def test_hostile_names_and_paths_cost_linear_time(piece):
    text = "x_" + piece * (100_000 // len(piece))
    with linear_time():
        find(
            sdo("tool", **{"name": "Kit", text: text}),
            sco("url", "a", value=text),
            sco("file", "b", name=text),
        )
