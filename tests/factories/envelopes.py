"""Alerts of the profile with their envelope, as members of the exchange send them."""

from typing import Any
from uuid import uuid4

import orjson

from sharing.stix.markings import TLP_2_IDS, Tlp
from sharing.stix.vocabulary import EXCHANGE, HANDLING_POLICY, RISK_ALERT, SUBJECT_TOKEN
from tests.factories.bundles import AT

PROPERTY = {"extension_type": "property-extension"}


def make_envelope_raw(**changes: Any) -> bytes:
    """Return a bundle of the profile as bytes; see make_enveloped."""
    return orjson.dumps(make_enveloped(**changes))


def make_enveloped(
    *,
    audience: tuple[str, ...] = ("group:circle",),
    mode: str = "alert",
    tlp: Tlp = Tlp.AMBER,
    incident_id: str = "",
    envelope_id: str = "",
    modified: str = AT,
    token: str | None = None,
    attribution: str = "may",
    text: str = "Transfers end in an account of another name.",
    alert: dict[str, Any] | None = None,
    revoked: bool = False,
    **envelope: Any,
) -> dict[str, Any]:
    """Return an incident with its envelope; `token` makes that kind of token its subject."""
    times = {"spec_version": "2.1", "created": AT, "modified": modified}
    organisation = {
        "type": "identity",
        "id": f"identity--{uuid4()}",
        **times,
        "name": "Example Ltd",
    }
    organisation["identity_class"] = "organization"
    subject: dict[str, Any] = organisation if token is None else make_token(token)
    policy = {
        **PROPERTY,
        "purposes": ["fraud-prevention"],
        "legal_bases": ["legal-obligation"],
        "retain_until": "2027-11-23T01:00:00.000Z",
        "jurisdictions": ["CN", "EU"],
        "source_attribution": attribution,
    }
    marking = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{uuid4()}",
        "created": AT,
        "extensions": {HANDLING_POLICY: policy},
    }
    markings = {"object_marking_refs": [TLP_2_IDS[tlp], marking["id"]]}
    risk = {
        **PROPERTY,
        "alert_reference": "RA-2026-000123",
        "categories": ["phishing"],
        "stage": "suspected",
        "severity": 80,
        "likelihood": 60,
        "detected_at": AT,
        "subject_refs": [subject["id"]],
        "personal_data": "none" if token is None else "pseudonymous",
        "exercise": mode == "exercise",
        **(alert or {}),
    }
    incident = {
        "type": "incident",
        "id": incident_id or f"incident--{uuid4()}",
        **times,
        **markings,
        "name": "RA-2026-000123 collection account",
        "description": text,
        "extensions": {RISK_ALERT: risk},
        **({"revoked": True} if revoked else {}),
    }
    grouping = {
        "type": "grouping",
        "id": envelope_id or f"grouping--{uuid4()}",
        **times,
        **markings,
        "context": "suspicious-activity",
        "name": "RA-2026-000123",
        "object_refs": [incident["id"]],
        "extensions": {
            EXCHANGE: {
                **PROPERTY,
                "mode": mode,
                "thread": str(uuid4()),
                "audience": list(audience),
                **envelope,
            }
        },
    }
    objects = [subject, marking, incident, grouping]
    return {"type": "bundle", "id": f"bundle--{uuid4()}", "objects": objects}


def make_token(kind: str) -> dict[str, Any]:
    """Return a token of a subject."""
    return {
        "type": "subject-token",
        "spec_version": "2.1",
        "id": f"subject-token--{uuid4()}",
        "extensions": {SUBJECT_TOKEN: {"extension_type": "new-sco"}},
        "kind": kind,
        "token": "A" * 43,
        "token_domain": "CN:2026q4",
    }
