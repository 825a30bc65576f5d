"""How a key is wrapped: its material is sealed, by a root or a key-encryption key, in its row's place."""

from uuid import NAMESPACE_URL, UUID, uuid5

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from privacy.errors import SealBroken
from privacy.keys.envelope import OpenKey, read_key_id
from privacy.keys.keyring import derive_key
from privacy.keys.models import DataKey
from privacy.keys.suites import BY_NAME, MATERIAL, NONCE, TAG, Suite

# Content keys of the first release: nonce, ciphertext and tag, bound to the id alone.
_EARLY = NONCE + MATERIAL + TAG


def chosen_suite() -> Suite:
    """Return the suite that new values are sealed with (HUB_CIPHER_SUITE)."""
    return BY_NAME[settings.CIPHER_SUITE]


def wrap(row: DataKey, above: OpenKey | None, material: bytes) -> bytes:
    """Return a key's material sealed by the key above it, or by the row's root where there is none."""
    wrapper = above or open_root(row.root_key)
    return wrapper.seal(suite=chosen_suite(), place=_place(row), value=material)


def unwrap(row: DataKey, above: OpenKey | None) -> bytes:
    """Return a key's material. Raises SealBroken, KeyUnavailable."""
    wrapped = bytes(row.wrapped)
    if above is None and len(wrapped) == _EARLY:
        return _unwrap_early(row, wrapped)
    wrapper = above or open_root(row.root_key)
    if read_key_id(wrapped) != wrapper.id:
        raise SealBroken("the key was wrapped by another one than its row says")
    return wrapper.unseal(place=_place(row), sealed=wrapped)


def open_root(name: str) -> OpenKey:
    """Return a root ready to wrap. Raises KeyUnavailable."""
    return OpenKey(_root_id(name), derive_key("wrap", name))


def is_wrapped_by_root(row: DataKey, name: str) -> bool:
    """Say whether a row is wrapped by this root in the present form and suite."""
    wrapped = bytes(row.wrapped)
    suite = chosen_suite().version
    return wrapped[:17] == bytes([suite]) + _root_id(name).bytes and len(wrapped) != _EARLY


def _root_id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"urn:riskhub:root:{name}")


def _place(row: DataKey) -> str:
    subject = bytes(row.subject or b"").hex()
    return f"keys_datakey.wrapped:{row.id}:{row.kind}:{row.owner}:{subject}"


def _unwrap_early(row: DataKey, wrapped: bytes) -> bytes:
    cipher = AESGCM(derive_key("wrap", row.root_key))
    try:
        return cipher.decrypt(wrapped[:NONCE], wrapped[NONCE:], row.id.bytes)
    except InvalidTag as error:
        raise SealBroken("the wrapped key was altered") from error
