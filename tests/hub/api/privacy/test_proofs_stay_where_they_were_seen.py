"""An institution that vouches for a stranger opens nothing that others hold (PC-12, PC-15, PC-17)."""

import pytest
import time_machine
from django.test import Client

from privacy.consent.models import ConsentEvent
from privacy.subjects.identifiers import subject_key
from sharing.response.models import RecallOrder
from tests.factories.consents import give, publish
from tests.factories.journeys import send, work
from tests.factories.persons import as_person, take_token

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

VICTIM = "+8613800138000"
JSON = "application/json"


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def evil(exchange, as_member, now) -> Client:
    """Somebody whom a member, in league with them, has verified to be the victim."""
    client = as_person(take_token("evil@person.example", now=now))
    claimed = [{"kind": "phone", "value": VICTIM}]
    asked = client.post(
        "/api/v1/rights-requests",
        {"type": "access", "controller": "outsider", "identifiers": claimed},
        content_type=JSON,
    )
    assert asked.status_code == 201, asked.content
    vouched = as_member(exchange["outsider"]).post(
        f"/api/v1/rights-requests/{asked.json()['id']}/verify",
        {"passed": True, "method": "document-at-counter", "identifiers": claimed},
        content_type=JSON,
    )
    assert vouched.status_code == 200, vouched.content
    return client


def test_holdings_of_others_stay_closed(exchange, evil, now):
    send(exchange["bank"], now=now, description=f"Call {VICTIM}.")
    work(now)

    items = evil.get("/api/v1/me/holdings").json()["items"]

    assert [one["kind"] for one in items if one["kind"] == "alert"] == []


def test_consents_given_elsewhere_are_neither_seen_nor_withdrawn(exchange, evil, now):
    bank = exchange["bank"]
    key = subject_key("phone", VICTIM)
    consent = give(bank, publish(bank, now=now), now=now, subjects=frozenset({key}))

    listed = evil.get("/api/v1/me/consents").json()["items"]
    withdrawn = evil.post(f"/api/v1/me/consents/{consent.id}/withdraw")

    assert (listed, withdrawn.status_code) == ([], 404)
    assert not ConsentEvent.objects.filter(record=consent, event="withdrawn").exists()


def test_a_request_to_another_institution_asks_for_papers_again(exchange, evil, now):
    asked = evil.post(
        "/api/v1/rights-requests",
        {
            "type": "erasure",
            "controller": "bank",
            "identifiers": [{"kind": "phone", "value": VICTIM}],
        },
        content_type=JSON,
    )

    assert asked.json()["identity"] == "claimed"
    assert not RecallOrder.objects.exists()
