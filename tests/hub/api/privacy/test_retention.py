"""Retention over REST: the schedules in force, and what a run would find of my own records (PC-18)."""

from datetime import timedelta

import pytest

from privacy.retention import registry
from privacy.retention.registry import register_keeper
from tests.factories.retention import KeeperOf, due_item

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/retention"


@pytest.fixture(autouse=True)
def _no_keepers(monkeypatch):
    monkeypatch.setattr(registry, "_keepers", {})


def test_the_schedules_in_force_say_their_source_and_period(bank, as_member):
    answer = as_member(bank).get(PATH)

    assert answer.status_code == 200
    rows = {row["id"]: row for row in answer.json()["schedules"]}
    assert rows["consent"] == {
        "id": "consent",
        "item_class": "consent",
        "purpose": "*",
        "regime": "*",
        "starts_with": "reliance-ended",
        "period": "P3Y",
        "action": "delete",
        "source": "GDPR 5(2), 7(1); PIPL 14; control matrix, section 5: the digest is kept",
        "confirmed": False,
        "effective_from": "2021-11-01",
        "effective_to": None,
    }
    assert len(rows) == 14


def test_the_dry_run_counts_my_records_alone_and_changes_nothing(bank, peer, as_member, now):
    old = now - timedelta(days=4 * 366)
    keeper = KeeperOf(
        [
            due_item("1", old, controller=bank.stix_id),
            due_item("2", old, controller=peer.stix_id),
            due_item("3", now, controller=bank.stix_id),
        ]
    )
    register_keeper(keeper)

    due = as_member(bank).get(PATH).json()["due"]

    assert due == [
        {"item_class": "complaint", "action": "delete", "due": 1, "held": 0, "scheduled": True}
    ]
    assert keeper.gone == []
