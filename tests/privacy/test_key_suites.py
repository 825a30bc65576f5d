"""Both suites do the same; what was sealed opens in its place, under its key, unaltered (PC-29)."""

from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from privacy.errors import SealBroken
from privacy.keys.envelope import OpenKey, read_key_id
from privacy.keys.models import DataKey
from privacy.keys.services import ensure_data_key, make_subject_keys, seal, unseal
from privacy.keys.suites import AES, SM4, Sm4Gcm, is_supported
from tests.factories.keys import OTHER, OWNER

SUITES = pytest.mark.parametrize("suite", ["aes", "sm4"])
VERSIONS = {"aes": 2, "sm4": 3}

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@SUITES
@pytest.mark.parametrize("value", [b"", b"secret", "姓名".encode(), bytes(100_000)])
def test_pc_29_a_value_opens_in_its_place_and_nowhere_else(settings, now, suite, value):
    settings.CIPHER_SUITE = suite
    key = ensure_data_key(owner=OWNER, now=now)

    sealed = seal(key_id=key, place="t.f:1", value=value)

    assert sealed[0] == VERSIONS[suite]
    assert read_key_id(sealed) == key
    assert len(sealed) == 1 + 16 + 12 + len(value) + 16
    assert unseal(place="t.f:1", sealed=sealed) == value
    for elsewhere in ("t.f:2", "t.g:1", "u.f:1", ""):
        with pytest.raises(SealBroken):
            unseal(place=elsewhere, sealed=sealed)


@SUITES
def test_pc_29_two_sealed_values_cannot_change_places(settings, now, suite):
    settings.CIPHER_SUITE = suite
    key = ensure_data_key(owner=OWNER, now=now)
    first = seal(key_id=key, place="t.f:1", value=b"first")
    second = seal(key_id=key, place="t.f:2", value=b"second")

    for place, sealed in (("t.f:1", second), ("t.f:2", first)):
        with pytest.raises(SealBroken):
            unseal(place=place, sealed=sealed)


@SUITES
def test_pc_29_every_changed_bit_and_every_cut_breaks_the_seal(settings, now, suite):
    settings.CIPHER_SUITE = suite
    key = ensure_data_key(owner=OWNER, now=now)
    sealed = seal(key_id=key, place="t.f:1", value=b"secret")

    # The key's id is left out here: see the next test.
    for index in [0, *range(17, len(sealed))]:
        for bit in range(8):
            changed = bytearray(sealed)
            changed[index] ^= 1 << bit
            with pytest.raises(SealBroken):
                unseal(place="t.f:1", sealed=bytes(changed))
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            unseal(place="t.f:1", sealed=sealed[:length])
    with pytest.raises(SealBroken):
        unseal(place="t.f:1", sealed=sealed + b"\0")


@SUITES
def test_pc_29_a_value_does_not_open_in_another_keys_name(settings, now, suite):
    settings.CIPHER_SUITE = suite
    sealed = seal(key_id=ensure_data_key(owner=OWNER, now=now), place="t.f:1", value=b"secret")
    other = ensure_data_key(owner=OTHER, now=now)

    with pytest.raises(SealBroken):
        unseal(place="t.f:1", sealed=sealed[:1] + other.bytes + sealed[17:])


def test_even_a_key_with_two_ids_binds_to_the_one_it_sealed_by():
    one, two = OpenKey(UUID(int=1), bytes(32)), OpenKey(UUID(int=2), bytes(32))
    sealed = one.seal(suite=AES, place="t.f:1", value=b"secret")

    with pytest.raises(SealBroken):
        two.unseal(place="t.f:1", sealed=sealed[:1] + two.id.bytes + sealed[17:])


def test_values_of_both_suites_stand_side_by_side(settings, now):
    key = ensure_data_key(owner=OWNER, now=now)
    sealed = {}
    for suite in ("aes", "sm4"):
        settings.CIPHER_SUITE = suite
        sealed[suite] = seal(key_id=key, place="t.f:1", value=suite.encode())

    assert {name: unseal(place="t.f:1", sealed=value) for name, value in sealed.items()} == {
        "aes": b"aes",
        "sm4": b"sm4",
    }


def test_what_the_first_release_sealed_still_opens():
    key_id, material, nonce = uuid4(), bytes(range(32)), bytes(12)
    body = AESGCM(material).encrypt(nonce, b"secret", b"t.f:1")

    sealed = b"\x01" + key_id.bytes + nonce + body

    assert OpenKey(key_id, material).unseal(place="t.f:1", sealed=sealed) == b"secret"
    with pytest.raises(SealBroken):
        OpenKey(key_id, material).unseal(place="t.f:2", sealed=sealed)


def test_sm4_gcm_is_that_of_rfc_8998():
    class Known(Sm4Gcm):
        def __init__(self, key: bytes) -> None:
            from cryptography.hazmat.primitives.ciphers import algorithms

            self._key = algorithms.SM4(key)

    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    clear = bytes.fromhex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")

    sealed = Known(key).encrypt(nonce, clear, bound)

    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert Known(key).decrypt(nonce, sealed, bound) == clear


@SUITES
def test_pc_30_wrapped_keys_cannot_change_rows(settings, now, suite):
    settings.CIPHER_SUITE = suite
    one, two = make_subject_keys(now=now, owner=OWNER, subjects=[b"1" * 16, b"2" * 16]).values()
    sealed = seal(key_id=one, place="t.f:1", value=b"secret")
    wrapped = bytes(DataKey.objects.get(id=two).wrapped)
    assert wrapped[0] == VERSIONS[suite]

    DataKey.objects.filter(id=one).update(wrapped=wrapped)

    with pytest.raises(SealBroken):
        unseal(place="t.f:1", sealed=sealed)


def test_pc_30_the_row_of_a_wrapped_key_cannot_be_given_to_another_person_or_owner(now):
    key = make_subject_keys(now=now, owner=OWNER, subjects=[b"1" * 16])[b"1" * 16]
    row = DataKey.objects.get(id=key)
    for changes in ({"subject": b"2" * 16}, {"owner": OTHER}, {"kind": "content"}):
        DataKey.objects.filter(id=key).update(**changes)
        with pytest.raises(SealBroken):
            seal(key_id=key, place="t.f:1", value=b"secret")
        row.save()


def test_an_unknown_suite_is_not_supported():
    assert is_supported("aes")
    assert is_supported("sm4")
    assert not is_supported("des")
    assert (AES.version, SM4.version) == (2, 3)
