"""Persons and the pipeline at once: neither waits for the other for ever, and nothing slips through (PC-15, PC-16)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from privacy.transfers.models import Assessment
from sharing.alerts.models import Alert
from sharing.delivery.models import Delivery
from sharing.erasers.holder import AlertHolder
from sharing.holds.models import Hold
from sharing.holds.proposals import HoldAction, Proposal
from sharing.holds.services import propose
from sharing.ingest.services import lease
from sharing.pipeline import holds, run
from sharing.routing.match import RoutingRules
from tests.factories.holdings import MEI, known_as
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PATIENCE = 20  # seconds


def apart(act):
    """Run in a thread with a connection of its own."""
    try:
        return act()
    finally:
        connection.close()


def meet(monkeypatch, room, first, second):
    """Let the second begin while the first has locked its rows and not yet what it rests on."""
    ready, real = threading.Event(), room.make_sure

    def slow(*args, **more):
        ready.set()
        threading.Event().wait(0.7)
        return real(*args, **more)

    monkeypatch.setattr(room, "make_sure", slow)

    def follow():
        ready.wait(PATIENCE)
        return second()

    with ThreadPoolExecutor(2) as workers:
        both = [workers.submit(apart, act) for act in (first, follow)]
        return [one.result(PATIENCE) for one in both]


def test_an_erasure_waits_for_the_worker_and_erases_what_it_stored(exchange, now, monkeypatch):
    send(exchange["bank"], now=now, description=f"Call {MEI}.")
    (leased,) = lease(now=now, limit=1)

    _, erased = meet(
        monkeypatch,
        run,
        lambda: run.run_batch([leased.id], now=now, rules=RoutingRules()),
        lambda: AlertHolder().erase(actor="officer", now=now, subjects=known_as()),
    )

    assert (erased.items, Alert.objects.count()) == (1, 1)
    assert AlertHolder().export(subjects=known_as(), now=now) == []


def test_a_restriction_waits_for_the_release_of_a_copy_and_takes_it_back(
    exchange, now, monkeypatch
):
    Assessment.objects.all().delete()
    send(exchange["bank"], now=now, description=f"Call {MEI}.")
    work(now)
    one, other = (replace(exchange["bank"].actor, name=f"user:{n}@bank") for n in (1, 2))
    hold = Hold.objects.get(recipient__slug="peer")
    release = Proposal(HoldAction.RELEASE, "Assessed by hand.")
    approval = propose(actor=one, now=now, hold_id=hold.id, proposal=release).approval

    decided, _ = meet(
        monkeypatch,
        holds,
        lambda: holds.decide_hold(
            actor=other, now=now, hold_id=hold.id, approval=approval, given=True
        ),
        lambda: AlertHolder().restrict(actor="officer", now=now, subjects=known_as()),
    )

    assert decided.state == Hold.State.RELEASED
    copy = Delivery.objects.get(recipient__slug="peer", kind="alert", feed__group=None)
    assert copy.cause == "restricted"
