"""Signing in at the pages: two steps, cookies that stay at home, and nothing told to guessers (PC-17, PC-25)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from privacy.rights.models import Person, PersonSession, SignInCode
from sharing.members.actors import Role
from tests.factories.persons import MEI, read_code
from tests.hub.portal.conftest import Page

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

SECRET = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def ask(contact=MEI, client=None):
    client = client or Client()
    return client, client.post("/me/sign-in", {"contact": contact})


def test_a_code_opens_a_session_of_its_own(clock, page):
    client, asked = ask()
    opened = client.post("/me/sign-in/code", {"code": read_code(MEI)})

    assert (asked.status_code, asked.headers["location"]) == (302, "/me/sign-in/code")
    assert (opened.status_code, opened.headers["location"]) == (302, "/me")
    cookie = opened.cookies["person"]
    assert cookie.value.startswith("person_")
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/me", True, "Strict")
    assert opened.cookies["person_sign_in"].value == ""
    assert page(client, "/me").find("h1")
    assert "sessionid" not in client.cookies


def test_cookies_are_for_https_alone_where_the_site_is(settings, clock):
    settings.SESSION_COOKIE_SECURE = True
    client, asked = ask()
    opened = client.post("/me/sign-in/code", {"code": read_code(MEI)}, secure=True)

    assert asked.cookies["person_sign_in"]["secure"]
    assert opened.cookies["person"]["secure"]


def test_a_code_may_be_typed_with_blanks(clock):
    client, _ = ask()
    code = read_code(MEI)

    opened = client.post("/me/sign-in/code", {"code": f" {code[:4]} {code[4:]} "})

    assert opened.headers["location"] == "/me"


def test_a_code_may_be_typed_in_wide_digits_as_chinese_keyboards_do(clock):
    client, _ = ask()
    wide = "".join(chr(ord(digit) - ord("0") + 0xFF10) for digit in read_code(MEI))

    opened = client.post("/me/sign-in/code", {"code": wide})

    assert opened.headers["location"] == "/me"


def test_a_known_address_and_an_unknown_one_look_alike_pc_25(enter, clock):
    enter(MEI)
    shown = []
    for contact in (MEI, "nobody@person.example"):
        client, asked = ask(contact)
        code = client.get("/me/sign-in/code")
        wrong = client.post("/me/sign-in/code", {"code": "00000000"})
        pages = [SECRET.sub("", one.content.decode()) for one in (asked, code, wrong)]
        shown.append((asked.status_code, code.status_code, wrong.status_code, pages))

    assert shown[0] == shown[1]
    assert shown[0][2] == 422
    assert "The code is wrong, was used, or is too old." in shown[0][3][2]
    assert Person.objects.count() == 1


@pytest.mark.parametrize("contact", ["", "mei", "mei@", "+861", "x" * 300])
def test_what_is_no_address_is_told_and_no_code_is_sent(contact, clock):
    client, answer = ask(contact)

    assert answer.status_code == 422
    assert Page(answer).find("div", class_="fault")
    assert not SignInCode.objects.exists()
    assert client.get("/me/sign-in/code").headers["location"] == "/me/sign-in"


@pytest.mark.parametrize("code", ["", "1234567", "abcdefgh", "12345678x"])
def test_what_is_no_code_uses_up_no_try(code, clock):
    client, _ = ask()

    answer = client.post("/me/sign-in/code", {"code": code})

    assert answer.status_code == 422
    assert SignInCode.objects.get().tries == 0


def test_five_wrong_answers_spoil_a_code(clock):
    client, _ = ask()
    right = read_code(MEI)
    wrong = f"{(int(right) + 1) % 10**8:08d}"

    for _ in range(5):
        assert client.post("/me/sign-in/code", {"code": wrong}).status_code == 422
    answer = client.post("/me/sign-in/code", {"code": right})

    assert answer.status_code == 422
    assert "After five tries it is spoilt: ask for a new one." in Page(answer).text
    assert not PersonSession.objects.exists()


def test_a_code_of_one_browser_opens_nothing_in_another(clock):
    ask()
    right = read_code(MEI)
    other, _ = ask("lin@person.example")

    assert other.post("/me/sign-in/code", {"code": right}).status_code == 422
    assert not PersonSession.objects.exists()


def test_a_code_that_is_too_old_leads_back_to_the_beginning(clock):
    client, _ = ask()
    code = read_code(MEI)

    with time_machine.travel(clock + timedelta(minutes=11), tick=False):
        answer = client.post("/me/sign-in/code", {"code": code})

    assert answer.headers["location"] == "/me/sign-in"
    assert not PersonSession.objects.exists()


def test_a_forged_sign_in_is_none(clock):
    client = Client()
    client.cookies["person_sign_in"] = "forged:value:here"

    assert client.get("/me/sign-in/code").headers["location"] == "/me/sign-in"


def test_too_many_tries_from_one_place_are_told_to_wait(settings, clock):
    settings.RATE_LIMITS = True
    client = Client()

    answers = [client.post("/me/sign-in", {"contact": f"p{n}@person.example"}) for n in range(21)]

    assert [one.status_code for one in answers] == [302] * 20 + [429]
    assert answers[-1]["Retry-After"] == "60"
    assert "Please wait a minute" in Page(answers[-1]).text
    assert SignInCode.objects.count() == 20


def test_a_person_who_reads_too_often_is_told_to_wait(settings, enter, clock):
    client = enter()
    settings.RATE_LIMITS = True

    answers = [client.get("/me/complaints").status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]


def test_signing_out_ends_the_session_here_and_everywhere(enter, clock, page):
    client = enter()
    token = client.cookies["person"].value

    left = client.post("/me/sign-out")

    assert left.headers["location"] == "/me/signed-out"
    assert left.cookies["person"].value == ""
    assert not PersonSession.objects.exists()
    assert "You are signed out" in page(client, "/me/signed-out").text
    client.cookies["person"] = token
    assert client.get("/me").headers["location"] == "/me/session-ended"


def test_a_session_that_nobody_used_is_over(enter, clock, page):
    client = enter()

    with time_machine.travel(clock + timedelta(minutes=31), tick=False):
        answer = client.get("/me")

        assert answer.headers["location"] == "/me/session-ended"
        assert answer.cookies["person"].value == ""
        assert "Your session is over" in page(client, "/me/session-ended").text
        assert client.get("/me").headers["location"] == "/me/sign-in"


@pytest.mark.parametrize(
    "address", ["/me", "/me/consents", "/me/requests", "/me/complaints", "/me/my-data.json"]
)
def test_staff_open_nothing_of_persons(exchange, as_person, clock, address):
    staff = as_person(exchange["bank"], Role.PRIVACY_OFFICER)

    assert staff.get(address).headers["location"] == "/me/sign-in"


def test_a_person_opens_nothing_of_institutions(enter, exchange, clock):
    client = enter()

    assert client.get("/").headers["location"] == "/accounts/login/?next=/"
    assert client.get("/api/v1/alerts").status_code == 401
    # The cookie is for pages: the API takes the token in its header only.
    assert client.get("/api/v1/me").status_code == 401


def test_whoever_is_signed_in_is_not_asked_again(enter, clock):
    assert enter().get("/me/sign-in").headers["location"] == "/me"


def test_forms_without_their_token_are_refused(clock):
    client = Client(enforce_csrf_checks=True)

    assert client.post("/me/sign-in", {"contact": MEI}).status_code == 403
    assert not SignInCode.objects.exists()


def test_pages_load_nothing_from_elsewhere_and_are_kept_nowhere(enter, clock):
    answer = enter().get("/me")

    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
