"""The stream of an inbox: who may open it and where it begins, what its events say, the record of them."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from pytest_django.asserts import assertNumQueries

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.api.events import Order, read_batch
from sharing.channels import streaming
from sharing.channels.streaming import Wanted
from sharing.delivery.models import Cause, Feed
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack, withdraw
from sharing.errors import NotFound
from sharing.routing.match import Filter
from sharing.routing.services import create_subscription, remove_subscription
from sharing.routing.wishes import STREAM as STREAM_CHANNEL
from sharing.routing.wishes import Wish
from tests.conftest import NOW
from tests.factories.bundles import make_bundle
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

STREAM = "/api/v1/stream"
PERSONAL = "Called from 13912345678 by a person who gave the name of a colleague."


class Door:
    """Stands where the stream process would."""

    def __init__(self):
        self.orders = []

    def enter(self, order):
        self.orders.append(order)


@pytest.fixture
def door():
    return Door()


@pytest.fixture
def ask(exchange, as_member, door):
    """Return a function that asks for the peer's stream as the stream process does."""
    client = as_member(exchange["peer"])

    def get(query="", **headers):
        return client.get(f"{STREAM}{query}", headers=headers, **{"riskhub.stream": door})

    return get


def deliver(exchange, now, **changes):
    submission = send(exchange["bank"], now=now, **changes)
    work(now)
    return submission


def take_back(submission, now, cause=Cause.RECALLED, recipients=None):
    withdraw(actor="test", now=now, orders=[TakeBack(submission.id, cause, recipients)])
    publish(now=now)


def read(member, after=0, **more):
    """Return all events after a position as (id, kind, data), read batch by batch."""
    told = []
    while batch := read_batch(order=Order(member.actor, after, **more), now=NOW):
        for event in batch.text.decode().split("\n\n")[:-1]:
            fields = dict(line.split(": ", 1) for line in event.split("\n"))
            assert list(fields) == ["id", "event", "data"]
            told.append((int(fields["id"]), fields["event"], orjson.loads(fields["data"])))
        assert batch.last >= told[-1][0]
        after = batch.last
    return told


def records():
    return list(AuditEvent.objects.filter(action=Action.FEED_READ).order_by("id"))


def head_of(member):
    return Feed.objects.get(recipient=member.institution, group=None).position


def test_a_process_without_streams_says_so(exchange, as_member):
    answer = as_member(exchange["peer"]).get(STREAM)

    assert (answer.status_code, answer.json()["code"]) == (503, "not-available")


def test_the_answer_is_an_event_stream_that_nobody_keeps_or_holds_back(ask, door):
    answer = ask()

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/event-stream")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Accel-Buffering"] == "no"
    assert len(door.orders) == 1


def test_a_stream_begins_now_or_where_the_last_event_was(exchange, now, ask, door):
    deliver(exchange, now)
    head = head_of(exchange["peer"])

    ask()
    ask(last_event_id="0")
    ask("?last_event_id=0")
    ask("?last_event_id=0", last_event_id=str(head))
    ask("?content=stix")

    assert [order.after for order in door.orders] == [head, 0, 0, head, head]
    assert [order.with_objects for order in door.orders] == [False, False, False, False, True]
    assert {order.actor.name for order in door.orders} == {f"client:{exchange['peer'].client_id}"}


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "00", "9" * 18, "9" * 30, "٣"])
def test_a_position_that_was_never_given_opens_nothing(exchange, now, ask, door, value):
    deliver(exchange, now)

    by_query = ask(f"?last_event_id={value}")
    by_header = ask(last_event_id=value)

    assert (by_query.status_code, by_header.status_code) == (400, 400)
    assert by_query.json()["errors"][0]["parameter"] == "last_event_id"
    assert by_header.json()["errors"][0]["parameter"] == "Last-Event-ID"
    assert door.orders == []


def test_what_the_stream_cannot_do_opens_nothing(exchange, as_member, ask, door):
    client = as_member(exchange["peer"])

    answers = [
        ask("?content=all"),
        ask("?colour=red"),
        ask(accept="application/json"),
        client.head(STREAM, **{"riskhub.stream": door}),
        client.post(STREAM, **{"riskhub.stream": door}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 406, 405, 405]
    assert door.orders == []


def test_events_come_in_order_and_say_what_the_list_says(exchange, now, as_member):
    for minute in range(3):
        deliver(exchange, now + timedelta(minutes=minute), name=f"Alert number {minute}")

    told = read(exchange["peer"])

    listed = as_member(exchange["peer"]).get("/api/v1/alerts?direction=received").json()["items"]
    assert [data["title"] for _, _, data in told] == [f"Alert number {n}" for n in range(3)]
    assert [position for position, _, _ in told] == sorted({position for position, _, _ in told})
    assert [data | {"position": None} for _, _, data in reversed(told)] == [
        entry | {"position": None} for entry in listed
    ]
    assert all(data["position"] == position for position, _, data in told)
    assert {kind for _, kind, _ in told} == {"alert"}


def test_a_stream_resumes_behind_any_event_without_gap_or_repeat(exchange, now):
    for minute in range(4):
        deliver(exchange, now + timedelta(minutes=minute))
    whole = read(exchange["peer"])

    for index, (position, _, _) in enumerate(whole):
        assert read(exchange["peer"], after=position) == whole[index + 1 :]


def test_each_batch_is_recorded_before_it_is_returned_and_none_is_no_record(exchange, now):
    submission = deliver(exchange, now)
    peer = exchange["peer"]

    batch = read_batch(order=Order(peer.actor, 0), now=now)
    assert batch is not None
    nothing = read_batch(order=Order(peer.actor, batch.last), now=now)

    (event,) = records()
    assert nothing is None
    assert event.details == {"alerts": [str(submission.id)], "by": "stream"}
    assert (event.actor, event.subject) == (peer.actor.name, peer.stix_id)


def test_nobody_streams_what_was_not_shared_with_it_or_what_it_sent(exchange, now):
    deliver(exchange, now)

    assert read(exchange["outsider"]) == []
    assert read(exchange["bank"]) == []
    assert len(read(exchange["platform"])) == 1


def test_the_bundle_is_the_rendition_without_the_personal_value(exchange, now, as_member):
    raw = orjson.dumps(make_bundle(description=PERSONAL))
    submission = deliver(exchange, now, raw=raw)

    ((_, _, plain),) = read(exchange["peer"])
    ((_, _, full),) = read(exchange["peer"], with_objects=True)

    rendition = as_member(exchange["peer"]).get(f"/api/v1/alerts/{submission.id}").json()
    assert "bundle" not in plain
    assert full["bundle"] == rendition
    assert b"13912345678" not in orjson.dumps([plain, full])


def test_what_was_taken_back_is_not_sent_and_its_revocation_is(exchange, now):
    raw = orjson.dumps(make_bundle(name="Once shared"))
    submission = deliver(exchange, now, raw=raw)
    head = head_of(exchange["peer"])
    take_back(submission, now + timedelta(minutes=1))

    from_the_start = read(exchange["peer"], with_objects=True)

    ((position, kind, data),) = from_the_start
    assert (kind, data["id"]) == ("revocation", str(submission.id))
    assert read(exchange["peer"], after=head, with_objects=True) == from_the_start
    assert position > head
    assert {one["revoked"] for one in data["bundle"]["objects"]} == {True}
    assert b"Once shared" not in orjson.dumps(data)
    assert (data["title"], data["summary"]) == ("", "")


def test_a_revocation_tells_nothing_of_what_became_of_the_case(exchange, now):
    submission = deliver(exchange, now)
    peer = exchange["peer"]
    take_back(submission, now, Cause.ENTITLEMENT_LOST, recipients=frozenset({peer.institution.id}))

    ((_, kind, data),) = read(peer)

    assert kind == "revocation"
    assert (data["case"], data["score"], data["explanation"]) == (None, None, [])
    assert [kind for _, kind, _ in read(exchange["platform"])] == ["alert"]


def test_large_alerts_come_one_by_one(exchange, now, monkeypatch):
    for minute in range(3):
        deliver(exchange, now + timedelta(minutes=minute))
    monkeypatch.setattr(streaming, "MOST_BYTES", 1)

    batch = read_batch(order=Order(exchange["peer"].actor, 0, with_objects=True), now=now)

    assert batch is not None
    assert batch.text.count(b"\nevent: ") == 1
    assert batch.more is True
    assert len(read(exchange["peer"], with_objects=True)) == 3


def test_a_page_takes_five_queries_and_seven_with_the_bundles(exchange, now):
    for minute in range(5):
        deliver(exchange, now + timedelta(minutes=minute))
    actor = exchange["peer"].actor

    with assertNumQueries(5):
        plain = streaming.read_arrivals(actor=actor, after=0, limit=100, wanted=Wanted())
    with assertNumQueries(7):
        full = streaming.read_arrivals(actor=actor, after=0, limit=100, wanted=Wanted(objects=True))

    assert (len(plain.items), len(full.items)) == (5, 5)


@pytest.fixture
def severe(exchange, now):
    """A saved filter of the peer's."""
    wish = Wish(name="severe", wanted=Filter(min_severity=90), channels=(STREAM_CHANNEL,))
    return create_subscription(actor=exchange["peer"].actor, now=now, wish=wish)


def test_a_saved_filter_narrows_alerts_and_no_revocations(exchange, now, severe):
    mild = deliver(exchange, now, labels=("category:phishing", "severity:low"))
    grave = deliver(exchange, now, labels=("category:phishing", "severity:critical"))
    take_back(mild, now + timedelta(minutes=1))
    deliver(exchange, now, labels=("category:phishing", "severity:low"))

    told = read(exchange["peer"], subscription=severe.id)

    assert [(kind, data["id"]) for _, kind, data in told] == [
        ("alert", str(grave.id)),
        ("revocation", str(mild.id)),
    ]
    assert [event.details["alerts"] for event in records()] == [[str(grave.id), str(mild.id)]]


def test_a_page_of_which_nothing_is_wanted_moves_on_without_a_record(exchange, now, severe):
    deliver(exchange, now, labels=("category:phishing", "severity:low"))

    order = Order(exchange["peer"].actor, 0, subscription=severe.id)
    batch = read_batch(order=order, now=now)

    assert batch is not None
    assert (batch.text, records()) == (b"", [])
    assert read_batch(order=replace(order, after=batch.last), now=now) is None


def test_a_filter_that_is_gone_ends_the_stream_and_opens_none(exchange, now, severe, ask, door):
    opened = ask(f"?subscription={severe.id}")
    remove_subscription(actor=exchange["peer"].actor, now=now, subscription_id=severe.id)

    with pytest.raises(NotFound):
        read_batch(order=door.orders[0], now=now)
    again = ask(f"?subscription={severe.id}")

    assert (opened.status_code, again.status_code, len(door.orders)) == (200, 404, 1)


def test_others_filters_look_missing(exchange, as_member, severe, door):
    client = as_member(exchange["platform"])

    answer = client.get(f"{STREAM}?subscription={severe.id}", **{"riskhub.stream": door})

    assert (answer.status_code, door.orders) == (404, [])
