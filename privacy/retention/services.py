"""Place and end legal holds: a hold beats every schedule and turns erasure into restriction (PC-15, PC-18)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from privacy.approvals.digests import digest_of
from privacy.approvals.matters import Matter, MatterKind, tell
from privacy.approvals.models import Approval
from privacy.approvals.persons import are_one, is_person
from privacy.approvals.services import NewApproval, ask, decide, use
from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from privacy.detection.texts import refuse_personal
from privacy.errors import PersonNeeded, SelfApproval
from privacy.retention.errors import LegalHoldEnded, LegalHoldNotFound, LegalHoldUnfit
from privacy.retention.models import LegalHold
from privacy.retention.scopes import HoldReason, HoldScope

KIND = "retention.end-hold"
APPROVAL_LIFE = timedelta(days=7)
LAPSED_AT_ONCE = 500
_REFERENCES = {
    HoldScope.SUBJECT: re.compile(r"[0-9a-f]{32}"),
    HoldScope.ALERT: re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
    HoldScope.INSTITUTION: re.compile(r"identity--[0-9a-f-]{36}"),
}


@dataclass(frozen=True, slots=True)
class NewHold:
    """What shall be kept, why, and by which order; `authority` is a reference without personal data.

    `ref` is the keyed digest of a person (32 hexadecimal digits), the id of an alert, or a STIX identity;
    `controller` is the STIX id of whose records are bound, "" for those of everybody.
    """

    controller: str
    scope: HoldScope
    ref: str
    reason: HoldReason
    authority: str


@transaction.atomic
def place_hold(*, actor: str, now: datetime, new: NewHold) -> LegalHold:
    """Keep what the hold covers from now on (PIPL 47; GDPR 17(3)).

    It ends by itself when no other person confirms it in time (PC-41): one alone does not keep what
    somebody asked to have erased, nor by placing it anew. Raises PersonNeeded, SelfApproval,
    LegalHoldUnfit, PersonalText.
    """
    _need_person(actor)
    refuse_personal(new.authority, "authority")
    if not _REFERENCES[new.scope].fullmatch(new.ref):
        raise LegalHoldUnfit("ref", "Give what the scope is known by, as the documentation says.")
    if new.scope is HoldScope.INSTITUTION and new.controller not in ("", new.ref):
        raise LegalHoldUnfit("ref", "Give your own institution; others place their own holds.")
    if any(are_one(actor, earlier) for earlier in _list_unconfirmed(new)):
        raise SelfApproval("another person confirms this hold, or places it anew")
    hold = LegalHold.objects.create(
        controller=new.controller,
        scope=new.scope,
        ref=new.ref,
        reason=new.reason,
        authority=new.authority,
        placed_by=actor,
        placed_at=now,
        lapses_at=now + timedelta(days=settings.LEGAL_HOLD_CONFIRM_DAYS),
    )
    record(_tell(Action.LEGAL_HOLD_PLACED, actor, now, hold))
    tell(now=now, matters=[Matter(hold.controller, MatterKind.LEGAL_HOLD, str(hold.id))])
    return hold


@transaction.atomic
def confirm_hold(*, actor: str, now: datetime, controller: str, hold_id: UUID) -> LegalHold:
    """Confirm as a second person that a hold stands; again changes nothing.

    Raises PersonNeeded, SelfApproval, LegalHoldNotFound, LegalHoldEnded.
    """
    _need_person(actor)
    hold = _lock(controller, hold_id)
    if hold.ended_at is not None:
        raise LegalHoldEnded("the hold was ended before")
    if are_one(actor, hold.placed_by):
        raise SelfApproval("another person than the one who placed the hold confirms it")
    if hold.confirmed_at is None:
        hold.confirmed_by, hold.confirmed_at = actor, now
        hold.save(update_fields=["confirmed_by", "confirmed_at"])
        record(_tell(Action.LEGAL_HOLD_CONFIRMED, actor, now, hold))
    return hold


@transaction.atomic
def lapse_holds(*, actor: str, now: datetime) -> int:
    """End what nobody confirmed in time and return how many holds; safe to repeat."""
    rows = LegalHold.objects.select_for_update().filter(ended_at=None, confirmed_at=None)
    over = list(rows.filter(lapses_at__lte=now).order_by("lapses_at", "id")[:LAPSED_AT_ONCE])
    LegalHold.objects.filter(id__in=[hold.id for hold in over]).update(ended_at=now, ended_by=actor)
    record_many(_tell(Action.LEGAL_HOLD_ENDED, actor, now, hold) for hold in over)
    return len(over)


@transaction.atomic
def end_hold(*, actor: str, now: datetime, controller: str, hold_id: UUID) -> LegalHold:
    """Ask for the end of a hold, or end it where another person asked within seven days (PC-41).

    Raises PersonNeeded, LegalHoldNotFound, LegalHoldEnded, and SelfApproval where the same person
    comes again.
    """
    _need_person(actor)
    hold = _lock(controller, hold_id)
    if hold.ended_at is not None:
        raise LegalHoldEnded("the hold was ended before")
    asked = _find_asked(hold, now)
    if asked is None:
        return _ask(actor, now, hold)
    decide(actor=actor, now=now, approval_id=asked.id, given=True)
    use(
        actor=actor,
        now=now,
        approval_id=asked.id,
        kind=KIND,
        subject=str(hold.id),
        digest=_digest(hold),
    )
    hold.ended_at, hold.ended_by = now, actor
    hold.save(update_fields=["ended_at", "ended_by"])
    record(_tell(Action.LEGAL_HOLD_ENDED, actor, now, hold))
    return hold


def _list_unconfirmed(new: NewHold) -> list[str]:
    """Return who placed holds on the same that nobody confirmed, whether they lapsed or still stand."""
    rows = LegalHold.objects.filter(controller=new.controller, scope=new.scope, ref=new.ref)
    rows = rows.filter(confirmed_at=None).exclude(lapses_at=None)
    # What ended before its time was ended by two persons.
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gte=F("lapses_at")))
    return list(rows.values_list("placed_by", flat=True))


def _ask(actor: str, now: datetime, hold: LegalHold) -> LegalHold:
    request = NewApproval(
        kind=KIND,
        subject=str(hold.id),
        institution=hold.controller,
        digest=_digest(hold),
        expires_at=now + APPROVAL_LIFE,
        details={"scope": hold.scope, "reason": hold.reason},
    )
    ask(actor=actor, now=now, request=request)
    hold.end_asked_by = actor
    hold.save(update_fields=["end_asked_by"])
    return hold


def _find_asked(hold: LegalHold, now: datetime) -> Approval | None:
    return (
        Approval.objects.filter(kind=KIND, subject=str(hold.id))
        .filter(state=Approval.State.OPEN, expires_at__gt=now)
        .order_by("asked_at")
        .first()
    )


def _lock(controller: str, hold_id: UUID) -> LegalHold:
    rows = LegalHold.objects.select_for_update().filter(controller=controller, id=hold_id)
    hold = rows.first()
    if hold is None:
        raise LegalHoldNotFound("there is no such hold")
    return hold


def _need_person(actor: str) -> None:
    if not is_person(actor):
        raise PersonNeeded("only a person may place or end a legal hold")


def _digest(hold: LegalHold) -> bytes:
    return digest_of({"hold": str(hold.id), "scope": hold.scope, "ref": hold.ref})


def _tell(action: Action, actor: str, now: datetime, hold: LegalHold) -> Event:
    details = {"controller": hold.controller, "scope": hold.scope, "reason": hold.reason}
    return Event(action, actor, str(hold.id), now, details)
