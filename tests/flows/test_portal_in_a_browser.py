"""An analyst signs in through the real form, reads an alert, and copies its id, in a real browser."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from deploy.packages import find_chromium
from hub.accounts.services import set_password_of
from privacy.audit.models import AuditEvent
from sharing.members.actors import SYSTEM, Role
from sharing.members.services import grant_membership
from tests.factories.journeys import send, work

CHROMIUM = os.environ.get("HUB_CHROMIUM") or find_chromium()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
# Background requests of the browser itself would only meet a closed network.
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EMAIL, PASSWORD = "analyst@platform.example", "a long enough secret"


@pytest.fixture
def site(settings, tmp_path, transactional_db) -> Iterator[str]:
    """Serve the site on loopback; it starts after the settings are made, as pytest's own cannot."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    server = LiveServer("localhost")
    yield str(server.url)
    server.stop()


@contextmanager
def open_browser(**options) -> Iterator[tuple[Page, list[str]]]:
    """Open a page; the list fills with what the browser complains about."""
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        page = browser.new_context(**options).new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page, complaints
        browser.close()


def prepare(exchange) -> str:
    """Send an alert to an analyst with a password and return its id."""
    now = timezone.now()
    user = set_password_of(email=EMAIL, password=PASSWORD, now=now)
    platform = exchange["platform"].institution
    roles = frozenset({Role.ANALYST})
    grant_membership(actor=SYSTEM, now=now, user_id=user, institution=platform, roles=roles)
    sent = send(exchange["bank"], now=now, name="<b>Copied</b> sign-in page")
    work(now)
    return str(sent.id)


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_an_analyst_signs_in_and_reads_an_alert(exchange, site):
    alert = prepare(exchange)

    with open_browser() as (page, complaints):
        sign_in(page, site)
        page.get_by_role("link", name="<b>Copied</b> sign-in page").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("<b>Copied</b> sign-in page")
        expect(page.get_by_role("button", name="Copy")).to_be_visible()
        page.get_by_text("STIX").first.click()
        expect(page.locator("details.raw[open] pre")).to_contain_text('"type": "report"')

    assert complaints == []
    reads = AuditEvent.objects.filter(action="alerts.alert.read")
    assert list(reads.values_list("subject", flat=True)) == [alert]


def test_everything_works_on_a_phone_without_javascript(exchange, site):
    prepare(exchange)
    phone = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}

    with open_browser(**phone) as (page, complaints):
        sign_in(page, site)
        page.get_by_text("Platform Institution").first.click()
        page.get_by_role("button", name="简体中文").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("预警")
        page.locator(".menu summary").click()
        page.get_by_role("button", name="深色").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        page.get_by_label("关键词").fill("nowhere")
        page.get_by_role("button", name="筛选").click()
        expect(page.get_by_text("没有符合筛选条件的预警")).to_be_visible()

    assert complaints == []
