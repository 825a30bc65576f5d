"""Requests and complaints on the pages: the time that is left, the steps, and what each one says."""

from datetime import timedelta

import pytest
import time_machine

from privacy.rights.codes import Cause, RequestType
from privacy.rights.models import Complaint, RightsRequest
from sharing.members.actors import Role
from tests.hub.portal.conftest import Page
from tests.hub.portal.officer.matters import ask, ask_in_europe, complain

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

REQUESTS, COMPLAINTS = "/privacy/requests/", "/privacy/complaints/"
PHONE = "13800138000"
REFUSAL = {
    "close-outcome": "refused",
    "close-reason_code": "not-held",
    "close-reason": "We hold nothing about you.",
    "close-remedy": "You may turn to the regulator.",
}


def test_a_request_is_listed_with_its_clock(exchange, officer, clock, page):
    request_id = ask(exchange["bank"], now=clock)

    shown = page(officer, REQUESTS)

    assert shown.find("a", href=f"{REQUESTS}{request_id}")
    assert "Access" in shown.text
    due = RightsRequest.objects.get().due_at
    assert f"{(due - clock).days} days left" in shown.text


def test_a_late_request_says_how_late(exchange, as_person, clock, page):
    ask(exchange["bank"], now=clock)
    due = RightsRequest.objects.get().due_at

    with time_machine.travel(due + timedelta(days=3), tick=False):
        officer = as_person(exchange["bank"], Role.PRIVACY_OFFICER)
        shown = page(officer, REQUESTS)

    assert "3 days late" in shown.text
    assert shown.find("rect", class_="fill", width="100")


def test_a_request_is_refused_with_reason_and_remedy(exchange, officer, clock, page):
    address = f"{REQUESTS}{ask(exchange['bank'], now=clock)}"

    answer = officer.post(f"{address}/close", REFUSAL)

    assert (answer.status_code, answer.headers["location"]) == (302, address)
    row = RightsRequest.objects.get()
    assert (row.state, row.outcome, row.reason_code) == ("closed", "refused", "not-held")
    shown = page(officer, address)
    assert "Refused · Nothing is held We hold nothing about you." in shown.text
    assert not shown.find("input", name="close-outcome")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"close-reason": ""}, "A refusal needs reason_code, reason and remedy."),
        ({"close-outcome": ""}, "This field is required."),
        ({"close-outcome": "granted"}, "Leave reason and remedy out"),
    ],
)
def test_an_end_that_lacks_something_changes_nothing(exchange, officer, clock, changes, told):
    address = f"{REQUESTS}{ask(exchange['bank'], now=clock)}"

    answer = officer.post(f"{address}/close", REFUSAL | changes)

    assert answer.status_code == 422
    assert told in Page(answer).text
    assert RightsRequest.objects.get().state == "open"


def test_what_the_person_claims_is_named_again_from_the_papers(exchange, officer, clock, page):
    claims = (("phone", PHONE),)
    address = f"{REQUESTS}{ask(exchange['bank'], now=clock, claims=claims)}"
    assert page(officer, address).find("input", name="verify-seen0")

    proof = {"verify-passed": "yes", "verify-method": "known-customer"}
    wrong = officer.post(f"{address}/verify", proof | {"verify-seen0": "13900139000"})
    assert wrong.status_code == 422
    assert "Name identifiers that the person claims, and no other." in Page(wrong).text
    assert "verified" not in RightsRequest.objects.get().identity_state
    right = officer.post(f"{address}/verify", proof | {"verify-seen0": PHONE})

    assert right.status_code == 302
    row = RightsRequest.objects.get()
    assert (row.state, row.identity_state) == ("in-progress", "verified")
    assert PHONE not in page(officer, address).source


def test_a_term_is_extended_where_the_law_knows_that(exchange, officer, clock, page):
    bank = exchange["bank"]
    here, there = ask(bank, now=clock), ask_in_europe(bank, now=clock)
    assert not page(officer, f"{REQUESTS}{here}").find("select", name="extend-reason")

    answer = officer.post(f"{REQUESTS}{there}/extend", {"extend-reason": "complexity"})

    assert answer.status_code == 302
    assert RightsRequest.objects.get(id=there).extended_to is not None


def test_a_restriction_ends_again(exchange, officer, clock, page):
    address = f"{REQUESTS}{ask_in_europe(exchange['bank'], now=clock)}"
    assert officer.post(f"{address}/close", {"close-outcome": "granted"}).status_code == 302
    assert "End the restriction" in page(officer, address).text

    assert officer.post(f"{address}/release").status_code == 302

    shown = page(officer, address)
    assert "Restriction ended" in shown.text
    assert "End the restriction" not in shown.text


def test_a_rectification_needs_its_correction(exchange, officer, clock):
    asked = ask(exchange["bank"], now=clock, kind=RequestType.RECTIFICATION)

    answer = officer.post(f"{REQUESTS}{asked}/close", {"close-outcome": "granted"})

    assert answer.status_code == 422
    assert "Send the corrected alert first" in Page(answer).text
    assert RightsRequest.objects.get().state == "open"


def test_a_complaint_goes_from_step_to_step(exchange, officer, clock, page):
    address = f"{COMPLAINTS}{complain(exchange['bank'], now=clock)}"
    assert "An account was blocked" in page(officer, COMPLAINTS).text

    assert officer.post(f"{address}/move", {"state": "handling"}).status_code == 302
    said = {"state": "answered", "answer": "We looked into it."}
    assert officer.post(f"{address}/move", said).status_code == 302
    ended = officer.post(f"{address}/move", {"state": "closed", "outcome": "settled"})

    assert ended.status_code == 302
    assert (Complaint.objects.get().state, Complaint.objects.get().outcome) == ("closed", "settled")
    shown = page(officer, address)
    for text in ("We looked into it.", "a friend of mine", "Settled"):
        assert text in shown.text
    assert not shown.find("input", name="state")


@pytest.mark.parametrize("said", [{}, {"state": "closed"}, {"state": "handed-over"}])
def test_a_step_out_of_order_or_without_its_words_changes_nothing(exchange, officer, clock, said):
    address = f"{COMPLAINTS}{complain(exchange['bank'], now=clock)}"

    assert officer.post(f"{address}/move", said).status_code == 422
    assert Complaint.objects.get().state == "received"


def test_an_upheld_risk_measure_that_names_no_alert_of_ours_is_not_upheld(exchange, officer, clock):
    made = complain(
        exchange["bank"],
        now=clock,
        cause=Cause.WRONG_DATA,
        risk_measure=True,
        alert="RA-2026-0000000000",
    )
    address = f"{COMPLAINTS}{made}/move"
    officer.post(address, {"state": "handling"})
    officer.post(address, {"state": "answered", "answer": "We looked."})

    answer = officer.post(address, {"state": "closed", "outcome": "upheld"})

    assert answer.status_code == 422
    assert "never sent" in Page(answer).text
    assert Complaint.objects.get().state == "answered"


def test_others_find_neither(exchange, as_person, clock, page):
    bank = exchange["bank"]
    asked, complained = ask(bank, now=clock), complain(bank, now=clock)
    stranger = as_person(exchange["peer"], Role.PRIVACY_OFFICER)

    assert "No request here" in page(stranger, REQUESTS).text
    assert "No complaint here" in page(stranger, COMPLAINTS).text
    page(stranger, f"{REQUESTS}{asked}", status=404)
    page(stranger, f"{COMPLAINTS}{complained}", status=404)
    assert stranger.post(f"{REQUESTS}{asked}/close", REFUSAL).status_code == 404
    assert stranger.post(f"{COMPLAINTS}{complained}/move", {"state": "handling"}).status_code == 404
    assert RightsRequest.objects.get().state == "open"
    assert Complaint.objects.get().state == "received"


def test_an_unknown_step_is_missing(exchange, officer, clock):
    asked = ask(exchange["bank"], now=clock)

    assert officer.post(f"{REQUESTS}{asked}/erase").status_code == 404


def test_lists_take_as_many_statements_for_many_as_for_few(
    exchange, officer, clock, django_assert_num_queries
):
    bank = exchange["bank"]
    for _ in range(3):
        ask(bank, now=clock)
        complain(bank, now=clock)
    officer.get(REQUESTS)

    with django_assert_num_queries(7):
        officer.get(REQUESTS)
    with django_assert_num_queries(6):
        officer.get(COMPLAINTS)
