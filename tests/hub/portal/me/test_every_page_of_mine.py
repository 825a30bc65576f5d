"""What holds for every page of a person: three languages, no inline style or script, nothing from elsewhere."""

import pytest
from django.test import Client

from tests.factories.consents import give, publish
from tests.hub.portal.conftest import Page
from tests.hub.portal.me.conftest import make_item
from tests.hub.portal.test_every_page import LANGUAGES, check

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

DOORS = (
    "/me/sign-in",
    "/me/signed-out",
    "/me/session-ended",
    "/me/complaints/new",
    "/me/complaints/follow",
)
PAGES = (
    "/me",
    "/me/consents",
    "/me/requests",
    "/me/requests/new",
    "/me/complaints",
    "/me/complaints/new",
    "/me/consents/00000000-0000-4000-8000-000000000000",
)


def check_mine(shown: Page, language: str) -> None:
    """Check what every page of a person must keep."""
    check(shown, language)
    addresses = [
        str(found[key])
        for _, found in shown.elements
        for key in ("href", "src", "action")
        if key in found
    ]
    assert addresses
    assert [one for one in addresses if not one.startswith(("/", "#"))] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", DOORS)
def test_pages_before_the_door_keep_the_rules(language, address, page):
    check_mine(page(Client(headers={"accept-language": language}), address), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_empty_and_missing_pages_keep_the_rules(enter, clock, language, address):
    response = enter(language=language).get(address)

    assert response.status_code in (200, 404)
    check_mine(Page(response), language)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_pages_keep_the_rules(enter, exchange, holder, clock, page, language):
    bank = exchange["bank"]
    version = publish(bank, now=clock)
    consent = give(bank, version, now=clock)
    holder.items = [make_item(bank.stix_id, clock)]
    client = enter(language=language)
    client.post("/me/requests/new", {"type": "access", "controller": bank.stix_id})
    made = client.post(
        "/me/complaints/new", {"cause": "other", "text": "Why?", "about": bank.stix_id}
    )
    asked = client.get("/me/requests").content.decode().split("/me/requests/")

    for address in (
        "/me",
        "/me/consents",
        f"/me/consents/{consent.id}",
        "/me/requests",
        f"/me/requests/{asked[2][:36]}",
        "/me/complaints",
        made.headers["location"],
    ):
        check_mine(page(client, address), language)
    client.post(f"/me/consents/{consent.id}/withdraw")
    check_mine(page(client, f"/me/consents/{consent.id}"), language)
    check_mine(page(client, f"/me/consents/{consent.id}/give"), language)
