"""Consent receipts: the record as its person keeps it, signed by the hub (ISO/IEC TS 27560; PC-06).

JSON-LD in the words of the Data Privacy Vocabulary, as a compact JWS (RFC 7515, EdDSA: RFC 8037). The
person is named by a digest of this receipt's own, so that receipts of one person do not tell so.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from privacy.keys.keyring import keyed_digest, open_keyring, sign, signature_holds

SCHEMA_VERSION = "TS-27560:2023"
TYPE = "riskhub-consent-receipt+jwt"
# Names only: nothing is fetched from there.
CONTEXT = {"dpv": "https://w3id.org/dpv#", "dct": "http://purl.org/dc/terms/"}


@dataclass(frozen=True, slots=True)
class Statement:
    """What a receipt says."""

    id: UUID
    controller: str
    kind: str
    subjects: frozenset[bytes]
    notice: UUID
    notice_version: int
    notice_digest: bytes
    purposes: tuple[str, ...]
    recipient_classes: tuple[str, ...]
    categories: tuple[str, ...]
    regions: tuple[str, ...]
    method: str
    language: str
    jurisdiction: str
    given_at: datetime
    expires_at: datetime | None
    evidence_digest: bytes
    by_guardian: bool


def issue_receipt(statement: Statement, *, now: datetime) -> str:
    """Return the receipt of a consent as a compact JWS."""
    key_id = open_keyring().active
    head = _encode(orjson.dumps({"alg": "EdDSA", "kid": key_id, "typ": TYPE}))
    body = _encode(orjson.dumps(_describe(statement, now)))
    signature = sign(key_id, head + b"." + body)
    return b".".join((head, body, _encode(signature))).decode()


def open_receipt(receipt: str) -> dict[str, Any] | None:
    """Return what a receipt says, or None unless this hub signed exactly it."""
    try:
        head, body, signature = receipt.encode().split(b".")
        known = orjson.loads(_decode(head))
        holds = known["typ"] == TYPE and signature_holds(
            known["kid"], head + b"." + body, _decode(signature)
        )
        return dict(orjson.loads(_decode(body))) if holds and _is_canonical(receipt) else None
    except (ValueError, KeyError, TypeError):
        return None


def digest_receipt(receipt: str) -> bytes:
    """Return the SHA-256 of a receipt: what is kept when the record is destroyed."""
    return hashlib.sha256(receipt.encode()).digest()


def digest_subjects(receipt: UUID, subjects: Iterable[bytes]) -> str:
    """Return how one receipt names its person: keyed, and equal on no other receipt."""
    named = receipt.bytes + b"".join(sorted(subjects))
    return keyed_digest("consent-receipt", named)[:16].hex()


def _describe(said: Statement, now: datetime) -> dict[str, Any]:
    return {
        "@context": CONTEXT,
        "@type": "dpv:ConsentReceipt",
        "@id": f"urn:uuid:{said.id}",
        "iss": settings.BASE_URL,
        "iat": int(now.timestamp()),
        "dct:conformsTo": SCHEMA_VERSION,
        "dpv:hasDataSubject": digest_subjects(said.id, said.subjects),
        "dpv:hasDataController": said.controller,
        "dpv:hasLegalBasis": "dpv:Consent",
        "kind": said.kind,
        "dpv:hasPurpose": list(said.purposes),
        "dpv:hasPersonalData": list(said.categories),
        "dpv:hasRecipient": list(said.recipient_classes),
        "dpv:hasLocation": list(said.regions),
        "dpv:hasJurisdiction": said.jurisdiction,
        "dpv:hasNotice": {
            "@id": f"urn:uuid:{said.notice}",
            "dct:hasVersion": said.notice_version,
            "dct:language": said.language,
            "sha256": said.notice_digest.hex(),
        },
        "dpv:hasIndicationMethod": said.method,
        "dpv:isIndicatedBy": "dpv:Guardian" if said.by_guardian else "dpv:DataSubject",
        "dpv:isIndicatedAtTime": _write(said.given_at),
        "dpv:hasExpiryTime": said.expires_at and _write(said.expires_at),
        "dpv:hasConsentStatus": "dpv:ConsentGiven",
        "evidence_sha256": said.evidence_digest.hex(),
    }


def _write(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _encode(value: bytes) -> bytes:
    return base64.urlsafe_b64encode(value).rstrip(b"=")


def _decode(value: bytes) -> bytes:
    return base64.urlsafe_b64decode(value + b"=" * (-len(value) % 4))


def _is_canonical(receipt: str) -> bool:
    """Say whether each part is written in its one way: lenient decoding would let bytes differ."""
    return all(_encode(_decode(part)) == part for part in receipt.encode().split(b"."))
