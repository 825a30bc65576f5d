"""A consent is withdrawn: what was shared on it is taken back from each recipient of each version (PC-08)."""

from uuid import uuid4

import orjson
import pytest

from privacy.audit.models import AuditEvent
from sharing.alerts.models import AlertConsent
from sharing.delivery.sequencer import publish
from sharing.erasers.withdrawn_consent import stop_relying
from sharing.response.models import RecallOrder
from tests.factories.bundles import make_bundle, make_policy
from tests.factories.conversations import holders
from tests.factories.holdings import TEXT, share_about

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

TOLD = {"peer", "platform", "regulator"}


def share_on(receipt, exchange, now):
    """Share an alert whose handling policy names a receipt."""
    marking = make_policy(legal_bases=["consent"], consent_receipts=[receipt])
    bundle = make_bundle(description=TEXT)
    bundle["objects"][-1]["object_marking_refs"].append(marking["id"])
    bundle["objects"].append(marking)
    return share_about(exchange, now, raw=orjson.dumps(bundle))


def test_each_alert_that_named_the_receipt_is_recalled_from_whoever_saw_the_person(exchange, now):
    receipt, other = str(uuid4()), str(uuid4())
    first, second, third = (share_on(one, exchange, now) for one in (receipt, receipt, other))
    assert AlertConsent.objects.count() == 3

    orders = stop_relying(actor="person", now=now, receipt_id=receipt)
    publish(now=now)

    assert orders == RecallOrder.objects.filter(cause="withdrawn").count() == 6
    assert holders(first) == holders(second) == {"foreign"}
    assert holders(third) == TOLD | {"foreign"}


def test_withdrawing_twice_and_an_unknown_receipt_change_nothing(exchange, now):
    receipt = str(uuid4())
    share_on(receipt, exchange, now)
    stop_relying(actor="person", now=now, receipt_id=receipt)
    events = AuditEvent.objects.count()

    assert stop_relying(actor="person", now=now, receipt_id=receipt) == 0
    assert stop_relying(actor="person", now=now, receipt_id=str(uuid4())) == 0

    assert RecallOrder.objects.count() == 3
    assert AuditEvent.objects.count() == events
