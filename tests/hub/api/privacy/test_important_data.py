"""A catalogue says what is important; what went abroad before is judged again (PC-37)."""

from datetime import timedelta

import pytest

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from privacy.transfers.models import SharingAct
from sharing.delivery.models import Delivery
from sharing.members.models import ImportantData
from sharing.pipeline.rejudge import apply_catalogue
from sharing.response.models import RecallOrder
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/important-data"


@pytest.fixture
def alert(exchange, now):
    submission = send(exchange["bank"], now=now)
    work(now)
    return submission.id


def declare(client, now, **changes):
    body = {
        "source": "Catalogue 2026-3",
        "valid_from": (now - timedelta(days=1)).isoformat(),
        "category": "phishing",
    } | changes
    return client.post(ADDRESS, body, content_type="application/json")


def holders(alert):
    rows = Delivery.objects.filter(alert_id=alert, kind="alert", withdrawn_at=None)
    return sorted(rows.values_list("recipient__slug", flat=True))


def test_a_change_of_the_catalogue_takes_back_what_went_abroad_pc_37(
    exchange, as_member, alert, now
):
    assert holders(alert) == ["foreign", "peer", "platform", "regulator"]
    declared = declare(as_member(exchange["regulator"]), now)
    assert (declared.status_code, declared.json()["judged_at"]) == (201, None)

    assert apply_catalogue(now=now) == 1

    assert holders(alert) == ["peer", "platform", "regulator"]
    assert RecallOrder.objects.get().recipient == exchange["foreign"].institution
    events = AuditEvent.objects.filter(action=Action.IMPORTANT_DATA_DECLARED)
    assert [event.details.get("copies") for event in events.order_by("id")] == [None, 1]
    assert apply_catalogue(now=now) == 0


def test_what_comes_after_it_does_not_go_abroad_pc_37(exchange, as_member, now):
    declare(as_member(exchange["regulator"]), now)

    submission = send(exchange["bank"], now=now)
    work(now)

    assert "foreign" not in holders(submission.id)
    act = SharingAct.objects.get(alert=submission.id, recipient=exchange["foreign"].stix_id)
    assert act.outcome == "deny"


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "malware"},
        {"category": "", "label": "another-label"},
        {"valid_from": "2027-01-01T00:00:00Z"},
        {"valid_to": "2026-11-22T12:00:00Z"},
    ],
)
def test_what_is_not_named_or_not_in_force_changes_nothing(
    exchange, as_member, alert, now, changes
):
    assert declare(as_member(exchange["regulator"]), now, **changes).status_code == 201

    assert apply_catalogue(now=now) == 0
    assert holders(alert) == ["foreign", "peer", "platform", "regulator"]


def test_a_label_names_alerts_too(exchange, as_member, alert, now):
    declare(as_member(exchange["regulator"]), now, category="", label="severity:high")

    assert apply_catalogue(now=now) == 1


def test_an_institution_declares_for_what_itself_reports_alone(exchange, as_member, alert, now):
    declare(as_member(exchange["peer"]), now)
    assert apply_catalogue(now=now) == 0

    declare(as_member(exchange["bank"]), now)
    assert apply_catalogue(now=now) == 1


def test_a_declaration_is_listed_and_ended_by_its_institution_alone(exchange, as_member, now):
    mine, others = as_member(exchange["regulator"]), as_member(exchange["bank"])
    made = declare(mine, now).json()

    assert [one["id"] for one in mine.get(ADDRESS).json()["items"]] == [made["id"]]
    assert others.get(ADDRESS).json()["items"] == []
    assert others.post(f"{ADDRESS}/{made['id']}/end").status_code == 404
    assert ImportantData.objects.get().valid_to is None
    assert mine.post(f"{ADDRESS}/{made['id']}/end").status_code == 200
    assert ImportantData.objects.get().valid_to is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"category": ""},
        {"label": "both"},
        {"category": "no-such-category"},
        {"valid_to": "2020-01-01T00:00:00Z"},
        {"valid_from": "today"},
        {"source": "Call 13800138000"},
    ],
)
def test_what_cannot_be_used_changes_nothing(exchange, as_member, now, changes):
    answer = declare(as_member(exchange["regulator"]), now, **changes)

    assert answer.status_code == 400
    assert b"13800138000" not in answer.content
    assert not ImportantData.objects.exists()
