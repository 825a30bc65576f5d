"""The officer's desk: how much of each kind waits, and how much of it is late; each count is a link."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.portal.officer.pages import officer_of, officer_page
from hub.portal.visitors import Visitor
from privacy.approvals.selectors import count_to_give
from privacy.incidents.selectors import count_running
from privacy.retention.selectors import count_unconfirmed
from privacy.rights.selectors import count_waiting
from privacy.transfers.selectors.authorities import count_unanswered
from sharing.holds.selectors import count_open
from sharing.members.actors import Scope
from sharing.response.suspension import count_recalls


@dataclass(frozen=True, slots=True)
class Tray:
    """One kind of what waits: its name, what the number means, where its list is."""

    name: str
    told: str
    open: int
    overdue: int = 0
    address: str = ""
    query: str = ""


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_desk(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what waits for the officers of the institution."""
    trays = _count(visitor)
    context = {
        "trays": trays,
        "waiting": any(one.open for one in trays),
        "late": sum(one.overdue for one in trays),
    }
    return render(request, "portal/officer/desk.html", context)


def _count(visitor: Visitor) -> list[Tray]:
    actor, now = visitor.actor, timezone.now()
    trays = [
        _describe_holds(count_open(actor=actor)),
        _describe_approvals(count_to_give(institution=actor.stix_id, actor=actor.name, now=now)),
    ]
    if actor.may(Scope.RIGHTS_READ):
        requests, complaints = count_waiting(controllers=officer_of(visitor).controllers, now=now)
        told = _("Requests of persons that have no answer yet")
        trays.append(
            Tray(_("Requests"), told, requests.open, requests.overdue, "portal:officer-requests")
        )
        told = _("Complaints that you have to answer")
        trays.append(
            Tray(
                _("Complaints"),
                told,
                complaints.open,
                complaints.overdue,
                "portal:officer-complaints",
            )
        )
    incidents = count_running(institution=actor.stix_id, now=now)
    told = _("Incidents with a report that is due")
    trays.append(
        Tray(_("Incidents"), told, incidents.open, incidents.overdue, "portal:officer-incidents")
    )
    return [
        *trays,
        *_count_recalls(visitor),
        _describe_legal_holds(visitor),
        _describe_authorities(count_unanswered(institution=actor.stix_id)),
    ]


def _count_recalls(visitor: Visitor) -> list[Tray]:
    received, sent = count_recalls(actor=visitor.actor, now=timezone.now())
    address = "portal:officer-recalls"
    return [
        Tray(
            _("Recalls to confirm"),
            _("Others took an alert back: say what became of your copies"),
            received.open,
            received.overdue,
            address,
            "direction=received",
        ),
        Tray(
            _("Recalls sent"),
            _("You took an alert back: others have not confirmed yet"),
            sent.open,
            sent.overdue,
            address,
            "direction=sent",
        ),
    ]


def _describe_holds(count: int) -> Tray:
    told = _("Alerts and copies that two persons decide on")
    return Tray(_("Holds"), told, count, address="portal:officer-holds")


def _describe_approvals(count: int) -> Tray:
    told = _("Asked for by others, so that you may approve them")
    return Tray(_("Approvals"), told, count, address="portal:officer-approvals")


def _describe_legal_holds(visitor: Visitor) -> Tray:
    told = _("Legal holds that end by themselves unless a second person confirms them")
    return Tray(_("Legal holds"), told, count_unconfirmed(controller=visitor.actor.stix_id))


def _describe_authorities(count: int) -> Tray:
    told = _("Requests of foreign authorities that nobody has approved or refused")
    return Tray(_("Authority requests"), told, count)
