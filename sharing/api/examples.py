"""Examples of the documentation: whoever copies one sends an alert that is taken."""

from typing import Any

import orjson
from drf_spectacular.utils import OpenApiExample

from sharing.stix.markings import TLP_2_IDS, Tlp

_AT = "2026-11-23T01:00:00.000Z"
_COMMON = {
    "spec_version": "2.1",
    "created": _AT,
    "modified": _AT,
    "object_marking_refs": [TLP_2_IDS[Tlp.AMBER]],
}
ALERT: dict[str, Any] = {
    "type": "bundle",
    "id": "bundle--6f0c1a52-9d0b-4c3e-8d53-0c2f6f1f8a10",
    "objects": [
        {
            "type": "report",
            "id": "report--1b7d2f7e-0b1c-4a53-9f0e-0f5b8f4f9d21",
            **_COMMON,
            "name": "Copied sign-in page of a bank",
            "description": "Customers are led there by text messages.",
            "published": _AT,
            "report_types": ["threat-report"],
            "labels": ["category:phishing", "severity:high"],
            "object_refs": ["indicator--2c9e4a3b-5d21-4f6b-8a7c-1e3d5b7f9a32"],
        },
        {
            "type": "indicator",
            "id": "indicator--2c9e4a3b-5d21-4f6b-8a7c-1e3d5b7f9a32",
            **_COMMON,
            "name": "The page",
            "indicator_types": ["malicious-activity"],
            "pattern": "[domain-name:value = 'sign-in.bank.example']",
            "pattern_type": "stix",
            "valid_from": _AT,
        },
    ],
}
# By the name of the type that reads the body.
BODIES: dict[str, Any] = {
    "AssessmentBody": {
        "kind": "pipia",
        "title": "Fraud alerts among banks",
        "purposes": ["fraud-prevention"],
        "categories": ["PI", "C2"],
        "recipient_kinds": ["bank"],
        "regions": ["CN"],
        "valid_until": "2028-11-23T00:00:00Z",
    },
    "CaseMergeBody": {"other": "5b1e6f0a-3c0e-4a53-9a43-2f6f0c6f7a10", "reason": "same-event"},
    "CaseMoveBody": {
        "alert": "0a0c7c1e-5f8e-4a59-8d6f-6f2c1d0b9e11",
        "to": "5b1e6f0a-3c0e-4a53-9a43-2f6f0c6f7a10",
        "reason": "other-account",
    },
    "CaseSplitBody": {
        "alerts": ["0a0c7c1e-5f8e-4a59-8d6f-6f2c1d0b9e11"],
        "reason": "other-event",
    },
    "ConfirmationBody": {"copies_destroyed": True},
    "DecisionBody": {"approval": "5b1e6f0a-3c0e-4a53-9a43-2f6f0c6f7a10", "given": True},
    "FeedbackBody": {
        "disposition": "acted-blocked",
        "acted_at": "2026-11-23T02:30:00Z",
        "funds_stopped_min": 10000,
        "funds_stopped_max": 50000,
        "currency": "CNY",
        "share_with_source": True,
    },
    "FilterBody": {"categories": ["phishing"], "min_severity": 50},
    "MechanismBody": {
        "kind": "standard-contract",
        "reference": "SC-2026-0017",
        "importer": "identity--0f0e0d0c-0b0a-4908-8706-050403020100",
        "regions": ["HK"],
        "valid_from": "2026-12-01T00:00:00Z",
        "valid_to": "2029-11-30T00:00:00Z",
    },
    "NoticeExceptionBody": {
        "code": "gdpr-14-5-b",
        "purposes": ["fraud-prevention"],
        "categories": ["PI"],
        "valid_until": "2027-06-30T00:00:00Z",
        "reason": "Holders of accounts that were only passed through cannot be reached.",
    },
    "BatchBody": {
        "decisions": [
            {
                "hold": "0b8e2f0a-5a2e-4c5f-9d5e-2f4f7b1c9a10",
                "approval": "5d1c7f3e-8a4b-4f0e-9b6a-1f2e3d4c5b6a",
                "given": True,
            }
        ]
    },
    "ProposalBody": {
        "action": "supply",
        "note": "The agreement of the circle covers this purpose.",
        "legal_bases": ["cn-atfl-16"],
        "purposes": ["fraud-prevention"],
        "reference": "AGR-2026-004",
    },
    "RecallBody": {"reason": "The address belongs to the bank itself."},
    "RefusalBody": {"reason_code": "no-information"},
    "ReplayBody": {},
    "RotationBody": {"overlap_hours": 24},
    "SeenBody": {"at": "2026-11-23T02:30:00Z"},
    "SubscriptionBody": {
        "name": "Severe phishing",
        "channels": ["stream"],
        "filter": {"categories": ["phishing"], "min_severity": 50},
    },
    "WebhookBody": {"name": "Our case system", "url": "https://hooks.bank.example/riskhub"},
}
LINES_OF_ALERTS = [
    OpenApiExample(
        "One line",
        orjson.dumps(ALERT).decode(),
        request_only=True,
        media_type="application/x-ndjson",
    )
]
TABLE = [
    OpenApiExample(
        "Two indicators",
        "indicator,confidence\nsign-in.bank.example,80\n203.0.113.7,60\n",
        request_only=True,
        media_type="text/csv",
    )
]
SENDING = [
    OpenApiExample("A phishing page", ALERT, request_only=True, media_type=media_type)
    for media_type in ("application/stix+json;version=2.1", "application/json")
]
