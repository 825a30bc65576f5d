"""Why each recipient sees what it sees: told to who shared, who received, who supervises (PC-01, PC-22)."""

import pytest

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

PHONE = "13800138000"


@pytest.fixture
def alert(exchange, now):
    submission = send(exchange["bank"], now=now, description=f"Call {PHONE}.")
    work(now)
    return submission.id


def read(as_member, member, alert):
    return as_member(member).get(f"/api/v1/alerts/{alert}/acts")


def test_the_reporter_reads_every_act_with_its_grounds(exchange, as_member, alert):
    answer = read(as_member, exchange["bank"], alert)

    acts = {one["recipient"]["name"]: one for one in answer.json()["items"]}
    assert sorted((name, one["outcome"]) for name, one in acts.items()) == [
        ("Foreign Institution", "allow_redacted"),
        ("Peer Institution", "allow_tokenised"),
        ("Platform Institution", "allow_tokenised"),
        ("Regulator Institution", "allow_tokenised"),
    ]
    peer = acts["Peer Institution"]
    assert peer["treatments"] == {"PI": "tokenise"}
    assert peer["reasons"] == ["tokenised_in_region"]
    (agreement,) = peer["agreements"]
    assert [ground.partition(":")[0] for ground in peer["grounds"]] == ["agreement", "assessment"]
    assert peer["grounds"][0] == f"agreement:{agreement}:legal-obligation"
    assert peer["withheld"][0]["action"] == "tokenised"
    assert PHONE not in answer.content.decode()
    (event,) = AuditEvent.objects.filter(action=Action.REGISTER_READ)
    assert (event.subject, event.details["acts"]) == (str(alert), 4)


def test_a_recipient_reads_its_own_act_alone(exchange, as_member, alert):
    (mine,) = read(as_member, exchange["peer"], alert).json()["items"]

    assert (mine["recipient"]["name"], mine["treatments"]) == ("Peer Institution", {})


def test_who_was_not_reached_finds_nothing(exchange, as_member, alert):
    assert read(as_member, exchange["outsider"], alert).status_code == 404
    assert not AuditEvent.objects.filter(action=Action.REGISTER_READ).exists()


def test_reading_for_another_purpose_is_refused_and_recorded_pc_02(exchange, as_member, alert):
    client = as_member(exchange["peer"])

    refused = client.get(f"/api/v1/alerts/{alert}", {"purpose": "statistics"})
    allowed = client.get(f"/api/v1/alerts/{alert}", {"purpose": "fraud-prevention"})

    assert (refused.status_code, refused.json()["title"]) == (403, "This is not permitted")
    assert allowed.json()["type"] == "bundle"
    event = AuditEvent.objects.get(action=Action.PURPOSE_REFUSED)
    assert (event.subject, event.details) == (str(alert), {"purpose": "statistics"})


def test_what_tells_of_nobody_serves_any_purpose(exchange, as_member, now):
    submission = send(exchange["bank"], now=now)
    work(now)

    answer = as_member(exchange["peer"]).get(
        f"/api/v1/alerts/{submission.id}", {"purpose": "statistics"}
    )

    assert answer.json()["type"] == "bundle"
