"""Natural persons who sign in, and a keeper of data that hides what the law keeps secret."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.test import Client

from privacy.retention.registry import Erased, Item
from privacy.rights.contacts import read_contact
from privacy.rights.letters import code_file
from privacy.rights.officers import Officer
from privacy.rights.persons import SignedIn, open_session, recognise, start_sign_in

MEI = "mei@person.example"
LIN = "+8613800138000"


def read_code(contact: str) -> str:
    """Return the newest code that was sent to an address."""
    folder = settings.PERSON_CODES_DIR
    assert folder is not None
    return code_file(folder, read_contact(contact)).read_text().split()[-1]


def take_token(contact: str, *, now: datetime, language: str = "en") -> str:
    """Sign a person in and return the token."""
    attempt = start_sign_in(now=now, contact=contact, language=language)
    said = {"contact": contact, "code": read_code(contact), "language": language}
    return open_session(now=now, **said, attempt=attempt).token


def sign_in(contact: str = MEI, *, now: datetime, language: str = "en") -> SignedIn:
    """Return a person in action."""
    return recognise(now=now, token=take_token(contact, now=now, language=language))


def as_person(token: str) -> Client:
    """Return a test client that signs each request with a person's token."""
    return Client(headers={"authorization": f"Bearer {token}"})


def officer_for(controller: str, *, name: str = "user:7@bank") -> Officer:
    """Return a privacy officer of a controller."""
    return Officer(name, frozenset({controller}))


@dataclass
class FakeHolder:
    """A keeper of items that remembers what it was asked; hidden items never come out."""

    items: list[Item] = field(default_factory=list)
    hidden: list[Item] = field(default_factory=list)
    subjects: frozenset[bytes] = frozenset()
    name: str = "fake"
    asked: list[tuple[str, frozenset[bytes], str]] = field(default_factory=list)

    def export(self, *, subjects: frozenset[bytes], now: datetime) -> list[Item]:
        return self.items if subjects & self.subjects else []

    def restrict(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int:
        self.asked.append(("restrict", subjects, controller))
        return len(self.items)

    def release(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int:
        self.asked.append(("release", subjects, controller))
        return len(self.items)

    def object_to(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int:
        self.asked.append(("object", subjects, controller))
        return len(self.items)

    def end_objection(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int:
        self.asked.append(("end-objection", subjects, controller))
        return len(self.items)

    def erase(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> Erased:
        self.asked.append(("erase", subjects, controller))
        return Erased(items=len(self.items), orders=len(self.items), kept=len(self.hidden))
