"""Conversation modes: each goes to whom it may, and what breaks a rule of its mode goes to nobody."""

from uuid import uuid4

import orjson
import pytest

from sharing.alerts.models import Alert
from sharing.pipeline.modes import (
    NOT_ASKED,
    NOT_CLEAR,
    PERSONAL_ADVISORY,
    UNNAMED_REQUEST,
    WRONG_AUDIENCE,
)
from sharing.response.models import Duty
from sharing.routing.match import Filter
from sharing.routing.services import create_subscription
from sharing.routing.wishes import Wish
from sharing.stix.markings import Tlp
from tests.factories.conversations import (
    ask,
    assert_stopped,
    envelope_of,
    holders,
    member_entry,
    read_as,
    share,
)

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


# Asking and answering


def test_a_request_reaches_those_asked_and_their_regulator_alone(exchange, now):
    asked = ask(exchange["bank"], exchange["platform"], exchange["peer"], now=now)

    assert asked.state == "delivered"
    assert holders(asked) == {"platform", "peer", "regulator"}
    duties = Duty.objects.filter(alert_id=asked.id, kind="answer")
    assert set(duties.values_list("recipient__slug", flat=True)) == {"platform", "peer"}


def test_a_request_arrives_whatever_the_one_asked_subscribed_to(exchange, now):
    wish = Wish(
        name="none of it", wanted=Filter(categories=frozenset({"malware"})), channels=("inbox",)
    )
    create_subscription(actor=exchange["platform"].actor, now=now, wish=wish)

    asked = ask(exchange["bank"], exchange["platform"], now=now)

    assert holders(asked) == {"platform", "regulator"}


def test_those_asked_do_not_see_each_other(exchange, now):
    asked = ask(exchange["bank"], exchange["platform"], exchange["peer"], now=now)

    for reader, other in (("platform", "peer"), ("peer", "platform"), ("regulator", "peer")):
        objects = read_as(exchange[reader], asked)
        assert envelope_of(objects)["audience"] == ["role:asked"]
        assert exchange[other].stix_id.encode() not in orjson.dumps(objects)


def test_a_request_of_an_unnamed_reporter_is_refused(exchange, now):
    asked = ask(exchange["bank"], exchange["platform"], now=now, attribution="must-not")

    assert_stopped(asked, "refused", UNNAMED_REQUEST)


def test_an_answer_goes_to_the_one_who_asked(exchange, now):
    envelope = f"grouping--{uuid4()}"
    asked = ask(exchange["bank"], exchange["platform"], now=now, envelope_id=envelope)

    answer = share(
        exchange["platform"],
        now,
        mode="provide",
        in_reply_to=envelope,
        audience=(member_entry(exchange["bank"]),),
    )

    assert answer.state == "delivered"
    assert holders(answer) == {"bank", "regulator"}
    assert Duty.objects.get(alert_id=asked.id, kind="answer").state == "done"


@pytest.mark.parametrize("answerer", ["peer", "outsider"])
def test_who_was_not_asked_cannot_answer_and_learns_nothing_of_it(exchange, now, answerer):
    envelope = f"grouping--{uuid4()}"
    asked = ask(exchange["bank"], exchange["platform"], now=now, envelope_id=envelope)
    to_bank = {"mode": "provide", "audience": (member_entry(exchange["bank"]),)}

    known = share(exchange[answerer], now, in_reply_to=envelope, **to_bank)
    unknown = share(exchange[answerer], now, in_reply_to=f"grouping--{uuid4()}", **to_bank)

    assert_stopped(known, "held", NOT_ASKED)
    assert_stopped(unknown, "held", NOT_ASKED)
    assert Duty.objects.get(alert_id=asked.id, kind="answer").state == "open"


def test_an_answer_to_another_than_the_asker_is_held(exchange, now):
    envelope = f"grouping--{uuid4()}"
    ask(exchange["bank"], exchange["platform"], now=now, envelope_id=envelope)

    answer = share(
        exchange["platform"],
        now,
        mode="provide",
        in_reply_to=envelope,
        audience=(member_entry(exchange["peer"]),),
    )

    assert_stopped(answer, "held", NOT_ASKED)


def test_an_alert_that_is_no_request_cannot_be_answered(exchange, now):
    envelope = f"grouping--{uuid4()}"
    share(exchange["bank"], now, envelope_id=envelope)

    answer = share(
        exchange["platform"],
        now,
        mode="provide",
        in_reply_to=envelope,
        audience=(member_entry(exchange["bank"]),),
    )

    assert_stopped(answer, "held", NOT_ASKED)


def test_what_is_provided_unasked_reaches_one_member(exchange, now):
    told = share(
        exchange["bank"], now, mode="provide", audience=(member_entry(exchange["foreign"]),)
    )

    assert holders(told) == {"foreign", "regulator"}


# Regulators, the public, drills


def test_a_notification_reaches_regulators_alone(exchange, now):
    told = share(
        exchange["bank"],
        now,
        mode="notify-regulator",
        audience=("role:regulator", member_entry(exchange["platform"])),
    )

    assert holders(told) == {"regulator"}


def test_an_advisory_reaches_everybody(exchange, now):
    told = share(exchange["bank"], now, mode="advisory", audience=("public",), tlp=Tlp.CLEAR)

    assert holders(told) == {"platform", "peer", "foreign", "regulator", "outsider"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"tlp": Tlp.GREEN}, NOT_CLEAR),
        ({"audience": ("role:bank",)}, WRONG_AUDIENCE),
        ({"audience": ("public", "group:circle")}, WRONG_AUDIENCE),
        ({"text": "The caller uses 13800138000."}, PERSONAL_ADVISORY),
        ({"token": "bank-account", "threshold_rule": "two-red-flags",
          "alert": {"red_flags": ["RF-REC-01", "RF-SEG-02"]}}, PERSONAL_ADVISORY),
    ],
)  # fmt: skip
def test_an_advisory_that_is_not_for_the_public_is_refused(exchange, now, changes, reason):
    terms = {"mode": "advisory", "audience": ("public",), "tlp": Tlp.CLEAR, **changes}

    told = share(exchange["bank"], now, **terms)

    assert_stopped(told, "refused", reason)


def test_a_drill_is_marked_as_one(exchange, now):
    told = share(exchange["bank"], now, mode="exercise")

    assert Alert.objects.get(id=told.id).exercise
    assert holders(told) == {"platform", "peer", "foreign", "regulator"}
