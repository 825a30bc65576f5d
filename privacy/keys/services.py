"""Seal and open values: AES-256-GCM under the owner's data key.

A sealed value is `version (1) | data key id (16) | nonce (12) | ciphertext and tag`. The associated
data names table, field and row, so two sealed values cannot change places (PC-29).
"""

import os
from datetime import datetime
from functools import lru_cache
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from privacy.errors import KeyUnavailable, SealBroken
from privacy.keys.keyring import derive_key, open_keyring
from privacy.keys.models import DataKey

VERSION = b"\x01"
HEADER = 1 + 16
NONCE = 12


def ensure_data_key(*, owner: str, now: datetime) -> UUID:
    """Return the id of the owner's active data key, making it at first need."""
    found = DataKey.objects.filter(owner=owner, state=DataKey.State.ACTIVE).first()
    if found is not None:
        return found.id
    root = open_keyring().active
    with transaction.atomic():
        key, _ = DataKey.objects.get_or_create(
            owner=owner,
            state=DataKey.State.ACTIVE,
            defaults={
                "id": (key_id := uuid4()),
                "root_key": root,
                "wrapped": _wrap(root, key_id, AESGCM.generate_key(256)),
                "created_at": now,
            },
        )
    return key.id


@lru_cache(maxsize=4096)
def active_data_key(owner: str) -> UUID:
    """Return the id of the owner's active data key, from memory after the first time.

    Raises KeyUnavailable when the owner has none.
    """
    try:
        return DataKey.objects.get(owner=owner, state=DataKey.State.ACTIVE).id
    except DataKey.DoesNotExist as error:
        raise KeyUnavailable("the institution has no active data key") from error


def seal(*, key_id: UUID, place: str, value: bytes) -> bytes:
    """Return the sealed value; `place` is `table.field:row` and must be given again to open it."""
    nonce = os.urandom(NONCE)
    sealed = _cipher(key_id).encrypt(nonce, value, place.encode())
    return VERSION + key_id.bytes + nonce + sealed


def unseal(*, place: str, sealed: bytes) -> bytes:
    """Return the clear value. Raises SealBroken, KeyUnavailable."""
    sealed = bytes(sealed)
    if sealed[:1] != VERSION or len(sealed) < HEADER + NONCE + 16:
        raise SealBroken("not a sealed value of a known version")
    cipher = _cipher(UUID(bytes=sealed[1:HEADER]))
    try:
        return cipher.decrypt(
            sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE :], place.encode()
        )
    except InvalidTag as error:
        raise SealBroken("the sealed value does not belong to this place") from error


def forget_data_keys() -> None:
    """Drop the keys held in memory, so that a destroyed key stops opening at once."""
    _cipher.cache_clear()
    active_data_key.cache_clear()


@lru_cache(maxsize=4096)
def _cipher(key_id: UUID) -> AESGCM:
    try:
        key = DataKey.objects.get(id=key_id)
    except DataKey.DoesNotExist as error:
        raise KeyUnavailable(f"data key {key_id} does not exist") from error
    if key.state == DataKey.State.DESTROYED:
        raise KeyUnavailable(f"data key {key_id} was destroyed")
    return AESGCM(_unwrap(key.root_key, key.id, bytes(key.wrapped)))


def _wrap(root: str, key_id: UUID, material: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(derive_key("wrap", root)).encrypt(nonce, material, key_id.bytes)


def _unwrap(root: str, key_id: UUID, wrapped: bytes) -> bytes:
    try:
        return AESGCM(derive_key("wrap", root)).decrypt(
            wrapped[:NONCE], wrapped[NONCE:], key_id.bytes
        )
    except InvalidTag as error:
        raise SealBroken(f"data key {key_id} was altered") from error
