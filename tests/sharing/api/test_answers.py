"""What all answers have in common: ETags, sparse fields, and who may keep them."""

import pytest

from sharing.ingest.models import Submission
from tests.factories.bundles import make_raw
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

STIX = "application/stix+json;version=2.1"


@pytest.fixture
def alert(exchange, now):
    submission = send(exchange["bank"], now=now)
    send(exchange["bank"], now=now)
    work(now)
    return str(submission.id)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/alerts",
        "/api/v1/alerts?limit=1",
        "/api/v1/alerts/{id}",
        "/api/v1/alerts/{id}?view=explain",
        "/api/v1/submissions",
        "/api/v1/submissions/{id}",
        "/api/v1/cases",
    ],
)
def test_what_has_not_changed_is_not_sent_again(exchange, as_member, alert, path):
    client, path = as_member(exchange["bank"]), path.format(id=alert)
    first = client.get(path)

    again = client.get(path, headers={"if-none-match": first["ETag"]})
    other = client.get(path, headers={"if-none-match": '"something-else"'})

    assert first["Cache-Control"] == again["Cache-Control"] == "private, no-cache"
    assert {"Accept", "Authorization", "Cookie"} <= set(first["Vary"].split(", "))
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert (other.status_code, other.content) == (200, first.content)


def test_what_has_changed_is_sent(exchange, as_member, alert, now):
    client = as_member(exchange["peer"])
    etag = client.get("/api/v1/alerts")["ETag"]
    send(exchange["bank"], now=now)
    work(now)

    answer = client.get("/api/v1/alerts", headers={"if-none-match": etag})

    assert (answer.status_code, len(answer.json()["items"])) == (200, 3)


def test_the_same_etag_shows_nothing_to_another_member(exchange, as_member, alert):
    etag = as_member(exchange["peer"]).get(f"/api/v1/alerts/{alert}")["ETag"]

    answer = as_member(exchange["outsider"]).get(
        f"/api/v1/alerts/{alert}", headers={"if-none-match": etag}
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/api/v1/alerts/x"), ("post", "/api/v1/alerts")]
)
def test_problems_and_writes_are_kept_by_nobody(exchange, as_member, method, path):
    answer = getattr(as_member(exchange["bank"]), method)(path)

    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


@pytest.mark.parametrize("path", ["/api/v1/alerts", "/api/v1/submissions"])
def test_only_the_members_asked_for_come(exchange, as_member, alert, path):
    items = as_member(exchange["bank"]).get(f"{path}?fields=status,id").json()["items"]

    assert [set(item) for item in items] == [{"id", "status"}] * 2


def test_a_member_that_is_not_known_is_refused_with_those_that_are(exchange, as_member, alert):
    answer = as_member(exchange["bank"]).get("/api/v1/alerts?fields=id,13800138000")

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["parameter"]) == (400, "fields")
    assert "id, reference, direction, at, title" in error["detail"]
    assert b"13800138000" not in answer.content


def test_sending_needs_no_etag(exchange, as_member):
    answer = as_member(exchange["bank"]).post("/api/v1/alerts", make_raw(), content_type=STIX)

    assert answer.status_code == 202
    assert Submission.objects.count() == 1
