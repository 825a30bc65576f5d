"""Recalls over REST: ordered by the reporter, confirmed by each holder, seen by who may."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.delivery.models import Delivery
from sharing.delivery.sequencer import publish
from sharing.response.models import RecallOrder
from sharing.response.selectors import RECALL_STATES
from sharing.stix.markings import Tlp
from tests.factories.journeys import send, work
from tests.factories.responses import make_enclosed

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

RECALLS = "/api/v1/recalls"
REASON = "The host belongs to a test system."


@pytest.fixture
def as_any(exchange, as_member):
    return {slug: as_member(member) for slug, member in exchange.items()}


@pytest.fixture
def deliver(exchange, now):
    def deliver_one(raw=None, **changes):
        submission = send(exchange["bank"], now=now, raw=raw, **changes)
        work(now)
        return submission.id

    return deliver_one


def recall(client, alert, reason=REASON):
    return client.post(
        f"/api/v1/alerts/{alert}/recall", {"reason": reason}, content_type="application/json"
    )


def confirm(client, order, **body):
    address = f"{RECALLS}/{order}/confirm"
    return client.post(address, body, content_type="application/json")


def order_to(member):
    return RecallOrder.objects.get(recipient=member.institution)


def stored():
    rows = RecallOrder.objects.values_list("id", "confirmed_at", "copies_destroyed")
    return set(rows), Delivery.objects.count(), AuditEvent.objects.count()


def test_a_recall_reaches_every_holder_and_its_alert_is_gone(as_any, exchange, deliver):
    alert = deliver()

    answer = recall(as_any["bank"], alert)

    assert answer.status_code == 200
    assert answer.json()["orders"] == 4
    assert answer.json()["withdrawn_at"].endswith("Z")
    assert as_any["peer"].get(f"/api/v1/alerts/{alert}").status_code == 410
    (item,) = as_any["peer"].get(RECALLS).json()["items"]
    row = order_to(exchange["peer"])
    assert item.pop("ordered_at") < item.pop("due_at")
    assert item == {
        "id": str(row.id),
        "alert": str(alert),
        "cause": "recalled",
        "reason": "",
        "reporter": {
            "id": exchange["bank"].stix_id,
            "name": "Bank Institution",
            "kind": "bank",
        },
        "recipient": {
            "id": exchange["peer"].stix_id,
            "name": "Peer Institution",
            "kind": "bank",
        },
        "replaced_by": None,
        "state": "open",
        "confirmed_at": None,
        "copies_destroyed": None,
        "note_code": "",
        "order": row.order,
    }


def test_a_second_recall_conflicts_and_changes_nothing(as_any, deliver):
    alert = deliver()
    recall(as_any["bank"], alert)
    before = stored()

    again = recall(as_any["bank"], alert)

    assert (again.status_code, again.json()["code"]) == (409, "already-withdrawn")
    assert stored() == before


@pytest.mark.parametrize("slug", ["peer", "regulator", "outsider"])
def test_a_recall_of_anothers_alert_finds_nothing(as_any, deliver, slug):
    alert = deliver()
    before = stored()

    assert recall(as_any[slug], alert).status_code == 404
    assert recall(as_any[slug], uuid4()).status_code == 404

    assert stored() == before


@pytest.mark.parametrize("reason", ["Call 13812345678 about it.", "", "x" * 501])
def test_an_unusable_reason_is_refused_without_repeating_it(as_any, deliver, reason):
    alert = deliver()
    before = stored()

    answer = recall(as_any["bank"], alert, reason)

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == ["reason"]
    assert "13812345678" not in answer.content.decode()
    assert stored() == before


def test_a_hidden_reporter_stays_hidden_in_its_orders(as_any, exchange, deliver):
    alert = deliver(make_enclosed(attribution="must-not")[0])
    recall(as_any["bank"], alert, "Sent in error by the bank institution.")
    publish(now=timezone.now())

    for slug in ("peer", "regulator"):
        for address in (RECALLS, f"/api/v1/alerts/{alert}/recalls"):
            answer = as_any[slug].get(address)
            (item,) = answer.json()["items"]
            assert (item["reporter"], item["reason"]) == (None, "")
            assert exchange["bank"].stix_id not in answer.content.decode()
            assert "in error" not in answer.content.decode()


def test_a_confirmation_shows_to_reporter_and_regulator_and_to_no_other_member(
    as_any, exchange, deliver
):
    alert = deliver(tlp=Tlp.GREEN)
    recall(as_any["bank"], alert)

    answer = confirm(
        as_any["outsider"],
        order_to(exchange["outsider"]).id,
        copies_destroyed=True,
        note_code="never-stored",
    )

    assert answer.status_code == 200
    assert answer.json()["state"] == "confirmed"
    assert answer.json()["note_code"] == "never-stored"
    address = f"/api/v1/alerts/{alert}/recalls"
    seen = as_any["bank"].get(address).json()
    assert [item["recipient"]["name"] for item in seen["items"]] == [
        "Foreign Institution",
        "Peer Institution",
        "Platform Institution",
        "Regulator Institution",
    ]
    assert {item["state"] for item in seen["items"]} == {"open"}
    assert {item["order"] for item in seen["items"]} == {""}
    assert seen["others"] == [{"kind": "platform", "count": 1, "done": 1}]
    supervised = as_any["regulator"].get(address).json()
    states = {item["recipient"]["name"]: item["state"] for item in supervised["items"]}
    assert states["Outsider Institution"] == "confirmed"
    assert len(states) == 5
    (own,) = as_any["peer"].get(address).json()["items"]
    assert own["recipient"]["id"] == exchange["peer"].stix_id


def test_copies_that_remain_are_kept_to_their_holder_and_done_to_nobody(as_any, exchange, deliver):
    alert = deliver(tlp=Tlp.GREEN)
    recall(as_any["bank"], alert)
    kept = {"copies_destroyed": False, "note_code": "retained-by-law"}
    for slug in ("peer", "outsider"):
        answer = confirm(as_any[slug], order_to(exchange[slug]).id, **kept)
        assert (answer.status_code, answer.json()["state"]) == (200, "kept")
        assert answer.json()["confirmed_at"] is None

    address = f"/api/v1/alerts/{alert}/recalls"
    seen = as_any["bank"].get(address).json()
    supervised = as_any["regulator"].get(address).json()["items"]
    assert {item["state"] for item in [*seen["items"], *supervised]} == {"open"}
    assert seen["others"] == [{"kind": "platform", "count": 1, "done": 0}]
    (named,) = [one for one in seen["items"] if one["recipient"]["name"] == "Peer Institution"]
    assert (named["copies_destroyed"], named["note_code"]) == (False, "retained-by-law")

    def count(slug, **query):
        return len(as_any[slug].get(RECALLS, query).json()["items"])

    assert [count("peer", state=state) for state in RECALL_STATES] == [0, 1, 0, 0]
    sent = {"direction": "sent"}
    assert [count("bank", state=state, **sent) for state in RECALL_STATES] == [5, 0, 0, 0]
    RecallOrder.objects.update(due_at=timezone.now() - timedelta(hours=1))
    assert [count("peer", state=state) for state in RECALL_STATES] == [0, 1, 0, 0]
    assert [count("bank", state=state, **sent) for state in RECALL_STATES] == [0, 0, 0, 5]


def test_what_was_destroyed_cannot_be_taken_back(as_any, exchange, deliver):
    recall(as_any["bank"], deliver())
    order = order_to(exchange["peer"]).id
    confirm(as_any["peer"], order, copies_destroyed=True)
    before = stored()

    again = confirm(as_any["peer"], order, copies_destroyed=True)
    other = confirm(as_any["peer"], order, copies_destroyed=False, note_code="other")

    assert (again.status_code, again.json()["state"]) == (200, "confirmed")
    assert (other.status_code, other.json()["code"]) == (409, "already-confirmed")
    # The answer shows the order again: that alone is recorded.
    assert stored() == (*before[:2], before[2] + 1)


def test_the_words_of_the_reporter_are_for_itself_and_its_regulator(as_any, exchange, deliver):
    alert = deliver()
    recall(as_any["bank"], alert)
    address = f"/api/v1/alerts/{alert}/recalls"

    assert {item["reason"] for item in as_any["bank"].get(address).json()["items"]} == {REASON}
    supervised = as_any["regulator"].get(address).json()["items"]
    assert REASON in {item["reason"] for item in supervised}
    confirmed = confirm(as_any["peer"], order_to(exchange["peer"]).id, copies_destroyed=True)
    for answer in (as_any["peer"].get(RECALLS), as_any["peer"].get(address), confirmed):
        assert answer.status_code == 200
        assert REASON not in answer.content.decode()


def test_each_answer_that_shows_an_order_is_recorded(as_any, exchange, deliver):
    alert = deliver()
    recall(as_any["bank"], alert)
    order = order_to(exchange["peer"]).id

    as_any["peer"].get(f"/api/v1/alerts/{alert}/recalls")
    confirm(as_any["peer"], order, copies_destroyed=True)

    rows = AuditEvent.objects.filter(action=Action.ALERT_READ, subject=str(alert)).order_by("pk")
    assert list(rows.values_list("actor", "details")) == [
        (exchange["peer"].actor.name, {"as": "recalls", "part": "recipient"}),
        (exchange["peer"].actor.name, {"as": "recall", "order": str(order)}),
    ]


def test_the_list_of_what_i_recalled_names_only_whom_i_may_know(as_any, exchange, deliver):
    recall(as_any["bank"], deliver(tlp=Tlp.GREEN))
    confirm(as_any["outsider"], order_to(exchange["outsider"]).id, copies_destroyed=True)

    answer = as_any["bank"].get(RECALLS, {"direction": "sent"})

    items = answer.json()["items"]
    assert len(items) == 5
    (unknown,) = [item for item in items if item["recipient"] is None]
    assert (unknown["state"], unknown["confirmed_at"]) == ("confirmed", None)
    assert exchange["outsider"].stix_id not in answer.content.decode()
    event = AuditEvent.objects.get(action="delivery.feed.read")
    assert event.details == {"alerts": [items[0]["alert"]], "by": "recalls"}
    assert as_any["peer"].get(RECALLS, {"direction": "sent"}).json()["items"] == []
    assert as_any["bank"].get(RECALLS).json()["items"] == []


@pytest.mark.parametrize("slug", ["bank", "platform", "regulator", "outsider"])
def test_nobody_confirms_anothers_order(as_any, exchange, deliver, slug):
    recall(as_any["bank"], deliver())
    order = order_to(exchange["peer"]).id
    before = stored()

    for one in (order, uuid4()):
        assert confirm(as_any[slug], one, copies_destroyed=True).status_code == 404

    assert stored() == before


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"copies_destroyed": "yes"},
        {"copies_destroyed": False},
        {"copies_destroyed": True, "note_code": "Li Wei"},
        {"copies_destroyed": True, "note_code": "retained-by-law"},
    ],
)
def test_an_unusable_confirmation_changes_nothing(as_any, exchange, deliver, body):
    recall(as_any["bank"], deliver())
    before = stored()

    answer = confirm(as_any["peer"], order_to(exchange["peer"]).id, **body)

    assert answer.status_code == 400
    assert "Li Wei" not in answer.content.decode()
    assert stored() == before


def test_the_list_is_narrowed_by_state(as_any, exchange, deliver):
    for _ in range(3):
        recall(as_any["bank"], deliver())
    confirmed, overdue, waiting = (
        str(row.id) for row in RecallOrder.objects.filter(recipient=exchange["peer"].institution)
    )
    confirm(as_any["peer"], confirmed, copies_destroyed=True)
    past = timezone.now() - timedelta(hours=1)
    RecallOrder.objects.filter(id=overdue).update(due_at=past)

    found = {
        state: [
            item["id"] for item in as_any["peer"].get(RECALLS, {"state": state}).json()["items"]
        ]
        for state in ("open", "confirmed", "overdue")
    }

    assert found == {"open": [waiting], "confirmed": [confirmed], "overdue": [overdue]}
    assert as_any["peer"].get(RECALLS, {"state": "lost"}).status_code == 400


def test_pages_hold_every_order_once_and_serve_their_owner_only(as_any, exchange, deliver):
    for _ in range(5):
        recall(as_any["bank"], deliver())
    seen, cursor, pages = [], None, 0
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = as_any["peer"].get(RECALLS, query).json()
        seen += [item["id"] for item in page["items"]]
        pages += 1
        if page["next"] is None:
            break
        cursor = page["next"]

    mine = RecallOrder.objects.filter(recipient=exchange["peer"].institution)
    assert pages == 3
    assert sorted(seen) == sorted(str(row.id) for row in mine)
    assert as_any["platform"].get(RECALLS, {"cursor": cursor}).status_code == 400


def test_a_list_takes_the_same_few_queries_however_long_it_is(as_any, deliver):
    recall(as_any["bank"], deliver())
    as_any["peer"].get(RECALLS)

    with assertNumQueries(5):
        as_any["peer"].get(RECALLS)
    for _ in range(3):
        recall(as_any["bank"], deliver())
    with assertNumQueries(5):
        as_any["peer"].get(RECALLS)
    with assertNumQueries(9):
        as_any["bank"].get(RECALLS, {"direction": "sent"})
