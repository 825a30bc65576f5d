"""Readers and writers go on while roots and keys change, on a database that lets them (PC-30)."""

import threading

import pytest
from django.db import connection

from privacy.approvals.models import Approval
from privacy.audit.models import AuditEvent
from privacy.keys import places
from privacy.keys.models import DataKey
from privacy.keys.rotation import reseal, rewrap_keys, rotate_keys, rotate_root
from privacy.keys.selectors import list_retired
from privacy.keys.services import ensure_data_key, make_subject_keys, unseal_many
from tests.factories.keys import ANNA, OWNER, PLACE, place_of, store_sealed

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SUBJECTS = [number.to_bytes(16, "big") for number in range(200)]


@pytest.fixture(autouse=True)
def _one_place(monkeypatch):
    monkeypatch.setattr(places, "_places", {PLACE.name: PLACE})


class Worker(threading.Thread):
    """Does one thing again and again until told to stop; keeps what went wrong."""

    def __init__(self, work) -> None:
        super().__init__()
        self.work, self.done, self.rounds = work, threading.Event(), 0
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            while not self.done.wait(0.02):
                self.work()
                self.rounds += 1
        except Exception as error:  # noqa: BLE001  # told to the test
            self.failed = error
        finally:
            connection.close()

    def stop(self) -> None:
        self.done.set()
        self.join()


def read_everything(values) -> None:
    rows = list(Approval.objects.filter(kind="sample"))
    opened = unseal_many([(place_of(row), bytes(row.digest)) for row in rows])
    found = dict(zip([row.id for row in rows], opened, strict=True))
    assert {key: found[key] for key in values} == values


def test_pc_30_no_read_is_lost_while_everything_rotates(now):
    ensure_data_key(owner=OWNER, now=now)
    values = store_sealed(60)
    make_subject_keys(now=now, owner=OWNER, subjects=SUBJECTS)
    readers = [Worker(lambda: read_everything(values)) for _ in range(2)]
    writer = Worker(lambda: store_sealed(1))
    for worker in (*readers, writer):
        worker.start()

    for _ in range(3):
        rotate_root(actor=ANNA, now=now)
        rotate_keys(actor=ANNA, now=now, owner=OWNER)
        while rewrap_keys(actor=ANNA, now=now, limit=20):
            pass
        for key in list_retired(kind=DataKey.Kind.CONTENT):
            while reseal(actor=ANNA, now=now, key=key, place=PLACE, limit=10):
                pass

    for worker in (*readers, writer):
        worker.stop()
    assert [worker.failed for worker in (*readers, writer)] == [None] * 3
    assert min(worker.rounds for worker in (*readers, writer)) > 0
    read_everything(values)
    assert Approval.objects.filter(kind="sample").count() == 60 + writer.rounds


def test_two_who_make_keys_of_the_same_persons_at_one_time_agree(now):
    ensure_data_key(owner=OWNER, now=now)
    made = []
    start = threading.Barrier(4)

    def make(order) -> None:
        try:
            start.wait()
            made.append(make_subject_keys(now=now, owner=OWNER, subjects=order))
        finally:
            connection.close()

    orders = (SUBJECTS, SUBJECTS[::-1], SUBJECTS[50:], SUBJECTS[:150])
    workers = [threading.Thread(target=make, args=(order,)) for order in orders]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(made) == 4
    stored = {
        bytes(subject or b""): key
        for subject, key in DataKey.objects.filter(kind="subject").values_list("subject", "id")
    }
    assert len(stored) == len(SUBJECTS)
    for keys in made:
        assert keys == {subject: stored[subject] for subject in keys}


def test_two_rotations_at_one_time_come_one_after_the_other(now):
    ensure_data_key(owner=OWNER, now=now)
    start = threading.Barrier(3)

    def rotate() -> None:
        try:
            start.wait()
            rotate_root(actor=ANNA, now=now)
            rotate_keys(actor=ANNA, now=now, owner=OWNER)
        finally:
            connection.close()

    workers = [threading.Thread(target=rotate) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    active = DataKey.objects.filter(state="active").order_by("kind")
    assert list(active.values_list("kind", flat=True)) == ["content", "kek"]
    assert DataKey.objects.filter(state="decrypt-only").count() == 6
    rotated = AuditEvent.objects.filter(action="keys.key.rotated").values_list("subject", flat=True)
    assert sorted(rotated) == [OWNER] * 3 + ["root-2", "root-3", "root-4"]
