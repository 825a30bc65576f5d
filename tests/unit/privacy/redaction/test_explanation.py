"""Each thing a recipient does not get has exactly one entry, and none says what it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy import Category, Treatment
from privacy.detection import inspect_bundle
from privacy.redaction import RenderRequest, redact
from tests.unit.privacy.bundles import EMAIL, HUB, MOBILE, REPORTER, bundle, sdo, tokenise
from tests.unit.privacy.redaction.loaded import VALUES, loaded_bundles
from tests.unit.privacy.redaction.support import TREATMENTS, Verdict, redacted

# What a rendition writes for itself: ids, the type of a token that stands for an object, and the
# selectors that follow what they select.
_BOOKKEEPING = ("id", "type", "spec_version", "granular_markings")


def _differences(before, after, pointer, renamed):
    """Yield the places where a recipient reads something else; written apart from the product."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() - set(_BOOKKEEPING):
            path = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            if name not in after:
                yield path
            else:
                yield from _differences(before[name], after[name], path, renamed)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _differences(old, new, f"{pointer}/{index}", renamed)
    elif isinstance(before, list) and isinstance(after, list):
        kept = [renamed.get(str(item), item) for item in before]
        yield from (f"{pointer}/{i}" for i, item in enumerate(kept) if item not in after)
    elif before != after and renamed.get(str(before)) != after:
        yield pointer


def _all_differences(alert, redaction, objects):
    received = {item["id"]: item for item in objects}
    ids = {old: new for old, new in redaction.renamed.items() if new != HUB}
    for index, item in enumerate(alert["objects"]):
        mine = received.get(ids.get(item["id"], item["id"]))
        place = f"/objects/{index}"
        if mine is None:
            yield place
        else:
            yield from _differences(item, mine, place, ids)


def _shown(pointer, *, unknown):
    """Return a place as it may be told: cut before a name that tells, or that is custom."""
    steps = pointer.split("/")
    for length, step in enumerate(steps):
        if any(value in step for value in VALUES) or (not unknown and step.startswith("x_")):
            return "/".join(steps[:length])
    return pointer


@pytest.mark.parametrize("treatment", TREATMENTS)
@pytest.mark.parametrize("unknown", [True, False])
@pytest.mark.parametrize("attribution", [True, False])
@settings(max_examples=12, deadline=None)
@given(alert=loaded_bundles())
def test_the_entries_are_the_differences(treatment, unknown, attribution, alert):
    redaction, objects = redacted(
        alert, treatment, attribution=attribution, unknown_content=unknown
    )

    told = [(one.pointer, one.code) for one in redaction.withheld]
    expected = {
        _shown(place, unknown=unknown) for place in _all_differences(alert, redaction, objects)
    }
    assert {pointer for pointer, _ in told} == expected
    assert len(told) == len(set(told))
    assert all(one.source and one.action for one in redaction.withheld)
    assert not [value for value in VALUES if value in str(redaction.withheld)]


def test_nothing_withheld_has_no_entries():
    redaction, _ = redacted(bundle(description=f"call {MOBILE}"), Treatment.CLEAR)

    assert redaction.withheld == ()


def test_each_category_cites_its_own_article():
    request = RenderRequest(
        findings=inspect_bundle(bundle(description=f"card 6222020555057109277, {EMAIL}")),
        decision=Verdict(Treatment.MASK, sources={Category.C2: "JR/T 0171-2020"}),
        tokenise=tokenise,
        source="PIPL 6",
    )

    told = redact(bundle(description=f"card 6222020555057109277, {EMAIL}"), request).withheld

    assert [(one.code, one.source) for one in told] == [
        ("payment-card", "JR/T 0171-2020"),
        ("email", "PIPL 6"),
    ]


@given(st.integers(1, 6), st.sampled_from(TREATMENTS))
def test_how_often_a_value_stood_there_is_not_told(times, treatment):
    once = redacted(bundle(description=f"call {MOBILE}"), treatment)[0].withheld
    often = redacted(bundle(description=f"call {MOBILE} " * times), treatment)[0].withheld

    assert once == often


@given(
    st.text("0123456789", min_size=8, max_size=8),
    st.sampled_from(TREATMENTS),
    st.sampled_from(["call {}", "his mobile number, as far as we know, is {}"]),
)
def test_equal_kinds_at_equal_places_are_told_in_equal_bytes(tail, treatment, words):
    first = redacted(bundle(description=f"call {MOBILE}"), treatment)[0].withheld
    second = redacted(bundle(description=words.format(f"138{tail}")), treatment)[0].withheld

    assert first == second


def test_who_reported_is_told_to_be_withheld_at_every_place_that_said_it():
    kit = sdo("tool", name="Kit", description="Northfield Custody Bank made it")

    redaction, _ = redacted(bundle(kit), Treatment.MASK, attribution=False)

    assert [(one.pointer, one.code, one.action) for one in redaction.withheld] == [
        ("/objects/0/created_by_ref", "reporter", "masked"),
        ("/objects/2/created_by_ref", "reporter", "masked"),
        ("/objects/1", "reporter", "dropped"),
        ("/objects/2/description", "reporter", "masked"),
    ]
    assert REPORTER not in str(redaction.withheld)
