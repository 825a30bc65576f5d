"""Requests and complaints as they are shown: opened texts, steps without names, the sentence to the person."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson

from privacy.consent.models import ConsentRecord
from privacy.consent.selectors import read_consent
from privacy.rights.letters import tell_standing
from privacy.rights.models import Complaint, PersonIdentifier, RightsRequest
from privacy.rights.sealing import open_text


@dataclass(frozen=True, slots=True)
class StepEntry:
    """What happened, and when."""

    at: datetime
    code: str


@dataclass(frozen=True, slots=True)
class IdentifierEntry:
    """What a person says to be known by: its kind only, and whether it was verified."""

    kind: str
    verified: bool


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """A request as the person and the institution see it alike."""

    id: UUID
    receipt: str
    type: str
    regime: str
    controller: str
    text: str
    identity: str
    identifiers: tuple[IdentifierEntry, ...]
    state: str
    outcome: str
    message: str
    reason_code: str
    reason: str
    remedy: str
    opened_at: datetime
    due_at: datetime
    extended_to: datetime | None
    closed_at: datetime | None
    is_overdue: bool
    steps: tuple[StepEntry, ...]


@dataclass(frozen=True, slots=True)
class ComplaintEntry:
    """A complaint; the contact is for whoever has to answer it and for nobody else."""

    id: UUID
    receipt: str
    cause: str
    about: str
    alert: str
    risk_measure: bool
    fears_retaliation: bool
    language: str
    text: str
    contact: str
    answer: str
    state: str
    outcome: str
    handler: str
    received_at: datetime
    due_at: datetime
    closed_at: datetime | None
    is_overdue: bool
    steps: tuple[StepEntry, ...]


@dataclass(frozen=True, slots=True)
class ConsentEntry:
    """A consent as the person sees it."""

    id: UUID
    controller: str
    kind: str
    state: str
    purposes: tuple[str, ...]
    recipient_classes: tuple[str, ...]
    categories: tuple[str, ...]
    regions: tuple[str, ...]
    language: str
    given_at: datetime
    expires_at: datetime | None


def describe_consent(row: ConsentRecord, *, now: datetime) -> ConsentEntry:
    """Return a consent with where it stands."""
    return ConsentEntry(
        id=row.id,
        controller=row.controller,
        kind=row.kind,
        state=read_consent(row).state(now).value,
        purposes=tuple(row.purposes),
        recipient_classes=tuple(row.recipient_classes),
        categories=tuple(row.categories),
        regions=tuple(row.regions),
        language=row.language,
        given_at=row.given_at,
        expires_at=row.expires_at,
    )


def describe_request(row: RightsRequest, *, now: datetime) -> RequestEntry:
    """Return a request with its texts opened."""
    sealed = open_text(place=f"rights_rightsrequest.reason:{row.id}", sealed=row.reason)
    reason, remedy = orjson.loads(sealed) if sealed else ("", "")
    known = sorted(row.person.identifiers.all(), key=lambda one: one.pk)
    return RequestEntry(
        id=row.id,
        receipt=row.receipt,
        type=row.type,
        regime=row.regime,
        controller=row.controller,
        text=open_text(place=f"rights_rightsrequest.text:{row.id}", sealed=row.text),
        identity=row.identity_state,
        identifiers=tuple(describe_identifier(one) for one in known),
        state=row.state,
        outcome=row.outcome,
        message=tell_standing(language=row.person.language, state=row.state, outcome=row.outcome),
        reason_code=row.reason_code,
        reason=reason,
        remedy=remedy,
        opened_at=row.opened_at,
        due_at=row.due_at,
        extended_to=row.extended_to,
        closed_at=row.closed_at,
        is_overdue=_is_late(row, now),
        steps=_list_steps(row),
    )


def describe_identifier(row: PersonIdentifier) -> IdentifierEntry:
    """Return what kind of identifier it is, and nothing of it."""
    return IdentifierEntry(row.kind, row.verified_at is not None)


def describe_complaint(
    row: Complaint, *, now: datetime, handlers: frozenset[str] = frozenset()
) -> ComplaintEntry:
    """Return a complaint with its texts opened; the contact only for those who have to answer it."""
    is_theirs = row.handler in handlers
    return ComplaintEntry(
        id=row.id,
        receipt=row.receipt,
        cause=row.cause,
        about=row.about,
        alert=row.alert,
        risk_measure=row.risk_measure,
        fears_retaliation=row.fears_retaliation,
        language=row.language,
        text=_open(row, "text", row.text),
        contact=_open(row, "contact", row.contact) if is_theirs else "",
        answer=_open(row, "answer", row.answer),
        state=row.state,
        outcome=row.outcome,
        handler=row.handler,
        received_at=row.received_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        is_overdue=_is_late(row, now),
        steps=_list_steps(row),
    )


def _open(row: Complaint, field: str, sealed: bytes | memoryview) -> str:
    return open_text(place=f"rights_complaint.{field}:{row.id}", sealed=sealed)


def _is_late(row: RightsRequest | Complaint, now: datetime) -> bool:
    return row.closed_at is None and row.due_at < now


def _list_steps(row: RightsRequest | Complaint) -> tuple[StepEntry, ...]:
    steps = sorted(row.steps.all(), key=lambda step: step.pk)
    return tuple(StepEntry(step.at, step.code) for step in steps)
