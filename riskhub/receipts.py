"""Receipts: whether the hub signed one (JWS, RFC 7515; EdDSA, RFC 8037), and for which content."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from riskhub.errors import ReceiptRefused

LONGEST_RECEIPT = 10_000
TYPE = "riskhub-receipt+jwt"
_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt promises: this hub took this content from this reporter at this moment."""

    hub: str
    submission: str
    reporter: str
    issued_at: datetime
    sha256: str
    key: str


def check_receipt(text: str, keys: Mapping[str, Any]) -> Receipt:
    """Return what a receipt promises if a key of the JWK set signed it. Raises ReceiptRefused."""
    text = text.strip()
    if len(text) > LONGEST_RECEIPT or not _COMPACT.fullmatch(text):
        raise ReceiptRefused("This is not a receipt.")
    head, body, signature = text.split(".")
    try:
        header, payload = json.loads(_decode(head)), json.loads(_decode(body))
        if (header["alg"], header["typ"]) != ("EdDSA", TYPE):
            raise ReceiptRefused("This is not a receipt of a hub.")
        key = _find_key(keys, header["kid"])
        key.verify(_decode(signature), f"{head}.{body}".encode())
        return _read(payload, header["kid"])
    except InvalidSignature:
        raise ReceiptRefused("The signature does not hold: the receipt was changed.") from None
    except (ValueError, KeyError, TypeError, OverflowError):
        raise ReceiptRefused("The receipt cannot be read.") from None


def check_content(receipt: Receipt, content: bytes, *, lines: bool = False) -> None:
    """Raise ReceiptRefused unless the receipt is for this content, or with `lines` for one of it."""
    parts = [line.strip() for line in content.splitlines()] if lines else [content]
    if all(digest(part) != receipt.sha256 for part in parts):
        raise ReceiptRefused("The receipt is for other content.")


def digest(content: bytes) -> str:
    """Return the hex SHA-256 by which receipts know content."""
    return hashlib.sha256(content).hexdigest()


def _find_key(keys: Mapping[str, Any], key_id: str) -> Ed25519PublicKey:
    for key in keys["keys"]:
        if key.get("kid") == key_id and (key.get("kty"), key.get("crv")) == ("OKP", "Ed25519"):
            return Ed25519PublicKey.from_public_bytes(_decode(key["x"]))
    raise ReceiptRefused("None of the hub's keys signed this receipt.")


def _read(payload: Mapping[str, Any], key_id: str) -> Receipt:
    return Receipt(
        hub=str(payload["iss"]),
        submission=str(payload["sub"]),
        reporter=str(payload["aud"]),
        issued_at=datetime.fromtimestamp(int(payload["iat"]), UTC),
        sha256=str(payload["sha256"]),
        key=str(key_id),
    )


def _decode(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
