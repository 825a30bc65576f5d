"""Who may call: Basic, bearer and session; everybody else is asked for credentials."""

from base64 import b64encode
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.middleware.csrf import get_token
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertNumQueries

from sharing.ingest.models import Submission
from sharing.members.actors import Role, Scope
from sharing.members.models import AccessToken, Institution, MachineCredential
from sharing.members.services import grant_membership, issue_token
from tests.factories.bundles import make_raw

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/submissions"
STIX = "application/stix+json;version=2.1"


def basic(client_id, secret):
    return {"authorization": "Basic " + b64encode(f"{client_id}:{secret}".encode()).decode()}


def bearer(member, *scopes):
    credential = MachineCredential.objects.get(client_id=member.client_id)
    issued = issue_token(now=timezone.now(), credential=credential, scopes=frozenset(scopes))
    return {"authorization": f"Bearer {issued.token}"}


@pytest.fixture
def staff(exchange, now):
    """Return a function that signs a person in with roles at the bank."""

    def sign_in(*roles, **options):
        user = get_user_model().objects.create_user("someone@bank.example", joined_at=now)
        if roles:
            grant_membership(
                actor="hub",
                now=now,
                user_id=user.pk,
                institution=exchange["bank"].institution,
                roles=frozenset(roles),
            )
        client = Client(**options)
        client.force_login(user)
        return client

    return sign_in


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic",
        "Basic !!!notbase64",
        "Basic " + b64encode(b"no-colon").decode(),
        "Basic " + b64encode(b"nobody:wrong").decode(),
        "Basic " + b64encode(b"nul\0:wrong").decode(),
        "Basic " + b64encode(b"\xff:wrong").decode(),
        "Basic " + "A" * 2_000,
        "Bearer",
        "Bearer not.a.token",
        "Bearer two words",
        "Nonsense abc",
    ],
    ids=range(12),
)
def test_whoever_shows_nothing_that_holds_is_asked_for_credentials(exchange, header):
    answer = Client(headers={"authorization": header}).get(ADDRESS)

    assert (answer.status_code, answer.json()["code"]) == (401, "not-authenticated")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Basic ")


def test_a_wrong_secret_stores_nothing(exchange):
    answer = Client(headers=basic(exchange["bank"].client_id, "wrong")).post(
        "/api/v1/alerts", make_raw(), content_type=STIX
    )

    assert answer.status_code == 401
    assert Submission.objects.count() == 0


def test_basic_credentials_take_one_statement(exchange, as_member):
    client = as_member(exchange["bank"])

    # The credential with its institution, then the list.
    with assertNumQueries(2):
        answer = client.get(ADDRESS)

    assert answer.status_code == 200


def test_a_token_gives_its_scopes_and_no_more(exchange):
    client = Client(headers=bearer(exchange["bank"], Scope.ALERTS_READ))

    read = client.get(ADDRESS)
    write = client.post("/api/v1/alerts", make_raw(), content_type=STIX)
    taxii = client.get("/taxii2/")

    assert (read.status_code, write.status_code, taxii.status_code) == (200, 403, 403)
    assert Submission.objects.count() == 0


def test_an_expired_token_is_refused(exchange):
    headers = bearer(exchange["bank"], Scope.ALERTS_READ)
    AccessToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert Client(headers=headers).get(ADDRESS).status_code == 401


@pytest.mark.parametrize("change", ["revoked", "expired", "suspended"])
def test_a_credential_that_ended_opens_nothing(exchange, change):
    bank, now = exchange["bank"], timezone.now()
    ways = [basic(bank.client_id, bank.client_secret), bearer(bank, Scope.ALERTS_READ)]
    credential = MachineCredential.objects.filter(client_id=bank.client_id)
    if change == "revoked":
        credential.update(revoked_at=now)
    elif change == "expired":
        credential.update(expires_at=now)
    else:
        Institution.objects.filter(slug="bank").update(status=Institution.Status.SUSPENDED)

    answers = [Client(headers=headers).get(ADDRESS).status_code for headers in ways]

    assert answers == [401, 401]


def test_an_analyst_reads_and_an_admin_does_not(exchange, staff):
    assert staff(Role.ANALYST).get(ADDRESS).status_code == 200


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR, Role.OPERATOR])
def test_roles_without_the_scope_are_refused(exchange, staff, role):
    answer = staff(role).get(ADDRESS)

    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")


def test_a_person_without_membership_is_nobody(exchange, staff):
    assert staff().get(ADDRESS).status_code == 401


def test_an_approver_may_not_send(exchange, staff):
    answer = staff(Role.APPROVER).post("/api/v1/alerts", make_raw(), content_type=STIX)

    assert answer.status_code == 403
    assert Submission.objects.count() == 0


def test_a_session_sends_with_the_token_of_the_site(exchange, staff):
    client = staff(Role.ANALYST, enforce_csrf_checks=True)
    token = get_token(client.get("/").wsgi_request)

    answer = client.post(
        "/api/v1/alerts",
        make_raw(),
        content_type=STIX,
        headers={"x-csrftoken": token, "cookie": cookies_of(client, token)},
    )

    assert answer.status_code == 202
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("kind", [STIX, "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_session_sends_nothing_without_the_token_of_the_site(exchange, staff, kind):
    answer = staff(Role.ANALYST, enforce_csrf_checks=True).post(
        "/api/v1/alerts", make_raw(), content_type=kind
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    assert Submission.objects.count() == 0


def test_a_token_in_the_body_is_no_token(exchange, staff):
    client = staff(Role.ANALYST, enforce_csrf_checks=True)
    token = get_token(client.get("/").wsgi_request)

    answer = client.post(
        "/api/v1/alerts",
        f"csrfmiddlewaretoken={token}",
        content_type="application/x-www-form-urlencoded",
        headers={"cookie": cookies_of(client, token)},
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")


def cookies_of(client, token):
    session = client.cookies["sessionid"].value
    return f"sessionid={session}; csrftoken={token}"


def test_people_have_no_taxii(exchange, staff):
    assert staff(Role.ANALYST).get("/taxii2/").status_code == 403
