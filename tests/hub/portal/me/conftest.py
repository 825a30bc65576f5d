"""Natural persons at their pages, signed in through the real forms."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from privacy.retention import registry
from privacy.retention.registry import Item
from privacy.rights.contacts import read_contact
from tests.factories.persons import MEI, FakeHolder, read_code


@pytest.fixture
def enter(db) -> Callable[..., Client]:
    """Return how a person comes in: by the forms, in a language."""

    def sign_in(contact: str = MEI, *, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        asked = client.post("/me/sign-in", {"contact": contact})
        assert asked.headers["location"] == "/me/sign-in/code"
        opened = client.post("/me/sign-in/code", {"code": read_code(contact)})
        assert opened.headers["location"] == "/me"
        return client

    return sign_in


def make_item(controller: str, at: datetime, **changes) -> Item:
    """Return an alert about Mei as sharing tells it."""
    data = {
        "reporter": "Bank Institution",
        "purposes": ["fraud-prevention", "aml-cft"],
        "legal_bases": ["pipl.consent"],
        "retain_until": "2027-11-23T02:00:00Z",
        "about_you": [{"kind": "email", "value": MEI}],
        "recipients": {"count": 3, "names": ["Peer Institution", "Platform Institution"]},
        "taken_back": [],
        "recalls": {"ordered": 0, "confirmed": 0},
        "restricted": False,
    }
    return Item("alert", "RA-2026-0000000001", controller, at, data | changes)


@pytest.fixture
def holder(monkeypatch) -> FakeHolder:
    """Let a keeper of data hold something about Mei alone."""
    fake = FakeHolder(subjects=frozenset({read_contact(MEI).subject}))
    monkeypatch.setattr(registry, "_holders", {fake.name: fake})
    return fake
