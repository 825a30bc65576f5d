"""The keyring: root keys, everything derived from them, and the hub's signature.

File (JSON, mode 0600): `{"active": "<id>", "digests": "<id>", "roots": {"<id>": "<base64, 32 bytes>"}}`.
`active` seals and signs; `digests` is the root of what must stay equal for ever. All other keys
are derived (HKDF-SHA256, RFC 5869) with a purpose of their own, so one file is all there is to guard.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from privacy.errors import KeyUnavailable

ROOT_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keyring:
    """Root keys by id; `active` seals, the others only open; `digests` makes keyed digests."""

    active: str
    digests: str
    roots: dict[str, bytes]

    def root(self, key_id: str) -> bytes:
        """Return one root key. Raises KeyUnavailable."""
        try:
            return self.roots[key_id]
        except KeyError as error:
            raise KeyUnavailable(f"root key {key_id} is not in the keyring") from error


def create_keyring(path: Path) -> bool:
    """Write a keyring with one fresh root key unless the file exists; say whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    root = base64.b64encode(secrets.token_bytes(ROOT_BYTES)).decode()
    text = json.dumps(
        {"active": "root-1", "digests": "root-1", "roots": {"root-1": root}}, indent=1
    )
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return True


@lru_cache(maxsize=4)
def read_keyring(path: Path) -> Keyring:
    """Read the keyring file. Raises KeyUnavailable when it is missing or malformed."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        roots = {name: base64.b64decode(value) for name, value in document["roots"].items()}
        ring = Keyring(active=document["active"], digests=document["digests"], roots=roots)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyUnavailable("HUB_KEYRING names no readable keyring: run make_keyring") from error
    if any(len(root) != ROOT_BYTES for root in roots.values()) or not {
        ring.active,
        ring.digests,
    } <= set(roots):
        raise KeyUnavailable(
            "the keyring needs 32-byte roots, the active one and that of digests too"
        )
    return ring


def open_keyring() -> Keyring:
    """Return the keyring that the settings name."""
    return read_keyring(Path(settings.KEYRING_PATH))


@lru_cache(maxsize=256)
def _derive(root: bytes, purpose: str) -> bytes:
    expand = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode())
    return expand.derive(root)


def derive_key(purpose: str, key_id: str | None = None) -> bytes:
    """Return the 32-byte key for a purpose, under the active root key or a named one."""
    ring = open_keyring()
    return _derive(ring.root(key_id or ring.active), purpose)


def keyed_digest(purpose: str, value: bytes) -> bytes:
    """Return HMAC-SHA256 of a value under the key of a purpose (32 bytes).

    Derived from the root that the file names for digests, so that they stay equal when the active
    root changes.
    """
    ring = open_keyring()
    mac = hmac.HMAC(_derive(ring.root(ring.digests), purpose), hashes.SHA256())
    mac.update(value)
    return mac.finalize()


@cache
def _signing_key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def sign(key_id: str, message: bytes) -> bytes:
    """Return the Ed25519 signature (RFC 8032) of a message under one root's signing key."""
    return _signing_key(derive_key("signature", key_id)).sign(message)


def public_key(key_id: str) -> Ed25519PublicKey:
    """Return the public half of a signing key."""
    return _signing_key(derive_key("signature", key_id)).public_key()


def signature_holds(key_id: str, message: bytes, signature: bytes) -> bool:
    """Say whether a signature is the hub's own over exactly this message."""
    try:
        public_key(key_id).verify(signature, message)
    except (InvalidSignature, KeyUnavailable):
        return False
    return True
