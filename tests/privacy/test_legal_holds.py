"""Legal holds: placed by a person, ended by two, and asked by whoever erases (PC-15, PC-18, PC-41)."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from privacy.approvals.models import Approval
from privacy.audit.models import AuditEvent
from privacy.errors import PersonalText, PersonNeeded, SelfApproval
from privacy.retention.errors import LegalHoldEnded, LegalHoldNotFound, LegalHoldUnfit
from privacy.retention.models import LegalHold
from privacy.retention.scopes import HoldScope
from privacy.retention.selectors import get_hold, is_held, list_holds
from privacy.retention.services import (
    APPROVAL_LIFE,
    confirm_hold,
    end_hold,
    lapse_holds,
    place_hold,
)
from tests.factories.retention import new_hold

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, OTHER = f"identity--{uuid4()}", f"identity--{uuid4()}"
FIRST, SECOND, MACHINE = "user:1@bank", "user:2@bank", "client:abc"
SUBJECT = b"s" * 16
PERSON = SUBJECT.hex()
ALERT = str(uuid4())


def place(now, scope=HoldScope.SUBJECT, ref=PERSON, controller=BANK):
    return place_hold(actor=FIRST, now=now, new=new_hold(controller, scope, ref))


def end(actor, now, hold, controller=BANK):
    return end_hold(actor=actor, now=now, controller=controller, hold_id=hold.id)


def actions():
    events = AuditEvent.objects.filter(action__startswith="retention.").order_by("id")
    return [(event.action, event.actor) for event in events]


def test_a_hold_on_a_person_keeps_what_the_controller_has_of_them_pc_15(now):
    place(now)

    assert is_held(controller=BANK, alert=ALERT, subjects=[SUBJECT, b"t" * 16])
    assert not is_held(controller=BANK, alert=ALERT, subjects=[b"t" * 16])
    assert not is_held(controller=OTHER, alert=ALERT, subjects=[SUBJECT])
    assert actions() == [("retention.hold.placed", FIRST)]


@pytest.mark.parametrize(
    ("scope", "ref"), [(HoldScope.ALERT, ALERT), (HoldScope.INSTITUTION, BANK)]
)
def test_a_hold_on_an_alert_or_on_all_keeps_it_whomever_it_names(now, scope, ref):
    place(now, scope, ref)

    assert is_held(controller=BANK, alert=ALERT)
    assert not is_held(controller=OTHER, alert=ALERT)


def test_a_hold_on_the_records_of_everybody_binds_every_controller(now):
    place(now, HoldScope.ALERT, ALERT, controller="")

    assert is_held(controller=BANK, alert=ALERT)
    assert is_held(controller=OTHER, alert=ALERT)
    assert list_holds(controller=BANK) == []


def test_two_persons_end_a_hold_and_the_first_cannot_alone_pc_41(now):
    hold = place(now)

    asked = end(FIRST, now, hold)
    with pytest.raises(SelfApproval):
        end(FIRST, now, hold)

    assert (asked.ended_at, asked.end_asked_by) == (None, FIRST)
    assert is_held(controller=BANK, subjects=[SUBJECT])

    ended = end(SECOND, now + timedelta(hours=1), hold)

    assert (ended.ended_at, ended.ended_by) == (now + timedelta(hours=1), SECOND)
    assert not is_held(controller=BANK, subjects=[SUBJECT])
    assert Approval.objects.get().state == Approval.State.USED
    assert actions() == [("retention.hold.placed", FIRST), ("retention.hold.ended", SECOND)]
    with pytest.raises(LegalHoldEnded):
        end(FIRST, now + timedelta(hours=2), hold)


def test_one_person_alone_keeps_nothing_for_long_pc_41(now, settings):
    hold, late = place(now), now + timedelta(days=settings.LEGAL_HOLD_CONFIRM_DAYS)

    with pytest.raises(SelfApproval):
        confirm_hold(actor=FIRST, now=now, controller=BANK, hold_id=hold.id)
    assert lapse_holds(actor="hub", now=late - timedelta(seconds=1)) == 0
    assert (lapse_holds(actor="hub", now=late), lapse_holds(actor="hub", now=late)) == (1, 0)

    assert not is_held(controller=BANK, subjects=[SUBJECT])
    assert actions()[-1] == ("retention.hold.ended", "hub")
    with pytest.raises(LegalHoldEnded):
        confirm_hold(actor=SECOND, now=late, controller=BANK, hold_id=hold.id)


def test_what_two_persons_want_kept_stays_until_two_end_it_pc_41(now):
    hold = place(now)

    for _ in range(2):
        held = confirm_hold(actor=SECOND, now=now, controller=BANK, hold_id=hold.id)

    assert (held.confirmed_by, held.confirmed_at) == (SECOND, now)
    assert lapse_holds(actor="hub", now=now + timedelta(days=900)) == 0
    assert is_held(controller=BANK, subjects=[SUBJECT])
    assert actions() == [("retention.hold.placed", FIRST), ("retention.hold.confirmed", SECOND)]


def test_nobody_else_and_no_machine_confirms_a_hold(now):
    hold = place(now)

    with pytest.raises(LegalHoldNotFound):
        confirm_hold(actor=SECOND, now=now, controller=OTHER, hold_id=hold.id)
    with pytest.raises(PersonNeeded):
        confirm_hold(actor=MACHINE, now=now, controller=BANK, hold_id=hold.id)

    assert LegalHold.objects.get().confirmed_at is None


def test_an_authority_that_names_a_person_is_refused_unrepeated(now):
    new = replace(new_hold(BANK, HoldScope.ALERT, ALERT), authority="As 13800138000 asked")

    with pytest.raises(PersonalText) as refused:
        place_hold(actor=FIRST, now=now, new=new)

    assert (refused.value.place, "138" in str(refused.value)) == ("authority", False)
    assert LegalHold.objects.count() == 0


def test_what_was_asked_too_long_ago_is_asked_anew(now):
    hold = place(now)
    end(FIRST, now, hold)

    late = end(SECOND, now + APPROVAL_LIFE, hold)

    assert (late.ended_at, late.end_asked_by) == (None, SECOND)
    assert end(FIRST, now + APPROVAL_LIFE, hold).ended_by == FIRST


def test_a_machine_neither_places_nor_ends_a_hold(now):
    hold = place(now)

    with pytest.raises(PersonNeeded):
        end(MACHINE, now, hold)
    with pytest.raises(PersonNeeded):
        place_hold(actor=MACHINE, now=now, new=new_hold(BANK, HoldScope.ALERT, ALERT))

    assert LegalHold.objects.count() == 1
    assert Approval.objects.count() == 0


@pytest.mark.parametrize(
    ("scope", "ref"),
    [
        (HoldScope.SUBJECT, ALERT),
        (HoldScope.SUBJECT, ""),
        (HoldScope.ALERT, "ab" * 16),
        (HoldScope.INSTITUTION, OTHER),
        (HoldScope.INSTITUTION, "bank"),
    ],
)
def test_a_reference_that_the_scope_does_not_know_is_refused(now, scope, ref):
    with pytest.raises(LegalHoldUnfit):
        place(now, scope, ref)

    assert LegalHold.objects.count() == 0


def test_another_controller_neither_sees_nor_ends_a_hold(now):
    hold = place(now)

    with pytest.raises(LegalHoldNotFound):
        get_hold(controller=OTHER, hold_id=hold.id)
    with pytest.raises(LegalHoldNotFound):
        end("user:9@other", now, hold, controller=OTHER)

    assert list_holds(controller=OTHER) == []
    assert get_hold(controller=BANK, hold_id=hold.id).end_asked_by == ""


def test_operators_place_a_hold_on_everybody_and_two_accounts_end_it(monkeypatch):
    accounts = iter([1, 1, 2])
    monkeypatch.setattr("os.getuid", lambda: next(accounts))
    order = ["--reason", "regulator-order", "--authority", "R-1"]

    call_command("place_legal_hold", "alert", ALERT, *order, stdout=StringIO())
    assert is_held(controller=BANK, alert=ALERT)

    hold = LegalHold.objects.get()
    said = [StringIO(), StringIO()]
    for out in said:
        call_command("end_legal_hold", str(hold.id), stdout=out)

    assert [out.getvalue() for out in said] == ["asked: another person ends it\n", "ended\n"]
    assert not is_held(controller=BANK, alert=ALERT)


def test_another_account_confirms_what_an_operator_placed_pc_41(monkeypatch):
    accounts = iter([1, 1, 2])
    monkeypatch.setattr("os.getuid", lambda: next(accounts))
    order = ["--reason", "regulator-order", "--authority", "R-1"]
    call_command("place_legal_hold", "alert", ALERT, *order, stdout=StringIO())
    hold, said = LegalHold.objects.get(), StringIO()

    with pytest.raises(CommandError, match="another person"):
        call_command("confirm_legal_hold", str(hold.id))
    assert LegalHold.objects.get().confirmed_at is None
    call_command("confirm_legal_hold", str(hold.id), stdout=said)

    assert said.getvalue() == "confirmed\n"
    assert LegalHold.objects.get().confirmed_by == "operator:2"


def test_a_command_that_names_no_alert_says_so_and_places_nothing():
    with pytest.raises(CommandError, match="what the scope is known by"):
        call_command("place_legal_hold", "alert", "x", "--reason", "audit", "--authority", "A-1")

    assert LegalHold.objects.count() == 0


def test_one_person_does_not_prolong_a_hold_by_placing_it_anew_pc_41(now, settings):
    place(now)
    late = now + timedelta(days=settings.LEGAL_HOLD_CONFIRM_DAYS)

    with pytest.raises(SelfApproval):
        place(late - timedelta(hours=1))
    end(FIRST, late - timedelta(hours=1), LegalHold.objects.get())
    lapse_holds(actor="hub", now=late)
    with pytest.raises(SelfApproval):
        place_hold(actor="user:1@other", now=late, new=new_hold(BANK, HoldScope.SUBJECT, PERSON))

    assert LegalHold.objects.count() == 1
    again = place_hold(actor=SECOND, now=late, new=new_hold(BANK, HoldScope.SUBJECT, PERSON))
    assert is_held(controller=BANK, subjects=[SUBJECT])
    confirm_hold(actor=FIRST, now=late, controller=BANK, hold_id=again.id)
    assert lapse_holds(actor="hub", now=late + timedelta(days=99)) == 0
