"""Authentication data is refused by value and by field; words about it are welcome."""

import base64

import pytest

from privacy.gate import find_authentication_data
from tests.shared_data import needs_shared, read_lines
from tests.unit.privacy.bundles import account, bundle, indicator, sdo, widen


def _codes(**more):
    return [code for _, code in find_authentication_data({"objects": [sdo("tool", **more)]})]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CVV 123", "card-verification-value"),
        ("卡片安全码为 789", "card-verification-value"),
        (widen("CVN2:321"), "card-verification-value"),
        ("%B4111111111111111^DOE/JOHN^25121010000000000000", "track-data"),
        (";4111111111111111=25121010000012345678?", "track-data"),
        ("4111111111111111D25121010000012345", "track-data"),
        ("the victim's PIN was 4821", "pin"),
        ("取款密码：482159", "pin"),
        ("支付密码为482159", "password"),
        ("password: Abc12345", "password"),
        ("http://a.test/?pwd=hunterx", "password"),
        ("短信验证码是483920", "one-time-code"),
        ("one-time code 483920 was read out", "one-time-code"),
        ("483920 is your verification code", "one-time-code"),
        ("4111 1111 1111 1111 exp 12/27", "card-expiry"),
        ("卡号6222020555057109275，有效期12/27", "card-expiry"),
        ("4111111111111111|12|27|123", "card-expiry"),
    ],
)
def test_pc_04_a_value_of_authentication_data_is_found(text, code):
    assert _codes(name="Kit", description=text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Victims were asked for their CVV and one-time code.",
        "The page collects passwords and one-time codes. Details: 198.51.100.7",
        "用于骗取客户密码及短信验证码。相关线索：198.51.100.7",
        "The implant connected with the password keaidestone.",
        "Password-protected zip, password: infected2026",
        "OTP 2026 outlook: 4000 one-time codes stolen",
        "客户提供验证码后被转走483920元",
        "The certificate expires 12/27.",
        "Track 2 data of 300 cards was stolen.",
        "Account Takeover: Password Reset",
        "CVE-2026-1234 in the PIN pad",
    ],
)
def test_prose_about_authentication_data_is_welcome(text):
    assert _codes(name="Kit", description=text) == []


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"cvv": "123"}, "card-verification-value"),
        ({"extensions": {"x": {"Track2": "b1"}}}, "track-data"),
        ({"x_card": [{"otp": 483920}]}, "one-time-code"),
        ({"face_template": [0.1, 0.2]}, "biometric-template"),
        ({"card_expiry": "12/27"}, "card-expiry"),
        ({"expiry": "1227"}, "card-expiry"),
        ({"x_map": {"cvv 123": "seen"}}, "card-verification-value"),
        ({"x_row": {"object_relation": "password", "value": "x"}}, "password"),
    ],
)
def test_a_field_for_authentication_data_is_found_by_its_name(members, code):
    assert _codes(name="Kit", **members) == [code]


@pytest.mark.parametrize(
    "members",
    [{"cvv": ""}, {"otp": False}, {"password": None}, {"expiry": "2027-12-01"}, {"pin": []}],
)
def test_a_field_without_a_value_is_not_a_breach(members):
    assert _codes(name="Kit", **members) == []


def test_no_answer_echoes_a_member_name_that_holds_the_value():
    tool = sdo("tool", x_map={"cvv 123": "seen", "13800138000": {"pin": "4821"}})

    assert set(find_authentication_data({"objects": [tool]})) == {
        ("/objects/0/x_map", "card-verification-value"),
        ("/objects/0/x_map", "pin"),
    }


def test_the_credential_of_an_account_is_refused():
    alert = bundle(account("33017477004075698", credential="x"))

    assert find_authentication_data(alert) == (("/objects/2/credential", "credential"),)


@pytest.mark.parametrize(
    "pattern",
    ["[x-card:cvv = '123']", "[x-card:cvv = 123]", "[user-account:credential = 'x']"],
)
def test_pc_04_authentication_data_in_a_pattern_is_refused(pattern):
    assert find_authentication_data(bundle(indicator(pattern)))[0][0] == "/objects/2/pattern"


def test_pc_04_authentication_data_in_an_attachment_is_refused():
    payload = base64.b64encode(b"card dump: CVV 123").decode()

    assert _codes(name="Kit", payload_bin=payload) == ["card-verification-value"]


@needs_shared
def test_no_alert_of_the_corpora_is_refused_for_its_words():
    alerts = (row["bundle"] for row in read_lines("data/dedup/alerts.jsonl"))
    texts = (sdo("tool", x=row["text"]) for row in read_lines("data/pii/visible.jsonl"))

    assert [hit for alert in alerts for hit in find_authentication_data(alert)] == []
    assert find_authentication_data({"objects": list(texts)}) == ()
