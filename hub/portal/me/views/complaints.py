"""Complaints: anybody makes one, keeps its receipt number, and follows it (PC-28)."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hub.portal.me.doors import find_person, for_anybody, for_persons
from hub.portal.me.forms.complaints import ComplaintForm, FollowForm
from hub.portal.me.names import name_institutions, name_places
from hub.portal.me.requests import ComplaintLine, describe_complaint
from hub.portal.me.sessions import RECEIPT, Receipt, forget, keep_receipt, read_receipt
from privacy.rights import entries
from privacy.rights.complaints import follow_complaint, make_complaint
from privacy.rights.entries import ComplaintEntry
from privacy.rights.errors import RecordNotFound
from privacy.rights.persons import SignedIn
from privacy.rights.selectors import get_own_complaint, list_own_complaints

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@for_persons
def show_complaints(request: HttpRequest, person: SignedIn) -> HttpResponse:
    """List the person's complaints, newest first."""
    now = timezone.now()
    rows = list_own_complaints(person_id=person.person_id)
    lines = _describe([entries.describe_complaint(row, now=now) for row in rows], now)
    return render(request, "portal/me/complaints.html", {"complaints": lines})


@require_http_methods(_METHODS)
@for_anybody
def complain(request: HttpRequest) -> HttpResponse:
    """Take a complaint of a person or of anybody, and lead to its receipt number.

    Who is signed in finds it again among their own; who is not gets the secret to follow it, once.
    """
    person = find_person(request)
    form = ComplaintForm(request.POST if request.method == "POST" else None, person=person)
    context = {"form": form, "is_mine": person is not None}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "portal/me/complain.html", context, status=status)
    taken = make_complaint(actor=person, now=timezone.now(), new=form.read_complaint())
    if person:
        return redirect("portal:me-complaint", taken.id)
    # Another page shows it: loading that one again sends nothing.
    response = redirect("portal:me-complained")
    keep_receipt(response, Receipt(taken.receipt, taken.secret, taken.due_at))
    return response


@require_safe
@for_anybody
def show_receipt(request: HttpRequest) -> HttpResponse:
    """Show the number and the secret of the complaint that was just made, this once."""
    taken = read_receipt(request)
    if taken is None:
        return redirect("portal:me-follow")
    response = render(request, "portal/me/complained.html", {"taken": taken})
    forget(response, RECEIPT)
    return response


@require_http_methods(_METHODS)
@for_anybody
def follow(request: HttpRequest) -> HttpResponse:
    """Show how a complaint stands to whoever has its number and its secret."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _show_follow(request, form, status=422 if form.is_bound else 200)
    said, now = form.cleaned_data, timezone.now()
    try:
        row = follow_complaint(receipt=said["receipt"], secret=said["secret"])
    except RecordNotFound:
        form.refuse()
        return _show_follow(request, form, status=404)
    (line,) = _describe([entries.describe_complaint(row, now=now)], now)
    return render(request, "portal/me/complaint.html", {"one": line})


@require_safe
@for_persons
def show_complaint(request: HttpRequest, person: SignedIn, complaint_id: UUID) -> HttpResponse:
    """Show one complaint: its receipt number, its clock, its steps and the answer."""
    now = timezone.now()
    row = get_own_complaint(person_id=person.person_id, complaint_id=complaint_id)
    (line,) = _describe([entries.describe_complaint(row, now=now)], now)
    return render(request, "portal/me/complaint.html", {"one": line, "is_mine": True})


def _show_follow(request: HttpRequest, form: FollowForm, *, status: int) -> HttpResponse:
    return render(request, "portal/me/follow.html", {"form": form}, status=status)


def _describe(rows: list[ComplaintEntry], now: datetime) -> list[ComplaintLine]:
    names, places = name_institutions(), name_places()
    return [describe_complaint(one, names, places.get(one.about, ""), now=now) for one in rows]
