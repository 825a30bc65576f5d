"""The door: what comes out of it, in which form, and what it refuses to hand out."""

import copy
import json
from datetime import timedelta

import pytest
import stix2
from stix2patterns.validator import run_validator

from privacy import gate
from privacy.policy.types import Evidence, EvidenceKind
from tests.unit.privacy.bundles import (
    EMAIL,
    HUB,
    MOBILE,
    NOW,
    REPORT,
    REPORTER,
    account,
    bundle,
    indicator,
    relationship,
    sco,
    sdo,
    tokenise,
)

ACCOUNT = "33017477004075698"


def _act(**facts):
    base = {"origin_region": "CN", "destination_region": "CN", "recipient_kind": "bank"}
    lawful = {"purposes": ("aml-cft",), "legal_bases": ("legal-obligation",)}
    bound = {"circle": "CN:2026q4", "unknown_content": True}
    since = NOW - timedelta(days=1)
    bound["evidence"] = (
        Evidence(EvidenceKind.ASSESSMENT, "pia-1", since),
        Evidence(EvidenceKind.STATUTE, "law-1", since, code="legal-obligation"),
    )
    return gate.ReleaseAct(**{**base, **lawful, **bound, **facts})


def _render(alert, **facts):
    inspection = gate.inspect(alert)
    decision = gate.decide_release(_act(**facts), inspection, now=NOW)
    return gate.render(alert, inspection, decision, tokenise=tokenise, hub_identity=HUB)


def _objects(rendition):
    return {item.type: json.loads(item.body) for item in rendition.objects}


def _tokens(rendition):
    found = [json.loads(item.body) for item in rendition.objects if item.type == "subject-token"]
    return {item["kind"]: item for item in found}


def _alert():
    holder = account(ACCOUNT, display_name="Okonjo Brightwater")
    mail = sco("email-addr", EMAIL, value=EMAIL)
    rule = indicator(f"[user-account:user_id = '{ACCOUNT}']", name="Mule")
    return bundle(
        holder, mail, rule, relationship(rule, holder), description=f"Call {MOBILE} or {EMAIL}."
    )


def test_a_redacted_alert_is_made_by_the_door_only():
    with pytest.raises(TypeError):
        gate.RedactedAlert(
            object(),
            objects=(),
            title="",
            summary="",
            profile="",
            holds_clear_personal_data=False,
            withheld=(),
        )


def test_authentication_data_is_a_category_of_the_inspection():
    assert gate.Category.C3 in gate.inspect(bundle(description="CVV 123")).categories


def test_no_rendition_is_made_under_a_refusal():
    alert = bundle(description=f"Call {MOBILE}.")
    inspection = gate.inspect(alert)
    refusal = gate.decide_release(_act(destination_region=""), inspection, now=NOW)

    with pytest.raises(gate.ReleaseRefused):
        gate.render(alert, inspection, refusal, tokenise=tokenise)


def test_the_reporter_gets_back_equal_json():
    alert = _alert()

    rendition = _render(alert, is_reporter=True)

    assert [json.loads(item.body) for item in rendition.objects] == alert["objects"]
    assert rendition.holds_clear_personal_data
    assert rendition.withheld == ()


def test_the_bundle_is_never_changed():
    alert = _alert()
    before = copy.deepcopy(alert)

    _render(alert)
    _render(alert, destination_region="SG", attribution=False, unknown_content=False)

    assert alert == before


def test_tokens_agree_in_fields_patterns_and_prose_of_one_rendition():
    rendition = _render(_alert())

    objects, tokens = _objects(rendition), _tokens(rendition)
    token = tokenise("bank-account", ACCOUNT)
    assert tokens["bank-account"]["token"] == token
    assert objects["indicator"]["pattern"] == f"[user-account:user_id = 'tok-{token}']"
    phone = tokenise("phone", "+86" + MOBILE)
    mail = f"tok-{tokenise('email', EMAIL)}@redacted.invalid"
    assert objects["report"]["description"] == f"Call [phone:tok-{phone}] or {mail}."
    assert tokens["email"]["token"] == tokenise("email", EMAIL)


def test_masks_say_what_was_there_and_fields_stay_valid():
    rendition = _render(_alert(), destination_region="SG")

    objects = _objects(rendition)
    assert rendition.summary == "Call [phone] or [email]."
    assert objects["indicator"]["pattern"] == "[user-account:user_id = 'masked']"
    assert objects["email-addr"]["value"].endswith("@redacted.invalid")
    assert not rendition.holds_clear_personal_data
    for item in rendition.objects:
        stix2.parse(item.body.decode())


def test_an_agreed_category_stays_clear_beside_tokens():
    rendition = _render(_alert(), clear_categories=frozenset({gate.Category.C2}))

    objects = _objects(rendition)
    assert objects["user-account"]["user_id"] == ACCOUNT
    assert objects["user-account"]["display_name"].startswith("tok-")
    assert rendition.holds_clear_personal_data


def test_ids_over_clear_values_are_derived_anew_and_references_follow():
    alert = _alert()

    rendition = _render(alert)

    objects, token = _objects(rendition), _tokens(rendition)["bank-account"]
    assert token["id"] != alert["objects"][2]["id"]
    assert objects["relationship"]["target_ref"] == token["id"]
    assert token["id"] in objects["report"]["object_refs"]
    assert objects["report"]["id"] == REPORT


def test_one_account_in_two_alerts_is_one_object_in_a_circle_and_two_when_masked():
    first = bundle(account(ACCOUNT))
    second = bundle(account(ACCOUNT), root="report--99999999-9999-4999-8999-999999999999")

    def account_id(alert, kind, **facts):
        return _objects(_render(alert, **facts))[kind]["id"]

    assert account_id(first, "subject-token") == account_id(second, "subject-token")
    masked = {
        account_id(alert, "user-account", destination_region="SG") for alert in (first, second)
    }
    assert len(masked) == 2


def test_two_masked_accounts_do_not_become_one():
    rendition = _render(
        bundle(account(ACCOUNT), account("44010012345678901")), destination_region="SG"
    )

    accounts = [json.loads(item.body) for item in rendition.objects if item.type == "user-account"]
    assert len({item["id"] for item in accounts}) == 2
    assert len({item["user_id"] for item in accounts}) == 2


def test_two_spellings_of_one_account_become_one_object_in_a_circle():
    alert = bundle(account(ACCOUNT), account("3301 7477 0040 7569 8"))

    rendition = _render(alert)

    assert [item.type for item in rendition.objects] == ["report", "identity", "subject-token"]


def test_external_digests_are_not_touched():
    digests = {"SHA-256": "251c22e93ff1ccb440be4a8352697d495a40475363384d86746d015da85a0669"}
    alert = bundle(sco("file", "x", name=f"{MOBILE}.pdf", hashes=digests))

    assert _objects(_render(alert))["file"]["hashes"] == digests


def test_an_unnamed_reporter_leaves_no_trace():
    alert = _alert()
    alert["objects"][0]["description"] += " Northfield Custody Bank saw it."

    rendition = _render(alert, attribution=False)

    body = b"".join(item.body for item in rendition.objects).decode()
    assert REPORTER not in body
    assert "Northfield" not in body
    assert _objects(rendition)["report"]["created_by_ref"] == HUB


def test_unknown_content_is_dropped_with_everything_that_rests_on_it():
    custom = sdo("x-rumour", name="Rumour")
    rule = indicator("[file:name = 'a']", x_note="ours", extensions={"x-ext": {"a": 1}})
    rule["granular_markings"] = [{"lang": "en", "selectors": ["x_note"]}]
    verdict = sdo("opinion", opinion="agree", object_refs=[custom["id"]])
    alert = bundle(custom, rule, relationship(rule, custom), verdict)

    rendition = _render(alert, unknown_content=False)

    objects = _objects(rendition)
    assert set(objects) == {"report", "identity", "indicator"}
    assert objects["report"]["object_refs"] == [rule["id"]]
    assert objects["indicator"].keys() & {"x_note", "extensions", "granular_markings"} == set()
    assert {w.pointer for w in rendition.withheld} >= {"/objects/2", "/objects/3"}


def test_selectors_of_granular_markings_still_select():
    rule = indicator("[file:name = 'a']", description=f"Call {MOBILE}.")
    marking = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"
    rule["granular_markings"] = [{"marking_ref": marking, "selectors": ["description"]}]

    objects = _objects(_render(bundle(rule), destination_region="SG"))

    stix2.parse(objects["indicator"])
    assert objects["indicator"]["granular_markings"] == rule["granular_markings"]


def test_withheld_names_places_and_rules_but_no_values():
    rendition = _render(_alert(), destination_region="SG")

    told = {(w.pointer, w.code, w.action) for w in rendition.withheld}
    assert ("/objects/2/user_id", "bank-account", "masked") in told
    assert ("/objects/0/description", "phone", "masked") in told
    assert all("PIPL 38" in w.source for w in rendition.withheld)
    assert ACCOUNT not in str(rendition.withheld)


def test_no_answer_shows_a_member_name_that_is_personal():
    kit = sdo("tool", name="Kit", x_map={MOBILE: {"note": f"call {EMAIL}"}})

    rendition = _render(bundle(kit), destination_region="SG")

    assert {w.pointer for w in rendition.withheld} == {"/objects/2/x_map"}
    assert MOBILE not in repr(gate.inspect(bundle(sdo("tool", name=MOBILE))))


def test_the_summary_names_no_id_over_a_clear_value():
    holder = account(ACCOUNT)

    rendition = _render(bundle(holder, description=f"See {holder['id']}."))

    assert holder["id"] not in rendition.summary
    assert _objects(rendition)["subject-token"]["id"] in rendition.summary


def test_what_detection_overlooked_at_first_is_stopped_at_the_door():
    alert = _alert()
    inspection = gate.inspect(alert)
    blind = gate.Inspection(
        tuple(f for f in inspection.findings if f.kind != "phone"), inspection.categories
    )
    decision = gate.decide_release(_act(destination_region="SG"), blind, now=NOW)

    with pytest.raises(gate.LeakPrevented) as stopped:
        gate.render(alert, blind, decision, tokenise=tokenise, hub_identity=HUB)

    assert MOBILE not in str(stopped.value)


def test_equal_profiles_give_equal_bytes():
    alert = _alert()

    bank = _render(alert, circle="CN:2026q4")
    regulator = _render(alert, circle="CN:2026q4", recipient_kind="regulator")

    assert bank == regulator


def test_a_subject_token_passes_in_its_region_and_is_masked_abroad():
    token = {
        "type": "subject-token",
        "spec_version": "2.1",
        "id": "subject-token--6f6a5b1e-0d5c-5a7e-9d3c-0a1b2c3d4e5f",
        "kind": "phone",
        "token": "abcdefghijklmnopqrstuv",
        "token_domain": "2026q4",
    }

    near = _objects(_render(bundle(token)))["subject-token"]
    far = _objects(_render(bundle(token), destination_region="SG"))["subject-token"]

    assert near == token
    assert token["token"] not in str(far)
    assert far["id"] != token["id"]


def test_title_and_summary_are_masked_even_where_the_rendition_is_clear():
    alert = _alert()
    categories = frozenset(finding.category for finding in gate.inspect(alert).findings)

    rendition = _render(alert, clear_categories=categories)

    assert rendition.holds_clear_personal_data
    assert MOBILE.encode() in _body_of(rendition, "report")
    assert MOBILE not in rendition.summary
    assert EMAIL not in rendition.summary


def _body_of(rendition, kind):
    return next(item.body for item in rendition.objects if item.type == kind)


@pytest.mark.parametrize(
    "pattern",
    [
        "[x-13800138000:value = 'a']",
        "[url:value = h'313338303031333830303040']",
        "[email-message:subject = h'6d65694073616d706c652e6578616d706c65']",
    ],
)
def test_a_pattern_is_still_a_pattern_when_all_of_it_is_withheld(pattern):
    alert = bundle(indicator(pattern, name="Mule"))

    shown = _objects(_render(alert, destination_region="SG"))["indicator"]["pattern"]

    assert run_validator(shown, stix_version="2.1") == []
    assert "13800138000" not in shown
