"""A person signs in, withdraws a consent and sees what that came to, in under ten steps, on a phone."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as site_settings
from django.utils import timezone
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from privacy.consent.selectors import get_consent, read_consent
from tests.factories.consents import give, publish
from tests.factories.persons import MEI, read_code
from tests.flows.test_portal_in_a_browser import CHROMIUM, open_browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    # SQLite in memory serves from the test's own connection; consents cannot be deleted there after it.
    pytest.mark.django_db(transaction=not site_settings.EMBEDDED),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
WIDTH = 390
PHONE = {"viewport": {"width": WIDTH, "height": 844}, "java_script_enabled": False}
WORDS = {
    "en": {
        "address": "Your address of mail or telephone number",
        "send": "Send me a code",
        "code": "The code with eight digits",
        "enter": "Sign in",
        "consents": "Consents",
        "consent": "Sharing your data with other institutions",
        "withdraw": "Withdraw now",
        "done": "You withdrew this consent",
    },
    "zh-Hans": {
        "address": "您的电子邮箱或手机号码",
        "send": "发送验证码",
        "code": "八位数字验证码",
        "enter": "登录",
        "consents": "同意",
        "consent": "与其他机构共享您的信息",
        "withdraw": "立即撤回",
        "done": "您已撤回该同意",
    },
}


@pytest.fixture
def site(db) -> Iterator[str]:
    """Serve the site on loopback."""
    server = LiveServer("localhost")
    yield str(server.url)
    server.stop()


def list_steps(page: Page, site: str, words: dict[str, str]) -> list[Callable[[], object]]:
    """Return what a person does, one thing each."""
    press = {name: page.get_by_role("button", name=words[name], exact=True) for name in words}
    follow = {name: page.get_by_role("link", name=words[name], exact=True) for name in words}
    return [
        lambda: page.goto(f"{site}/me"),
        lambda: page.get_by_label(words["address"]).fill(MEI),
        lambda: press["send"].click(),
        lambda: page.get_by_label(words["code"]).fill(read_code(MEI)),
        lambda: press["enter"].click(),
        lambda: follow["consents"].click(),
        lambda: follow["consent"].click(),
        lambda: press["withdraw"].click(),
    ]


@pytest.mark.parametrize("language", WORDS)
def test_a_person_withdraws_a_consent_in_under_ten_steps(exchange, site, language):
    now = timezone.now()
    bank = exchange["bank"]
    consent = give(bank, publish(bank, now=now), now=now)
    words = WORDS[language]
    asked: list[Request] = []

    with open_browser(locale=language, **PHONE) as (page, complaints):
        page.on("request", lambda one: asked.append(one))
        steps = list_steps(page, site, words)
        for step in steps:
            step()
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= WIDTH
        expect(page.get_by_role("heading", name=words["done"])).to_be_visible()

    assert len(steps) < 10
    assert complaints == []
    assert [one.url for one in asked if not one.url.startswith(site)] == []
    fresh = get_consent(controller=bank.stix_id, consent_id=consent.id)
    assert read_consent(fresh).state(timezone.now()) == "withdrawn"
