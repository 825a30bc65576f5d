"""PC-15: what a legal hold keeps from an erasure is erased when the hold has ended, and not before."""

from datetime import timedelta

import pytest

from privacy.audit.models import AuditEvent
from privacy.retention import registry
from privacy.retention.registry import Item
from privacy.retention.scopes import HoldScope
from privacy.retention.services import end_hold, place_hold
from privacy.rights.codes import RequestOutcome, RequestType
from privacy.rights.keepers import RequestKeeper
from privacy.rights.models import RightsRequest
from privacy.rights.persons import clear_sign_ins
from privacy.rights.requests import (
    Ending,
    NewRequest,
    close_request,
    end_restriction,
    open_request,
)
from privacy.rights.resuming import SETTLING, resume_kept
from privacy.tasks import watch_clocks
from tests.factories.persons import FakeHolder, officer_for, sign_in
from tests.factories.retention import new_hold

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK = "identity--bank"
FIRST, SECOND = "user:1@bank", "user:2@bank"
HUB = "hub"


@pytest.fixture
def holder(monkeypatch):
    """Be the only keeper of data of this test, with one alert under a hold."""
    fake = FakeHolder()
    monkeypatch.setattr(registry, "_holders", {fake.name: fake})
    return fake


@pytest.fixture
def kept(holder, now):
    """A granted erasure of which a hold kept something."""
    holder.hidden = [Item("alert", "kept", BANK, now)]
    person = sign_in(now=now)
    request_id = open_request(
        actor=person, now=now, new=NewRequest(RequestType.ERASURE, controller=BANK, place="CN-SH")
    )
    close_request(
        actor=officer_for(BANK),
        now=now,
        request_id=request_id,
        ending=Ending(RequestOutcome.GRANTED),
    )
    return RightsRequest.objects.get(id=request_id)


def end_one(now):
    ref = "0" * 32
    hold = place_hold(actor=FIRST, now=now, new=new_hold(BANK, HoldScope.SUBJECT, ref))
    for actor in (FIRST, SECOND):
        end_hold(actor=actor, now=now, controller=BANK, hold_id=hold.id)


def resumed():
    return list(
        AuditEvent.objects.filter(action="rights.request.resumed").values_list("actor", "details")
    )


def test_an_erasure_that_a_hold_kept_waits_and_the_person_is_told_no_more_than_others(kept, now):
    assert kept.kept_at == now
    assert (kept.state, kept.outcome) == ("closed", "granted")
    assert [step.code for step in kept.steps.all()] == ["opened", "closed"]


def test_while_no_hold_ended_nothing_is_repeated(kept, holder, now):
    assert resume_kept(actor=HUB, now=now + timedelta(days=1)) == 0

    assert len(holder.asked) == 1
    assert resumed() == []


def test_the_end_of_the_hold_carries_the_erasure_out_for_the_same_person_and_controller(
    kept, holder, now
):
    later = now + timedelta(days=30)
    end_one(later)
    holder.hidden, holder.items = [], [Item("alert", "kept", BANK, now)]

    assert resume_kept(actor=HUB, now=later) == 1

    first, second = holder.asked
    assert first == second
    kept.refresh_from_db()
    assert kept.kept_at is None
    assert [step.code for step in kept.steps.all()] == ["opened", "closed"]
    assert resumed() == [(HUB, {"items": 1, "orders": 1, "kept": 0, "generalised": 0})]
    assert resume_kept(actor=HUB, now=later) == 0


def test_what_another_hold_keeps_goes_on_waiting_and_is_not_tried_for_ever(kept, holder, now):
    later = now + timedelta(days=30)
    end_one(later)

    assert resume_kept(actor=HUB, now=later + SETTLING + timedelta(seconds=1)) == 0
    assert resume_kept(actor=HUB, now=later + timedelta(days=1)) == 0

    kept.refresh_from_db()
    assert kept.kept_at == later + SETTLING + timedelta(seconds=1)
    assert len(holder.asked) == 2
    assert resumed() == []


def test_an_erasure_that_read_the_hold_just_before_its_end_was_written_is_not_lost(
    kept, holder, now
):
    end_one(now - timedelta(seconds=1))
    holder.hidden = []

    assert resume_kept(actor=HUB, now=now + timedelta(minutes=1)) == 1


def test_a_request_that_waits_is_not_deleted_by_its_schedule(kept, now):
    due = RequestKeeper().list_due(before=now + timedelta(days=2000), after=None, limit=10)

    assert due == []


def test_the_clocks_resume_what_was_kept_and_clear_what_nobody_can_sign_in_with(
    kept, holder, now, monkeypatch
):
    end_one(now)
    holder.hidden = []
    cleared = []
    monkeypatch.setattr(
        "privacy.tasks.clear_sign_ins", lambda *, now: cleared.append(clear_sign_ins(now=now))
    )

    watch_clocks()

    kept.refresh_from_db()
    assert kept.kept_at is None
    assert len(cleared) == 1


def test_pc_15_the_end_of_a_restriction_frees_nothing_that_an_erasure_stops(holder, now):
    """What a legal hold keeps from it is restricted (PIPL 47), and so is what comes later."""
    person, officer, asked = sign_in(now=now), officer_for(BANK), []
    for kind in (RequestType.RESTRICTION, RequestType.ERASURE):
        new = NewRequest(kind, controller=BANK, place="CN-SH")
        asked.append(open_request(actor=person, now=now, new=new))
        ending = Ending(RequestOutcome.GRANTED)
        close_request(actor=officer, now=now, request_id=asked[-1], ending=ending)

    end_restriction(actor=officer, now=now, request_id=asked[0])

    assert [verb for verb, _, _ in holder.asked] == ["restrict", "erase"]
    steps = RightsRequest.objects.get(id=asked[0]).steps.order_by("-id")
    assert steps[0].code == "released"
