"""Impact assessments: drafted by one, approved by another person, for a term and a scope (PC-23)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.approvals.persons import are_one, is_person
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.detection.texts import refuse_personal
from privacy.errors import PersonNeeded, SelfApproval
from privacy.transfers.errors import RecordIsFinal, RecordMissing, TermsUnusable
from privacy.transfers.grounds import ASSESSMENTS
from privacy.transfers.models import Assessment
from privacy.transfers.scope import Scope, read_scope
from privacy.transfers.terms import LONGEST_YEARS, add_years


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """What is assessed, and until when. `controller` is a STIX id, "" for the programme of the whole hub.

    `document` is the SHA-256 (hex) of the text on risks and measures. `supersedes` names the assessment
    that this one revises: it ends when this one is approved, or at once when this one is wider.
    """

    kind: str
    title: str
    scope: Scope
    valid_until: datetime
    controller: str = ""
    document: str = ""
    supersedes: UUID | None = None


@transaction.atomic
def draft_assessment(*, actor: str, now: datetime, new: NewAssessment) -> Assessment:
    """Write an assessment down; it proves nothing before it is approved (PIPL 55, GDPR 35).

    Raises PersonNeeded, TermsUnusable, RecordMissing when what it supersedes is not the controller's, and RecordIsFinal
    when that has ended.
    """
    if not is_person(actor):
        # A machine's draft, approved by one person, would be the act of one (PC-41).
        raise PersonNeeded("a person must draft an assessment")
    _check(new, now)
    refuse_personal(new.title, "title")
    scope = read_scope(new.scope)
    earlier = _find(new.controller, new.supersedes) if new.supersedes else None
    if earlier and earlier.state == Assessment.State.ENDED:
        raise RecordIsFinal("the assessment has ended; draft a new one")
    row = Assessment.objects.create(
        kind=new.kind,
        title=new.title,
        controller=new.controller,
        purposes=sorted(scope.purposes),
        categories=sorted(scope.categories),
        recipient_kinds=sorted(scope.recipient_kinds),
        regions=sorted(scope.regions),
        document=new.document,
        supersedes=earlier,
        author=actor,
        drafted_at=now,
        valid_until=new.valid_until,
    )
    record(Event(Action.ASSESSMENT_DRAFTED, actor, str(row.id), now, _describe(row)))
    # What was assessed is less than what is now done: the old one no longer holds (PC-23).
    if earlier and scope_of(row).is_wider_than(scope_of(earlier)):
        _end(earlier, actor, now)
    return row


@transaction.atomic
def approve_assessment(
    *, actor: str, now: datetime, controller: str, assessment_id: UUID
) -> Assessment:
    """Approve a draft as a person who did not write it; the one it revises ends.

    Raises RecordMissing, PersonNeeded, SelfApproval, RecordIsFinal, TermsUnusable when it is out of date.
    """
    row = _find(controller, assessment_id)
    if not is_person(actor):
        raise PersonNeeded("an assessment is approved by a person")
    if are_one(actor, row.author):
        raise SelfApproval("an assessment is approved by another than its author")
    if row.state != Assessment.State.DRAFT:
        raise RecordIsFinal("the assessment is no draft any more")
    if row.valid_until <= now:
        raise TermsUnusable("valid_until", "The assessment is out of date; draft a new one.")
    row.state, row.approver, row.approved_at = Assessment.State.APPROVED, actor, now
    row.save(update_fields=["state", "approver", "approved_at"])
    record(Event(Action.ASSESSMENT_APPROVED, actor, str(row.id), now, _describe(row)))
    if row.supersedes_id:
        earlier = _find(controller, row.supersedes_id)
        if earlier.state != Assessment.State.ENDED:
            _end(earlier, actor, now)
    return row


@transaction.atomic
def end_assessment(
    *, actor: str, now: datetime, controller: str, assessment_id: UUID
) -> Assessment:
    """End an assessment; one that has ended stays as it is. Raises RecordMissing."""
    row = _find(controller, assessment_id)
    if row.state != Assessment.State.ENDED:
        _end(row, actor, now)
    return row


@transaction.atomic
def assess(*, now: datetime, author: str, approver: str, new: NewAssessment) -> Assessment:
    """Draft and approve an assessment in one step, for operators. Raises as both do."""
    row = draft_assessment(actor=author, now=now, new=new)
    return approve_assessment(
        actor=approver, now=now, controller=new.controller, assessment_id=row.id
    )


def scope_of(row: Assessment) -> Scope:
    """Return what an assessment covers."""
    return Scope(
        purposes=frozenset(row.purposes),
        categories=frozenset(row.categories),
        recipient_kinds=frozenset(row.recipient_kinds),
        regions=frozenset(row.regions),
    )


def _check(new: NewAssessment, now: datetime) -> None:
    if new.kind not in ASSESSMENTS:
        raise TermsUnusable("kind", f"Give one of {', '.join(ASSESSMENTS)}.")
    if not new.scope.purposes:
        raise TermsUnusable("purposes", "Name at least one purpose.")
    if not new.scope.categories:
        raise TermsUnusable("categories", "Name at least one category.")
    if not now < new.valid_until <= add_years(now, LONGEST_YEARS):
        raise TermsUnusable("valid_until", f"Give a time within the next {LONGEST_YEARS} years.")


def _find(controller: str, assessment_id: UUID) -> Assessment:
    """Return an assessment of this controller, locked. Raises RecordMissing."""
    rows = Assessment.objects.select_for_update().filter(controller=controller)
    found = rows.filter(id=assessment_id).first()
    if found is None:
        raise RecordMissing("there is no such assessment")
    return found


def _end(row: Assessment, actor: str, now: datetime) -> None:
    row.state, row.ended_at = Assessment.State.ENDED, now
    row.save(update_fields=["state", "ended_at"])
    record(Event(Action.ASSESSMENT_ENDED, actor, str(row.id), now, _describe(row)))


def _describe(row: Assessment) -> dict[str, str]:
    return {"kind": row.kind, "controller": row.controller, "state": row.state}
