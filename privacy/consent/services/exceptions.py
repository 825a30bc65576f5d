"""Exceptions from telling people: one person asks, another approves (PIPL 18; GDPR 14(5); PC-10, PC-41)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from privacy.approvals.digests import digest_of
from privacy.approvals.models import Approval
from privacy.approvals.selectors import get_approval
from privacy.approvals.services import NewApproval, ask, decide, use
from privacy.consent.errors import ConsentUnusable
from privacy.consent.models import NoticeException
from privacy.consent.selectors import get_asked_exception
from privacy.consent.vocabulary import CATEGORIES, EXCEPTION, PURPOSES, ExceptionCode
from privacy.detection import scan_text

KIND = EXCEPTION
TIME_TO_DECIDE = timedelta(days=14)
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewException:
    """Which article spares whom from telling people what, and until when."""

    code: ExceptionCode
    purposes: tuple[str, ...]
    categories: tuple[str, ...]
    valid_until: datetime


def ask_exception(
    *, actor: str, now: datetime, controller: str, new: NewException, reason: str
) -> Approval:
    """Ask another person of the controller to approve an exception; until then it does not exist.

    Raises ConsentUnusable, also for a reason with personal data, and PersonNeeded.
    """
    _check(new, now)
    if scan_text(reason):
        raise ConsentUnusable("reason", "Leave out names, numbers and addresses of people.")
    request = NewApproval(
        kind=KIND,
        subject=controller,
        institution=controller,
        digest=digest_of(_state(new)),
        expires_at=now + TIME_TO_DECIDE,
        reason=reason,
        details=_state(new),
    )
    return ask(actor=actor, now=now, request=request)


@transaction.atomic
def grant_exception(
    *, actor: str, now: datetime, controller: str, approval_id: UUID, new: NewException
) -> NoticeException:
    """Record an exception that a second person approved exactly as it is asked for here.

    Raises ApprovalNotFound, ApprovalNeeded (PC-10: without an approver there is none), ConsentUnusable.
    """
    _check(new, now)
    approval = get_approval(institution=controller, approval_id=approval_id)
    use(
        actor=actor,
        now=now,
        approval_id=approval_id,
        kind=KIND,
        subject=controller,
        digest=digest_of(_state(new)),
    )
    return NoticeException.objects.create(
        id=uuid4(),
        controller=controller,
        code=new.code,
        purposes=list(new.purposes),
        categories=list(new.categories),
        approval_id=approval_id,
        author=approval.asked_by,
        approver=approval.decided_by,
        approved_at=approval.decided_at or now,
        valid_until=new.valid_until,
    )


@transaction.atomic
def approve_exception(
    *, actor: str, now: datetime, controller: str, approval_id: UUID
) -> NoticeException:
    """Approve, as a second person, what was asked for, and record it in one step (PC-10, PC-41).

    Raises ApprovalNotFound, ApprovalNotOpen, PersonNeeded, SelfApproval, and ConsentUnusable where its
    time is over by now.
    """
    approval = get_asked_exception(controller=controller, approval_id=approval_id)
    decide(actor=actor, now=now, approval_id=approval_id, given=True)
    return grant_exception(
        actor=actor,
        now=now,
        controller=controller,
        approval_id=approval_id,
        new=_read_state(approval.details),
    )


def _read_state(state: Mapping[str, Any]) -> NewException:
    return NewException(
        code=ExceptionCode(state["code"]),
        purposes=tuple(state["purposes"]),
        categories=tuple(state["categories"]),
        valid_until=datetime.fromisoformat(state["valid_until"]),
    )


def _state(new: NewException) -> dict[str, object]:
    return {**asdict(new), "valid_until": new.valid_until.astimezone(UTC).isoformat()}


def _check(new: NewException, now: datetime) -> None:
    if not new.purposes or not PURPOSES.issuperset(new.purposes):
        raise ConsentUnusable("purposes", f"Give some of {', '.join(sorted(PURPOSES))}.")
    if not new.categories or not set(CATEGORIES).issuperset(new.categories):
        raise ConsentUnusable("categories", f"Give some of {', '.join(CATEGORIES)}.")
    if not now < new.valid_until <= now + LONGEST:
        raise ConsentUnusable("valid_until", "Give a time within a year.")
