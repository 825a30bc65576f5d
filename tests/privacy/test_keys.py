"""Sealed values open only in their own place, under their own key."""

from uuid import uuid4

import pytest

from privacy.errors import KeyUnavailable, SealBroken
from privacy.keys.keyring import create_keyring, keyed_digest, sign, signature_holds
from privacy.keys.models import DataKey
from privacy.keys.services import active_data_key, ensure_data_key, forget_data_keys, seal, unseal

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_a_sealed_value_opens_in_its_place_and_nowhere_else(now):
    key = ensure_data_key(owner="identity--1", now=now)

    sealed = seal(key_id=key, place="t.f:1", value=b"secret")

    assert unseal(place="t.f:1", sealed=sealed) == b"secret"
    with pytest.raises(SealBroken):
        unseal(place="t.f:2", sealed=sealed)


def test_one_changed_byte_breaks_the_seal(now):
    key = ensure_data_key(owner="identity--1", now=now)
    sealed = bytearray(seal(key_id=key, place="t.f:1", value=b"secret"))
    sealed[-1] ^= 1

    with pytest.raises(SealBroken):
        unseal(place="t.f:1", sealed=bytes(sealed))


def test_the_clear_value_and_the_key_are_not_in_what_is_stored(now):
    key = ensure_data_key(owner="identity--1", now=now)

    sealed = seal(key_id=key, place="t.f:1", value=b"11010519491231002X")

    assert b"11010519491231002X" not in sealed
    assert len(bytes(DataKey.objects.get(id=key).wrapped)) == 12 + 32 + 16


def test_a_destroyed_key_opens_nothing_any_more(now):
    key = ensure_data_key(owner="identity--1", now=now)
    sealed = seal(key_id=key, place="t.f:1", value=b"secret")

    DataKey.objects.filter(id=key).update(state=DataKey.State.DESTROYED)
    forget_data_keys()

    with pytest.raises(KeyUnavailable):
        unseal(place="t.f:1", sealed=sealed)


def test_an_owner_has_one_active_key(now):
    assert ensure_data_key(owner="identity--1", now=now) == ensure_data_key(
        owner="identity--1", now=now
    )
    assert active_data_key("identity--1") != ensure_data_key(owner="identity--2", now=now)


def test_an_owner_without_a_key_cannot_seal():
    with pytest.raises(KeyUnavailable):
        active_data_key(f"identity--{uuid4()}")


def test_a_signature_holds_for_its_message_and_no_other():
    signature = sign("root-1", b"message")

    assert signature_holds("root-1", b"message", signature)
    assert not signature_holds("root-1", b"massage", signature)
    assert not signature_holds("root-9", b"message", signature)


def test_digests_of_two_purposes_differ():
    assert keyed_digest("one", b"value") != keyed_digest("two", b"value")


def test_an_existing_keyring_is_never_overwritten(tmp_path):
    path = tmp_path / "keyring.json"
    assert create_keyring(path)
    before = path.read_bytes()

    assert not create_keyring(path)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o600
