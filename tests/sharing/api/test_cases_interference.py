"""What a member does not see changes no byte that it gets: hidden reports, and values that were withheld."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from sharing.stix.markings import Tlp
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/cases"
TAXII = "application/taxii+json;version=2.1"
SITE = "[url:value = 'https://fake-bank.example/login']"
# Accounts that begin and end alike, as a mask shows them.
ACCOUNT, OTHER_ACCOUNT = "6222020555057109277", "6222025550681029277"
PHONE, OTHER_PHONE = "13800138000", "13900139001"
VOLATILE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|RA-[\d-]+|[0-9a-f]{32}|tok-[\w-]+"
)


def read_everything(client, alerts):
    """Return all that a member can get; ids stand as when they first appeared."""
    pages = ["/api/v1/alerts", ADDRESS, f"{ADDRESS}?limit=1", f"{ADDRESS}?q=page"]
    pages += [f"/api/v1/alerts?q={word}" for word in ("page", "account", "13800138000")]
    for alert in alerts:
        pages += [f"{ADDRESS}/{alert}", f"{ADDRESS}/{alert}/history", f"/api/v1/alerts/{alert}"]
        pages += [f"/api/v1/alerts?case={alert}", f"/api/v1/alerts/{alert}?view=explain"]
    answers = [client.get(page) for page in pages]
    answers.append(client.get("/taxii2/peer/collections/inbox/objects/", headers={"accept": TAXII}))
    answers += [
        client.post(
            f"{ADDRESS}/{one}/merge?dry_run=true",
            {"other": str(two), "reason": "same-event"},
            content_type="application/json",
        )
        for one in alerts
        for two in alerts
    ]
    order: dict[str, int] = {}
    return [
        (
            one.status_code,
            VOLATILE.sub(lambda found: str(order.setdefault(found[0], len(order))), text),
        )
        for one in answers
        for text in [re.sub(r'"(next|cursor)":"[^"]*"', "", one.content.decode())]
    ]


def tell(exchange, now, reports):
    """Let members report, minute by minute: (slug, changes); return the alerts of all but the platform."""
    sent = []
    for minute, (slug, changes) in enumerate(reports):
        if changes is None:
            continue
        at = now + timedelta(minutes=minute)
        alert = send(exchange[slug], now=at, **changes)
        work(at)
        sent += [alert.id] if slug != "platform" else []
    return sent


def read_world(exchange, as_member, now, reports):
    """Return what the peer gets in a world of these reports, and leave no trace of it."""
    with transaction.atomic():
        alerts = tell(exchange, now, reports)
        told = read_everything(as_member(exchange["peer"]), alerts)
        transaction.set_rollback(True)
    return told


def describe(value, **changes):
    return {
        "name": f"Account opened on a copied page {len(changes)}",
        "description": f"Deposits of 120,000 yuan on 20 November 2026 were led to {value}.",
        **changes,
    }


@pytest.mark.parametrize(
    ("value", "other"), [(PHONE, OTHER_PHONE), (ACCOUNT, OTHER_ACCOUNT)], ids=["phone", "account"]
)
@pytest.mark.parametrize("pattern", [SITE, None], ids=["one site", "other sites"])
def test_a_guess_of_what_was_withheld_is_not_confirmed(
    exchange, as_member, now, value, other, pattern
):
    """The peer guesses a value; whether it is what the bank reported, no answer tells."""
    mine = describe(value, pattern=pattern or "[url:value = 'https://mine.example/a']")

    def read(hidden):
        theirs = describe(hidden, pattern=pattern or SITE)
        return read_world(exchange, as_member, now, [("bank", theirs), ("peer", mine)])

    right, wrong = read(value), read(other)

    assert all(status == 200 for status, _ in right[:5])
    assert right == wrong


def test_two_masks_are_no_evidence_that_the_same_stood_there(exchange, as_member, now):
    for minute, account in enumerate((ACCOUNT, "6228480402564890018")):
        at = now + timedelta(days=40 * minute)
        holder = {
            "type": "user-account",
            "spec_version": "2.1",
            "id": f"user-account--{uuid4()}",
            "user_id": account,
            "account_type": "bank-account",
        }
        pattern = f"[user-account:user_id = '{account}']"
        send(exchange["bank"], now=at, name=f"Page {minute}", pattern=pattern, more=(holder,))
        work(at)

    shown = as_member(exchange["foreign"]).get(ADDRESS).json()["items"]

    assert [case["alert_count"] for case in shown] == [1, 1]


@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_report_that_is_not_shared_with_me_changes_nothing(exchange, as_member, now, place):
    """One hidden report bridges what the peer sees apart."""
    hidden = {"pattern": "[url:value = 'https://a.example/x' OR url:value = 'https://b.example/y']"}
    seen = [
        ("bank", {"pattern": "[url:value = 'https://a.example/x']", "name": "Page one"}),
        ("peer", {"pattern": "[url:value = 'https://b.example/y']", "name": "Page two"}),
    ]

    def read(changes):
        reports: list[tuple[str, dict[str, str] | None]] = [("bank", None)] * 5
        reports[1], reports[3] = seen
        reports[place] = ("platform", changes)
        return read_world(exchange, as_member, now, reports)

    assert read({**hidden, "tlp": Tlp.RED, "name": "Hidden"}) == read(None)


def test_what_others_decide_changes_nothing_for_me(exchange, as_member, now):
    """The decisions of one member are its own."""
    reports = [
        ("bank", {"pattern": "[url:value = 'https://a.example/x']", "name": "Page one"}),
        ("bank", {"pattern": "[url:value = 'https://b.example/y']", "name": "Page two"}),
    ]
    one, two = tell(exchange, now, reports)
    before = read_everything(as_member(exchange["peer"]), [one, two])
    body = {"other": str(two), "reason": "same-event"}

    done = as_member(exchange["bank"]).post(
        f"{ADDRESS}/{one}/merge", body, content_type="application/json"
    )

    assert done.status_code == 200
    assert read_everything(as_member(exchange["peer"]), [one, two]) == before
