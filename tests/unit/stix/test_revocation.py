"""A revocation is valid STIX, later than what it revokes, and repeats nothing of it."""

from uuid import uuid4

import orjson
import pytest

from sharing.stix.limits import DEFAULT
from sharing.stix.revocation import can_be_revoked, revoke
from sharing.stix.structure import check_bundle

AT = "2026-11-23T01:00:00.000Z"
SECRET = "said in confidence"
OTHER = "identity--6f0c1a5e-9d0b-4a63-8c7a-1f2b3c4d5e6f"

CONTENT: dict[str, dict[str, object]] = {
    "attack-pattern": {"name": SECRET},
    "campaign": {"name": SECRET},
    "course-of-action": {"name": SECRET},
    "grouping": {"name": SECRET, "context": "suspicious-activity", "object_refs": [OTHER]},
    "identity": {"name": SECRET, "identity_class": "organization"},
    "incident": {"name": SECRET},
    "indicator": {
        "name": SECRET,
        "pattern": f"[domain-name:value = '{SECRET}']",
        "pattern_type": "stix",
        "valid_from": AT,
    },
    "infrastructure": {"name": SECRET},
    "intrusion-set": {"name": SECRET},
    "location": {"name": SECRET, "country": "CN"},
    "malware": {"name": SECRET, "is_family": False},
    "malware-analysis": {"product": SECRET, "result": "malicious"},
    "note": {"content": SECRET, "object_refs": [OTHER]},
    "observed-data": {
        "first_observed": AT,
        "last_observed": AT,
        "number_observed": 1,
        "object_refs": ["domain-name--ecb120bf-2694-4902-a737-62b74539a41b"],
    },
    "opinion": {"opinion": "agree", "explanation": SECRET, "object_refs": [OTHER]},
    "report": {"name": SECRET, "published": AT, "object_refs": [OTHER]},
    "threat-actor": {"name": SECRET},
    "tool": {"name": SECRET},
    "vulnerability": {"name": SECRET},
    "language-content": {"object_ref": OTHER, "contents": {"en": {"name": SECRET}}},
    "relationship": {"relationship_type": "related-to", "source_ref": OTHER, "target_ref": OTHER},
    "sighting": {"sighting_of_ref": "indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2"},
}


def make(kind, **changes):
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid4()}",
        "created": AT,
        "modified": AT,
        "description": SECRET,
        **CONTENT[kind],
        **changes,
    }


@pytest.mark.parametrize("kind", sorted(CONTENT))
def test_a_revocation_is_valid_and_repeats_nothing(kind):
    original = make(kind)

    revoked = revoke(original)

    check_bundle([revoked], DEFAULT)
    assert revoked["revoked"] is True
    assert revoked["modified"] == "2026-11-23T01:00:00.001Z"
    assert (revoked["id"], revoked["created"]) == (original["id"], AT)
    assert SECRET.encode() not in orjson.dumps(revoked)


@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("2027-01-01T00:00:00.123456Z", "2027-01-01T00:00:00.124Z"),
        ("2026-11-23T01:00:00Z", "2026-11-23T01:00:00.001Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ],
)
def test_a_revocation_is_the_next_version_whatever_the_clock_says(last, following):
    assert revoke(make("tool", modified=last))["modified"] == following


def test_no_two_revocations_share_a_name():
    assert revoke(make("tool"))["name"] != revoke(make("tool"))["name"]


def test_observables_and_markings_cannot_be_revoked():
    kinds = ("domain-name", "file", "marking-definition", "extension-definition", "x-own")

    assert not any(map(can_be_revoked, kinds))
