"""One officer proposes to release a held copy, another approves it, in a real browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from hub.accounts.services import set_password_of
from privacy.transfers.models import Assessment
from sharing.delivery.models import Delivery
from sharing.holds.models import Hold
from sharing.members.actors import SYSTEM, Role
from sharing.members.services import grant_membership
from tests.factories.journeys import send, work
from tests.flows.test_portal_in_a_browser import PASSWORD, open_browser, pytestmark, site

# The mark of browser stories, and the site they are told on.
__all__ = ["pytestmark", "site"]

FIRST, SECOND = "li@bank.example", "wu@bank.example"
PHONE = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}


@pytest.fixture
def waiting(exchange) -> Hold:
    """A copy that waits because nothing was assessed, and two officers with passwords."""
    now = timezone.now()
    for email in (FIRST, SECOND):
        user = set_password_of(email=email, password=PASSWORD, now=now)
        grant_membership(
            actor=SYSTEM,
            now=now,
            user_id=user,
            institution=exchange["bank"].institution,
            roles=frozenset({Role.PRIVACY_OFFICER}),
        )
    Assessment.objects.all().delete()
    send(exchange["bank"], now=now, description="Call 13800138000.")
    work(now)
    return Hold.objects.select_related("recipient").get(recipient=exchange["platform"].institution)


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def propose(page: Page) -> None:
    page.get_by_role("link", name="Privacy", exact=True).click()
    page.locator(".tray").get_by_role("link", name="Holds").first.click()
    page.get_by_role("link", name="Platform Institution").click()
    expect(page.get_by_role("heading", name="What would go out")).to_be_visible()
    page.get_by_label("Release the copy", exact=True).check()
    page.get_by_role("textbox", name="Why").fill("Assessed by hand.")
    page.get_by_role("button", name="Propose").click()
    expect(page.get_by_role("status")).to_contain_text("Proposed for 1 copy.")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)


def approve(page: Page) -> None:
    page.get_by_role("link", name="隐私", exact=True).click()
    page.get_by_role("link", name="审批").first.click()
    page.get_by_role("link", name="待决事项的处理").click()
    expect(page.get_by_text("Assessed by hand.")).to_be_visible()
    page.get_by_role("button", name="批准").click()
    expect(page.get_by_role("status")).to_contain_text("已批准并执行。")


def test_one_officer_proposes_and_another_approves(waiting, site):  # the fixture
    with open_browser(locale="en") as (page, complaints):
        sign_in(page, site, FIRST)
        propose(page)
    assert complaints == []
    assert not Delivery.objects.filter(recipient=waiting.recipient).exists()

    with open_browser(locale="zh-CN", **PHONE) as (page, complaints):
        page.context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
        sign_in(page, site, SECOND)
        page.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": site}])
        page.reload()
        approve(page)

    assert complaints == []
    assert Hold.objects.get(id=waiting.id).state == "released"
    assert Delivery.objects.filter(recipient=waiting.recipient).count() == 1
