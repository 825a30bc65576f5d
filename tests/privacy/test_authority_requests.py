"""A foreign authority asks: it is on record, and only two persons with an approval let exact alerts go (PC-20)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from privacy import Category
from privacy.approvals import matters
from privacy.audit.models import AuditEvent
from privacy.errors import PersonalText, PersonNeeded, SelfApproval
from privacy.policy import decide_release
from privacy.policy.types import Evidence, EvidenceKind, Outcome, ReleaseAct
from privacy.transfers.errors import RecordIsFinal, RecordMissing, TermsUnusable
from privacy.transfers.models import AuthorityRequest, Mechanism
from privacy.transfers.selectors.authorities import count_unanswered
from privacy.transfers.selectors.evidence import load_evidence
from privacy.transfers.services.authorities import (
    Approval,
    NewAuthorityRequest,
    approve_request,
    attach_approval,
    record_request,
    refuse_request,
)
from tests.factories.transfers import APPROVER, AUTHOR, MACHINE

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

MINE, COURT = "identity--bank", "identity--court"
ALERT, OTHER = str(uuid4()), str(uuid4())


@pytest.fixture
def told(monkeypatch):
    """The requests that the officers of the bank were told of, by id."""
    ids: list[str] = []
    tellers = {"test": lambda _now, found: ids.extend(one.id for one in found if one.desk == MINE)}
    monkeypatch.setattr(matters, "_tellers", tellers)
    return ids


def ask(now, **changes):
    values = {
        "institution": MINE,
        "authority": "District Court",
        "place": "US",
        "reference": "26-1",
        "asked": "The alert on a merchant and its indicators.",
        "recipient": COURT,
        "alerts": (ALERT,),
        "received_at": now,
    }
    return record_request(actor=MACHINE, now=now, new=NewAuthorityRequest(**values | changes))


def attach(now, row, *, actor=AUTHOR, days=30):
    approval = Approval("MOJ-2026-7", now, now + timedelta(days=days))
    return attach_approval(
        actor=actor, now=now, institution=MINE, request_id=row.id, approval=approval
    )


def approve(now, row, *, actor=APPROVER, institution=MINE):
    return approve_request(actor=actor, now=now, institution=institution, request_id=row.id)


def decide(now, *, alert=ALERT, recipient=COURT, exporter=MINE):
    filed = load_evidence(now=now).for_act(exporter=exporter, recipient=recipient, alert=alert)
    others = (
        Evidence(EvidenceKind.ASSESSMENT, "a-1", now),
        Evidence(EvidenceKind.STATUTE, "s-1", now, code="legal-obligation"),
    )
    act = ReleaseAct(
        origin_region="CN",
        destination_region="US",
        recipient_kind="foreign-authority",
        purposes=("fraud-prevention",),
        legal_bases=("legal-obligation",),
        circle="US:2026q4",
        evidence=(*filed, *others),
    )
    return decide_release(act, frozenset({Category.PI}), now=now)


def test_pc_20_a_request_is_on_record_and_opens_nothing(now):
    row = ask(now)

    assert row.state == "received"
    (event,) = AuditEvent.objects.all()
    assert (event.action, event.subject) == ("transfers.authority.asked", str(row.id))
    assert event.details == {"institution": MINE, "place": "US", "alerts": 1}
    decision = decide(now)
    assert decision.outcome is Outcome.DENY
    assert [reason.code for reason in decision.reasons] == ["foreign_authority"]


def test_pc_20_an_approval_by_two_persons_lets_exactly_its_alerts_go(now):
    row = ask(now)
    attach(now, row)
    assert decide(now).outcome is Outcome.DENY

    assert approve(now, row).state == "approved"

    assert decide(now).outcome is Outcome.ALLOW_TOKENISED
    assert decide(now, alert=OTHER).outcome is Outcome.DENY
    assert decide(now, recipient="identity--other-court").outcome is Outcome.DENY
    assert decide(now, exporter="identity--other-bank").outcome is Outcome.DENY


def test_pc_20_an_expired_approval_lets_nothing_go(now):
    row = ask(now)
    attach(now, row, days=30)
    approve(now, row)

    assert decide(now + timedelta(days=30, seconds=-1)).is_allowed
    assert decide(now + timedelta(days=30)).outcome is Outcome.DENY


def test_pc_20_a_refused_request_lets_nothing_go_whatever_was_attached(now):
    row = ask(now)
    attach(now, row)
    approve(now, row)

    refuse_request(actor=AUTHOR, now=now, institution=MINE, request_id=row.id)

    assert decide(now).outcome is Outcome.DENY
    for again in (attach, approve):
        with pytest.raises(RecordIsFinal):
            again(now, row)
    answers = AuditEvent.objects.filter(action="transfers.authority.answered").order_by("id")
    assert [event.details["answer"] for event in answers] == ["attached", "approved", "refused"]


def test_pc_20_one_person_or_a_machine_does_not_do_and_nothing_changes(now):
    row = ask(now)
    with pytest.raises(PersonNeeded):
        attach(now, row, actor=MACHINE)
    with pytest.raises(RecordIsFinal):
        approve(now, row)
    assert Mechanism.objects.count() == 0

    attach(now, row)
    with pytest.raises(SelfApproval):
        approve(now, row, actor=AUTHOR)
    with pytest.raises(RecordIsFinal):
        attach(now, row)
    with pytest.raises(RecordMissing):
        approve(now, row, institution="identity--other")

    row.refresh_from_db()
    assert row.state == "attached"
    assert decide(now).outcome is Outcome.DENY


@pytest.mark.parametrize("name", ["asked", "authority", "reference"])
def test_pc_40_words_that_name_a_person_are_not_recorded(now, name):
    with pytest.raises(PersonalText) as refusal:
        ask(now, **{name: "On the holder of 13800138000."})

    assert "13800138000" not in str(refusal.value)
    assert AuthorityRequest.objects.count() == AuditEvent.objects.count() == 0


def test_pc_20_officers_are_told_once_for_each_state_that_waits(now, told):
    row = ask(now)
    assert (told, count_unanswered(institution=MINE)) == ([str(row.id)], 1)
    attach(now, row)
    assert (told, count_unanswered(institution=MINE)) == ([str(row.id)] * 2, 1)

    approve(now, row)

    assert (len(told), count_unanswered(institution=MINE)) == (2, 0)
    refuse_request(actor=AUTHOR, now=now, institution=MINE, request_id=row.id)
    assert (len(told), count_unanswered(institution=MINE)) == (2, 0)
    assert count_unanswered(institution="identity--other") == 0


def test_pc_20_a_request_that_was_refused_at_once_waits_no_more(now, told):
    row = ask(now)
    refuse_request(actor=AUTHOR, now=now, institution=MINE, request_id=row.id)

    assert (len(told), count_unanswered(institution=MINE)) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"place": "Atlantis"}, "place"),
        ({"alerts": ()}, "alerts"),
        ({"received_at": "later"}, "received_at"),
    ],
)
def test_what_breaks_a_rule_is_not_recorded(now, changes, place):
    if "received_at" in changes:
        changes = {"received_at": now + timedelta(seconds=1)}
    with pytest.raises(TermsUnusable) as refusal:
        ask(now, **changes)

    assert refusal.value.place == place
    assert AuthorityRequest.objects.count() == AuditEvent.objects.count() == 0
