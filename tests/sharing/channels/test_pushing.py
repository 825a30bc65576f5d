"""Deliveries are pushed to webhooks: signed, once, retried, given up, replayed; and only where asked for."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from standardwebhooks import Webhook as Verifier

from privacy.audit.models import AuditEvent
from sharing.channels.endpoints import remove_webhook, replay, rotate_secret, send_test
from sharing.channels.models import Attempt, Dispatch, Webhook
from sharing.channels.selectors import why
from sharing.channels.services import take_back
from sharing.delivery.models import Cause, Delivery
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack
from sharing.members.actors import SYSTEM
from sharing.members.models import Institution
from sharing.routing.models import Subscription
from sharing.routing.services import remove_subscription
from tests.factories.channels import LOOPBACK, Receiver, add_webhook, push, subscribe
from tests.factories.journeys import send, work


@pytest.fixture(autouse=True)
def _loopback_allowed(settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK


@pytest.fixture
def receiver(tmp_path):
    one = Receiver(tmp_path)
    yield one
    one.kill()


@pytest.fixture
def told(exchange, receiver, now):
    """The platform's webhook, subscribed to everything."""
    issued = add_webhook(exchange["platform"], now=now, url=receiver.url)
    subscribe(exchange["platform"], f"webhook:{issued.webhook.id}", now=now)
    return issued


def deliver(exchange, now, **changes):
    submission = send(exchange["bank"], now=now, **changes)
    work(now)
    return submission.id


def verify(secret, message, now):
    signer = Verifier(secret)
    expected = signer.sign(message["headers"]["webhook-id"], now, message["body"])
    return expected in message["headers"]["webhook-signature"].split(" ")


def actions(*wanted):
    return list(
        AuditEvent.objects.filter(action__in=wanted).order_by("id").values_list("action", flat=True)
    )


def test_a_delivery_is_pushed_signed_with_the_entry_of_the_list(
    exchange, receiver, told, as_member, now
):
    receiver.start()

    alert = deliver(exchange, now)
    push(now)

    (message,) = receiver.read()
    body = orjson.loads(message["body"])
    (listed,) = as_member(exchange["platform"]).get("/api/v1/alerts").json()["items"]
    dispatch: Any = Dispatch.objects.get()
    subscription = dispatch.reasons[0][0]
    assert body["type"] == "alert.delivered"
    assert body["data"].pop("position") == dispatch.delivery.position
    assert body["data"].pop("why") == [{"subscription": subscription, "name": "all", "matched": []}]
    assert body["data"] == listed
    assert listed["id"] == str(alert)
    assert message["headers"]["webhook-id"] == f"msg_{dispatch.id.hex}"
    assert message["headers"]["webhook-timestamp"] == str(int(now.timestamp()))
    assert body["timestamp"].endswith("Z")
    assert verify(told.secret, message, now)
    assert (dispatch.state, dispatch.attempts) == ("sent", 1)
    assert actions("channels.push.sent", "channels.push.failed") == ["channels.push.sent"]


def test_the_stix_objects_come_where_the_webhook_asks_for_them(exchange, receiver, now, as_member):
    receiver.start()
    member = exchange["platform"]
    issued = add_webhook(member, now=now, url=receiver.url, content="stix")
    subscribe(member, f"webhook:{issued.webhook.id}", now=now)

    alert = deliver(exchange, now)
    push(now)

    (message,) = receiver.read()
    bundle = as_member(member).get(f"/api/v1/alerts/{alert}").json()
    assert orjson.loads(message["body"])["data"]["bundle"]["objects"] == bundle["objects"]


def test_nothing_is_pushed_without_a_subscription_to_it(exchange, receiver, now):
    receiver.start()
    member = exchange["platform"]
    issued = add_webhook(member, now=now, url=receiver.url)
    subscribe(
        member,
        f"webhook:{issued.webhook.id}",
        now=now,
        name="malware",
        categories=frozenset({"malware"}),
    )
    subscribe(member, "inbox", now=now, name="inbox")

    deliver(exchange, now)
    push(now)

    assert receiver.read() == []
    assert Dispatch.objects.count() == 0
    assert Delivery.objects.filter(recipient=member.institution).count() == 1


def test_two_subscriptions_to_one_webhook_make_one_message_with_both_reasons(exchange, told, now):
    channel = f"webhook:{told.webhook.id}"
    subscribe(exchange["platform"], channel, now=now, name="severe", min_severity=70)

    deliver(exchange, now)

    row = Dispatch.objects.get()
    assert [(name, met) for _, name, met in row.reasons] == [("all", []), ("severe", ["severity"])]
    delivery = Delivery.objects.get(recipient=exchange["platform"].institution)
    assert [(one.channel, one.name, one.matched, one.state) for one in why(delivery)] == [
        (channel, "all", (), "waiting"),
        (channel, "severe", ("severity",), "waiting"),
    ]


def test_a_delivery_that_is_not_stamped_yet_waits(exchange, receiver, told, now, monkeypatch):
    receiver.start()
    monkeypatch.setattr("sharing.pipeline.run.publish", lambda now: 0)

    deliver(exchange, now)
    push(now)

    assert Delivery.objects.filter(position=None).exists()
    assert receiver.read() == []
    assert Dispatch.objects.get().attempts == 0


def test_a_receiver_that_is_down_gets_it_later_under_the_same_id(exchange, receiver, told, now):
    deliver(exchange, now)
    push(now)
    row = Dispatch.objects.get()
    failed = (row.state, row.error, row.attempts)
    webhook = Webhook.objects.get()

    receiver.start()
    push(now)
    while_resting = receiver.read()
    push(now + timedelta(seconds=10))

    assert failed == ("waiting", "no-connection", 1)
    assert webhook.failures == 1
    assert now + timedelta(seconds=3) < webhook.rests_until < now + timedelta(seconds=7)
    assert while_resting == []
    assert [one["headers"]["webhook-id"] for one in receiver.read()] == [f"msg_{row.id.hex}"]
    row.refresh_from_db()
    assert (row.state, row.error, row.attempts) == ("sent", "", 2)
    assert Webhook.objects.get().failures == 0
    assert [(one.status, one.error) for one in Attempt.objects.order_by("id")] == [
        (None, "no-connection"),
        (204, ""),
    ]
    assert actions("channels.push.sent", "channels.push.failed") == [
        "channels.push.sent",
        "channels.push.failed",
        "channels.push.sent",
    ]


def test_while_an_endpoint_fails_one_message_at_a_time_asks_for_it(exchange, receiver, told, now):
    for _ in range(3):
        deliver(exchange, now)

    push(now)
    push(now + timedelta(seconds=10))
    asked = Attempt.objects.count()
    receiver.start()
    push(now + timedelta(seconds=60))

    assert asked == 2
    assert len({one["headers"]["webhook-id"] for one in receiver.read()}) == 3
    assert list(Dispatch.objects.values_list("state", flat=True)) == ["sent"] * 3


def test_a_dead_endpoint_delays_no_other(exchange, receiver, told, now):
    dead = add_webhook(exchange["peer"], now=now, url="http://127.0.0.1:9/dead")
    subscribe(exchange["peer"], f"webhook:{dead.webhook.id}", now=now)
    receiver.start()

    deliver(exchange, now)
    push(now)

    assert len(receiver.read()) == 1
    assert dict(Dispatch.objects.values_list("webhook__url", "state")) == {
        receiver.url: "sent",
        "http://127.0.0.1:9/dead": "waiting",
    }


def test_a_killed_worker_leaves_a_message_that_falls_due_again(
    exchange, receiver, told, now, monkeypatch
):
    def die(*args):
        raise KeyboardInterrupt

    receiver.start()
    deliver(exchange, now)
    with monkeypatch.context() as patched:
        patched.setattr("sharing.channels.pusher.settle", lambda *args, **facts: die())
        with pytest.raises(KeyboardInterrupt):
            push(now)
    push(now + timedelta(seconds=30))
    meanwhile = len(receiver.read())
    push(now + timedelta(seconds=61))

    ids = [one["headers"]["webhook-id"] for one in receiver.read()]
    assert meanwhile == 1
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert [one.duration_ms is None for one in Attempt.objects.order_by("id")] == [True, False]


def test_after_three_days_a_message_is_given_up_and_can_be_replayed(exchange, receiver, told, now):
    deliver(exchange, now)
    deliver(exchange, now)
    push(now)
    late = now + timedelta(days=3, minutes=1)
    push(late)
    dead = list(Dispatch.objects.values_list("state", flat=True))

    receiver.start()
    count = replay(actor=exchange["platform"].actor, now=late, webhook_id=told.webhook.id)
    push(late)

    assert dead == ["dead", "dead"]
    assert actions("channels.push.dead") == ["channels.push.dead"] * 2
    assert count == 2
    assert len(receiver.read()) == 2
    assert actions("channels.push.replayed") == ["channels.push.replayed"]
    assert list(Dispatch.objects.values_list("state", flat=True)) == ["sent", "sent"]


def test_gone_disables_the_webhook_and_gives_up_all_that_waits(exchange, receiver, told, now):
    receiver.start(status=410)
    deliver(exchange, now)
    deliver(exchange, now)

    push(now)

    webhook = Webhook.objects.get()
    assert (webhook.enabled, webhook.disabled_because) == (False, "gone")
    assert list(Dispatch.objects.values_list("state", "error")) == [("dead", "gone")] * 2
    assert len(receiver.read()) == 1


def test_a_redirect_is_a_failure_and_not_followed(exchange, receiver, told, now):
    receiver.start(status=307)
    deliver(exchange, now)

    push(now)

    assert (Attempt.objects.get().status, Attempt.objects.get().error) == (307, "redirected")
    assert len(receiver.read()) == 1


def test_both_secrets_sign_during_the_overlap_and_only_the_new_one_after(
    exchange, receiver, told, now
):
    receiver.start()
    rotated = rotate_secret(
        actor=exchange["platform"].actor,
        now=now,
        webhook_id=told.webhook.id,
        overlap=timedelta(hours=1),
    )
    deliver(exchange, now)
    push(now)
    later = now + timedelta(hours=2)
    deliver(exchange, later)
    push(later)

    first, second = receiver.read()
    assert verify(told.secret, first, now)
    assert verify(rotated.secret, first, now)
    assert not verify(told.secret, second, later)
    assert verify(rotated.secret, second, later)


def test_secrets_are_sealed_where_they_are_stored(exchange, told):
    stored = bytes(Webhook.objects.get().secret)

    assert told.secret.startswith("whsec_")
    assert told.secret.encode() not in stored
    assert told.secret.removeprefix("whsec_").encode() not in stored


def test_what_was_pushed_is_pushed_back_when_it_is_taken_back_whatever_is_subscribed_to_now(
    exchange, receiver, told, now
):
    receiver.start()
    alert = deliver(exchange, now)
    push(now)
    remove_subscription(
        actor=exchange["platform"].actor,
        now=now,
        subscription_id=Dispatch.objects.get().reasons[0][0],
    )

    take_back(actor=SYSTEM, now=now, orders=[TakeBack(alert, Cause.RECALLED)])
    publish(now=now)
    push(now)

    told_back = orjson.loads(receiver.read()[1]["body"])
    assert told_back["type"] == "alert.revoked"
    assert told_back["data"]["id"] == str(alert)
    assert told_back["data"]["cause"] == "recalled"
    assert "title" not in told_back["data"]


def test_what_was_taken_back_before_it_was_sent_is_not_sent(exchange, receiver, told, now):
    alert = deliver(exchange, now)
    take_back(actor=SYSTEM, now=now, orders=[TakeBack(alert, Cause.RECALLED)])
    receiver.start()
    publish(now=now)
    push(now)

    assert [orjson.loads(one["body"])["type"] for one in receiver.read()] == ["alert.revoked"]
    assert dict(Dispatch.objects.values_list("kind", "state")) == {
        "alert.delivered": "dropped",
        "alert.revoked": "sent",
    }


def test_a_suspended_member_is_pushed_nothing(exchange, receiver, told, now):
    receiver.start()
    deliver(exchange, now)
    institution = exchange["platform"].institution
    Institution.objects.filter(id=institution.id).update(status="suspended")

    push(now)

    assert receiver.read() == []
    assert Dispatch.objects.get().state == "waiting"


def test_a_test_message_holds_nothing_of_any_alert(exchange, receiver, told, now):
    receiver.start()

    send_test(actor=exchange["platform"].actor, now=now, webhook_id=told.webhook.id)
    push(now)

    (message,) = receiver.read()
    body = orjson.loads(message["body"])
    assert (body["type"], body["data"]) == ("webhook.test", {"webhook": str(told.webhook.id)})


def test_a_removed_webhook_takes_what_waits_along(exchange, told, now):
    deliver(exchange, now)

    remove_webhook(actor=exchange["platform"].actor, now=now, webhook_id=told.webhook.id)

    assert Dispatch.objects.count() == 0
    assert Subscription.objects.get().channels == []
    assert actions("channels.webhook.removed") == ["channels.webhook.removed"]


def test_a_message_that_cannot_be_written_stops_no_other(
    exchange, receiver, told, now, monkeypatch
):
    receiver.start()
    broken = add_webhook(exchange["peer"], now=now, url=receiver.url)
    subscribe(exchange["peer"], f"webhook:{broken.webhook.id}", now=now)
    Webhook.objects.filter(id=broken.webhook.id).update(secret=b"broken")

    deliver(exchange, now)
    push(now)

    assert dict(Dispatch.objects.values_list("webhook_id", "state")) == {
        told.webhook.id: "sent",
        broken.webhook.id: "waiting",
    }
    assert Dispatch.objects.get(webhook=broken.webhook).error == "not-written"
