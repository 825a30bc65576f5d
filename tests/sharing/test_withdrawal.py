"""What is taken back is gone from lists and feeds, and a revocation says so to whoever held it."""

from datetime import timedelta
from uuid import uuid4

import orjson
import pytest

from privacy.audit.models import AuditEvent
from sharing.alerts.models import Alert
from sharing.delivery.listing import ListFilter, list_alerts
from sharing.delivery.models import Cause, Delivery, Feed, Withdrawal
from sharing.delivery.selectors import get_received, read_bodies
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack, withdraw
from sharing.errors import NotFound, Withdrawn
from sharing.groups.models import SharingGroup
from sharing.ingest.models import Submission
from tests.factories.bundles import AT, make_raw
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def received(member):
    return list_alerts(actor=member.actor, wanted=ListFilter(), before=None, limit=100)


def revocations_of(member):
    rows = Delivery.objects.filter(recipient=member.institution, kind="revocation").order_by("id")
    return [orjson.loads(body) for row in rows for body in read_bodies(row)]


def take_back(submission, now, *, cause=Cause.RECALLED, recipients=None, objects=None):
    order = TakeBack(submission.id, cause, recipients, objects)
    (taken,) = withdraw(actor="test", now=now, orders=[order])
    publish(now=now)
    return taken


def test_a_recalled_alert_leaves_every_list_and_a_revocation_says_so(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)
    holders = set(Delivery.objects.values_list("recipient_id", flat=True))
    later = now + timedelta(minutes=1)

    taken = take_back(submission, later)

    assert set(taken.recipients) == holders
    assert [
        entry for entry in received(exchange["platform"]) if entry.direction == "received"
    ] == []
    with pytest.raises(Withdrawn):
        get_received(actor=exchange["platform"].actor, alert_id=submission.id)
    root = Alert.objects.get(id=submission.id).root_id
    (revoked,) = [item for item in revocations_of(exchange["platform"]) if item["id"] == root]
    assert revoked["revoked"] is True
    assert revoked["name"] == f"withdrawn {root}"
    assert "description" not in revoked
    assert {row.recipient_id for row in taken.revocations} == holders


def test_who_never_held_it_learns_nothing(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)

    take_back(submission, now)

    assert Delivery.objects.filter(recipient=exchange["outsider"].institution).count() == 0
    with pytest.raises(NotFound):
        get_received(actor=exchange["outsider"].actor, alert_id=submission.id)


def test_taking_back_twice_changes_nothing_more(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)
    take_back(submission, now)
    events = AuditEvent.objects.count()
    rows = Delivery.objects.count()

    taken = take_back(submission, now)

    assert (taken.recipients, taken.revocations) == ((), ())
    assert AuditEvent.objects.count() == events
    assert Delivery.objects.count() == rows
    assert Withdrawal.objects.count() == 1


def test_one_recipient_may_lose_its_copy_while_the_others_keep_theirs(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)
    platform = exchange["platform"].institution

    taken = take_back(
        submission, now, cause=Cause.ENTITLEMENT_LOST, recipients=frozenset({platform.id})
    )

    assert taken.recipients == (platform.id,)
    assert revocations_of(exchange["peer"]) == []
    kept = get_received(actor=exchange["peer"].actor, alert_id=submission.id)
    assert kept.withdrawn_at is None


def test_an_object_that_another_alert_still_carries_is_not_revoked(exchange, now):
    tool = {
        "type": "tool",
        "spec_version": "2.1",
        "id": f"tool--{uuid4()}",
        "created": AT,
        "modified": AT,
        "name": "Page copier",
    }
    first = send(exchange["bank"], now=now, more=(tool,))
    send(exchange["bank"], now=now, more=(tool,))
    work(now)

    take_back(first, now)

    revoked = {item["id"].partition("--")[0] for item in revocations_of(exchange["platform"])}
    assert revoked == {"indicator", "report"}


def test_what_was_recalled_does_not_come_back_when_it_is_sent_again(exchange, now):
    raw = make_raw()
    first = send(exchange["bank"], now=now, raw=raw)
    work(now)
    take_back(first, now)

    again = send(exchange["bank"], now=now, raw=raw)
    work(now)

    again.refresh_from_db()
    assert again.state == Submission.State.REFUSED
    assert [reason["code"] for reason in again.reasons] == ["was-withdrawn"]
    assert not Alert.objects.filter(id=again.id).exists()


def test_a_withdrawal_is_in_the_audit_log_with_its_cause_and_holders(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)

    taken = take_back(submission, now)

    event = AuditEvent.objects.get(action="delivery.alert.withdrawn")
    assert event.subject == str(submission.id)
    assert event.details == {
        "cause": "recalled",
        "whole": True,
        "recipients": sorted(str(one) for one in taken.recipients),
    }


def test_with_its_main_object_the_whole_alert_goes(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)
    alert = Alert.objects.get(id=submission.id)
    root = frozenset({(alert.root_id, alert.root_modified)})

    taken = take_back(submission, now, cause=Cause.DELETED, objects=root)

    assert taken.whole
    assert [one.direction for one in received(exchange["platform"])] == []
    with pytest.raises(Withdrawn):
        get_received(actor=exchange["platform"].actor, alert_id=submission.id)
    assert Withdrawal.objects.get().whole


def test_a_good_version_after_the_one_taken_back_outranks_its_revocation(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)

    take_back(submission, now + timedelta(days=3))

    modified = {item["modified"] for item in revocations_of(exchange["platform"])}
    assert modified == {AT.replace(".000Z", ".001Z")}


def test_an_object_is_not_revoked_where_its_holder_has_it_in_another_feed(exchange, now):
    tool = {
        "type": "tool",
        "spec_version": "2.1",
        "id": f"tool--{uuid4()}",
        "created": AT,
        "modified": AT,
        "name": "Page copier",
    }
    first = send(exchange["bank"], now=now, more=(tool,))
    second = send(exchange["bank"], now=now, more=(tool,))
    work(now)
    # As a subscription leaves it: not in the inbox, but in the feed of a group.
    group = SharingGroup.objects.get()
    feed = Feed.objects.create(recipient=exchange["platform"].institution, group=group)
    Delivery.objects.filter(alert_id=second.id, recipient=feed.recipient).update(feed=feed)

    take_back(first, now)

    revoked = {item["id"].partition("--")[0] for item in revocations_of(exchange["platform"])}
    assert revoked == {"indicator", "report"}


def test_of_several_feeds_the_inbox_answers(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)
    inbox = Delivery.objects.get(
        alert_id=submission.id, recipient=exchange["platform"].institution, feed__group=None
    )
    group = SharingGroup.objects.get()
    feed, _ = Feed.objects.get_or_create(recipient=inbox.recipient, group=group)
    Delivery.objects.filter(feed=feed).delete()
    Delivery.objects.create(
        alert_id=submission.id,
        feed=feed,
        recipient=inbox.recipient,
        rendition=inbox.rendition,
        length=1,
        route="group",
        position=1,
    )

    found = get_received(actor=exchange["platform"].actor, alert_id=submission.id)

    assert found.id == inbox.id
