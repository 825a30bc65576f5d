"""People at their desks, and pages as a browser would see them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from hub.accounts.models import User
from sharing.members.actors import SYSTEM, Role
from sharing.members.services import grant_membership
from tests.conftest import NOW, Member

SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _plain_static_files(settings, tmp_path):
    """Serve files under their own names: no collected manifest is needed."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Begin and end in English: a request leaves its language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture
def clock() -> Iterator[datetime]:
    """Stop the clock an hour after the exchange was formed."""
    moment = NOW + timedelta(hours=1)
    with time_machine.travel(moment, tick=False):
        yield moment


@pytest.fixture
def as_person() -> Callable[..., Client]:
    """Return a client that is signed in as a person of a member."""

    def sign_in(member: Member | None, *roles: Role, language: str = "en") -> Client:
        email = f"person{User.objects.count()}@institution.example"
        user = User.objects.create_user(email, joined_at=NOW)
        if member is not None:
            grant_membership(
                actor=SYSTEM,
                now=NOW,
                user_id=user.pk,
                institution=member.institution,
                roles=frozenset(roles or {Role.ANALYST}),
            )
        client = Client(headers={"accept-language": language})
        client.force_login(user, backend=SIGN_IN)
        return client

    return sign_in


class Page(HTMLParser):
    """What a page holds: its texts, and each element with its attributes."""

    def __init__(self, response) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.source = response.content.decode()
        self.feed(self.source)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self) -> str:
        """Return all text, blanks made one."""
        return " ".join(" ".join(self.texts).split())

    def find(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        """Return the attributes of the elements of a tag that have all of these."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [
            found
            for name, found in self.elements
            if name == tag and all(found.get(key) == value for key, value in wanted.items())
        ]

    @property
    def alerts(self) -> list[str]:
        """Return the addresses of the listed alerts, in order."""
        return [str(link["href"]) for link in self.find("a", class_="entry-title")]


@pytest.fixture
def page() -> Callable[..., Page]:
    """Return a reader of pages: fetches an address and expects a status."""

    def fetch(client: Client, address: str, status: int = 200) -> Page:
        response = client.get(address)
        assert response.status_code == status
        return Page(response)

    return fetch
