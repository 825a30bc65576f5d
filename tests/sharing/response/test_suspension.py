"""Who leaves a recall unconfirmed gets nothing personal from its sender (control matrix, section 4; PC-08)."""

from datetime import timedelta

import pytest

from privacy.audit.models import AuditEvent
from sharing.delivery.models import Delivery
from sharing.response.escalation import escalate
from sharing.response.models import RecallOrder
from sharing.response.recalls import confirm_recall, recall_own_alert
from sharing.response.suspension import count_recalls, find_suspended
from tests.factories.holdings import MEI
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture
def later(exchange, now, settings):
    """When the time to confirm is over for a recall of the bank; return that moment."""
    submission = send(exchange["bank"], now=now, description=f"Call {MEI}.")
    work(now)
    recall_own_alert(actor=exchange["bank"].actor, now=now, alert_id=submission.id, reason="")
    return now + timedelta(days=settings.RECALL_SUSPENSION_DAYS)


def confirm(member, now):
    order = RecallOrder.objects.get(recipient=member.institution)
    confirm_recall(
        actor=member.actor, now=now, order_id=order.id, copies_destroyed=True, note_code=""
    )


def outcomes(reporter, now):
    """Send another alert about a person and return in which form each member gets it."""
    submission = send(reporter, now=now, description=f"Call {MEI} at once.")
    work(now)
    rows = Delivery.objects.filter(alert_id=submission.id, kind="alert", feed__group=None)
    return dict(rows.values_list("recipient__slug", "rendition__outcome"))


def test_after_seven_days_nothing_personal_goes_to_who_has_not_confirmed(exchange, now, later):
    confirm(exchange["peer"], now)

    escalate(now=later)

    found = outcomes(exchange["bank"], later)
    assert (found["peer"], found["platform"]) == ("allow_tokenised", "allow_redacted")
    # Between these two alone: what others send goes on.
    assert outcomes(exchange["peer"], later)["platform"] == "allow_tokenised"
    events = AuditEvent.objects.filter(action="response.recall.suspended")
    assert {event.details["reporter"] for event in events} == {exchange["bank"].stix_id}


def test_its_recipient_reads_why(exchange, now, later):
    escalate(now=later)
    submission = send(exchange["bank"], now=later, description=f"Call {MEI} at once.")
    work(later)

    row = Delivery.objects.get(
        alert_id=submission.id, recipient=exchange["platform"].institution, feed__group=None
    )
    assert "recall_unconfirmed" in [code for code, _ in row.rendition.reasons]


def test_a_supervisor_is_told_by_a_statute_and_is_not_suspended(exchange, now, later):
    escalate(now=later)

    suspended = find_suspended([exchange["bank"].institution.id])
    assert exchange["regulator"].institution.id not in {one for _, one in suspended}
    assert len(suspended) == RecallOrder.objects.exclude(recipient__kind="regulator").count()


def test_a_confirmation_lifts_it_and_is_on_record(exchange, now, later):
    escalate(now=later)

    confirm(exchange["platform"], later)

    assert outcomes(exchange["bank"], later)["platform"] == "allow_tokenised"
    lifted = AuditEvent.objects.get(action="response.recall.suspension-lifted")
    assert lifted.details["recipient"] == exchange["platform"].stix_id


def test_it_is_suspended_once_and_not_before_its_time(exchange, now, later):
    escalate(now=later - timedelta(seconds=1))
    assert find_suspended([exchange["bank"].institution.id]) == frozenset()

    for _ in range(2):
        escalate(now=later)

    count = AuditEvent.objects.filter(action="response.recall.suspended").count()
    assert count == RecallOrder.objects.exclude(suspended_at=None).count()


def test_orders_to_confirm_are_counted_for_both_sides(exchange, now, later):
    received, sent = count_recalls(actor=exchange["platform"].actor, now=later)
    assert (received.open, received.overdue, sent.open) == (1, 1, 0)

    _, mine = count_recalls(actor=exchange["bank"].actor, now=now)
    assert (mine.open, mine.overdue) == (RecallOrder.objects.count(), 0)
