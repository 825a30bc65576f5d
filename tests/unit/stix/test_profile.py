"""The five extensions of the profile: its own example is valid, and each rule has a breach."""

from copy import deepcopy
from dataclasses import asdict, replace
from typing import Any

import msgspec
import orjson
import pytest
import stix2

from sharing.stix.alert import AlertFacts
from sharing.stix.conversation import Conversation, hide_asked
from sharing.stix.markings import TLP_2_IDS, Tlp
from sharing.stix.vocabulary import (
    ALERT_FEEDBACK,
    EXCHANGE,
    HANDLING_POLICY,
    RISK_ALERT,
    SUBJECT_TOKEN,
)
from tests.unit.stix.samples import (
    list_codes,
    list_faults,
    make_id,
    make_identity,
    make_indicator,
    make_object,
    make_observable,
    make_raw,
    make_report,
    read_one,
)

AT = "2026-11-23T02:00:00.000Z"
CUSTODIAN, PLATFORM = make_id("identity", 1), make_id("identity", 2)
PROPERTY = {"extension_type": "property-extension"}
# Profile f10, with whole identifiers.
ALERT: dict[str, Any] = {
    **PROPERTY,
    "alert_reference": "RA-2026-000123",
    "categories": ["reconciliation-difference", "segregation-breach"],
    "stage": "suspected",
    "severity": 80,
    "likelihood": 60,
    "detected_at": AT,
    "expected_from": "2026-11-24T00:00:00.000Z",
    "expected_to": "2026-11-30T00:00:00.000Z",
    "subject_refs": [PLATFORM, make_id("subject-token")],
    "red_flags": ["RF-REC-01", "RF-SEG-02"],
    "readings": [
        {
            "kri": "REC-DIFF-RATIO",
            "value": 0.034,
            "unit": "ratio",
            "amber": 0.001,
            "red": 0.01,
            "direction": "high",
            "as_of": AT,
        }
    ],
    "amount_min": 1000000,
    "amount_max": 10000000,
    "currency": "CNY",
    "personal_data": "pseudonymous",
    "exercise": False,
}
POLICY: dict[str, Any] = {
    **PROPERTY,
    "purposes": ["fraud-prevention", "investor-protection"],
    "legal_bases": ["legal-obligation", "cn-atfl-16"],
    "source_attribution": "must-not",
    "retain_until": "2027-11-23T00:00:00.000Z",
    "jurisdictions": ["CN", "HK"],
}
ENVELOPE: dict[str, Any] = {
    **PROPERTY,
    "mode": "alert",
    "thread": "5d96b0c3-e17f-4a82-b94c-2a8f6e0d1c79",
    "audience": ["role:regulator", "group:custodians-east", f"member:{CUSTODIAN}"],
    "respond_by": "2026-11-23T06:00:00.000Z",
    "threshold_rule": "two-red-flags",
    "approvals": [{"role": "approver", "at": AT}],
}


def make_example(**extensions: Any) -> list[dict[str, Any]]:
    """Return the objects of the example; name an extension to change its properties."""
    changes = {"alert": {}, "policy": {}, "envelope": {}, "token": {}, **extensions}
    times = {"created": AT, "modified": AT}
    policy_id = make_id("marking-definition")
    return [
        make_identity(1, name="Custodian", **times),
        make_identity(2, name="Platform", **times),
        make_object(
            "marking-definition",
            created=AT,
            modified=None,
            extensions={HANDLING_POLICY: merge(POLICY, changes["policy"])},
        ),
        make_observable(
            "subject-token",
            extensions={SUBJECT_TOKEN: {"extension_type": "new-sco"}},
            **merge(
                {"kind": "bank-account", "token": "A" * 43, "token_domain": "2026q4"},
                changes["token"],
            ),
        ),
        make_object(
            "incident",
            created_by_ref=CUSTODIAN,
            lang="en",
            confidence=75,
            name="RA-2026-000123 reconciliation difference, collection account",
            object_marking_refs=[TLP_2_IDS[Tlp.AMBER_STRICT], policy_id],
            extensions={RISK_ALERT: merge(ALERT, changes["alert"])},
            **times,
        ),
        make_object(
            "grouping",
            context="suspicious-activity",
            name="RA-2026-000123",
            object_refs=[make_id("incident"), make_id("subject-token")],
            extensions={EXCHANGE: merge(ENVELOPE, changes["envelope"])},
            **times,
        ),
    ]


def merge(base, changes):
    merged = {**deepcopy(base), **changes}
    return {name: value for name, value in merged.items() if value is not None}


def test_the_example_of_the_profile_is_valid_and_its_facts_are_read():
    alert = read_one(*make_example())

    facts = alert.facts
    assert alert.warnings == ()
    assert facts.root_type == "incident"
    assert facts.tlp == Tlp.AMBER_STRICT
    assert facts.categories == ("reconciliation-difference", "segregation-breach")
    assert (facts.severity, facts.likelihood, facts.confidence) == (80, 60, 75)
    assert facts.expected == ("2026-11-24T00:00:00.000Z", "2026-11-30T00:00:00.000Z")
    assert (facts.mode, facts.thread) == ("alert", ENVELOPE["thread"])
    assert facts.audience == tuple(ENVELOPE["audience"])
    assert facts.purposes == ("fraud-prevention", "investor-protection")
    assert facts.legal_bases == ("legal-obligation", "cn-atfl-16")
    assert facts.data_jurisdictions == ("CN", "HK")
    assert (facts.source_attribution, facts.personal_data) == ("must-not", "pseudonymous")
    assert facts.red_flags == ("RF-REC-01", "RF-SEG-02")
    assert facts.retain_until == "2027-11-23T00:00:00.000Z"
    assert facts.named_identities == ((PLATFORM, "Platform"),)
    assert (facts.derived, facts.has_unknown_content, facts.exercise) == ((), False, False)


def test_the_example_is_stix_for_the_reference_library_too():
    parsed = stix2.parse(make_raw(*make_example()), allow_custom=True)

    assert orjson.loads(parsed.serialize())["objects"] == make_example()


@pytest.mark.parametrize(
    ("part", "changes", "code"),
    [
        ("alert", {"rank": 5}, "undefined-property"),
        ("alert", {"severity": 101}, "out-of-range"),
        ("alert", {"severity": 1.5}, "wrong-type"),
        ("alert", {"stage": "guess"}, "not-allowed-value"),
        ("alert", {"categories": []}, "wrong-form"),
        ("alert", {"detected_at": None}, "missing-property"),
        ("alert", {"detected_at": "2026-11-24T00:00:00.000Z"}, "wrong-order"),
        ("alert", {"detected_at": "2026-02-30T00:00:00.000Z"}, "wrong-timestamp"),
        ("alert", {"alert_reference": "2026-1"}, "wrong-form"),
        ("alert", {"personal_data": "special-category"}, "not-allowed-value"),
        ("alert", {"expected_to": None}, "half-window"),
        ("alert", {"expected_to": "2026-11-23T00:00:00.000Z"}, "wrong-order"),
        ("alert", {"stage": "resolved"}, "window-after-end"),
        ("alert", {"occurred_from": AT, "occurred_to": "2026-11-01T00:00:00Z"}, "wrong-order"),
        ("alert", {"amount_max": 5}, "wrong-order"),
        ("alert", {"currency": None}, "missing-currency"),
        ("alert", {"affected_count_min": 9, "affected_count_max": 3}, "wrong-order"),
        ("alert", {"subject_refs": [make_id("report")]}, "wrong-form"),
        ("alert", {"red_flags": None}, "missing-red-flags"),
        ("policy", {"retain_until": None}, "missing-property"),
        ("policy", {"purposes": ["marketing"]}, "not-allowed-value"),
        ("policy", {"legal_bases": ["consent"]}, "missing-receipts"),
        ("policy", {"subject_notice": "deferred"}, "missing-review"),
        ("policy", {"jurisdictions": None}, "missing-jurisdictions"),
        ("policy", {"jurisdictions": ["China"]}, "wrong-form"),
        ("envelope", {"audience": []}, "wrong-form"),
        ("envelope", {"audience": ["everyone"]}, "wrong-form"),
        ("envelope", {"thread": "1"}, "wrong-form"),
        ("envelope", {"mode": "correct"}, "missing-reason"),
        ("envelope", {"threshold_rule": None}, "missing-threshold"),
        (
            "envelope",
            {"approvals": [{"role": "approver", "at": AT, "who": "x"}]},
            "undefined-property",
        ),
        ("envelope", {"mode": "provide", "in_reply_to": make_id("grouping")}, "wide-answer"),
        ("envelope", {"mode": "provide"}, "wide-answer"),
        ("envelope", {"mode": "provide", "audience": ["public"]}, "wide-answer"),
        ("envelope", {"mode": "request", "reason": "x"}, "wide-request"),
        ("envelope", {"mode": "notify-regulator"}, "wide-notification"),
        ("envelope", {"mode": "retract", "reason": "x"}, "unrevoked-retraction"),
        ("envelope", {"mode": "exercise"}, "earnest-exercise"),
        ("token", {"kind": "shoe-size"}, "not-allowed-value"),
        ("token", {"token": "short"}, "wrong-form"),
        ("token", {"masked": "622202000000"}, "wrong-form"),
        ("token", {"holder": "x"}, "undefined-property"),
    ],
)
def test_each_breach_of_the_profile_is_refused(part, changes, code):
    codes = {found for _, found in list_faults(*make_example(**{part: changes}))}

    assert codes == {code}


ASKING = {"mode": "request", "reason": "x", "audience": [f"member:{CUSTODIAN}"]}


@pytest.mark.parametrize(
    "conclusion", [{"stage": "confirmed"}, {"standard_of_proof": {"action_taken": True}}]
)
def test_a_request_that_concludes_is_refused(conclusion):
    codes = {code for _, code in list_faults(*make_example(envelope=ASKING, alert=conclusion))}

    assert codes == {"concluding-request"}


def test_a_request_to_members_by_name_is_read_with_its_terms():
    grounds = {"standard_of_proof": {"reasonable_grounds": True, "clear_evidence": False}}
    deadlines = {
        "acknowledge_by": "2026-11-23T05:00:00.000Z",
        "in_reply_to": make_id("incident", 9),
    }

    alert = read_one(*make_example(envelope={**ASKING, **deadlines}, alert=grounds))

    assert alert.facts.conversation == Conversation(
        envelope_id=make_id("grouping"),
        in_reply_to=make_id("incident", 9),
        respond_by="2026-11-23T06:00:00.000Z",
        acknowledge_by="2026-11-23T05:00:00.000Z",
        threshold_rule="two-red-flags",
        proof=("reasonable_grounds",),
        person_level=True,
    )


@pytest.mark.parametrize("kind", ["organisation-registration", "tax-id"])
def test_an_alert_on_an_organisation_is_not_person_level(kind):
    assert not read_one(*make_example(token={"kind": kind})).facts.conversation.person_level


def test_a_second_incident_about_a_person_makes_the_alert_person_level():
    objects = make_example()
    organisation = make_example(alert={"subject_refs": [PLATFORM]})[4]
    objects.append(organisation | {"id": make_id("incident", 2)})
    objects[5]["object_refs"].append(make_id("incident", 2))

    facts = read_one(*objects).facts

    assert facts.root_id == make_id("incident", 2)
    assert facts.conversation.person_level


def test_facts_that_were_stored_before_conversations_are_still_read():
    facts = read_one(*make_example()).facts
    stored = {name: value for name, value in asdict(facts).items() if name != "conversation"}

    read = msgspec.json.decode(orjson.dumps(stored), type=AlertFacts)

    assert read == replace(facts, conversation=Conversation())


def test_plain_stix_has_no_conversation_and_no_person_level():
    assert read_one(make_indicator()).facts.conversation == Conversation()


def test_a_request_hides_whom_it_asks_and_leaves_the_rest():
    bundle = {"type": "bundle", "objects": make_example(envelope=ASKING)}

    hidden = hide_asked(bundle)

    expected = make_example(envelope={**ASKING, "audience": ["role:asked"]})
    assert hidden == {"type": "bundle", "objects": expected}
    assert bundle["objects"] == make_example(envelope=ASKING)


def test_a_person_is_never_a_subject_in_clear():
    objects = make_example()
    objects[1]["identity_class"] = "individual"

    place = f"/objects/4/extensions/{RISK_ALERT}/subject_refs/0"
    assert list_faults(*objects) == [(place, "person-as-subject")]


def test_an_alert_must_be_marked():
    objects = make_example(alert={"personal_data": "none"})
    del objects[4]["object_marking_refs"]

    assert [code for _, code in list_faults(*objects)] == ["unmarked-alert"]


def test_contradicting_policies_are_refused():
    objects = make_example()
    second = deepcopy(objects[2])
    second["id"] = make_id("marking-definition", 2)
    second["extensions"][HANDLING_POLICY]["purposes"] = ["statistics"]
    objects[4]["object_marking_refs"].append(second["id"])

    assert list_faults(*objects, second) == [("/objects/4", "contradicting-policies")]


def test_an_extension_stands_on_its_own_types_only():
    report = make_report(make_id("url"), extensions={RISK_ALERT: ALERT})

    place = f"/objects/0/extensions/{RISK_ALERT}"
    assert list_faults(report) == [(place, "misplaced-extension")]


def test_a_retraction_of_a_revoked_incident_is_taken():
    objects = make_example(envelope={"mode": "retract", "reason": "Sent in error."})
    objects[4]["revoked"] = True

    facts = read_one(*objects).facts

    assert (facts.mode, facts.revoked) == ("retract", True)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"disposition": "maybe"}, ["not-allowed-value"]),
        ({"funds_stopped_min": 5}, ["missing-currency"]),
        ({"lead_time": "P2D"}, []),
        ({"lead_time": "two days"}, ["wrong-form"]),
    ],
)
def test_feedback_is_checked_on_a_sighting(changes, codes):
    feedback = {**PROPERTY, "disposition": "confirmed", **changes}
    sighting = make_object(
        "sighting", sighting_of_ref=make_id("indicator"), extensions={ALERT_FEEDBACK: feedback}
    )

    assert [code for _, code in list_faults(sighting)] == codes


def test_open_words_and_names_without_reference_are_warned_of():
    objects = make_example(alert={"categories": ["new-thing"]})
    objects[4]["name"] = "Difference"

    warnings = list_codes(read_one(*objects).warnings)

    assert [code for _, code in warnings] == ["unknown-category", "name-without-reference"]
