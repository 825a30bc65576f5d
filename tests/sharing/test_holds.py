"""What waits for a human: held copies, two persons, and what their decision leads to (PC-41, PC-23)."""

from dataclasses import replace

import orjson
import pytest

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from privacy.errors import PersonalText, SelfApproval
from privacy.transfers.models import Assessment, SharingAct
from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_original
from sharing.channels.services import take_back
from sharing.delivery.models import Cause, Delivery
from sharing.delivery.selectors import read_bodies
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack
from sharing.errors import AlreadyDecided, NotAvailable, NotFound, Unusable
from sharing.holds.models import Hold
from sharing.holds.proposals import HoldAction, Proposal
from sharing.holds.services import propose, propose_all
from sharing.ingest.held import requeue, requeue_one
from sharing.ingest.models import Submission
from sharing.members.models import Institution
from sharing.pipeline.holds import Verdict, decide_hold, decide_holds, foresee
from sharing.pipeline.ledger import StandingMoved, make_sure
from tests.factories.conversations import member_entry
from tests.factories.envelopes import make_envelope_raw
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

PHONE = "13800138000"


@pytest.fixture
def officers(exchange):
    """Two persons of the bank."""
    actor = exchange["bank"].actor
    return tuple(replace(actor, name=f"user:{number}@bank") for number in (1, 2))


@pytest.fixture
def unassessed(exchange, now):
    """An alert about a person in an exchange whose programme nobody assessed; return its submission."""
    Assessment.objects.all().delete()
    submission = send(exchange["bank"], now=now, description=f"Call {PHONE}.")
    work(now)
    return submission


def receivers() -> list[str]:
    rows = Delivery.objects.filter(kind=Delivery.Kind.ALERT, feed__group=None)
    return sorted(rows.values_list("recipient__slug", flat=True))


def carry(officers, hold: Hold, now, proposal: Proposal, *, given: bool = True) -> Hold:
    one, other = officers
    asked = propose(actor=one, now=now, hold_id=hold.id, proposal=proposal).approval
    return decide_hold(actor=other, now=now, hold_id=hold.id, approval=asked, given=given)


def test_copies_wait_where_the_programme_was_not_assessed_pc_23(unassessed):
    submission = Submission.objects.get()
    holds = Hold.objects.order_by("recipient__slug")

    # Who gets nothing personal waits for nobody; a regulator is told by duty.
    assert receivers() == ["foreign", "regulator"]
    assert list(holds.values_list("recipient__slug", flat=True)) == ["peer", "platform"]
    assert {reason["code"] for hold in holds for reason in hold.reasons} == {"pia_missing"}
    assert "held-for-officer" in [reason["code"] for reason in submission.reasons]


@pytest.fixture
def all_waiting(exchange, now):
    """An alert for two members alone, both of whose copies wait; return its submission."""
    Assessment.objects.all().delete()
    # Whoever supervises is told by duty and never waits.
    Institution.objects.filter(slug="regulator").update(status=Institution.Status.SUSPENDED)
    audience = tuple(member_entry(exchange[slug]) for slug in ("peer", "platform"))
    raw = make_envelope_raw(audience=audience, text=f"Call {PHONE}.")
    submission = send(exchange["bank"], now=now, raw=raw)
    work(now)
    return submission


def test_what_nobody_has_got_yet_is_held_without_content_and_is_not_worked_on_again(
    all_waiting, now
):
    row = Submission.objects.get()

    assert (row.state, row.recipients, row.body) == ("held", 0, None)
    assert "held-for-officer" in [reason["code"] for reason in row.reasons]
    assert requeue(actor="operator", now=now, state=Submission.State.HELD) == 0
    assert not requeue_one(actor="operator", now=now, submission_id=row.id)
    assert Hold.objects.filter(state=Hold.State.OPEN).count() == 2


def test_what_was_held_is_delivered_with_the_first_copy_released(all_waiting, officers, now):
    hold = Hold.objects.get(recipient__slug="peer")

    carry(officers, hold, now, Proposal(HoldAction.RELEASE, "Assessed by hand."))
    assert (Submission.objects.get().state, Submission.objects.get().recipients) == ("routed", 1)
    publish(now=now)

    assert (Submission.objects.get().state, receivers()) == ("delivered", ["peer"])


def test_what_is_refused_to_everybody_ends_refused(all_waiting, officers, now):
    first, second = Hold.objects.order_by("recipient__slug")
    refuse = Proposal(HoldAction.REFUSE, "No need to know.")

    carry(officers, first, now, refuse)
    assert Submission.objects.get().state == "held"
    carry(officers, second, now, refuse)

    row = Submission.objects.get()
    assert (row.state, row.reasons[0]["code"]) == ("refused", "refused-by-officer")
    assert receivers() == []


def test_a_release_is_decided_again_when_something_moved_meanwhile_pc_08(
    unassessed, officers, now, monkeypatch
):
    hold = Hold.objects.get(recipient__slug="peer")
    tries = move_standing_before(monkeypatch, times=1)

    settled = carry(officers, hold, now, Proposal(HoldAction.RELEASE, "Assessed by hand."))

    assert (settled.state, len(tries)) == (Hold.State.RELEASED, 2)
    assert receivers() == ["foreign", "peer", "regulator"]
    assert AuditEvent.objects.filter(action=Action.HOLD_RELEASED).count() == 1


def test_a_release_on_moving_ground_changes_nothing(unassessed, officers, now, monkeypatch):
    hold = Hold.objects.get(recipient__slug="peer")
    tries = move_standing_before(monkeypatch, times=3)

    with pytest.raises(NotAvailable):
        carry(officers, hold, now, Proposal(HoldAction.RELEASE, "Assessed by hand."))

    assert len(tries) == 3
    assert Hold.objects.get(id=hold.id).state == Hold.State.OPEN
    assert receivers() == ["foreign", "regulator"]
    assert not AuditEvent.objects.filter(action=Action.HOLD_RELEASED).exists()


def move_standing_before(monkeypatch, *, times: int) -> list[int]:
    """Let a withdrawal come between the decision and its writing, so many times; return the tries."""
    tries: list[int] = []

    def moved(released, around, as_decided):
        tries.append(1)
        if len(tries) <= times:
            raise StandingMoved
        make_sure(released, around, as_decided)

    monkeypatch.setattr("sharing.pipeline.holds.make_sure", moved)
    return tries


def test_two_persons_release_a_copy_and_the_others_go_on_waiting(unassessed, officers, now):
    hold = Hold.objects.get(recipient__slug="peer")

    settled = carry(officers, hold, now, Proposal(HoldAction.RELEASE, "Assessed by hand."))

    assert settled.state == Hold.State.RELEASED
    assert receivers() == ["foreign", "peer", "regulator"]
    act = SharingAct.objects.filter(outcome="allow_tokenised").latest("id")
    assert "human_release" in act.reasons
    assert f"hold:{hold.id}" in act.grounds.split()
    assert Hold.objects.get(recipient__slug="platform").state == Hold.State.OPEN
    event = AuditEvent.objects.get(action=Action.HOLD_RELEASED)
    assert (event.actor, event.details["action"]) == ("user:2@bank", "release")


def test_a_redacted_copy_holds_nothing_of_the_person(unassessed, officers, now):
    for hold in Hold.objects.all():
        carry(officers, hold, now, Proposal(HoldAction.REDACT, "Not needed in full."))

    assert receivers() == ["foreign", "peer", "platform", "regulator"]
    redacted = Delivery.objects.filter(recipient__slug__in=["peer", "platform"])
    # Both share the one rendition of their entitlement.
    assert len({row.rendition_id for row in redacted}) == 1
    assert {row.rendition.outcome for row in redacted} == {"allow_redacted"}
    acts = SharingAct.objects.filter(reasons__contains="redacted_by_officer")
    # The ledger says who had it masked, not that an agreement was lacking.
    assert {act.grounds for act in acts} == {f"hold:{hold.id}" for hold in Hold.objects.all()}
    assert not any("no_agreement" in act.reasons.split() for act in acts)


def test_nobody_approves_their_own_proposal(unassessed, officers, now):
    hold = Hold.objects.get(recipient__slug="peer")
    proposal = Proposal(HoldAction.RELEASE, "Assessed by hand.")
    asked = propose(actor=officers[0], now=now, hold_id=hold.id, proposal=proposal).approval

    with pytest.raises(SelfApproval):
        decide_hold(actor=officers[0], now=now, hold_id=hold.id, approval=asked, given=True)

    assert Hold.objects.get(id=hold.id).state == Hold.State.OPEN
    assert "peer" not in receivers()


def test_nobody_approves_what_took_the_place_of_what_they_read(unassessed, officers, now):
    hold, (one, other) = Hold.objects.get(recipient__slug="peer"), officers
    mild, bold = (
        Proposal(action, "By hand.") for action in (HoldAction.REDACT, HoldAction.RELEASE)
    )
    read = propose(actor=one, now=now, hold_id=hold.id, proposal=mild).approval
    propose(actor=one, now=now, hold_id=hold.id, proposal=bold)

    with pytest.raises(AlreadyDecided):
        decide_hold(actor=other, now=now, hold_id=hold.id, approval=read, given=True)

    assert Hold.objects.get(id=hold.id).state == Hold.State.OPEN
    assert "peer" not in receivers()


def test_a_refused_proposal_leaves_the_hold_open(unassessed, officers, now):
    hold = Hold.objects.get(recipient__slug="peer")

    left = carry(officers, hold, now, Proposal(HoldAction.RELEASE, "Now."), given=False)

    assert (left.state, left.proposal, left.approval) == (Hold.State.OPEN, {}, None)


def test_a_decided_hold_is_final(unassessed, officers, now):
    hold = Hold.objects.get(recipient__slug="peer")
    carry(officers, hold, now, Proposal(HoldAction.REFUSE, "No need to know."))

    with pytest.raises(AlreadyDecided):
        propose(
            actor=officers[0],
            now=now,
            hold_id=hold.id,
            proposal=Proposal(HoldAction.RELEASE, "After all."),
        )

    assert "peer" not in receivers()


def test_other_institutions_find_no_hold(unassessed, exchange, now):
    hold = Hold.objects.get(recipient__slug="peer")

    for slug in ("peer", "regulator", "outsider"):
        with pytest.raises(NotFound):
            propose(
                actor=replace(exchange[slug].actor, name="user:9@x"),
                now=now,
                hold_id=hold.id,
                proposal=Proposal(HoldAction.RELEASE, "Mine."),
            )


def test_a_note_with_personal_data_is_refused_and_changes_nothing(unassessed, officers, now):
    hold = Hold.objects.get(recipient__slug="peer")

    said = Proposal(HoldAction.RELEASE, f"He is at {PHONE}.")
    filed = Proposal(HoldAction.RELEASE, "As filed.", reference=PHONE)
    for proposal, place in ((said, "note"), (filed, "reference")):
        with pytest.raises(PersonalText) as caught:
            propose(actor=officers[0], now=now, hold_id=hold.id, proposal=proposal)
        assert caught.value.place == place
        assert PHONE not in str(caught.value)
    assert Hold.objects.get(id=hold.id).approval is None


def read_all(officers, now, action=HoldAction.RELEASE) -> list[Verdict]:
    """Propose the same for all that waits, as one person; return the other's approvals."""
    holds = Hold.objects.order_by("recipient__slug")
    asked = [(hold.id, Proposal(action, "Assessed by hand.")) for hold in holds]
    proposed = propose_all(actor=officers[0], now=now, proposals=asked)
    return [Verdict(hold.id, hold.approval, given=True) for hold in proposed if hold.approval]


def test_two_persons_decide_for_all_recipients_at_once_pc_41(all_waiting, officers, now):
    verdicts = read_all(officers, now)

    decided = decide_holds(actor=officers[1], now=now, verdicts=verdicts)
    publish(now=now)

    assert {hold.state for hold in decided} == {Hold.State.RELEASED}
    assert receivers() == ["peer", "platform"]
    assert Submission.objects.get().recipients == 2


def test_one_person_decides_for_none_of_several(all_waiting, officers, now):
    verdicts = read_all(officers, now)

    with pytest.raises(SelfApproval):
        decide_holds(actor=officers[0], now=now, verdicts=verdicts)

    assert set(Hold.objects.values_list("state", flat=True)) == {Hold.State.OPEN}
    assert receivers() == []


def test_where_one_of_several_cannot_be_decided_none_is(all_waiting, officers, now):
    first, second = read_all(officers, now)
    stale = replace(second, approval=first.approval)

    with pytest.raises(AlreadyDecided):
        decide_holds(actor=officers[1], now=now, verdicts=[first, stale])

    assert set(Hold.objects.values_list("state", flat=True)) == {Hold.State.OPEN}
    assert receivers() == []


def test_the_preview_shows_what_would_go_and_delivers_nothing(unassessed, now):
    hold = Hold.objects.get(recipient__slug="peer")

    found = foresee(now=now, hold=hold)

    assert found is not None
    assert found.redacted is not None
    assert found.decision.outcome.value == "allow_tokenised"
    assert PHONE not in found.redacted.summary
    assert "peer" not in receivers()


def test_an_alert_held_at_intake_goes_on_with_what_two_persons_supplied(exchange, officers, now):
    submission = send(exchange["outsider"], now=now, description=f"Call {PHONE}.")
    work(now)
    hold = Hold.objects.get(submission_id=submission.id)
    assert (hold.kind, hold.reasons[0]["code"]) == (Hold.Kind.INTAKE, "no_purpose")
    mine = tuple(
        replace(exchange["outsider"].actor, name=f"user:{number}@outsider") for number in (1, 2)
    )
    supplied = Proposal(
        HoldAction.SUPPLY,
        "Duty to report.",
        legal_bases=("legal-obligation",),
        purposes=("fraud-prevention",),
    )

    carry(mine, hold, now, supplied)
    work(now)

    assert Submission.objects.get(id=submission.id).state == Submission.State.DELIVERED
    assert receivers() == ["regulator"]
    act = SharingAct.objects.get(alert=submission.id)
    assert (act.bases, act.purposes) == ("pipl.statutory_duty:PIPL-63", "fraud-prevention")


def test_a_refused_intake_loses_its_content(exchange, now):
    submission = send(exchange["outsider"], now=now, description=f"Call {PHONE}.")
    work(now)
    hold = Hold.objects.get(submission_id=submission.id)
    mine = tuple(
        replace(exchange["outsider"].actor, name=f"user:{number}@outsider") for number in (1, 2)
    )

    carry(mine, hold, now, Proposal(HoldAction.REFUSE, "Sent by mistake."))

    row = Submission.objects.get(id=submission.id)
    assert (row.state, row.body, row.reasons[0]["code"]) == (
        Submission.State.REFUSED,
        None,
        "refused-by-officer",
    )


def test_what_was_taken_back_while_all_copies_waited_goes_to_nobody_pc_08(
    all_waiting, officers, now
):
    hold = Hold.objects.get(recipient__slug="peer")
    take_back(actor="bank", now=now, orders=[TakeBack(all_waiting.id, Cause.CORRECTED)])

    with pytest.raises(Unusable):
        carry(officers, hold, now, Proposal(HoldAction.RELEASE, "Assessed by hand."))

    assert receivers() == []
    assert foresee(now=now, hold=hold) is None


def test_an_object_deleted_while_a_copy_waited_does_not_go_with_it(unassessed, officers, now):
    hold = Hold.objects.get(recipient__slug="peer")
    bundle = orjson.loads(open_original(Alert.objects.get()))
    indicator = next(one for one in bundle["objects"] if one["type"] == "indicator")
    named = frozenset({(indicator["id"], indicator["modified"])})
    take_back(actor="bank", now=now, orders=[TakeBack(unassessed.id, Cause.DELETED, None, named)])

    carry(officers, hold, now, Proposal(HoldAction.RELEASE, "Assessed by hand."))

    copy = Delivery.objects.get(recipient__slug="peer", kind="alert", feed__group=None)
    assert indicator["id"] not in {orjson.loads(body)["id"] for body in read_bodies(copy)}
