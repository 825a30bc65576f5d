"""The cipher suites: AES-256-GCM, and SM4-GCM of the Chinese standards (GB/T 32907, RFC 8998).

A suite is told by the first byte of what it sealed, so values of both can stand side by side and
changing HUB_CIPHER_SUITE needs no downtime. Key material is 32 random bytes in both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from privacy.errors import KeyUnavailable

MATERIAL = 32
NONCE = 12
TAG = 16


class Aead(Protocol):
    """Authenticated encryption with associated data under one key."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes: ...


class Sm4Gcm:
    """SM4-GCM in the manner of the library's AESGCM; the 128-bit key is derived by HKDF-SM3."""

    def __init__(self, material: bytes) -> None:
        try:
            derive = HKDF(algorithm=hashes.SM3(), length=16, salt=None, info=b"sm4-gcm")
            self._key = algorithms.SM4(derive.derive(material))
        except UnsupportedAlgorithm as error:
            raise KeyUnavailable("this build of OpenSSL has no SM4 or SM3") from error

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """Return ciphertext and tag."""
        work = self._cipher(modes.GCM(nonce)).encryptor()
        work.authenticate_additional_data(associated_data or b"")
        return work.update(data) + work.finalize() + work.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """Return the clear value. Raises InvalidTag."""
        work = self._cipher(modes.GCM(nonce, data[-TAG:])).decryptor()
        work.authenticate_additional_data(associated_data or b"")
        return work.update(data[:-TAG]) + work.finalize()

    def _cipher(self, mode: modes.GCM) -> Cipher[modes.GCM]:
        try:
            return Cipher(self._key, mode)
        except UnsupportedAlgorithm as error:
            raise KeyUnavailable("this build of OpenSSL has no SM4 or SM3") from error


@dataclass(frozen=True, slots=True)
class Suite:
    """A cipher and the version byte that stands before what it sealed."""

    name: str
    version: int
    make: Callable[[bytes], Aead]


AES = Suite("aes", 2, AESGCM)
SM4 = Suite("sm4", 3, Sm4Gcm)
# What was sealed before values were bound to version and key: opened, never written.
UNBOUND = Suite("aes", 1, AESGCM)

BY_NAME = {suite.name: suite for suite in (AES, SM4)}
BY_VERSION = {suite.version: suite for suite in (UNBOUND, AES, SM4)}


def is_supported(name: str) -> bool:
    """Say whether this machine's cryptography can work with a suite."""
    try:
        BY_NAME[name].make(bytes(MATERIAL)).encrypt(bytes(NONCE), b"", b"")
    except (KeyError, KeyUnavailable, UnsupportedAlgorithm):
        return False
    return True
