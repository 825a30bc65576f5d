"""An alert on a person is shared only when the red-flag threshold it names is met, and that is on record."""

import orjson
import pytest

from privacy.audit.models import AuditEvent
from sharing.ingest.models import Submission
from sharing.pipeline.modes import (
    BELOW_THRESHOLD,
)
from tests.factories.conversations import (
    ask,
    assert_stopped,
    holders,
    share,
)
from tests.factories.envelopes import make_enveloped
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


FLAGS = {"red_flags": ["RF-REC-01", "RF-SEG-02"]}


def person_level(**changes):
    terms = {"token": "bank-account", "threshold_rule": "two-red-flags", "alert": FLAGS}
    return {**terms, **changes}


def test_a_person_level_alert_that_meets_its_threshold_goes_out_and_says_so(exchange, now):
    told = share(exchange["bank"], now, **person_level())

    assert told.state == "delivered"
    (reason,) = told.reasons
    assert reason["code"] == "threshold-met"
    assert (
        reason["message"] == "The threshold two-red-flags, version 1, is met: red flags counted 2."
    )
    event = AuditEvent.objects.get(action="policy.threshold.evaluated")
    assert event.subject == str(told.id)
    assert event.details == {"rule": "two-red-flags", "version": "1", "flags": 2, "met": True}


@pytest.mark.parametrize(
    "changes",
    [
        {"alert": {"red_flags": ["RF-REC-01"]}},
        {"alert": {"red_flags": ["RF-ZZZ-01", "RF-ZZZ-02"]}},
        {"threshold_rule": "my-own-rule"},
        {"mode": "exercise", "alert": {"red_flags": ["RF-REC-01"], "exercise": True}},
    ],
)
def test_a_person_level_alert_below_its_threshold_is_held(exchange, now, changes):
    told = share(exchange["bank"], now, **person_level(**changes))

    assert_stopped(told, "held", BELOW_THRESHOLD)
    event = AuditEvent.objects.get(action="policy.threshold.evaluated")
    assert event.details["met"] is False
    assert "my-own-rule" not in str(event.details)


def test_a_person_may_be_asked_about_below_the_threshold(exchange, now):
    asked = ask(
        exchange["bank"], exchange["platform"], now=now, token="bank-account",
        alert={"stage": "signal", "red_flags": ["RF-REC-01"]},
    )  # fmt: skip

    assert holders(asked) == {"platform", "regulator"}
    assert AuditEvent.objects.filter(action="policy.threshold.evaluated").count() == 0


def test_an_organisation_is_shared_about_without_a_threshold(exchange, now):
    told = share(exchange["bank"], now, token="organisation-registration")

    assert (told.state, told.reasons) == ("delivered", [])


def test_an_incident_without_an_envelope_names_no_threshold_and_is_held(exchange, now):
    bundle = make_enveloped(**person_level())
    bundle["objects"].pop()

    told = send(exchange["bank"], now=now, raw=orjson.dumps(bundle))
    work(now)

    assert_stopped(Submission.objects.get(id=told.id), "held", BELOW_THRESHOLD)
