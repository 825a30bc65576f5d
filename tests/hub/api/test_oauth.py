"""POST /oauth/token: RFC 6749 sections 2.3.1, 4.4, 5.1 and 5.2."""

from base64 import b64encode
from urllib.parse import urlencode

import pytest
from django.test import Client

from sharing.members.actors import MACHINE_SCOPES
from sharing.members.models import AccessToken

pytestmark = pytest.mark.embedded

FORM = "application/x-www-form-urlencoded"
ALL = " ".join(sorted(MACHINE_SCOPES))


def ask(form, headers=None, kind=FORM):
    return Client().post("/oauth/token", urlencode(form), content_type=kind, headers=headers or {})


@pytest.fixture
def basic(bank):
    pair = b64encode(f"{bank.client_id}:{bank.client_secret}".encode()).decode()
    return {"authorization": f"Basic {pair}"}


GRANT = {"grant_type": "client_credentials"}


def test_a_token_comes_for_credentials_in_the_header(bank, basic):
    answer = ask(GRANT, basic)

    told = answer.json()
    assert answer.status_code == 200
    assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", 3600, ALL)
    assert set(told) == {"access_token", "token_type", "expires_in", "scope"}
    assert (answer["Cache-Control"], answer["Pragma"]) == ("no-store", "no-cache")
    used = Client(headers={"authorization": f"Bearer {told['access_token']}"}).get("/taxii2/")
    assert used.status_code == 200


def test_a_token_comes_for_credentials_in_the_body(bank):
    form = {"client_id": bank.client_id, "client_secret": bank.client_secret}

    assert ask(GRANT | form).status_code == 200


def test_scopes_can_be_narrowed(bank, basic):
    told = ask(GRANT | {"scope": "alerts:read"}, basic).json()

    assert told["scope"] == "alerts:read"
    assert AccessToken.objects.get().scopes == ["alerts:read"]


def test_the_token_itself_is_not_stored(bank, basic):
    token = ask(GRANT, basic).json()["access_token"]

    assert token.encode() not in bytes(AccessToken.objects.get().digest)


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, 400, "unsupported_grant_type"),
        (GRANT | {"scope": "alerts:read everything"}, 400, "invalid_scope"),
        (GRANT | {"client_secret": "also here"}, 400, "invalid_request"),
    ],
)
def test_errors_are_those_of_the_standard(bank, basic, form, status, error):
    answer = ask(form, basic)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer["Cache-Control"] == "no-store"
    assert AccessToken.objects.count() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Basic !!!"},
        {"authorization": "Basic " + b64encode(b"nobody:wrong").decode()},
        {"authorization": "Bearer abc"},
    ],
)
def test_unknown_clients_are_asked_for_credentials(bank, headers):
    answer = ask(GRANT, headers)

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer["WWW-Authenticate"].startswith("Basic ")
    assert AccessToken.objects.count() == 0


def test_a_wrong_secret_of_a_known_client_gets_nothing(bank):
    answers = [
        ask(GRANT | {"client_id": client_id, "client_secret": "wrong"})
        for client_id in (bank.client_id, f"{bank.client_id}\0", "")
    ]

    assert [answer.status_code for answer in answers] == [401, 401, 401]
    assert AccessToken.objects.count() == 0


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
def test_only_forms_are_read(bank, basic, kind):
    assert ask(GRANT, basic, kind).json()["error"] == "invalid_request"


def test_a_huge_form_is_not_read(bank, basic):
    assert ask(GRANT | {"scope": "x" * 20_000}, basic).json()["error"] == "invalid_request"


def test_tokens_are_asked_for_by_post_only(bank, basic):
    assert Client().get("/oauth/token", headers=basic).status_code == 405
