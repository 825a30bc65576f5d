"""POST /api/v1/alerts/batch: a result for each line, and no line sinks another."""

import orjson
import pytest
from pytest_django.asserts import assertNumQueries

from sharing.ingest.models import Submission
from tests.factories.bundles import make_bundle, make_raw

pytestmark = pytest.mark.embedded

LINES = "application/x-ndjson"
ADDRESS = "/api/v1/alerts/batch"


def read(answer):
    return [orjson.loads(line) for line in answer.content.splitlines()]


def with_password() -> bytes:
    return make_raw(description="The customer's card 4111 1111 1111 1111, CVV 123, expiry 09/27.")


def test_each_line_has_its_result(exchange, as_member):
    raw = b"\n".join([make_raw(), b"{", b"", b"{}", make_raw()])

    answer = as_member(exchange["bank"]).post(ADDRESS, raw, content_type=LINES)

    results = read(answer)
    assert (answer.status_code, answer["Content-Type"]) == (200, LINES)
    assert [(one["line"], one["status"]) for one in results] == [
        (1, 202),
        (2, 400),
        (4, 422),
        (5, 202),
    ]
    assert set(results[0]) == {"line", "status", "id", "receipt", "warnings"}
    assert results[1]["problem"]["code"] == "malformed-content"
    assert results[2]["problem"]["errors"][0]["pointer"] == "/objects"
    stored = {str(row.id) for row in Submission.objects.all()}
    assert stored == {results[0]["id"], results[3]["id"]}


def test_a_line_with_authentication_data_sinks_no_other(exchange, as_member):
    raw = b"\n".join([make_raw(), with_password(), make_raw()])

    answer = as_member(exchange["bank"]).post(ADDRESS, raw, content_type=LINES)

    results = read(answer)
    assert [one["status"] for one in results] == [202, 422, 202]
    assert results[1]["problem"]["code"] == "authentication-data"
    assert Submission.objects.count() == 2


@pytest.mark.parametrize("bad", [b"{", with_password()], ids=["unreadable", "refused"])
def test_a_repeated_batch_is_the_same_batch(exchange, as_member, bad):
    client, raw = as_member(exchange["bank"]), b"\n".join([make_raw(), bad, make_raw()])
    key = {"idempotency-key": "batch-1"}
    first = client.post(ADDRESS, raw, content_type=LINES, headers=key)

    again = client.post(ADDRESS, raw, content_type=LINES, headers=key)

    assert read(again) == read(first)
    assert Submission.objects.count() == 2


def test_unrelated_content_of_one_line_is_several_alerts_of_that_line(exchange, as_member):
    one, other = make_bundle(), make_bundle()
    both = {**one, "objects": one["objects"] + other["objects"]}

    answer = as_member(exchange["bank"]).post(ADDRESS, orjson.dumps(both), content_type=LINES)

    (result,) = read(answer)
    (further,) = result["further"]
    assert result["status"] == 202
    assert {str(row.id) for row in Submission.objects.all()} == {result["id"], further["id"]}


def test_who_asks_for_json_gets_one_document(exchange, as_member):
    answer = as_member(exchange["bank"]).post(
        ADDRESS, make_raw(), content_type=LINES, headers={"accept": "application/json"}
    )

    assert answer["Content-Type"] == "application/json"
    assert [one["status"] for one in answer.json()["results"]] == [202]


def test_a_batch_takes_as_many_statements_as_one_alert(exchange, as_member):
    client = as_member(exchange["bank"])
    client.post(ADDRESS, make_raw(), content_type=LINES)
    raw = b"\n".join(make_raw() for _ in range(20))

    with assertNumQueries(5):
        client.post(ADDRESS, raw, content_type=LINES)


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b"\n\n", LINES, 400),
        (b"{}\n" * 1_001, LINES, 413),
        (b"{}", "application/json", 415),
        (b" " * 10_000_001, LINES, 413),
    ],
    ids=["no line", "too many lines", "other type", "too large"],
)
def test_a_batch_that_cannot_be_read_stores_nothing(exchange, as_member, raw, kind, status):
    answer = as_member(exchange["bank"]).post(ADDRESS, raw, content_type=kind)

    assert answer.status_code == status
    assert len(answer.json()["errors"]) == 1
    assert Submission.objects.count() == 0
