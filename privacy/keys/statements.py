"""Statements that the hub signs: a payload as a compact JWS (RFC 7515, EdDSA: RFC 8037)."""

import base64
from typing import Any

import orjson

from privacy.keys.keyring import open_keyring, sign, signature_holds


def sign_statement(kind: str, payload: dict[str, Any]) -> str:
    """Return a payload as a compact JWS under the active root; `kind` is its `typ`. Raises KeyUnavailable."""
    key_id = open_keyring().active
    head = _encode(orjson.dumps({"alg": "EdDSA", "kid": key_id, "typ": kind}))
    body = _encode(orjson.dumps(payload))
    return b".".join((head, body, _encode(sign(key_id, head + b"." + body)))).decode()


def open_statement(kind: str, statement: str) -> dict[str, Any] | None:
    """Return what a statement says, or None unless this hub signed exactly it as of this kind."""
    try:
        head, body, signature = statement.encode().split(b".")
        known = orjson.loads(_decode(head))
        holds = known["typ"] == kind and signature_holds(
            known["kid"], head + b"." + body, _decode(signature)
        )
        parts = all(_encode(_decode(part)) == part for part in (head, body, signature))
        return dict(orjson.loads(_decode(body))) if holds and parts else None
    except (ValueError, KeyError, TypeError):
        return None


def _encode(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")


def _decode(value: bytes) -> bytes:
    return base64.urlsafe_b64decode(value + b"=" * (-len(value) % 4))
