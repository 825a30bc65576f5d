"""Complaints: anybody may make one, follow it by receipt number and secret, and nobody is named by it.

One about a risk measure goes to the institution that took it (PC-27); one that is upheld is told to the
caller, who corrects the alert. Who fears retaliation is heard by the operator instead (PC-28).
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.keys.keyring import keyed_digest
from privacy.rights.clocks import compute_due, regime_of
from privacy.rights.codes import NEXT_STATES, Cause, ComplaintOutcome, ComplaintState
from privacy.rights.errors import RecordNotFound, StepNotPossible, Unfit
from privacy.rights.models import Complaint, ComplaintStep
from privacy.rights.officers import Officer
from privacy.rights.persons import SignedIn
from privacy.rights.receipts import make_receipt
from privacy.rights.sealing import seal_text
from privacy.rights.secrecy import check_words

ANYBODY = "anonymous"


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What somebody complains about; `about` is a controller's STIX identity, "" the hub or unknown.

    `alert` is the reference of an alert as the person knows it from what is held about them.
    """

    cause: Cause
    text: str
    about: str = ""
    place: str = ""
    alert: str = ""
    risk_measure: bool = False
    fears_retaliation: bool = False
    contact: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Taken:
    """A complaint that was taken: its number, and the secret to follow it, shown this once."""

    id: UUID
    receipt: str
    secret: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Move:
    """The next step of a complaint; `handler` is the regulator it is handed over to."""

    state: ComplaintState
    outcome: ComplaintOutcome | None = None
    answer: str = ""
    handler: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A complaint as it stands now; an upheld one about a risk measure has to lead to a correction."""

    row: Complaint
    needs_correction: bool


@transaction.atomic
def make_complaint(*, actor: SignedIn | None, now: datetime, new: NewComplaint) -> Taken:
    """Take a complaint of a person or of anybody, and start its clock."""
    kind = "risk-measure" if new.risk_measure else "complaint"
    regime = regime_of(new.place)
    due = compute_due(regime=regime, kind=kind, place=new.place, opened_at=now)
    handler = "" if new.fears_retaliation else new.about
    complaint_id, secret = uuid4(), secrets.token_urlsafe(24)
    row = Complaint.objects.create(
        id=complaint_id,
        receipt=make_receipt("C", now),
        secret_digest=_digest(secret),
        person_id=actor.person_id if actor else None,
        cause=new.cause,
        about=new.about,
        alert=new.alert,
        handler=handler,
        risk_measure=new.risk_measure,
        fears_retaliation=new.fears_retaliation,
        language=new.language,
        text=_seal(handler, "text", complaint_id, new.text, now),
        contact=_seal(handler, "contact", complaint_id, new.contact, now),
        received_at=now,
        due_at=due.at,
    )
    details = {"cause": new.cause.value, "risk_measure": new.risk_measure, "rule": due.rule}
    _note(row, Action.COMPLAINT_OPENED, actor.name if actor else ANYBODY, now, details)
    return Taken(row.id, row.receipt, secret, row.due_at)


@transaction.atomic
def move_complaint(*, actor: Officer, now: datetime, complaint_id: UUID, move: Move) -> Moved:
    """Take the next step of a complaint that is the actor's to answer.

    Raises RecordNotFound, StepNotPossible out of order, Unfit for an answer without words, an end
    without outcome, or a handing over to nobody, and PersonNeeded where a machine upholds or rejects.
    """
    row = _lock(actor, complaint_id)
    if move.state not in NEXT_STATES[ComplaintState(row.state)]:
        raise StepNotPossible
    _check_move(move)
    if move.outcome in _JUDGED:
        actor.require_person()
    changes: dict[str, Any] = {"state": move.state}
    if move.state == ComplaintState.ANSWERED:
        changes["answer"] = _seal(row.handler, "answer", row.id, move.answer, now)
    if move.state == ComplaintState.HANDED_OVER:
        changes["handler"] = move.handler
    if move.state == ComplaintState.CLOSED:
        changes |= {"outcome": move.outcome, "closed_at": now}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    details = {"state": move.state.value, "outcome": move.outcome.value if move.outcome else ""}
    _note(row, Action.COMPLAINT_MOVED, actor.name, now, details)
    return Moved(row, row.risk_measure and move.outcome == ComplaintOutcome.UPHELD)


def follow_complaint(*, receipt: str, secret: str) -> Complaint:
    """Return a complaint by its receipt number and secret. Raises RecordNotFound for either."""
    found = Complaint.objects.filter(receipt=receipt).prefetch_related("steps").first()
    # Compared for unknown numbers too, so that time tells nothing.
    expected = bytes(found.secret_digest) if found else bytes(32)
    if not hmac.compare_digest(_digest(secret), expected) or found is None:
        raise RecordNotFound
    return found


_NEEDED = {
    ComplaintState.ANSWERED: ("answer", "Give the answer in words."),
    ComplaintState.HANDED_OVER: ("to", "Name the regulator that it is handed over to."),
    ComplaintState.CLOSED: ("outcome", "Say how it ended: upheld, rejected or settled."),
}


# A setback to somebody: who is right is for a person to say (PIPL 24, 50; GDPR 22).
_JUDGED = frozenset({ComplaintOutcome.UPHELD, ComplaintOutcome.REJECTED})


def _check_move(move: Move) -> None:
    given = {"answer": move.answer.strip(), "to": move.handler, "outcome": move.outcome}
    needed, rule = _NEEDED.get(move.state, ("", ""))
    if needed and not given[needed]:
        raise Unfit(needed, rule)
    check_words(answer=move.answer)
    for name, value in given.items():
        if value and name != needed:
            raise Unfit(name, _misplaced(name, move.state))


def _misplaced(name: str, state: ComplaintState) -> str:
    home = next(one for one, (needed, _) in _NEEDED.items() if needed == name)
    return f"Leave it out of the state {state}: it goes with the state {home}."


def _lock(actor: Officer, complaint_id: UUID) -> Complaint:
    rows = Complaint.objects.select_for_update()
    found = rows.filter(pk=complaint_id, handler__in=actor.controllers).first()
    if found is None:
        raise RecordNotFound
    return found


def _seal(owner: str, field: str, complaint_id: UUID, text: str, now: datetime) -> bytes:
    place = f"rights_complaint.{field}:{complaint_id}"
    return seal_text(owner=owner, place=place, text=text, now=now)


def _digest(secret: str) -> bytes:
    return keyed_digest("complaint-secret", secret.encode())


def _note(
    row: Complaint, action: Action, actor: str, now: datetime, details: dict[str, Any]
) -> None:
    code = str(details.get("state", ComplaintState.RECEIVED))
    ComplaintStep.objects.create(complaint=row, at=now, actor=actor, code=code, details=details)
    record(Event(action, actor, f"complaint:{row.id}", now, details))
