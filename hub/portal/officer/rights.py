"""Requests of natural persons: how much time is left, and the steps to their end (PC-12 to PC-17)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from hub.portal.officer.clocks import Bar, draw_clock
from hub.portal.officer.forms.rights import EndingForm, ExtensionForm, ProofForm
from hub.portal.officer.pages import (
    ASKED,
    choose,
    list_page,
    officer_of,
    officer_page,
    read_place,
)
from hub.portal.officer.refusals import REFUSED, Refusal, explain
from hub.portal.visitors import Visitor
from hub.remedies.correcting import find_correction
from privacy.rights import requests as services
from privacy.rights.codes import STANDING, RequestState, RequestType
from privacy.rights.entries import RequestEntry, describe_request
from privacy.rights.selectors import Wanted, get_request, list_requests
from sharing.members.actors import Scope

STATES = [one.value for one in RequestState]
_CORRECTS = RequestType.RECTIFICATION


@dataclass(frozen=True, slots=True)
class Line:
    """A request with its clock."""

    request: RequestEntry
    clock: Bar


@dataclass(frozen=True, slots=True)
class Step:
    """A step that may be taken: its form, and what carries out what the form says."""

    form: Callable[..., forms.Form]
    act: Callable[[Visitor, datetime, UUID, Any], None]
    told: str


@require_safe
@officer_page(Scope.RIGHTS_READ)
def show_requests(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the requests of persons to the institution, newest first."""
    now, state = timezone.now(), choose(request, "state", STATES)
    wanted = Wanted(state=state, before=read_place(request), limit=ASKED)
    rows = list_requests(controllers=officer_of(visitor).controllers, wanted=wanted)
    lines = [_describe(describe_request(row, now=now), now) for row in rows]
    listed = list_page(request, lines, lambda one: (one.request.opened_at, one.request.id))
    context = {"list": listed, "state": state, "states": ["", *STATES]}
    return render(request, "portal/officer/requests.html", context)


@require_safe
@officer_page(Scope.RIGHTS_READ)
def show_request(request: HttpRequest, visitor: Visitor, request_id: UUID) -> HttpResponse:
    """Show one request: what is asked, how much time is left, and the steps that are possible."""
    return _show(request, visitor, request_id)


@require_POST
@officer_page(Scope.RIGHTS_WRITE)
def take_step(request: HttpRequest, visitor: Visitor, request_id: UUID, step: str) -> HttpResponse:
    """Take one step of a request: verify, extend, close or release."""
    entry = _find(visitor, request_id, timezone.now()).request
    wanted = STEPS.get(step)
    if wanted is None:
        raise Http404
    form = _make_form(step, entry, request.POST)
    if not form.is_valid():
        return _show(request, visitor, request_id, filled={step: form}, status=422)
    try:
        wanted.act(visitor, timezone.now(), request_id, form)
    except REFUSED as error:
        return _show(request, visitor, request_id, filled={step: form}, refusal=explain(error))
    messages.success(request, _(wanted.told))
    return redirect("portal:officer-request", request_id)


def _show(
    request: HttpRequest,
    visitor: Visitor,
    request_id: UUID,
    *,
    filled: dict[str, forms.Form] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    line = _find(visitor, request_id, timezone.now())
    steps = _list_steps(line.request) if visitor.actor.may(Scope.RIGHTS_WRITE) else []
    offered = {step: _make_form(step, line.request) for step in steps}
    context = {
        "line": line,
        "one": line.request,
        "steps": {
            **offered,
            **{name: form for name, form in (filled or {}).items() if name in offered},
        },
        "refusal": refusal,
    }
    code = refusal.status if refusal else status
    return render(request, "portal/officer/request.html", context, status=code)


def _find(visitor: Visitor, request_id: UUID, now: datetime) -> Line:
    row = get_request(controllers=officer_of(visitor).controllers, request_id=request_id)
    return _describe(describe_request(row, now=now), now)


def _describe(entry: RequestEntry, now: datetime) -> Line:
    at = entry.closed_at or now
    return Line(entry, draw_clock(starts_at=entry.opened_at, due_at=entry.due_at, at=at))


def _list_steps(entry: RequestEntry) -> list[str]:
    """Return what may follow; the room still decides what is possible."""
    if entry.state == RequestState.CLOSED:
        stands = entry.type in STANDING and entry.outcome in ("granted", "partly")
        ended = any(step.code == "released" for step in entry.steps)
        return ["release"] if stands and not ended else []
    extend = [] if entry.extended_to or entry.is_overdue or entry.regime != "gdpr" else ["extend"]
    verify = ["verify"] if entry.state == RequestState.VERIFYING else []
    return [*verify, "close", *extend]


def _make_form(step: str, entry: RequestEntry, sent: Any = None) -> forms.Form:
    more: dict[str, Any] = {"prefix": step}
    if step == "verify":
        more["claimed"] = [one.kind for one in entry.identifiers if not one.verified]
    if step == "close":
        more["corrects"] = entry.type == _CORRECTS
    return STEPS[step].form(sent, **more)


def _verify(visitor: Visitor, now: datetime, request_id: UUID, form: ProofForm) -> None:
    officer = officer_of(visitor)
    services.verify_identity(actor=officer, now=now, request_id=request_id, proof=form.read_proof())


def _extend(visitor: Visitor, now: datetime, request_id: UUID, form: ExtensionForm) -> None:
    officer = officer_of(visitor)
    services.extend_term(actor=officer, now=now, request_id=request_id, reason=form.read_reason())


def _close(visitor: Visitor, now: datetime, request_id: UUID, form: EndingForm) -> None:
    reference = form.cleaned_data.get("correction", "")
    corrected = find_correction(actor=visitor.actor, reference=reference)
    ending = replace(form.read_ending(), correction=corrected)
    services.close_request(actor=officer_of(visitor), now=now, request_id=request_id, ending=ending)


def _release(visitor: Visitor, now: datetime, request_id: UUID, _form: forms.Form) -> None:
    services.end_restriction(actor=officer_of(visitor), now=now, request_id=request_id)


STEPS = {
    "verify": Step(ProofForm, _verify, gettext_noop("The result is noted.")),
    "close": Step(
        EndingForm,
        _close,
        gettext_noop("The request is closed, and what was granted is carried out."),
    ),
    "extend": Step(
        ExtensionForm, _extend, gettext_noop("The term is extended; the person is told.")
    ),
    "release": Step(
        forms.Form, _release, gettext_noop("The restriction is over; the person is told.")
    ),
}
