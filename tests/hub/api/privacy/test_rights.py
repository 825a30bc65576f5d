"""Requests over HTTP: two audiences at one address, each with their own (PC-12 to PC-17, PC-25)."""

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from privacy.retention import registry
from privacy.rights.models import RightsRequest
from sharing.members.actors import SYSTEM, Role
from sharing.members.services import grant_membership
from tests.conftest import make_member
from tests.factories.persons import LIN, MEI, FakeHolder, as_person, take_token

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

JSON = "application/json"
NUMBER = "11010519491231002X"
CLAIM = [{"kind": "person-id-number", "value": NUMBER}]
REFUSAL = {
    "outcome": "refused",
    "reason_code": "legal-duty",
    "reason": "The law obliges us to keep it.",
    "remedy": "The court.",
}


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture(autouse=True)
def holder(monkeypatch):
    fake = FakeHolder()
    monkeypatch.setattr(registry, "_holders", {fake.name: fake})
    return fake


@pytest.fixture
def mei(now):
    return as_person(take_token(MEI, now=now))


@pytest.fixture
def officer(bank, now):
    """The bank's privacy officer, signed in."""
    user = get_user_model().objects.create_user("officer@bank.example", joined_at=now)
    grant_membership(
        actor=SYSTEM,
        now=now,
        user_id=user.pk,
        institution=bank.institution,
        roles=frozenset({Role.PRIVACY_OFFICER}),
    )
    client = Client()
    client.force_login(user)
    return client


def post(client, path, body=None):
    return client.post(f"/api/v1/{path}", body or {}, content_type=JSON)


def ask(client, **body):
    answer = post(client, "rights-requests", {"type": "access", "controller": "bank"} | body)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_person_asks_and_both_see_the_same(mei, bank, as_member):
    asked = ask(mei, text="What do you hold?")

    mine = mei.get(f"/api/v1/rights-requests/{asked['id']}").json()
    theirs = as_member(bank).get(f"/api/v1/rights-requests/{asked['id']}").json()
    assert mine == theirs == asked
    assert asked["receipt"].startswith("R-2026-")
    assert (asked["controller"], asked["regime"]) == (bank.stix_id, "pipl")
    assert (asked["state"], asked["due_at"]) == ("open", "2026-12-14T15:59:59Z")
    assert mei.get("/api/v1/rights-requests").json() == {"items": [asked], "next": None}
    assert as_member(bank).get("/api/v1/rights-requests").json()["items"] == [asked]


def test_it_is_missing_for_everybody_else(mei, bank, peer, regulator, as_member, now):
    asked = ask(mei)
    strangers = [as_person(take_token(LIN, now=now)), as_member(peer), as_member(regulator)]

    for client in strangers:
        assert client.get(f"/api/v1/rights-requests/{asked['id']}").status_code == 404
        assert client.get("/api/v1/rights-requests").json()["items"] == []
    for client in strangers[1:]:
        answer = post(client, f"rights-requests/{asked['id']}/close", {"outcome": "granted"})
        assert answer.status_code == 404
    assert RightsRequest.objects.get().state == "open"


def test_persons_take_no_step_of_institutions_and_institutions_make_no_request(
    mei, bank, as_member
):
    asked = ask(mei)

    for step in ("verify", "extend", "close", "release"):
        assert post(mei, f"rights-requests/{asked['id']}/{step}").status_code == 401
    refused = post(as_member(bank), "rights-requests", {"type": "access"})
    assert refused.status_code == 403
    assert RightsRequest.objects.count() == 1


def test_what_is_asked_of_the_hub_goes_to_its_operator(mei, bank, as_member):
    operator = make_member("operator", "operator", "CN")

    asked = ask(mei, controller="", regime="gdpr")

    assert (asked["controller"], asked["regime"]) == ("", "gdpr")
    assert as_member(operator).get("/api/v1/rights-requests").json()["items"] == [asked]
    assert as_member(bank).get("/api/v1/rights-requests").json()["items"] == []


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"controller": "nobody"}, "controller"),
        ({"regime": "gdpr"}, "regime"),
        ({"identifiers": [{"kind": "phone", "value": "abcde"}]}, "identifiers[0].value"),
        ({"identifiers": [{"kind": "person-name", "value": "Mei Li"}]}, "identifiers[0].kind"),
        ({"type": "everything"}, "type"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_stored(mei, bank, body, place):
    answer = post(mei, "rights-requests", {"type": "access", "controller": "bank"} | body)

    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.json()["errors"]] == [place]
    assert "Mei Li" not in answer.content.decode()
    assert not RightsRequest.objects.exists()


def test_an_officer_verifies_and_erases(mei, officer, holder, bank):
    asked = ask(mei, type="erasure", identifiers=CLAIM)
    path = f"rights-requests/{asked['id']}"
    assert asked["state"] == "verifying"
    assert NUMBER not in str(asked)

    proof = {"method": "document-at-counter", "passed": True, "identifiers": CLAIM}
    verified = post(officer, f"{path}/verify", proof)
    closed = post(officer, f"{path}/close", {"outcome": "granted"})

    assert (verified.status_code, closed.status_code) == (200, 200)
    assert verified.json()["identity"] == "verified"
    assert (closed.json()["state"], closed.json()["outcome"]) == ("closed", "granted")
    assert "What the law obliges us to keep is kept" in closed.json()["message"]
    ((verb, subjects, controller),) = holder.asked
    assert (verb, len(subjects), controller) == ("erase", 2, bank.stix_id)
    steps = mei.get(f"/api/v1/{path}").json()["steps"]
    assert [one["code"] for one in steps] == ["opened", "verified", "closed"]
    assert post(officer, f"{path}/close", REFUSAL).status_code == 409


@pytest.mark.parametrize(
    ("kind", "body"), [("erasure", {"outcome": "granted"}), ("access", REFUSAL)]
)
def test_a_machine_neither_erases_nor_refuses(mei, bank, as_member, holder, kind, body):
    asked = ask(mei, type=kind)

    answer = post(as_member(bank), f"rights-requests/{asked['id']}/close", body)

    assert (answer.status_code, answer.json()["code"]) == (403, "person-needed")
    assert holder.asked == []
    assert RightsRequest.objects.get().state == "open"


@pytest.mark.parametrize("left_out", ["reason_code", "reason", "remedy"])
def test_pc_17_a_refusal_without_its_grounds_is_impossible(mei, officer, left_out):
    asked = ask(mei)
    body = {name: value for name, value in REFUSAL.items() if name != left_out}

    answer = post(officer, f"rights-requests/{asked['id']}/close", body)

    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.json()["errors"]] == [left_out]
    assert RightsRequest.objects.get().outcome == ""


def test_a_term_is_extended_where_the_law_knows_that(mei, foreign, bank, officer, as_member):
    german, chinese = ask(mei, controller="foreign"), ask(mei)
    body = {"reason": "complexity"}

    longer = post(as_member(foreign), f"rights-requests/{german['id']}/extend", body)
    never = post(officer, f"rights-requests/{chinese['id']}/extend", body)

    assert longer.json()["due_at"] == longer.json()["extended_to"] == "2027-02-23T22:59:59Z"
    assert (never.status_code, never.json()["code"]) == (409, "step-not-possible")


def test_the_answer_is_there_once_it_was_granted(mei, bank, as_member):
    asked = ask(mei, type="copy")
    path = f"/api/v1/rights-requests/{asked['id']}/export"

    before = mei.get(path)
    post(as_member(bank), f"rights-requests/{asked['id']}/close", {"outcome": "granted"})
    after = mei.get(path)

    assert before.status_code == 404
    assert [one["kind"] for one in after.json()["items"]] == ["rights-request"]
    assert as_member(bank).get(path).status_code == 401


def test_pages_follow_each_other(mei, bank, as_member, now):
    ids = []
    for minute in range(5):
        with time_machine.travel(now.replace(minute=minute), tick=False):
            ids.append(ask(mei)["id"])
    client, seen, path = as_member(bank), [], "/api/v1/rights-requests?limit=2&state=open"
    while path:
        answer = client.get(path)
        seen += [one["id"] for one in answer.json()["items"]]
        path = answer["Link"].partition(">")[0].lstrip("<") if answer.json()["next"] else ""

    assert seen == ids[::-1]
