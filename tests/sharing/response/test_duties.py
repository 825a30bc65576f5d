"""What recipients owe: opened with the delivery, settled by acts and answers, noted once when late."""

from datetime import timedelta
from uuid import UUID

import pytest

from hub.celery import app
from privacy.audit.models import AuditEvent
from sharing import tasks
from sharing.delivery.models import Cause
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack, withdraw
from sharing.errors import AlreadyAnswered, NotFound, Withdrawn
from sharing.response.escalation import escalate
from sharing.response.models import Duty
from sharing.response.services import acknowledge, refuse_request
from tests.factories.journeys import send, work
from tests.factories.responses import LATER, make_answer, make_enclosed, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def deliver(member, raw, now):
    submission = send(member, now=now, raw=raw)
    work(now)
    return submission.id


def events(action):
    return list(AuditEvent.objects.filter(action=action).values_list("actor", "subject", "details"))


def states(**wanted):
    rows = Duty.objects.filter(**wanted).order_by("recipient__slug")
    return [(row.recipient.slug, row.state) for row in rows]


def test_a_stated_time_makes_every_recipient_owe_an_acknowledgement(exchange, now):
    alert = deliver(exchange["bank"], make_enclosed(acknowledge_by=LATER)[0], now)

    rows = Duty.objects.filter(alert_id=alert).order_by("recipient__slug")
    assert [row.recipient.slug for row in rows] == ["foreign", "peer", "platform", "regulator"]
    assert {row.kind for row in rows} == {"acknowledge"}
    assert {row.due_at for row in rows} == {now + timedelta(days=1)}


def test_without_a_stated_time_nothing_is_owed_and_an_acknowledgement_still_counts(exchange, now):
    alert = deliver(exchange["bank"], make_enclosed()[0], now)
    assert Duty.objects.count() == 0

    row = acknowledge(actor=exchange["peer"].actor, now=now, alert_id=alert)

    assert (row.state, row.done_at, row.due_at, row.late) == ("done", now, None, False)


def test_the_first_acknowledgement_counts(exchange, now):
    alert = deliver(exchange["bank"], make_enclosed(acknowledge_by=LATER)[0], now)
    late = now + timedelta(days=2)
    peer = exchange["peer"].actor

    acknowledge(actor=peer, now=now, alert_id=alert)
    again = acknowledge(actor=peer, now=late, alert_id=alert)

    assert (again.done_at, again.late) == (now, False)
    assert events("response.alert.acknowledged") == [(peer.name, str(alert), {"late": False})]
    assert states(state="done") == [("peer", "done")]


@pytest.mark.parametrize("slug", ["bank", "outsider"])
def test_who_did_not_receive_it_cannot_acknowledge_it(exchange, now, slug):
    alert = deliver(exchange["bank"], make_enclosed()[0], now)
    before = AuditEvent.objects.count()

    with pytest.raises(NotFound):
        acknowledge(actor=exchange[slug].actor, now=now, alert_id=alert)

    assert (Duty.objects.count(), AuditEvent.objects.count()) == (0, before)


def test_what_was_taken_back_cannot_be_acknowledged(exchange, now):
    alert = deliver(exchange["bank"], make_enclosed(acknowledge_by=LATER)[0], now)
    withdraw(actor="test", now=now, orders=[TakeBack(alert, Cause.RECALLED)])
    publish(now=now)

    with pytest.raises(Withdrawn):
        acknowledge(actor=exchange["peer"].actor, now=now, alert_id=alert)

    assert states(state="done") == []


def test_only_who_is_asked_by_name_owes_an_answer(exchange, now):
    raw, envelope = make_request(exchange["peer"], exchange["platform"])
    alert = deliver(exchange["bank"], raw, now)

    rows = Duty.objects.filter(kind="answer").order_by("recipient__slug")

    # The regulator of the place receives it too, and is not asked.
    assert [row.recipient.slug for row in rows] == ["peer", "platform"]
    assert {row.asker_id for row in rows} == {exchange["bank"].institution.id}
    assert {(row.alert_id, row.envelope_id) for row in rows} == {(alert, envelope)}
    assert {row.due_at for row in rows} == {now + timedelta(days=1)}


def test_a_regulator_that_is_asked_by_name_owes_an_answer(exchange, now):
    raw, _ = make_request(exchange["regulator"])
    deliver(exchange["bank"], raw, now)

    assert states(kind="answer") == [("regulator", "open")]


def test_an_answer_to_who_asked_settles_the_duty(exchange, now):
    raw, envelope = make_request(exchange["peer"], exchange["platform"])
    request = deliver(exchange["bank"], raw, now)
    later = now + timedelta(hours=1)

    answer = deliver(exchange["peer"], make_answer(exchange["bank"], envelope), later)

    assert states(kind="answer") == [("peer", "done"), ("platform", "open")]
    row = Duty.objects.get(kind="answer", state="done")
    assert (row.answer_id, row.done_at) == (answer, later)
    assert row.done_by == exchange["peer"].actor.name
    assert events("response.request.answered") == [
        (exchange["peer"].actor.name, str(request), {"answer": str(answer), "late": False})
    ]


def test_an_answer_of_another_or_to_another_settles_nothing(exchange, now):
    raw, envelope = make_request(exchange["peer"])
    deliver(exchange["bank"], raw, now)

    to_another = make_answer(exchange["platform"], envelope)
    deliver(exchange["peer"], to_another, now)
    of_another = make_answer(exchange["bank"], envelope)
    deliver(exchange["platform"], of_another, now)

    assert states(kind="answer") == [("peer", "open")]
    assert events("response.request.answered") == []


def test_a_refusal_is_noted_once_and_an_answer_may_still_follow(exchange, now):
    raw, envelope = make_request(exchange["peer"])
    alert = deliver(exchange["bank"], raw, now)
    peer = exchange["peer"].actor

    for reason in ("unclear", "other"):
        refuse_request(actor=peer, now=now, alert_id=alert, reason_code=reason)

    assert Duty.objects.get().reason_code == "unclear"
    assert events("response.request.refused") == [
        (peer.name, str(alert), {"reason": "unclear", "late": False})
    ]

    deliver(exchange["peer"], make_answer(exchange["bank"], envelope), now)

    assert (Duty.objects.get().state, Duty.objects.get().reason_code) == ("done", "")
    with pytest.raises(AlreadyAnswered):
        refuse_request(actor=peer, now=now, alert_id=alert, reason_code="other")
    assert Duty.objects.get().state == "done"


@pytest.mark.parametrize("slug", ["regulator", "bank", "outsider"])
def test_who_was_not_asked_cannot_refuse(exchange, now, slug):
    raw, _ = make_request(exchange["peer"])
    alert = deliver(exchange["bank"], raw, now)

    with pytest.raises(NotFound):
        refuse_request(actor=exchange[slug].actor, now=now, alert_id=alert, reason_code="other")

    assert states(kind="answer") == [("peer", "open")]


def test_what_is_overdue_is_noted_once(exchange, now):
    raw, _ = make_request(exchange["peer"], acknowledge_by=LATER)
    alert = deliver(exchange["bank"], raw, now)
    acknowledge(actor=exchange["peer"].actor, now=now, alert_id=alert)
    at = now + timedelta(days=1)

    assert escalate(now=at) == 0
    assert escalate(now=at + timedelta(seconds=1)) == 2
    assert escalate(now=at + timedelta(seconds=2)) == 0

    told = {"recipient": exchange["peer"].stix_id, "due_at": "2026-11-24T02:00:00+00:00"}
    assert events("response.request.overdue") == [("hub", str(alert), told)]
    told["recipient"] = exchange["regulator"].stix_id
    assert events("response.acknowledgement.overdue") == [("hub", str(alert), told)]


def test_the_timetable_notes_what_is_overdue(exchange, now):
    deliver(exchange["bank"], make_enclosed(acknowledge_by="2020-01-01T00:00:00.000Z")[0], now)

    tasks.escalate()

    assert len(events("response.acknowledgement.overdue")) == 4
    assert app.conf.beat_schedule["escalate"]["task"] == tasks.escalate.name


def test_nobody_is_late_with_what_was_taken_back(exchange, now):
    alert = deliver(exchange["bank"], make_enclosed(acknowledge_by=LATER)[0], now)
    withdraw(actor="test", now=now, orders=[TakeBack(UUID(str(alert)), Cause.RECALLED)])

    assert escalate(now=now + timedelta(days=2)) == 4

    assert events("response.acknowledgement.overdue") == []
