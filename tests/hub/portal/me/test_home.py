"""What is held about me: by institution, in plain words, without what the law keeps secret (PC-12, PC-25)."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.audit.models import AuditEvent
from privacy.rights.contacts import read_contact
from tests.factories.holdings import share_about
from tests.factories.persons import LIN, MEI
from tests.hub.portal.me.conftest import make_item

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

SECRET = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "1 warning that you may see mentions you.",
                "Bank Institution",
                "E-mail address mei@person.example",
                "Preventing fraud, Fighting money laundering and the financing of terrorism",
                "Your consent",
                "Peer Institution, Platform Institution, 1 authority",
                "Kept until Nov. 23, 2027",
                "RA-2026-0000000001",
            ),
        ),
        (
            "zh-hans",
            (
                "有 1 条提及您",
                "防范欺诈、反洗钱和反恐怖融资",
                "您的同意",
                "1 家主管机关",
                "2027年11月23日",
            ),
        ),
        (
            "zh-hant",
            (
                "有 1 條提及您",
                "防範詐欺、反洗錢和反恐怖融資",
                "您的同意",
                "1 家主管機關",
                "2027年11月23日",
            ),
        ),
    ],
)
def test_what_is_held_is_told_in_plain_words(enter, holder, bank, clock, page, language, words):
    holder.items = [make_item(bank.stix_id, clock)]

    shown = page(enter(language=language), "/me").text

    assert [one for one in words if one not in shown] == []


def test_what_was_taken_back_or_restricted_says_so(enter, holder, bank, clock, page):
    holder.items = [
        make_item(
            bank.stix_id,
            clock,
            taken_back=[{"at": "2026-11-23T02:30:00Z"}],
            recalls={"ordered": 3, "confirmed": 2},
            restricted=True,
            recipients={"count": 0, "names": []},
            legal_bases=[],
        )
    ]

    shown = page(enter(), "/me").text

    assert "It was taken back on Nov. 23, 2026. 3 recipients were told so; 2 confirmed." in shown
    assert "its use is restricted" in shown
    assert "Nobody has a copy that tells of you" in shown
    assert "Legal basis Not stated" in shown


def test_an_alert_of_the_real_exchange_is_shown_to_whom_it_names_alone(
    enter, exchange, clock, page
):
    share_about(exchange, clock)

    mine = page(enter(LIN), "/me").text
    others = page(enter(MEI), "/me").text

    assert "Telephone number 13800138000" in mine
    assert "Peer Institution, Platform Institution, 1 authority" in mine
    assert "Foreign Institution" not in mine
    assert "13900139000" not in mine
    assert "No warning that you may see mentions you" in others


def test_twins_see_the_same_bytes_and_as_many_queries_pc_25(enter, holder, bank, clock):
    shown = []
    holder.items = [make_item(bank.stix_id, clock, about_you=[])]
    for contact, hidden in ((MEI, []), ("twin@person.example", [make_item(bank.stix_id, clock)])):
        holder.subjects, holder.hidden = frozenset({read_contact(contact).subject}), hidden
        client = enter(contact)
        with CaptureQueriesContext(connection) as asked:
            pages = [
                SECRET.sub("", client.get(address).content.decode())
                for address in ("/me", "/me/my-data.json", "/me/my-data.csv", "/me/consents")
            ]
        shown.append((pages, len(asked)))

    assert shown[0] == shown[1]
    assert "What the law keeps secret is not shown to anybody here." in shown[0][0][0]


def test_the_page_takes_as_many_queries_for_one_alert_as_for_many(enter, holder, bank, clock):
    client, counts = enter(), []
    for many in (1, 50):
        holder.items = [make_item(bank.stix_id, clock)] * many
        with CaptureQueriesContext(connection) as asked:
            client.get("/me")
        counts.append(len(asked))

    assert counts == [9, 9]


def test_looking_is_recorded_without_personal_data(enter, holder, bank, clock):
    holder.items = [make_item(bank.stix_id, clock)]
    client = enter()

    client.get("/me")

    (event,) = AuditEvent.objects.filter(action="rights.export.made")
    assert event.details == {"items": 1}


def test_everything_comes_as_json_and_as_csv(enter, holder, bank, clock):
    holder.items = [make_item(bank.stix_id, clock, about_you=[{"kind": "email", "value": "=1"}])]
    client = enter()

    plain, table = client.get("/me/my-data.json"), client.get("/me/my-data.csv")

    assert plain["Content-Disposition"] == 'attachment; filename="my-data.json"'
    (item,) = json.loads(plain.content)["items"]
    assert (item["id"], item["controller"]) == ("RA-2026-0000000001", bank.stix_id)
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    lines = table.content.decode().splitlines()
    assert lines[0] == "\ufeffkind,id,controller,at,field,value"
    assert any(line.endswith("about_you[0].value,'=1") for line in lines)


def test_an_institution_that_left_is_named_by_what_it_said(enter, holder, clock, page):
    holder.items = [make_item("identity--gone", clock, reporter="A bank of old")]

    assert "A bank of old" in page(enter(), "/me").text
