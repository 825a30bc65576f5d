"""Whatever a bundle holds wherever: nothing of it leaves in a rendition that is not clear."""

import re
import uuid

import pytest
import stix2
from hypothesis import given, settings
from hypothesis import strategies as st
from stix2patterns.validator import validate

from privacy import Treatment, gate
from tests.unit.privacy.bundles import (
    HUB,
    account,
    bundle,
    indicator,
    relationship,
    sco,
    sdo,
    tokenise,
    widen,
)

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _with_cn_check(body):
    total = sum(w * int(d) for w, d in zip(_WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


def _with_luhn(body):
    for check in "0123456789":
        digits = [int(d) for d in (body + check)[::-1]]
        if (sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])) % 10 == 0:
            return body + check
    raise AssertionError


def _digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


resident_ids = st.builds(
    lambda area, year, day, order: _with_cn_check(f"{area}{year}{day}{order}"),
    st.sampled_from(["110101", "310115", "440305"]),
    st.integers(1950, 2005),
    st.sampled_from(["0307", "1130"]),
    _digits(3),
)
cards = _digits(15).map(lambda tail: _with_luhn("622" + tail))
mobiles = st.builds(lambda head, tail: head + tail, st.sampled_from(["138", "159"]), _digits(8))
accounts = st.builds(lambda head, tail: head + tail, st.sampled_from(["33", "81"]), _digits(15))
numbers = st.one_of(resident_ids, cards, mobiles)


def _spelling(value):
    grouped = "-".join(value[start : start + 4] for start in range(0, len(value), 4))
    return st.sampled_from([value, widen(value), grouped, grouped.replace("-", " ")])


def _places(value, spelt):
    """Objects that hold a value, each in another place."""
    return [
        sdo("note", content=f"Seen again: {spelt}.", object_refs=[HUB]),
        sdo("malware", name="Dropper", is_family=False, labels=[f"subject {spelt}"]),
        sdo("tool", name="Kit", x_bank={"rows": [{"memo": spelt}, {value: "seen"}]}),
        sdo("tool", name="Kit", x_number=int(value.rstrip("X"))),
        indicator(f"[url:value = 'http://a.test/p?id={value}']", name=f"{spelt} in a link"),
        indicator(f"[x-ledger:entry = '{value}'] /* {spelt} */", description=spelt),
        sco("file", value, name=f"scan_{value}.pdf"),
        sco("url", value, value=f"https://a.test/collect?q={value}"),
        sdo(
            "campaign",
            name="Wave",
            external_references=[{"source_name": "ticket", "description": spelt}],
        ),
        sdo(
            "tool",
            name="Kit",
            id=f"tool--{uuid.uuid5(uuid.NAMESPACE_URL, value)}",
            description=spelt,
        ),
    ]


@st.composite
def loaded_bundles(draw):
    """Draw a bundle that holds an account in a typed field and numbers in random places."""
    values = [draw(accounts), *draw(st.lists(numbers, min_size=2, max_size=2, unique=True))]
    typed = account(values[0], display_name="Okonjo Brightwater")
    cut = values[0][: draw(st.integers(9, len(values[0])))]
    objects = [
        typed,
        account(draw(accounts) + "7"),
        indicator(
            f"[user-account:user_id = '{values[0]}']", name=f"[user-account:user_id = '{cut}"
        ),
        sdo("note", content="okonjo brightwater was seen", object_refs=[typed["id"]]),
    ]
    for value in values[1:]:
        places = _places(value, draw(_spelling(value)))
        objects += [places[index] for index in draw(st.sets(st.integers(0, 9), max_size=4))]
    objects.append(
        relationship(
            objects[2], typed, id=f"relationship--{uuid.uuid5(uuid.NAMESPACE_URL, values[0])}"
        )
    )
    masked = f"{values[0][:6]}****{values[0][-4:]}"
    text = f"Account {values[0]} ({masked}), customer {values[1]}; {draw(_spelling(values[2]))}"
    return values, bundle(*objects, description=text)


RELEASES = [
    pytest.param(
        treatment, plain, id=f"{treatment}, {'plain and unattributed' if plain else 'all'}"
    )
    for treatment in (Treatment.TOKENISE, Treatment.GENERALISE, Treatment.MASK, Treatment.DROP)
    for plain in (False, True)
]


def _render(alert, treatment, plain):
    decision = gate.Decision(
        outcome=gate.Outcome.ALLOW_REDACTED,
        treatments=tuple(sorted((category, treatment) for category in gate.PERSONAL)),
        circle="CN:2026q4" if treatment is Treatment.TOKENISE else "",
        attribution=not plain,
        unknown_content=not plain,
        reasons=(),
        rules_version="test",
    )
    inspection = gate.inspect(alert)
    return gate.render(alert, inspection, decision, tokenise=tokenise, hub_identity=HUB)


@pytest.mark.parametrize(("treatment", "plain"), RELEASES)
@settings(max_examples=40, deadline=None)
@given(drawn=loaded_bundles())
def test_no_part_of_a_value_survives_and_the_result_is_whole_stix(drawn, treatment, plain):
    values, alert = drawn

    rendition = _render(alert, treatment, plain)

    body = b"\n".join(item.body for item in rendition.objects).decode()
    shown = re.sub(r"[ \-]", "", body)
    for value in values:
        for start in range(len(value) - 7):
            assert value[start : start + 8] not in body
            assert value[start : start + 8] not in shown
    assert "brightwater" not in body.casefold()
    assert "brightwater" not in (rendition.title + rendition.summary).casefold()
    _assert_whole(rendition)
    if plain:
        assert "22222222-2222-4222-8222-222222222222" not in body
        assert "Northfield" not in body


def _assert_whole(rendition):
    ids = {item.id for item in rendition.objects}
    assert len(ids) == len(rendition.objects)
    for item in rendition.objects:
        parsed = stix2.parse(item.body.decode(), allow_custom=True)
        if item.type == "indicator":
            assert validate(parsed.pattern, stix_version="2.1")
        if item.type == "relationship":
            assert {parsed.source_ref, parsed.target_ref} <= ids
