"""What a collection is read for: stated, the credential's own, or all that was agreed on (PC-02)."""

from base64 import b64encode

import orjson
import pytest
from django.test import Client

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.alerts.models import Alert
from sharing.members.actors import MACHINE_SCOPES, SYSTEM
from sharing.members.services import Use, issue_credential
from sharing.stix.vocabulary import HANDLING_POLICY
from tests.factories.bundles import make_bundle
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

OBJECTS = "/taxii2/peer/collections/inbox/objects/"


@pytest.fixture
def sent(exchange, now):
    """An alert with a telephone number, and one of nobody; return the ids of their reports."""
    found = []
    for name in ("Call 13800138000 never", "A copied page"):
        bundle = make_bundle(name=name)
        found.append(bundle["objects"][-1]["id"])
        send(exchange["bank"], now=now, raw=orjson.dumps(bundle))
    work(now)
    return found


def reports(answer):
    listed = answer.json().get("objects", [])
    return {one["id"] for one in listed if one["type"] == "report"}


def reader(member, now, purpose):
    issued = issue_credential(
        actor=SYSTEM,
        now=now,
        institution=member.institution,
        scopes=MACHINE_SCOPES,
        use=Use(purpose=purpose),
    )
    pair = b64encode(f"{issued.client_id}:{issued.client_secret}".encode()).decode()
    return Client(headers={"authorization": f"Basic {pair}"})


def refusals():
    events = AuditEvent.objects.filter(action=Action.PURPOSE_REFUSED).order_by("id")
    return [event.details["purpose"] for event in events]


def test_a_poll_for_another_purpose_goes_without_what_tells_of_a_person_pc_02(
    exchange, as_member, sent
):
    client = as_member(exchange["peer"])

    for_fraud = client.get(OBJECTS, {"purpose": "fraud-prevention"})
    for_numbers = client.get(OBJECTS, {"purpose": "statistics"})

    assert reports(for_fraud) == set(sent)
    assert reports(for_numbers) == {sent[1]}
    assert refusals() == ["statistics"]


def test_one_object_for_another_purpose_is_refused_and_recorded_pc_02(exchange, as_member, sent):
    client = as_member(exchange["peer"])

    answer = client.get(f"{OBJECTS}{sent[0]}/", {"purpose": "statistics"})

    assert answer.status_code == 403
    assert b"13800138000" not in answer.content
    assert refusals() == ["statistics"]
    assert client.get(f"{OBJECTS}{sent[0]}/", {"purpose": "fraud-prevention"}).status_code == 200


def test_a_credential_reads_for_its_own_purpose_unless_a_request_states_one(exchange, now, sent):
    client = reader(exchange["peer"], now, "statistics")

    assert reports(client.get(OBJECTS)) == {sent[1]}
    assert reports(client.get(OBJECTS, {"purpose": "fraud-prevention"})) == set(sent)
    assert client.get(f"/api/v1/alerts/{alert_of(sent[0])}").status_code == 403


def test_without_any_purpose_all_is_read_for_what_its_marking_says(exchange, as_member, sent):
    assert reports(as_member(exchange["peer"]).get(OBJECTS)) == set(sent)
    assert refusals() == []


def test_a_purpose_that_is_none_is_an_error_that_repeats_nothing(exchange, as_member, sent):
    answer = as_member(exchange["peer"]).get(OBJECTS, {"purpose": "curiosity"})

    assert answer.status_code == 400
    assert b"curiosity" not in answer.content
    assert refusals() == []


def test_a_plain_copy_carries_the_policy_that_binds_it_pc_02(exchange, as_member, sent):
    objects = as_member(exchange["peer"]).get(OBJECTS).json()["objects"]

    (marking,) = [one for one in objects if HANDLING_POLICY in one.get("extensions", {})]
    policy = marking["extensions"][HANDLING_POLICY]
    assert (policy["purposes"], policy["legal_bases"]) == (
        ["fraud-prevention"],
        ["legal-obligation"],
    )
    assert (policy["retain_until"], policy["onward_sharing"]) == (
        "2027-11-23T00:00:00.000Z",
        "none",
    )
    bound = {one["id"] for one in objects if marking["id"] in one.get("object_marking_refs", ())}
    assert bound == {sent[0]}


def alert_of(report):
    return Alert.objects.get(root_id=report).id
