"""What time takes away: expired alerts, and copies of those who are entitled no more."""

from datetime import timedelta

import pytest

from sharing.delivery.models import Delivery
from sharing.delivery.selectors import get_received
from sharing.errors import Withdrawn
from sharing.groups.models import Agreement, SharingGroup
from sharing.groups.services import leave_group
from sharing.members.actors import SYSTEM
from sharing.members.services import change_status
from sharing.pipeline.lapse import expire_alerts, reassess_lapses
from sharing.stix.markings import TLP_2_IDS, Tlp
from tests.factories.bundles import make_policy
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def standing(submission):
    rows = Delivery.objects.filter(alert_id=submission.id, kind="alert", withdrawn_at=None)
    return set(rows.values_list("recipient__slug", flat=True))


def test_an_alert_past_its_time_is_taken_back_from_everybody_once(exchange, now):
    policy = make_policy(retain_until=(now + timedelta(days=1)).isoformat().replace("+00:00", "Z"))
    alert = send(
        exchange["bank"],
        now=now,
        more=(policy,),
        object_marking_refs=[TLP_2_IDS[Tlp.AMBER], policy["id"]],
    )
    kept = send(exchange["bank"], now=now)
    work(now)
    everyone = standing(alert)

    assert expire_alerts(now=now) == 0
    assert standing(alert) == everyone
    after = now + timedelta(days=2)
    assert expire_alerts(now=after) == 1
    assert expire_alerts(now=after) == 0

    assert standing(alert) == set()
    assert standing(kept) == everyone
    causes = Delivery.objects.filter(alert_id=alert.id, kind="alert").values_list(
        "cause", flat=True
    )
    assert set(causes) == {"expired"}


def test_who_leaves_the_group_loses_what_came_through_it(exchange, now):
    alert = send(exchange["bank"], now=now)
    work(now)
    assert "platform" in standing(alert)
    group = SharingGroup.objects.get()
    # Or the agreement would still let it through.
    Agreement.objects.get().parties.remove(exchange["platform"].institution)
    later = now + timedelta(hours=1)
    leave_group(actor=SYSTEM, now=later, group=group, institution=exchange["platform"].institution)

    assert reassess_lapses(now=later) == 1
    assert reassess_lapses(now=later) == 0

    assert "platform" not in standing(alert)
    assert "peer" in standing(alert)
    with pytest.raises(Withdrawn, match="entitlement-lost"):
        get_received(actor=exchange["platform"].actor, alert_id=alert.id)
    revocations = Delivery.objects.filter(alert_id=alert.id, kind="revocation")
    assert [row.recipient.slug for row in revocations] == ["platform"]


def test_who_leaves_while_suspended_loses_it_when_it_is_back(exchange, now):
    alert = send(exchange["bank"], now=now)
    work(now)
    platform = exchange["platform"].institution
    Agreement.objects.get().parties.remove(platform)
    later = now + timedelta(hours=1)
    change_status(actor=SYSTEM, now=later, institution=platform, status="suspended")
    leave_group(actor=SYSTEM, now=later, group=SharingGroup.objects.get(), institution=platform)

    assert reassess_lapses(now=later) == 0
    change_status(actor=SYSTEM, now=later, institution=platform, status="active")
    assert reassess_lapses(now=later) == 1

    assert "platform" not in standing(alert)
