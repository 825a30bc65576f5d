"""Receipts: a signed promise that a submission was accepted, as a JWS (RFC 7515, EdDSA: RFC 8037).

Payload: `{"iss": base URL, "sub": submission id, "aud": reporter's STIX id, "iat": seconds, "sha256":
hex digest of the bytes as sent}`. The audit event of the acceptance holds the SHA-256 of the receipt.
"""

import base64
import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from privacy.keys.keyring import open_keyring, sign, signature_holds


def issue_receipt(*, submission: UUID, reporter: str, raw: bytes, now: datetime) -> str:
    """Return the compact JWS for an accepted submission."""
    payload = {
        "iss": settings.BASE_URL,
        "sub": str(submission),
        "aud": reporter,
        "iat": int(now.timestamp()),
        "sha256": hashlib.sha256(raw).hexdigest(),
    }
    return sign_compact("riskhub-receipt+jwt", payload)


def sign_compact(kind: str, payload: dict[str, Any]) -> str:
    """Return a payload as a compact JWS of the hub; `kind` is its `typ`."""
    body = _encode(orjson.dumps(payload))
    key_id = open_keyring().active
    head = _encode(orjson.dumps({"alg": "EdDSA", "kid": key_id, "typ": kind}))
    signature = sign(key_id, head + b"." + body)
    return b".".join((head, body, _encode(signature))).decode()


def receipt_holds(receipt: str) -> bool:
    """Say whether a receipt was signed by this hub and is unchanged."""
    try:
        head, body, signature = receipt.encode().split(b".")
        key_id = orjson.loads(_decode(head))["kid"]
        return signature_holds(key_id, head + b"." + body, _decode(signature))
    except (ValueError, KeyError, TypeError):
        return False


def digest_receipt(receipt: str) -> str:
    """Return the hex SHA-256 by which the audit log knows a receipt."""
    return hashlib.sha256(receipt.encode()).hexdigest()


def _encode(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")


def _decode(value: bytes) -> bytes:
    return base64.urlsafe_b64decode(value + b"=" * (-len(value) % 4))
