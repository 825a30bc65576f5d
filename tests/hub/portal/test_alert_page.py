"""The page of one alert: what it shows, what it hides, and that opening it is recorded."""

from datetime import timedelta

import pytest

from privacy.audit.models import AuditEvent
from sharing.members.actors import Role
from sharing.stix.markings import Tlp
from tests.factories.journeys import send, work

pytestmark = pytest.mark.django_db


def reads() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action="alerts.alert.read").order_by("id"))


def test_a_recipient_reads_facts_route_score_and_contents(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock)
    work(clock)

    shown = page(as_person(exchange["platform"]), f"/alerts/{sent.id}")

    for text in (
        "Phishing page imitates a bank",
        "Bank Institution",
        "High · 75",
        "You and the reporter are members of a sharing group that this alert was shared with.",
        "Severity +38",
        "Likelihood +15",
        "Confidence +10",
        "Indicators 1",
        "[domain-name:value = 'login-bank.example']",
        "You have no other alert about this event.",
        "Nothing was withheld from you.",
    ):
        assert text in shown.text


def test_opening_an_alert_is_recorded_once(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock)
    work(clock)

    page(as_person(exchange["platform"]), f"/alerts/{sent.id}")

    (read,) = reads()
    assert read.subject == str(sent.id)
    assert read.actor.endswith("@platform")
    assert read.details == {"as": "rendition", "beside": []}


def test_an_outsider_finds_nothing_and_nothing_is_recorded_as_read(
    exchange, as_person, page, clock
):
    sent = send(exchange["bank"], now=clock, tlp=Tlp.AMBER)
    work(clock)
    desk = as_person(exchange["outsider"])

    hidden = page(desk, f"/alerts/{sent.id}", status=404)
    missing = page(desk, "/alerts/00000000-0000-4000-8000-000000000000", status=404)

    assert hidden.text == missing.text
    assert reads() == []


def test_hostile_text_is_shown_and_does_nothing(exchange, as_person, page, clock):
    sent = send(
        exchange["bank"],
        now=clock,
        name="<script>alert(1)</script>",
        description='"><img src=x onerror=alert(2)>',
        external_references=[{"source_name": "<b>site</b>", "url": "javascript:alert(3)"}],
    )
    work(clock)
    desk = as_person(exchange["platform"])

    for address in ("/", f"/alerts/{sent.id}"):
        shown = page(desk, address)
        assert "<script>alert(1)</script>" in shown.text
        assert "<script>alert" not in shown.source
        assert shown.find("img") == []
        assert [script["src"] for script in shown.find("script")] == ["/static/portal/portal.js"]
        assert not [
            link for link in shown.find("a") if not str(link["href"]).startswith(("/", "?", "#"))
        ]
    assert "<b>site</b> · javascript:alert(3)" in page(desk, f"/alerts/{sent.id}").text


def test_what_was_changed_for_privacy_is_named_and_not_revealed(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock, description="The caller used 13800138000 all day.")
    work(clock)

    shown = page(as_person(exchange["platform"]), f"/alerts/{sent.id}")

    assert "Personal data is replaced by tokens of the sharing circle." in shown.text
    assert "/objects/1/description" in shown.text
    assert "Telephone number · replaced by a token" in shown.text
    assert "13800138000" not in shown.source


def test_the_reporter_sees_what_it_sent_and_how_it_went(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock, description="The caller used 13800138000 all day.")
    work(clock)

    shown = page(as_person(exchange["bank"]), f"/alerts/{sent.id}")

    assert "13800138000" in shown.text
    assert "What you sent" in shown.text
    assert "Delivered Every chosen recipient has the alert in its inbox." in shown.text
    assert "4 institutions received it." in shown.text
    assert reads()[0].details == {"as": "original", "beside": []}


def test_alerts_of_one_case_lead_to_each_other(exchange, as_person, page, clock):
    pattern = "[url:value = 'http://copied.example/sign-in']"
    first = send(exchange["bank"], now=clock, name="First report", pattern=pattern)
    work(clock)
    later = clock + timedelta(minutes=1)
    second = send(exchange["peer"], now=later, name="Second report", pattern=pattern)
    work(later)

    shown = page(as_person(exchange["platform"]), f"/alerts/{first.id}")

    assert f"/alerts/{second.id}" in [link["href"] for link in shown.find("a")]
    assert reads()[0].details["beside"] == [str(second.id)]


def test_a_supervisor_is_told_in_which_capacity_it_reads(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock)
    work(clock)

    shown = page(as_person(exchange["regulator"], Role.SUPERVISOR), f"/alerts/{sent.id}")

    assert "You read this as the supervisor of CN." in shown.text
    assert "You supervise the place where this risk is" in shown.text


def test_a_large_alert_shows_its_first_objects_and_counts_the_rest(
    exchange, as_person, page, clock
):
    many = tuple(
        {
            "type": "domain-name",
            "spec_version": "2.1",
            "id": f"domain-name--00000000-0000-4000-8000-{number:012d}",
            "value": f"host{number}.example",
        }
        for number in range(203)
    )
    sent = send(exchange["bank"], now=clock, more=many)
    work(clock)

    shown = page(as_person(exchange["platform"]), f"/alerts/{sent.id}")

    assert len(shown.find("details", class_="raw")) == 200
    assert "5 more objects are not shown here." in shown.text
