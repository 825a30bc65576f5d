"""Pages of supervisory authorities: the alerts of their territory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.portal.alert_list import list_page
from hub.portal.forms.supervision import TerritoryFilterForm
from hub.portal.overview import survey_week
from hub.portal.permissions import Audience, requires
from hub.portal.visitors import Visitor
from sharing.members.actors import Scope


@require_safe
@requires(Scope.ALERTS_READ, audience=Audience.SUPERVISORS)
def show_alerts(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the alerts of the authority's territory, newest first."""
    form = TerritoryFilterForm(request.GET)
    now = timezone.now()
    shown = list_page(actor=visitor.actor, now=now, form=form, asked=request.GET)
    week = survey_week(actor=visitor.actor, now=now)
    context = {"form": form, "list": shown, "week": week}
    return render(request, "portal/supervision/alerts.html", context)
