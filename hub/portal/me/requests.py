"""Requests and complaints as a person reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.portal.me.clocks import Clock, Term, draw_clock
from hub.portal.me.names import name_of
from hub.portal.me.sessions import language_of_page
from hub.portal.me.words import complaints, requests, say
from hub.portal.words.reasons import name_withheld
from privacy.rights.clocks import regime_of
from privacy.rights.codes import READING, RequestOutcome, RequestType
from privacy.rights.entries import ComplaintEntry, RequestEntry, StepEntry
from privacy.rights.letters import tell_standing

_GRANTED = (RequestOutcome.GRANTED, RequestOutcome.PARTLY)


@dataclass(frozen=True, slots=True)
class Step:
    """What happened, in words, and when."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in words; `has_answer` where there is something to download, `can_port` to send on."""

    id: UUID
    receipt: str
    name: str
    to: str
    state: str
    tone: str
    message: str
    law: str
    text: str
    reason: str
    reason_text: str
    remedy: str
    claims: tuple[tuple[str, bool], ...]
    clock: Clock
    is_extended: bool
    has_answer: bool
    can_port: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """A complaint in words."""

    id: UUID
    receipt: str
    name: str
    about: str
    state: str
    tone: str
    outcome: str
    text: str
    alert: str
    answer: str
    is_risk_measure: bool
    fears_retaliation: bool
    clock: Clock
    steps: tuple[Step, ...]


def describe_request(
    entry: RequestEntry, names: Mapping[str, str], *, now: datetime
) -> RequestLine:
    """Return a request in the words of the page."""
    ended = entry.outcome or entry.state
    granted = entry.outcome in _GRANTED
    table = requests.OUTCOMES if entry.outcome else requests.STATES
    term = Term(entry.regime, entry.type, entry.opened_at, entry.due_at, entry.closed_at)
    return RequestLine(
        id=entry.id,
        receipt=entry.receipt,
        name=name_type(entry.type),
        to=name_of(entry.controller, names),
        state=say(table, ended),
        tone=requests.TONES.get(ended, "calm"),
        message=tell_standing(
            language=language_of_page(), state=entry.state, outcome=entry.outcome
        ),
        law=say(requests.LAWS, entry.regime),
        text=entry.text,
        reason=say(requests.REFUSALS, entry.reason_code) if entry.reason_code else "",
        reason_text=entry.reason,
        remedy=entry.remedy,
        claims=tuple((name_withheld(one.kind), one.verified) for one in entry.identifiers),
        clock=draw_clock(term, now=now),
        is_extended=entry.extended_to is not None,
        has_answer=granted and entry.type in READING,
        can_port=granted and entry.type == RequestType.PORTABILITY,
        steps=_list_steps(entry.steps, requests.STEPS),
    )


def describe_complaint(
    entry: ComplaintEntry, names: Mapping[str, str], place: str, *, now: datetime
) -> ComplaintLine:
    """Return a complaint in the words of the page; `place` is the jurisdiction of whom it is about."""
    kind = "risk-measure" if entry.risk_measure else "complaint"
    term = Term(regime_of(place), kind, entry.received_at, entry.due_at, entry.closed_at)
    return ComplaintLine(
        id=entry.id,
        receipt=entry.receipt,
        name=say(complaints.CAUSES, entry.cause),
        about=name_of(entry.about, names),
        state=say(complaints.STATES, entry.state),
        tone=complaints.TONES.get(entry.outcome or entry.state, "calm"),
        outcome=say(complaints.OUTCOMES, entry.outcome) if entry.outcome else "",
        text=entry.text,
        alert=entry.alert,
        answer=entry.answer,
        is_risk_measure=entry.risk_measure,
        fears_retaliation=entry.fears_retaliation,
        clock=draw_clock(term, now=now),
        steps=_list_steps(entry.steps, complaints.STATES),
    )


def name_type(code: str) -> str:
    """Return the name of a kind of request."""
    return say({key: name for key, (name, _) in requests.TYPES.items()}, code)


def _list_steps(steps: Iterable[StepEntry], table: Mapping[str, Any]) -> tuple[Step, ...]:
    return tuple(Step(one.at, say(table, one.code)) for one in steps)
