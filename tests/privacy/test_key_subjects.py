"""Keys of persons: one for each institution and person, few statements, destroyed at once (PC-15, PC-30)."""

import logging
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from privacy.audit.models import AuditEvent
from privacy.errors import KeyDestroyed, KeyUnavailable
from privacy.keys import services
from privacy.keys.models import DataKey
from privacy.keys.services import (
    destroy_subject_keys,
    ensure_data_key,
    make_subject_keys,
    seal,
    seal_many,
    unseal,
    unseal_many,
)
from tests.factories.keys import OTHER, OWNER

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

MEI, WANG = b"m" * 16, b"w" * 16


def digests(count: int) -> list[bytes]:
    return [number.to_bytes(16, "big") for number in range(count)]


def test_each_institution_has_a_key_of_its_own_for_a_person(now):
    first = make_subject_keys(now=now, owner=OWNER, subjects=[MEI, WANG, MEI])
    again = make_subject_keys(now=now, owner=OWNER, subjects=[WANG, MEI])
    elsewhere = make_subject_keys(now=now, owner=OTHER, subjects=[MEI])

    assert first == again
    assert set(first) == {MEI, WANG}
    assert len({*first.values(), *elsewhere.values()}) == 3
    rows = DataKey.objects.filter(kind="subject")
    assert set(rows.values_list("owner", "state", "wrapped_by__kind", "root_key")) == {
        (OWNER, "active", "kek", ""),
        (OTHER, "active", "kek", ""),
    }


def test_nobody_asked_for_means_no_key(now):
    assert make_subject_keys(now=now, owner=OWNER, subjects=[]) == {}
    assert DataKey.objects.count() == 0


@pytest.mark.parametrize(("count", "reads"), [(1, 3), (300, 3), (301, 6)])
def test_making_takes_few_statements_whatever_the_number(now, count, reads):
    seal(key_id=ensure_data_key(owner=OWNER, now=now), place="t.f:1", value=b"warm")

    with CaptureQueriesContext(connection) as made:
        keys = make_subject_keys(now=now, owner=OWNER, subjects=digests(count))
    with CaptureQueriesContext(connection) as found:
        make_subject_keys(now=now, owner=OWNER, subjects=digests(count))

    assert len(set(keys.values())) == count
    # SQLite takes about ninety rows in a statement, PostgreSQL all.
    assert len([one for one in made if one["sql"].startswith("SELECT")]) == reads
    assert len([one for one in made if one["sql"].startswith("INSERT")]) <= 3 + count // 80
    assert len([one for one in found if "SAVEPOINT" not in one["sql"]]) == reads // 3


def test_a_hundred_values_under_a_hundred_keys_take_two_statements(now):
    keys = make_subject_keys(now=now, owner=OWNER, subjects=digests(100))
    values = [(key, f"t.f:{index}", b"secret") for index, key in enumerate(keys.values())]

    with CaptureQueriesContext(connection) as queries:
        sealed = seal_many(values)
        places = [(place, one) for (_, place, _), one in zip(values, sealed, strict=True)]
        opened = unseal_many(places)

    assert opened == [b"secret"] * 100
    assert len(queries) == 2


def test_pc_30_what_a_destroyed_key_sealed_is_erased_at_once_and_not_an_error(now):
    keys = make_subject_keys(now=now, owner=OWNER, subjects=[MEI, WANG])
    sealed = {who: seal(key_id=keys[who], place="t.f:1", value=who) for who in keys}
    assert unseal(place="t.f:1", sealed=sealed[MEI]) == MEI

    assert destroy_subject_keys(actor="user:1@bank", now=now, subjects=[MEI]) == 1

    values = [("t.f:1", sealed[MEI]), ("t.f:1", sealed[WANG])]
    assert unseal_many(values) == [None, WANG]
    with pytest.raises(KeyDestroyed) as destroyed:
        unseal(place="t.f:1", sealed=sealed[MEI])
    assert destroyed.value.code == "erased"
    assert isinstance(destroyed.value, KeyUnavailable)
    with pytest.raises(KeyDestroyed):
        seal(key_id=keys[MEI], place="t.f:1", value=MEI)
    with pytest.raises(KeyDestroyed):
        seal_many([(keys[MEI], "t.f:1", MEI)])


def test_pc_15_a_destroyed_row_holds_neither_material_nor_the_person(now):
    keys = make_subject_keys(now=now, owner=OWNER, subjects=[MEI])

    destroy_subject_keys(actor="user:1@bank", now=now, subjects=[MEI])

    row = DataKey.objects.get(id=keys[MEI])
    assert (row.state, bytes(row.wrapped), row.subject, row.destroyed_at) == (
        "destroyed",
        b"",
        None,
        now,
    )
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.actor, event.subject) == (
        "keys.key.destroyed",
        "user:1@bank",
        str(keys[MEI]),
    )
    assert event.details == {"owner": OWNER, "kind": "subject"}
    assert destroy_subject_keys(actor="user:1@bank", now=now, subjects=[MEI]) == 0
    assert AuditEvent.objects.latest("id") == event


def test_erasing_at_one_institution_leaves_the_others_keys(now):
    for owner in (OWNER, OTHER):
        make_subject_keys(now=now, owner=owner, subjects=[MEI])

    count = destroy_subject_keys(actor="user:1@bank", now=now, subjects=[MEI], owners=[OWNER])

    assert count == 1
    states = DataKey.objects.filter(kind="subject").values_list("owner", "state")
    assert set(states) == {(OWNER, "destroyed"), (OTHER, "active")}


def test_who_is_named_again_after_an_erasure_gets_another_key(now):
    before = make_subject_keys(now=now, owner=OWNER, subjects=[MEI])
    destroy_subject_keys(actor="user:1@bank", now=now, subjects=[MEI])

    after = make_subject_keys(now=now, owner=OWNER, subjects=[MEI])

    assert after[MEI] != before[MEI]


def test_two_who_make_the_same_key_at_one_time_get_the_same(now, monkeypatch):
    quicker: dict[bytes, UUID] = {}
    find = services._find_subject_keys

    def find_late(owner, subjects):
        found = find(owner, subjects)
        if not quicker:
            # Another process makes them between the look and the write.
            monkeypatch.setattr(services, "_find_subject_keys", find)
            quicker.update(make_subject_keys(now=now, owner=OWNER, subjects=[MEI]))
        return found

    monkeypatch.setattr(services, "_find_subject_keys", find_late)

    keys = make_subject_keys(now=now, owner=OWNER, subjects=[MEI, WANG])

    assert keys[MEI] == quicker[MEI]
    assert DataKey.objects.filter(kind="subject").count() == 2


def test_keys_of_persons_never_stay_in_memory(now):
    keys = make_subject_keys(now=now, owner=OWNER, subjects=[MEI])
    sealed = seal(key_id=keys[MEI], place="t.f:1", value=b"secret")
    unseal(place="t.f:1", sealed=sealed)

    # Behind the back of this process, as another one would.
    DataKey.objects.filter(id=keys[MEI]).update(state="destroyed", wrapped=b"")

    assert unseal_many([("t.f:1", sealed)]) == [None]


def test_an_unknown_key_is_no_erasure(now):
    with pytest.raises(KeyUnavailable) as unknown:
        seal(key_id=uuid4(), place="t.f:1", value=b"secret")
    assert unknown.value.code == "key-unavailable"


def test_a_key_made_in_a_transaction_that_rolled_back_is_not_used_again(now):
    with transaction.atomic():
        make_subject_keys(now=now, owner=OWNER, subjects=[MEI])
        transaction.set_rollback(True)
    assert DataKey.objects.count() == 0

    keys = make_subject_keys(now=now, owner=OWNER, subjects=[MEI])

    assert (
        unseal(place="t.f:1", sealed=seal(key_id=keys[MEI], place="t.f:1", value=b"secret"))
        == b"secret"
    )
    assert DataKey.objects.count() == 2


def test_pc_40_nothing_of_it_is_logged(now, caplog):
    with caplog.at_level(logging.DEBUG):
        keys = make_subject_keys(now=now, owner=OWNER, subjects=[MEI])
        destroy_subject_keys(actor="user:1@bank", now=now, subjects=[MEI])

    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert ours == []
    assert keys
