"""The page of one alert: what it shows, what it hides, and that opening it is recorded."""

from datetime import timedelta

import pytest
from django.test import Client

from hub.accounts.models import User
from hub.portal.forms.recalls import STATEMENTS
from privacy.audit.models import AuditEvent
from sharing.delivery.models import Cause
from sharing.delivery.withdrawal import TakeBack, withdraw
from sharing.members.actors import Role
from sharing.response.codes import RecallNote
from sharing.response.models import RecallOrder
from sharing.response.recalls import recall_own_alert
from sharing.stix.markings import Tlp
from tests.factories.journeys import send, work
from tests.hub.portal.conftest import Page
from tests.hub.portal.test_every_page import check

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


def test_an_alert_that_was_taken_back_says_why_and_shows_nothing(exchange, as_person, clock):
    sent = send(exchange["bank"], now=clock)
    work(clock)
    withdraw(actor="test", now=clock, orders=[TakeBack(sent.id, Cause.RECALLED)])

    answer = as_person(exchange["platform"]).get(f"/alerts/{sent.id}")

    assert answer.status_code == 410
    text = answer.content.decode()
    assert "This alert was taken back" in text
    assert "Its reporter recalled it." in text
    assert "Phishing page" not in text
    # Not the alert was read: whether there is an order was.
    assert [one.details["as"] for one in reads()] == ["recalls"]


@pytest.fixture
def recalled(exchange, clock):
    """An alert of the bank's that was recalled; the platform held it."""
    sent = send(exchange["bank"], now=clock)
    work(clock)
    recall_own_alert(
        actor=exchange["bank"].actor, now=clock, alert_id=sent.id, reason="Wrong account"
    )
    return sent


def order_of(member):
    return RecallOrder.objects.get(recipient=member.institution)


def test_a_holder_of_a_recalled_alert_sees_what_it_owes_and_confirms_it(
    exchange, as_person, recalled
):
    client = as_person(exchange["platform"])
    address = f"/alerts/{recalled.id}"
    shown = Page(client.get(address))
    for text in (str(recalled.id), "Taken back at", "Confirm by"):
        assert text in shown.text

    nothing = client.post(f"{address}/confirm", {})
    assert nothing.status_code == 422
    assert order_of(exchange["platform"]).copies_destroyed is None

    kept = client.post(f"{address}/confirm", {"copies": "retained-by-law"})
    assert (kept.status_code, kept.headers["Location"]) == (302, address)
    page = Page(client.get(address))
    assert "Copies are kept: the law requires it" in page.text
    assert "The order stays open until they are destroyed." in page.text

    client.post(f"{address}/confirm", {"copies": "destroyed"})
    done = Page(client.get(address))
    assert "Your institution confirmed that no copy is left." in done.text
    assert not done.find("form", action=f"{address}/confirm")
    order = order_of(exchange["platform"])
    assert (order.copies_destroyed, order.note_code) == (True, "")
    assert order.confirmed_at is not None

    late = client.post(f"{address}/confirm", {"copies": "kept"})
    assert late.status_code == 409
    assert order_of(exchange["platform"]).copies_destroyed is True


def test_who_may_not_respond_or_holds_no_order_confirms_nothing(exchange, as_person, recalled):
    address = f"/alerts/{recalled.id}/confirm"
    reader = as_person(exchange["platform"], Role.AUDITOR)
    assert not Page(reader.get(f"/alerts/{recalled.id}")).find("form", action=address)
    assert reader.post(address, {"copies": "destroyed"}).status_code == 404
    assert as_person(exchange["bank"]).post(address, {"copies": "destroyed"}).status_code == 404
    assert order_of(exchange["platform"]).copies_destroyed is None


def test_a_confirmation_without_the_forms_token_is_refused(exchange, as_person, recalled):
    as_person(exchange["platform"])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(), "allauth.account.auth_backends.AuthenticationBackend")

    answer = strict.post(f"/alerts/{recalled.id}/confirm", {"copies": "destroyed"})

    assert answer.status_code == 403
    assert order_of(exchange["platform"]).copies_destroyed is None


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_the_page_of_a_recalled_alert_keeps_what_pages_keep(
    exchange, as_person, recalled, language
):
    client = as_person(exchange["platform"], language=language)

    check(Page(client.get(f"/alerts/{recalled.id}")), language)


def test_every_note_of_a_recall_can_be_stated():
    assert {note for _, note, _ in STATEMENTS.values()} == {"", *RecallNote}
