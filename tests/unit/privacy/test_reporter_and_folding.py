"""An unnamed reporter leaves no trace, floods of numbers are withheld, and disguises are read."""

import json

import pytest

from privacy import gate
from tests.unit.patience import linear_time
from tests.unit.privacy.bundles import CN_ID, HUB, MOBILE, NOW, bundle, sdo, tokenise, widen

MEMBER = "identity--44444444-4444-4444-8444-444444444444"
NAME = "Harbour Mutual Bank"


def _render(alert, hub=HUB, **facts):
    base = {"origin_region": "CN", "destination_region": "CN", "recipient_kind": "bank"}
    lawful = {"purposes": ("aml-cft",), "legal_bases": ("legal-obligation",)}
    act = gate.ReleaseAct(**{**base, **lawful, "unknown_content": True, **facts})
    inspection = gate.inspect(alert)
    decision = gate.decide_release(act, inspection, now=NOW)
    who = gate.Reporter(MEMBER, frozenset({NAME, "HMB"}))
    return gate.render(
        alert, inspection, decision, tokenise=tokenise, hub_identity=hub, reporter=who
    )


def _body(rendition):
    return b"".join(item.body for item in rendition.objects).decode()


@pytest.mark.parametrize("spelt", [NAME, NAME.upper(), widen(NAME.replace(" ", "")), "HMB", MEMBER])
def test_the_authenticated_reporter_is_hidden_however_it_is_spelt(spelt):
    alert = bundle(description=f"Seen by {spelt} today.")

    report = json.loads(_render(alert, attribution=False).objects[0].body)

    stand_in = HUB if spelt == MEMBER else "[reporter]"
    assert report["description"] == f"Seen by {stand_in} today."


@pytest.mark.parametrize("hub", [HUB, ""])
def test_objects_that_the_reporter_made_do_not_refer_to_it(hub):
    tool = sdo("tool", name="Kit") | {"created_by_ref": MEMBER}
    member = sdo("identity", id=MEMBER, name=NAME, identity_class="organization")

    body = _body(_render(bundle(tool, member), hub=hub, attribution=False))

    assert MEMBER not in body
    assert NAME not in body


def test_the_reporter_is_named_where_the_policy_allows_it():
    assert NAME in _body(_render(bundle(description=f"Seen by {NAME}."), attribution=True))


def test_recipients_do_not_learn_the_names_of_dropped_properties():
    kit = sdo("tool", name="Kit", x_secret_plan="ours")

    withheld = _render(bundle(kit), unknown_content=False).withheld

    assert [item.pointer for item in withheld] == ["/objects/2"]


@pytest.mark.parametrize("flood", ["+1 2 3 4 5 6 7 8 9 0 ", "1 ", "13900000001 ", "1-"])
def test_a_flood_of_numbers_is_read_quickly_and_withheld_to_its_end(flood):
    text = flood * (60_000 // len(flood)) + f" and {MOBILE}"
    with linear_time():
        spans = gate.scan_text(text)

    assert any(span.start <= text.index(MOBILE) and span.end == len(text) for span in spans)


def test_a_bundle_with_too_many_values_has_its_prose_withheld():
    mails = " ".join(f"person{number}@mail.example.org" for number in range(1_500))

    findings = gate.inspect(bundle(description=mails)).findings

    assert ("/objects/0/description", None) in {(item.pointer, item.start) for item in findings}


@pytest.mark.parametrize(
    "disguised",
    [
        "\u034f".join(MOBILE),
        "\u2066".join(MOBILE),
        "\u3164".join(MOBILE),
        "".join(f"{digit}\ufe0f\u20e3" for digit in MOBILE),
        "\u2800".join(MOBILE),
        "\x07".join(MOBILE),
        MOBILE.translate(str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")),
        MOBILE.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")),
        MOBILE.translate(str.maketrans("0123456789", "零幺二三四五六七八九")),
        f"0{MOBILE}",
    ],
)
def test_a_disguised_mobile_number_is_found(disguised):
    (span,) = gate.scan_text(f"reach {disguised} now")

    assert (span.type, span.normalised) == ("MOBILE", f"+86{MOBILE}")


def test_an_identity_number_in_chinese_numerals_is_found():
    written = CN_ID.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))

    assert [span.normalised for span in gate.scan_text(written)] == [CN_ID]
