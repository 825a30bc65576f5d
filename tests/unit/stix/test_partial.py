"""Object by object: a bad object sinks no good one, and no good one travels further for it."""

from contextlib import suppress

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharing.stix.alert import read_alerts
from sharing.stix.faults import StixRejected
from sharing.stix.markings import TLP_2_IDS, Tlp
from sharing.stix.partial import read_partly
from sharing.stix.vocabulary import EXCHANGE
from tests.unit.patience import linear_time
from tests.unit.stix.samples import (
    AT,
    BUNDLE_ID,
    RECEIVED,
    list_codes,
    make_id,
    make_identity,
    make_indicator,
    make_object,
    make_raw,
    make_report,
)
from tests.unit.stix.test_any_bundle import CHANGES, GOOD
from tests.unit.stix.test_profile import make_example

BAD = make_indicator(9, pattern="[nonsense")


def read(*objects, **properties):
    return read_partly(make_raw(*objects, **properties), received_at=RECEIVED)


def list_ids(partly):
    return [[member["id"] for member in alert.bundle["objects"]] for alert in partly.alerts]


def test_what_is_well_formed_is_read_as_without_partial():
    raw = make_raw(make_identity(), make_indicator(1), make_indicator(2))

    partly = read_partly(raw, received_at=RECEIVED)

    assert partly.alerts == read_alerts(raw, received_at=RECEIVED, split=True)
    assert partly.refused == ()


def test_one_bad_object_does_not_sink_the_good_ones():
    partly = read(make_indicator(1), BAD, make_indicator(2))

    assert list_ids(partly) == [[make_id("indicator", 1)], [make_id("indicator", 2)]]
    assert partly.places == ((0,), (2,))
    (refused,) = partly.refused
    assert (refused.index, refused.id, refused.version) == (1, BAD["id"], AT)
    assert list_codes(refused.faults) == [("/objects/1/pattern", "unexpected-token")]


def test_nothing_of_a_refused_object_is_kept():
    partly = read(make_indicator(1), {**BAD, "description": "a secret of the refused one"})

    assert b"secret" not in partly.alerts[0].raw
    assert orjson.loads(partly.alerts[0].raw) == partly.alerts[0].bundle


def test_nothing_usable_is_refused_with_the_faults_of_all():
    with pytest.raises(StixRejected) as caught:
        read(BAD, 7, make_indicator(2, valid_from=None))

    assert [pointer for pointer, _ in list_codes(caught.value.faults)] == [
        "/objects/0/pattern",
        "/objects/1",
        "/objects/2",
    ]


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b"{}",
        b'{"type": "bundle"}',
        b'{"type": "bundle", "objects": []}',
        orjson.dumps({"type": "bundle", "id": "x", "objects": [make_indicator()]}),
        orjson.dumps({"type": "bundle", "id": BUNDLE_ID, "x_": "\0", "objects": [BAD]}),
        orjson.dumps(BAD),
    ],
)
def test_a_fault_of_the_document_refuses_all_of_it(raw):
    with pytest.raises(StixRejected):
        read_partly(raw, received_at=RECEIVED)


def test_values_that_cannot_be_stored_refuse_only_their_object():
    partly = read(make_indicator(1, name="a\0b"), make_indicator(2), "text", make_indicator(3))

    assert partly.places == ((1,), (3,))
    assert [list_codes(one.faults) for one in partly.refused] == [
        [("/objects/0/name", "nul-character")],
        [("/objects/2", "wrong-type")],
    ]


@pytest.mark.parametrize("identifier", ["Zhang San", 7, None, "13800138000--" + "0" * 36])
def test_what_is_no_identifier_is_not_repeated(identifier):
    bad = {**make_indicator(1), "id": identifier, "modified": "yesterday"}

    (refused,) = read(bad, make_indicator(2)).refused

    assert (refused.id, refused.version) == ("", "")


def test_what_a_refused_marking_marks_is_refused_too():
    marking = make_object("marking-definition", definition_type="statement", modified=None)
    marked = make_indicator(1, object_marking_refs=[marking["id"]])

    partly = read(marking, marked, make_indicator(2))

    assert [(one.index, list_codes(one.faults)[0][1]) for one in partly.refused] == [
        (0, "wrong-form"),
        (1, "unknown-marking"),
    ]
    assert partly.places == ((2,),)


def test_the_second_content_of_one_version_is_refused():
    partly = read(make_indicator(1), make_indicator(1, name="other"))

    assert [one.index for one in partly.refused] == [1]
    assert partly.places == ((0,),)


def test_an_alert_without_its_envelope_is_refused_with_it():
    *objects, grouping = make_example()
    assert EXCHANGE in grouping["extensions"]
    grouping["extensions"][EXCHANGE]["mode"] = "whisper"

    with pytest.raises(StixRejected) as caught:
        read(*objects, grouping)

    assert {code for _, code in list_codes(caught.value.faults)} >= {"left-behind"}
    apart = read_partly(
        make_raw(*objects, grouping, make_report(make_id("url"), number=8)), received_at=RECEIVED
    )
    assert list_ids(apart) == [[make_id("report", 8)]]


@pytest.mark.parametrize(
    ("own", "container", "is_taken"),
    [
        (Tlp.GREEN, Tlp.AMBER, False),
        (Tlp.AMBER, Tlp.AMBER, True),
        (Tlp.RED, Tlp.AMBER, True),
        (None, Tlp.AMBER, True),
        (None, Tlp.RED, False),
        (Tlp.CLEAR, None, True),
    ],
)
def test_what_a_refused_report_holds_stays_as_strict_or_stays_behind(own, container, is_taken):
    def mark(level):
        return {"object_marking_refs": [TLP_2_IDS[level]]} if level is not None else {}

    held = make_indicator(1, **mark(own))
    report = make_report(held["id"], published=None, **mark(container))

    separate = make_report(make_id("url"), number=2)

    partly = read(held, report, separate)

    taken = {identifier for ids in list_ids(partly) for identifier in ids}
    assert (held["id"] in taken) is is_taken


@pytest.mark.parametrize(
    "changes",
    [
        {"labels": ["drill"]},
        {"object_marking_refs": ["x", 7]},
        {"object_marking_refs": 7},
        {"extensions": "x"},
        {"object_marking_refs": [make_id("marking-definition", 5)]},
    ],
)
def test_what_a_refused_report_handled_in_another_way_stays_behind(changes):
    held, other = make_indicator(1), make_indicator(2)
    separate = make_report(other["id"], number=2)

    partly = read(held, make_report(held["id"], published=None, **changes), separate, other)

    assert list_ids(partly) == [[separate["id"], other["id"]]]


def test_an_author_of_several_alerts_is_kept_with_those_that_stay():
    author = make_identity()
    bad = make_report(make_id("indicator", 1), number=1, labels=["drill"], published=None)
    good = make_report(make_id("indicator", 2), number=2)
    parts = [{**one, "created_by_ref": author["id"]} for one in (bad, good)]

    partly = read(author, *parts, make_indicator(1), make_indicator(2))

    assert partly.places == ((0, 2, 4),)


def test_an_embedded_observable_of_2_0_counts_as_the_object_that_embedded_it():
    embedded = {"0": {"type": "url", "value": "http://a.example/"}, "1": {"type": "url"}}
    seen = {"first_observed": AT, "last_observed": AT, "number_observed": 1}
    bad = make_object("observed-data", 1, spec_version=None, objects=embedded, **seen)
    fine = make_object("observed-data", 2, spec_version=None, objects={"0": embedded["0"]}, **seen)

    partly = read(bad, fine, spec_version="2.0")

    assert [one.index for one in partly.refused] == [0]
    assert partly.places == ((1, 1),)


def test_warnings_point_at_what_was_sent():
    partly = read(BAD, make_indicator(1, x_custom="y"))

    assert list_codes(partly.alerts[0].warnings) == [("/objects/1/x_custom", "custom-property")]


def test_thousands_of_bad_objects_are_told_within_seconds():
    chain = [
        make_object(
            "marking-definition",
            number,
            modified=None,
            definition_type="statement",
            definition={"statement": "x"},
            object_marking_refs=[make_id("marking-definition", number - 1)],
        )
        for number in range(1, 4_900)
    ]
    with linear_time(), pytest.raises(StixRejected):
        read(*chain, make_indicator(1))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(changes=CHANGES, version=st.sampled_from([None, "2.0"]), envelope=st.booleans())
def test_any_changed_bundle_is_sorted_or_rejected(changes, version, envelope):
    objects = [dict(member) for member in GOOD]
    for index, name, value in changes:
        objects[index][name] = value
    bundle = {"type": "bundle", "id": BUNDLE_ID, "objects": objects, "spec_version": version}
    raw = orjson.dumps({name: value for name, value in bundle.items() if value is not None})

    with suppress(StixRejected):
        partly = read_partly(raw, received_at=RECEIVED, envelope=envelope)
        kept = {place for places in partly.places for place in places}
        refused = {one.index for one in partly.refused}
        assert kept | refused == set(range(len(GOOD)))
        assert not kept & refused
        for alert in partly.alerts:
            # What is taken is well formed by itself: it is read the same when it is sent alone.
            assert read_alerts(alert.raw, received_at=RECEIVED, split=True, envelope=envelope)
