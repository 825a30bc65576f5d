"""STIX 2.0 becomes 2.1 where nothing is lost, and says what moved."""

import orjson
import pytest

from sharing.stix.alert import read_alerts
from sharing.stix.faults import StixRejected
from sharing.stix.markings import Tlp
from tests.unit.stix.samples import (
    AT,
    RECEIVED,
    list_codes,
    list_faults,
    make_indicator,
    make_object,
    make_raw,
    read_one,
)


def make_old(kind, number=1, /, **properties):
    return make_object(kind, number, **{"spec_version": None, **properties})


def read_old(*objects):
    return read_one(*objects, spec_version="2.0")


def test_an_indicator_gets_what_2_1_asks_and_keeps_its_free_labels():
    labels = ["malicious-activity", "severity:high"]
    old = make_old("indicator", pattern="[a:b = 1]", valid_from=AT, labels=labels)

    alert = read_old(old)

    assert alert.bundle["objects"] == [
        {
            **old,
            "spec_version": "2.1",
            "pattern_type": "stix",
            "indicator_types": ["malicious-activity"],
            "labels": ["severity:high"],
        }
    ]
    assert "spec_version" not in alert.bundle
    assert alert.facts.severity == 75
    assert ("/objects/0", "upgraded") in list_codes(alert.warnings)
    assert alert.warnings[0].message.endswith(
        "moved: indicator_types, labels, pattern_type, spec_version."
    )


def test_type_words_of_a_malware_object_move_and_it_is_a_family():
    malware = read_old(make_old("malware", name="x", labels=["trojan"])).bundle["objects"][0]

    assert malware["malware_types"] == ["trojan"]
    assert malware["is_family"] is True
    assert "labels" not in malware


def test_tlp_of_2_0_is_understood():
    red = make_old(
        "marking-definition",
        id="marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
        created="2017-01-20T00:00:00.000Z",
        modified=None,
        definition_type="tlp",
        definition={"tlp": "red"},
    )
    identity = make_old(
        "identity", name="x", identity_class="organization", object_marking_refs=[red["id"]]
    )

    assert read_old(red, identity).facts.tlp == Tlp.RED


def make_observed(**objects):
    times = {"first_observed": AT, "last_observed": AT}
    return make_old("observed-data", number_observed=1, objects=objects, **times)


def test_embedded_observables_become_objects_with_their_references():
    old = make_observed(
        **{
            "0": {"type": "file", "name": "a.exe", "created": AT, "parent_directory_ref": "1"},
            "1": {"type": "directory", "path": "/tmp"},  # noqa: S108  # a path in a sample
        }
    )

    observed, file, directory = read_old(old).bundle["objects"]

    assert observed["object_refs"] == [file["id"], directory["id"]]
    assert "objects" not in observed
    assert file["parent_directory_ref"] == directory["id"]
    assert (file["ctime"], file["name"]) == (AT, "a.exe")
    assert read_old(old).bundle == read_old(old).bundle


def test_what_2_1_dropped_is_refused_by_name():
    old = make_observed(**{"0": {"type": "process", "pid": 1, "arguments": ["-x"]}})

    assert list_faults(old, spec_version="2.0") == [("/objects/1/arguments", "undefined-property")]


def test_embedded_things_that_are_no_objects_are_refused():
    assert list_faults(make_observed(**{"0": 7}), spec_version="2.0") != []


def test_a_2_0_object_in_a_2_1_bundle_is_refused():
    old = make_old("identity", name="x", identity_class="organization")

    assert list_faults(old) == [("/objects/0", "missing-property")]


def test_an_object_without_a_version_is_2_0_in_an_envelope_or_alone():
    old = make_old("indicator", 1, pattern="[a:b = 1]", valid_from=AT)
    new = make_indicator(2)
    envelope = orjson.dumps({"objects": [old, new]})

    both = read_alerts(envelope, received_at=RECEIVED, split=True, envelope=True)
    (alone,) = read_alerts(orjson.dumps(old), received_at=RECEIVED, split=False)

    assert [alert.bundle["objects"][0].get("pattern_type") for alert in both] == ["stix", "stix"]
    assert both[1].bundle["objects"] == [new]
    assert [code for code in list_codes(alone.warnings) if code[1] == "upgraded"] == [
        ("/objects/0", "upgraded")
    ]


def test_an_object_without_a_version_is_refused_in_a_bundle_that_is_not_2_0():
    old = make_old("indicator", 1, pattern="[a:b = 1]", valid_from=AT)

    with pytest.raises(StixRejected):
        read_alerts(make_raw(old), received_at=RECEIVED, split=True)


def test_what_was_embedded_is_said_to_have_moved():
    seen = {"first_observed": AT, "last_observed": AT, "number_observed": 1}
    embedded = {"0": {"type": "url", "value": "http://a.example/"}}

    warnings = read_old(make_old("observed-data", objects=embedded, **seen)).warnings

    assert warnings[0].message.endswith("moved: object_refs, objects, spec_version.")
