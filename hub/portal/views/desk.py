"""Pages of the staff of any institution: alerts, one alert, and what was submitted."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.portal.alert_list import list_page
from hub.portal.forms.desk import AlertFilterForm
from hub.portal.overview import survey_week
from hub.portal.permissions import Audience, requires
from hub.portal.reading import open_alert
from hub.portal.submission_list import find_submission, list_submission_page
from hub.portal.views.recalls import show_withdrawn
from hub.portal.visitors import Visitor
from sharing.errors import NotFound, Withdrawn
from sharing.ingest.selectors import get_submission
from sharing.members.actors import Scope


@require_safe
@requires(Scope.ALERTS_READ, audience=Audience.MEMBERS)
def show_alerts(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what the institution received and sent, newest first."""
    form = AlertFilterForm(request.GET)
    now = timezone.now()
    shown = list_page(actor=visitor.actor, now=now, form=form, asked=request.GET)
    week = survey_week(actor=visitor.actor, now=now)
    return render(request, "portal/desk/alerts.html", {"form": form, "list": shown, "week": week})


@require_safe
@requires(Scope.ALERTS_READ)
def show_alert(request: HttpRequest, visitor: Visitor, alert_id: UUID) -> HttpResponse:
    """Show one alert as the institution may see it; looking is recorded."""
    try:
        reading = open_alert(actor=visitor.actor, now=timezone.now(), alert_id=alert_id)
    except NotFound as missing:
        raise Http404 from missing
    except Withdrawn as withdrawn:
        return show_withdrawn(request, visitor, alert_id, withdrawn.cause)
    submission = find_submission(visitor.actor, reading)
    context = {"reading": reading, "entry": reading.entry, "submission": submission}
    return render(request, "portal/desk/alert.html", context)


@require_safe
@requires(Scope.ALERTS_READ)
def show_submissions(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what the institution sent to the hub and how it went, newest first."""
    shown = list_submission_page(actor=visitor.actor, now=timezone.now(), asked=request.GET)
    return render(request, "portal/desk/submissions.html", {"list": shown})


@require_safe
@requires(Scope.ALERTS_READ)
def show_submission(request: HttpRequest, visitor: Visitor, submission_id: UUID) -> HttpResponse:
    """Show one submission: its state, reasons with remedies, warnings and receipt."""
    try:
        submission = get_submission(actor=visitor.actor, submission_id=submission_id)
    except NotFound as missing:
        raise Http404 from missing
    return render(request, "portal/desk/submission.html", {"submission": submission})
