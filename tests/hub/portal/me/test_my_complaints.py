"""My complaints: made in my own words, followed by their receipt number, and nobody else's (PC-27, PC-28)."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from privacy.rights.codes import ComplaintOutcome, ComplaintState
from privacy.rights.complaints import Move, move_complaint
from privacy.rights.models import Complaint
from tests.factories.persons import LIN, officer_for
from tests.hub.portal.conftest import Page

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

SAID = {"cause": "account-blocked", "text": "My account is <b>blocked</b>."}


def complain(client, member, **more):
    answer = client.post("/me/complaints/new", {**SAID, "about": member.stix_id, **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["location"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "My account or a payment was blocked",
                "Bank Institution",
                "My account is <b>blocked</b>.",
                "7 days left",
                "Nov. 30, 2026",
                "It is about an account or a payment that was blocked or limited.",
            ),
        ),
        ("zh-hans", ("我的账户或付款被冻结", "还剩 7 天", "2026年11月30日", "受理编号")),
        ("zh-hant", ("我的帳戶或付款被凍結", "還剩 7 天", "2026年11月30日", "受理編號")),
    ],
)
def test_a_complaint_is_shown_with_its_receipt_number(enter, bank, clock, page, language, words):
    client = enter(language=language)

    shown = page(client, complain(client, bank, risk_measure="on"))

    assert [one for one in words if one not in shown.text] == []
    row = Complaint.objects.get()
    assert row.receipt in shown.text
    assert (row.about, row.handler, row.risk_measure) == (bank.stix_id, bank.stix_id, True)
    assert "<b>blocked" not in shown.source


def test_who_fears_retaliation_is_heard_by_the_operator(enter, bank, clock, page):
    client = enter()

    shown = page(client, complain(client, bank, fears_retaliation="on")).text

    assert Complaint.objects.get().handler == ""
    assert "the operator of the hub answers" in shown


def test_the_answer_and_the_steps_are_shown(enter, bank, clock, page):
    client = enter()
    address = complain(client, bank)
    row, officer = Complaint.objects.get(), officer_for(bank.stix_id)
    for move in (
        Move(ComplaintState.HANDLING),
        Move(ComplaintState.ANSWERED, answer="We freed your account."),
        Move(ComplaintState.CLOSED, outcome=ComplaintOutcome.UPHELD),
    ):
        move_complaint(actor=officer, now=clock, complaint_id=row.id, move=move)

    shown = page(client, address).text

    for words in ("We freed your account.", "You were right", "Being worked on", "Closed"):
        assert words in shown
    assert "You were right" in page(client, "/me/complaints").text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"cause": ""}, "Choose what it is about."),
        ({"text": " "}, "Say what happened, in your own words."),
        ({"about": "identity--nobody"}, "Select a valid choice."),
        ({"alert": "RA 1'"}, "A reference has letters, digits and hyphens only."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(enter, bank, clock, said, told):
    answer = enter().post("/me/complaints/new", {**SAID, "about": bank.stix_id, **said})

    assert answer.status_code == 422
    assert told in Page(answer).text
    assert not Complaint.objects.exists()


def test_the_complaint_of_somebody_else_is_missing(enter, bank, clock):
    address = complain(enter(), bank)
    other = enter(LIN)

    assert other.get(address).status_code == 404
    assert b"You have not complained about anything" in other.get("/me/complaints").content


def test_the_list_takes_as_many_queries_for_one_complaint_as_for_many(enter, bank, clock):
    client, counts = enter(), []
    for many in (1, 9):
        for _ in range(many):
            complain(client, bank)
        with CaptureQueriesContext(connection) as asked:
            client.get("/me/complaints")
        counts.append(len(asked))

    assert counts == [6, 6]


def test_anybody_complains_and_follows_it_by_receipt_and_secret_pc_28(bank, clock):
    stranger = Client()
    said = {**SAID, "about": bank.stix_id, "contact": "p@person.example"}

    sent = stranger.post("/me/complaints/new", said)
    taken = stranger.get(sent.headers["location"])
    receipt, secret = re.findall(r"<code>([^<]+)</code>", taken.content.decode())
    followed = Client().post(
        "/me/complaints/follow", {"receipt": receipt.lower(), "secret": secret}
    )

    row = Complaint.objects.get()
    assert (sent.status_code, row.receipt, row.person_id) == (302, receipt, None)
    assert followed.status_code == 200
    assert "My account is <b>blocked</b>." in Page(followed).text
    assert "p@person.example" not in Page(followed).source
    assert not Page(followed).find("a", href="/me/complaints")


def test_the_receipt_is_shown_once_and_loading_it_again_sends_nothing_pc_28(bank, clock):
    stranger = Client()
    sent = stranger.post("/me/complaints/new", {**SAID, "about": bank.stix_id})
    kept = sent.cookies["complaint_receipt"]

    shown, again = (stranger.get(sent.headers["location"]) for _ in range(2))

    assert Complaint.objects.get().receipt in Page(shown).text
    assert "no-store" in shown.headers["cache-control"]
    assert (again.status_code, again.headers["location"]) == (302, "/me/complaints/follow")
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Strict", "/me")


def test_a_receipt_that_the_hub_did_not_write_is_not_shown(bank, clock):
    stranger = Client()
    stranger.cookies["complaint_receipt"] = "C-2026-0000000000:x:y"

    answer = stranger.get("/me/complaints/received")

    assert answer.headers["location"] == "/me/complaints/follow"


def test_a_receipt_is_not_left_for_who_comes_after(bank, clock):
    stranger = Client()
    sent = stranger.post("/me/complaints/new", {**SAID, "about": bank.stix_id})

    assert 0 < int(sent.cookies["complaint_receipt"]["max-age"]) <= 300


@pytest.mark.parametrize("wrong", ["receipt", "secret"])
def test_a_wrong_number_and_a_wrong_secret_look_alike_pc_28(bank, clock, wrong):
    taken = Client().post("/me/complaints/new", {**SAID, "about": bank.stix_id}, follow=True)
    receipt, secret = re.findall(r"<code>([^<]+)</code>", taken.content.decode())
    said = {"receipt": receipt, "secret": secret}
    said[wrong] = "C-2026-0000000000" if wrong == "receipt" else "x" * 32

    answer = Client().post("/me/complaints/follow", said)

    assert answer.status_code == 404
    assert "There is no complaint with this number and this secret." in Page(answer).text
    assert "blocked" not in Page(answer).text


def test_strangers_complain_only_so_often(settings, bank, clock):
    settings.RATE_LIMITS = True
    stranger = Client()

    answers = [
        stranger.post("/me/complaints/new", {**SAID, "about": bank.stix_id}).status_code
        for _ in range(21)
    ]

    assert answers == [302] * 20 + [429]
    assert Complaint.objects.count() == 20


def test_who_is_signed_in_is_not_asked_for_an_address(enter, clock, page):
    assert not page(enter(), "/me/complaints/new").find("input", name="contact")
    assert page(Client(), "/me/complaints/new").find("input", name="contact")
