"""Arrangements: two persons, a notification by each member, an assessment in force, or nothing (PC-38)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from privacy import Category
from privacy.approvals import matters
from privacy.arrangements.errors import ArrangementFixed, ArrangementMissing, ArrangementUnfit
from privacy.arrangements.models import Arrangement, Participation
from privacy.arrangements.services.arrangements import (
    NewArrangement,
    Notification,
    approve_arrangement,
    end_arrangement,
    file_arrangement,
    leave_arrangement,
    notify_authority,
)
from privacy.audit.models import AuditEvent
from privacy.errors import PersonalText, PersonNeeded, SelfApproval
from privacy.policy import decide_release
from privacy.policy.types import Evidence, EvidenceKind, Outcome, ReleaseAct
from privacy.transfers.scope import Scope
from privacy.transfers.selectors.evidence import load_evidence
from privacy.transfers.services.assessments import assess, end_assessment
from tests.factories.transfers import APPROVER, AUTHOR, MACHINE, new_assessment

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

HOST, OTHER, THIRD = "identity--host", "identity--other", "identity--third"
WHOLE = Scope(
    purposes=frozenset({"fraud-prevention"}), categories=frozenset({Category.PI, Category.C2})
)


@pytest.fixture
def assessment(now):
    new = new_assessment(now, kind="dpia", scope=WHOLE)
    return assess(now=now - timedelta(days=1), author=AUTHOR, approver=APPROVER, new=new)


def file(now, assessment_id, **changes):
    values = {
        "basis": "eu-dora-45",
        "title": "Trusted community",
        "assessment": assessment_id,
        "host": HOST,
        "members": (OTHER,),
        "valid_from": now - timedelta(days=1),
    }
    return file_arrangement(actor=AUTHOR, now=now, new=NewArrangement(**values | changes))


def approve(now, row):
    return approve_arrangement(actor=APPROVER, now=now, host=HOST, arrangement_id=row.id)


def tell(now, row, institution, **changes):
    values = {"authority": "BaFin", "reference": "N-1", "notified_at": now - timedelta(hours=1)}
    return notify_authority(
        actor=AUTHOR,
        now=now,
        institution=institution,
        arrangement_id=row.id,
        told=Notification(**values | changes),
    )


@pytest.fixture
def complete(now, assessment):
    row = file(now, assessment.id)
    approve(now, row)
    for member in (HOST, OTHER):
        tell(now, row, member)
    return row


def evidence(now, exporter=HOST, recipient=OTHER):
    found = load_evidence(now=now).for_act(exporter=exporter, recipient=recipient)
    return [one for one in found if one.kind is EvidenceKind.ARRANGEMENT]


def decide(now, *, records, reporters=2, categories=(Category.PI, Category.C2)):
    proofs = [EvidenceKind.BALANCING, EvidenceKind.NOTICE, EvidenceKind.ASSESSMENT]
    act = ReleaseAct(
        origin_region="EU-DE",
        destination_region="FR",
        recipient_kind="bank",
        purposes=("fraud-prevention",),
        legal_bases=("eu-dora-45",),
        circle="EU:2026q4",
        evidence=(*records, *(Evidence(kind, f"{kind}-1", now) for kind in proofs)),
        reporting_customers=reporters,
    )
    return decide_release(act, frozenset(categories), now=now)


def test_pc_38_a_complete_arrangement_carries_acts_between_its_members(now, complete):
    (found,) = evidence(now)

    assert (found.reference, found.code) == (str(complete.id), "eu-dora-45")
    decision = decide(now, records=[found])
    assert decision.outcome is Outcome.ALLOW_TOKENISED
    assert found.reference in decision.grounds
    assert evidence(now, recipient=THIRD) == []


def test_pc_38_the_assessment_of_a_stranger_carries_nothing(now):
    new = new_assessment(now, kind="dpia", scope=WHOLE, controller=THIRD)
    theirs = assess(now=now - timedelta(days=1), author=AUTHOR, approver=APPROVER, new=new)
    row = file(now, theirs.id)
    approve(now, row)
    for member in (HOST, OTHER):
        tell(now, row, member)

    assert evidence(now) == []


def test_pc_41_one_person_does_not_complete_it_with_a_credential_of_theirs(now, assessment):
    new = NewArrangement("eu-dora-45", "Community", assessment.id, HOST, (OTHER,), now)
    with pytest.raises(PersonNeeded):
        file_arrangement(actor=MACHINE, now=now, new=new)

    assert Arrangement.objects.count() == 0


def test_pc_38_officers_are_told_of_what_they_have_to_do(now, assessment, monkeypatch):
    desks: list[str] = []
    tellers = {"test": lambda _now, found: desks.extend(one.desk for one in found)}
    monkeypatch.setattr(matters, "_tellers", tellers)

    row = file(now, assessment.id)
    assert desks == [HOST]
    tell(now, row, HOST)
    approve(now, row)

    assert desks == [HOST, OTHER]


def test_pc_40_words_that_name_a_person_are_stored_nowhere(now, assessment):
    with pytest.raises(PersonalText):
        file(now, assessment.id, title="On 13800138000")
    assert Arrangement.objects.count() == 0

    row = file(now, assessment.id)
    for name in ("authority", "reference"):
        with pytest.raises(PersonalText):
            tell(now, row, HOST, **{name: "On 13800138000"})
    assert not Participation.objects.exclude(notified_at=None).exists()


def test_pc_38_what_a_member_said_before_stays_on_record(now, assessment):
    row = file(now, assessment.id)
    first, second = now - timedelta(hours=2), now - timedelta(hours=1)
    tell(now, row, HOST, notified_at=first)
    tell(now, row, HOST, notified_at=second, verified_at=now)

    events = AuditEvent.objects.filter(action="arrangements.arrangement.notified").order_by("id")
    assert [(one.details["notified"], one.details["verified"]) for one in events] == [
        (first.isoformat(), ""),
        (second.isoformat(), now.isoformat()),
    ]


def test_pc_38_a_missing_notification_denies(now, assessment):
    row = file(now, assessment.id)
    approve(now, row)
    tell(now, row, HOST)

    assert evidence(now) == []
    decision = decide(now, records=evidence(now))
    assert decision.outcome is Outcome.DENY
    assert [reason.code for reason in decision.reasons] == ["no_arrangement"]

    tell(now, row, OTHER)
    assert decide(now, records=evidence(now)).is_allowed


@pytest.mark.parametrize("reporters", [0, 1])
def test_pc_38_one_reporting_customer_holds_unique_identifiers(now, complete, reporters):
    decision = decide(now, records=evidence(now), reporters=reporters)

    assert decision.outcome is Outcome.HOLD
    assert [reason.code for reason in decision.reasons] == ["single_report"]
    names = decide(now, records=evidence(now), reporters=reporters, categories=[Category.PI])
    assert names.outcome is Outcome.ALLOW_TOKENISED


def test_pc_38_what_is_not_approved_or_out_of_date_or_left_or_ended_proves_nothing(now, assessment):
    row = file(now, assessment.id, valid_to=now + timedelta(days=9))
    for member in (HOST, OTHER):
        tell(now, row, member)
    assert evidence(now) == []

    approve(now, row)
    assert len(evidence(now)) == 1
    assert len(evidence(now + timedelta(days=9, seconds=-1))) == 1
    assert evidence(now + timedelta(days=9)) == []
    assert decide(now, records=()).outcome is Outcome.DENY

    leave_arrangement(actor=AUTHOR, now=now, institution=OTHER, arrangement_id=row.id)
    assert evidence(now) == []
    with pytest.raises(ArrangementFixed):
        tell(now, row, OTHER)


def test_pc_38_it_falls_with_its_assessment(now, complete, assessment):
    end_assessment(actor=AUTHOR, now=now, controller="", assessment_id=assessment.id)

    assert evidence(now) == []


def test_pc_38_an_ended_one_proves_nothing_and_ending_again_changes_nothing(now, complete):
    for _ in range(2):
        end_arrangement(actor=AUTHOR, now=now, host=HOST, arrangement_id=complete.id)

    assert evidence(now) == []
    ended = AuditEvent.objects.filter(action="arrangements.arrangement.ended")
    assert ended.count() == 1


def test_pc_38_amlr_75_asks_for_verification_first(now, assessment):
    row = file(now, assessment.id, basis="eu-amlr-75")
    approve(now, row)
    for member in (HOST, OTHER):
        tell(now, row, member)
    assert evidence(now) == []

    for member in (HOST, OTHER):
        tell(now, row, member, verified_at=now)
    assert [one.code for one in evidence(now)] == ["eu-amlr-75"]
    # It is another law than the one that the act cites.
    assert decide(now, records=evidence(now)).outcome is Outcome.DENY


def test_pc_38_a_machine_or_the_author_does_not_approve_and_nothing_changes(now, assessment):
    row = file(now, assessment.id)

    for actor, refusal in ((MACHINE, PersonNeeded), (AUTHOR, SelfApproval)):
        with pytest.raises(refusal):
            approve_arrangement(actor=actor, now=now, host=HOST, arrangement_id=row.id)
    with pytest.raises(ArrangementMissing):
        approve_arrangement(actor=APPROVER, now=now, host=OTHER, arrangement_id=row.id)
    with pytest.raises(ArrangementMissing):
        tell(now, row, THIRD)

    row.refresh_from_db()
    assert row.state == "filed"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"basis": "consent"}, "basis"),
        ({"members": (HOST,)}, "members"),
        ({"valid_to": "past"}, "valid_to"),
    ],
)
def test_what_breaks_a_rule_is_not_filed(now, changes, place):
    if "valid_to" in changes:
        changes = {"valid_to": now}
    with pytest.raises(ArrangementUnfit) as refusal:
        file(now, uuid4(), **changes)

    assert refusal.value.place == place
    assert Arrangement.objects.count() == Participation.objects.count() == 0


def test_a_notification_lies_in_the_past(now, assessment):
    row = file(now, assessment.id)

    with pytest.raises(ArrangementUnfit):
        tell(now, row, HOST, notified_at=now + timedelta(seconds=1))
    with pytest.raises(ArrangementUnfit):
        tell(now, row, HOST, verified_at=now - timedelta(hours=2))

    assert not Participation.objects.exclude(notified_at=None).exists()
