"""The incident desk: each incident with its clocks, and the reports to authorities (PC-24)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.portal.officer.forms.incidents import ChangeForm, IncidentForm, ReportForm
from hub.portal.officer.pages import ASKED, list_page, officer_page, read_place
from hub.portal.officer.refusals import REFUSED, Refusal, explain
from hub.portal.visitors import Visitor
from privacy.incidents import selectors, services
from privacy.incidents.clocks import Clock
from privacy.incidents.selectors import IncidentEntry
from sharing.members.actors import Scope


@dataclass(frozen=True, slots=True)
class Running:
    """A clock and how it is drawn: the percent of its term that has passed, 100 at most."""

    clock: Clock
    percent: int


@dataclass(frozen=True, slots=True)
class Line:
    """An incident with its clocks, and the first of them that still runs."""

    incident: IncidentEntry
    clocks: tuple[Running, ...]

    @property
    def first(self) -> Running | None:
        """Return the clock that is due next, or None where none runs."""
        waiting = (one for one in self.clocks if one.clock.due_at and not one.clock.is_met)
        return next(waiting, None)


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_incidents(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the incidents of the institution with what is due next, newest first."""
    rows = selectors.list_incidents(
        institution=visitor.actor.stix_id, before=read_place(request), limit=ASKED
    )
    entries = selectors.describe_incidents(rows, now=timezone.now())
    listed = list_page(
        request,
        [_describe(entry) for entry in entries],
        lambda line: (line.incident.opened_at, line.incident.id),
    )
    context = {"list": listed, "may_write": visitor.actor.may(Scope.PRIVACY_WRITE)}
    return render(request, "portal/officer/incidents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Scope.PRIVACY_WRITE)
def open_new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Open an incident; its clocks run from awareness on."""
    form = IncidentForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            row = services.open_incident(
                actor=visitor.actor.name,
                now=timezone.now(),
                institution=visitor.actor.stix_id,
                new=form.read_new(),
            )
        except REFUSED as error:
            refusal = explain(error)
        else:
            messages.success(request, _("The incident is open and its clocks run."))
            return redirect("portal:officer-incident", row.id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "refusal": refusal}
    code = refusal.status if refusal else status
    return render(request, "portal/officer/incident_new.html", context, status=code)


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_incident(request: HttpRequest, visitor: Visitor, incident_id: UUID) -> HttpResponse:
    """Show one incident: its clocks, its reports, and what may be done."""
    return _show(request, visitor, incident_id)


@require_POST
@officer_page(Scope.PRIVACY_WRITE)
def change(request: HttpRequest, visitor: Visitor, incident_id: UUID) -> HttpResponse:
    """Say what is known better now."""
    form = ChangeForm(request.POST, prefix="change")
    if not form.is_valid():
        return _show(request, visitor, incident_id, forms={"change": form}, status=422)
    try:
        services.change_incident(
            actor=visitor.actor.name,
            now=timezone.now(),
            institution=visitor.actor.stix_id,
            incident_id=incident_id,
            changes=form.read_changes(),
        )
    except REFUSED as error:
        refusal = explain(error)
        return _show(request, visitor, incident_id, forms={"change": form}, refusal=refusal)
    messages.success(request, _("Noted. No deadline that has passed was dropped."))
    return redirect("portal:officer-incident", incident_id)


@require_POST
@officer_page(Scope.PRIVACY_WRITE)
def draft(request: HttpRequest, visitor: Visitor, incident_id: UUID) -> HttpResponse:
    """Keep a version of a report as a draft."""
    form = ReportForm(request.POST, prefix="report")
    if not form.is_valid():
        return _show(request, visitor, incident_id, forms={"report": form}, status=422)
    try:
        services.draft_report(
            actor=visitor.actor.name,
            now=timezone.now(),
            institution=visitor.actor.stix_id,
            incident_id=incident_id,
            new=form.read_new(),
        )
    except REFUSED as error:
        refusal = explain(error)
        return _show(request, visitor, incident_id, forms={"report": form}, refusal=refusal)
    messages.success(request, _("The draft is kept. It goes nowhere until a person sends it."))
    return redirect("portal:officer-incident", incident_id)


@require_POST
@officer_page(Scope.PRIVACY_DECIDE)
def send(request: HttpRequest, visitor: Visitor, incident_id: UUID, number: int) -> HttpResponse:
    """Record that this version was sent to its authority."""
    try:
        services.send_report(
            actor=visitor.actor.name,
            now=timezone.now(),
            institution=visitor.actor.stix_id,
            incident_id=incident_id,
            number=number,
        )
    except REFUSED as error:
        return _show(request, visitor, incident_id, refusal=explain(error))
    messages.success(request, _("The report is on record as sent, and its clock is met."))
    return redirect("portal:officer-incident", incident_id)


def _show(
    request: HttpRequest,
    visitor: Visitor,
    incident_id: UUID,
    *,
    forms: dict[str, Form] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    row = selectors.get_incident(institution=visitor.actor.stix_id, incident_id=incident_id)
    (entry,) = selectors.describe_incidents([row], now=timezone.now())
    reports = [selectors.describe_report(one) for one in selectors.list_reports(incident=row)]
    may_write = visitor.actor.may(Scope.PRIVACY_WRITE)
    offered = {"report": ReportForm(prefix="report"), "change": ChangeForm(prefix="change")}
    context: dict[str, Any] = {
        "line": _describe(entry),
        "one": entry,
        "reports": list(reversed(reports)),
        "forms": {**offered, **(forms or {})} if may_write else {},
        "may_send": visitor.actor.may(Scope.PRIVACY_DECIDE),
        "refusal": refusal,
    }
    code = refusal.status if refusal else status
    return render(request, "portal/officer/incident.html", context, status=code)


def _describe(entry: IncidentEntry) -> Line:
    clocks = tuple(Running(one, min(100, int(one.share * 100))) for one in entry.clocks)
    return Line(entry, clocks)
