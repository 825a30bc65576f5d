"""All that is held about a person, as they may have it: access, copy and portability (PC-12, PC-13)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.consent.models import ConsentRecord
from privacy.consent.selectors import list_for_subject
from privacy.retention.registry import Item
from privacy.rights.codes import READING, RequestOutcome, RequestType
from privacy.rights.entries import describe_complaint, describe_consent, describe_request
from privacy.rights.errors import RecordNotFound
from privacy.rights.execution import GIVEN_BY_PERSON, gather, sort_items
from privacy.rights.persons import SignedIn
from privacy.rights.selectors import get_own_request, list_own_complaints, list_own_requests


@transaction.atomic
def export_all(*, actor: SignedIn, now: datetime) -> list[Item]:
    """Return everything that is held about the person, and record that it was handed out."""
    items = sort_items([*_gather_all(actor, now), *_own(actor, now)])
    _note(actor, now, actor.name, items)
    return items


@transaction.atomic
def export_answer(*, actor: SignedIn, now: datetime, request_id: UUID) -> list[Item]:
    """Return what a granted request for access, a copy or one's own data comes to.

    One's own data to take elsewhere is what one gave under a consent or in a request; what institutions
    wrote is not. Raises RecordNotFound for another kind, and for what was not granted.
    """
    row = get_own_request(person_id=actor.person_id, request_id=request_id)
    is_granted = row.outcome in (RequestOutcome.GRANTED, RequestOutcome.PARTLY)
    if row.type not in READING or not is_granted:
        raise RecordNotFound
    held = (
        gather(now=now, subjects=actor.known_at(row.controller), controller=row.controller)
        if row.controller
        else _gather_all(actor, now)
    )
    own = [item for item in _own(actor, now) if row.controller in ("", item.controller)]
    items = sort_items([*held, *own])
    if row.type == RequestType.PORTABILITY:
        items = [item for item in items if item.kind in GIVEN_BY_PERSON]
    _note(actor, now, f"rights-request:{row.id}", items)
    return items


def list_consents(*, actor: SignedIn) -> list[ConsentRecord]:
    """Return the consents given under any identifier that counts at who collected them."""
    rows = list_for_subject(subjects=actor.everything)
    return [row for row in rows if _is_of(row, actor)]


def find_consent(*, actor: SignedIn, consent_id: UUID) -> ConsentRecord:
    """Return one of the consents that `list_consents` lists. Raises RecordNotFound."""
    found = next((row for row in list_consents(actor=actor) if row.id == consent_id), None)
    if found is None:
        raise RecordNotFound
    return found


def _is_of(row: ConsentRecord, actor: SignedIn) -> bool:
    known = actor.known_at(row.controller)
    own = {bytes(one.subject) for one in row.subjects.all()}
    # Who consented for a child reads and withdraws it as well.
    own |= {bytes(row.guardian)} if row.guardian else set()
    return not own.isdisjoint(known)


def _gather_all(actor: SignedIn, now: datetime) -> list[Item]:
    """Return what is held under what counts everywhere, and at each controller under what it saw."""
    found = {(item.kind, item.id): item for item in gather(now=now, subjects=actor.subjects)}
    for controller in sorted(set(actor.proofs) - {""}):
        known = actor.known_at(controller)
        for item in gather(now=now, subjects=known, controller=controller):
            found[item.kind, item.id] = item
    return list(found.values())


def _own(actor: SignedIn, now: datetime) -> list[Item]:
    """Return what the person themselves gave: consents, requests and complaints."""
    requests = [
        describe_request(row, now=now) for row in list_own_requests(person_id=actor.person_id)
    ]
    complaints = [
        describe_complaint(row, now=now) for row in list_own_complaints(person_id=actor.person_id)
    ]
    consents = [describe_consent(row, now=now) for row in list_consents(actor=actor)]
    return [
        *(
            Item("consent", str(one.id), one.controller, one.given_at, _plain(one))
            for one in consents
        ),
        *(
            Item("rights-request", str(one.id), one.controller, one.opened_at, _plain(one))
            for one in requests
        ),
        *(
            Item("complaint", str(one.id), one.about, one.received_at, _plain(one))
            for one in complaints
        ),
    ]


_HEAD = frozenset({"id", "controller", "about", "message", "is_overdue", "handler", "contact"})


def _plain(entry: Any) -> dict[str, Any]:
    return {name: value for name, value in asdict(entry).items() if name not in _HEAD}


def _note(actor: SignedIn, now: datetime, subject: str, items: list[Item]) -> None:
    record(Event(Action.RIGHTS_EXPORTED, actor.name, subject, now, {"items": len(items)}))
