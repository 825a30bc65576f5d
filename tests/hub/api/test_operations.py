"""Health, metrics and keys: what operators and verifiers need, and nothing about any institution."""

import base64
from datetime import timedelta

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from privacy.keys.keyring import read_keyring
from sharing.ingest.models import Submission
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

TOKEN = "a-token-of-operators-of-some-length"


def test_live_answers_without_any_component(client):
    answer = client.get("/health/live")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_says_ok_when_all_holds(db, client):
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_names_the_keyring_and_nothing_more(db, client, settings):
    settings.KEYRING_PATH = settings.DATA_DIR / "nowhere.json"
    read_keyring.cache_clear()

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "failing": ["keyring"]}


def test_ready_names_a_queue_that_does_not_move(exchange, client):
    send(exchange["bank"], now=timezone.now() - timedelta(minutes=6))

    assert client.get("/health/ready").json() == {"status": "failing", "failing": ["queue"]}


def test_ready_names_the_database(db, client, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("could not connect to the server at a secret address")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", fail)
        answer = client.get("/health/ready")

    assert answer.json() == {"status": "failing", "failing": ["database", "queue"]}


def test_metrics_count_by_state_only(exchange, settings, now):
    settings.METRICS_TOKEN = TOKEN
    send(exchange["bank"], now=now)
    work(now)
    send(exchange["bank"], now=timezone.now() - timedelta(seconds=30))

    answer = Client(headers={"authorization": f"Bearer {TOKEN}"}).get("/metrics")

    lines = answer.content.decode().splitlines()
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert 'riskhub_submissions{state="delivered"} 1.0' in lines
    assert 'riskhub_submissions{state="received"} 1.0' in lines
    assert 'riskhub_submissions{state="held"} 0.0' in lines
    (age,) = [line for line in lines if line.startswith("riskhub_oldest_due_seconds ")]
    assert 30 <= float(age.split()[1]) < 60
    assert b"bank" not in answer.content


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Bearer", f"Basic {TOKEN}"])
def test_metrics_need_the_token(db, settings, header):
    settings.METRICS_TOKEN = TOKEN

    answer = Client(headers={"authorization": header}).get("/metrics")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer ")


def test_without_a_token_there_are_no_metrics(db, settings):
    settings.METRICS_TOKEN = ""

    assert Client(headers={"authorization": "Bearer "}).get("/metrics").status_code == 404


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_a_receipt_can_be_checked_with_the_published_key_alone(exchange, client, now):
    receipt = send(exchange["bank"], now=now).receipt
    head, body, signature = receipt.split(".")

    keys = client.get("/log/keys").json()["keys"]

    (key,) = [one for one in keys if one["kid"] == orjson.loads(decode(head))["kid"]]
    assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("OKP", "Ed25519", "EdDSA", "sig")
    assert set(key) == {"kty", "crv", "alg", "use", "kid", "x"}
    public = Ed25519PublicKey.from_public_bytes(decode(key["x"]))
    public.verify(decode(signature), f"{head}.{body}".encode())


def test_the_queue_of_the_ready_page_forgives_what_was_worked(exchange, client, now):
    send(exchange["bank"], now=now)
    work(now)

    assert Submission.objects.get().state == Submission.State.DELIVERED
    assert client.get("/health/ready").status_code == 200
