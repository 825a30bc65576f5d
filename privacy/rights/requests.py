"""Requests of natural persons: open, make sure who asks, extend, close and carry out (PC-12 to PC-17).

Each step is one transaction with its audit event. Steps, texts and counts that a person can see depend on
the request alone, never on what is found (PC-25).
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import transaction
from django.db.models import F, QuerySet

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.rights import execution
from privacy.rights.clocks import compute_due, compute_extension, home_of, regime_of
from privacy.rights.codes import (
    STANDING,
    ExtensionReason,
    IdentityState,
    RefusalReason,
    RequestOutcome,
    RequestState,
    RequestType,
    VerificationMethod,
)
from privacy.rights.errors import RecordNotFound, StepNotPossible, Unfit
from privacy.rights.identity import Claims, claim, confirm, forget_claims
from privacy.rights.letters import send_news
from privacy.rights.models import RequestStep, RightsRequest
from privacy.rights.officers import Officer
from privacy.rights.persons import SignedIn
from privacy.rights.receipts import make_receipt
from privacy.rights.sealing import owner_of_person, seal_text
from privacy.rights.secrecy import check_words
from privacy.rights.selectors import count_open_requests, find_subjects

MOST_OPEN = 20
# So often an officer may name what the person does not claim: more would be guessing.
MOST_WRONG_PROOFS = 5
CORRECT_FIRST = (
    "Send the corrected alert first, in mode correct, and give its reference here;"
    " or refuse, and say why what is held is accurate."
)
# What a person is told of by letter: an extension inside the term, an end, a restriction that ends.
_NEWS = frozenset(
    {Action.RIGHTS_REQUEST_EXTENDED, Action.RIGHTS_REQUEST_CLOSED, Action.SUBJECT_RELEASED}
)


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What a person asks for; `place` is the controller's jurisdiction, `claims` are (kind, identifier)."""

    type: RequestType
    controller: str = ""
    place: str = ""
    regime: str = ""
    text: str = ""
    claims: Claims = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What an institution found when it made sure who asks; the identifiers are those on the papers."""

    method: VerificationMethod
    passed: bool
    identifiers: Claims = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a request ends; whatever is refused needs a reason, its words, and where to turn to.

    `correction` is the id of the alert that corrects what was said, where a rectification is granted.
    """

    outcome: RequestOutcome
    reason_code: RefusalReason | None = None
    reason: str = ""
    remedy: str = ""
    correction: UUID | None = None


@transaction.atomic
def open_request(*, actor: SignedIn, now: datetime, new: NewRequest) -> UUID:
    """Take a request and start its clock; return its id.

    Raises Unfit for an identifier that names nobody, StepNotPossible when too many wait already.
    """
    if count_open_requests(person_id=actor.person_id) >= MOST_OPEN:
        raise StepNotPossible
    regime = new.regime or regime_of(new.place)
    place = new.place or home_of(regime)
    due = compute_due(regime=regime, kind=new.type, place=place, opened_at=now)
    is_claimed = claim(
        person_id=actor.person_id, controller=new.controller, now=now, claims=new.claims
    )
    request_id = uuid4()
    row = RightsRequest.objects.create(
        id=request_id,
        receipt=make_receipt("R", now),
        person_id=actor.person_id,
        type=new.type,
        regime=regime,
        place=place,
        controller=new.controller,
        text=_seal(actor.person_id, "text", request_id, new.text, now),
        identity_state=IdentityState.CLAIMED if is_claimed else IdentityState.CONTACT,
        state=RequestState.VERIFYING if is_claimed else RequestState.OPEN,
        opened_at=now,
        due_at=due.at,
    )
    details = {"type": new.type.value, "regime": regime, "rule": due.rule}
    _note(row, Action.RIGHTS_REQUEST_OPENED, actor.name, now, details)
    return request_id


def verify_identity(*, actor: Officer, now: datetime, request_id: UUID, proof: Proof) -> None:
    """Say whether papers were seen that prove what the person claims; keep the result and the method.

    Person and institution have to name the same identifiers, so neither can link them alone; who names
    others too often only refuses. Raises RecordNotFound, StepNotPossible, Unfit.
    """
    try:
        _verify(actor, now, request_id, proof)
    except Unfit:
        # Counted for good: what was read in vain is rolled back.
        rows = RightsRequest.objects.filter(pk=request_id, controller__in=actor.controllers)
        rows.update(wrong_proofs=F("wrong_proofs") + 1)
        raise


@transaction.atomic
def _verify(actor: Officer, now: datetime, request_id: UUID, proof: Proof) -> None:
    row = _get_open(actor, request_id)
    if proof.passed and row.wrong_proofs >= MOST_WRONG_PROOFS:
        raise StepNotPossible
    if proof.passed:
        confirm(
            person_id=row.person_id,
            controller=row.controller,
            now=now,
            seen=proof.identifiers,
            method=proof.method,
        )
    row.identity_state = IdentityState.VERIFIED if proof.passed else IdentityState.FAILED
    row.state = RequestState.IN_PROGRESS if proof.passed else RequestState.VERIFYING
    row.save(update_fields=["identity_state", "state"])
    details = {"method": proof.method.value, "passed": proof.passed}
    _note(row, Action.RIGHTS_REQUEST_VERIFIED, actor.name, now, details)


@transaction.atomic
def extend_term(
    *, actor: Officer, now: datetime, request_id: UUID, reason: ExtensionReason
) -> None:
    """Extend the term once, inside the first one, where the law knows that (GDPR 12(3)).

    The step is the notice to the person. Raises RecordNotFound, StepNotPossible.
    """
    row = _get_open(actor, request_id)
    longer = compute_extension(
        regime=row.regime, kind=row.type, place=row.place, opened_at=row.opened_at
    )
    if longer is None or row.extended_to is not None or now > row.due_at:
        raise StepNotPossible
    row.extended_to = row.due_at = longer.at
    row.save(update_fields=["extended_to", "due_at"])
    details = {"reason": reason.value, "until": longer.at.isoformat()}
    _note(row, Action.RIGHTS_REQUEST_EXTENDED, actor.name, now, details)


@transaction.atomic
def close_request(*, actor: Officer, now: datetime, request_id: UUID, ending: Ending) -> None:
    """End a request and carry out what was granted; what a legal hold keeps is erased when it ends.

    Raises RecordNotFound, StepNotPossible while it is not sure who asks, Unfit for a refusal without
    reason, words and remedy or a rectification without its correction (PIPL 46; GDPR 16),
    PersonNeeded where a machine refuses or erases.
    """
    _check_ending(ending)
    row = _get_open(actor, request_id)
    kind = RequestType(row.type)
    _check_correction(kind, ending)
    if ending.outcome != RequestOutcome.GRANTED or kind == RequestType.ERASURE:
        actor.require_person()
    counts: dict[str, int] = {}
    if ending.outcome != RequestOutcome.REFUSED:
        counts = _grant(actor, now, row)
    reason = orjson.dumps([ending.reason, ending.remedy]).decode() if ending.reason else ""
    row.state, row.outcome, row.closed_at = RequestState.CLOSED, ending.outcome, now
    row.reason_code = ending.reason_code or ""
    row.reason = _seal(row.person_id, "reason", row.id, reason, now)
    row.kept_at = now if counts.get("kept") else None
    row.save(update_fields=["state", "outcome", "closed_at", "reason_code", "reason", "kept_at"])
    forget_claims(person_id=row.person_id)
    details = {"type": row.type, "outcome": row.outcome, "reason": row.reason_code}
    if ending.correction:
        details["correction"] = str(ending.correction)
    _note(row, Action.RIGHTS_REQUEST_CLOSED, actor.name, now, details, **counts)


@transaction.atomic
def end_restriction(*, actor: Officer, now: datetime, request_id: UUID) -> None:
    """Free what a granted restriction or objection stopped; the step tells the person (GDPR 18(3)).

    Where another request of the person still stops the same, it stays so: an erasure does, for good.
    Raises RecordNotFound, StepNotPossible.
    """
    row = _lock(actor, request_id)
    standing = _list_standing(row)
    if not standing.filter(pk=row.pk).exists():
        raise StepNotPossible
    count = 0
    if not standing.exclude(pk=row.pk).exists() and not _is_erased(row):
        subjects = find_subjects(person_id=row.person_id, controller=row.controller)
        count = execution.end(
            actor=actor.name,
            now=now,
            kind=RequestType(row.type),
            subjects=subjects,
            controller=row.controller,
        )
    _note(row, Action.SUBJECT_RELEASED, actor.name, now, {}, released=count)


def _check_ending(ending: Ending) -> None:
    given = (ending.reason_code, ending.reason.strip(), ending.remedy.strip())
    if ending.outcome == RequestOutcome.GRANTED:
        if any(given):
            raise Unfit("reason_code", "Leave reason and remedy out of what is granted in full.")
        return
    for name, value in zip(("reason_code", "reason", "remedy"), given, strict=True):
        if not value:
            raise Unfit(name, "A refusal needs reason_code, reason and remedy.")
    check_words(reason=ending.reason, remedy=ending.remedy)


def _check_correction(kind: RequestType, ending: Ending) -> None:
    is_due = kind == RequestType.RECTIFICATION and ending.outcome != RequestOutcome.REFUSED
    if is_due and ending.correction is None:
        raise Unfit("correction", CORRECT_FIRST)
    if ending.correction is not None and not is_due:
        raise Unfit("correction", "Leave it out: it goes with a rectification that is granted.")


def _grant(actor: Officer, now: datetime, row: RightsRequest) -> dict[str, int]:
    if row.identity_state not in (IdentityState.CONTACT, IdentityState.VERIFIED):
        raise StepNotPossible
    return execution.carry_out(
        actor=actor.name,
        now=now,
        kind=RequestType(row.type),
        subjects=find_subjects(person_id=row.person_id, controller=row.controller),
        controller=row.controller,
    )


def _list_standing(row: RightsRequest) -> QuerySet[RightsRequest]:
    """Return what the person was granted of this kind at this controller, and nobody ended."""
    kind = row.type if row.type in STANDING else ""
    granted = [RequestOutcome.GRANTED, RequestOutcome.PARTLY]
    rows = RightsRequest.objects.filter(person_id=row.person_id, controller=row.controller)
    rows = rows.filter(type=kind, outcome__in=granted)
    return rows.exclude(steps__code=_code_of(Action.SUBJECT_RELEASED))


def _is_erased(row: RightsRequest) -> bool:
    """Say whether a restriction is also that of an erasure: later versions, and what a legal hold keeps."""
    granted = [RequestOutcome.GRANTED, RequestOutcome.PARTLY]
    rows = RightsRequest.objects.filter(person_id=row.person_id, type=RequestType.ERASURE)
    rows = rows.filter(controller=row.controller, outcome__in=granted)
    return row.type == RequestType.RESTRICTION and rows.exists()


def _lock(actor: Officer, request_id: UUID) -> RightsRequest:
    rows = RightsRequest.objects.select_for_update()
    found = rows.filter(pk=request_id, controller__in=actor.controllers).first()
    if found is None:
        raise RecordNotFound
    return found


def _get_open(actor: Officer, request_id: UUID) -> RightsRequest:
    row = _lock(actor, request_id)
    if row.state == RequestState.CLOSED:
        raise StepNotPossible
    return row


def _seal(person_id: UUID, field: str, request_id: UUID, text: str, now: datetime) -> bytes:
    return seal_text(
        owner=owner_of_person(person_id),
        place=f"rights_rightsrequest.{field}:{request_id}",
        text=text,
        now=now,
    )


def _note(
    row: RightsRequest,
    action: Action,
    actor: str,
    now: datetime,
    details: dict[str, Any],
    **counts: int,
) -> None:
    """Write the step, which the person sees and is told of, and the audit event with the counts."""
    RequestStep.objects.create(
        request=row, at=now, actor=actor, code=_code_of(action), details=details
    )
    record(Event(action, actor, f"rights-request:{row.id}", now, details | counts))
    if action in _NEWS:
        transaction.on_commit(partial(send_news, person=row.person, receipt=row.receipt))


def _code_of(action: Action) -> str:
    return action.value.rpartition(".")[2]
