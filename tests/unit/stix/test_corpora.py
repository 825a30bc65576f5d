"""The gate against public corpora: hostile files, labelled instances, files of real senders."""

import time
from collections import Counter
from datetime import UTC, datetime

import orjson

from sharing.stix.alert import read_alerts
from sharing.stix.faults import StixRejected
from sharing.stix.limits import DEFAULT
from sharing.stix.media import accepted_media_type, unpack
from sharing.stix.structure import check_bundle
from tests.shared_data import SHARED, needs_shared, read_lines

pytestmark = needs_shared

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
# What we refuse beyond the MUST level of the OASIS validator, and why.
OURS = {
    "no-objects": "a bundle with nothing in it is no alert",
    "undefined-property": "properties come through an extension or begin with x_",
    "undefined-type": "custom types name the extension that defines them",
    "unknown-marking": "a handling rule that nobody sent cannot be kept",
    "forged-tlp": "the identifier of a TLP marking means TLP only",
    "wrong-identifier": "a reference is an identifier, also where the schema says text",
    "not-allowed": "an observable of STIX 2.0 holds what STIX 2.1 reserves",
    "wrong-extension": "extensions of STIX 2.0 have names that STIX 2.1 does not take",
    "missing-property": "STIX 2.0 outside a 2.0 bundle does not say its version",
}


def answer(case):
    raw = (SHARED / "data/malformed" / case["file"]).read_bytes()
    try:
        kind = accepted_media_type(case["content_type"])
        body = unpack(raw, case.get("content_encoding", ""))
        alerts = read_alerts(body, received_at=NOW, split=False, envelope=kind == "envelope")
    except StixRejected:
        return "reject"
    return "accept-with-warning" if alerts[0].warnings else "accept"


def test_every_malformed_case_is_answered_as_expected_within_a_second():
    wrong, slow = [], []
    for case in read_lines("data/malformed/index.jsonl"):
        start = time.process_time()
        given = answer(case)
        if time.process_time() - start > 1:
            slow.append(case["file"])
        if given not in [case["expect"], *case.get("also_ok", ())]:
            wrong.append((case["file"], given))

    assert (wrong, slow) == ([], [])


def judge(objects):
    try:
        check_bundle(objects, DEFAULT)
    except StixRejected as rejection:
        return "invalid", {fault.code for fault in rejection.faults}
    return "valid", set()


def test_labelled_instances_are_agreed_with_but_for_reasons_of_ours():
    agreement: Counter[tuple[str, str]] = Counter()
    for line in read_lines("data/stix/validator-testsuite/v21-instances.jsonl"):
        instance = line["instance"]
        verdict, codes = judge(instance.get("objects", [instance]))
        agreement[line["must_level"], verdict] += 1
        if (line["must_level"], verdict) == ("valid", "invalid"):
            assert codes <= OURS.keys() | {"bundle-in-bundle"}, line["id"]

    print(dict(agreement))  # noqa: T201  # shown with pytest -s
    assert agreement["invalid", "valid"] == 0
    assert (agreement["valid", "valid"] + agreement["invalid", "invalid"]) >= 101


def test_files_of_real_senders_are_taken_or_refused_for_a_reason_of_ours():
    verdicts: Counter[tuple[str, str, str]] = Counter()
    for line in read_lines("data/stix/MANIFEST.jsonl"):
        if not line.get("format", "").startswith("stix-"):
            continue
        raw = (SHARED / "data/stix" / line["file"]).read_bytes()
        try:
            read_alerts(raw, received_at=NOW, split=True)
            given, codes = "valid", set()
        except StixRejected as rejection:
            given, codes = "invalid", {fault.code for fault in rejection.faults}
        if line["verdict"] == "valid":
            assert codes <= OURS.keys(), line["file"]
        verdicts[line["format"], line["verdict"], given] += 1

    print(dict(verdicts))  # noqa: T201  # shown with pytest -s
    assert verdicts["stix-2.1", "invalid", "valid"] == 0
    assert verdicts["stix-2.1", "valid", "valid"] >= 48


def test_every_alert_of_the_deduplication_corpus_is_one_accepted_alert():
    for line in read_lines("data/dedup/alerts.jsonl"):
        alerts = read_alerts(orjson.dumps(line["bundle"]), received_at=NOW, split=True)
        assert len(alerts) == 1
        assert alerts[0].facts.root_type in {"incident", "report"}
