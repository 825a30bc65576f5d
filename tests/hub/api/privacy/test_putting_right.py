"""Over HTTP and through the pipeline: a correction ends a request, the end of a hold carries an erasure out."""

from uuid import uuid4

import pytest
import time_machine

from privacy.rights.models import RightsRequest
from privacy.subjects.models import Mention
from sharing.alerts.models import Alert
from sharing.delivery.models import Delivery
from sharing.response.models import RecallOrder
from tests.factories.conversations import LATER, holders, share
from tests.factories.journeys import send, work
from tests.factories.persons import LIN, as_person, take_token
from tests.factories.transfers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

JSON = "application/json"
# LIN's number, as an alert has it.
NUMBER = "13800138000"


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def officer(exchange, now):
    return sign_in(exchange["bank"], now, name="li")


@pytest.fixture
def person(now):
    return as_person(take_token(LIN, now=now))


def post(client, path, body=None):
    return client.post(f"/api/v1/{path}", body or {}, content_type=JSON)


def ask(person, kind):
    asked = post(person, "rights-requests", {"type": kind, "controller": "bank"}).json()
    return f"rights-requests/{asked['id']}/close"


def test_pc_14_a_rectification_is_granted_by_the_alert_that_corrects(
    exchange, officer, person, now
):
    incident = f"incident--{uuid4()}"
    wrong = share(exchange["bank"], now, incident_id=incident)
    terms = {"mode": "correct", "reason": "Mixed up.", "modified": LATER}
    right = share(exchange["bank"], now, incident_id=incident, **terms)
    told = {one.id: one.reference for one in Alert.objects.all()}
    path = ask(person, "rectification")

    for reference in ("", "RA-2026-0000000000", told[wrong.id]):
        refused = post(officer, path, {"outcome": "granted", "correction": reference})
        assert refused.status_code == 400
        assert [fault["parameter"] for fault in refused.json()["errors"]] == ["correction"]
        assert RightsRequest.objects.get().state == "open"

    granted = post(officer, path, {"outcome": "granted", "correction": told[right.id]})

    assert (granted.status_code, granted.json()["outcome"]) == (200, "granted")
    assert RightsRequest.objects.get().steps.latest("id").details["correction"] == str(right.id)


def test_pc_14_the_correction_of_another_institution_is_none(exchange, officer, person, now):
    incident = f"incident--{uuid4()}"
    share(exchange["peer"], now, incident_id=incident)
    terms = {"mode": "correct", "reason": "Mixed up.", "modified": LATER}
    right = share(exchange["peer"], now, incident_id=incident, **terms)
    reference = Alert.objects.get(id=right.id).reference

    answer = post(
        officer, ask(person, "rectification"), {"outcome": "granted", "correction": reference}
    )

    assert answer.status_code == 400
    assert RightsRequest.objects.get().state == "open"


def test_pc_15_the_end_of_a_hold_by_two_persons_carries_out_what_it_kept(
    exchange, officer, person, now
):
    alert = send(exchange["bank"], now=now, description=f"Call {NUMBER}.")
    work(now)
    body = {
        "scope": "subject",
        "reason": "litigation",
        "authority": "A-1",
        "identifier": {"kind": "phone", "value": LIN},
    }
    hold = post(officer, "legal-holds", body).json()
    closed = post(officer, ask(person, "erasure"), {"outcome": "granted"})
    assert closed.status_code == 200
    assert Mention.objects.filter(item_id=alert.id).exists()
    assert not RecallOrder.objects.exists()

    post(officer, f"legal-holds/{hold['id']}/end")
    assert Mention.objects.filter(item_id=alert.id).exists()
    second = sign_in(exchange["bank"], now, name="wu")
    ended = post(second, f"legal-holds/{hold['id']}/end")

    assert ended.status_code == 200
    assert not Mention.objects.filter(item_id=alert.id).exists()
    assert RecallOrder.objects.filter(alert_id=alert.id, cause="erased").exists()
    assert RightsRequest.objects.get().kept_at is None


def test_pc_12_holdings_say_for_what_and_on_which_basis_it_was_really_shared(exchange, person, now):
    """The alert declares neither; the acts rest on the group's agreement."""
    alert = send(exchange["bank"], now=now, description=f"Call {NUMBER}.")
    work(now)
    assert holders(alert)
    assert Delivery.objects.filter(alert_id=alert.id).exists()

    (item,) = [
        one for one in person.get("/api/v1/me/holdings").json()["items"] if one["kind"] == "alert"
    ]

    assert item["data"]["purposes"] == ["fraud-prevention"]
    assert item["data"]["legal_bases"] == ["pipl.statutory_duty", "pipl.statutory_duty:PIPL-63"]
