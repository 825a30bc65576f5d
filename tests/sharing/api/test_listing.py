"""GET /api/v1/alerts: what I may see and nothing else, page by page, and each page is recorded."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.stix.markings import Tlp
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/alerts"


@pytest.fixture
def three_alerts(exchange, now):
    """Three alerts of the bank, a minute apart: phishing, malware, phishing."""
    sent = []
    for minute, (category, severity) in enumerate(
        [("phishing", "low"), ("malware", "high"), ("phishing", "critical")]
    ):
        at = now + timedelta(minutes=minute)
        labels = (f"category:{category}", f"severity:{severity}")
        sent.append(send(exchange["bank"], now=at, labels=labels, name=f"Alert number {minute}"))
        work(at)
    return [str(submission.id) for submission in sent]


def ids(answer):
    return [item["id"] for item in answer.json()["items"]]


def test_recipients_and_reporter_see_the_alert_and_the_outsider_does_not(
    exchange, as_member, three_alerts
):
    newest_first = three_alerts[::-1]

    seen = {slug: ids(as_member(member).get(ADDRESS)) for slug, member in exchange.items()}

    assert seen["bank"] == newest_first
    assert seen["platform"] == newest_first
    assert seen["regulator"] == newest_first
    assert seen["outsider"] == []


def test_an_entry_says_what_the_member_may_know(exchange, as_member, three_alerts):
    entry = as_member(exchange["peer"]).get(ADDRESS).json()["items"][0]

    assert entry["id"] == three_alerts[2]
    assert (entry["direction"], entry["title"]) == ("received", "Alert number 2")
    assert entry["reporter"] == {"id": exchange["bank"].stix_id, "name": "Bank Institution"}
    assert entry["categories"] == ["phishing"]
    assert entry["tlp"] == "AMBER"
    assert entry["at"].endswith("Z")
    assert entry["withheld"] == 0
    assert {"factor", "points"} == set(entry["explanation"][0])
    assert entry["score_version"] == "score-2"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("direction=received", [2, 1, 0]),
        ("direction=sent", []),
        ("category=phishing", [2, 0]),
        ("severity=high", [2, 1]),
        ("severity=101", None),
        ("q=number+1", [1]),
        ("jurisdiction=CN", [2, 1, 0]),
        ("jurisdiction=HK", []),
        ("status=suspected", [2, 1, 0]),
        ("status=resolved", []),
        ("since=2026-11-23T02:01:00Z", [2, 1]),
        ("until=2026-11-23T10:01:00%2B08:00", [0]),
        ("until=2026-11-23T02:01:00", None),
        ("since=0001-01-01T00:00:00%2B08:00", None),
        ("since=0001-01-01T00:00:00Z", [2, 1, 0]),
        ("limit=2", [2, 1]),
        ("limit=0", None),
        ("limit=201", None),
        ("category=nonsense", None),
        ("status=nonsense", None),
        ("case=nonsense", None),
        ("reporter=nonsense", None),
        ("direction=up", None),
        ("cursor=nonsense", None),
        ("q=%00", []),
        ("q=", None),
        ("nonsense=1", None),
        ("limit=1&limit=2", None),
    ],
)
def test_each_filter_narrows_or_is_named(exchange, as_member, three_alerts, query, numbers):
    answer = as_member(exchange["peer"]).get(f"{ADDRESS}?{query}")

    if numbers is None:
        assert answer.status_code == 400
        assert [error["parameter"] for error in answer.json()["errors"]] == [
            query.partition("=")[0]
        ]
        assert b"nonsense" not in answer.content.replace(b'"parameter":"nonsense"', b"")
    else:
        assert ids(answer) == [three_alerts[number] for number in numbers]


def test_the_reporter_and_the_case_narrow_too(exchange, as_member, three_alerts):
    client = as_member(exchange["peer"])
    case = client.get(ADDRESS).json()["items"][0]["case"]

    of_bank = client.get(ADDRESS, {"reporter": exchange["bank"].stix_id})
    of_peer = client.get(ADDRESS, {"reporter": exchange["peer"].stix_id})
    of_case = client.get(ADDRESS, {"case": case})

    assert (len(ids(of_bank)), ids(of_peer)) == (3, [])
    assert three_alerts[2] in ids(of_case)


def test_a_parameter_name_that_could_be_personal_is_not_repeated(exchange, as_member):
    answer = as_member(exchange["peer"]).get(ADDRESS, {"13800138000": "1"})

    assert [error["parameter"] for error in answer.json()["errors"]] == ["?"]


def test_pages_follow_each_other_without_gap_or_repeat(exchange, as_member, three_alerts):
    client, found = as_member(exchange["peer"]), []
    address = f"{ADDRESS}?limit=1&severity=low"
    while address:
        answer = client.get(address)
        found += ids(answer)
        link = answer.headers.get("Link", "")
        assert bool(link) == bool(answer.json()["next"])
        address = link.partition(">")[0].removeprefix("<http://testserver")

    assert found == three_alerts[::-1]


def test_a_page_by_stage_goes_on_behind_a_cursor(exchange, as_member, three_alerts):
    client = as_member(exchange["peer"])
    first = client.get(ADDRESS, {"limit": 2, "status": "suspected"}).json()

    second = client.get(
        ADDRESS, {"limit": 2, "status": "suspected", "cursor": first["next"]}
    ).json()

    assert [item["id"] for item in first["items"] + second["items"]] == three_alerts[::-1]
    assert second["next"] is None


def test_a_cursor_works_for_its_own_institution_only(exchange, as_member, three_alerts):
    cursor = as_member(exchange["peer"]).get(ADDRESS, {"limit": 1}).json()["next"]

    answer = as_member(exchange["platform"]).get(ADDRESS, {"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-parameter")


def test_each_page_is_recorded_with_the_alerts_on_it(exchange, as_member, three_alerts):
    as_member(exchange["peer"]).get(ADDRESS, {"limit": 2})

    event = AuditEvent.objects.get(action=Action.FEED_READ)
    assert event.actor == f"client:{exchange['peer'].client_id}"
    assert event.subject == exchange["peer"].stix_id
    assert event.details == {"alerts": three_alerts[:0:-1], "by": "list"}


def test_an_empty_page_is_not_recorded(exchange, as_member, three_alerts):
    as_member(exchange["outsider"]).get(ADDRESS)

    assert not AuditEvent.objects.filter(action=Action.FEED_READ).exists()


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_takes_the_same_statements_however_long(exchange, as_member, now, count):
    for number in range(count):
        send(exchange["bank"], now=now + timedelta(seconds=number))
    work(timezone.now())
    client = as_member(exchange["peer"])

    # Credential; savepoint, received, sent; hulls, rulings, and what of both is in them; event, release.
    with assertNumQueries(10):
        answer = client.get(ADDRESS)

    assert len(ids(answer)) == count


def test_red_alerts_of_others_do_not_show(exchange, as_member, now):
    send(exchange["bank"], now=now, tlp=Tlp.RED)
    work(now)

    seen = {slug: len(ids(as_member(member).get(ADDRESS))) for slug, member in exchange.items()}

    assert seen == {
        "bank": 1,
        "platform": 0,
        "peer": 0,
        "foreign": 0,
        "regulator": 1,
        "outsider": 0,
    }
