"""What a restriction or an objection stopped goes out again when it ends, once, as it is decided then (PC-16)."""

import pytest

from privacy.subjects.selectors import find_objected
from privacy.subjects.services import restrict
from sharing.channels.models import Dispatch
from sharing.delivery.listing import ListFilter, list_alerts
from sharing.delivery.models import Delivery
from sharing.delivery.sequencer import publish
from sharing.erasers.holder import AlertHolder
from sharing.holds.models import Hold, Return
from sharing.members.models import Institution
from sharing.pipeline.returns import deliver_returns
from tests.factories.holdings import LI, MEI, known_as
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture
def alert(exchange, now):
    """An alert about Mei and Li that members hold; return its id."""
    submission = send(exchange["bank"], now=now, description=f"Call {MEI} or {LI}.")
    work(now)
    return submission.id


def act(name, now, subjects=None):
    holder = AlertHolder()
    count = getattr(holder, name)(actor="officer", now=now, subjects=subjects or known_as())
    publish(now=now)
    return count


def bring(now):
    count = deliver_returns(now=now)
    publish(now=now)
    return count


def received(member):
    wanted = ListFilter(direction="received")
    return [row.id for row in list_alerts(actor=member.actor, wanted=wanted, before=None, limit=9)]


def copy_of(member):
    return Delivery.objects.get(recipient=member.institution, kind="alert", feed__group=None)


def test_what_was_restricted_is_delivered_again_once(exchange, now, alert):
    platform = exchange["platform"]
    before = copy_of(platform)
    act("restrict", now)
    assert received(platform) == []

    assert act("release", now) == 1
    assert received(platform) == []
    assert bring(now) > 0

    assert received(platform) == [alert]
    after = copy_of(platform)
    assert (after.rendition_id, after.withdrawn_at) == (before.rendition_id, None)
    assert after.position > before.position
    assert (bring(now), Return.objects.count()) == (0, 0)
    assert received(platform) == [alert]


def test_what_another_person_restricts_as_well_comes_back_masked(exchange, now, alert):
    platform = exchange["platform"]
    act("restrict", now)
    restrict(actor="officer", now=now, subjects=known_as(LI))

    act("release", now)
    bring(now)

    assert received(platform) == [alert]
    assert copy_of(platform).rendition.outcome == "allow_redacted"


def test_what_was_erased_meanwhile_does_not_come_back(exchange, now, alert):
    act("restrict", now)
    act("erase", now, known_as(LI))

    act("release", now)
    bring(now)

    assert received(exchange["platform"]) == []
    assert Return.objects.count() == 0


def test_who_lost_its_title_meanwhile_gets_nothing(exchange, now, alert):
    act("restrict", now)
    Institution.objects.filter(slug="platform").update(status=Institution.Status.SUSPENDED)

    act("release", now)
    bring(now)

    assert not Delivery.objects.filter(
        recipient=exchange["platform"].institution, withdrawn_at=None, kind="alert"
    ).exists()


def test_what_was_pushed_before_stays_on_record(exchange, now, alert):
    platform = exchange["platform"]
    told = Dispatch.objects.filter(institution=platform.institution).count()
    act("restrict", now)
    act("release", now)

    bring(now)

    assert Dispatch.objects.filter(institution=platform.institution).count() >= told


def test_an_objection_takes_nothing_that_rests_on_a_statute(exchange, now, alert):
    """GDPR 21; PIPL 44: the exchange shares on a statute here."""
    assert act("object_to", now) == 0

    assert received(exchange["platform"]) == [alert]
    assert find_objected(known_as()) == {("", one) for one in known_as()}
    act("end_objection", now)
    assert find_objected(known_as()) == frozenset()


def test_a_copy_that_waited_for_an_officer_waits_again(exchange, now, alert):
    hold = Hold.objects.create(
        kind=Hold.Kind.RELEASE,
        submission_id=alert,
        reporter=exchange["bank"].institution,
        recipient=exchange["outsider"].institution,
        placed_at=now,
    )
    act("restrict", now)
    assert Hold.objects.get(id=hold.id).state == Hold.State.GONE

    act("release", now)

    waiting = set(Return.objects.values_list("recipient__slug", flat=True))
    assert "outsider" in waiting
