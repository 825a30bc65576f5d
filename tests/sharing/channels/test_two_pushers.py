"""Two workers that push at one time send each message once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from sharing.channels.models import Attempt, Dispatch
from tests.factories.channels import LOOPBACK, Receiver, add_webhook, push, subscribe
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ALERTS = 60


def push_apart(now):
    try:
        push(now + timedelta(seconds=1), lanes=4)
    finally:
        connection.close()


def test_two_workers_at_one_time_send_each_message_once(exchange, settings, now, tmp_path):
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK
    receiver = Receiver(tmp_path)
    receiver.start()
    issued = add_webhook(exchange["platform"], now=now, url=receiver.url)
    subscribe(exchange["platform"], f"webhook:{issued.webhook.id}", now=now)
    for _ in range(ALERTS):
        send(exchange["bank"], now=now)
    work(now)

    workers = [threading.Thread(target=push_apart, args=(now,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    receiver.kill()

    assert len(receiver.read()) == ALERTS
    assert len({one["headers"]["webhook-id"] for one in receiver.read()}) == ALERTS
    assert set(Dispatch.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert Attempt.objects.count() == ALERTS
