"""What comes back after a restriction is what stands: seen by all readers, once, nothing that went meanwhile (PC-16)."""

from datetime import timedelta
from uuid import uuid4

import orjson
import pytest

from privacy.subjects.services import restrict
from sharing.alerts.models import Alert
from sharing.delivery.listing import ListFilter, list_alerts
from sharing.delivery.models import Cause, Delivery
from sharing.delivery.selectors import read_bodies
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack, withdraw
from sharing.erasers.holder import AlertHolder
from sharing.holds.models import Hold, Return
from sharing.pipeline.returns import deliver_returns
from tests.factories.bundles import make_bundle
from tests.factories.conversations import LATER, share
from tests.factories.holdings import LI, MEI, known_as
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

OBJECTS = "/taxii2/peer/collections/inbox/objects/"


def act(name, now, subjects=None):
    holder = AlertHolder()
    count = getattr(holder, name)(actor="officer", now=now, subjects=subjects or known_as())
    publish(now=now)
    return count


def bring(now):
    count = deliver_returns(now=now)
    publish(now=now)
    return count


def report_about(exchange, now, text=f"Call {MEI}."):
    bundle = make_bundle(description=text)
    submission = send(exchange["bank"], now=now, raw=orjson.dumps(bundle))
    work(now)
    return submission.id, bundle


def received(member):
    wanted = ListFilter(direction="received")
    return [row.id for row in list_alerts(actor=member.actor, wanted=wanted, before=None, limit=9)]


def copy_of(member):
    return Delivery.objects.get(
        recipient=member.institution, kind="alert", feed__group=None, withdrawn_at=None
    )


def test_a_poll_finds_what_came_back_and_no_revocation_of_it(exchange, as_member, now):
    _, bundle = report_about(exchange, now)
    client = as_member(exchange["peer"])
    report = bundle["objects"][-1]["id"]

    def polled():
        objects = client.get(OBJECTS).json().get("objects", [])
        return [bool(one.get("revoked")) for one in objects if one["id"] == report]

    assert polled() == [False]
    act("restrict", now)
    assert polled() == [True]
    act("release", now)
    bring(now)
    assert polled() == [False]


def test_an_object_that_its_reporter_deleted_meanwhile_does_not_come_back(exchange, now):
    alert, bundle = report_about(exchange, now, f"Call {MEI} or {LI}.")
    indicator = next(one for one in bundle["objects"] if one["type"] == "indicator")
    act("restrict", now)
    gone = frozenset({(indicator["id"], indicator["modified"])})
    withdraw(actor="test", now=now, orders=[TakeBack(alert, Cause.DELETED, None, gone)])
    restrict(actor="officer", now=now, subjects=known_as(LI))

    act("release", now)
    bring(now)

    for row in Delivery.objects.filter(alert=alert, kind="alert", withdrawn_at=None):
        assert indicator["id"] not in {orjson.loads(body)["id"] for body in read_bodies(row)}


def test_what_was_corrected_under_another_id_does_not_come_back(exchange, now):
    incident, later = f"incident--{uuid4()}", f"incident--{uuid4()}"
    told = share(exchange["bank"], now, incident_id=incident, text=f"Call {MEI}.")
    assert told.id in received(exchange["peer"])
    act("restrict", now)
    share(
        exchange["bank"], now, mode="correct", reason="Mixed up.", incident_id=later,
        modified=LATER, supersedes=incident,
    )  # fmt: skip

    act("release", now)
    bring(now)

    assert told.id not in received(exchange["peer"])
    assert Return.objects.count() == 0


def test_what_was_retracted_while_nobody_held_it_does_not_come_back(exchange, now):
    alert, _ = report_about(exchange, now)
    withdraw(
        actor="test",
        now=now,
        orders=[
            TakeBack(
                alert, Cause.RESTRICTED, frozenset(one.institution.id for one in exchange.values())
            )
        ],
    )
    publish(now=now)
    Return.objects.create(alert_id=alert, recipient=exchange["peer"].institution, since=now)
    withdraw(actor="test", now=now, orders=[TakeBack(alert, Cause.RECALLED)])

    bring(now)

    assert received(exchange["peer"]) == []
    assert Return.objects.count() == 0


def test_one_that_cannot_be_opened_stops_no_other(exchange, now):
    broken, _ = report_about(exchange, now)
    whole, _ = report_about(exchange, now, f"Do not call {MEI}.")
    act("restrict", now)
    Alert.objects.filter(id=broken).update(body=b"broken")

    act("release", now)
    bring(now + timedelta(minutes=1))

    assert received(exchange["peer"]) == [whole]
    assert set(Return.objects.values_list("alert_id", flat=True)) == {broken}


def test_a_copy_that_was_masked_while_a_restriction_stood_is_whole_again_after_it(exchange, now):
    restrict(actor="officer", now=now, subjects=known_as())
    alert, _ = report_about(exchange, now)
    peer = exchange["peer"]
    assert copy_of(peer).rendition.outcome == "allow_redacted"

    later = now + timedelta(hours=1)
    act("release", later)
    bring(later)

    assert received(peer) == [alert]
    assert copy_of(peer).rendition.outcome != "allow_redacted"
    assert (bring(later), Return.objects.count()) == (0, 0)


def test_a_copy_that_stays_masked_for_another_reason_is_left_alone(exchange, now):
    restrict(actor="officer", now=now, subjects=known_as() | known_as(LI))
    report_about(exchange, now, f"Call {MEI} or {LI}.")
    before = copy_of(exchange["peer"])

    act("release", now)
    bring(now)

    assert copy_of(exchange["peer"]).id == before.id
    assert Return.objects.count() == 0


def test_what_two_persons_had_masked_is_not_unmasked_by_a_machine(exchange, now):
    restrict(actor="officer", now=now, subjects=known_as())
    alert, _ = report_about(exchange, now)
    peer = exchange["peer"]
    before = copy_of(peer)
    Hold.objects.create(
        kind=Hold.Kind.RELEASE,
        submission_id=alert,
        reporter=exchange["bank"].institution,
        recipient=peer.institution,
        placed_at=now,
        state=Hold.State.REDACTED,
    )

    act("release", now)
    bring(now)

    assert copy_of(peer).id == before.id
