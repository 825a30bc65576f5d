"""Sealed values open only in their own place, under their own key."""

import os
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privacy.audit.models import AuditEvent
from privacy.errors import KeyUnavailable, SealBroken
from privacy.keys.keyring import create_keyring, derive_key, keyed_digest, sign, signature_holds
from privacy.keys.models import DataKey
from privacy.keys.rotation import rewrap_keys
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
    assert len(bytes(DataKey.objects.get(id=key).wrapped)) == 1 + 16 + 12 + 32 + 16


def test_a_destroyed_key_opens_nothing_any_more(now):
    key = ensure_data_key(owner="identity--1", now=now)
    sealed = seal(key_id=key, place="t.f:1", value=b"secret")

    DataKey.objects.filter(id=key).update(state=DataKey.State.DESTROYED)
    forget_data_keys()

    with pytest.raises(KeyUnavailable):
        unseal(place="t.f:1", sealed=sealed)


def test_an_owners_content_key_is_wrapped_by_its_own_and_that_by_the_root(now):
    content = DataKey.objects.get(id=ensure_data_key(owner="identity--1", now=now))

    kek = content.wrapped_by
    assert kek is not None
    assert (content.kind, content.root_key, content.owner) == ("content", "", "identity--1")
    assert (kek.kind, kek.root_key, kek.owner, kek.wrapped_by) == (
        "kek",
        "root-1",
        "identity--1",
        None,
    )
    made = AuditEvent.objects.order_by("id").values_list("action", "actor", "subject", "details")
    assert list(made) == [
        ("keys.key.made", "hub", str(kek.id), {"owner": "identity--1", "kind": "kek"}),
        ("keys.key.made", "hub", str(content.id), {"owner": "identity--1", "kind": "content"}),
    ]


def test_a_key_of_the_first_release_opens_what_it_sealed_before_and_after_it_is_moved(now):
    row, material = DataKey(id=uuid4(), owner="identity--1", root_key="root-1"), os.urandom(32)
    nonce = os.urandom(12)
    row.wrapped = nonce + AESGCM(derive_key("wrap", "root-1")).encrypt(
        nonce, material, row.id.bytes
    )
    row.created_at = now
    row.save()
    sealed = b"\x01" + row.id.bytes + nonce + AESGCM(material).encrypt(nonce, b"old", b"t.f:1")
    assert active_data_key("identity--1") == ensure_data_key(owner="identity--1", now=now) == row.id
    assert unseal(place="t.f:1", sealed=sealed) == b"old"

    assert rewrap_keys(actor="operator:1", now=now) == 1
    assert rewrap_keys(actor="operator:1", now=now) == 0

    forget_data_keys()
    row = DataKey.objects.get(id=row.id)
    assert row.wrapped_by is not None
    assert (row.wrapped_by.kind, row.root_key, row.kind) == ("kek", "", "content")
    assert unseal(place="t.f:1", sealed=sealed) == b"old"
    assert active_data_key("identity--1") == row.id


def test_an_altered_early_key_is_noticed(now):
    row = DataKey(id=uuid4(), owner="identity--1", root_key="root-1", wrapped=bytes(60))
    row.created_at = now
    row.save()

    with pytest.raises(SealBroken):
        seal(key_id=row.id, place="t.f:1", value=b"secret")


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
