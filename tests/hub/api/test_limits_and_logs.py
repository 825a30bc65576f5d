"""Request limits, the access log, and what becomes of errors nobody foresaw."""

import logging
import re

import pytest
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from hub.api.logs import JsonFormatter, Scrub, mask
from hub.api.throttling import CredentialThrottle
from sharing.ingest.models import Submission
from tests.factories.bundles import make_raw

ADDRESS = "/api/v1/submissions"
STIX = "application/stix+json;version=2.1"


@pytest.fixture
def two_a_minute(settings, monkeypatch):
    settings.REQUESTS_PER_MINUTE = 2
    monkeypatch.setattr(APIView, "throttle_classes", [CredentialThrottle])


def test_each_answer_tells_what_is_left(exchange, as_member, two_a_minute):
    answer = as_member(exchange["bank"]).get(ADDRESS)

    assert answer["RateLimit-Policy"] == '"credential";q=2;w=60'
    assert re.fullmatch(r'"credential";r=1;t=\d{1,2}', answer["RateLimit"])


def test_beyond_the_quota_the_answer_is_429_and_nothing_is_stored(
    exchange, as_member, two_a_minute, monkeypatch
):
    monkeypatch.setattr("hub.api.throttling.time.time", lambda: 1_000_000_010)
    client = as_member(exchange["bank"])
    statuses = [client.get(ADDRESS).status_code for _ in range(2)]

    answer = client.post("/api/v1/alerts", make_raw(), content_type=STIX)

    assert statuses == [200, 200]
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-requests")
    assert answer["Retry-After"] == str(60 - 1_000_000_010 % 60)
    assert answer["RateLimit"].startswith('"credential";r=0;')
    assert Submission.objects.count() == 0


def test_credentials_are_counted_apart(exchange, as_member, two_a_minute):
    for _ in range(3):
        as_member(exchange["bank"]).get(ADDRESS)

    assert as_member(exchange["peer"]).get(ADDRESS).status_code == 200


def test_a_new_window_begins_anew(exchange, as_member, two_a_minute, monkeypatch):
    client = as_member(exchange["bank"])
    monkeypatch.setattr("hub.api.throttling.time.time", lambda: 1_000_000_000)
    for _ in range(3):
        client.get(ADDRESS)

    monkeypatch.setattr("hub.api.throttling.time.time", lambda: 1_000_000_061)

    assert client.get(ADDRESS).status_code == 200


def test_the_limit_is_on_unless_it_is_switched_off(settings):
    assert bool(api_settings.DEFAULT_THROTTLE_CLASSES) == settings.RATE_LIMITS


def test_the_access_log_holds_the_route_and_ids_and_no_query(exchange, as_member, caplog):
    with caplog.at_level(logging.INFO, logger="hub.access"):
        answer = as_member(exchange["bank"]).get("/api/v1/alerts?q=13912345678")

    (record,) = [one for one in caplog.records if one.name == "hub.access"]
    assert (record.method, record.route, record.status) == ("GET", "api/v1/alerts", 200)
    assert record.caller == f"client:{exchange['bank'].client_id}"
    assert record.reference == answer["X-Request-ID"]
    assert "13912345678" not in JsonFormatter().format(record)


@pytest.mark.parametrize(
    ("path", "place", "kind"),
    [
        (ADDRESS, "sharing.api.views.list_submissions", "application/problem+json"),
        ("/taxii2/", "sharing.taxii.views.list_roots", "application/taxii+json;version=2.1"),
        ("/log/keys", "hub.api.keys.open_keyring", "application/problem+json"),
    ],
)
def test_an_unforeseen_error_is_a_bare_500_with_a_reference(
    exchange, as_member, monkeypatch, caplog, path, place, kind
):
    def fail(*args, **kwargs):
        raise RuntimeError("Zhang San, 13912345678, owes money")

    monkeypatch.setattr(place, fail)

    answer = as_member(exchange["bank"]).get(path)

    reference = answer["X-Request-ID"]
    assert (answer.status_code, answer["Content-Type"]) == (500, kind)
    assert reference.encode() in answer.content
    for trace in (b"Zhang", b"Runtime", b"Traceback", b".py"):
        assert trace not in answer.content
    (record,) = [one for one in caplog.records if one.name == "hub.problems"]
    assert (record.error, record.reference) == ("RuntimeError", reference)
    assert re.search(r"test_limits_and_logs\.py:\d+$", record.place)
    assert "Zhang" not in JsonFormatter().format(record)


def test_a_log_line_loses_the_text_of_its_exception():
    try:
        raise ValueError("13912345678")
    except ValueError:
        import sys

        record = logging.LogRecord("x", logging.ERROR, "f", 1, "failed", None, sys.exc_info())

    Scrub().filter(record)

    line = JsonFormatter().format(record)
    assert "13912345678" not in line
    assert '"error":"ValueError"' in line
    assert "test_limits_and_logs.py" in line


def test_a_log_message_loses_what_looks_personal():
    assert "13912345678" not in mask("call 13912345678 now")
    assert mask("nothing of the kind") == "nothing of the kind"


def test_unknown_addresses_of_machines_are_problems_and_those_of_people_are_pages(client, db):
    machine, person = client.get("/api/v1/nothing"), client.get("/nothing-here")

    assert (machine.status_code, machine["Content-Type"]) == (404, "application/problem+json")
    assert (person.status_code, person["Content-Type"].partition(";")[0]) == (404, "text/html")


def test_answers_to_machines_are_kept_by_their_reader_alone(exchange, as_member):
    client = as_member(exchange["bank"])

    assert client.get(ADDRESS)["Cache-Control"] == "private, no-cache"
    assert client.get("/taxii2/")["Cache-Control"] == "no-store"


def test_a_host_that_is_not_ours_is_a_bad_request(client, db):
    answer = client.get(ADDRESS, headers={"host": "elsewhere.example"})

    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
