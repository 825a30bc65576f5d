"""Objects that are identifiers of persons become subject-tokens of the circle (profile f4)."""

import uuid

import pytest

from privacy import Category, Treatment
from tests.unit.privacy.bundles import (
    CARD,
    EMAIL,
    account,
    bundle,
    indicator,
    relationship,
    sco,
    tokenise,
)
from tests.unit.privacy.redaction.support import (
    CIRCLE,
    SUBJECT_TOKEN,
    assert_whole,
    by_type,
    redacted,
)

ACCOUNT = "33017477004075698"
NAMESPACE = uuid.UUID("00abedb4-aa42-466c-9c01-fed23315a9b7")
AMBER = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"
EXTENSION = {SUBJECT_TOKEN: {"extension_type": "new-sco"}}
COMMUNITY = {
    "extension-definition--f19f3291-6a84-4674-b311-d75a925d5bd9": {"extension_type": "new-sco"}
}


def _token(**more):
    token = {
        "type": "subject-token",
        "spec_version": "2.1",
        "id": "subject-token--6f6a5b1e-0d5c-5a7e-9d3c-0a1b2c3d4e5f",
        "kind": "phone",
        "token": "abcdefghijklmnopqrstuv",
        "token_domain": "2026q4",
        "extensions": EXTENSION,
    }
    return {**token, **more}


def _community(kind, **more):
    return sco(kind, str(more), **more, extensions=COMMUNITY)


@pytest.mark.parametrize(
    ("item", "kind", "value"),
    [
        (account(ACCOUNT, display_name="Okonjo Brightwater"), "bank-account", ACCOUNT),
        (account(CARD), "payment-card", CARD),
        (sco("email-addr", "x", value=EMAIL, display_name="Mei Lin"), "email", EMAIL),
        (_community("bank-account", account_number=ACCOUNT), "bank-account", ACCOUNT),
        (_community("phone-number", value="+86 138 0013 8000"), "phone", "+8613800138000"),
    ],
)
def test_an_identifier_becomes_a_subject_token_with_the_token_of_prose(item, kind, value):
    rule = indicator("[file:name = 'a']", name="Mule")
    alert = bundle(item, rule, relationship(rule, item), description=f"See {value}.")

    _, objects = redacted(alert, Treatment.TOKENISE, unknown_content=False)

    found = by_type(objects)
    token = tokenise(kind, value)
    identifier = f'{{"kind":"{kind}","token":"{token}","token_domain":"{CIRCLE}"}}'
    assert found["subject-token"] == {
        "type": "subject-token",
        "spec_version": "2.1",
        "id": f"subject-token--{uuid.uuid5(NAMESPACE, identifier)}",
        "kind": kind,
        "token": token,
        "token_domain": CIRCLE,
        "extensions": EXTENSION,
    }
    assert item["type"] not in found
    assert found["relationship"]["target_ref"] == found["subject-token"]["id"]
    assert found["subject-token"]["id"] in found["report"]["object_refs"]
    assert f"tok-{token}" in found["report"]["description"]
    assert_whole(objects)


def test_one_person_in_two_alerts_is_one_object_within_a_circle_and_another_in_the_next():
    first = bundle(account(ACCOUNT))
    second = bundle(account("3301 7477 0040 7569 8"), root=f"report--{uuid.uuid4()}")

    def token_of(alert, circle):
        return by_type(redacted(alert, Treatment.TOKENISE, circle=circle)[1])["subject-token"]

    assert token_of(first, CIRCLE) == token_of(second, CIRCLE)
    assert token_of(first, CIRCLE)["id"] != token_of(first, "CN:2027q1")["id"]


def test_two_objects_of_one_person_become_one():
    alert = bundle(account(ACCOUNT), sco("user-account", "b", user_id=ACCOUNT, is_disabled=True))

    redaction, objects = redacted(alert, Treatment.TOKENISE)

    assert [item["type"] for item in objects] == ["report", "identity", "subject-token"]
    assert {one.pointer for one in redaction.withheld} == {
        "/objects/2/user_id",
        "/objects/2/account_type",
        "/objects/3/user_id",
        "/objects/3/is_disabled",
    }


@pytest.mark.parametrize("treatment", [Treatment.MASK, Treatment.GENERALISE, Treatment.DROP])
def test_without_tokens_an_object_keeps_its_type(treatment):
    _, objects = redacted(bundle(account(ACCOUNT)), treatment)

    assert by_type(objects)["user-account"]["user_id"].startswith("masked-")
    assert_whole(objects)


@pytest.mark.parametrize(
    ("facts", "more"),
    [
        ({"circle": ""}, {}),
        ({}, {"account_login": "another-77"}),
        ({}, {"account_type": "unix"}),
        ({"exceptions": {Category.C2: Treatment.CLEAR}}, {}),
    ],
)
def test_an_account_stays_one_where_a_token_would_say_too_little_or_too_much(facts, more):
    holder = {**account(ACCOUNT, display_name="Okonjo Brightwater"), **more}

    _, objects = redacted(bundle(holder), Treatment.TOKENISE, **facts)

    assert "user-account" in by_type(objects)
    assert_whole(objects)


def test_what_must_refer_to_its_own_type_stays_of_that_type():
    mail = sco("email-addr", "a", value=EMAIL)
    message = sco("email-message", "b", is_multipart=False, from_ref=mail["id"])

    _, objects = redacted(bundle(mail, message), Treatment.TOKENISE)

    found = by_type(objects)
    assert found["email-message"]["from_ref"] == found["email-addr"]["id"]
    assert found["email-addr"]["value"] == f"tok-{tokenise('email', EMAIL)}@redacted.invalid"
    assert_whole(objects)


def test_markings_move_from_the_identifier_to_the_token():
    holder = account(ACCOUNT, object_marking_refs=[AMBER])
    holder["granular_markings"] = [
        {"marking_ref": AMBER, "selectors": ["user_id"]},
        {"lang": "en", "selectors": ["account_type"]},
    ]

    _, objects = redacted(bundle(holder), Treatment.TOKENISE)

    token = by_type(objects)["subject-token"]
    assert token["object_marking_refs"] == [AMBER]
    assert token["granular_markings"] == [{"marking_ref": AMBER, "selectors": ["token"]}]
    assert_whole(objects)


@pytest.mark.parametrize("domain", ["2026q4", CIRCLE])
def test_a_token_that_came_in_keeps_its_domain_and_loses_its_last_digits(domain):
    came = _token(token_domain=domain, masked="****8000", role="mule")

    redaction, objects = redacted(bundle(came), Treatment.TOKENISE)

    assert by_type(objects)["subject-token"] == _token(token_domain=domain, role="mule")
    assert [(one.pointer, one.action) for one in redaction.withheld] == [
        ("/objects/2/masked", "dropped")
    ]
    assert_whole(objects)


@pytest.mark.parametrize("treatment", [Treatment.MASK, Treatment.GENERALISE, Treatment.DROP])
def test_a_token_that_may_not_be_told_is_one_that_matches_nothing(treatment):
    came = _token(masked="****8000")
    other = f"report--{uuid.uuid4()}"

    first = by_type(redacted(bundle(came), treatment)[1])["subject-token"]
    second = by_type(redacted(bundle(came, root=other), treatment)[1])["subject-token"]

    assert first["token_domain"] == "withheld"
    assert "masked" not in first
    assert came["token"] not in str(first)
    assert (first["token"], first["id"]) != (second["token"], second["id"])
    assert first["id"] not in (came["id"], second["id"])
    assert_whole(redacted(bundle(came), treatment)[1])


@pytest.mark.parametrize("first", [True, False])
def test_a_token_of_the_circle_that_came_in_is_the_object_that_the_hub_would_make(first):
    made = by_type(redacted(bundle(account(ACCOUNT)), Treatment.TOKENISE)[1])["subject-token"]
    came, holder = {**made, "role": "mule"}, account(ACCOUNT)
    alert = bundle(*([came, holder] if first else [holder, came]))

    _, objects = redacted(alert, Treatment.TOKENISE)

    assert objects[2:] == [came]
    assert set(objects[0]["object_refs"]) == {came["id"]}
    assert_whole(objects)
