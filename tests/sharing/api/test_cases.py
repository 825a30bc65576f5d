"""GET /api/v1/cases: told from the alerts that a member may see, and from nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from pytest_django.asserts import assertNumQueries

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.cases.models import CaseMembership
from sharing.delivery.models import Delivery, Rendition
from sharing.members.models import Institution
from sharing.stix.markings import Tlp
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/cases"
SHARED = "[url:value = 'https://evil.example/a']"
BOTH = ("category:phishing", "category:malware", "severity:critical")


@pytest.fixture
def reports(exchange, now):
    """The bank and the platform report one site; a minute later the bank reports another."""

    def report(slug, minute, pattern, **changes):
        at = now + timedelta(minutes=minute)
        sent = send(exchange[slug], now=at, pattern=pattern, name=f"Report {minute}", **changes)
        work(at)
        return str(sent.id)

    return [
        report("bank", 0, SHARED, labels=("category:phishing", "severity:low")),
        report("platform", 1, SHARED, labels=BOTH),
        report("bank", 2, "[url:value = 'https://other.example/b']"),
    ]


def stored_case_of(alert):
    return CaseMembership.objects.get(alert_id=alert).case_id


def ids(answer):
    return [item["id"] for item in answer.json()["items"]]


def test_cases_come_by_their_newest_alert(exchange, as_member, reports):
    cases = [reports[2], reports[0]]
    assert stored_case_of(reports[0]) == stored_case_of(reports[1])

    answer = as_member(exchange["peer"]).get(ADDRESS)

    assert ids(answer) == cases
    joint = answer.json()["items"][1]
    assert joint["title"] == "Report 1"
    assert (joint["alert_count"], joint["corroboration"]) == (2, 2)
    assert joint["categories"] == ["malware", "phishing"]
    assert (joint["first_at"], joint["last_at"]) == ("2026-11-23T02:00:00Z", "2026-11-23T02:01:00Z")
    assert joint["score_version"] == "score-2"
    assert joint["severity"] == 95 or joint["severity"] >= 90
    assert joint["score"] == max(
        CaseMembership.objects.filter(alert_id__in=reports[:2]).values_list("score", flat=True)
    )


def test_one_reporter_is_no_corroboration(exchange, as_member, reports):
    alone = as_member(exchange["peer"]).get(ADDRESS).json()["items"][0]

    assert (alone["alert_count"], alone["corroboration"]) == (1, None)


def test_reporters_under_one_owner_corroborate_nothing(exchange, as_member, reports):
    owned = [exchange[slug].institution.id for slug in ("bank", "platform")]
    Institution.objects.filter(id__in=owned).update(owner_group="one-holding")

    joint = as_member(exchange["peer"]).get(ADDRESS).json()["items"][1]

    assert (joint["alert_count"], joint["corroboration"]) == (2, None)


def test_too_few_independent_reporters_are_not_told(exchange, as_member, reports, settings):
    settings.LEAST_CORROBORATION = 3

    joint = as_member(exchange["peer"]).get(ADDRESS).json()["items"][1]

    assert (joint["alert_count"], joint["corroboration"]) == (2, None)


def test_a_case_holds_the_alerts_that_i_may_see(exchange, as_member, reports):
    case = reports[0]

    answer = as_member(exchange["peer"]).get(f"{ADDRESS}/{case}")

    shown = answer.json()
    assert [alert["id"] for alert in shown["alerts"]] == [reports[1], reports[0]]
    assert shown["id"] == case


def test_what_i_may_not_see_does_not_count(exchange, as_member, reports, now):
    at = now + timedelta(minutes=5)
    send(exchange["platform"], now=at, pattern=SHARED, tlp=Tlp.RED, name="Only for supervisors")
    work(at)
    case = reports[0]
    assert CaseMembership.objects.filter(case_id=stored_case_of(case)).count() == 3

    shown = as_member(exchange["peer"]).get(f"{ADDRESS}/{case}")

    assert (shown.json()["alert_count"], shown.json()["corroboration"]) == (2, 2)
    assert b"supervisors" not in shown.content
    assert shown.json()["last_at"] == "2026-11-23T02:01:00Z"


def test_a_case_with_nothing_of_mine_looks_missing(exchange, as_member, reports):
    answer = as_member(exchange["outsider"]).get(f"{ADDRESS}/{reports[0]}")

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert ids(as_member(exchange["outsider"]).get(ADDRESS)) == []


def test_an_alert_of_which_a_part_was_withheld_stands_in_a_case(exchange, as_member, now):
    phone = send(exchange["bank"], now=now, description="The holder answers at 13800138000.")
    work(now)
    case = str(phone.id)

    shown = as_member(exchange["peer"]).get(f"{ADDRESS}/{case}").json()

    assert [alert["withheld"] > 0 for alert in shown["alerts"]] == [True]
    assert ids(as_member(exchange["peer"]).get(ADDRESS)) == [case]


def test_what_was_taken_back_leaves_the_case(exchange, as_member, reports, now):
    case = reports[0]
    peer = exchange["peer"]
    Delivery.objects.filter(alert_id=reports[1], recipient=peer.institution).update(
        withdrawn_at=now
    )

    shown = as_member(peer).get(f"{ADDRESS}/{case}").json()

    assert (shown["alert_count"], shown["corroboration"]) == (1, None)
    assert [alert["id"] for alert in shown["alerts"]] == [reports[0]]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("category=phishing", [2, 0]),
        ("category=malware", [0]),
        ("severity=critical", [0]),
        ("q=Report+2", [2]),
        ("since=2026-11-23T02:02:00Z", [2]),
        ("limit=1", [2]),
        ("direction=sent", None),
        ("cursor=x", None),
        ("fields=id,nonsense", None),
    ],
)
def test_each_filter_narrows_or_is_named(exchange, as_member, reports, query, numbers):
    answer = as_member(exchange["peer"]).get(f"{ADDRESS}?{query}")

    if numbers is None:
        assert answer.status_code == 400
    else:
        assert ids(answer) == [reports[number] for number in numbers]


def test_pages_of_cases_follow_without_gap_or_repeat(exchange, as_member, now):
    patterns = [f"[url:value = 'https://evil-{number % 3}.example/a']" for number in range(9)]
    for number, pattern in enumerate(patterns):
        send(exchange["bank"], now=now + timedelta(seconds=number), pattern=pattern)
        work(now + timedelta(seconds=number))
    client, found, cursor = as_member(exchange["peer"]), [], None
    whole = ids(client.get(ADDRESS))

    for _ in range(9):
        answer = client.get(ADDRESS, {"limit": 1} | ({"cursor": cursor} if cursor else {}))
        found += ids(answer)
        cursor = answer.json()["next"]
        if cursor is None:
            break

    assert (
        len(whole) == len(set(whole)) == CaseMembership.objects.values("case_id").distinct().count()
    )
    assert found == whole


def test_only_the_members_asked_for_come(exchange, as_member, reports):
    client = as_member(exchange["peer"])

    listed = client.get(f"{ADDRESS}?fields=id,score").json()["items"]
    one = client.get(f"{ADDRESS}/{listed[0]['id']}?fields=alerts").json()

    assert [set(item) for item in listed] == [{"id", "score"}] * 2
    assert set(one) == {"alerts"}


def test_reading_cases_is_recorded(exchange, as_member, reports):
    client = as_member(exchange["peer"])
    client.get(ADDRESS)
    client.get(f"{ADDRESS}/{reports[0]}")

    events = AuditEvent.objects.filter(action=Action.FEED_READ).order_by("id")
    assert [event.details for event in events] == [
        {"alerts": [reports[2], reports[1]], "by": "cases"},
        {"alerts": [reports[1], reports[0]], "by": "case"},
    ]


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_of_cases_takes_the_same_statements_however_long(exchange, as_member, now, count):
    for number in range(count):
        pattern = f"[url:value = 'https://evil-{number}.example/a']"
        send(exchange["bank"], now=now + timedelta(seconds=number), pattern=pattern)
    work(now + timedelta(minutes=1))
    client = as_member(exchange["peer"])

    # Credential; savepoint, received, sent; hulls, rulings, and what is seen in them, twice; what the
    # cases of the page hold, from what was received and what was sent; event, release.
    with assertNumQueries(16):
        answer = client.get(ADDRESS)

    assert len(ids(answer)) == count


ONE, TWO = "url:value = 'https://one.example/a'", "url:value = 'https://two.example/b'"
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|RA-[\d-]+|[0-9a-f]{32}")


def read_everything(client, alerts):
    """Return all that lists, cases and alerts answer; ids stand as when they first appeared."""
    pages = ["/api/v1/alerts", ADDRESS]
    pages += [f"{ADDRESS}/{alert}" for alert in alerts]
    pages += [f"/api/v1/alerts?case={alert}" for alert in alerts]
    pages += [f"/api/v1/alerts/{alert}" for alert in alerts]
    order: dict[str, int] = {}
    answers = [client.get(page) for page in pages]
    return [
        (one.status_code, IDS.sub(lambda found: str(order.setdefault(found[0], len(order))), text))
        for one in answers
        for text in [one.content.decode()]
    ]


@pytest.mark.parametrize("minute", [0, 2, 4])
@pytest.mark.parametrize("sender", ["bank", "peer"])
@pytest.mark.parametrize(
    ("hidden", "first", "second", "cases"),
    [
        (f"[{ONE} OR {TWO}]", ONE, TWO, 2),
        (f"[{TWO}]", ONE, f"{ONE} OR {TWO}", 1),
        (f"[{ONE}]", TWO, f"{ONE} OR {TWO}", 1),
    ],
)
def test_a_hidden_report_changes_no_byte(
    exchange, as_member, now, minute, sender, hidden, first, second, cases
):
    """Received or one's own: alerts are joined by what their reader sees, whenever others report."""
    client = as_member(exchange["peer"])

    def read(*, with_hidden):
        reports: list[tuple[int, str, str, dict[str, Any]]] = [
            (1, sender, f"[{first}]", {}),
            (3, "bank", f"[{second}]", {}),
        ]
        if with_hidden:
            reports.append((minute, "platform", hidden, {"tlp": Tlp.RED}))
        with transaction.atomic():
            alerts = []
            for at, slug, pattern, changes in sorted(reports, key=lambda one: one[0]):
                moment = now + timedelta(minutes=at)
                sent = send(exchange[slug], now=moment, pattern=pattern, **changes)
                work(moment)
                alerts += [sent.id] if slug != "platform" else []
            told = read_everything(client, alerts), len(ids(client.get(ADDRESS)))
            transaction.set_rollback(True)
        return told

    assert read(with_hidden=True) == read(with_hidden=False)
    assert read(with_hidden=True)[1] == cases


def test_a_report_that_links_two_cases_makes_them_one(exchange, as_member, now):
    for number, pattern in enumerate((f"[{ONE}]", f"[{TWO}]", f"[{ONE} OR {TWO}]")):
        at = now + timedelta(minutes=number)
        last = send(exchange["bank"], now=at, pattern=pattern)
        work(at)

    (case,) = as_member(exchange["peer"]).get(ADDRESS).json()["items"]

    assert case["alert_count"] == 3
    assert CaseMembership.objects.values("case_id").distinct().count() == 1
    assert as_member(exchange["peer"]).get(f"{ADDRESS}/{last.id}").status_code == 404


def test_an_alert_placed_before_sketches_were_made_stands_alone(exchange, as_member, reports):
    Rendition.objects.filter(alert_id=reports[0]).update(sketch=b"")

    assert ids(as_member(exchange["peer"]).get(ADDRESS)) == [reports[2], reports[1], reports[0]]
