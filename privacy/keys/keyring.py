"""The keyring in use: root keys, everything derived from them, and the hub's signature.

All other keys are derived from a root (HKDF-SHA256, RFC 5869) with a purpose of their own, so one
keyring is all there is to guard. A changed keyring is noticed within seconds, without a restart.
"""

import logging
from collections.abc import Hashable
from functools import cache, lru_cache
from pathlib import Path
from time import monotonic

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from privacy.errors import KeyUnavailable
from privacy.keys.roots import Keyring, new_keyring
from privacy.keys.sources import FileSource, KeySource, choose_source

logger = logging.getLogger("privacy.keys")

# Seconds after which a process looks whether the keyring or the stored keys were changed.
CHECK_EVERY = 5.0
# Seconds more after a failure: Vault may be away, and each try waits for it.
BACK_OFF = 30.0


class LoadedKeyring:
    """A keyring in memory, with what tells whether its source has changed since."""

    __slots__ = ("checked", "ring", "source", "stamp")

    def __init__(self, source: KeySource) -> None:
        self.source = source
        self.stamp: Hashable = source.stamp()
        self.ring: Keyring = source.load()
        self.checked = monotonic()

    def refresh(self) -> None:
        """Load the keyring again if its source has changed; keep the old one if that fails."""
        self.checked = monotonic()
        stamp = self.source.stamp()
        if stamp == self.stamp:
            return
        try:
            self.ring, self.stamp = self.source.load(), stamp
        except KeyUnavailable:
            self.checked += BACK_OFF
            logger.error("the changed keyring cannot be loaded; the old one stays in use")


def create_keyring(path: Path) -> bool:
    """Write a keyring with one fresh root key unless the file exists; say whether it was written."""
    try:
        FileSource(path).store(new_keyring(), new=True)
    except FileExistsError:
        return False
    return True


@lru_cache(maxsize=4)
def read_keyring(source: KeySource) -> LoadedKeyring:
    """Load the keyring of a source, once. Raises KeyUnavailable."""
    return LoadedKeyring(source)


def open_keyring() -> Keyring:
    """Return the keyring that the settings name. Raises KeyUnavailable."""
    loaded = read_keyring(choose_source())
    if monotonic() - loaded.checked > CHECK_EVERY:
        loaded.refresh()
    return loaded.ring


@lru_cache(maxsize=256)
def _derive(root: bytes, purpose: str) -> bytes:
    expand = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode())
    return expand.derive(root)


def derive_key(purpose: str, key_id: str | None = None) -> bytes:
    """Return the 32-byte key for a purpose, under the active root key or a named one.

    Raises KeyUnavailable.
    """
    ring = open_keyring()
    if key_id is not None and key_id not in ring.roots:
        # Another process may have added it a moment ago.
        loaded = read_keyring(choose_source())
        loaded.refresh()
        ring = loaded.ring
    return _derive(ring.root(key_id or ring.active), purpose)


def keyed_digest(purpose: str, value: bytes) -> bytes:
    """Return HMAC-SHA256 of a value under the key of a purpose (32 bytes).

    Derived from the root that the keyring names for digests, so that they stay equal when the active
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
