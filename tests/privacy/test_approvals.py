"""Nobody approves their own act; an approval serves once, for exactly what was asked (PC-41)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from privacy.approvals.digests import digest_of
from privacy.approvals.models import Approval
from privacy.approvals.selectors import get_approval, list_open
from privacy.approvals.services import NewApproval, ask, decide, expire_approvals, use
from privacy.audit.models import AuditEvent
from privacy.errors import (
    ApprovalNeeded,
    ApprovalNotFound,
    ApprovalNotOpen,
    PersonNeeded,
    SelfApproval,
)

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK = "identity--00000000-0000-4000-8000-000000000001"
ASKED = {"key": "7", "shred": False}
ANNA, BERT = "user:1@bank", "user:2@bank"


def request(now, **changes) -> NewApproval:
    facts = {
        "kind": "keys.destroy",
        "subject": "key-7",
        "institution": BANK,
        "digest": digest_of(ASKED),
        "expires_at": now + timedelta(days=1),
        "details": {"rows": 3},
        "reason": "retired",
    } | changes
    return NewApproval(**facts)


def use_it(approval, now, **changes) -> None:
    facts = {"kind": "keys.destroy", "subject": "key-7", "digest": digest_of(ASKED)} | changes
    use(actor=ANNA, now=now, approval_id=approval.id, **facts)


def state_of(approval) -> str:
    return Approval.objects.get(id=approval.id).state


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_a_second_person_gives_it_and_it_serves_once(now):
    approval = ask(actor=ANNA, now=now, request=request(now))

    decided = decide(actor=BERT, now=now, approval_id=approval.id, given=True, note_code="checked")
    use_it(approval, now)

    assert (decided.state, decided.decided_by) == ("given", BERT)
    stored = Approval.objects.get(id=approval.id)
    assert (stored.state, stored.decided_by, stored.decided_at) == ("used", BERT, now)
    assert (stored.note_code, stored.reason, stored.details) == ("checked", "retired", {"rows": 3})
    with pytest.raises(ApprovalNeeded):
        use_it(approval, now)
    assert [action.rpartition(".")[2] for action in actions()] == ["asked", "given", "used"]
    told = AuditEvent.objects.order_by("-id")[1]
    assert (told.actor, told.subject) == (BERT, str(approval.id))
    assert told.details == {"kind": "keys.destroy", "subject": "key-7", "note": "checked"}


@pytest.mark.parametrize("actor", [ANNA, "user:1@peer", "user:1"])
def test_nobody_gives_what_they_asked_for_also_not_in_another_institutions_name(now, actor):
    approval = ask(actor=ANNA, now=now, request=request(now))

    with pytest.raises(SelfApproval):
        decide(actor=actor, now=now, approval_id=approval.id, given=True)

    assert state_of(approval) == "open"
    assert len(actions()) == 1


def test_who_asked_may_take_it_back(now):
    approval = ask(actor=ANNA, now=now, request=request(now))

    decide(actor=ANNA, now=now, approval_id=approval.id, given=False)

    assert state_of(approval) == "refused"


@pytest.mark.parametrize("machine", ["client:abc", "hub", ""])
def test_a_machine_neither_asks_nor_decides(now, machine):
    with pytest.raises(PersonNeeded):
        ask(actor=machine, now=now, request=request(now))
    assert Approval.objects.count() == 0
    approval = ask(actor=ANNA, now=now, request=request(now))

    for given in (True, False):
        with pytest.raises(PersonNeeded):
            decide(actor=machine, now=now, approval_id=approval.id, given=given)

    assert state_of(approval) == "open"
    assert len(actions()) == 1


@pytest.mark.parametrize("given", [True, False])
def test_what_was_decided_is_not_decided_again(now, given):
    approval = ask(actor=ANNA, now=now, request=request(now))
    decide(actor=BERT, now=now, approval_id=approval.id, given=given)
    before = state_of(approval)

    with pytest.raises(ApprovalNotOpen):
        decide(actor=BERT, now=now, approval_id=approval.id, given=not given)

    assert state_of(approval) == before
    assert len(actions()) == 2


def test_an_unknown_approval_is_not_open(now):
    with pytest.raises(ApprovalNotOpen):
        decide(actor=BERT, now=now, approval_id=uuid4(), given=True)


@pytest.mark.parametrize("late", [timedelta(days=1), timedelta(days=2)])
def test_after_its_time_it_is_neither_given_nor_used(now, late):
    waiting = ask(actor=ANNA, now=now, request=request(now))
    given = ask(actor=ANNA, now=now, request=request(now))
    decide(actor=BERT, now=now, approval_id=given.id, given=True)

    with pytest.raises(ApprovalNotOpen):
        decide(actor=BERT, now=now + late, approval_id=waiting.id, given=True)
    with pytest.raises(ApprovalNeeded):
        use_it(given, now + late)

    assert (state_of(waiting), state_of(given)) == ("open", "given")
    assert expire_approvals(actor="hub", now=now + late) == 2
    assert expire_approvals(actor="hub", now=now + late) == 0
    assert (state_of(waiting), state_of(given)) == ("expired", "expired")
    assert actions()[-2:] == ["approvals.approval.expired"] * 2


@pytest.mark.parametrize(
    "other",
    [{"kind": "keys.rotate"}, {"subject": "key-8"}, {"digest": digest_of(ASKED | {"shred": True})}],
)
def test_it_serves_no_other_act(now, other):
    approval = ask(actor=ANNA, now=now, request=request(now))
    decide(actor=BERT, now=now, approval_id=approval.id, given=True)

    with pytest.raises(ApprovalNeeded):
        use_it(approval, now, **other)

    assert state_of(approval) == "given"
    assert len(actions()) == 2


@pytest.mark.parametrize("given", [None, False])
def test_what_is_open_or_refused_cannot_be_used(now, given):
    approval = ask(actor=ANNA, now=now, request=request(now))
    if given is not None:
        decide(actor=BERT, now=now, approval_id=approval.id, given=given)
    before = state_of(approval)

    with pytest.raises(ApprovalNeeded):
        use_it(approval, now)

    assert state_of(approval) == before


def test_an_institution_sees_its_own_open_ones_oldest_first(now):
    later = ask(actor=ANNA, now=now + timedelta(hours=1), request=request(now))
    first = ask(actor=ANNA, now=now, request=request(now))
    ask(actor=ANNA, now=now, request=request(now, institution="identity--2"))
    ask(actor=ANNA, now=now, request=request(now, expires_at=now))
    decide(
        actor=BERT,
        now=now,
        approval_id=ask(actor=ANNA, now=now, request=request(now)).id,
        given=False,
    )

    assert list(list_open(institution=BANK, now=now)) == [first, later]
    assert get_approval(institution=BANK, approval_id=first.id) == first
    with pytest.raises(ApprovalNotFound):
        get_approval(institution="identity--2", approval_id=first.id)


def test_the_digest_tells_what_is_asked_apart_but_not_its_order():
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})
    assert len(digest_of({})) == 32
