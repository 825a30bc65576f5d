"""Rules that the JSON Schemas do not state, one broken at a time."""

import pytest

from sharing.stix.faults import StixRejected
from sharing.stix.markings import TLP_2_IDS, Tlp, make_tlp_marking
from tests.unit.stix.samples import (
    AT,
    list_codes,
    list_faults,
    make_id,
    make_identity,
    make_indicator,
    make_object,
    make_observable,
    make_report,
    read_one,
)

FOREIGN = "extension-definition--64de3b25-42a8-4e62-a057-d5cccb33b647"
WHITE = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"
RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"


def list_warnings(*objects):
    return list_codes(read_one(*objects).warnings)


def test_a_plain_good_bundle_has_neither_faults_nor_warnings():
    assert list_warnings(make_indicator(), make_report(make_id("indicator"))) == []


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"created": None}, "", "missing-property"),
        ({"pattern": 3}, "/pattern", "wrong-type"),
        ({"confidence": 101}, "/confidence", "out-of-range"),
        ({"labels": []}, "/labels", "too-few"),
        ({"spec_version": "3.0"}, "/spec_version", "not-allowed-value"),
        ({"spec_version": "2.0"}, "/spec_version", "wrong-version"),
        ({"id": make_id("report")}, "/id", "wrong-form"),
        ({"created": "2026-02-30T00:00:00.000Z"}, "/created", "wrong-timestamp"),
        ({"modified": "2026-10-05T07:59:59.999Z"}, "/modified", "wrong-order"),
        ({"valid_until": AT}, "/valid_until", "wrong-order"),
        ({"rank": 5}, "/rank", "undefined-property"),
        ({"lang": "中文"}, "/lang", "wrong-language"),
        ({"pattern": "[a:b = ]"}, "/pattern", "constant-expected"),
        ({"created_by_ref": make_id("report")}, "/created_by_ref", "wrong-reference"),
        ({"object_marking_refs": [WHITE, RED]}, "/object_marking_refs", "two-tlp-levels"),
        (
            {"granular_markings": [{"selectors": ["description"], "marking_ref": WHITE}]},
            "/granular_markings/0/selectors/0",
            "dangling-selector",
        ),
        (
            {"extensions": {"my-ext": {"rank": 1}}},
            "/extensions/my-ext",
            "wrong-extension",
        ),
        (
            {"extensions": {FOREIGN: {"extension_type": "evil"}}},
            f"/extensions/{FOREIGN}/extension_type",
            "not-allowed-value",
        ),
    ],
)
def test_one_broken_rule_is_one_fault_at_its_place(changes, pointer, code):
    faults = list_faults(make_indicator(**changes))

    assert faults[0] == (f"/objects/0{pointer}", code)
    assert {place for place, _ in faults} == {f"/objects/0{pointer}"}


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"x_vendor_rank": 5}, "/x_vendor_rank", "custom-property"),
        ({"id": make_id("indicator").replace("8000", "A000")}, "/id", "upper-case-identifier"),
        ({"created": "1969-12-31T23:59:59.999Z"}, "/created", "ancient-time"),
        ({"created_by_ref": make_id("identity")}, "/created_by_ref", "dangling-reference"),
        ({"object_marking_refs": [RED, RED]}, "/object_marking_refs", "repeated-marking"),
        ({"pattern": "[x-thing:a = 1]"}, "/pattern", "undefined-type"),
        (
            {"extensions": {FOREIGN: {"extension_type": "property-extension", "rank": 1}}},
            f"/extensions/{FOREIGN}",
            "unknown-extension",
        ),
    ],
)
def test_what_is_allowed_but_odd_is_warned_of(changes, pointer, code):
    assert list_warnings(make_indicator(**changes)) == [(f"/objects/0{pointer}", code)]


@pytest.mark.parametrize(
    ("selector", "is_refused"),
    [
        ("labels.[1]", False),
        ("labels.[2]", True),
        ("labels.[" + "9" * 5_000 + "]", True),
        ("labels.first", True),
        ("name.[0]", True),
    ],
)
def test_selectors_must_select_something(selector, is_refused):
    marking = {"selectors": [selector], "marking_ref": RED}
    indicator = make_indicator(name="x", labels=["a", "b"], granular_markings=[marking])

    assert bool(list_faults(indicator)) == is_refused


def test_any_number_of_fraction_digits_and_a_true_leap_second_are_timestamps():
    created, modified = "2026-10-05T08:00:00.000Z", "2026-10-05T08:00:00.000000000001Z"
    leap = "2016-12-31T23:59:60Z"

    assert list_faults(make_indicator(created=created, modified=modified, valid_from=leap)) == []


def test_a_defanged_url_may_break_its_format_only_when_it_says_so():
    fanged = make_observable("url", value="hxxp://a[.]example/")

    assert list_faults(fanged) == [("/objects/0/value", "wrong-form")]
    assert list_faults({**fanged, "defanged": True}) == []


def test_a_domain_name_may_end_with_the_dot_of_the_root():
    assert list_faults(make_observable("domain-name", value="a.example.")) == []
    assert list_faults(make_observable("domain-name", value="a b")) == [
        ("/objects/0/value", "wrong-form")
    ]


@pytest.mark.parametrize(
    ("kind", "changes", "pointer"),
    [
        ("domain-name", {"value": "a.example", "resolves_to_refs": [make_id("url")]}, "/0"),
        ("email-addr", {"value": "a@b.example", "belongs_to_ref": make_id("file")}, ""),
    ],
)
def test_observables_refer_to_the_types_of_their_tables(kind, changes, pointer):
    name = next(name for name in changes if name.endswith(("_ref", "_refs")))

    assert list_faults(make_observable(kind, **changes)) == [
        (f"/objects/0/{name}{pointer}", "wrong-reference")
    ]


def test_a_sighting_is_of_no_observable_and_by_identities_and_places():
    sighting = make_object("sighting", sighting_of_ref=make_id("url"))
    assert list_faults(sighting) == [("/objects/0/sighting_of_ref", "wrong-reference")]

    sighting = make_object(
        "sighting",
        sighting_of_ref=make_id("indicator"),
        observed_data_refs=[make_id("malware")],
    )
    assert list_faults(sighting)[0][0] == "/objects/0/observed_data_refs/0"


def test_custom_types_need_the_extension_that_defines_them():
    thing = make_object("acme-thing", name="x")
    assert list_faults(thing) == [("/objects/0/type", "undefined-type")]

    thing["extensions"] = {FOREIGN: {"extension_type": "new-sdo"}}
    alert = read_one(thing)
    assert alert.facts.has_unknown_content is True
    assert [warning.code for warning in alert.warnings] == ["unknown-extension"]


def test_names_that_stix_defines_keep_their_form_on_custom_types():
    extensions = {FOREIGN: {"extension_type": "new-sco"}}
    thing = make_observable("acme-thing", extensions=extensions, labels=7, name=["x"])

    assert sorted(list_faults(thing)) == [
        ("/objects/0/labels", "wrong-type"),
        ("/objects/0/name", "wrong-type"),
    ]


def test_a_toplevel_extension_may_add_properties():
    extensions = {FOREIGN: {"extension_type": "toplevel-property-extension"}}

    assert list_faults(make_indicator(rank=5, extensions=extensions)) == []


def test_the_same_version_with_other_content_is_refused_and_a_copy_warned_of():
    first, second = make_indicator(), make_indicator(name="other")

    assert list_faults(first, second) == [("/objects/1/id", "conflicting-versions")]
    assert list_warnings(first, first) == [("/objects/1/id", "repeated-object")]


def test_two_versions_of_one_object_are_allowed():
    older, newer = make_indicator(), make_indicator(modified="2026-10-06T08:00:00.000Z")

    alert = read_one(older, newer)

    assert alert.warnings == ()
    assert alert.facts.modified == "2026-10-06T08:00:00.000Z"


def make_statement(number, **properties):
    definition = {"definition_type": "statement", "definition": {"statement": "x"}}
    return make_object("marking-definition", number, modified=None, **{**definition, **properties})


def test_markings_must_be_known_and_may_not_run_in_circles():
    marked = make_indicator(object_marking_refs=[make_id("marking-definition")])
    assert list_faults(marked) == [("/objects/0", "unknown-marking")]

    one, two = make_id("marking-definition", 1), make_id("marking-definition", 2)
    circle = [
        make_statement(1, object_marking_refs=[two]),
        make_statement(2, object_marking_refs=[one]),
    ]
    assert list_faults(*circle, marked) == [
        ("/objects/0", "marking-cycle"),
        ("/objects/1", "marking-cycle"),
    ]
    assert (
        list_faults(make_statement(1), make_statement(2, object_marking_refs=[one]), marked) == []
    )


@pytest.mark.parametrize("level", list(Tlp))
def test_published_tlp_definitions_are_taken(level):
    marked = make_indicator(object_marking_refs=[TLP_2_IDS[level]])

    assert list_faults(make_tlp_marking(level), marked) == []


def test_tlp_is_never_redefined_or_invented():
    red = {"definition_type": "tlp", "definition": {"tlp": "red"}}
    forged = [
        make_statement(1, **red),
        {**make_statement(1), "id": RED},
        {**make_tlp_marking(Tlp.CLEAR), "id": TLP_2_IDS[Tlp.RED]},
        {**make_tlp_marking(Tlp.CLEAR), "id": make_id("marking-definition")},
        {**make_statement(1, **red), "definition": {"tlp": "purple"}},
    ]

    assert {tuple(list_faults(marking)) for marking in forged} == {(("/objects/0", "forged-tlp"),)}


def test_self_references_are_warned_of():
    report = make_report(make_id("report"))
    relationship = make_object(
        "relationship",
        relationship_type="related-to",
        source_ref=make_id("identity"),
        target_ref=make_id("identity"),
    )

    assert list_warnings(report) == [("/objects/0/object_refs/0", "self-reference")]
    assert list_warnings(make_identity(), relationship) == [
        ("/objects/1/target_ref", "self-relationship")
    ]


@pytest.mark.parametrize(
    ("properties", "fault"),
    [
        ({"type": "Bundle"}, ("/objects/0/type", None)),
        ({"id": "bundle--1"}, ("/id", "wrong-identifier")),
        ({"objects": []}, ("/objects", "no-objects")),
        ({"objects": [None]}, ("/objects/0", "wrong-type")),
        ({"rank": 1}, ("/rank", "undefined-property")),
    ],
)
def test_bundles_keep_their_own_rules(properties, fault):
    faults = list_faults(make_indicator(), **properties)

    if fault[1] is not None:
        assert faults == [fault]
    assert faults


def test_a_rejection_never_repeats_a_value():
    secret = "Zhang San 110101199003070000"
    bad = make_indicator(name=[secret], lang=secret, confidence=secret, pattern=f"[a:b = {secret}]")

    with pytest.raises(StixRejected) as caught:
        read_one(bad, make_report(secret, published=secret))

    said = " ".join(fault.message + fault.pointer for fault in caught.value.faults)
    assert len(caught.value.faults) >= 4
    assert "Zhang" not in said
    assert "1101" not in said
