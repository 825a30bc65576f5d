"""What members read about the profile of STIX: its rules in words, and whole bundles to start from."""

from typing import Any

from sharing.stix.markings import TLP_2_IDS, Tlp
from sharing.stix.vocabulary import (
    ALERT_FEEDBACK,
    EXCHANGE,
    HANDLING_POLICY,
    RISK_ALERT,
    SUBJECT_TOKEN,
)

# The name of the extension's schema, its id, and what it stands on.
EXTENSIONS = (
    ("exchange", EXCHANGE, "grouping"),
    ("risk-alert", RISK_ALERT, "incident"),
    ("handling-policy", HANDLING_POLICY, "marking-definition"),
    ("subject-token", SUBJECT_TOKEN, "subject-token"),
    ("alert-feedback", ALERT_FEEDBACK, "sighting or note"),
)
RULES = (
    (
        "Envelope",
        "A grouping with the exchange extension carries one alert: its object_refs name the incident. Plain"
        " STIX without an envelope is taken too; it goes where its TLP and the hub's routing let it.",
    ),
    (
        "Modes",
        "alert tells an audience. request asks members by id, with no conclusion: stage signal or"
        " suspected, no action taken. provide answers one request. notify-regulator goes to role:regulator"
        " or regulators by id. advisory is public: all of it TLP:CLEAR, no personal data. retract and"
        " correct name an earlier alert of one's own. exercise is a drill.",
    ),
    (
        "Audience",
        "A list of at least one of public, role:<name>, group:<short name>, member:<identity id>. An empty"
        " list is refused; it never means everybody. provide names exactly one member.",
    ),
    (
        "in_reply_to and supersedes",
        "An answer names in in_reply_to the id of the request's envelope (`envelope` at GET"
        " /api/v1/requests). A retraction or correction names the earlier main object or envelope in"
        " supersedes or in_reply_to; without either, the incident's own id counts. thread is one UUID for the whole"
        " conversation.",
    ),
    (
        "Retraction",
        "Mode retract with a reason, and revoked true on the incident, which keeps its id and has a later"
        " modified. A request, a retraction and a correction each give a reason.",
    ),
    (
        "Thresholds",
        "Where a person is a subject, alert and provide name a threshold_rule that is met and list"
        " red_flags: two-red-flags (two flags), one-decisive-flag (one of RF-SAN or RF-LEA),"
        " standard-of-proof (a flag, and all four parts of standard_of_proof true). A flag is a family and"
        " a number, such as RF-TXN-01. What is not met is held.",
    ),
    (
        "Handling policy",
        "A marking definition that says what for (purposes), on what ground (legal_bases) and until when"
        " (retain_until) the alert may be used; consent as a ground needs consent_receipts, a deferred"
        " notice needs notice_review_at. Where personal_data is not none, jurisdictions say where it may"
        " go. source_attribution must-not hides the reporter's name.",
    ),
    (
        "What is told in confidence",
        "The label suspicious-transaction-report, or str, on any object makes the whole alert confidential; so"
        " does tip_off_risk true in a handling policy, and so do words that tell of such a report. It goes to"
        " supervisors only. The persons it is about are never told, neither of it nor that there is one.",
    ),
)

_AT = "2026-11-23T01:00:00.000Z"
_LATER = "2026-11-23T02:00:00.000Z"
_PROPERTY = {"extension_type": "property-extension"}
_POLICY = "marking-definition--4a1c7d02-6b5e-4f38-9d21-0c8e7f6a5b13"
_MARKINGS = {"object_marking_refs": [TLP_2_IDS[Tlp.AMBER], _POLICY]}
_TOKEN = "subject-token--7d3f1b84-25c6-4e0a-8f97-61a2b3c4d5e6"  # noqa: S105  # the id of an example
_INCIDENT = "incident--0e9d8c7b-6a5f-4e4d-8c3b-2a1f0e9d8c7b"
_THREAD = "c2b1a0f9-e8d7-4c6b-9a5f-4e3d2c1b0a9f"
_ASKED = "member:identity--9b8a7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d"
_ASKER = "member:identity--1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d"


def _write_bundle(
    *,
    envelope: dict[str, Any],
    incident_id: str = _INCIDENT,
    modified: str = _AT,
    stage: str = "suspected",
    **incident: Any,
) -> dict[str, Any]:
    """Return a bundle about an account behind a token."""
    number = _GROUPINGS[envelope["mode"]]
    marked = {"spec_version": "2.1", "created": _AT, "modified": modified, **_MARKINGS}
    grouping = {
        "type": "grouping",
        "id": f"grouping--{number}",
        **marked,
        "context": "suspicious-activity",
        "object_refs": [incident_id],
        "extensions": {EXCHANGE: {**_PROPERTY, "thread": _THREAD, **envelope}},
    }
    told = {
        "type": "incident",
        "id": incident_id,
        **marked,
        "name": "RA-2026-000123 collection account",
        "extensions": {RISK_ALERT: _describe_risk(stage)},
        **incident,
    }
    objects = [grouping, told, _write_token(), _write_policy()]
    return {"type": "bundle", "id": f"bundle--{number}", "objects": objects}


def _describe_risk(stage: str) -> dict[str, Any]:
    return {
        **_PROPERTY,
        "alert_reference": "RA-2026-000123",
        "categories": ["mule-account"],
        "stage": stage,
        "severity": 80,
        "likelihood": 60,
        "detected_at": _AT,
        "subject_refs": [_TOKEN],
        "red_flags": ["RF-TXN-01", "RF-MUL-02"],
        "personal_data": "pseudonymous",
        "exercise": False,
    }


def _write_token() -> dict[str, Any]:
    return {
        "type": "subject-token",
        "spec_version": "2.1",
        "id": _TOKEN,
        "extensions": {SUBJECT_TOKEN: {"extension_type": "new-sco"}},
        "kind": "bank-account",
        "token": "q8Zt1vXw3yB5dF7hJ9kL0mN2pR4sT6uV8xY1zA3cE5g",
        "token_domain": "CN:2026q4",
    }


def _write_policy() -> dict[str, Any]:
    policy = {
        **_PROPERTY,
        "purposes": ["fraud-prevention"],
        "legal_bases": ["legal-obligation"],
        "retain_until": "2027-11-23T01:00:00.000Z",
        "jurisdictions": ["CN"],
    }
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": _POLICY,
        "created": _AT,
        "extensions": {HANDLING_POLICY: policy},
    }


_GROUPINGS = {
    "alert": "5f6e7d8c-9b0a-4c1d-8e2f-3a4b5c6d7e81",
    "request": "5f6e7d8c-9b0a-4c1d-8e2f-3a4b5c6d7e82",
    "provide": "5f6e7d8c-9b0a-4c1d-8e2f-3a4b5c6d7e83",
    "retract": "5f6e7d8c-9b0a-4c1d-8e2f-3a4b5c6d7e84",
}
EXAMPLES = (
    (
        "alert",
        "Tell a group of an account that collects stolen money.",
        _write_bundle(
            envelope={
                "mode": "alert",
                "audience": ["group:circle"],
                "threshold_rule": "two-red-flags",
                "acknowledge_by": "2026-11-24T01:00:00.000Z",
            }
        ),
    ),
    (
        "request",
        "Ask a member whether it knows the account.",
        _write_bundle(
            envelope={
                "mode": "request",
                "audience": [_ASKED],
                "reason": "Is the account known to you?",
                "respond_by": "2026-11-25T01:00:00.000Z",
            },
            incident_id="incident--1f0e9d8c-7b6a-4f5e-8d4c-3b2a1f0e9d8c",
            stage="signal",
        ),
    ),
    (
        "provide",
        "Answer the member that asked.",
        _write_bundle(
            envelope={
                "mode": "provide",
                "audience": [_ASKER],
                "in_reply_to": f"grouping--{_GROUPINGS['request']}",
                "threshold_rule": "two-red-flags",
            },
            incident_id="incident--2a1f0e9d-8c7b-4a6f-9e5d-4c3b2a1f0e9d",
            stage="confirmed",
        ),
    ),
    (
        "retract",
        "Take the alert above back.",
        _write_bundle(
            envelope={
                "mode": "retract",
                "audience": ["group:circle"],
                "supersedes": f"grouping--{_GROUPINGS['alert']}",
                "reason": "The account belongs to a charity.",
            },
            modified=_LATER,
            revoked=True,
        ),
    ),
)
