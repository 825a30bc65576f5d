"""The register of consents that the institution collected: by reference, kind and state (PC-05 to PC-08)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.portal.officer.pages import ASKED, Listed, choose, list_page, officer_page, read_place
from hub.portal.visitors import Visitor
from privacy.consent.errors import ConsentNotFound
from privacy.consent.selectors import get_consent, list_consents, read_consent
from privacy.consent.vocabulary import ConsentKind, State
from sharing.members.actors import Scope

KINDS = [one.value for one in ConsentKind]
STATES = [one.value for one in State]


@dataclass(frozen=True, slots=True)
class Line:
    """A consent as it was recorded, and how it stands now. Who gave it is no part of the page."""

    record: Any
    state: str


@require_safe
@officer_page(Scope.CONSENTS_READ)
def show_consents(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show consents, newest first, or the one of a reference."""
    now = timezone.now()
    reference = request.GET.get("reference", "").strip()
    kind, state = choose(request, "kind", KINDS), choose(request, "state", STATES)
    rows = [_find(visitor, reference)] if reference else _list(request, visitor, now, kind, state)
    lines = [Line(row, read_consent(row).state(now).value) for row in rows if row is not None]
    listed: Listed[Line] = list_page(
        request, lines, lambda line: (line.record.recorded_at, line.record.id)
    )
    context = {
        "list": listed,
        "one": lines[0] if reference and lines else None,
        "reference": reference[:100],
        "kind": kind,
        "state": state,
        "kinds": KINDS,
        "states": STATES,
    }
    return render(request, "portal/officer/consents.html", context)


def _find(visitor: Visitor, reference: str) -> Any:
    """Return the consent of a reference (its receipt's number), or None."""
    try:
        return get_consent(controller=visitor.actor.stix_id, consent_id=UUID(reference))
    except (ValueError, ConsentNotFound):
        return None


def _list(
    request: HttpRequest, visitor: Visitor, now: datetime, kind: str, state: str
) -> list[Any]:
    return list_consents(
        controller=visitor.actor.stix_id,
        now=now,
        kind=kind,
        state=state,
        before=read_place(request),
        limit=ASKED,
    )
