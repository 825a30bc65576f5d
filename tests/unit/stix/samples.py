"""Small STIX 2.1 objects with fixed ids, to be changed by one property at a time."""

from datetime import UTC, datetime
from typing import Any

import orjson

from sharing.stix.alert import ParsedAlert, read_alerts
from sharing.stix.faults import Fault, StixRejected

AT = "2026-10-05T08:00:00.000Z"
RECEIVED = datetime(2026, 11, 23, 2, tzinfo=UTC)
BUNDLE_ID = "bundle--f66e8fd7-5499-4bba-b25e-4c817fdf7c2a"


def make_id(kind: str, number: int = 1) -> str:
    return f"{kind}--00000000-0000-4000-8000-{number:012d}"


def make_object(kind: str, number: int = 1, /, **properties: Any) -> dict[str, Any]:
    common = {"type": kind, "spec_version": "2.1", "id": make_id(kind, number)}
    times = {"created": AT, "modified": AT}
    merged = {**common, **times, **properties}
    return {name: value for name, value in merged.items() if value is not None}


def make_indicator(number: int = 1, **properties: Any) -> dict[str, Any]:
    pattern = "[domain-name:value = 'login-test.example']"
    required = {"pattern": pattern, "pattern_type": "stix", "valid_from": AT}
    return make_object("indicator", number, **{**required, **properties})


def make_report(*refs: str, number: int = 1, **properties: Any) -> dict[str, Any]:
    required = {"name": "Risk alert", "published": AT, "object_refs": list(refs)}
    return make_object("report", number, **{**required, **properties})


def make_observable(kind: str, number: int = 1, /, **properties: Any) -> dict[str, Any]:
    return make_object(kind, number, **{"created": None, "modified": None, **properties})


def make_identity(number: int = 1, **properties: Any) -> dict[str, Any]:
    required = {"name": "A bank", "identity_class": "organization"}
    return make_object("identity", number, **{**required, **properties})


def make_raw(*objects: dict[str, Any], **properties: Any) -> bytes:
    return orjson.dumps({"type": "bundle", "id": BUNDLE_ID, "objects": list(objects), **properties})


def read_one(*objects: dict[str, Any], **properties: Any) -> ParsedAlert:
    (alert,) = read_alerts(make_raw(*objects, **properties), received_at=RECEIVED, split=False)
    return alert


def list_faults(*objects: dict[str, Any], **properties: Any) -> list[tuple[str, str]]:
    """Return (pointer, code) of each fault, [] when the bundle is accepted."""
    try:
        read_one(*objects, **properties)
    except StixRejected as rejection:
        return list_codes(rejection.faults)
    return []


def list_codes(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults]
