"""GET /api/v1/submissions: how my own submissions stand, and nobody else's."""

from datetime import timedelta

import pytest

from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded


@pytest.fixture
def mine(exchange, now):
    """Three submissions of the bank, oldest first; the first is worked."""
    first = send(exchange["bank"], now=now)
    work(now)
    later = [send(exchange["bank"], now=now + timedelta(minutes=one)) for one in (1, 2)]
    return [first, *later]


def test_a_submission_tells_how_it_stands(exchange, as_member, mine):
    told = as_member(exchange["bank"]).get(f"/api/v1/submissions/{mine[0].id}").json()

    assert told["id"] == str(mine[0].id)
    assert (told["status"], told["recipients"]) == ("delivered", 4)
    assert told["received_at"] == "2026-11-23T02:00:00Z"
    assert told["receipt"] == mine[0].receipt
    assert (told["reasons"], told["warnings"]) == ([], [])


def test_submissions_are_listed_newest_first_in_pages(exchange, as_member, mine):
    client = as_member(exchange["bank"])
    first = client.get("/api/v1/submissions", {"limit": 2}).json()

    second = client.get("/api/v1/submissions", {"limit": 2, "cursor": first["next"]}).json()

    listed = [item["id"] for item in first["items"] + second["items"]]
    assert listed == [str(one.id) for one in reversed(mine)]
    assert second["next"] is None


def test_submissions_of_others_look_missing(exchange, as_member, mine):
    client = as_member(exchange["regulator"])

    one = client.get(f"/api/v1/submissions/{mine[0].id}")
    every = client.get("/api/v1/submissions")

    assert one.status_code == 404
    assert every.json() == {"items": [], "next": None}


def test_a_held_submission_says_why(bank, as_member, now):
    submission = send(bank, now=now)
    work(now)

    told = as_member(bank).get(f"/api/v1/submissions/{submission.id}").json()

    assert told["status"] == "held"
    assert [reason["code"] for reason in told["reasons"]] == ["no-recipient"]
    assert set(told["reasons"][0]) == {"code", "source", "message"}
