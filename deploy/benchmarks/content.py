"""Invented alerts for measurements: valid, about 1.5 kB, one in ten reporting what another reported."""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from string import ascii_lowercase

GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"  # TLP 2.0
CATEGORIES = ("phishing", "fake-site-or-app", "malware", "authorised-push-scam", "supplier-failure")
WORDS = (
    "The site copies a custodian's sign-in page and asks for a transfer to release frozen funds.",
    "Several branches reported the same wording within a day; the domain was registered last week.",
    "Requests come in the evening and name a settlement deadline of the next working day.",
    "The address resolved to hosting that was seen in two earlier campaigns of the same kind.",
)


def make_alerts(seed: int = 1) -> Iterator[bytes]:
    """Yield serialised bundles without end; the seed makes all but the ids repeatable."""
    dice = random.Random(seed)  # noqa: S311 -- content, not a secret
    host = ""
    while True:
        if not host or dice.random() > 0.1:
            # Letters only: digits would now and then look like somebody's telephone number.
            host = f"pay-{''.join(dice.choices(ascii_lowercase, k=12))}.example"
        yield json.dumps(make_bundle(dice, host)).encode()


def make_bundle(dice: random.Random, host: str) -> dict[str, object]:
    """Return a bundle of an infrastructure and the indicator of it, which is the alert."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    indicator = _make_object("indicator", now) | {
        "name": f"Imitated custodian site {host}",
        "description": " ".join(dice.sample(WORDS, 3)),
        "indicator_types": ["malicious-activity"],
        "pattern": f"[domain-name:value = '{host}' OR url:value = 'https://{host}/sign-in']",
        "pattern_type": "stix",
        "valid_from": now,
        "labels": [dice.choice(CATEGORIES)],
        "confidence": dice.randrange(30, 95),
    }
    infrastructure = _make_object("infrastructure", now) | {
        "name": f"Hosting of {host}",
        "infrastructure_types": ["phishing"],
    }
    relationship = _make_object("relationship", now) | {
        "relationship_type": "indicates",
        "source_ref": indicator["id"],
        "target_ref": infrastructure["id"],
    }
    objects = [indicator, infrastructure, relationship]
    return {"type": "bundle", "id": f"bundle--{uuid.uuid4()}", "objects": objects}


def _make_object(kind: str, now: str) -> dict[str, object]:
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{uuid.uuid4()}",
        "created": now,
        "modified": now,
        "object_marking_refs": [GREEN],
    }
