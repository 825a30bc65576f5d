"""The list of alerts at a desk, and who may open it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from privacy.audit.models import AuditEvent
from sharing.members.actors import Role
from sharing.stix.markings import Tlp
from tests.factories.journeys import send, work

pytestmark = pytest.mark.django_db


def events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action).order_by("id"))


def test_a_received_alert_is_listed_with_all_that_a_reader_needs_first(
    exchange, as_person, page, clock
):
    sent = send(exchange["bank"], now=clock - timedelta(minutes=5))
    work(clock - timedelta(minutes=5))

    shown = page(as_person(exchange["platform"]), "/")

    assert shown.alerts == [f"/alerts/{sent.id}"]
    for text in (
        "Phishing page imitates a bank",
        "Customers were led to a copied page.",
        "High 75",
        "TLP:AMBER",
        "Bank Institution",
        "Sharing group",
        "5 minutes ago",
        "2026-11-23 10:55 UTC+8",
    ):
        assert text in shown.text
    assert "1 received in 24 hours 1 received in 7 days" in shown.text


def test_reading_the_list_is_recorded_with_the_alerts_it_disclosed(
    exchange, as_person, page, clock
):
    sent = send(exchange["bank"], now=clock)
    work(clock)

    page(as_person(exchange["platform"]), "/")

    (read,) = events("delivery.feed.read")
    assert read.subject == exchange["platform"].stix_id
    assert read.details == {"alerts": [str(sent.id)], "by": "page"}


def test_an_empty_desk_says_what_will_come_and_records_nothing(exchange, as_person, page):
    shown = page(as_person(exchange["platform"]), "/")

    assert "No alerts yet" in shown.text
    assert "the operator gives you the credentials" in shown.text
    assert events("delivery.feed.read") == []


def test_filters_narrow_the_list_and_stay_in_the_form(exchange, as_person, page, clock):
    phishing = send(exchange["bank"], now=clock)
    malware = send(
        exchange["bank"],
        now=clock,
        name="Trojan in a payment app",
        labels=("category:malware", "severity:critical"),
        pattern="[file:name = 'pay.apk']",
    )
    work(clock)
    desk = as_person(exchange["platform"])

    assert page(desk, "/?category=phishing").alerts == [f"/alerts/{phishing.id}"]
    assert page(desk, "/?severity=90").alerts == [f"/alerts/{malware.id}"]
    assert page(desk, "/?text=trojan").alerts == [f"/alerts/{malware.id}"]
    assert len(page(desk, "/?since=2026-11-23&until=2026-11-23").alerts) == 2
    assert page(desk, "/?until=2026-11-22").alerts == []
    assert page(desk, "/?direction=sent").alerts == []
    narrowed = page(desk, "/?severity=90")
    assert [found["value"] for found in narrowed.find("option") if "selected" in found] == [
        "",
        "",
        "90",
    ]


def test_a_list_that_filters_emptied_says_how_to_widen_it(exchange, as_person, page, clock):
    send(exchange["bank"], now=clock)
    work(clock)

    shown = page(as_person(exchange["platform"]), "/?text=nowhere")

    assert "No alert fits these filters" in shown.text
    assert "No alerts yet" not in shown.text


def test_a_period_that_ends_before_it_begins_is_named(exchange, as_person, page):
    shown = page(as_person(exchange["platform"]), "/?since=2026-11-23&until=2026-11-01")

    assert "The last day is before the first." in shown.text


@pytest.mark.parametrize(
    "query",
    [
        "severity=many",
        "since=yesterday",
        "case=x",
        "before=x",
        "before=99999999999999999999.x",
        "before=%C2%B2.00000000-0000-4000-8000-000000000000",
        "before=99999999999999999999.00000000-0000-4000-8000-000000000000",
    ],
)
def test_an_address_that_makes_no_sense_still_gets_a_page(exchange, as_person, page, query):
    assert page(as_person(exchange["platform"]), f"/?{query}").find("h1")


def test_a_long_list_goes_on_over_pages_with_no_gap_and_no_repeat(exchange, as_person, page, clock):
    for number in range(26):
        send(exchange["bank"], now=clock, pattern=f"[domain-name:value = 'h{number}.example']")
    work(clock)
    desk = as_person(exchange["platform"])

    first = page(desk, "/?category=phishing")
    (older,) = first.find("a", rel="next")
    second = page(desk, f"/{older['href']}")

    assert len(first.alerts) == 25
    assert len(second.alerts) == 1
    assert len({*first.alerts, *second.alerts}) == 26
    assert second.find("a", rel="next") == []
    assert "category=phishing" in str(older["href"])


def test_a_longer_list_asks_the_database_no_more_often(exchange, as_person, page, clock):
    desk = as_person(exchange["platform"])
    for number in range(3):
        send(exchange["bank"], now=clock, pattern=f"[domain-name:value = 'h{number}.example']")
        work(clock)

        with CaptureQueriesContext(connection) as asked:
            assert len(page(desk, "/").alerts) == number + 1
        # Session, user, membership, institution; two scans; four for all cases; the week.
        assert [one["sql"].split()[0] for one in asked].count("SELECT") == 11


def test_the_reporter_finds_its_own_alert_marked_as_sent(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock)
    work(clock)

    shown = page(as_person(exchange["bank"]), "/")

    assert shown.alerts == [f"/alerts/{sent.id}"]
    assert "Sent by you" in shown.text


def test_the_list_of_an_outsider_stays_empty(exchange, as_person, page, clock):
    send(exchange["bank"], now=clock, tlp=Tlp.AMBER)
    work(clock)

    shown = page(as_person(exchange["outsider"]), "/")

    assert shown.alerts == []
    assert "Phishing page" not in shown.source


def test_a_supervisor_is_led_to_the_alerts_of_its_territory(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock)
    work(clock)
    desk = as_person(exchange["regulator"], Role.SUPERVISOR)

    assert desk.get("/").headers["location"] == "/supervision/"
    shown = page(desk, "/supervision/")
    assert shown.alerts == [f"/alerts/{sent.id}"]
    assert "Territory CN" in shown.text
    assert "Your territory" in shown.text
    assert page(desk, "/supervision/?jurisdiction=CN-SH").alerts == shown.alerts
    assert page(desk, "/supervision/?jurisdiction=CN-BJ").alerts == []
    assert "Write a place as CN or CN-SH." in page(desk, "/supervision/?jurisdiction=x").text


def test_the_supervisors_page_looks_missing_to_members(exchange, as_person, page):
    page(as_person(exchange["bank"]), "/supervision/", status=404)


ADDRESSES = (
    "/",
    "/submissions/",
    "/alerts/00000000-0000-4000-8000-000000000000",
    "/submissions/00000000-0000-4000-8000-000000000000",
)


@pytest.mark.parametrize("address", [*ADDRESSES, "/supervision/"])
def test_strangers_are_led_to_the_sign_in_page(db, address):
    response = Client().get(address)

    assert response.status_code == 302
    assert response.headers["location"] == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", ADDRESSES[1:])
def test_a_role_without_the_scope_finds_nothing(exchange, as_person, page, address):
    page(as_person(exchange["bank"], Role.ADMIN), address, status=404)


@pytest.mark.parametrize(
    ("slug", "role", "start", "sections"),
    [("bank", Role.ADMIN, "/", 0), ("regulator", Role.AUDITOR, "/supervision/", 1)],
)
def test_a_role_without_the_scope_is_told_so_at_the_start_page(
    exchange, as_person, page, slug, role, start, sections
):
    shown = page(as_person(exchange[slug], role), start, status=403)

    assert "your role does not read alerts" in shown.text
    # An auditor goes on to the pages of privacy.
    assert len(shown.find("nav")) == len(shown.find("a", href="/privacy/")) == sections
    assert shown.find("a", href="/submissions/") == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_person_without_a_membership_reads_what_to_do(db, as_person, page, address):
    shown = page(as_person(None), address, status=403)

    assert "this account belongs to no active institution" in shown.text
    assert "Ask the administrator of your institution to give you a role." in shown.text


def test_no_page_of_alerts_is_kept_by_a_browser(exchange, as_person):
    response = as_person(exchange["bank"]).get("/")

    assert "no-store" in response.headers["cache-control"]
