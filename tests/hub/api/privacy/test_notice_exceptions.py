"""Exceptions from telling people over REST: asked by one person, granted by another (PC-10, PC-41)."""

from datetime import timedelta

import pytest
import time_machine

from privacy.approvals.models import Approval
from privacy.consent.models import NoticeException
from tests.factories.transfers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/notice-exceptions"
BODY = {
    "code": "gdpr-14-5-b",
    "purposes": ["fraud-prevention"],
    "categories": ["PI"],
    "valid_until": "2027-06-30T02:00:00+02:00",
    "reason": "Holders of accounts that were only passed through cannot be reached.",
}


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def first(bank, now):
    return sign_in(bank, now, name="li")


@pytest.fixture
def second(bank, now):
    return sign_in(bank, now, name="wu")


def ask(client, **changes):
    return client.post(PATH, BODY | changes, content_type="application/json")


def test_pc_10_two_persons_make_an_exception_exactly_as_it_was_asked_for(bank, first, second, now):
    asked = ask(first)
    assert (asked.status_code, asked.json()["state"]) == (201, "open")
    assert asked.json()["valid_until"] == "2027-06-30T00:00:00Z"
    assert not NoticeException.objects.exists()

    granted = second.post(f"{PATH}/{asked.json()['id']}/grant")

    assert (granted.status_code, granted.json()["state"]) == (200, "used")
    made = NoticeException.objects.get()
    assert (made.controller, made.code, made.purposes, made.categories) == (
        bank.stix_id,
        "gdpr-14-5-b",
        ["fraud-prevention"],
        ["PI"],
    )
    assert (made.author, made.approver) == (asked.json()["asked_by"], granted.json()["decided_by"])
    assert first.get(PATH).json() == {"items": [granted.json()], "next": None}
    assert second.post(f"{PATH}/{made.approval_id}/grant").status_code == 409


def test_pc_41_nobody_grants_their_own_and_others_do_not_see_it(peer, first, now):
    path = f"{PATH}/{ask(first).json()['id']}/grant"
    stranger = sign_in(peer, now, name="zhao")

    assert (first.post(path).status_code, stranger.post(path).status_code) == (403, 404)
    assert stranger.get(PATH).json()["items"] == []
    assert Approval.objects.get().state == "open"
    assert not NoticeException.objects.exists()


def test_a_machine_neither_asks_nor_grants(bank, first, as_member):
    path = f"{PATH}/{ask(first).json()['id']}/grant"

    assert ask(as_member(bank)).status_code == 403
    assert as_member(bank).post(path).status_code == 403
    assert Approval.objects.get().state == "open"


def test_what_waited_too_long_is_granted_no_more(first, second, bank, now):
    path = f"{PATH}/{ask(first).json()['id']}/grant"

    with time_machine.travel(now + timedelta(days=14), tick=False):
        answer = sign_in(bank, now, name="he").post(path)

    assert answer.status_code == 409
    assert not NoticeException.objects.exists()


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"code": "because"}, "code"),
        ({"purposes": ["gossip"]}, "purposes"),
        ({"categories": []}, "categories"),
        ({"valid_until": "2026-11-22T00:00:00Z"}, "valid_until"),
        ({"valid_until": "2029-01-01T00:00:00Z"}, "valid_until"),
        ({"valid_until": "9999-12-31T23:59:59-23:00"}, "valid_until"),
        ({"valid_until": "0001-01-01T00:00:00+23:00"}, "valid_until"),
        ({"reason": "Call 13800138000."}, "reason"),
        ({"reason": " "}, "reason"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_asked(first, change, parameter):
    answer = ask(first, **change)

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]
    assert "13800138000" not in answer.content.decode()
    assert not Approval.objects.exists()


def test_pages_lead_on_by_their_cursor(first):
    for _ in range(3):
        ask(first)

    page = first.get(PATH, {"limit": 2}).json()
    rest = first.get(PATH, {"limit": 2, "cursor": page["next"]}).json()

    assert [len(one["items"]) for one in (page, rest)] == [2, 1]
    assert rest["next"] is None
