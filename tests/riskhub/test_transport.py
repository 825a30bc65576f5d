"""Requests: repeated where that is safe, patient as the hub wishes, and never led elsewhere."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from riskhub import HubUnreachable, Problem, UnexpectedAnswer
from riskhub.transport import MOST_ATTEMPTS
from tests.riskhub.fake import Reply

ALERT = "GET /api/v1/alerts/x"
ACCEPTED = {"id": "s-1", "status": "received", "receipt": "a.b.c", "warnings": []}


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_hub_that_cannot_answer_now_is_asked_again(client, fake, pauses, status):
    fake.on(ALERT, Reply(status), Reply(status), Reply(200, {"type": "bundle"}))

    assert client.alert("x") == {"type": "bundle"}

    assert len(fake.asked) == 3
    assert 0 <= pauses[0] <= 0.5
    assert 0 <= pauses[1] <= 1


def test_retry_after_is_honoured_as_a_number_and_as_a_date(client, fake, pauses):
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    fake.on(
        ALERT,
        Reply(429, headers={"Retry-After": "7"}),
        Reply(503, headers={"Retry-After": later}),
        Reply(200, {}),
    )

    client.alert("x")

    assert 7 <= pauses[0] <= 7.5
    assert 35 <= pauses[1] <= 41


def test_a_hub_that_wants_too_much_patience_is_reported(client, fake, pauses):
    fake.on(ALERT, Reply(429, headers={"Retry-After": "3600"}))

    with pytest.raises(Problem) as refusal:
        client.alert("x")

    assert (refusal.value.status, refusal.value.exit_code, pauses) == (429, 3, [])


def test_the_attempts_end(client, fake, pauses):
    fake.on(ALERT, Reply(503, {"title": "Not now", "status": 503, "code": "not-available"}))

    with pytest.raises(Problem, match="503 Not now"):
        client.alert("x")

    assert (len(fake.asked), len(pauses)) == (MOST_ATTEMPTS, MOST_ATTEMPTS - 1)


def test_a_submission_goes_again_over_a_broken_connection_under_the_same_key(client, fake):
    fake.on("POST /api/v1/alerts", Reply(202, ACCEPTED, breaks=True), Reply(202, ACCEPTED))

    assert client.submit(b"{}").id == "s-1"

    first, second = fake.asked
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert first.headers["idempotency-key"].startswith("sha256:")


def test_feedback_that_the_hub_may_have_is_not_sent_again(client, fake):
    fake.on("POST /api/v1/alerts/x/feedback", Reply(201, {}, breaks=True))

    with pytest.raises(HubUnreachable):
        client.feedback("x", "confirmed")

    assert len(fake.asked) == 1


def test_feedback_that_the_hub_put_off_is_sent_again(client, fake):
    fake.on("POST /api/v1/alerts/x/feedback", Reply(429), Reply(201, {"id": "f"}))

    assert client.feedback("x", "confirmed") == {"id": "f"}


def test_the_secret_follows_no_redirect(client, fake):
    fake.on(ALERT, Reply(302, {}, {"Location": f"{fake.url}/elsewhere"}))

    with pytest.raises(UnexpectedAnswer, match="points elsewhere"):
        client.alert("x")

    assert [one.path for one in fake.asked] == ["/api/v1/alerts/x"]


def test_an_error_carries_the_problem_document(client, fake):
    fault = {"pointer": "/objects/0", "code": "unmarked", "detail": "Mark it."}
    document = {
        "title": "Rules",
        "status": 422,
        "detail": "Correct it.",
        "code": "content-rejected",
    }
    fake.on("POST /api/v1/alerts", Reply(422, document | {"errors": [fault]}))

    with pytest.raises(Problem) as refusal:
        client.submit({"type": "bundle"})

    problem = refusal.value
    assert (problem.status, problem.code, problem.exit_code) == (422, "content-rejected", 1)
    assert str(problem) == "422 Rules. Correct it."
    assert [(one.place, one.code, one.detail) for one in problem.faults] == [
        ("/objects/0", "unmarked", "Mark it.")
    ]
    assert problem.document["title"] == "Rules"


@pytest.mark.parametrize("body", [b"<html>", b"[1]", b"", b"\xff"])
def test_what_is_no_hub_is_said_to_be_none(client, fake, body):
    fake.on(ALERT, Reply(200, body))

    with pytest.raises(UnexpectedAnswer):
        client.alert("x")


def test_an_answer_that_cannot_be_unpacked_is_no_crash(client, fake):
    fake.on(ALERT, Reply(200, b"not packed", {"Content-Encoding": "gzip"}))

    with pytest.raises(UnexpectedAnswer, match="unpacked"):
        client.alert("x")


def test_an_answer_without_end_is_cut_off(client, fake, monkeypatch):
    monkeypatch.setattr("riskhub.transport.LARGEST_ANSWER", 10)
    fake.on(ALERT, Reply(200, {"much": "too much"}))

    with pytest.raises(UnexpectedAnswer, match="larger"):
        client.alert("x")


def test_an_id_cannot_lead_to_another_address(client, fake):
    with pytest.raises(Problem):
        client.alert("../../oauth/token?x")

    assert fake.asked[0].path == "/api/v1/alerts/..%2F..%2Foauth%2Ftoken%3Fx"
