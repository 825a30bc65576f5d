"""What holds for every page: language, headings, no inline style or script, sign-in, errors."""

import re

import pytest
from django.test import Client

from hub.accounts.models import User
from sharing.members.actors import Role
from tests.conftest import NOW
from tests.factories.journeys import send, work
from tests.hub.portal.conftest import Page

pytestmark = pytest.mark.django_db

OPEN_PAGES = (
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/signup/",
    "/accounts/inactive/",
)
SIGNED_IN_PAGES = (
    "/",
    "/?text=nothing",
    "/submissions/",
    "/accounts/logout/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/reauthenticate/",
    "/nowhere",
)
LANGUAGES = ("en", "zh-hans", "zh-hant")


def check(shown: Page, language: str) -> None:
    """Check what every page must keep."""
    assert shown.find("html")[0]["lang"] == language
    assert len(shown.find("h1")) == 1
    assert len(shown.find("main", id="main")) == 1
    assert shown.find("a", class_="skip", href="#main")
    assert not [name for name, found in shown.elements if "style" in found or name == "style"]
    assert not [
        key for _, found in shown.elements for key in found if re.fullmatch("on[a-z]+", key)
    ]
    assert all(script.get("src") for script in shown.find("script"))
    labelled = {label["for"] for label in shown.find("label")}
    named = [
        found
        for kind in ("input", "select", "textarea")
        for found in shown.find(kind)
        if found.get("type") != "hidden"
    ]
    assert {found["id"] for found in named} <= labelled
    told = {str(found.get("aria-describedby")) for found in named if "aria-describedby" in found}
    assert {one for ids in told for one in ids.split()} <= {
        str(found["id"]) for _, found in shown.elements if "id" in found
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", OPEN_PAGES)
def test_open_pages_keep_the_rules(language, address):
    response = Client(headers={"accept-language": language}).get(address)

    assert response.status_code == 200
    check(Page(response), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", SIGNED_IN_PAGES)
def test_pages_of_the_desk_keep_the_rules(exchange, as_person, language, address, clock):
    send(exchange["bank"], now=clock)
    work(clock)

    response = as_person(exchange["platform"], language=language).get(address, follow=True)

    check(Page(response), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_alert_and_submission_keep_the_rules(exchange, as_person, page, clock, language):
    sent = send(exchange["bank"], now=clock)
    work(clock)
    desk = as_person(exchange["bank"], language=language)

    check(page(desk, f"/alerts/{sent.id}"), language)
    check(page(desk, f"/submissions/{sent.id}"), language)


def test_a_filled_in_form_that_is_wrong_keeps_the_rules(exchange, as_person, page):
    desk = as_person(exchange["regulator"], Role.SUPERVISOR)

    check(page(desk, "/supervision/?jurisdiction=x&since=2026-11-23&until=2026-11-01"), "en")
    check(Page(Client().post("/accounts/login/", {"login": "x"})), "en")


def test_the_language_switch_changes_the_page_and_stays(exchange, as_person, page, clock):
    send(exchange["bank"], now=clock)
    work(clock)
    desk = as_person(exchange["platform"])
    assert "Alerts" in page(desk, "/").text

    answer = desk.post("/preferences/language", {"language": "zh-hans", "next": "/"})

    assert answer.headers["location"] == "/"
    chinese = page(desk, "/")
    for text in ("预警", "钓鱼", "高 75", "共享组", "24 小时内收到", "筛选"):
        assert text in chinese.text
    desk.post("/preferences/language", {"language": "zh-hant", "next": "/"})
    assert "網路釣魚" in page(desk, "/").text


def test_the_look_is_kept_in_a_cookie(db, page):
    stranger = Client()
    assert page(stranger, "/accounts/login/").find("html")[0]["data-theme"] == "auto"

    answer = stranger.post("/preferences/theme", {"theme": "dark", "next": "/accounts/login/"})

    assert answer.headers["location"] == "/accounts/login/"
    assert page(stranger, "/accounts/login/").find("html")[0]["data-theme"] == "dark"


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_the_look_never_leads_away_from_the_site(db, wanted):
    answer = Client().post("/preferences/theme", {"theme": "pink", "next": wanted})

    assert answer.headers["location"] == "/"
    assert "theme" not in answer.cookies


def test_nobody_is_invited_to_sign_up(page):
    shown = page(Client(), "/accounts/login/")

    assert not [link for link in shown.find("a") if "signup" in str(link["href"])]


def test_the_real_form_signs_a_person_in(exchange, as_person):
    User.objects.create_user("mei@bank.example", "a long enough secret", joined_at=NOW)
    visitor = Client()

    answer = visitor.post(
        "/accounts/login/", {"login": "mei@bank.example", "password": "a long enough secret"}
    )

    assert answer.headers["location"] == "/"
    assert "_auth_user_id" in visitor.session
    assert "messages" not in answer.cookies


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(page):
    User.objects.create_user("mei@bank.example", "a long enough secret", joined_at=NOW)

    known = Client().post("/accounts/login/", {"login": "mei@bank.example", "password": "no"})
    unknown = Client().post("/accounts/login/", {"login": "who@bank.example", "password": "no"})

    message = "The email address and/or password you specified are not correct."
    assert message in known.content.decode()
    assert message in unknown.content.decode()


def test_a_failure_shows_no_details(exchange, as_person, page, monkeypatch, clock):
    def fail(**_):
        raise RuntimeError("secret-detail")

    monkeypatch.setattr("hub.portal.views.desk.survey_week", fail)
    desk = as_person(exchange["bank"])
    desk.raise_request_exception = False

    shown = page(desk, "/", status=500)

    assert "The hub made a mistake" in shown.text
    assert "secret-detail" not in shown.source


def test_a_form_without_its_token_is_explained(page):
    answer = Client(enforce_csrf_checks=True).post("/preferences/theme", {"theme": "dark"})

    assert answer.status_code == 403
    assert "This form has expired" in Page(answer).text
