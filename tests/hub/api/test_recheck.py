"""An open stream goes on only as long as its caller would be let in again."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.utils import timezone

from hub.api.recheck import may_go_on
from sharing.members.actors import MACHINE_SCOPES, Role, Scope
from sharing.members.models import AccessToken, Institution, MachineCredential, Membership
from sharing.members.services import grant_membership, issue_token

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def environ_of(header=None, **more):
    headers = {"authorization": header} if header else {}
    return RequestFactory().get("/api/v1/stream", headers=headers, **more).environ


@pytest.fixture
def by_secret(exchange):
    bank = exchange["bank"]
    pair = b64encode(f"{bank.client_id}:{bank.client_secret}".encode()).decode()
    return environ_of(f"Basic {pair}")


@pytest.fixture
def by_token(exchange):
    credential = MachineCredential.objects.get(client_id=exchange["bank"].client_id)
    issued = issue_token(
        now=timezone.now(), credential=credential, scopes=frozenset({Scope.ALERTS_READ})
    )
    return environ_of(f"Bearer {issued.token}")


@pytest.fixture
def by_session(exchange, now):
    user = get_user_model().objects.create_user("someone@bank.example", joined_at=now)
    grant_membership(
        actor="hub",
        now=now,
        user_id=user.pk,
        institution=exchange["bank"].institution,
        roles=frozenset({Role.ANALYST}),
    )
    client = Client()
    client.force_login(user)
    return environ_of(HTTP_COOKIE=f"sessionid={client.cookies['sessionid'].value}")


@pytest.fixture
def everybody(by_secret, by_token, by_session):
    return {"secret": by_secret, "token": by_token, "session": by_session}


CHANGES = {
    "nothing": (lambda: None, set()),
    "suspended": (
        lambda: Institution.objects.filter(slug="bank").update(status="suspended"),
        {"secret", "token", "session"},
    ),
    "revoked": (
        lambda: MachineCredential.objects.update(revoked_at=timezone.now()),
        {"secret", "token"},
    ),
    "expired": (
        lambda: MachineCredential.objects.update(expires_at=timezone.now()),
        {"secret", "token"},
    ),
    "scope taken": (
        lambda: MachineCredential.objects.update(
            scopes=sorted(MACHINE_SCOPES - {Scope.ALERTS_READ})
        ),
        {"secret", "token"},
    ),
    "token expired": (
        lambda: AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
        {"token"},
    ),
    "signed out": (lambda: Session.objects.all().delete(), {"session"}),
    "role taken": (lambda: Membership.objects.update(roles=["admin"]), {"session"}),
    "person closed": (
        lambda: get_user_model().objects.update(is_active=False),
        {"session"},
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_stream_ends_for_exactly_those_whom_a_change_concerns(everybody, change):
    assert {name for name, environ in everybody.items() if may_go_on(environ)} == set(everybody)
    act, ended = CHANGES[change]

    act()

    assert {name for name, environ in everybody.items() if not may_go_on(environ)} == ended


def test_a_stranger_never_goes_on(exchange):
    assert may_go_on(environ_of()) is False
