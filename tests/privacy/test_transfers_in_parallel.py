"""What PostgreSQL alone can show: counters under parallel acts (PC-19, row X10), and a ledger nobody cuts."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from privacy.transfers.models import ExportCounter, ExportedPerson, SharingAct
from privacy.transfers.services.counting import reserve
from privacy.transfers.services.ledger import record_acts
from tests.factories.transfers import new_act

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

BANK = "identity--bank"
LIMIT = 25
EACH = 20


class OverLimit(Exception):
    """The act would send data of too many persons abroad."""


def export(now, first: int) -> None:
    try:
        for number in range(first, first + EACH):
            export_one(now, number.to_bytes(16, "big"))
    finally:
        connection.close()


def export_one(now, person: bytes) -> None:
    try:
        with transaction.atomic():
            counts = reserve(
                now=now, exporter=BANK, ordinary=frozenset(), sensitive=frozenset({person})
            )
            if counts.sensitive > LIMIT:
                raise OverLimit
    except OverLimit:
        pass


def test_two_exports_at_one_time_stop_exactly_at_the_limit_pc_19(now):
    workers = [threading.Thread(target=export, args=(now, start)) for start in (0, 1_000, 2_000)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert ExportedPerson.objects.count() == LIMIT
    assert ExportCounter.objects.get().sensitive == LIMIT


def test_the_database_refuses_removal_below_the_models_pc_22(now):
    record_acts(now=now, acts=[new_act("identity--bank", "identity--peer")])

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM transfers_sharingact")

    assert SharingAct.objects.count() == 1
