"""A receiver of webhooks is killed and restarted while alerts come in: nothing is missed."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from sharing.channels.models import Attempt, Dispatch
from tests.factories.channels import LOOPBACK, Receiver, add_webhook, push, subscribe
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.slow, pytest.mark.embedded, pytest.mark.django_db(transaction=True)]

ALERTS = 60


@pytest.fixture
def receiver(tmp_path):
    one = Receiver(tmp_path)
    yield one
    one.kill()


def test_a_receiver_that_is_killed_and_restarted_misses_nothing(exchange, receiver, settings, now):
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK
    reader = exchange["platform"]
    issued = add_webhook(reader, now=now, url=receiver.url)
    subscribe(reader, f"webhook:{issued.webhook.id}", now=now)
    # Threads see one another's rows only where the database is more than this process's memory.
    lanes = 4 if connection.vendor == "postgresql" else 0
    sent = []

    receiver.start()
    for number in range(ALERTS):
        at = now + timedelta(seconds=number)
        if number in (15, 40):
            receiver.kill()
        if number in (25, 50):
            receiver.start()
        host = f"[domain-name:value = 'host{number}.example']"
        sent.append(str(send(exchange["bank"], now=at, pattern=host).id))
        work(at)
        push(at, lanes=lanes)
    # Whatever rests falls due.
    push(now + timedelta(minutes=30), lanes=lanes)

    messages = receiver.read()
    got = [json.loads(message["body"])["data"]["id"] for message in messages]
    assert sorted(got) == sorted(sent)
    assert len({message["headers"]["webhook-id"] for message in messages}) == ALERTS
    assert set(Dispatch.objects.values_list("state", flat=True)) == {"sent"}
    assert Attempt.objects.exclude(error="").exists()
