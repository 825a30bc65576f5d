"""Roots, parts and facts of alerts."""

import orjson
import pytest

from sharing.stix.alert import read_alerts
from sharing.stix.faults import StixRejected
from sharing.stix.markings import TLP_2_IDS, Tlp
from tests.unit.stix.samples import (
    AT,
    RECEIVED,
    list_codes,
    make_id,
    make_identity,
    make_indicator,
    make_object,
    make_observable,
    make_raw,
    make_report,
    read_one,
)

AMBER_1 = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"


def make_relationship(source, target, number=1):
    ends = {"source_ref": source, "target_ref": target}
    return make_object("relationship", number, relationship_type="indicates", **ends)


MALWARE = make_object("malware", name="x", is_family=True)


@pytest.mark.parametrize(
    ("objects", "root"),
    [
        ([make_indicator(), make_report(make_id("indicator"))], "report"),
        ([make_report(make_id("incident")), make_object("incident", name="x")], "incident"),
        (
            [
                make_report(make_id("indicator")),
                make_indicator(),
                make_object(
                    "grouping", context="suspicious-activity", object_refs=[make_id("report")]
                ),
            ],
            "grouping",
        ),
        (
            [
                make_indicator(),
                MALWARE,
                make_relationship(make_id("indicator"), make_id("malware")),
            ],
            "indicator",
        ),
        ([make_identity()], "identity"),
        ([make_observable("url", value="http://a.example/")], "url"),
        ([make_identity(), make_indicator(created_by_ref=make_id("identity"))], "indicator"),
    ],
)
def test_the_root_is_chosen_in_the_order_of_the_profile(objects, root):
    assert read_one(*objects).facts.root_type == root


def test_of_two_related_indicators_the_newest_is_the_root():
    old = make_indicator(1)
    new = make_indicator(2, modified="2026-10-06T08:00:00.000Z")
    links = [
        make_relationship(make_id("indicator", number), make_id("malware"), number)
        for number in (1, 2)
    ]

    assert read_one(new, old, MALWARE, *links).facts.root_id == make_id("indicator", 2)


def test_unrelated_alerts_are_refused_alone_and_split_in_a_batch():
    author = make_identity()
    first = make_report(make_id("url", 1), number=1, created_by_ref=author["id"])
    second = make_report(make_id("url", 2), number=2, created_by_ref=author["id"])
    urls = [make_observable("url", n, value=f"http://a.example/{n}") for n in (1, 2)]
    raw = make_raw(author, first, second, *urls)

    with pytest.raises(StixRejected) as caught:
        read_alerts(raw, received_at=RECEIVED, split=False)
    assert list_codes(caught.value.faults) == [
        ("/objects/1", "several-roots"),
        ("/objects/2", "several-roots"),
    ]

    alerts = read_alerts(raw, received_at=RECEIVED, split=True)
    assert [alert.facts.root_id for alert in alerts] == [first["id"], second["id"]]
    assert [[m["id"] for m in alert.bundle["objects"]] for alert in alerts] == [
        [author["id"], first["id"], urls[0]["id"]],
        [author["id"], second["id"], urls[1]["id"]],
    ]
    assert orjson.loads(alerts[0].raw) == alerts[0].bundle
    assert alerts == read_alerts(raw, received_at=RECEIVED, split=True)


def test_splitting_loses_no_object():
    objects = [
        make_identity(1),
        make_identity(2, created_by_ref=make_id("identity", 3)),
        make_identity(3, created_by_ref=make_id("identity", 2)),
        make_indicator(1),
        make_indicator(2),
        make_observable("url", value="http://a.example/"),
    ]

    alerts = read_alerts(make_raw(*objects), received_at=RECEIVED, split=True)

    kept = {member["id"] for alert in alerts for member in alert.bundle["objects"]}
    assert kept == {member["id"] for member in objects}


def test_one_report_takes_all_that_lies_beside_it_into_its_alert():
    raw = make_raw(make_indicator(), make_report(make_id("url")))

    (alert,) = read_alerts(raw, received_at=RECEIVED, split=True)

    assert alert.object_count == 2
    assert alert.raw == raw


def test_the_submitter_gets_back_what_was_sent_byte_for_byte():
    raw = b" " + make_raw(make_indicator()) + b"\n"

    assert read_alerts(raw, received_at=RECEIVED, split=False)[0].raw == raw


def test_an_envelope_of_taxii_ignores_what_stands_beside_the_objects():
    raw = orjson.dumps({"more": False, "objects": [make_indicator()]})

    (alert,) = read_alerts(raw, received_at=RECEIVED, split=True, envelope=True)
    assert alert.bundle["type"] == "bundle"

    with pytest.raises(StixRejected):
        read_alerts(raw, received_at=RECEIVED, split=True)


def test_a_single_object_is_taken_as_a_bundle_of_one_with_a_warning():
    raw = orjson.dumps(make_indicator())

    (alert,) = read_alerts(raw, received_at=RECEIVED, split=False)

    assert alert.bundle["objects"] == [make_indicator()]
    assert list_codes(alert.warnings) == [("", "no-bundle")]


def test_plain_stix_says_what_it_states_and_names_what_was_derived():
    report = make_report(
        make_id("indicator"),
        labels=["risk-type:fund-misappropriation", "severity:critical", "jurisdiction:CN-SH"],
        created_by_ref=make_id("identity", 1),
        lang="zh-Hans",
        confidence=40,
    )
    other = make_identity(2, name="Platform")
    person = make_identity(3, name="Somebody", identity_class="individual")

    facts = read_one(make_indicator(), report, make_identity(1), other, person).facts

    assert facts.root_id == report["id"]
    assert (facts.created, facts.modified, facts.detected_at) == (AT, AT, AT)
    assert facts.categories == ("misappropriation",)
    assert (facts.severity, facts.likelihood, facts.confidence) == (95, 40, 40)
    assert facts.jurisdictions == ("CN-SH",)
    assert facts.named_identities == ((other["id"], "Platform"),)
    assert facts.derived == ("categories", "likelihood", "detected_at", "stage")
    assert (facts.tlp, facts.audience, facts.mode, facts.stage) == (None, (), "alert", "suspected")
    assert (facts.lang, facts.revoked, facts.exercise) == ("zh-Hans", False, False)


def test_an_observable_alone_takes_the_time_of_receipt():
    facts = read_one(make_observable("url", value="http://a.example/")).facts

    assert (facts.created, facts.modified) == (None, "2026-11-23T02:00:00.000Z")
    assert facts.severity == 50


@pytest.mark.parametrize(
    ("root", "content", "expected"),
    [
        (None, None, None),
        (Tlp.CLEAR, None, Tlp.CLEAR),
        (Tlp.CLEAR, Tlp.RED, Tlp.RED),
        (Tlp.RED, Tlp.CLEAR, Tlp.RED),
        (None, Tlp.CLEAR, None),
        (None, Tlp.AMBER_STRICT, Tlp.RED),
    ],
)
def test_the_strictest_marking_holds_and_an_unmarked_root_is_never_free(root, content, expected):
    def mark(level):
        return [TLP_2_IDS[level]] if level is not None else None

    report = make_report(make_id("indicator"), object_marking_refs=mark(root))
    alert = read_one(make_indicator(object_marking_refs=mark(content)), report)

    assert alert.facts.tlp == expected
    is_raised = expected is not None and root != expected
    assert ("", "stricter-content") in list_codes(alert.warnings) or not is_raised


def test_a_marking_on_part_of_an_object_counts():
    granular = [{"selectors": ["name"], "marking_ref": TLP_2_IDS[Tlp.RED]}]
    report = make_report(make_id("url"), object_marking_refs=[AMBER_1], granular_markings=granular)

    assert read_one(report).facts.tlp == Tlp.RED


def test_tlp_1_amber_stays_amber():
    assert (
        read_one(make_report("url--" + make_id("x")[3:], object_marking_refs=[AMBER_1])).facts.tlp
        == Tlp.AMBER
    )


def test_a_clock_running_ahead_is_warned_of():
    alert = read_one(
        make_indicator(created="2026-11-25T00:00:00.000Z", modified="2096-01-01T00:00:00.000Z")
    )

    assert list_codes(alert.warnings) == [("/objects/0/created", "future-time")]
