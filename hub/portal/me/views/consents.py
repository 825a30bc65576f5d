"""My consents: what each allows, switches for its parts, one step to withdraw it, and its receipt."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.portal.me.consents import (
    ConsentLine,
    describe_consent,
    describe_notice,
    find_latest,
    find_offer,
    give_again,
    keep_only,
)
from hub.portal.me.doors import for_persons
from hub.portal.me.forms.consents import ChoiceForm
from hub.portal.me.holdings import count_recalls
from hub.portal.me.names import name_institutions
from hub.remedies.withdrawing import withdraw_own
from privacy.consent.errors import ConsentUnusable
from privacy.consent.receipts import open_receipt
from privacy.rights.holdings import export_all, find_consent, list_consents
from privacy.rights.persons import SignedIn

ONE = "portal:me-consent"
GIVE = "portal/me/give.html"


@require_safe
@for_persons
def show_consents(request: HttpRequest, person: SignedIn) -> HttpResponse:
    """List the person's consents, those in force first."""
    now, names = timezone.now(), name_institutions()
    lines = [describe_consent(row, names, now=now) for row in list_consents(actor=person)]
    context = {
        "standing": [one for one in lines if one.can_end],
        "ended": [one for one in lines if not one.can_end],
    }
    return render(request, "portal/me/consents.html", context)


@require_safe
@for_persons
def show_consent(request: HttpRequest, person: SignedIn, consent_id: UUID) -> HttpResponse:
    """Show one consent with the notice that it rests on, and what withdrawing it does or did."""
    now = timezone.now()
    row = find_consent(actor=person, consent_id=consent_id)
    line = describe_consent(row, name_institutions(), now=now)
    context = {"consent": line, "notice": describe_notice(row.notice_version)}
    if line.state == "withdrawn":
        items = export_all(actor=person, now=now)
        ordered, confirmed = count_recalls(items, line.controller)
        context |= {"ordered": ordered, "confirmed": confirmed}
    return render(request, "portal/me/consent.html", context)


@require_POST
@for_persons
def end_consent(request: HttpRequest, person: SignedIn, consent_id: UUID) -> HttpResponse:
    """Withdraw a consent in one step, then show what that came to."""
    withdraw_own(actor=person, now=timezone.now(), consent_id=consent_id)
    return redirect(ONE, consent_id)


@require_POST
@for_persons
def choose_parts(request: HttpRequest, person: SignedIn, consent_id: UUID) -> HttpResponse:
    """Turn parts of a consent off, then show what stands."""
    now = timezone.now()
    line = _find_line(person, consent_id)
    form = ChoiceForm(request.POST, purposes=line.purposes, recipients=line.recipients)
    if not form.is_valid() or not line.can_choose:
        return redirect(ONE, consent_id)
    standing = keep_only(actor=person, now=now, consent_id=consent_id, choice=form.read_choice())
    return redirect(ONE, standing)


@require_http_methods(["GET", "HEAD", "POST"])
@for_persons
def give(request: HttpRequest, person: SignedIn, consent_id: UUID) -> HttpResponse:
    """Show the latest notice with every switch off, and consent to what is turned on."""
    row = find_consent(actor=person, consent_id=consent_id)
    line = describe_consent(row, name_institutions(), now=timezone.now())
    if not line.can_give:
        return redirect(ONE, consent_id)
    latest = find_latest(row)
    offer = find_offer(row, latest)
    context = {
        "consent": line,
        "notice": describe_notice(latest),
        "purposes": [one for one in line.purposes if one.code in offer.purposes],
        "recipients": [one for one in line.recipients if one.code in offer.recipients],
    }
    if request.method == "POST":
        return _agree(request, person, consent_id, context)
    return render(request, GIVE, context)


@require_safe
@for_persons
def hand_receipt(request: HttpRequest, person: SignedIn, consent_id: UUID) -> HttpResponse:
    """Hand out the signed receipt of a consent, with what it says, as a file."""
    row = find_consent(actor=person, consent_id=consent_id)
    document = {"receipt": row.receipt, "says": open_receipt(row.receipt)}
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="consent-{row.id}.json"'
    return response


def _agree(
    request: HttpRequest, person: SignedIn, consent_id: UUID, context: dict[str, Any]
) -> HttpResponse:
    """Record the consent to what was read; a version that came in between is read first."""
    purposes, recipients = context["purposes"], context["recipients"]
    form = ChoiceForm(request.POST, purposes=purposes, recipients=recipients)
    if request.POST.get("version") != str(context["notice"].number):
        return render(request, GIVE, context | {"fault": "changed"}, status=422)
    if not form.is_valid():
        return render(request, GIVE, context | {"fault": "unfit"}, status=422)
    now, choice = timezone.now(), form.read_choice()
    try:
        given = give_again(actor=person, now=now, consent_id=consent_id, choice=choice)
    except ConsentUnusable:
        # Nothing was turned on for one of the two.
        return render(request, GIVE, context | {"fault": "unfit"}, status=422)
    return redirect(ONE, given)


def _find_line(person: SignedIn, consent_id: UUID) -> ConsentLine:
    row = find_consent(actor=person, consent_id=consent_id)
    return describe_consent(row, name_institutions(), now=timezone.now())
