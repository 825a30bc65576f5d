"""Requests of foreign authorities: recorded and raised; nothing goes without the competent authority (PC-20).

PIPL 41; DSL 36; AML Law 50; GDPR 48. Two persons attach the approval to exactly the alerts of the request; policy
refuses every other act with the authority.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy import Category
from privacy.approvals.matters import Matter, MatterKind, tell
from privacy.approvals.persons import is_person
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.detection.texts import refuse_personal
from privacy.errors import PersonNeeded
from privacy.policy.regions import legal_region
from privacy.policy.types import EvidenceKind
from privacy.transfers.errors import RecordIsFinal, RecordMissing, TermsUnusable
from privacy.transfers.models import AuthorityRequest
from privacy.transfers.scope import Scope
from privacy.transfers.services.mechanisms import (
    NewMechanism,
    approve_mechanism,
    end_mechanism,
    file_mechanism,
)


@dataclass(frozen=True, slots=True)
class NewAuthorityRequest:
    """What an authority asks of an institution; recipient and institution by STIX id, alerts by id."""

    institution: str
    authority: str
    place: str
    reference: str
    asked: str
    recipient: str
    alerts: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """What the competent authority approved: its file number, its term, and the categories that it names."""

    reference: str
    valid_from: datetime
    valid_to: datetime
    categories: frozenset[Category] = frozenset()


@transaction.atomic
def record_request(*, actor: str, now: datetime, new: NewAuthorityRequest) -> AuthorityRequest:
    """Record a request and tell the institution's officers; nothing leaves by it.

    Raises TermsUnusable for an unknown place, no alert, or a time to come; PersonalText for words with
    personal data in them.
    """
    if not legal_region(new.place):
        raise TermsUnusable("place", "Give a jurisdiction such as US, HK or EU-DE.")
    if not new.alerts:
        raise TermsUnusable("alerts", "Name the alerts that are asked for.")
    if new.received_at > now:
        raise TermsUnusable("received_at", "Give when it was received: it lies in the past.")
    for name in ("asked", "authority", "reference"):
        refuse_personal(getattr(new, name), name)
    row = AuthorityRequest.objects.create(
        institution=new.institution,
        authority=new.authority,
        place=new.place,
        reference=new.reference,
        asked=new.asked,
        recipient=new.recipient,
        alerts=sorted(set(new.alerts)),
        received_at=new.received_at,
        received_by=actor,
        recorded_at=now,
    )
    details = {"institution": row.institution, "place": row.place, "alerts": len(row.alerts)}
    record(Event(Action.AUTHORITY_ASKED, actor, str(row.id), now, details))
    _tell(now, row)
    return row


@transaction.atomic
def attach_approval(
    *, actor: str, now: datetime, institution: str, request_id: UUID, approval: Approval
) -> AuthorityRequest:
    """File the competent authority's approval for the alerts of a request; officers are told to approve it.

    Raises RecordMissing, PersonNeeded, RecordIsFinal where one is attached or the request was refused, and
    TermsUnusable for a term that is none.
    """
    row = _get_open(actor, institution, request_id)
    if row.mechanism is not None:
        raise RecordIsFinal("an approval is attached already")
    row.mechanism = file_mechanism(
        actor=actor,
        now=now,
        new=NewMechanism(
            kind=EvidenceKind.AUTHORITY_APPROVAL,
            reference=approval.reference,
            valid_from=approval.valid_from,
            valid_to=approval.valid_to,
            exporter=institution,
            importer=row.recipient,
            scope=Scope(categories=approval.categories, regions=frozenset({row.place})),
            alerts=tuple(row.alerts),
        ),
    )
    row.save(update_fields=["mechanism"])
    _note(actor, now, row, "attached")
    _tell(now, row)
    return row


@transaction.atomic
def approve_request(
    *, actor: str, now: datetime, institution: str, request_id: UUID
) -> AuthorityRequest:
    """Approve, as a second person, what is attached: the named alerts may go while it is in date (PC-41).

    Raises RecordMissing, PersonNeeded, SelfApproval, RecordIsFinal where nothing is attached or it was decided,
    TermsUnusable when the approval is out of date.
    """
    row = _get_open(actor, institution, request_id)
    if row.mechanism is None:
        raise RecordIsFinal("no approval is attached")
    row.mechanism = approve_mechanism(
        actor=actor, now=now, exporter=institution, mechanism_id=row.mechanism.id
    )
    _note(actor, now, row, "approved")
    return row


@transaction.atomic
def refuse_request(
    *, actor: str, now: datetime, institution: str, request_id: UUID
) -> AuthorityRequest:
    """Refuse a request, also one that was approved: what was attached ends, and no later act rests on it.

    Raises RecordMissing, PersonNeeded, RecordIsFinal where it was refused before.
    """
    row = _get_open(actor, institution, request_id)
    if row.mechanism is not None:
        end_mechanism(actor=actor, now=now, exporter=institution, mechanism_id=row.mechanism.id)
    row.refused_by, row.refused_at = actor, now
    row.save(update_fields=["refused_by", "refused_at"])
    _note(actor, now, row, "refused")
    return row


def _get_open(actor: str, institution: str, request_id: UUID) -> AuthorityRequest:
    """Return a request of this institution, locked."""
    if not is_person(actor):
        raise PersonNeeded("a person answers an authority")
    rows = AuthorityRequest.objects.select_for_update(of=("self",)).filter(institution=institution)
    found = rows.select_related("mechanism").filter(id=request_id).first()
    if found is None:
        raise RecordMissing("there is no such request")
    if found.state == "refused":
        raise RecordIsFinal("the request was refused")
    return found


def _tell(now: datetime, row: AuthorityRequest) -> None:
    """Tell officers once for each state that waits: what was received, and what a second person has to see."""
    tell(now=now, matters=[Matter(row.institution, MatterKind.AUTHORITY_REQUEST, str(row.id))])


def _note(actor: str, now: datetime, row: AuthorityRequest, answer: str) -> None:
    details = {"institution": row.institution, "answer": answer}
    record(Event(Action.AUTHORITY_ANSWERED, actor, str(row.id), now, details))
