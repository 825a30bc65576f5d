"""An analyst brings a table in: sees how it is read, corrects it, sends it, and gets a receipt."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hub.accounts.models import User
from sharing.ingest.models import Submission
from sharing.members.actors import Role
from tests.hub.portal.conftest import Page
from tests.hub.portal.test_every_page import check

pytestmark = pytest.mark.django_db

ADDRESS = "/submissions/import"
TABLE = "what,why\nlogin-bank[.]example,Copied page\nwang.xiaoming@,bad\nb.example,Other\n"
SECRET = "The customer's card 4111 1111 1111 1111, CVV 123, expiry 09/27."


def upload(client, table=TABLE, **changes):
    content = table if isinstance(table, bytes) else table.encode()
    form = {"file": SimpleUploadedFile("t.csv", content), "name": "Week 47", "tlp": "green"}
    return client.post(ADDRESS, form | changes)


def read_form(response) -> dict[str, str]:
    """Return what a browser would send back of the second page, its choices as they are."""
    found = re.findall(r'name="(table|key|name)" value="([^"]*)"', response.content.decode())
    chosen = re.findall(
        r'<select name="(\w+)".*?<option value="([^"]*)" selected',
        response.content.decode(),
        re.DOTALL,
    )
    return {name: unescape(value) for name, value in (*found, *chosen)}


def fill(response, **changes):
    return read_form(response) | {"column0": "domain-name", "column1": "description"} | changes


def test_a_table_is_read_corrected_and_sent(exchange, as_person, clock):
    client = as_person(exchange["bank"])
    first = upload(client)
    assert first.status_code == 200
    assert Submission.objects.count() == 0

    shown = client.post(ADDRESS, fill(first, step="preview"))
    preview = Page(shown)
    assert "login-bank.example" in preview.text
    assert "3 rows, 1 of them faulty. Faulty rows come first." in preview.text, preview.text
    assert (
        "what A cell does not fit the meaning of its column. Expected: Domain name." in preview.text
    )
    assert len(preview.find("p", class_="fault")) == 2

    whole = client.post(ADDRESS, fill(first, step="send"))
    assert (whole.status_code, Submission.objects.count()) == (422, 0)
    assert "Row 3, column what: A cell does not fit" in Page(whole).text

    sent = client.post(ADDRESS, fill(first, step="send", partial="on"))
    done, row = Page(sent), Submission.objects.get()
    assert sent.status_code == 200
    assert row.receipt in done.text
    assert done.find("a", href=f"/submissions/{row.id}")
    assert "Row 3, column what: A cell does not fit" in done.text


def test_the_hub_guesses_what_columns_mean(exchange, as_person, clock):
    first = upload(as_person(exchange["bank"]), "域名,说明\na.example,仿冒\n".encode("gb18030"))

    assert read_form(first)["column0"] == "domain-name"
    assert read_form(first)["column1"] == "description"
    assert "a.example" in Page(first).text


def test_a_row_freer_than_the_table_is_named_before_and_after_sending(exchange, as_person, clock):
    client = as_person(exchange["bank"])
    table = "domain,tlp\na.example,green\nb.example,red\n"
    sentence = "The whole table is marked more strictly than this row"

    first = upload(client, table, tlp="red")
    freer = client.post(ADDRESS, read_form(first) | {"tlp": "green", "step": "preview"})
    sent = client.post(ADDRESS, read_form(first) | {"step": "send"})

    assert Page(first).text.count(sentence) == 1
    assert sentence not in Page(freer).text
    assert f"Row 2, column tlp: {sentence}" in Page(sent).text


def test_the_preview_shows_all_that_is_kept_of_a_row_and_what_a_bad_cell_should_be(
    exchange, as_person, clock
):
    table = "domain,comment,tlp,confidence,category,severity\n"
    table += "a.example,Copied page,red,70,phishing,96\nb.example,Other,,many,,\n"

    shown = Page(upload(as_person(exchange["bank"]), table))

    assert "Row Read as Description TLP Confidence Category Severity" in shown.text
    bad, good = shown.source.split("<tr ")[2:]
    for text in ("Copied page", "TLP:RED", "> 70<", "Phishing", "Critical"):
        assert text in good
    assert "A cell does not fit the meaning of its column." in bad
    assert "Expected: a whole number from 0 to 100." in bad
    assert "Other" not in bad


def test_sending_the_page_twice_sends_the_alert_once(exchange, as_person, clock):
    client = as_person(exchange["bank"])
    filled = fill(upload(client), step="send", partial="on")
    client.post(ADDRESS, filled)

    again = client.post(ADDRESS, filled)
    other = client.post(ADDRESS, filled | {"tlp": "red"})

    assert (again.status_code, other.status_code) == (200, 409)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (b"domain\n", "a heading row and at least one row"),
        (b"\xff\xff\xff", "Save the table as UTF-8"),
        (b'domain\n"a', "check its quotation marks"),
        (b"domain\n" + b"a.example\n" * 2001, "too many rows"),
        (b"PK\x03\x04 of a spreadsheet", "This is not a CSV file: save it as CSV."),
        (b"x" * 1_000_001, "The file is too large."),
    ],
)
def test_what_is_no_table_says_why(exchange, as_person, table, sentence):
    answer = upload(as_person(exchange["bank"]), table)

    assert answer.status_code == 422
    assert sentence in Page(answer).text


def test_no_file_and_no_meaning_say_what_to_do(exchange, as_person, clock):
    client = as_person(exchange["bank"])
    assert "This field is required" in Page(client.post(ADDRESS, {"tlp": "red"})).text

    filled = fill(upload(client), column0="", column1="", step="send")
    answer = client.post(ADDRESS, filled)
    assert answer.status_code == 422
    assert "There is no address, name, web address or hash here." in Page(answer).text
    assert Submission.objects.count() == 0


def test_authentication_data_is_refused_and_not_repeated(exchange, as_person, clock):
    client = as_person(exchange["bank"])
    table = f'domain,comment\na.example,"{SECRET}"\n'

    for changes in ({}, {"partial": "on"}):
        answer = client.post(ADDRESS, fill(upload(client, table), step="send", **changes))
        assert answer.status_code == 422
        assert "authentication data" in Page(answer).text
    assert Submission.objects.count() == 0


def test_a_form_without_its_token_is_refused(exchange, as_person):
    as_person(exchange["bank"])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(), "allauth.account.auth_backends.AuthenticationBackend")

    assert upload(strict).status_code == 403


def test_who_may_not_send_sees_neither_page_nor_button(exchange, as_person, page):
    client = as_person(exchange["bank"], Role.ADMIN)

    assert client.get(ADDRESS).status_code == 404
    assert upload(client).status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_every_step_keeps_what_pages_keep(exchange, as_person, page, clock, language):
    client = as_person(exchange["bank"], language=language)
    check(page(client, ADDRESS), language)
    first = upload(client)
    check(Page(first), language)
    check(Page(client.post(ADDRESS, fill(first, step="send", partial="on"))), language)
    check(Page(upload(client, b"domain\n")), language)


def test_submissions_lead_to_the_import(exchange, as_person, page):
    assert page(as_person(exchange["bank"]), "/submissions/").find("a", href=ADDRESS)
