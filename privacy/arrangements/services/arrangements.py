"""Arrangements: filed by one and approved by another person, told to each member's authority, left, ended.

PC-38, PC-41. Whoever is named a member shares nothing under one before it has notified its own authority.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.approvals.matters import Matter, MatterKind, tell
from privacy.approvals.persons import are_one, is_person
from privacy.arrangements.errors import ArrangementFixed, ArrangementMissing, ArrangementUnfit
from privacy.arrangements.models import Arrangement, Participation
from privacy.arrangements.rules import find_basis, list_bases
from privacy.arrangements.selectors import get_arrangement
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.detection.texts import refuse_personal
from privacy.errors import PersonNeeded, SelfApproval


@dataclass(frozen=True, slots=True)
class NewArrangement:
    """What is filed: members by STIX id, the host among them; the assessment by its id."""

    basis: str
    title: str
    assessment: UUID
    host: str
    members: tuple[str, ...]
    valid_from: datetime
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Notification:
    """What a member told its authority, and when; `verified_at` where the authority has verified it."""

    authority: str
    reference: str
    notified_at: datetime
    verified_at: datetime | None = None


@transaction.atomic
def file_arrangement(*, actor: str, now: datetime, new: NewArrangement) -> Arrangement:
    """File an arrangement; it proves nothing before another person approves it.

    Raises PersonNeeded, PersonalText for a title that names a person, and ArrangementUnfit for an unknown
    basis, fewer than two members, or a term that is none.
    """
    # Else one person files by a credential of theirs, and approves (PC-41).
    if not is_person(actor):
        raise PersonNeeded("an arrangement is filed by a person")
    refuse_personal(new.title, "title")
    if find_basis(new.basis) is None:
        raise ArrangementUnfit("basis", f"Give one of {', '.join(list_bases())}.")
    members = sorted({*new.members, new.host})
    if len(members) < 2:
        raise ArrangementUnfit("members", "Name at least one other member.")
    if new.valid_to is not None and new.valid_to <= max(new.valid_from, now):
        raise ArrangementUnfit("valid_to", "Give a time to come, after valid_from.")
    row = Arrangement.objects.create(
        basis=new.basis,
        title=new.title,
        assessment=new.assessment,
        host=new.host,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        filed_by=actor,
        filed_at=now,
    )
    Participation.objects.bulk_create(
        Participation(arrangement=row, institution=member) for member in members
    )
    _note(Action.ARRANGEMENT_FILED, actor, now, row, members=len(members))
    _tell(now, row, [row.host])
    return row


@transaction.atomic
def approve_arrangement(
    *, actor: str, now: datetime, host: str, arrangement_id: UUID
) -> Arrangement:
    """Approve what another person of the host filed (PC-41); members are told to notify their authority.

    Raises ArrangementMissing, PersonNeeded, SelfApproval, ArrangementFixed, and ArrangementUnfit when it is
    out of date.
    """
    row = _find_hosted(host, arrangement_id)
    if not is_person(actor):
        raise PersonNeeded("an arrangement is approved by a person")
    if are_one(actor, row.filed_by):
        raise SelfApproval("an arrangement is approved by another than who filed it")
    if row.approved_at or row.ended_at:
        raise ArrangementFixed("the arrangement was approved before, or has ended")
    if row.valid_to is not None and row.valid_to <= now:
        raise ArrangementUnfit("valid_to", "The arrangement is out of date; file a new one.")
    row.approver, row.approved_at = actor, now
    row.save(update_fields=["approver", "approved_at"])
    _note(Action.ARRANGEMENT_APPROVED, actor, now, row)
    untold = row.participations.filter(left_at=None, notified_at=None)
    _tell(now, row, untold.order_by("id").values_list("institution", flat=True))
    return row


@transaction.atomic
def notify_authority(
    *, actor: str, now: datetime, institution: str, arrangement_id: UUID, told: Notification
) -> Arrangement:
    """Record that a member told its authority of taking part; later words replace earlier ones.

    Raises ArrangementMissing, PersonNeeded, PersonalText, ArrangementFixed for who has left, ArrangementUnfit
    for a time to come or a verification before the notification. DORA 45(3); AMLR 75.
    """
    if not is_person(actor):
        raise PersonNeeded("a notification is recorded by a person")
    refuse_personal(told.authority, "authority")
    refuse_personal(told.reference, "reference")
    place = _find_place(institution, arrangement_id)
    if told.notified_at > now:
        raise ArrangementUnfit(
            "notified_at", "Give when the authority was told: it lies in the past."
        )
    if told.verified_at and not told.notified_at <= told.verified_at <= now:
        raise ArrangementUnfit("verified_at", "It lies between the notification and now.")
    place.authority, place.reference = told.authority, told.reference
    place.notified_at, place.verified_at = told.notified_at, told.verified_at
    place.save(update_fields=["authority", "reference", "notified_at", "verified_at"])
    verified = told.verified_at.isoformat() if told.verified_at else ""
    # Later words replace these in the row, not here.
    _note(
        Action.ARRANGEMENT_NOTIFIED,
        actor,
        now,
        place.arrangement,
        institution=institution,
        notified=told.notified_at.isoformat(),
        verified=verified,
    )
    return get_arrangement(institution=institution, arrangement_id=arrangement_id)


@transaction.atomic
def leave_arrangement(
    *, actor: str, now: datetime, institution: str, arrangement_id: UUID
) -> Arrangement:
    """Let a member out; nothing later rests on it between that member and others.

    Raises ArrangementMissing, ArrangementFixed for who has left before.
    """
    place = _find_place(institution, arrangement_id)
    place.left_at = now
    place.save(update_fields=["left_at"])
    _note(Action.ARRANGEMENT_LEFT, actor, now, place.arrangement, institution=institution)
    return get_arrangement(institution=institution, arrangement_id=arrangement_id)


@transaction.atomic
def end_arrangement(*, actor: str, now: datetime, host: str, arrangement_id: UUID) -> Arrangement:
    """End an arrangement of its host; one that has ended stays as it is. Raises ArrangementMissing."""
    row = _find_hosted(host, arrangement_id)
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        _note(Action.ARRANGEMENT_ENDED, actor, now, row)
    return row


def _find_hosted(host: str, arrangement_id: UUID) -> Arrangement:
    rows = Arrangement.objects.select_for_update().filter(host=host)
    found = rows.filter(id=arrangement_id).first()
    if found is None:
        raise ArrangementMissing("there is no such arrangement")
    return found


def _find_place(institution: str, arrangement_id: UUID) -> Participation:
    """Return a member's place in an arrangement, locked."""
    rows = Participation.objects.select_for_update(of=("self",)).select_related("arrangement")
    found = rows.filter(arrangement_id=arrangement_id, institution=institution).first()
    if found is None:
        raise ArrangementMissing("there is no such arrangement")
    if found.left_at is not None or found.arrangement.ended_at is not None:
        raise ArrangementFixed("the member has left, or the arrangement has ended")
    return found


def _tell(now: datetime, row: Arrangement, desks: Iterable[str]) -> None:
    matters = [Matter(desk, MatterKind.ARRANGEMENT, str(row.id)) for desk in desks]
    tell(now=now, matters=matters)


def _note(
    action: Action, actor: str, now: datetime, row: Arrangement, **details: str | int | bool
) -> None:
    record(Event(action, actor, str(row.id), now, {"basis": row.basis, **details}))
