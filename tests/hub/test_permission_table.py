"""Who may call what: every address of the site, each method, each kind of caller, and the answer.

A new address without a row here fails the test, so nobody can open a door without saying for whom.
"""

from base64 import b64encode
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sharing.members.actors import Role, Scope
from sharing.members.services import grant_membership, issue_credential
from tests.factories.journeys import send, work
from tests.hub.doors.answers import CALLERS
from tests.hub.doors.exchange import EXCHANGE
from tests.hub.doors.pages import PAGES
from tests.hub.doors.privacy import PRIVACY

TABLE = [*EXCHANGE, *PRIVACY, *PAGES]


@pytest.fixture
def callers(exchange, now, settings):
    """One client for each kind of caller."""
    settings.METRICS_TOKEN = "a-token-of-operators-of-some-length"
    bank, outsider = exchange["bank"], exchange["outsider"]
    scopes = frozenset({Scope.ALERTS_READ, Scope.TAXII_READ})
    reader = issue_credential(actor="hub", now=now, institution=bank.institution, scopes=scopes)
    return {
        "stranger": Client(),
        "machine": _machine(bank.client_id, bank.client_secret),
        "reader": _machine(reader.client_id, reader.client_secret),
        "outsider": _machine(outsider.client_id, outsider.client_secret),
        "analyst": _staff(bank.institution, Role.ANALYST, now),
        "admin": _staff(bank.institution, Role.ADMIN, now),
    }


@pytest.fixture
def alert(exchange, now):
    """An alert of the bank, delivered."""
    submission = send(exchange["bank"], now=now)
    work(now)
    return submission.id


def _machine(client_id, secret):
    pair = b64encode(f"{client_id}:{secret}".encode()).decode()
    return Client(headers={"authorization": f"Basic {pair}"})


def _staff(institution, role, now):
    user = get_user_model().objects.create_user(f"{role}@bank.example", joined_at=now)
    grant_membership(
        actor="hub", now=now, user_id=user.pk, institution=institution, roles=frozenset({role})
    )
    client = Client()
    client.force_login(user)
    return client


def _list_patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        name = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield name
        else:
            yield from _list_patterns(entry, name)


def test_the_table_covers_every_address_and_nothing_else():
    assert {row[0] for row in TABLE} == set(_list_patterns(get_resolver()))


@pytest.mark.parametrize(
    ("pattern", "path", "reading", "writing"), TABLE, ids=[r[1] for r in TABLE]
)
def test_each_caller_gets_the_answer_of_the_table(callers, alert, pattern, path, reading, writing):
    path = path.format(id=alert)

    read = [callers[name].get(path).status_code for name in CALLERS]
    written = [callers[name].post(path).status_code for name in CALLERS]

    assert " ".join(map(str, read)) == reading
    assert " ".join(map(str, written)) == writing
