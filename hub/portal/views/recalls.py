"""The page of an alert that was taken back, where its holder says what became of its copies."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from hub.portal.forms.recalls import RecallForm, name_statement
from hub.portal.permissions import requires
from hub.portal.visitors import Visitor
from hub.portal.words.alerts import explain_cause
from sharing.errors import AlreadyConfirmed, NotFound
from sharing.members.actors import Scope
from sharing.response.entries import RecallEntry, describe_recall
from sharing.response.overview import show_recalls
from sharing.response.recalls import confirm_recall


def show_withdrawn(
    request: HttpRequest, visitor: Visitor, alert_id: UUID, cause: str
) -> HttpResponse:
    """Say why an alert is gone, and what its holder owes."""
    return _show(request, visitor, alert_id, cause, RecallForm(), status=410)


@require_POST
@requires(Scope.ALERTS_RESPOND)
def confirm(request: HttpRequest, visitor: Visitor, alert_id: UUID) -> HttpResponse:
    """Note what became of the copies of the visitor's institution, then show it."""
    order = _find_order(visitor, alert_id)
    if order is None:
        raise Http404
    form = RecallForm(request.POST)
    if not form.is_valid():
        return _show(request, visitor, alert_id, order.cause, form, status=422)
    destroyed, note = form.read_statement()
    try:
        confirm_recall(
            actor=visitor.actor,
            now=timezone.now(),
            order_id=order.id,
            copies_destroyed=destroyed,
            note_code=note,
        )
    except AlreadyConfirmed:
        # What was said before stands; the page shows it.
        return _show(request, visitor, alert_id, order.cause, form, status=409)
    return redirect("portal:alert", alert_id)


def _show(
    request: HttpRequest,
    visitor: Visitor,
    alert_id: UUID,
    cause: str,
    form: RecallForm,
    *,
    status: int,
) -> HttpResponse:
    order = _find_order(visitor, alert_id)
    context = {
        "alert_id": alert_id,
        "cause": explain_cause(cause),
        "order": order,
        "said": name_statement(order.copies_destroyed, order.note_code) if order else "",
        "form": form if order and _owes(visitor, order) else None,
    }
    return render(request, "portal/desk/withdrawn.html", context, status=status)


def _owes(visitor: Visitor, order: RecallEntry) -> bool:
    return order.confirmed_at is None and visitor.actor.may(Scope.ALERTS_RESPOND)


def _find_order(visitor: Visitor, alert_id: UUID) -> RecallEntry | None:
    actor, now = visitor.actor, timezone.now()
    try:
        rows = show_recalls(actor=actor, now=now, alert_id=alert_id).named
    except NotFound:
        return None
    mine = (row for row in rows if row.recipient_id == actor.institution_id)
    return next((describe_recall(row, actor=actor, now=now, known=True) for row in mine), None)
