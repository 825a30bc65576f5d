"""Requests over REST: the asker sees each member it asked, these never see each other."""

from uuid import uuid4

import pytest
from pytest_django.asserts import assertNumQueries

from privacy.audit.models import AuditEvent
from sharing.response.models import Duty
from tests.factories.journeys import send, work
from tests.factories.responses import make_answer, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

REQUESTS = "/api/v1/requests"
FAR = "2096-11-24T02:00:00.000Z"


@pytest.fixture
def as_any(exchange, as_member):
    return {slug: as_member(member) for slug, member in exchange.items()}


@pytest.fixture
def asked(exchange, now):
    """The bank asks peer and platform: (alert, id of the envelope)."""
    raw, envelope = make_request(exchange["peer"], exchange["platform"], respond_by=FAR)
    submission = send(exchange["bank"], now=now, raw=raw)
    work(now)
    return submission.id, envelope


def refuse(client, alert, reason="unclear"):
    address = f"{REQUESTS}/{alert}/refuse"
    return client.post(address, {"reason_code": reason}, content_type="application/json")


def states(answer):
    return [(item["asked"]["name"].split()[0].lower(), item["state"]) for item in answer["items"]]


def stored():
    return set(Duty.objects.values_list("id", "state")), AuditEvent.objects.count()


def test_the_asker_sees_how_each_member_stands(as_any, exchange, asked, now):
    alert, envelope = asked
    answer = send(exchange["peer"], now=now, raw=make_answer(exchange["bank"], envelope))
    work(now)
    assert refuse(as_any["platform"], alert).status_code == 200

    seen = as_any["bank"].get(f"{REQUESTS}/{alert}").json()

    assert states(seen) == [("peer", "answered"), ("platform", "refused")]
    assert [item["answer"] for item in seen["items"]] == [str(answer.id), None]
    assert [item["reason_code"] for item in seen["items"]] == ["", "unclear"]
    listed = as_any["bank"].get(REQUESTS, {"direction": "sent"}).json()["items"]
    assert sorted(listed, key=str) == sorted(seen["items"], key=str)


def test_who_is_asked_sees_the_asker_and_none_of_the_others(as_any, exchange, asked):
    alert, envelope = asked
    refuse(as_any["platform"], alert)

    for address in (REQUESTS, f"{REQUESTS}/{alert}"):
        answer = as_any["peer"].get(address)

        (item,) = answer.json()["items"]
        assert (item["id"], item["envelope"], item["state"]) == (str(alert), envelope, "open")
        assert item["asker"]["id"] == exchange["bank"].stix_id
        assert item["due_at"] == "2096-11-24T02:00:00Z"
        assert exchange["platform"].stix_id not in answer.content.decode()
        assert "Platform" not in answer.content.decode()


@pytest.mark.parametrize("slug", ["regulator", "foreign", "outsider"])
def test_who_was_not_asked_finds_nothing(as_any, asked, slug):
    alert, _ = asked
    before = stored()

    assert as_any[slug].get(REQUESTS).json()["items"] == []
    assert as_any[slug].get(REQUESTS, {"direction": "sent"}).json()["items"] == []
    for one in (alert, uuid4()):
        assert as_any[slug].get(f"{REQUESTS}/{one}").status_code == 404
        assert refuse(as_any[slug], one).status_code == 404

    assert stored() == before


def test_the_asker_cannot_refuse_for_whom_it_asked(as_any, asked):
    before = stored()

    assert refuse(as_any["bank"], asked[0]).status_code == 404

    assert stored() == before


def test_a_refusal_gives_a_known_code(as_any, asked):
    before = stored()

    answer = refuse(as_any["peer"], asked[0], "Li Wei, 13812345678")

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == ["reason_code"]
    assert "13812345678" not in answer.content.decode()
    assert stored() == before


def test_what_was_answered_cannot_be_refused(as_any, exchange, asked, now):
    alert, envelope = asked
    send(exchange["peer"], now=now, raw=make_answer(exchange["bank"], envelope))
    work(now)
    before = stored()

    answer = refuse(as_any["peer"], alert)

    assert (answer.status_code, answer.json()["code"]) == (409, "already-answered")
    assert stored() == before


def test_a_recalled_request_is_owed_no_more(as_any, asked):
    alert, _ = asked
    as_any["bank"].post(
        f"/api/v1/alerts/{alert}/recall", {"reason": "Settled."}, content_type="application/json"
    )

    assert states(as_any["peer"].get(REQUESTS).json()) == [("peer", "withdrawn")]
    assert refuse(as_any["peer"], alert).status_code == 410


def test_the_list_is_narrowed_by_state(as_any, asked):
    refuse(as_any["platform"], asked[0])
    wanted = {"direction": "sent"}

    found = {
        state: states(as_any["bank"].get(REQUESTS, {**wanted, "state": state}).json())
        for state in ("open", "answered", "refused", "overdue", "withdrawn")
    }

    assert found == {
        "open": [("peer", "open")],
        "answered": [],
        "refused": [("platform", "refused")],
        "overdue": [],
        "withdrawn": [],
    }


def test_a_request_past_its_time_is_overdue(as_any, asked, now):
    Duty.objects.update(due_at=now)

    for state, found in (("open", []), ("overdue", [("peer", "overdue")])):
        assert states(as_any["peer"].get(REQUESTS, {"state": state}).json()) == found


def test_a_list_takes_the_same_few_queries(as_any, asked):
    as_any["bank"].get(REQUESTS, {"direction": "sent"})

    with assertNumQueries(5):
        assert len(as_any["bank"].get(REQUESTS, {"direction": "sent"}).json()["items"]) == 2
