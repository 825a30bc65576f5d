"""GET /api/v1/alerts/{id}: my rendition, my own as I sent it, why I see it so; recorded each time."""

from uuid import uuid4

import orjson
import pytest

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from tests.factories.bundles import make_bundle, make_raw
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

STIX = "application/stix+json;version=2.1"
PERSONAL = "Called from 13912345678 by a person who gave the name of a colleague."


@pytest.fixture
def raw():
    return orjson.dumps(make_bundle(description=PERSONAL), option=orjson.OPT_INDENT_2)


@pytest.fixture
def alert(exchange, now, raw):
    submission = send(exchange["bank"], now=now, raw=raw)
    work(now)
    return f"/api/v1/alerts/{submission.id}"


def test_the_reporter_gets_back_the_bytes_it_sent(exchange, as_member, alert, raw):
    answer = as_member(exchange["bank"]).get(alert)

    assert (answer.status_code, answer["Content-Type"]) == (200, STIX)
    assert answer.content == raw


def test_a_recipient_gets_its_rendition_without_the_personal_value(exchange, as_member, alert, raw):
    answer = as_member(exchange["peer"]).get(alert)

    bundle = answer.json()
    sent = orjson.loads(raw)
    assert (answer.status_code, answer["Content-Type"]) == (200, STIX)
    assert bundle["type"] == "bundle"
    *told, policy = bundle["objects"]
    assert [one["id"] for one in told] == [one["id"] for one in sent["objects"]]
    # What binds its reader goes with it (PC-02).
    assert policy["type"] == "marking-definition"
    assert b"13912345678" not in answer.content


def test_the_explanation_names_places_and_rules_and_no_value(exchange, as_member, alert):
    answer = as_member(exchange["peer"]).get(alert, {"view": "explain"})

    told = answer.json()
    assert answer["Content-Type"] == "application/json"
    assert told["id"] == alert.rpartition("/")[2]
    assert told["rules_version"]
    assert told["route"]
    assert {one["pointer"] for one in told["withheld"]} == {"/objects/1/description"}
    assert set(told["withheld"][0]) == {"pointer", "code", "source", "action"}
    assert b"13912345678" not in answer.content


def test_nothing_is_withheld_from_the_reporter(exchange, as_member, alert):
    told = as_member(exchange["bank"]).get(alert, {"view": "explain"}).json()

    assert (told["outcome"], told["withheld"]) == ("own", [])


@pytest.mark.parametrize("query", ["", "?view=explain"])
def test_what_is_not_mine_to_see_looks_missing_and_is_not_recorded(
    exchange, as_member, alert, query
):
    events = AuditEvent.objects.count()
    outsider = as_member(exchange["outsider"])

    others = outsider.get(alert + query)
    nobodys = outsider.get(f"/api/v1/alerts/{uuid4()}{query}")

    assert (others.status_code, nobodys.status_code) == (404, 404)
    assert others.content == nobodys.content
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize(
    ("slug", "query", "form"),
    [("bank", "", "original"), ("peer", "", "rendition"), ("peer", "?view=explain", "explanation")],
)
def test_each_reading_is_recorded(exchange, as_member, alert, slug, query, form):
    as_member(exchange[slug]).get(alert + query)

    event = AuditEvent.objects.get(action=Action.ALERT_READ)
    assert event.actor == f"client:{exchange[slug].client_id}"
    assert event.subject == alert.rpartition("/")[2]
    assert event.details["as"] == form


def test_an_alert_that_no_worker_has_seen_shows_to_nobody(exchange, as_member, now):
    submission = send(exchange["bank"], now=now, raw=make_raw())

    answers = [
        as_member(member).get(f"/api/v1/alerts/{submission.id}") for member in exchange.values()
    ]

    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("query", ["?view=all", "?explain=1"])
def test_an_unknown_view_is_named(exchange, as_member, alert, query):
    answer = as_member(exchange["peer"]).get(alert + query)

    assert answer.status_code == 400
    assert len(answer.json()["errors"]) == 1
