"""STIX bundles for tests; every id is fresh unless given."""

from typing import Any
from uuid import uuid4

import orjson

from sharing.stix.markings import TLP_2_IDS, Tlp
from sharing.stix.vocabulary import HANDLING_POLICY

AT = "2026-11-23T01:00:00.000Z"


def make_bundle(
    *,
    name: str = "Phishing page imitates a bank",
    description: str = "Customers were led to a copied page.",
    tlp: Tlp | None = Tlp.AMBER,
    labels: tuple[str, ...] = ("category:phishing", "severity:high"),
    pattern: str = "[domain-name:value = 'login-bank.example']",
    more: tuple[dict[str, Any], ...] = (),
    **changes: Any,
) -> dict[str, Any]:
    """Return a bundle with one indicator and one report as its root."""
    markings = {"object_marking_refs": [TLP_2_IDS[tlp]]} if tlp is not None else {}
    common = {"spec_version": "2.1", "created": AT, "modified": AT, **markings}
    indicator = {
        "type": "indicator",
        "id": f"indicator--{uuid4()}",
        **common,
        "name": "Observed host",
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": AT,
        "indicator_types": ["malicious-activity"],
    }
    report = {
        "type": "report",
        "id": f"report--{uuid4()}",
        **common,
        "name": name,
        "description": description,
        "published": AT,
        "report_types": ["threat-report"],
        "labels": list(labels),
        "object_refs": [indicator["id"], *(item["id"] for item in more)],
        **changes,
    }
    return {
        "type": "bundle",
        "id": f"bundle--{uuid4()}",
        "objects": [indicator, *more, report],
    }


def make_policy(**changes: Any) -> dict[str, Any]:
    """Return a marking definition with a handling policy that states purpose and basis."""
    policy = {
        "extension_type": "property-extension",
        "purposes": ["fraud-prevention"],
        "legal_bases": ["legal-obligation"],
        "retain_until": "2027-11-23T01:00:00.000Z",
        **changes,
    }
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{uuid4()}",
        "created": AT,
        "extensions": {HANDLING_POLICY: policy},
    }


def make_raw(**changes: Any) -> bytes:
    """Return a bundle as bytes."""
    return orjson.dumps(make_bundle(**changes))
