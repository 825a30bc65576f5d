"""What calls for a response: alerts to acknowledge in time, requests, and answers to them."""

from typing import Any
from uuid import uuid4

from tests.factories.envelopes import make_envelope_raw

LATER = "2026-11-24T02:00:00.000Z"


def make_enclosed(**said: Any) -> tuple[bytes, str]:
    """Return an alert in an envelope as bytes, and the id of the envelope."""
    envelope_id = f"grouping--{uuid4()}"
    return make_envelope_raw(envelope_id=envelope_id, **said), envelope_id


def make_request(*members, **said: Any) -> tuple[bytes, str]:
    """Return a request to members, and the id of its envelope."""
    audience = tuple(f"member:{member.stix_id}" for member in members)
    asked = {"mode": "request", "audience": audience, "reason": "Seen at your side?"}
    return make_enclosed(**{**asked, "respond_by": LATER, **said})


def make_answer(member, envelope: str) -> bytes:
    """Return an answer to the member that sent an envelope."""
    audience = (f"member:{member.stix_id}",)
    return make_enclosed(mode="provide", audience=audience, in_reply_to=envelope)[0]
