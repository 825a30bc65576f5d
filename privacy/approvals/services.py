"""Ask, decide, use once, expire. Every change moves the state by a conditional UPDATE."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from privacy.approvals.models import Approval
from privacy.approvals.persons import are_one, is_person
from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from privacy.errors import ApprovalNeeded, ApprovalNotOpen, PersonNeeded, SelfApproval

EXPIRED_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NewApproval:
    """What is asked: `details` are ids, codes and counts; `reason` holds no personal data.

    `institution` is the STIX id of the one whose persons may decide, empty for the hub's operators.
    """

    kind: str
    subject: str
    institution: str
    digest: bytes
    expires_at: datetime
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def ask(*, actor: str, now: datetime, request: NewApproval) -> Approval:
    """Open an approval for another person to decide. Raises PersonNeeded (PC-41)."""
    _need_person(actor)
    approval = Approval.objects.create(
        id=uuid4(),
        kind=request.kind,
        subject=request.subject,
        institution=request.institution,
        digest=request.digest,
        details=dict(request.details),
        reason=request.reason,
        asked_by=actor,
        asked_at=now,
        expires_at=request.expires_at,
    )
    record(_tell(Action.APPROVAL_ASKED, actor, now, approval))
    return approval


@transaction.atomic
def decide(
    *, actor: str, now: datetime, approval_id: UUID, given: bool, note_code: str = ""
) -> Approval:
    """Give or refuse an approval, once.

    Raises PersonNeeded, SelfApproval (PC-41: nobody approves their own act), ApprovalNotOpen.
    """
    _need_person(actor)
    approval = Approval.objects.filter(id=approval_id).first()
    if approval is None:
        raise ApprovalNotOpen("no such approval waits for a decision")
    # Who asked may take it back, but not give it.
    if given and are_one(actor, approval.asked_by):
        raise SelfApproval("another person than the one who asked must give the approval")
    approval.state = Approval.State.GIVEN if given else Approval.State.REFUSED
    approval.decided_by, approval.decided_at, approval.note_code = actor, now, note_code
    changed = Approval.objects.filter(
        id=approval_id, state=Approval.State.OPEN, expires_at__gt=now
    ).update(
        state=approval.state,
        decided_by=approval.decided_by,
        decided_at=approval.decided_at,
        note_code=approval.note_code,
    )
    if not changed:
        raise ApprovalNotOpen("no such approval waits for a decision")
    action = Action.APPROVAL_GIVEN if given else Action.APPROVAL_REFUSED
    record(_tell(action, actor, now, approval, note=note_code))
    return approval


@transaction.atomic
def use(
    *, actor: str, now: datetime, approval_id: UUID, kind: str, subject: str, digest: bytes
) -> None:
    """Use a given approval for exactly the act it was given for; call it inside the act's transaction.

    Raises ApprovalNeeded when it is not given, over, used, or of another act.
    """
    changed = Approval.objects.filter(
        id=approval_id,
        kind=kind,
        subject=subject,
        digest=digest,
        state=Approval.State.GIVEN,
        expires_at__gt=now,
    ).update(state=Approval.State.USED)
    if not changed:
        raise ApprovalNeeded("this act needs an approval that another person gave for it")
    details = {"kind": kind, "subject": subject}
    record(Event(Action.APPROVAL_USED, actor, str(approval_id), now, details))


@transaction.atomic
def expire_approvals(*, actor: str, now: datetime) -> int:
    """Close what was not decided or used in time and return how many; safe to repeat."""
    running = Approval.objects.filter(
        state__in=[Approval.State.OPEN, Approval.State.GIVEN], expires_at__lte=now
    )
    over = list(running.select_for_update().order_by("expires_at")[:EXPIRED_AT_ONCE])
    Approval.objects.filter(id__in=[approval.id for approval in over]).update(
        state=Approval.State.EXPIRED
    )
    record_many(_tell(Action.APPROVAL_EXPIRED, actor, now, approval) for approval in over)
    return len(over)


def _need_person(actor: str) -> None:
    if not is_person(actor):
        raise PersonNeeded("only a person may ask for or decide an approval")


def _tell(action: Action, actor: str, now: datetime, approval: Approval, note: str = "") -> Event:
    details = {"kind": approval.kind, "subject": approval.subject}
    return Event(action, actor, str(approval.id), now, details | ({"note": note} if note else {}))
