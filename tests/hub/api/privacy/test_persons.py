"""Natural persons over HTTP: sign in, see what is held, and nothing of institutions (PC-12, PC-25)."""

import pytest
import time_machine
from django.test import Client

from privacy.audit.models import AuditEvent
from privacy.retention import registry
from privacy.retention.registry import Item
from privacy.rights.contacts import read_contact
from privacy.rights.models import Person, PersonSession
from tests.factories.consents import give, key, publish
from tests.factories.persons import MEI, FakeHolder, as_person, read_code, take_token

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

JSON = "application/json"


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def token(now):
    return take_token(MEI, now=now)


def post(path, body, client=None):
    return (client or Client()).post(f"/api/v1/{path}", body, content_type=JSON)


def test_a_code_becomes_a_token_that_opens_what_is_mine():
    asked = post("me/sign-in", {"contact": MEI, "language": "zh-Hant"})
    attempt = asked.json()["attempt"]
    said = {"contact": MEI, "code": read_code(MEI), "attempt": attempt}
    opened = post("me/sessions", {**said, "language": "zh-Hant"})

    assert (asked.status_code, asked.json()) == (
        202,
        {"status": "code-sent-if-reachable", "attempt": attempt, "expires_in": 600},
    )
    assert opened.status_code == 201
    told = opened.json()
    assert told["token"].startswith("person_")
    assert (told["token_type"], told["expires_at"]) == ("Bearer", "2026-11-23T02:30:00Z")
    shown = as_person(told["token"]).get("/api/v1/me").json()
    assert shown["language"] == "zh-Hant"
    assert shown["identifiers"] == [{"kind": "email", "verified": True}]
    assert MEI not in str(shown)


def test_every_address_gets_the_same_answer(token):
    known, unknown = (
        post("me/sign-in", {"contact": one}) for one in (MEI, "nobody@person.example")
    )

    told = [{**one.json(), "attempt": len(one.json()["attempt"])} for one in (known, unknown)]
    assert told[0] == told[1]
    assert known.status_code == unknown.status_code == 202
    assert dict(known.headers).keys() == dict(unknown.headers).keys()


@pytest.mark.parametrize("contact", ["mei", "mei@", "+861", "a b c"])
def test_what_is_no_address_is_named_and_not_repeated(contact):
    answer = post("me/sign-in", {"contact": contact})

    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == "contact"
    assert f'"{contact}"' not in answer.content.decode()


def test_a_wrong_code_tells_nothing(now):
    take_token("other@person.example", now=now)
    attempt = post("me/sign-in", {"contact": MEI}).json()["attempt"]
    wrong = f"{(int(read_code(MEI)) + 1) % 10**8:08d}"

    said = {"code": wrong, "attempt": attempt}
    tried = post("me/sessions", {"contact": MEI, **said})
    unknown = post("me/sessions", {"contact": "nobody@person.example", **said})

    assert tried.status_code == unknown.status_code == 401
    assert tried.json() == unknown.json()
    assert tried.json()["code"] == "sign-in-refused"
    assert Person.objects.count() == 1


def test_signing_out_ends_the_token(token):
    client = as_person(token)

    assert client.delete("/api/v1/me/sessions/current").status_code == 204
    assert client.get("/api/v1/me").status_code == 401
    assert not PersonSession.objects.exists()


@pytest.mark.parametrize(
    "path", ["alerts", "cases", "subscriptions", "webhooks", "submissions", "stream", "consents"]
)
def test_a_persons_token_opens_nothing_of_institutions(token, path):
    assert as_person(token).get(f"/api/v1/{path}").status_code == 401
    assert as_person(token).get("/taxii2/").status_code == 401


@pytest.mark.parametrize("path", ["me", "me/holdings", "me/consents"])
def test_credentials_of_institutions_open_nothing_of_persons(bank, as_member, path):
    assert as_member(bank).get(f"/api/v1/{path}").status_code == 401
    assert as_person("person_unknown").get(f"/api/v1/{path}").status_code == 401


@pytest.fixture
def holder(monkeypatch, now):
    fake = FakeHolder(subjects=frozenset({read_contact(MEI).subject}))
    fake.items = [
        Item("alert", "a-1", "identity--bank", now, {"purposes": ["fraud"], "value": "=1"})
    ]
    monkeypatch.setattr(registry, "_holders", {fake.name: fake})
    return fake


def test_holdings_come_as_json_or_csv_and_are_recorded(token, holder):
    client = as_person(token)

    plain = client.get("/api/v1/me/holdings")
    table = client.get("/api/v1/me/holdings", headers={"accept": "text/csv"})

    assert plain.json() == {
        "items": [
            {
                "kind": "alert",
                "id": "a-1",
                "controller": "identity--bank",
                "at": "2026-11-23T02:00:00Z",
                "data": {"purposes": ["fraud"], "value": "=1"},
            }
        ]
    }
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert table.content.decode().splitlines()[1:] == [
        "alert,a-1,identity--bank,2026-11-23T02:00:00Z,purposes[0],fraud",
        "alert,a-1,identity--bank,2026-11-23T02:00:00Z,value,'=1",
    ]
    made = AuditEvent.objects.filter(action="rights.export.made")
    assert [one.details for one in made] == [{"items": 1}, {"items": 1}]


def test_nobody_gets_the_holdings_of_another(holder, now):
    client = as_person(take_token("lin@person.example", now=now))

    assert client.get("/api/v1/me/holdings").json() == {"items": []}


def test_pc_09_who_consents_for_a_child_reads_and_withdraws_it(exchange, token, now):
    version = publish(exchange["bank"], now=now)
    given = {"kind": "guardian", "subjects": frozenset({key("child@person.example")})}
    record = give(exchange["bank"], version, now=now, **given, guardian=key(MEI))
    client = as_person(token)
    stranger = as_person(take_token("lin@person.example", now=now))

    listed = client.get("/api/v1/me/consents").json()["items"]
    detail = client.get(f"/api/v1/me/consents/{record.id}")

    assert [detail.json()] == listed
    assert detail.json()["kind"] == "guardian"
    assert stranger.get(f"/api/v1/me/consents/{record.id}").status_code == 404
    assert post(f"me/consents/{record.id}/withdraw", {}, stranger).status_code == 404
    assert post(f"me/consents/{record.id}/withdraw", {}, client).json()["state"] == "withdrawn"


def test_an_unknown_consent_is_missing(token):
    path = "me/consents/00000000-0000-4000-8000-000000000000/withdraw"

    assert as_person(token).get("/api/v1/me/consents").json() == {"items": []}
    assert post(path, {}, as_person(token)).status_code == 404


def test_one_address_asks_only_so_often(settings):
    settings.RATE_LIMITS = True
    answers = [post("me/sign-in", {"contact": f"p{number}@person.example"}) for number in range(22)]

    assert [one.status_code for one in answers] == [202] * 20 + [429] * 2
    assert answers[-1]["Retry-After"] == "60"
