"""Root keys as a value, and the document that holds them.

`{"active": "<id>", "digests": "<id>", "roots": {"<id>": "<base64, 32 bytes>"}}`. `active` wraps and
signs; `digests` is the root of what must stay equal for ever. Under Vault the roots stand encrypted.
"""

import base64
import binascii
import json
import re
import secrets
from dataclasses import dataclass, field, replace

from privacy.errors import KeyUnavailable

ROOT_BYTES = 32
_ROOT_ID = re.compile(r"[A-Za-z0-9._-]{1,40}")
_NUMBERED = re.compile(r"root-([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Keyring:
    """Root keys by id; `active` seals, the others only open; `digests` makes keyed digests."""

    active: str
    digests: str
    roots: dict[str, bytes] = field(repr=False)

    def root(self, key_id: str) -> bytes:
        """Return one root key. Raises KeyUnavailable."""
        if key_id not in self.roots:
            raise KeyUnavailable(f"root key {key_id} is not in the keyring")
        return self.roots[key_id]

    def prepared(self) -> str | None:
        """Return the newest root that never was active, if there is one (PC-30: pre-active)."""
        newest = max(self.roots, key=_number)
        return newest if _number(newest) > _number(self.active) else None

    def with_new_root(self) -> "Keyring":
        """Return the keyring with one more fresh root, not yet active."""
        name = f"root-{max(map(_number, self.roots)) + 1}"
        return replace(self, roots={**self.roots, name: secrets.token_bytes(ROOT_BYTES)})


@dataclass(frozen=True, slots=True)
class KeyringDocument:
    """The stored form: the roots' values are texts, in base64 or encrypted by Vault."""

    active: str
    digests: str
    roots: dict[str, str] = field(repr=False)

    def to_json(self) -> str:
        """Return the text of the file."""
        return json.dumps(
            {"active": self.active, "digests": self.digests, "roots": self.roots}, indent=1
        )


def new_keyring() -> Keyring:
    """Return a keyring with one fresh root key, `root-1`."""
    return Keyring("root-1", "root-1", {"root-1": secrets.token_bytes(ROOT_BYTES)})


def read_document(text: str) -> KeyringDocument | None:
    """Return the document that a text holds, or None: an error would carry the text along."""
    try:
        found = json.loads(text)
        document = KeyringDocument(found["active"], found["digests"], {**found["roots"]})
    except (ValueError, KeyError, TypeError):
        return None
    sound = all(
        _ROOT_ID.fullmatch(name) and isinstance(value, str)
        for name, value in document.roots.items()
    )
    names = list(document.roots)
    return document if sound and document.active in names and document.digests in names else None


def encode_roots(ring: Keyring) -> KeyringDocument:
    """Return the stored form with the roots in base64."""
    roots = {name: base64.b64encode(root).decode() for name, root in ring.roots.items()}
    return KeyringDocument(ring.active, ring.digests, roots)


def decode_roots(document: KeyringDocument) -> Keyring | None:
    """Return the keyring of a document with roots in base64, or None when one is not 32 bytes."""
    try:
        roots = {
            name: base64.b64decode(value, validate=True) for name, value in document.roots.items()
        }
    except (binascii.Error, ValueError):
        return None
    if any(len(root) != ROOT_BYTES for root in roots.values()):
        return None
    return Keyring(document.active, document.digests, roots)


def _number(name: str) -> int:
    found = _NUMBERED.fullmatch(name)
    return int(found[1]) if found else 0
