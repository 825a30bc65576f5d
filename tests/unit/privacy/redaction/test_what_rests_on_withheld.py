"""What speaks of a removed thing goes with it, and markings keep marking what they did."""

import pytest
import stix2

from privacy import Treatment
from privacy.redaction import Reporter
from tests.unit.privacy.bundles import (
    HUB,
    MOBILE,
    REPORTER,
    TIME,
    bundle,
    indicator,
    relationship,
    sdo,
)
from tests.unit.privacy.redaction.support import assert_whole, by_type, redacted

AMBER = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"
RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"
NEW = "extension-definition--0a1b2c3d-0000-4000-8000-000000000001"
RISK_ALERT = "extension-definition--3f0c7a52-6a8e-4d1b-9c77-5f2e8b1d4a60"


def _rumour():
    return sdo("x-rumour", name="Rumour", extensions={NEW: {"extension_type": "new-sdo"}})


def _plain(alert, **facts):
    redaction, objects = redacted(alert, Treatment.MASK, unknown_content=False, **facts)
    assert_whole(objects)
    return redaction, objects


@pytest.mark.parametrize(
    "make",
    [
        lambda gone: sdo("opinion", opinion="agree", object_refs=[gone]),
        lambda gone: sdo("note", content="as said", object_refs=[gone]),
        lambda gone: sdo("sighting", sighting_of_ref=gone),
        lambda gone: sdo("language-content", object_ref=gone, contents={"zh": {"name": "a"}}),
        lambda gone: sdo(
            "report", name="b", published=TIME, object_refs=[gone], id=f"report--{gone[-36:]}"
        ),
        lambda gone: sdo(
            "relationship", relationship_type="related-to", source_ref=REPORTER, target_ref=gone
        ),
        lambda gone: sdo(
            "relationship", relationship_type="related-to", source_ref=gone, target_ref=REPORTER
        ),
    ],
)
def test_what_is_only_about_a_removed_object_goes_too_and_so_does_what_is_about_that(make):
    rumour = _rumour()
    first = make(rumour["id"])
    echo = sdo("opinion", opinion="disagree", object_refs=[first["id"]])

    redaction, objects = _plain(bundle(rumour, first, echo, indicator("[file:name = 'a']")))

    assert [item["type"] for item in objects] == ["report", "identity", "indicator"]
    assert objects[0]["object_refs"] == [objects[2]["id"]]
    assert [(one.pointer, one.code, one.action) for one in redaction.withheld] == [
        ("/objects/2", "unknown_content", "dropped"),
        ("/objects/0/object_refs/0", "rests_on_withheld", "dropped"),
        ("/objects/0/object_refs/1", "rests_on_withheld", "dropped"),
        ("/objects/0/object_refs/2", "rests_on_withheld", "dropped"),
        ("/objects/3", "rests_on_withheld", "dropped"),
        ("/objects/4", "rests_on_withheld", "dropped"),
    ]


def test_what_is_about_something_else_as_well_stays():
    rumour, rule = _rumour(), indicator("[file:name = 'a']")
    note = sdo("note", content="both", object_refs=[rumour["id"], rule["id"]])

    _, objects = _plain(bundle(rumour, rule, note))

    assert by_type(objects)["note"]["object_refs"] == [rule["id"]]


def test_a_root_that_loses_all_it_was_about_keeps_a_list_that_is_not_empty():
    _, objects = _plain(bundle(_rumour()))

    assert by_type(objects)["report"]["object_refs"] == [REPORTER]


def test_a_risk_alert_whose_reporter_is_hidden_still_has_a_subject():
    alert = {
        "extension_type": "property-extension",
        "alert_reference": "RA-2026-000123",
        "categories": ["system-outage"],
        "stage": "suspected",
        "severity": 80,
        "likelihood": 60,
        "detected_at": TIME,
        "subject_refs": [REPORTER],
        "personal_data": "none",
        "exercise": False,
    }
    incident = sdo(
        "incident",
        name="RA-2026-000123 outage",
        object_marking_refs=[RED],
        extensions={RISK_ALERT: alert},
    )
    content = bundle(incident)["objects"][1:]

    redaction, objects = _plain({"objects": content}, attribution=False)

    assert by_type(objects)["incident"]["extensions"][RISK_ALERT]["subject_refs"] == [HUB]
    assert {(one.pointer, one.code) for one in redaction.withheld} == {
        ("/objects/0", "reporter"),
        ("/objects/1/created_by_ref", "reporter"),
        (f"/objects/1/extensions/{RISK_ALERT}/subject_refs/0", "reporter"),
    }


def test_selectors_of_changed_members_and_languages_survive():
    rule = indicator("[file:name = 'a']", name="Mule", description=f"Call {MOBILE}.")
    rule["granular_markings"] = [
        {"marking_ref": AMBER, "selectors": ["description", "labels.[1]"]},
        {"lang": "en", "selectors": ["name"]},
    ]
    rule["labels"] = ["one", f"tel {MOBILE}"]

    _, objects = redacted(bundle(rule), Treatment.MASK, unknown_content=False)

    stix2.parse(by_type(objects)["indicator"])
    assert by_type(objects)["indicator"]["granular_markings"] == rule["granular_markings"]


def test_a_selector_into_a_list_that_lost_items_marks_all_of_it():
    rumour, rule = _rumour(), indicator("[file:name = 'a']")
    other = indicator("[file:name = 'b']")
    note = sdo("note", content="x", object_refs=[rumour["id"], rule["id"], other["id"]])
    note["granular_markings"] = [
        {"marking_ref": RED, "selectors": ["object_refs.[1]", "object_refs.[2]", "content"]},
    ]

    _, objects = _plain(bundle(rumour, rule, other, note))

    assert by_type(objects)["note"]["granular_markings"] == [
        {"marking_ref": RED, "selectors": ["object_refs", "content"]}
    ]


def test_markings_of_what_is_gone_go_and_so_does_an_empty_list_of_them():
    rule = indicator("[file:name = 'a']", x_note="ours")
    rule["granular_markings"] = [{"lang": "en", "selectors": ["x_note"]}]

    _, objects = _plain(bundle(rule))

    assert "granular_markings" not in by_type(objects)["indicator"]


def test_a_private_marking_that_is_withheld_marks_nothing_any_more():
    marking = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": "marking-definition--0a1b2c3d-0000-4000-8000-000000000002",
        "created": TIME,
        "created_by_ref": REPORTER,
        "extensions": {NEW: {"extension_type": "property-extension", "a": 1}},
    }
    rule = indicator("[file:name = 'a']", object_marking_refs=[marking["id"], AMBER])
    rule["granular_markings"] = [{"marking_ref": marking["id"], "selectors": ["pattern"]}]

    redaction, objects = _plain(bundle(marking, rule))

    assert by_type(objects)["indicator"]["object_marking_refs"] == [AMBER]
    assert "granular_markings" not in by_type(objects)["indicator"]
    assert ("/objects/2", "unknown_content") in {(w.pointer, w.code) for w in redaction.withheld}


def test_a_member_name_with_the_reporter_in_it_is_not_told():
    kit = sdo("tool", name="Kit", x_map={"harbour-rules": "ours", "rest": "all"})

    redaction, objects = redacted(
        bundle(kit),
        Treatment.MASK,
        attribution=False,
        reporter=Reporter("identity--44444444-4444-4444-8444-444444444444", frozenset({"Harbour"})),
    )

    assert by_type(objects)["tool"]["x_map"] == {"rest": "all"}
    assert "harbour" not in str(redaction.withheld)
    assert "/objects/2/x_map" in {one.pointer for one in redaction.withheld}


def test_a_relationship_to_an_object_of_a_new_id_follows_it():
    rule = indicator("[file:name = 'a']", name=f"m {MOBILE}")
    person = sdo("identity", name="Mei Lin", identity_class="individual")
    link = relationship(rule, person)

    _, objects = _plain(bundle(rule, person, link))

    assert by_type(objects)["relationship"]["target_ref"] == person["id"]
