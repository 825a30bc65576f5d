"""PC-03 and PC-32 at the door: of what the purposes do not need, nothing reaches the payload."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy import PERSONAL, Treatment, gate
from privacy.detection import scan_text
from privacy.policy.types import Evidence, EvidenceKind
from tests.shared_data import SHARED, needs_shared, read_lines
from tests.unit.privacy.bundles import (
    CARD,
    CN_ID,
    EMAIL,
    HUB,
    MOBILE,
    NOW,
    account,
    bundle,
    indicator,
    sco,
    sdo,
    tokenise,
)
from tests.unit.privacy.policy.oracle import KNOWN_KINDS, PURPOSES, needs

ACCOUNT = "33017477004075698"
BORN = "1990年3月7日"
# A single character can stand in a payload by chance.
_TELLING = 2
PROVEN = tuple(
    Evidence(kind, f"{kind}-1", NOW - timedelta(days=1), code=code)
    for kind, code in (
        (EvidenceKind.ASSESSMENT, ""),
        (EvidenceKind.STATUTE, "legal-obligation"),
        (EvidenceKind.CONSENT_PUBLICATION, ""),
    )
)


def _act(**facts):
    base = {"origin_region": "CN", "destination_region": "CN", "recipient_kind": "bank"}
    lawful = {"legal_bases": ("legal-obligation",), "circle": "CN:2026q4", "evidence": PROVEN}
    return gate.ReleaseAct(**{**base, **lawful, "unknown_content": True, **facts})


def _release(alert, **facts):
    inspection = gate.inspect(alert)
    decision = gate.decide_release(_act(**facts), inspection, now=NOW)
    return decision, gate.render(alert, inspection, decision, tokenise=tokenise, hub_identity=HUB)


def _payload(rendition):
    bodies = [json.loads(item.body) for item in rendition.objects]
    return json.dumps([bodies, rendition.title, rendition.summary], ensure_ascii=False)


def _alert():
    return bundle(
        account(ACCOUNT),
        sco("email-addr", EMAIL, value=EMAIL),
        indicator(f"[user-account:user_id = '{ACCOUNT}']", name="Mule"),
        description=f"Id {CN_ID}, card {CARD}, mobile {MOBILE}, mail {EMAIL}.",
    )


VALUES = {
    "person-id-number": CN_ID,
    "payment-card": CARD,
    "bank-account": ACCOUNT,
    "phone": "+86" + MOBILE,
    "email": EMAIL,
}


def _tokens_told(payload):
    return {kind for kind, value in VALUES.items() if tokenise(kind, value) in payload}


@pytest.mark.parametrize(
    ("purpose", "recipient", "told"),
    [
        ("fraud-prevention", "bank", set(VALUES)),
        ("fraud-prevention", "association", set(VALUES) - {"person-id-number"}),
        ("cyber-defence", "bank", {"email"}),
        ("supervisory-reporting", "regulator", set(VALUES)),
        ("supervisory-reporting", "bank", set()),
        ("statistics", "regulator", set()),
        ("exercise", "bank", set()),
    ],
)
def test_pc_03_each_recipient_gets_tokens_of_the_kinds_its_purpose_needs(purpose, recipient, told):
    _, rendition = _release(_alert(), purposes=(purpose,), recipient_kind=recipient)

    assert _tokens_told(_payload(rendition)) == told


def test_pc_03_an_agreement_on_clear_data_does_not_reach_beyond_the_purpose():
    _, rendition = _release(_alert(), purposes=("cyber-defence",), clear_categories=PERSONAL)

    payload = _payload(rendition)
    assert EMAIL in payload
    assert not [one for one in (CN_ID, CARD, ACCOUNT, MOBILE) if one in payload]
    assert rendition.holds_clear_personal_data
    assert EMAIL not in rendition.title + rendition.summary


def test_pc_03_what_is_withheld_for_want_of_need_cites_minimisation_alone():
    decision, rendition = _release(_alert(), purposes=("cyber-defence",))
    told = {(one.code, one.action): one.source for one in rendition.withheld}

    needless = next(one for one in decision.reasons if one.code == "not_needed")
    assert told["bank-account", "masked"] == needless.source
    assert ("email", "tokenised") in told
    assert ("email", "masked") not in told


def test_pc_03_what_is_masked_for_another_reason_cites_that_one():
    abroad = {"destination_region": "SG", "evidence": PROVEN[:1]}

    _, rendition = _release(_alert(), purposes=("cyber-defence",), **abroad)

    assert {one.source for one in rendition.withheld if one.code == "bank-account"} == {
        one.source for one in rendition.withheld if one.code == "email"
    }
    assert all("PC-03" not in one.source for one in rendition.withheld)


def test_pc_32_statistics_are_told_a_decade_and_never_a_birthday():
    alert = bundle(sdo("note", content=f"出生日期{BORN}，手机{MOBILE}。", object_refs=[HUB]))

    decision, rendition = _release(alert, purposes=("statistics",), clear_categories=PERSONAL)

    payload = _payload(rendition)
    assert decision.outcome is gate.Outcome.ALLOW_REDACTED
    assert "1990-1999" in payload
    assert "[phone]" in payload
    assert BORN not in payload
    assert not rendition.holds_clear_personal_data


def test_pc_03_a_clear_value_of_one_kind_stands_beside_a_masked_one_of_its_category():
    alert = bundle(sdo("note", content=f"Mail {EMAIL}, mobile {MOBILE}.", object_refs=[HUB]))

    _, rendition = _release(alert, purposes=("cyber-defence",), clear_categories=PERSONAL)

    assert f"Mail {EMAIL}, mobile [phone]." in _payload(rendition)


acts = st.fixed_dictionaries(
    {
        "purposes": st.lists(
            st.sampled_from(sorted(PURPOSES)), min_size=1, max_size=3, unique=True
        ).map(tuple),
        "recipient_kind": st.sampled_from(sorted(KNOWN_KINDS - {"foreign-authority"})),
        "clear_categories": st.frozensets(st.sampled_from(sorted(PERSONAL))),
    }
)


def _records():
    return list(read_lines("data/pii/visible.jsonl")) if SHARED.is_dir() else [None]


@needs_shared
@settings(max_examples=150, deadline=None)
@given(record=st.sampled_from(_records()), facts=acts)
def test_pc_03_no_kind_outside_the_list_and_no_span_of_the_corpus_reaches_the_payload(
    record, facts
):
    alert = bundle(sdo("note", content=record["text"], object_refs=[HUB]))
    inspection = gate.inspect(alert)
    decision = gate.decide_release(_act(**facts), inspection, now=NOW)
    if not decision.is_allowed:
        return

    rendition = gate.render(alert, inspection, decision, tokenise=tokenise, hub_identity=HUB)

    payload, needed = _payload(rendition), needs(_act(**facts))
    clear = ""
    for finding in inspection.findings:
        if finding.kind in needed and _treat(decision, finding) is Treatment.CLEAR:
            clear += f"{record['text'][finding.start : finding.end]}\n"
        if finding.kind not in needed:
            assert tokenise(finding.kind, finding.normalised) not in payload
    for value in _known_spans(record):
        assert value in clear or value not in payload, facts


def _treat(decision, finding):
    return decision.treatment_of(finding.category, finding.kind)


def _known_spans(record):
    """Yield the annotated values that detection finds; how many it finds is tested elsewhere."""
    found = scan_text(record["text"])
    for span in record["spans"]:
        known = any(one.start <= span["start"] and span["end"] <= one.end for one in found)
        if known and len(span["text"]) >= _TELLING:
            yield span["text"]
