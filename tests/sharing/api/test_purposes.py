"""What a credential reads for binds its lists, its stream and its cases as it binds its polls (PC-02)."""

from base64 import b64encode

import orjson
import pytest
from django.test import Client

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.api.events import Order, read_batch
from sharing.channels.models import Webhook
from sharing.members.actors import MACHINE_SCOPES, SYSTEM
from sharing.members.services import Use, authenticate_machine, issue_credential
from tests.factories.bundles import make_bundle
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded


@pytest.fixture
def sent(exchange, now):
    """An alert with a telephone number, and one of nobody; return their ids."""
    found = []
    for name in ("Call 13800138000 never", "A copied page"):
        raw = orjson.dumps(make_bundle(name=name))
        found.append(str(send(exchange["bank"], now=now, raw=raw).id))
        work(now)
    return found


@pytest.fixture
def issued(exchange, now):
    """A credential of the peer that reads for statistics."""
    return issue_credential(
        actor=SYSTEM,
        now=now,
        institution=exchange["peer"].institution,
        scopes=MACHINE_SCOPES,
        use=Use(purpose="statistics"),
    )


@pytest.fixture
def client(issued):
    pair = b64encode(f"{issued.client_id}:{issued.client_secret}".encode()).decode()
    return Client(headers={"authorization": f"Basic {pair}"})


def refusals():
    events = AuditEvent.objects.filter(action=Action.PURPOSE_REFUSED).order_by("id")
    return [(event.details["purpose"], event.details["alerts"]) for event in events]


def ids(answer):
    return [one["id"] for one in answer.json()["items"]]


def test_a_list_goes_without_what_was_shared_for_other_purposes_pc_02(client, sent):
    answer = client.get("/api/v1/alerts")

    assert ids(answer) == [sent[1]]
    assert b"13800138000" not in answer.content
    assert refusals() == [("statistics", [sent[0]])]
    (read,) = AuditEvent.objects.filter(action=Action.FEED_READ)
    assert read.details["alerts"] == [sent[1]]


def test_a_page_that_holds_nothing_fit_still_leads_to_the_next(client, sent):
    first = client.get("/api/v1/alerts", {"limit": 1})
    second = client.get("/api/v1/alerts", {"limit": 1, "cursor": first.json()["next"]})

    assert (ids(first), ids(second)) == ([sent[1]], [])
    assert second.json()["next"] is None


def test_without_a_purpose_of_its_own_a_reader_sees_all(exchange, as_member, sent):
    assert ids(as_member(exchange["peer"]).get("/api/v1/alerts")) == [sent[1], sent[0]]
    assert refusals() == []


def test_one_s_own_alerts_serve_any_purpose(exchange, now, sent):
    own = issue_credential(
        actor=SYSTEM,
        now=now,
        institution=exchange["bank"].institution,
        scopes=MACHINE_SCOPES,
        use=Use(purpose="statistics"),
    )
    pair = b64encode(f"{own.client_id}:{own.client_secret}".encode()).decode()

    answer = Client(headers={"authorization": f"Basic {pair}"}).get("/api/v1/alerts")

    assert set(ids(answer)) == set(sent)
    assert refusals() == []


def test_the_stream_passes_over_it_once_and_goes_on_pc_02(issued, now, sent):
    actor = authenticate_machine(client_id=issued.client_id, secret=issued.client_secret, now=now)

    batch = read_batch(order=Order(actor, 0, with_objects=True), now=now)

    assert batch is not None
    assert sent[1].encode() in batch.text
    assert b"Call" not in batch.text
    assert refusals() == [("statistics", [sent[0]])]
    assert read_batch(order=Order(actor, batch.last), now=now) is None


def test_cases_and_what_to_look_at_first_are_not_told_from_it_pc_02(client, sent):
    listed = client.get("/api/v1/cases")
    ranked = client.get("/api/v1/attention/cases")

    assert listed.status_code == ranked.status_code == 200
    (case,) = ids(listed)
    opened = client.get(f"/api/v1/cases/{case}")
    assert [one["id"] for one in opened.json()["alerts"]] == [sent[1]]
    for answer in (listed, ranked, opened):
        assert b"Call" not in answer.content
        assert b"copied" in answer.content


def test_a_case_of_nothing_else_is_not_to_be_found_pc_02(client, exchange, as_member, now):
    send(exchange["bank"], now=now, name="Call 13800138000 never")
    work(now)
    (case,) = ids(as_member(exchange["peer"]).get("/api/v1/cases"))

    assert ids(client.get("/api/v1/cases")) == []
    assert client.get(f"/api/v1/cases/{case}").status_code == 404


def test_it_sets_up_no_webhook_by_which_it_would_read_all_pc_02(client, sent):
    body = {"name": "ours", "url": "https://hooks.example.com/in", "content": "stix"}

    answer = client.post("/api/v1/webhooks", body, content_type="application/json")

    assert answer.status_code == 403
    assert Webhook.objects.count() == 0
