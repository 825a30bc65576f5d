"""Retractions and corrections reach every holder of one's own earlier alert, and of nobody else's."""

from datetime import timedelta
from uuid import uuid4

import orjson
import pytest

from sharing.alerts.models import Alert
from sharing.delivery.models import Delivery
from sharing.delivery.selectors import read_bodies
from sharing.ingest.models import Submission
from sharing.pipeline.modes import (
    BELOW_THRESHOLD,
    NOT_LATER,
    NOT_YOURS,
    TAKEN_BACK,
)
from sharing.pipeline.preview import preview_alert
from sharing.response.models import RecallOrder
from sharing.stix.alert import read_alerts
from tests.factories.bundles import make_raw
from tests.factories.conversations import (
    LATER,
    assert_stopped,
    holders,
    member_entry,
    share,
    told_revoked,
)
from tests.factories.envelopes import make_envelope_raw
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_a_retraction_takes_the_earlier_alert_back_from_every_holder(exchange, now):
    incident = f"incident--{uuid4()}"
    told = share(exchange["bank"], now, incident_id=incident)
    held = holders(told)

    retraction = share(
        exchange["bank"], now, mode="retract", reason="Mixed up.", revoked=True,
        incident_id=incident, modified=LATER,
    )  # fmt: skip

    assert (retraction.state, retraction.recipients) == ("delivered", 4)
    assert retraction.reasons == [TAKEN_BACK]
    assert held == {"platform", "peer", "foreign", "regulator"}
    assert holders(told) == set()
    # Its own copy in the group's collection goes too.
    assert told_revoked(told) == held | {"bank"}
    assert set(RecallOrder.objects.values_list("alert_id", "cause", "reason")) == {
        (told.id, "recalled", "Mixed up.")
    }
    assert not Alert.objects.filter(id=retraction.id).exists()
    assert Submission.objects.get(id=retraction.id).body is None


def test_a_preview_of_a_retraction_takes_nothing_back(exchange, now):
    incident = f"incident--{uuid4()}"
    told = share(exchange["bank"], now, incident_id=incident)
    terms = {"mode": "retract", "reason": "Mixed up.", "revoked": True, "modified": LATER}
    raw = make_envelope_raw(incident_id=incident, **terms)
    (alert,) = read_alerts(raw, received_at=now, split=False)

    shown = preview_alert(actor=exchange["bank"].actor, now=now, alert=alert)

    assert (shown.status, shown.reasons) == ("delivered", (TAKEN_BACK,))
    assert holders(told) == {"platform", "peer", "foreign", "regulator"}


def test_a_retraction_may_name_the_envelope(exchange, now):
    envelope = f"grouping--{uuid4()}"
    told = share(exchange["bank"], now, envelope_id=envelope)

    share(
        exchange["bank"],
        now,
        mode="retract",
        reason="Mixed up.",
        revoked=True,
        in_reply_to=envelope,
    )

    assert holders(told) == set()


def test_revoked_on_ones_own_earlier_alert_retracts_it_in_plain_stix_too(exchange, now):
    report = f"report--{uuid4()}"
    told = send(exchange["bank"], now=now, id=report)
    work(now)
    assert holders(told) == {"platform", "peer", "foreign", "regulator"}

    again = make_raw(id=report, modified=LATER, revoked=True)
    retraction = send(exchange["bank"], now=now, raw=again)
    work(now)

    assert holders(told) == set()
    assert Submission.objects.get(id=retraction.id).recipients == 4


def test_what_was_sent_and_retracted_at_once_does_not_stay(exchange, now):
    incident = f"incident--{uuid4()}"
    told = send(exchange["bank"], now=now, raw=make_envelope_raw(incident_id=incident))
    terms = {"mode": "retract", "reason": "Mixed up.", "revoked": True, "modified": LATER}
    retraction = send(
        exchange["bank"],
        now=now + timedelta(seconds=1),
        raw=make_envelope_raw(incident_id=incident, **terms),
    )

    work(now + timedelta(seconds=1))

    assert Submission.objects.get(id=retraction.id).state == "delivered"
    assert Alert.objects.filter(id=told.id).exists()
    assert holders(told) == set()


def test_a_retraction_waits_for_what_its_sender_sent_before(exchange, now):
    incident = f"incident--{uuid4()}"
    told = send(exchange["bank"], now=now, raw=make_envelope_raw(incident_id=incident))
    # Another worker has it in hand.
    Submission.objects.filter(id=told.id).update(due_at=now + timedelta(seconds=60))
    terms = {"mode": "retract", "reason": "Mixed up.", "revoked": True, "modified": LATER}
    soon = now + timedelta(seconds=1)
    retraction = send(
        exchange["bank"], now=soon, raw=make_envelope_raw(incident_id=incident, **terms)
    )

    work(soon)

    waiting = Submission.objects.get(id=retraction.id)
    assert (waiting.state, waiting.attempts) == ("received", 0)
    work(now + timedelta(seconds=61))
    assert Submission.objects.get(id=retraction.id).state == "delivered"
    assert holders(told) == set()


@pytest.mark.parametrize("mode", ["retract", "correct"])
def test_anothers_alert_looks_like_one_that_does_not_exist(exchange, now, mode):
    incident, envelope = f"incident--{uuid4()}", f"grouping--{uuid4()}"
    told = share(exchange["bank"], now, incident_id=incident, envelope_id=envelope)
    terms = {"mode": mode, "reason": "Mine now.", "revoked": mode == "retract", "modified": LATER}
    before = holders(told)

    answers = [
        share(exchange["peer"], now, incident_id=incident, **terms),
        share(exchange["peer"], now, in_reply_to=envelope, **terms),
        share(exchange["peer"], now, supersedes=incident, **terms),
        share(exchange["peer"], now, supersedes=f"incident--{uuid4()}", **terms),
    ]

    for answer in answers:
        assert_stopped(answer, "held", NOT_YOURS)
    assert holders(told) == before
    assert RecallOrder.objects.count() == 0


def test_pc_14_a_correction_replaces_the_earlier_alert(exchange, now):
    incident = f"incident--{uuid4()}"
    told = share(exchange["bank"], now, incident_id=incident)

    corrected = share(
        exchange["bank"], now, mode="correct", reason="Severity.", incident_id=incident,
        modified=LATER,
    )  # fmt: skip

    assert holders(corrected) == {"platform", "peer", "foreign", "regulator"}
    assert holders(told) == set()
    orders = RecallOrder.objects.filter(alert_id=told.id)
    assert set(orders.values_list("cause", "replaced_by_id")) == {("corrected", corrected.id)}
    # Whoever holds the new version needs no revocation of the incident.
    rows = Delivery.objects.filter(recipient=exchange["platform"].institution, kind="revocation")
    assert [
        item["id"]
        for row in rows
        for item in map(orjson.loads, read_bodies(row))
        if item["id"] == incident
    ] == []


def test_who_is_entitled_no_longer_gets_the_revocation_alone(exchange, now):
    incident = f"incident--{uuid4()}"
    told = share(exchange["bank"], now, incident_id=incident)

    corrected = share(
        exchange["bank"], now, mode="correct", reason="Too wide.", incident_id=incident,
        modified=LATER, audience=(member_entry(exchange["platform"]),),
    )  # fmt: skip

    assert holders(corrected) == {"platform", "regulator"}
    assert holders(told) == set()
    row = Delivery.objects.get(
        recipient=exchange["peer"].institution, kind="revocation", feed__group=None
    )
    (revoked,) = [item for item in map(orjson.loads, read_bodies(row)) if item["id"] == incident]
    assert revoked["revoked"] is True


def test_a_correction_that_is_held_takes_nothing_back(exchange, now):
    incident = f"incident--{uuid4()}"
    told = share(exchange["bank"], now, incident_id=incident)

    held = share(
        exchange["bank"], now, mode="correct", reason="x", incident_id=incident, modified=LATER,
        audience=("group:no-such-group",), alert={"detected_at": LATER},
        token="phone", threshold_rule="two-red-flags",
    )  # fmt: skip

    assert_stopped(held, "held", BELOW_THRESHOLD)
    assert holders(told) == {"platform", "peer", "foreign", "regulator"}


def test_a_correction_of_the_same_version_is_refused(exchange, now):
    incident = f"incident--{uuid4()}"
    told = share(exchange["bank"], now, incident_id=incident)

    again = share(exchange["bank"], now, mode="correct", reason="x", incident_id=incident)

    assert_stopped(again, "refused", NOT_LATER)
    assert holders(told) == {"platform", "peer", "foreign", "regulator"}


def test_a_correction_may_have_an_id_of_its_own(exchange, now):
    incident = f"incident--{uuid4()}"
    told = share(exchange["bank"], now, incident_id=incident)

    corrected = share(exchange["bank"], now, mode="correct", reason="x", supersedes=incident)

    assert holders(corrected) == {"platform", "peer", "foreign", "regulator"}
    assert holders(told) == set()


def test_a_second_correction_replaces_the_first(exchange, now):
    incident = f"incident--{uuid4()}"
    terms = {"mode": "correct", "reason": "x", "incident_id": incident}
    first = share(exchange["bank"], now, incident_id=incident)
    second = share(exchange["bank"], now, modified=LATER, **terms)

    third = share(exchange["bank"], now, modified="2026-11-23T01:40:00.000Z", **terms)

    assert (holders(first), holders(second)) == (set(), set())
    assert holders(third) == {"platform", "peer", "foreign", "regulator"}
    assert RecallOrder.objects.filter(alert_id=first.id).count() == 4
