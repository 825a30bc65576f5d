"""Attention over HTTP: ranked cases in the reader's words, marks, gauges and their export."""

import csv
import io

import pytest
from django.utils import timezone

from privacy.audit.models import AuditEvent
from sharing.attention.gauges import name_week
from sharing.attention.models import Look
from sharing.attention.wording import DEFINITIONS
from tests.factories.channels import subscribe
from tests.sharing.test_attention_ranking import report

pytestmark = pytest.mark.embedded
CASES = "/api/v1/attention/cases"
SEEN = "/api/v1/attention/seen"
GAUGES = "/api/v1/gauges"
EXPORT = "/api/v1/gauges/export"


@pytest.fixture
def at_once(exchange):
    """Two reports of the bank, made at the time of the clock on the wall."""
    now = timezone.now()
    return [report(exchange["bank"], now, kind) for kind in ("leak", "flight")]


def ask(client, path, **query):
    return client.get(path, query)


def test_cases_come_by_urgency_with_the_reasons_in_words(exchange, as_member, at_once):
    leak, flight = at_once
    platform = exchange["platform"]

    answer = ask(as_member(platform), CASES)

    items = answer.json()["items"]
    assert answer.status_code == 200
    assert [item["id"] for item in items] == [str(flight), str(leak)]
    first = items[0]
    assert (first["score_version"], first["automated"]) == ("score-2", True)
    assert first["human_review_requested"] is False
    assert first["score"] == sum(reason["points"] for reason in first["explanation"])
    assert first["explanation"][0] == {
        "factor": "severity",
        "points": 23,
        "text": "Its severity is 95 of 100.",
    }
    assert first["score_inputs"]["reporters"] == 1
    event = AuditEvent.objects.filter(action="delivery.feed.read").latest("id")
    assert event.details == {"alerts": [str(flight), str(leak)], "by": "attention"}


@pytest.mark.parametrize(("language", "words"), [("zh-Hans", "严重程度"), ("zh-Hant", "嚴重程度")])
def test_reasons_and_definitions_are_in_the_language_asked_for(
    exchange, as_member, at_once, language, words
):
    client = as_member(exchange["platform"])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language

    reasons = ask(client, CASES).json()["items"][0]["explanation"]
    definitions = ask(client, GAUGES).json()["definitions"]

    assert any(words in reason["text"] for reason in reasons)
    assert not any(text.isascii() for text in definitions.values())


def test_looking_moves_a_mark_and_only_new_cases_are_listed(exchange, as_member, at_once):
    client = as_member(exchange["platform"])
    subscribe(exchange["platform"], "stream", now=timezone.now())

    before = ask(client, CASES, new="true").json()
    marked = client.post(SEEN, {}, content_type="application/json")
    after = ask(client, CASES, new="true").json()

    assert len(before["items"]) == 2
    assert before["seen_at"] is None
    assert marked.status_code == 200
    assert after == {"items": [], "seen_at": marked.json()["seen_at"], "taken_back": 0}


@pytest.mark.parametrize(
    "body",
    [{"at": "2999-01-01T00:00:00Z"}, {"at": "yesterday"}, {"until": "2026-01-01T00:00:00Z"}],
    ids=["future", "no-moment", "unknown-member"],
)
def test_a_mark_that_cannot_be_changes_nothing(exchange, as_member, body):
    answer = as_member(exchange["platform"]).post(SEEN, body, content_type="application/json")

    assert answer.status_code == 400
    assert "2999" not in answer.content.decode()
    assert Look.objects.count() == 0


def test_a_member_reads_its_own_gauges_with_their_definitions(exchange, as_member, at_once):
    answer = ask(as_member(exchange["platform"]), GAUGES)

    found = answer.json()
    (item,) = found["items"]
    assert answer.status_code == 200
    assert found["week"] == name_week(timezone.now())
    assert item["sector"] == ""
    assert item["gauges"]["overload"]["alerts"] == 2
    assert found["definitions"].keys() == DEFINITIONS.keys()
    figures = {*item["gauges"]["overload"], *item["gauges"]["asymmetry"]} - {"received"}
    assert figures <= DEFINITIONS.keys()
    named = {name for step in item["gauges"]["lag"] for name in (step["start"], step["end"])}
    assert named <= DEFINITIONS.keys()


def test_sectors_look_missing_to_members(exchange, as_member, at_once):
    statuses = {
        slug: ask(as_member(exchange[slug]), GAUGES, scope="sector").status_code
        for slug in ("bank", "platform", "regulator")
    }

    assert statuses == {"bank": 404, "platform": 404, "regulator": 200}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"week": "2026-W60"}, 400),
        ({"week": "=1+1"}, 400),
        ({"week": "2025-W53"}, 404),
        ({"week": "2099-W01"}, 404),
        ({"scope": "all"}, 400),
        ({"sector": "bank"}, 400),
    ],
)
def test_a_week_or_scope_that_cannot_be_is_named(exchange, as_member, query, status):
    answer = ask(as_member(exchange["platform"]), GAUGES, **query)

    assert answer.status_code == status
    assert "=1+1" not in answer.content.decode()


def test_the_events_behind_the_gauges_are_ids_and_moments(exchange, as_member, at_once):
    client = as_member(exchange["platform"])

    answer = client.get(EXPORT, headers={"Accept": "text/csv"})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv"
    assert {row["alert"] for row in rows} == {str(one) for one in at_once}
    assert {row["event"] for row in rows} == {"received"}


def test_an_outsider_sees_nothing_of_what_it_did_not_get(exchange, as_member, at_once):
    client = as_member(exchange["outsider"])

    assert ask(client, CASES).json() == {"items": [], "seen_at": None, "taken_back": 0}
    assert ask(client, GAUGES).json()["items"][0]["gauges"]["overload"]["alerts"] == 0
