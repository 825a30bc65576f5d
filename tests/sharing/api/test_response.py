"""Acknowledgements and feedback over REST: who sees whose, and what is refused."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from privacy.audit.models import AuditEvent
from sharing.delivery.models import Cause, Delivery
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack, withdraw
from sharing.response.models import Duty, Feedback
from sharing.stix.markings import Tlp
from tests.factories.journeys import send, work
from tests.factories.responses import LATER, make_enclosed

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

ADDRESS = "/api/v1/alerts/{}/{}"


@pytest.fixture
def deliver(exchange, now):
    def deliver_one(raw=None, **changes):
        submission = send(exchange["bank"], now=now, raw=raw, **changes)
        work(now)
        return submission.id

    return deliver_one


@pytest.fixture
def as_any(exchange, as_member):
    return {slug: as_member(member) for slug, member in exchange.items()}


def get(client, alert, name):
    return client.get(ADDRESS.format(alert, name))


def post(client, alert, name, body=None):
    return client.post(ADDRESS.format(alert, name), body, content_type="application/json")


def named(answer):
    return [(item["member"]["name"].split()[0].lower(), item["state"]) for item in answer["items"]]


def stored():
    return [model.objects.count() for model in (Duty, Feedback, AuditEvent)]


def test_an_acknowledgement_says_when_and_whether_it_was_late(as_any, deliver, now):
    past = "2026-11-23T01:30:00.000Z"
    alert = deliver(make_enclosed(acknowledge_by=past)[0])

    first = post(as_any["peer"], alert, "acknowledge")
    again = post(as_any["peer"], alert, "acknowledge")

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    said = first.json()
    assert (said["id"], said["due_at"], said["late"]) == (str(alert), "2026-11-23T01:30:00Z", True)
    assert AuditEvent.objects.filter(action="response.alert.acknowledged").count() == 1


@pytest.mark.parametrize("slug", ["bank", "outsider"])
def test_who_did_not_receive_an_alert_finds_nothing_to_respond_to(as_any, deliver, slug):
    alert = deliver(make_enclosed(acknowledge_by=LATER)[0])
    before = stored()

    for address in (alert, uuid4()):
        if slug == "outsider" or address != alert:
            for name in ("acknowledgements", "feedback", "recalls"):
                assert get(as_any[slug], address, name).status_code == 404
        assert post(as_any[slug], address, "acknowledge").status_code == 404
        feedback = post(as_any[slug], address, "feedback", {"disposition": "confirmed"})
        assert feedback.status_code == 404

    assert stored() == before


def test_the_reporter_sees_by_name_whom_it_may_know_and_counts_the_others(as_any, deliver):
    alert = deliver(tlp=Tlp.GREEN)
    post(as_any["peer"], alert, "acknowledge")
    post(as_any["outsider"], alert, "acknowledge")

    answer = get(as_any["bank"], alert, "acknowledgements").json()

    assert named(answer) == [
        ("foreign", "open"),
        ("peer", "acknowledged"),
        ("platform", "open"),
        ("regulator", "open"),
    ]
    assert answer["others"] == [{"kind": "platform", "count": 1, "done": 1}]
    assert AuditEvent.objects.get(details__as="acknowledgements").details["part"] == "reporter"


def test_a_regulator_that_received_it_sees_all_recipients(as_any, deliver):
    alert = deliver(tlp=Tlp.GREEN)

    answer = get(as_any["regulator"], alert, "acknowledgements").json()

    assert [slug for slug, _ in named(answer)] == [
        "foreign",
        "outsider",
        "peer",
        "platform",
        "regulator",
    ]
    assert answer["others"] == []


def test_a_member_sees_its_own_state_and_nobody_elses(as_any, exchange, deliver):
    alert = deliver(make_enclosed(acknowledge_by=LATER)[0])
    post(as_any["platform"], alert, "acknowledge")

    answer = get(as_any["peer"], alert, "acknowledgements")

    (item,) = answer.json()["items"]
    assert item["member"]["id"] == exchange["peer"].stix_id
    assert answer.json()["others"] == []
    for slug in ("bank", "platform", "foreign", "regulator"):
        assert exchange[slug].stix_id not in answer.content.decode()


def test_a_hidden_reporter_is_not_shown_to_the_regulator_by_elimination(as_any, exchange, deliver):
    alert = deliver(make_enclosed(attribution="must-not")[0])

    for name in ("acknowledgements", "recalls"):
        answer = get(as_any["regulator"], alert, name)

        assert [item["member"]["id"] for item in answer.json()["items"]] == (
            [exchange["regulator"].stix_id] if name == "acknowledgements" else []
        )
        assert answer.json()["others"] == []


def test_who_lost_its_title_sees_its_own_state_only(as_any, exchange, deliver, now):
    alert = deliver()
    lost = frozenset({exchange["regulator"].institution.id})
    order = TakeBack(alert, Cause.ENTITLEMENT_LOST, recipients=lost)
    withdraw(actor="test", now=now, orders=[order])
    publish(now=now)

    answer = get(as_any["regulator"], alert, "acknowledgements").json()

    assert named(answer) == [("regulator", "withdrawn")]
    assert post(as_any["regulator"], alert, "acknowledge").status_code == 410


def test_what_is_overdue_is_said(as_any, deliver):
    soon = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    alert = deliver(make_enclosed(acknowledge_by=soon)[0])

    answer = get(as_any["bank"], alert, "acknowledgements").json()

    assert {state for _, state in named(answer)} == {"overdue"}


def test_the_states_of_all_recipients_take_the_same_few_queries(as_any, deliver, exchange):
    alert = deliver(tlp=Tlp.GREEN)
    client = as_any["bank"]
    get(client, alert, "acknowledgements")

    with assertNumQueries(11):
        get(client, alert, "acknowledgements")


def test_feedback_is_stored_whole_and_the_last_word_stands(as_any, deliver, exchange):
    alert = deliver()
    said = {
        "disposition": "acted-blocked",
        "acted_at": "2026-11-23T03:00:00+08:00",
        "funds_stopped_min": 10_000,
        "funds_stopped_max": 50_000,
        "currency": "CNY",
        "customers_protected": 3,
        "lead_time": "PT6H",
        "share_with_source": True,
    }
    post(as_any["peer"], alert, "feedback", {"disposition": "confirmed"})

    answer = post(as_any["peer"], alert, "feedback", said)
    again = post(as_any["peer"], alert, "feedback", said)

    assert answer.status_code == 200
    assert answer.json() == again.json()
    given = dict(answer.json())
    assert given.pop("given_at")
    assert given.pop("member")["id"] == exchange["peer"].stix_id
    assert given == {**said, "acted_at": "2026-11-22T19:00:00Z", "reason_code": ""}
    rows = Feedback.objects.order_by("given_at")
    assert [(row.disposition, row.current) for row in rows] == [
        ("confirmed", False),
        ("acted-blocked", True),
    ]
    (mine,) = get(as_any["peer"], alert, "feedback").json()["items"]
    assert mine == answer.json()
    assert [
        event.details for event in AuditEvent.objects.filter(action="response.feedback.given")
    ] == [
        {"disposition": "confirmed", "shared_with_source": False},
        {"disposition": "acted-blocked", "shared_with_source": True},
    ]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "body"),
        ({"disposition": "wonderful"}, "disposition"),
        ({"disposition": "confirmed", "note": "13812345678"}, "body"),
        ({"disposition": "confirmed", "reason_code": "li-wei-13812345678"}, "reason_code"),
        ({"disposition": "confirmed", "funds_stopped_min": 5}, "currency"),
        ({"disposition": "confirmed", "currency": "CNY"}, "currency"),
        (
            {
                "disposition": "confirmed",
                "funds_stopped_min": 5,
                "funds_stopped_max": 4,
                "currency": "CNY",
            },
            "funds_stopped_min",
        ),
        ({"disposition": "confirmed", "acted_at": "2026-11-23T03:00:00"}, "acted_at"),
        ({"disposition": "confirmed", "acted_at": "0001-01-01T00:00:00+14:00"}, "acted_at"),
        ({"disposition": "confirmed", "acted_at": "9999-12-31T23:59:59-14:00"}, "acted_at"),
        ({"disposition": "confirmed", "lead_time": "PT"}, "lead_time"),
        ({"disposition": "confirmed", "lead_time": "P1D\n"}, "lead_time"),
        (
            {"disposition": "confirmed", "currency": "CNY\n", "funds_stopped_min": 1},
            "currency",
        ),
        ({"disposition": "confirmed", "customers_protected": -1}, "customers_protected"),
    ],
)
def test_unusable_feedback_is_named_and_changes_nothing(as_any, deliver, body, place):
    alert = deliver()
    before = stored()

    answer = post(as_any["peer"], alert, "feedback", body)

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == [place]
    assert "13812345678" not in answer.content.decode()
    assert stored() == before


def test_the_reporter_reads_what_is_shared_with_it_and_counts_three_others_or_none(
    as_any, deliver, exchange
):
    alert = deliver()
    post(as_any["peer"], alert, "feedback", {"disposition": "confirmed", "share_with_source": True})
    for slug in ("platform", "foreign"):
        post(as_any[slug], alert, "feedback", {"disposition": "refuted"})

    two = get(as_any["bank"], alert, "feedback").json()
    post(as_any["regulator"], alert, "feedback", {"disposition": "irrelevant"})
    three = get(as_any["bank"], alert, "feedback").json()

    for answer in (two, three):
        assert [item["member"]["id"] for item in answer["items"]] == [exchange["peer"].stix_id]
    assert two["others"] == []
    assert three["others"] == [
        {"disposition": "irrelevant", "count": 1},
        {"disposition": "refuted", "count": 2},
    ]
    events = AuditEvent.objects.filter(action="response.feedback.read").order_by("id")
    assert [event.details for event in events] == [
        {"shared": 1, "counted": 0},
        {"shared": 1, "counted": 3},
    ]


@pytest.mark.parametrize("slug", ["platform", "regulator"])
def test_recipients_do_not_see_each_others_feedback(as_any, deliver, exchange, slug):
    alert = deliver()
    post(as_any["peer"], alert, "feedback", {"disposition": "confirmed", "share_with_source": True})

    answer = get(as_any[slug], alert, "feedback")

    assert answer.json() == {"items": [], "others": []}


def test_nothing_is_owed_or_said_before_the_alert_stands_in_the_inbox(as_any, deliver):
    alert = deliver()
    Delivery.objects.update(position=None)

    assert post(as_any["peer"], alert, "acknowledge").status_code == 404
    assert get(as_any["peer"], alert, "acknowledgements").status_code == 404
    assert Duty.objects.count() == 0
