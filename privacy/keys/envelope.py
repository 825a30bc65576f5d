"""Sealed values, pure: what they look like and what they are bound to.

`version (1) | key id (16) | nonce (12) | ciphertext | tag (16)`. The associated data is version, key id and
place, so that a sealed value opens in its own row and field only, under its own key and suite (PC-29).
Wrapping a key is sealing its material in the place of its row.
"""

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag

from privacy.errors import SealBroken
from privacy.keys.suites import BY_VERSION, NONCE, TAG, UNBOUND, Aead, Suite

HEADER = 1 + 16
SHORTEST = HEADER + NONCE + TAG


class OpenKey:
    """A key ready for use. It never shows its material."""

    __slots__ = ("_ciphers", "_material", "id")

    def __init__(self, key_id: UUID, material: bytes) -> None:
        self.id = key_id
        self._material = material
        self._ciphers: dict[int, Aead] = {}

    def __repr__(self) -> str:
        return f"OpenKey({self.id})"

    def seal(self, *, suite: Suite, place: str, value: bytes) -> bytes:
        """Return the sealed value."""
        # 96 random bits serve for 2**32 values under one key (NIST SP 800-38D, section 8.3).
        nonce = os.urandom(NONCE)
        header = bytes([suite.version]) + self.id.bytes
        return header + nonce + self._cipher(suite).encrypt(nonce, value, header + place.encode())

    def unseal(self, *, place: str, sealed: bytes) -> bytes:
        """Return the clear value. Raises SealBroken when it is another key's, place's, or altered."""
        suite = read_suite(sealed)
        header, nonce = sealed[:HEADER], sealed[HEADER : HEADER + NONCE]
        bound = place.encode() if suite is UNBOUND else header + place.encode()
        try:
            return self._cipher(suite).decrypt(nonce, sealed[HEADER + NONCE :], bound)
        except InvalidTag as error:
            raise SealBroken("the sealed value does not belong to this place") from error

    def _cipher(self, suite: Suite) -> Aead:
        if suite.version not in self._ciphers:
            self._ciphers[suite.version] = suite.make(self._material)
        return self._ciphers[suite.version]


def read_suite(sealed: bytes) -> Suite:
    """Return the suite of a sealed value. Raises SealBroken when it is none."""
    suite = BY_VERSION.get(sealed[0]) if len(sealed) >= SHORTEST else None
    if suite is None:
        raise SealBroken("not a sealed value of a known version")
    return suite


def read_key_id(sealed: bytes) -> UUID:
    """Return the id of the key that a value is sealed under. Raises SealBroken."""
    read_suite(sealed)
    return UUID(bytes=sealed[1:HEADER])
