"""The queue of what waits for two persons: why, what would go out, and their decision (PC-41)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from hub.portal.contents import Group, group_objects, read_objects
from hub.portal.cursors import PAGE
from hub.portal.officer.forms.holds import DecisionForm, ProposalForm
from hub.portal.officer.pages import ASKED, choose, list_page, officer_page, read_place
from hub.portal.officer.refusals import REFUSED, Refusal, explain
from hub.portal.officer.titles import find_titles
from hub.portal.visitors import Visitor
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import Reason, Withheld
from sharing.holds.selectors import STATES, get_hold, list_holds
from sharing.holds.services import propose_all
from sharing.members.actors import Scope
from sharing.pipeline.hold_queue import HoldEntry, describe_holds
from sharing.pipeline.holds import Verdict, decide_holds, foresee
from sharing.tasks import wake_pushers, wake_workers

LIST = "portal/officer/holds.html"
ONE = "portal/officer/hold.html"
# So many copies of one alert are proposed for, or decided on, at once.
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A hold with the title of its alert; "" for one that is not stored or not to be read."""

    hold: HoldEntry
    title: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a recipient would get if its copy were released as the rules form it."""

    outcome: str
    reasons: Sequence[Reason]
    groups: Sequence[Group]
    withheld: Sequence[Withheld]


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_holds(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what waits, newest first; or what was decided."""
    state = choose(request, "state", [*STATES, "all"]) or "open"
    rows = list_holds(
        actor=visitor.actor,
        state=None if state == "all" else state,
        before=read_place(request),
        limit=ASKED,
    )
    now = timezone.now()
    entries = describe_holds(rows, actor=visitor.actor, now=now)
    alerts = {entry.alert for entry in entries[:PAGE]}
    titles = find_titles(actor=visitor.actor, now=now, alerts=alerts)
    lines = [Line(entry, titles.get(entry.alert, "")) for entry in entries]
    listed = list_page(request, lines, lambda line: (line.hold.placed_at, line.hold.id))
    context = {"list": listed, "state": state, "states": [*STATES, "all"]}
    return render(request, LIST, context)


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_hold(request: HttpRequest, visitor: Visitor, hold_id: UUID) -> HttpResponse:
    """Show one hold: its reasons, what would go out, and what was proposed."""
    return _show(request, visitor, hold_id)


@require_POST
@officer_page(Scope.PRIVACY_DECIDE)
def propose_end(request: HttpRequest, visitor: Visitor, hold_id: UUID) -> HttpResponse:
    """Propose what becomes of a hold, and of the other copies of its alert where that is ticked."""
    entry, beside = _find(visitor, hold_id)
    form = ProposalForm(request.POST, actions=entry.actions, beside=len(beside))
    if not form.is_valid():
        return _show(request, visitor, hold_id, form=form, status=422)
    also = [one.id for one in beside] if form.cleaned_data.get("also") else []
    proposal = form.read_proposal()
    try:
        done = propose_all(
            actor=visitor.actor,
            now=timezone.now(),
            proposals=[(one, proposal) for one in (hold_id, *also)],
        )
    except REFUSED as error:
        return _show(request, visitor, hold_id, form=form, refusal=explain(error))
    told = ngettext(
        "Proposed for %(n)d copy. Another person has to approve it.",
        "Proposed for %(n)d copies. Another person has to approve it.",
        len(done),
    )
    messages.success(request, told % {"n": len(done)})
    return redirect("portal:officer-hold", hold_id)


@require_POST
@officer_page(Scope.PRIVACY_DECIDE)
def decide_end(request: HttpRequest, visitor: Visitor, hold_id: UUID) -> HttpResponse:
    """Approve or refuse what another person proposed, for all the copies that were ticked."""
    try:
        pairs = DecisionForm.read_pairs(request.POST.getlist("copies")[:MOST_AT_ONCE])
    except ValueError:
        return HttpResponseBadRequest()
    form = DecisionForm(request.POST)
    if not form.is_valid() or not pairs:
        refusal = Refusal(422, _("Choose at least one copy, then approve or refuse."))
        return _show(request, visitor, hold_id, refusal=refusal)
    given = form.cleaned_data["given"] == "yes"
    verdicts = [Verdict(hold, approval, given) for hold, approval in pairs]
    try:
        decide_holds(actor=visitor.actor, now=timezone.now(), verdicts=verdicts)
    except REFUSED as error:
        return _show(request, visitor, hold_id, refusal=explain(error))
    wake_workers()
    wake_pushers()
    told = _("Approved and carried out.") if given else _("Refused. It waits for a new proposal.")
    messages.success(request, told)
    return redirect("portal:officer-hold", hold_id)


def _show(
    request: HttpRequest,
    visitor: Visitor,
    hold_id: UUID,
    *,
    form: ProposalForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    entry, beside = _find(visitor, hold_id, now)
    titles = find_titles(actor=visitor.actor, now=now, alerts={entry.alert})
    may_decide = bool(entry.actions) and visitor.actor.may(Scope.PRIVACY_DECIDE)
    asks = may_decide and (form is not None or not entry.approval or entry.proposed_by_me)
    context: dict[str, Any] = {
        "hold": entry,
        "title": titles.get(entry.alert, ""),
        "beside": beside,
        "alike": [one for one in beside if one.approval and one.proposal == entry.proposal],
        "preview": _preview(visitor, entry, now),
        "may_decide": may_decide,
        "form": form or ProposalForm(actions=entry.actions, beside=len(beside)) if asks else None,
        "refusal": refusal,
    }
    return render(request, ONE, context, status=refusal.status if refusal else status)


def _find(
    visitor: Visitor, hold_id: UUID, now: datetime | None = None
) -> tuple[HoldEntry, list[HoldEntry]]:
    """Return a hold, and the others of its alert that wait and were placed with it. Raises NotFound."""
    actor = visitor.actor
    hold = get_hold(actor=actor, hold_id=hold_id)
    after = hold.placed_at + timedelta(microseconds=1)
    near = list_holds(actor=actor, state="open", before=(after, hold.id), limit=MOST_AT_ONCE)
    same = [
        one for one in near if one.submission_id == hold.submission_id and one.kind == hold.kind
    ]
    beside = [one for one in same if one.id != hold.id]
    first, *others = describe_holds([hold, *beside], actor=actor, now=now or timezone.now())
    return first, others


def _preview(visitor: Visitor, entry: HoldEntry, now: datetime) -> Preview | None:
    if not entry.actions:
        return None
    found = foresee(now=now, hold=get_hold(actor=visitor.actor, hold_id=entry.id))
    if found is None:
        return None
    # The copy that would go out is shown: that is recorded as any reading of an alert is.
    details = {"as": "preview", "hold": str(entry.id)}
    actor = visitor.actor
    record(Event(Action.ALERT_READ, actor.name, str(entry.alert), now, details))
    redacted = found.redacted
    bodies = [one.body for one in redacted.objects] if redacted else []
    return Preview(
        outcome=found.decision.outcome.value,
        reasons=found.decision.reasons,
        groups=group_objects(read_objects(bodies)),
        withheld=redacted.withheld if redacted else (),
    )
