"""What holds for every page of officers: who opens it, what it keeps, in which languages it speaks."""

from uuid import uuid4

import pytest

from privacy.retention.scopes import HoldScope
from privacy.retention.services import place_hold
from privacy.transfers.services.authorities import NewAuthorityRequest, record_request
from sharing.members.actors import Role
from tests.factories.consents import give, publish
from tests.factories.retention import new_hold
from tests.hub.portal.conftest import Page
from tests.hub.portal.officer.matters import ask, complain, open_one
from tests.hub.portal.test_every_page import LANGUAGES, check

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

ROOMS = (
    "/privacy/",
    "/privacy/holds/",
    "/privacy/approvals/",
    "/privacy/requests/",
    "/privacy/complaints/",
    "/privacy/recalls/",
    "/privacy/incidents/",
    "/privacy/incidents/new",
    "/privacy/notices/",
    "/privacy/notices/new",
    "/privacy/consents/",
    "/privacy/assessments/",
    "/privacy/retention/",
    "/privacy/rules/",
    "/privacy/rules/?table=pipl",
    "/privacy/rules/?origin=CN&destination=SG&recipient=bank&categories=PI&bases=consent",
)
CHINESE = {
    "/privacy/": "隐私工作台",
    "/privacy/holds/": "待决事项",
    "/privacy/requests/": "个人请求",
    "/privacy/rules/": "如果……会怎样",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_keeps_the_rules_in_each_language(
    exchange, as_person, waiting, clock, page, language
):
    bank = exchange["bank"]
    asked, complained = ask(bank, now=clock), complain(bank, now=clock)
    incident, version = open_one(bank, now=clock), publish(bank, now=clock)
    consent = give(bank, version, now=clock)
    officer = as_person(bank, Role.PRIVACY_OFFICER, language=language)
    filled = (
        f"/privacy/holds/{waiting[0].id}",
        f"/privacy/requests/{asked}",
        f"/privacy/complaints/{complained}",
        f"/privacy/incidents/{incident.id}",
        f"/privacy/notices/{version.notice_id}/1",
        f"/privacy/notices/{version.notice_id}/new",
        f"/privacy/consents/?reference={consent.id}",
    )

    for address in (*ROOMS, *filled):
        check(page(officer, address), language)


def test_forms_that_are_wrong_keep_the_rules(exchange, officer, waiting, clock):
    bank = exchange["bank"]
    incident = open_one(bank, now=clock).id
    wrong = (
        f"/privacy/holds/{waiting[0].id}/propose",
        f"/privacy/holds/{waiting[0].id}/decide",
        f"/privacy/requests/{ask(bank, now=clock)}/close",
        f"/privacy/complaints/{complain(bank, now=clock)}/move",
        f"/privacy/incidents/{incident}/reports",
        "/privacy/incidents/new",
        "/privacy/notices/new",
    )

    for address in wrong:
        answer = officer.post(address, {})
        assert answer.status_code == 422
        shown = Page(answer)
        check(shown, "en")
        assert shown.find("div", role="alert") or "This field is required." in shown.text


@pytest.mark.parametrize(("address", "text"), CHINESE.items())
def test_pages_speak_chinese(exchange, as_person, clock, page, address, text):
    officer = as_person(exchange["bank"], Role.PRIVACY_OFFICER, language="zh-hans")

    assert text in page(officer, address).text


@pytest.mark.parametrize("address", ROOMS)
def test_an_analyst_finds_none_of_them(exchange, as_person, clock, page, address):
    page(as_person(exchange["bank"], Role.ANALYST), address, status=404)


def test_only_those_who_may_are_shown_the_way(exchange, as_person, clock, page):
    officer = as_person(exchange["bank"], Role.PRIVACY_OFFICER)
    analyst = as_person(exchange["bank"], Role.ANALYST)

    assert page(officer, "/").find("a", href="/privacy/")
    assert not page(analyst, "/").find("a", href="/privacy/")


def test_an_approver_is_shown_no_rooms_of_persons_or_consents(exchange, as_person, clock, page):
    approver = as_person(exchange["bank"], Role.APPROVER)

    shown = page(approver, "/privacy/")

    assert not shown.find("a", href="/privacy/requests/")
    assert not shown.find("a", href="/privacy/consents/")
    assert shown.find("a", href="/privacy/holds/")
    page(approver, "/privacy/requests/", status=404)


def test_an_empty_desk_says_so(officer, clock, page):
    shown = page(officer, "/privacy/")

    assert "Nothing waits for you." in shown.text
    assert not shown.find("li", class_="tray is-open")


def test_the_desk_counts_what_waits(exchange, officer, waiting, clock, page):
    bank = exchange["bank"]
    ask(bank, now=clock)
    complain(bank, now=clock)
    open_one(bank, now=clock)
    place_hold(
        actor="user:999@bank",
        now=clock,
        new=new_hold(bank.stix_id, HoldScope.INSTITUTION, bank.stix_id),
    )

    asked = NewAuthorityRequest(
        institution=bank.stix_id,
        authority="Northland court",
        place="US",
        reference="N-77",
        asked="",
        recipient="",
        alerts=(str(uuid4()),),
        received_at=clock,
    )
    record_request(actor="user:999@bank", now=clock, new=asked)

    shown = page(officer, "/privacy/")

    assert f"{len(waiting)} Holds" in shown.text
    assert "1 Authority requests" in shown.text
    for text in ("1 Requests", "1 Complaints", "1 Incidents", "0 Recalls sent", "1 Legal holds"):
        assert text in shown.text
    assert "Nothing is late." in shown.text


def test_the_desk_takes_a_fixed_number_of_statements(officer, clock, django_assert_num_queries):
    officer.get("/privacy/")

    with django_assert_num_queries(17):
        officer.get("/privacy/")
