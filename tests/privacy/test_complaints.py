"""Complaints: anybody may make one and follow it; who has to answer is told, and told when it is late."""

from datetime import UTC, datetime, timedelta

import pytest

from privacy.audit.models import AuditEvent
from privacy.rights.codes import Cause, ComplaintOutcome, ComplaintState
from privacy.rights.complaints import (
    Move,
    NewComplaint,
    follow_complaint,
    make_complaint,
    move_complaint,
)
from privacy.rights.entries import describe_complaint
from privacy.rights.errors import RecordNotFound, StepNotPossible, Unfit
from privacy.rights.models import Complaint, ComplaintStep
from privacy.rights.overdue import note_overdue
from privacy.rights.selectors import (
    get_complaint,
    list_causes,
    list_complaints,
    list_own_complaints,
)
from tests.factories.persons import LIN, MEI, officer_for, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, OTHER, REGULATOR = "identity--bank", "identity--other", "identity--regulator"
HANDLING = Move(ComplaintState.HANDLING)
ANSWERED = Move(ComplaintState.ANSWERED, answer="We looked into it.")


def complain(*, now, actor=None, **changes):
    new = {"cause": Cause.ACCOUNT_BLOCKED, "text": "My account is blocked.", "about": BANK}
    return make_complaint(
        actor=actor, now=now, new=NewComplaint(**new | {"place": "CN-SH"} | changes)
    )


def move(complaint_id, to, *, now, officer=None):
    return move_complaint(
        actor=officer or officer_for(BANK), now=now, complaint_id=complaint_id, move=to
    )


def end(outcome):
    return Move(ComplaintState.CLOSED, outcome=outcome)


def test_pc_28_anybody_complains_and_follows_by_receipt_and_secret(now):
    taken = complain(now=now, contact=MEI)

    row = follow_complaint(receipt=taken.receipt, secret=taken.secret)
    shown = describe_complaint(row, now=now)
    assert (shown.id, shown.state, shown.text) == (taken.id, "received", "My account is blocked.")
    assert shown.contact == ""
    stored = Complaint.objects.get()
    assert b"blocked" not in bytes(stored.text)
    assert MEI.encode() not in bytes(stored.contact)
    event = AuditEvent.objects.get(action="rights.complaint.opened")
    assert event.actor == "anonymous"
    assert event.details == {
        "cause": "account-blocked",
        "risk_measure": False,
        "rule": "pipl.complaint",
    }


def test_a_receipt_without_its_secret_follows_nothing(now):
    taken, other = complain(now=now), complain(now=now)

    for receipt, secret in ((taken.receipt, other.secret), ("C-2026-0000000000", taken.secret)):
        with pytest.raises(RecordNotFound):
            follow_complaint(receipt=receipt, secret=secret)


def test_a_person_finds_their_own_and_no_other(now):
    mei, lin = sign_in(MEI, now=now), sign_in(LIN, now=now)
    taken = complain(now=now, actor=mei)
    complain(now=now)

    assert [one.id for one in list_own_complaints(person_id=mei.person_id)] == [taken.id]
    assert list_own_complaints(person_id=lin.person_id) == []


def test_it_is_seen_by_whom_it_is_about_and_nobody_else(now):
    taken = complain(now=now, contact=MEI)

    (row,) = list_complaints(controllers=frozenset({BANK}))
    assert describe_complaint(row, now=now, handlers=frozenset({BANK})).contact == MEI
    assert list_complaints(controllers=frozenset({OTHER})) == []
    assert list_complaints(controllers=frozenset({""})) == []
    with pytest.raises(RecordNotFound):
        get_complaint(controllers=frozenset({OTHER}), complaint_id=taken.id)
    with pytest.raises(RecordNotFound):
        move(taken.id, HANDLING, now=now, officer=officer_for(OTHER))
    assert Complaint.objects.get().state == "received"


def test_who_fears_retaliation_is_heard_by_the_operator_alone(now):
    taken = complain(now=now, contact=MEI, fears_retaliation=True)

    assert list_complaints(controllers=frozenset({BANK})) == []
    (row,) = list_complaints(controllers=frozenset({OTHER, ""}))
    assert describe_complaint(row, now=now, handlers=frozenset({""})).contact == MEI
    with pytest.raises(RecordNotFound):
        move(taken.id, HANDLING, now=now)


def test_pc_27_an_upheld_risk_measure_has_to_lead_to_a_correction(now):
    taken = complain(now=now, risk_measure=True)
    # Five working days from Monday the 23rd.
    assert taken.due_at == datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)

    steps = [HANDLING, ANSWERED, end(ComplaintOutcome.UPHELD)]
    told = [move(taken.id, one, now=now).needs_correction for one in steps]

    assert told == [False, False, True]
    row = follow_complaint(receipt=taken.receipt, secret=taken.secret)
    shown = describe_complaint(row, now=now)
    assert (shown.state, shown.outcome, shown.answer) == ("closed", "upheld", "We looked into it.")
    assert [one.code for one in shown.steps] == ["received", "handling", "answered", "closed"]


@pytest.mark.parametrize("outcome", list(ComplaintOutcome))
def test_only_an_upheld_risk_measure_is_corrected(now, outcome):
    plain = complain(now=now)
    for one in (HANDLING, ANSWERED):
        move(plain.id, one, now=now)

    assert not move(plain.id, end(outcome), now=now).needs_correction


@pytest.mark.parametrize(
    "wrong", [ANSWERED, end(ComplaintOutcome.REJECTED), Move(ComplaintState.RECEIVED)]
)
def test_no_step_is_left_out(now, wrong):
    taken = complain(now=now)

    with pytest.raises(StepNotPossible):
        move(taken.id, wrong, now=now)

    assert Complaint.objects.get().state == "received"
    assert ComplaintStep.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (Move(ComplaintState.ANSWERED), "answer"),
        (Move(ComplaintState.HANDED_OVER), "to"),
        (Move(ComplaintState.ANSWERED, answer="x", handler=REGULATOR), "to"),
        (Move(ComplaintState.HANDED_OVER, handler=REGULATOR, answer="x"), "answer"),
    ],
)
def test_each_step_needs_its_own_and_nothing_else(now, wrong, place):
    taken = complain(now=now)
    move(taken.id, HANDLING, now=now)

    with pytest.raises(Unfit) as refusal:
        move(taken.id, wrong, now=now)

    assert refusal.value.place == place
    assert Complaint.objects.get().state == "handling"


def test_a_regulator_takes_over_what_is_handed_to_it(now):
    taken = complain(now=now, contact=MEI)
    move(taken.id, Move(ComplaintState.HANDED_OVER, handler=REGULATOR), now=now)

    with pytest.raises(RecordNotFound):
        move(taken.id, ANSWERED, now=now)
    (row,) = list_complaints(controllers=frozenset({REGULATOR}))
    assert describe_complaint(row, now=now, handlers=frozenset({REGULATOR})).contact == MEI
    # Whom it is about still sees how it stands.
    (row,) = list_complaints(controllers=frozenset({BANK}))
    assert describe_complaint(row, now=now, handlers=frozenset({BANK})).contact == ""
    regulator = officer_for(REGULATOR, name="client:regulator-1")
    move(taken.id, ANSWERED, now=now, officer=regulator)
    move(taken.id, end(ComplaintOutcome.SETTLED), now=now, officer=regulator)
    assert Complaint.objects.get().outcome == "settled"


def test_what_is_overdue_is_noted_once(now):
    taken = complain(now=now)

    assert note_overdue(actor="hub", now=taken.due_at) == 0
    assert note_overdue(actor="hub", now=taken.due_at + timedelta(seconds=1)) == 1
    assert note_overdue(actor="hub", now=taken.due_at + timedelta(days=2)) == 0
    event = AuditEvent.objects.get(action="rights.complaint.overdue")
    assert event.subject == f"complaint:{taken.id}"


def test_causes_are_counted_of_ones_own_and_of_the_time(now):
    complain(now=now)
    complain(now=now + timedelta(days=1))
    complain(now=now, about=OTHER)

    day = {"since": now, "until": now + timedelta(hours=1)}
    assert list_causes(controllers=frozenset({BANK}), **day) == ["account-blocked"]
