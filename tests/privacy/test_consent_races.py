"""Consents under parallel writers: a decision that is being written holds a withdrawal back (PC-08)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from privacy.audit.models import AuditEvent
from privacy.consent.models import ConsentEvent, ConsentRecord
from privacy.consent.services.consents import give_consent, withdraw_consent
from privacy.consent.services.standing import lock_standing, move_standing, read_standing
from tests.factories.consents import give, make_consent, publish

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PATIENCE = 10  # seconds


def apart(act):
    """Run in a thread with a connection of its own."""
    try:
        return act()
    finally:
        connection.close()


def test_a_withdrawal_waits_for_decisions_under_way_and_later_ones_see_it(bank, now):
    row = give(bank, publish(bank, now=now), now=now)
    move_standing()
    ready, go_on = threading.Event(), threading.Event()
    both = threading.Barrier(2, action=ready.set)

    def decide():
        with transaction.atomic():
            before = lock_standing()
            both.wait(PATIENCE)
            go_on.wait(PATIENCE)
            return before, lock_standing()

    def withdraw():
        ready.wait(PATIENCE)
        return withdraw_consent(
            actor="hub", now=now, controller=bank.stix_id, consent_id=row.id
        ).is_new

    with ThreadPoolExecutor(3) as workers:
        deciding = [workers.submit(apart, decide) for _ in range(2)]
        withdrawing = workers.submit(apart, withdraw)
        ready.wait(PATIENCE)
        waited = not threading.Event().wait(0.5) and not withdrawing.done()
        go_on.set()
        seen = [one.result(PATIENCE) for one in deciding]

    assert waited
    assert seen == [(1, 1), (1, 1)]
    assert withdrawing.result() is True
    assert read_standing() == 2


def test_one_act_reported_twice_at_one_time_is_recorded_once(bank, now):
    new = make_consent(publish(bank, now=now), now=now)

    def record():
        return give_consent(actor="hub", now=now, controller=bank.stix_id, new=new)

    with ThreadPoolExecutor(4) as workers:
        given = [one.result(PATIENCE) for one in [workers.submit(apart, record) for _ in range(4)]]

    assert sorted(one.is_new for one in given) == [False, False, False, True]
    assert ConsentRecord.objects.count() == 1


def test_withdrawals_at_one_time_are_one(bank, now):
    row = give(bank, publish(bank, now=now), now=now)

    def withdraw():
        return withdraw_consent(
            actor="hub", now=now, controller=bank.stix_id, consent_id=row.id
        ).is_new

    with ThreadPoolExecutor(4) as workers:
        ended = [
            one.result(PATIENCE) for one in [workers.submit(apart, withdraw) for _ in range(4)]
        ]

    assert sorted(ended) == [False, False, False, True]
    assert ConsentEvent.objects.filter(event="withdrawn").count() == 1
    assert AuditEvent.objects.filter(action="consent.consent.withdrawn").count() == 1
    assert read_standing() == 1
