"""Whatever is drawn and however it is treated: whole STIX comes out, and nobody's data in any spelling."""

import base64
import hashlib
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from hypothesis import given, settings

from privacy import Treatment
from privacy.detection import inspect_bundle
from tests.unit.privacy.bundles import MOBILE, TIME, bundle, sdo, widen
from tests.unit.privacy.redaction.loaded import ADDRESS, BORN, HOME, VALUES, loaded_bundles
from tests.unit.privacy.redaction.support import TREATMENTS, assert_whole, redacted

RISK_ALERT = "extension-definition--3f0c7a52-6a8e-4d1b-9c77-5f2e8b1d4a60"
EXCHANGE = "extension-definition--5d96b0c3-e17f-4a82-b94c-2a8f6e0d1c79"
RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"


def _encodings(value):
    """Yield how a value may still be read: as it is, widened, in other notations, hashed."""
    data = value.encode()
    yield from (value, value.upper(), value.casefold(), widen(value), quote(value))
    yield "".join(f"%{byte:02X}" for byte in data)
    yield "".join(f"%{byte:02x}" for byte in data)
    # Base64 depends on where the value begins within three bytes.
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + data).decode().rstrip("=")
        yield text[2 * shift : -2 or None]
    yield data.hex()
    groups = [value[start : start + 4] for start in range(0, len(value), 4)]
    yield from (mark.join(groups) for mark in " -./_")
    yield "".join(reversed(groups))
    yield "".join(value[::-1])
    yield hashlib.sha256(data).hexdigest()


CANARIES = {spelling for value in VALUES for spelling in _encodings(value) if len(spelling) > 5}


@pytest.mark.parametrize("treatment", TREATMENTS)
@pytest.mark.parametrize(("attribution", "unknown"), [(True, True), (False, False)])
@settings(max_examples=40, deadline=None)
@given(alert=loaded_bundles())
def test_every_rendition_is_whole_and_holds_no_value(treatment, attribution, unknown, alert):
    assert_whole(alert["objects"])

    _, objects = redacted(alert, treatment, attribution=attribution, unknown_content=unknown)

    assert_whole(objects)
    shown = orjson.dumps(objects).decode()
    assert not [spelling for spelling in CANARIES if spelling in shown]
    if not attribution:
        assert "Northfield" not in shown


@settings(max_examples=40, deadline=None)
@given(alert=loaded_bundles())
def test_the_detector_finds_in_a_generalised_rendition_only_what_redaction_wrote(alert):
    redaction, objects = redacted(alert, Treatment.GENERALISE)

    for finding in inspect_bundle({"objects": objects}):
        node: Any = {"objects": objects}
        for step in finding.pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            node = node[int(name)] if isinstance(node, list) else node[name]
        shown = str(node)[finding.start : finding.end]
        assert any(shown in written for written in redaction.replacements)


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_a_bundle_whose_prose_is_withheld_unread_is_still_whole(treatment):
    alert = _risk_alert(" ".join(f"person{n}@mail.example.org" for n in range(1_500)))
    assert_whole(alert["objects"])

    _, objects = redacted(alert, treatment)

    assert_whole(objects)
    assert "example.org" not in orjson.dumps(objects).decode()


def _risk_alert(prose):
    alert = {
        "extension_type": "property-extension",
        "alert_reference": "RA-2026-000123",
        "categories": ["mule-account"],
        "stage": "suspected",
        "severity": 80,
        "likelihood": 60,
        "detected_at": TIME,
        "subject_refs": ["identity--22222222-2222-4222-8222-222222222222"],
        "red_flags": ["RF-REC-01", "RF-SEG-02"],
        "readings": [{"kri": "TOP10-SHARE", "value": 13800138000, "unit": "r1", "window": "P1D"}],
        "evidence_digests": [
            {"alg": "SHA-256", "value": hashlib.sha256(MOBILE.encode()).hexdigest()}
        ],
        "technique_ids": ["F1006"],
        "personal_data": "none",
        "exercise": False,
    }
    incident = sdo(
        "incident",
        name="RA-2026-000123 mule",
        description=f"call {MOBILE}",
        object_marking_refs=[RED],
        extensions={RISK_ALERT: alert},
    )
    envelope = {
        "extension_type": "property-extension",
        "mode": "alert",
        "thread": "0a1b2c3d-0000-4000-8000-000000000003",
        "audience": ["role:regulator", "group:east-1"],
        "threshold_rule": "two-red-flags-1",
        "reason": f"call {MOBILE}",
    }
    grouping = sdo(
        "grouping",
        context="suspicious-activity",
        object_refs=[incident["id"]],
        extensions={EXCHANGE: envelope},
    )
    note = sdo("note", content=prose, object_refs=[incident["id"]])
    return {"objects": [incident, grouping, *bundle(note)["objects"][1:]]}


def test_generalising_tells_no_more_than_the_band():
    text = f"客户出生日期：{BORN}，住址{HOME}，登录IP {ADDRESS}"

    _, objects = redacted(bundle(description=text), Treatment.GENERALISE)

    shown = objects[0]["description"]
    assert not [part for part in ("3月", "7日", "西湖", "文三", "123号", ".57") if part in shown]
