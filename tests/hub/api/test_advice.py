"""A refusal says what to do, and repeats nothing that was sent."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from hub.api.problems import describe
from sharing.errors import NotPermitted
from sharing.members.actors import Role
from sharing.members.services import grant_membership

SUBSCRIPTIONS = "/api/v1/subscriptions"
JSON = "application/json"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def api(exchange, as_member):
    return as_member(exchange["bank"])


@pytest.fixture
def analyst(exchange, now):
    """Return a function that gives the client of a signed-in analyst."""
    user = get_user_model().objects.create_user("someone@bank.example", joined_at=now)
    grant_membership(
        actor="hub",
        now=now,
        user_id=user.pk,
        institution=exchange["bank"].institution,
        roles=frozenset({Role.ANALYST}),
    )

    def sign_in(**options):
        client = Client(**options)
        client.force_login(user)
        return client

    return sign_in


def post(client, body, path=SUBSCRIPTIONS):
    return client.post(path, body, content_type=JSON)


def only_error(answer):
    (error,) = answer.json()["errors"]
    return error


def test_another_media_type_is_told_the_one_of_this_address(api):
    said = api.post(SUBSCRIPTIONS, "name: x", content_type="text/yaml")
    lines = api.post("/api/v1/alerts/batch", "{}", content_type=JSON)

    assert (said.status_code, said.json()["detail"]) == (415, "Send application/json.")
    assert lines.status_code == 415
    assert lines.json()["detail"] == "Send application/x-ndjson, one bundle a line."


def test_an_error_says_what_is_wrong_and_what_to_do(api):
    answer = api.get(f"{SUBSCRIPTIONS}/00000000-0000-4000-8000-000000000000")

    assert answer.status_code == 404
    assert answer.json()["detail"] == (
        "There is no such subscription. Check the address; what is not yours looks missing."
    )


@pytest.mark.parametrize(
    ("body", "place", "advice"),
    [
        (
            {"name": "a", "channels": ["fax-13812345678"]},
            "channels[0]",
            "Give inbox, stream, mail or webhook:<id>.",
        ),
        (
            {"name": "a", "channels": ["inbox"], "mail": {"mode": "13812345678"}},
            "mail.mode",
            "Give one of digest, immediate.",
        ),
        (
            {"name": "a", "channels": ["inbox"], "filter": {"reporter_kinds": ["13812345678"]}},
            "filter.reporter_kinds[0]",
            "Give one of association, bank, payment, platform, regulator.",
        ),
        (
            {"name": "a", "channels": ["inbox"], "13812345678": 1},
            "body",
            "There is an unknown member. The members are name, channels, filter, mail.",
        ),
    ],
)
def test_a_fault_in_a_body_lists_what_may_stand_there(api, body, place, advice):
    answer = post(api, body)

    assert answer.status_code == 400
    assert (only_error(answer)["parameter"], only_error(answer)["detail"]) == (place, advice)
    assert b"13812345678" not in answer.content


def test_an_empty_body_and_an_array_are_told_to_be_an_object(api):
    # The test client names no type of an empty body by itself.
    empty = api.generic("POST", SUBSCRIPTIONS, CONTENT_TYPE=JSON, CONTENT_LENGTH="0")
    array = post(api, [{"name": "a"}])

    assert only_error(empty)["detail"].startswith("Send a JSON object")
    assert only_error(array)["detail"].startswith("Send a JSON object")
    assert b"STIX" not in empty.content + array.content
    assert api.get(SUBSCRIPTIONS).json() == {"items": []}


def test_moments_of_subscriptions_are_utc(api):
    saved = post(api, {"name": "a", "channels": ["stream"]}).json()

    assert saved["saved_at"].endswith("Z")


@pytest.mark.parametrize("path", ["/api/v1/mechanisms", f"/api/v1/holds/{NOBODY}/decide"])
def test_what_takes_a_person_says_so_to_machines_and_to_strangers(api, client, path):
    machine = api.post(path, "{}", content_type=JSON)
    stranger = client.post(path, "{}", content_type=JSON)

    assert (machine.status_code, machine.json()["code"]) == (403, "person-needed")
    assert stranger.status_code == 401
    assert stranger.json()["detail"] == "Sign in to the site; only a person may do this."
    assert "scope" not in machine.json()["detail"]


def test_a_person_without_the_scope_is_told_whom_to_ask(analyst):
    answer = analyst().post("/api/v1/mechanisms", "{}", content_type=JSON)

    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    assert answer.json()["detail"] == "Ask your administrator for the scope."


def test_a_session_without_the_token_of_the_site_is_told_to_send_it(analyst):
    answer = post(analyst(enforce_csrf_checks=True), {})

    assert answer.status_code == 403
    assert answer.json()["detail"] == (
        "Send the cookie csrftoken also in the header X-CSRFToken, and a Referer of the site."
    )


def test_a_refused_purpose_is_not_mended_by_a_scope():
    told = describe(NotPermitted("the alert was shared for other purposes"))

    assert told is not None
    assert told["detail"] == "The alert was shared for other purposes. No scope changes that."
