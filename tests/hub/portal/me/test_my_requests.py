"""My requests: asked for, followed by a clock, answered, taken along, and nobody else's (PC-11 to PC-17, PC-25)."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.portal.me.clocks import Term, draw_clock
from privacy.portability.models import Porting
from privacy.rights.codes import ExtensionReason, RefusalReason, RequestOutcome
from privacy.rights.models import PersonIdentifier, RightsRequest
from privacy.rights.requests import Ending, close_request, extend_term
from tests.factories.consents import give, publish
from tests.factories.persons import LIN, MEI, officer_for
from tests.hub.portal.conftest import Page
from tests.hub.portal.me.conftest import make_item

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

NUMBER = "11010519491231002X"
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|R-2026-[0-9A-Z]{10}'
)


def ask(client, member, what="access", **more):
    """Send a request and return its page's address."""
    answer = client.post("/me/requests/new", {"type": what, "controller": member.stix_id, **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["location"]


def close(member, now, outcome=RequestOutcome.GRANTED):
    request_id = RightsRequest.objects.get().id
    refused = (RefusalReason.LEGAL_DUTY, "We keep it by law.", "The court of Shanghai.")
    grounds = () if outcome == RequestOutcome.GRANTED else refused
    ending = Ending(outcome, *grounds)
    officer = officer_for(member.stix_id)
    close_request(actor=officer, now=now, request_id=request_id, ending=ending)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "See my data",
                "Bank Institution",
                "Received",
                "We have your request and will answer by the date shown.",
                "21 days left",
                "Nov. 23, 2026",
                "Dec. 14, 2026",
                "You sent the request",
                "Personal Information Protection Law of China (PIPL)",
                "E-mail address checked",
            ),
        ),
        (
            "zh-hans",
            (
                "查阅我的信息",
                "您的请求已收到",
                "还剩 21 天",
                "2026年12月14日",
                "您提交了请求",
                "已核实",
            ),
        ),
        (
            "zh-hant",
            (
                "查閱我的資料",
                "您的請求已收到",
                "還剩 21 天",
                "2026年12月14日",
                "您提交了請求",
                "已核實",
            ),
        ),
    ],
)
def test_a_request_is_shown_with_its_clock(enter, bank, clock, page, language, words):
    client = enter(language=language)

    shown = page(client, ask(client, bank)).text

    assert [one for one in words if one not in shown] == []
    row = RightsRequest.objects.get()
    assert (row.type, row.controller, row.regime) == ("access", bank.stix_id, "pipl")
    assert row.receipt in shown


@pytest.mark.parametrize(
    "kind",
    [
        "rectification",
        "erasure",
        "restriction",
        "objection",
        "portability",
        "explanation",
        "withdraw-automated",
        "copy",
    ],
)
def test_each_kind_can_be_asked_for(enter, bank, clock, kind):
    ask(enter(), bank, kind, text="Please.")

    assert RightsRequest.objects.get().type == kind


def test_the_hub_itself_can_be_asked(enter, clock, page):
    client = enter()

    answer = client.post("/me/requests/new", {"type": "copy", "controller": "hub"})

    assert RightsRequest.objects.get().controller == ""
    shown = page(client, answer.headers["location"]).text
    assert "RiskHub (the operator of the hub)" in shown


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"type": ""}, "Choose what you want."),
        ({"type": "everything"}, "Select a valid choice."),
        ({"controller": ""}, "Choose an institution."),
        ({"controller": "identity--nobody"}, "Select a valid choice."),
        ({"kind": "phone"}, "Enter the number or address, or choose none."),
        ({"value": "secret-77"}, "Say what kind of number or address it is."),
        ({"kind": "phone", "value": "no"}, "Enter it whole: it names nobody like this."),
        ({"text": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(enter, bank, clock, said, told):
    answer = enter().post("/me/requests/new", {"type": "access", "controller": bank.stix_id} | said)

    assert answer.status_code == 422
    assert told in Page(answer).text
    assert not RightsRequest.objects.exists()


def test_what_was_filled_in_stays_filled_in(enter, bank, clock):
    shown = Page(enter().post("/me/requests/new", {"type": "erasure", "text": "Please."}))

    assert "checked" in shown.find("input", value="erasure")[0]
    assert "Please." in shown.text


def test_another_number_is_kept_as_a_key_and_waits_for_papers_pc_17(enter, bank, clock, page):
    client = enter()

    address = ask(client, bank, "erasure", kind="person-id-number", value=NUMBER)

    shown = page(client, address)
    assert "Your identity is being checked" in shown.text
    assert "Identity document number not checked yet" in shown.text
    assert NUMBER not in shown.source
    assert PersonIdentifier.objects.filter(verified_at=None).count() == 1


def test_too_many_at_once_are_refused(enter, bank, clock):
    client = enter()
    for _ in range(20):
        ask(client, bank)

    answer = client.post("/me/requests/new", {"type": "access", "controller": bank.stix_id})

    assert answer.status_code == 409
    assert "Too many of your requests wait for an answer already." in Page(answer).text
    assert RightsRequest.objects.count() == 20


def test_a_refusal_says_why_and_where_to_turn_to_pc_17(enter, bank, clock, page):
    client = enter()
    address = ask(client, bank)
    close(bank, clock, RequestOutcome.REFUSED)

    shown = page(client, address)

    for words in (
        "Refused",
        "The law obliges the institution to keep it.",
        "We keep it by law.",
        "The court of Shanghai.",
        "Answered within the term",
    ):
        assert words in shown.text
    assert not shown.find("a", href=f"{address}/answer.json")
    assert client.get(f"{address}/answer.json").status_code == 404


def test_what_was_granted_can_be_taken_along_pc_12(enter, bank, holder, clock, page):
    holder.items = [make_item(bank.stix_id, clock)]
    client = enter()
    address = ask(client, bank)
    close(bank, clock)

    shown = page(client, address)
    answer = client.get(f"{address}/answer.json")

    assert shown.find("a", href=f"{address}/answer.csv")
    assert [one["kind"] for one in json.loads(answer.content)["items"]] == [
        "alert",
        "rights-request",
    ]
    assert b"rights-request" in client.get(f"{address}/answer.csv").content


def test_my_data_goes_to_another_institution_pc_13(enter, exchange, holder, clock, page):
    bank, peer = exchange["bank"], exchange["peer"]
    give(bank, publish(bank, now=clock), now=clock)
    client = enter()
    address = ask(client, bank, "portability")
    assert not page(client, address).find("select")
    close(bank, clock)

    nobody = client.post(address, {"recipient": ""})
    itself = client.post(address, {"recipient": bank.stix_id})
    abroad = client.post(address, {"recipient": exchange["foreign"].stix_id})
    before = Porting.objects.count()
    sent = client.post(address, {"recipient": peer.stix_id})

    assert [one.status_code for one in (nobody, itself, abroad, sent)] == [422, 422, 422, 200]
    assert "in the same legal region" in Page(abroad).text
    assert "Your data was sent to Peer Institution." in Page(sent).text
    assert before == 0
    assert Porting.objects.get().recipient == peer.stix_id


def test_an_extension_is_told(enter, foreign, clock, page):
    client = enter()
    address = ask(client, foreign)
    extend_term(
        actor=officer_for(foreign.stix_id),
        now=clock,
        request_id=RightsRequest.objects.get().id,
        reason=ExtensionReason.COMPLEXITY,
    )

    shown = page(client, address).text

    assert "extended the term once, as the law allows" in shown
    assert "General Data Protection Regulation of the EU (GDPR)" in shown
    assert "Feb. 23, 2027" in shown


def test_the_request_of_somebody_else_is_missing(enter, bank, clock):
    address = ask(enter(), bank)
    other = enter(LIN)

    for path in (address, f"{address}/answer.json", f"{address}/answer.csv"):
        assert other.get(path).status_code == 404
    assert other.post(address, {"recipient": bank.stix_id}).status_code == 404
    assert b"You have asked for nothing yet" in other.get("/me/requests").content


def test_twins_follow_the_same_pages_pc_25(enter, bank, holder, clock):
    told = []
    for contact, hidden in ((MEI, []), ("twin@person.example", [make_item(bank.stix_id, clock)])):
        holder.hidden = hidden
        client = enter(contact)
        with CaptureQueriesContext(connection) as asked:
            address = ask(client, bank)
            pages = [client.get(one).content.decode() for one in (address, "/me/requests")]
        told.append(([CHANGING.sub("*", one) for one in pages], len(asked)))

    assert told[0] == told[1]


def test_the_list_takes_as_many_queries_for_one_request_as_for_many(enter, bank, clock):
    client, counts = enter(), []
    for many in (1, 9):
        for _ in range(many):
            ask(client, bank)
        with CaptureQueriesContext(connection) as asked:
            client.get("/me/requests")
        counts.append(len(asked))

    assert counts == [6, 6]


@pytest.mark.parametrize(
    ("days", "share", "band", "sentence"),
    [
        (0, 0, "plus", "10 days left"),
        (5, 50, "plus", "5 days left"),
        (9, 90, "medium", "1 day left"),
        (10, 100, "medium", "Due today"),
        (11, 100, "critical", "1 day late"),
        (13, 100, "critical", "3 days late"),
    ],
)
def test_a_clock_fills_and_then_is_late(days, share, band, sentence):
    opened = datetime(2026, 11, 1, 2, tzinfo=UTC)
    term = Term("pipl", "access", opened, opened + timedelta(days=10))

    clock = draw_clock(term, now=opened + timedelta(days=days))

    assert (clock.share, clock.band, clock.sentence) == (share, band, sentence)


def test_a_clock_counts_in_the_days_of_its_law():
    opened = datetime(2026, 11, 1, 12, tzinfo=UTC)
    # The last second of 1 December in Brussels is 2 December in Shanghai.
    due = datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)

    shown = draw_clock(Term("gdpr", "access", opened, due, closed_at=due), now=due)

    assert shown.due_on.isoformat() == "2026-12-01"
    assert (shown.band, shown.sentence) == ("low", "Answered within the term")


def test_an_overdue_request_says_so(enter, bank, clock, page):
    client = enter()
    ask(client, bank)

    with time_machine.travel(clock + timedelta(days=30), tick=False):
        late = enter()

        assert "9 days late" in page(late, "/me/requests").text
