"""STIX objects and stated facts as people read them; pure, without a database."""

from datetime import UTC, datetime

from django.utils import translation

from hub.portal.contents import group_objects
from hub.portal.report_facts import read_statement
from sharing.stix.vocabulary import RISK_ALERT

DOMAIN = {"type": "domain-name", "id": "domain-name--1", "value": "bad.example"}
INDICATOR = {
    "type": "indicator",
    "id": "indicator--1",
    "name": "Copied page",
    "pattern": "[domain-name:value = 'bad.example']",
    "description": "told above",
}
TIE = {
    "type": "relationship",
    "id": "relationship--1",
    "relationship_type": "based-on",
    "source_ref": "indicator--1",
    "target_ref": "domain-name--1",
}


def test_objects_are_grouped_by_type_in_reading_order():
    odd = {"type": "x-odd", "id": "x-odd--1"}
    marking = {"type": "marking-definition", "id": "marking-definition--1", "name": "TLP:RED"}

    groups = group_objects([marking, TIE, odd, DOMAIN, INDICATOR])

    assert [group.name for group in groups] == [
        "Indicators", "Domain names", "Relationships", "X odd", "Markings"
    ]  # fmt: skip


def test_each_object_has_a_readable_name_and_its_main_facts():
    indicators, domains, ties = group_objects([TIE, DOMAIN, INDICATOR], told="told above")

    assert indicators.items[0].name == "Copied page"
    assert indicators.items[0].facts == (("Pattern", "[domain-name:value = 'bad.example']"),)
    assert domains.items[0].name == "bad.example"
    assert domains.items[0].facts == ()
    assert ties.items[0].name == "Copied page — based on → bad.example"


def test_outside_references_are_plain_text():
    reference = {"source_name": "site", "url": "javascript:alert(1)"}

    (group,) = group_objects([{**DOMAIN, "external_references": [reference, "odd"]}])

    assert group.items[0].references == ("site · javascript:alert(1)",)


def test_objects_of_unexpected_shapes_do_no_harm():
    (group,) = group_objects([{"name": 7, "hashes": {"MD5": "x"}, "external_references": "no"}])

    assert group.items[0].facts == (("Hashes", "MD5: x"),)
    assert group.items[0].references == ()


def test_the_reporters_statement_is_read():
    extension = {
        "detected_at": "2026-11-23T01:00:00.000Z",
        "detection_source": "reconciliation",
        "amount_min": 1000000,
        "amount_max": 10000000,
        "currency": "CNY",
        "affected_count_min": 5,
        "red_flags": ["RF-1"],
        "readings": [
            {"kri": "A", "value": 3, "unit": "ratio", "amber": 1, "red": 2, "direction": "high"},
            {"kri": "B", "value": 3, "amber": 3, "red": 1, "direction": "low"},
            {"kri": "C", "value": 3, "direction": "range"},
        ],
    }

    stated = read_statement([DOMAIN, {"extensions": {RISK_ALERT: extension}}])

    assert stated.facts == (
        ("Detected", datetime(2026, 11, 23, 1, tzinfo=UTC)),
        ("Found by", "Reconciliation"),
        ("Amount", "1,000,000 – 10,000,000 CNY"),
        ("Customers affected", "5 – …"),
    )
    assert stated.red_flags == ("RF-1",)
    assert [(one.indicator, one.value, one.level) for one in stated.readings] == [
        ("A", "3 ratio", "red"),
        ("B", "3", "amber"),
        ("C", "3", "normal"),
    ]
    assert stated.readings[0].limits == "amber at 1 · red at 2"


def test_plain_stix_states_nothing():
    assert read_statement([DOMAIN]).facts == ()


def test_names_follow_the_language_of_the_reader():
    with translation.override("zh-hant"):
        assert group_objects([DOMAIN])[0].name == "網域名稱"
