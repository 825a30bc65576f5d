"""Roots and keys change while everything goes on opening (PC-30)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from privacy.approvals.models import Approval
from privacy.audit.models import AuditEvent
from privacy.errors import (
    KeyringReadOnly,
    KeyUnavailable,
)
from privacy.keys import memory, places
from privacy.keys.keyring import (
    CHECK_EVERY,
    keyed_digest,
    open_keyring,
    read_keyring,
    sign,
    signature_holds,
)
from privacy.keys.models import DataKey
from privacy.keys.rotation import count_outdated, reseal, rewrap_keys, rotate_keys, rotate_root
from privacy.keys.services import (
    active_data_key,
    destroy_subject_keys,
    ensure_data_key,
    make_subject_keys,
    seal,
    seal_many,
    unseal,
    unseal_many,
)
from privacy.keys.sources import FileSource, choose_source
from tests.factories.keys import (
    ANNA,
    MEI,
    OTHER,
    OWNER,
    PLACE,
    WANG,
    events,
    read_all,
    store_sealed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture(autouse=True)
def _one_place(monkeypatch):
    monkeypatch.setattr(places, "_places", {PLACE.name: PLACE})


def find_file_source() -> FileSource:
    source = choose_source()
    assert isinstance(source, FileSource)
    return source


def run(*words) -> list[str]:
    output = StringIO()
    call_command(*words, stdout=output, stderr=StringIO())
    return output.getvalue().splitlines()


# The root ----------------------------------------------------------------------------------------


def test_a_new_root_wraps_the_institutions_keys_and_lasting_digests_stay(now):
    ensure_data_key(owner=OWNER, now=now)
    values = store_sealed(3)
    digest, receipt = keyed_digest("tokens", b"value"), sign("root-1", b"receipt")

    assert rotate_root(actor=ANNA, now=now) == "root-2"

    assert rewrap_keys(actor=ANNA, now=now) == 1
    assert DataKey.objects.get(kind="kek").root_key == "root-2"
    assert (open_keyring().active, open_keyring().digests) == ("root-2", "root-1")
    assert read_all() == values
    assert keyed_digest("tokens", b"value") == digest
    assert signature_holds("root-1", b"receipt", receipt)
    assert events("keys.key.made")[-1] == (ANNA, "root-2", {"kind": "root"})
    assert events("keys.key.rotated") == [(ANNA, "root-2", {"kind": "root"})]
    assert events("keys.key.rewrapped") == [(ANNA, "root-2", {"kek": 1})]


def test_a_root_can_be_prepared_before_it_is_active(now):
    ensure_data_key(owner=OWNER, now=now)

    assert rotate_root(actor=ANNA, now=now, prepare_only=True) == "root-2"
    assert (open_keyring().active, sorted(open_keyring().roots)) == ("root-1", ["root-1", "root-2"])
    assert count_outdated() == 0
    prepared = open_keyring().roots["root-2"]

    assert rotate_root(actor=ANNA, now=now) == "root-2"
    assert open_keyring().active == "root-2"
    assert open_keyring().roots["root-2"] == prepared
    assert count_outdated() == 1


def test_a_process_that_started_before_the_rotation_opens_what_is_wrapped_by_the_new_root(now):
    ensure_data_key(owner=OWNER, now=now)
    values = store_sealed(1)
    started_before = read_keyring(find_file_source())
    old_ring, old_stamp = started_before.ring, started_before.stamp
    rotate_root(actor=ANNA, now=now)
    rewrap_keys(actor=ANNA, now=now)

    other = read_keyring(find_file_source())
    other.ring, other.stamp = old_ring, old_stamp

    assert read_all() == values
    assert other.ring.active == "root-2"


def test_a_keyring_that_becomes_unreadable_leaves_the_old_one_in_use(now, settings, caplog):
    ensure_data_key(owner=OWNER, now=now)
    values = store_sealed(1)
    loaded = read_keyring(find_file_source())
    settings.KEYRING_PATH.write_text("{", encoding="utf-8")

    loaded.refresh()

    assert read_all() == values
    assert [record.getMessage() for record in caplog.records] == [
        "the changed keyring cannot be loaded; the old one stays in use"
    ]


def test_without_a_keyring_that_can_be_written_no_root_is_made(now, settings, monkeypatch):
    monkeypatch.setenv("SAMPLE_RING", settings.KEYRING_PATH.read_text(encoding="utf-8"))
    settings.KEYRING_SOURCE, settings.KEYRING_VARIABLE = "env", "SAMPLE_RING"
    read_keyring.cache_clear()

    with pytest.raises(KeyringReadOnly):
        rotate_root(actor=ANNA, now=now)

    assert sorted(open_keyring().roots) == ["root-1"]
    assert AuditEvent.objects.count() == 0


def test_a_keyring_that_was_not_kept_stops_the_rotation(now, monkeypatch):
    ensure_data_key(owner=OWNER, now=now)
    monkeypatch.setattr(FileSource, "store", lambda self, ring, new=False: None)

    with pytest.raises(KeyUnavailable):
        rotate_root(actor=ANNA, now=now)

    assert events("keys.key.rotated") == []


# An institution's keys ---------------------------------------------------------------------------


def test_pc_30_after_a_rotation_the_new_key_seals_and_the_old_one_opens(now):
    old = ensure_data_key(owner=OWNER, now=now)
    other = ensure_data_key(owner=OTHER, now=now)
    values = store_sealed(2)
    later = now + timedelta(days=365)

    made = rotate_keys(actor=ANNA, now=later, owner=OWNER)

    assert active_data_key(OWNER) == made.content
    assert active_data_key(OTHER) == other
    assert made.retired == 2
    states = DataKey.objects.filter(owner=OWNER).order_by("kind", "created_at")
    assert list(states.values_list("kind", "state", "retired_at")) == [
        ("content", "decrypt-only", later),
        ("content", "active", None),
        ("kek", "decrypt-only", later),
        ("kek", "active", None),
    ]
    assert DataKey.objects.get(id=made.content).wrapped_by_id == made.kek
    assert read_all() == values
    assert events("keys.key.rotated") == [
        (ANNA, OWNER, {"kek": str(made.kek), "content": str(made.content), "retired": "2"})
    ]
    assert old != made.content


def test_who_has_no_keys_cannot_rotate_them(now):
    with pytest.raises(KeyUnavailable):
        rotate_keys(actor=ANNA, now=now, owner=OWNER)

    assert (DataKey.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_rewrapping_moves_content_and_persons_keys_under_the_new_one_in_batches(now):
    ensure_data_key(owner=OWNER, now=now)
    keys = make_subject_keys(now=now, owner=OWNER, subjects=[MEI, WANG])
    sealed = seal_many([(key, "t.f:1", who) for who, key in keys.items()])
    values = store_sealed(1)
    made = rotate_keys(actor=ANNA, now=now, owner=OWNER)

    assert count_outdated() == 3
    assert [rewrap_keys(actor=ANNA, now=now, limit=2) for _ in range(3)] == [2, 1, 0]

    assert count_outdated() == 0
    under = DataKey.objects.exclude(kind="kek").values_list("wrapped_by", flat=True)
    assert set(under) == {made.kek}
    assert read_all() == values
    assert unseal_many([("t.f:1", one) for one in sealed]) == list(keys)
    moved = [details for _, _, details in events("keys.key.rewrapped")]
    assert sum(one.get("subject", 0) for one in moved) == 2
    assert sum(one.get("content", 0) for one in moved) == 1
    assert sum(one.get("kek", 0) for one in moved) == 0


def test_a_destroyed_key_is_not_rewrapped(now):
    make_subject_keys(now=now, owner=OWNER, subjects=[MEI])
    ensure_data_key(owner=OWNER, now=now)
    destroy_subject_keys(actor=ANNA, now=now, subjects=[MEI])
    rotate_keys(actor=ANNA, now=now, owner=OWNER)

    assert count_outdated() == 1
    assert rewrap_keys(actor=ANNA, now=now) == 1


def test_a_change_of_suite_rewraps_every_key_and_reseals_what_is_rotated(now, settings):
    ensure_data_key(owner=OWNER, now=now)
    make_subject_keys(now=now, owner=OWNER, subjects=[MEI])
    values = store_sealed(2)

    settings.CIPHER_SUITE = "sm4"
    assert count_outdated() == 3
    while rewrap_keys(actor=ANNA, now=now):
        pass
    rotate_keys(actor=ANNA, now=now, owner=OWNER)
    while rewrap_keys(actor=ANNA, now=now):
        pass
    run("reseal_content")

    assert {bytes(row.wrapped)[0] for row in DataKey.objects.all()} == {3}
    assert {bytes(row.digest)[0] for row in Approval.objects.filter(kind="sample")} == {3}
    assert read_all() == values


def test_content_is_sealed_anew_under_the_active_key_and_opens_all_the_while(now):
    old = ensure_data_key(owner=OWNER, now=now)
    ensure_data_key(owner=OTHER, now=now)
    values = store_sealed(5) | store_sealed(1, owner=OTHER)
    new = rotate_keys(actor=ANNA, now=now, owner=OWNER).content
    key = DataKey.objects.get(id=old)

    counts = []
    for _ in range(4):
        counts.append(reseal(actor=ANNA, now=now, key=key, place=PLACE, limit=2))
        assert read_all() == values

    assert counts == [2, 2, 1, 0]
    assert (PLACE.count(old), PLACE.count(new)) == (0, 5)
    told = [(ANNA, str(old), {"place": "samples", "to": str(new), "values": n}) for n in (2, 2, 1)]
    assert events("keys.key.rewrapped") == told


def test_an_active_key_is_never_resealed(now):
    old = ensure_data_key(owner=OWNER, now=now)
    store_sealed(1)

    count = reseal(actor=ANNA, now=now, key=DataKey.objects.get(id=old), place=PLACE)

    assert count == 0
    assert PLACE.count(old) == 1


def test_other_processes_take_up_a_rotation_within_seconds(now, monkeypatch):
    old = ensure_data_key(owner=OWNER, now=now)
    assert active_data_key(OWNER) == old
    before = memory._held
    new = rotate_keys(actor=ANNA, now=now, owner=OWNER).content
    memory._held = before  # another process, which knows nothing of it yet

    assert active_data_key(OWNER) == old
    before.checked -= 2 * CHECK_EVERY

    assert active_data_key(OWNER) == new


def test_a_look_every_few_seconds_is_all_that_reading_costs(now, django_assert_num_queries):
    key = ensure_data_key(owner=OWNER, now=now)
    sealed = seal(key_id=key, place="t.f:1", value=b"secret")

    with django_assert_num_queries(0):
        for _ in range(100):
            unseal(place="t.f:1", sealed=sealed)
            active_data_key(OWNER) if memory._held.active else None
    memory._held.checked -= 2 * CHECK_EVERY
    with django_assert_num_queries(1):
        for _ in range(100):
            unseal(place="t.f:1", sealed=sealed)
