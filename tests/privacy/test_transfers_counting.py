"""Persons sent abroad: each counted once a year, by exporter, with the act, and never lowered."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from privacy.policy.types import Counts
from privacy.transfers.models import ExportCounter, ExportedPerson
from privacy.transfers.services.counting import forget_past_years, peek, reserve

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, PEER = "identity--bank", "identity--peer"


def persons(*numbers: int) -> frozenset[bytes]:
    return frozenset(number.to_bytes(16, "big") for number in numbers)


NOBODY = persons()


def count(now, ordinary=NOBODY, sensitive=NOBODY, exporter=BANK, by=reserve):
    return by(now=now, exporter=exporter, ordinary=ordinary, sensitive=sensitive)


def test_a_person_counts_once_a_year_and_the_count_includes_the_act_pc_19(now):
    assert count(now, persons(1, 2), persons(3)) == Counts(ordinary=2, sensitive=1)
    assert count(now, persons(2, 4), persons(3)) == Counts(ordinary=3, sensitive=1)
    assert count(now) == Counts(ordinary=3, sensitive=1)
    assert ExportedPerson.objects.count() == 4


def test_sensitive_and_ordinary_data_of_one_person_count_apart(now):
    assert count(now, persons(1), persons(1)) == Counts(ordinary=1, sensitive=1)


def test_exporters_count_apart(now):
    count(now, persons(1, 2))

    assert count(now, persons(1), exporter=PEER) == Counts(ordinary=1)


def test_a_look_counts_nobody_pc_19(now):
    assert count(now, persons(1), persons(2, 3), by=peek) == Counts(ordinary=1, sensitive=2)
    assert ExportCounter.objects.count() == 0
    count(now, persons(1))

    assert count(now, persons(1, 2), by=peek) == Counts(ordinary=2)
    assert count(now, by=peek) == Counts(ordinary=1)


def test_the_year_begins_in_shanghai_pc_19():
    last_of_year = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
    first_of_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    count(last_of_year, persons(1))

    assert count(first_of_year, persons(1, 2)) == Counts(ordinary=2)
    assert count(last_of_year, by=peek) == Counts(ordinary=1)


def test_an_act_that_is_rolled_back_counted_nobody(now):
    count(now, persons(1))

    with transaction.atomic():
        count(now, persons(2, 3))
        transaction.set_rollback(True)

    assert count(now, by=peek) == Counts(ordinary=1)


def test_many_persons_are_counted_in_parts(now):
    many = persons(*range(1_200))

    assert count(now, sensitive=many) == Counts(sensitive=1_200)
    assert count(now, sensitive=many, by=peek) == Counts(sensitive=1_200)


def test_persons_are_forgotten_when_the_year_is_over_and_counts_remain(now):
    count(now, persons(1, 2), persons(3))
    next_year = now.replace(year=now.year + 1)
    count(next_year, persons(1))

    assert forget_past_years(now=next_year) == 3
    assert ExportedPerson.objects.count() == 1
    assert list(ExportCounter.objects.order_by("year").values_list("ordinary", "sensitive")) == [
        (2, 1),
        (1, 0),
    ]
