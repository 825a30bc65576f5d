"""What a bundle gives away: typed fields, patterns, extensions, and the echoes of all that."""

import base64

import pytest

from privacy.detection import inspect_bundle
from tests.shared_data import needs_shared, read_lines
from tests.unit.privacy.bundles import (
    CARD,
    EMAIL,
    MOBILE,
    REPORTER,
    account,
    bundle,
    indicator,
    reporter,
    sco,
    sdo,
    widen,
)

ACCOUNT = "33017477004075698"


def _found(alert):
    return {(f.pointer, f.start, f.end, f.type.value) for f in inspect_bundle(alert)}


def test_a_bundle_about_infrastructure_and_organisations_gives_nothing_away():
    alert = bundle(
        sco("ipv4-addr", "a", value="198.51.100.7"),
        sco("url", "b", value="https://evil.example/login?id=77"),
        sco("file", "c", hashes={"SHA-256": "251c22e93ff1ccb4" * 4}),
        indicator("[domain-name:value = 'evil.example']"),
    )

    assert inspect_bundle(alert) == ()


def test_typed_fields_are_personal_whatever_they_look_like():
    alert = bundle(
        account("ab-77", display_name="Mei Lin", account_login="mei"),
        sco("email-addr", "x", value=EMAIL, display_name="M"),
        sdo("identity", name="Mei Lin", identity_class="individual", contact_information="door 7"),
    )

    assert {pointer for pointer, start, _, _ in _found(alert) if start is None} == {
        "/objects/2/user_id",
        "/objects/2/display_name",
        "/objects/2/account_login",
        "/objects/3/value",
        "/objects/3/display_name",
        "/objects/4/name",
        "/objects/4/contact_information",
    }


def test_an_identity_of_no_known_class_may_be_a_person():
    alert = bundle(sdo("identity", name="Okonjo Brightwater"))

    assert _found(alert) == {("/objects/2/name", None, None, "PERSON")}


def test_pattern_literals_are_typed_by_their_path():
    pattern = f"[user-account:user_id IN ('ab-77', '{ACCOUNT}') AND x-bank:card_no = {CARD}]"

    found = inspect_bundle(bundle(indicator(pattern)))

    assert [(pattern[f.start : f.end], f.type.value) for f in found] == [
        ("ab-77", "ACCOUNT_NO"),
        (ACCOUNT, "ACCOUNT_NO"),
        (CARD, "BANK_CARD"),
    ]


def test_extensions_lists_numbers_and_member_names_are_looked_into():
    alert = bundle(
        sdo(
            "tool",
            name="Kit",
            extensions={"extension-definition--x": {"deep": [{"memo": f"tel {MOBILE}"}]}},
            x_number=int(MOBILE),
            x_map={MOBILE: "called"},
        )
    )

    found = inspect_bundle(alert)

    assert {(f.pointer.rpartition("/")[2], f.in_key) for f in found} == {
        ("memo", False),
        ("x_number", False),
        (MOBILE, True),
    }


def test_a_text_attachment_is_read():
    payload = base64.b64encode(f"call {MOBILE}".encode()).decode()
    alert = bundle(sco("artifact", "x", mime_type="text/plain", payload_bin=payload))

    assert _found(alert) == {("/objects/2/payload_bin", None, None, "MOBILE")}


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        (f"seen {ACCOUNT} again", ACCOUNT),
        ("seen 3301-7477-0040-7569-8 again", "3301-7477-0040-7569-8"),
        (f"seen {widen(ACCOUNT)}", widen(ACCOUNT)),
        ("[user-account:user_id = '3301747700", "3301747700"),
        ("seen 330174****5698 again", "330174****5698"),
        ("TX33017477004075698 paid", "33017477004075698"),
        ("okonjo BRIGHTWATER fled", "okonjo BRIGHTWATER"),
        ("Holder: Okonjo Bri…", "Okonjo Bri"),
    ],
)
def test_a_known_value_is_found_again_in_other_spellings(text, echo):
    alert = bundle(account(ACCOUNT, display_name="Okonjo Brightwater"), description=text)

    findings = [f for f in inspect_bundle(alert) if f.pointer == "/objects/0/description"]

    assert [text[f.start : f.end] for f in findings] == [echo]
    assert findings[0].normalised in (ACCOUNT, "okonjo brightwater")


def test_words_that_merely_contain_a_known_name_are_left_alone():
    alert = bundle(account(ACCOUNT, account_login="port"), description="Reported by support.")

    assert {f.pointer for f in inspect_bundle(alert)} == {
        "/objects/2/user_id",
        "/objects/2/account_login",
    }


def test_the_makers_of_content_are_organisations():
    maker = reporter()
    del maker["identity_class"]
    maker["name"] = "Northfield"

    assert inspect_bundle({"objects": [maker, sdo("tool", name="Kit")]}) == ()
    assert maker["id"] == REPORTER


@needs_shared
def test_the_corpus_shows_personal_data_exactly_where_its_labels_say():
    labelled = {
        row["alert_id"]: row["contains_personal_data"]
        for row in read_lines("data/dedup/routing.jsonl")
    }

    # The labels count names, accounts and telephone numbers, not the e-mail addresses of lures.
    wrong = [
        row["alert_id"]
        for row in read_lines("data/dedup/alerts.jsonl")
        if any(f.type != "EMAIL" for f in inspect_bundle(row["bundle"]))
        != labelled[row["alert_id"]]
    ]

    assert wrong == []
