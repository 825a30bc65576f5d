"""Counters under parallel acts do not overshoot (PC-19, row X10)."""

import threading

import pytest
from django.db import connection, transaction

from privacy.transfers.models import ExportCounter, ExportedPerson
from privacy.transfers.services.counting import reserve

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
