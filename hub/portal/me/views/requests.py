"""My requests: ask, follow the clock, and take what was granted."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hub.portal.me.doors import for_persons
from hub.portal.me.forms.requests import PortForm, RequestForm
from hub.portal.me.names import name_institutions, name_of, name_places
from hub.portal.me.requests import RequestLine, describe_request
from hub.portal.me.views.home import hand_out
from hub.portal.me.words.requests import TYPES
from privacy.portability.services import Destination, port_data
from privacy.rights import entries
from privacy.rights.errors import StepNotPossible, Unfit
from privacy.rights.holdings import export_answer
from privacy.rights.persons import SignedIn
from privacy.rights.requests import open_request
from privacy.rights.selectors import get_own_request, list_own_requests

ONE = "portal:me-request"


@require_safe
@for_persons
def show_requests(request: HttpRequest, person: SignedIn) -> HttpResponse:
    """List the person's requests, newest first."""
    now, names = timezone.now(), name_institutions()
    rows = list_own_requests(person_id=person.person_id)
    lines = [
        describe_request(entries.describe_request(row, now=now), names, now=now) for row in rows
    ]
    return render(request, "portal/me/requests.html", {"requests": lines})


@require_http_methods(["GET", "HEAD", "POST"])
@for_persons
def ask(request: HttpRequest, person: SignedIn) -> HttpResponse:
    """Take a request and lead to its page, where its clock runs."""
    if request.method != "POST":
        return _show_form(request, RequestForm(initial={"type": request.GET.get("type", "")}))
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _show_form(request, form, status=422)
    try:
        made = open_request(actor=person, now=timezone.now(), new=form.read_request())
    except Unfit:
        form.refuse_value()
        return _show_form(request, form, status=422)
    except StepNotPossible:
        return _show_form(request, form, status=409, is_full=True)
    return redirect(ONE, made)


@require_http_methods(["GET", "HEAD", "POST"])
@for_persons
def show_request(request: HttpRequest, person: SignedIn, request_id: UUID) -> HttpResponse:
    """Show one request: its clock, its steps, and what was granted; send that on where it is asked."""
    line = _find_line(person, request_id)
    if request.method == "POST" and line.can_port:
        return _send_on(request, person, line)
    return _show_one(request, line, PortForm())


@require_safe
@for_persons
def hand_answer(
    request: HttpRequest, person: SignedIn, request_id: UUID, form: str
) -> HttpResponse:
    """Hand out what a granted request comes to as a file."""
    items = export_answer(actor=person, now=timezone.now(), request_id=request_id)
    return hand_out(items, form, name=f"answer-{request_id}")


def _find_line(person: SignedIn, request_id: UUID) -> RequestLine:
    now = timezone.now()
    row = get_own_request(person_id=person.person_id, request_id=request_id)
    entry = entries.describe_request(row, now=now)
    return describe_request(entry, name_institutions(), now=now)


def _send_on(request: HttpRequest, person: SignedIn, line: RequestLine) -> HttpResponse:
    """Send what the person gave to the institution that they name."""
    form = PortForm(request.POST)
    if not form.is_valid():
        return _show_one(request, line, form, status=422)
    recipient = form.cleaned_data["recipient"]
    places = name_places()
    to = Destination(recipient, places.get(recipient, ""), places)
    try:
        port_data(actor=person, now=timezone.now(), request_id=line.id, to=to)
    except (Unfit, StepNotPossible) as refusal:
        form.refuse(refusal)
        return _show_one(request, line, form, status=422)
    return _show_one(request, line, PortForm(), sent_to=name_of(recipient, name_institutions()))


def _show_form(
    request: HttpRequest, form: RequestForm, *, status: int = 200, is_full: bool = False
) -> HttpResponse:
    context = {"form": form, "is_full": is_full, "types": _list_types(form)}
    return render(request, "portal/me/ask.html", context, status=status)


def _list_types(form: RequestForm) -> list[dict[str, object]]:
    """Return each kind of request with what it brings about; the one chosen before stays chosen."""
    chosen = form["type"].value()
    return [
        {"code": code, "name": name, "told": told, "is_chosen": code == chosen}
        for code, (name, told) in TYPES.items()
    ]


def _show_one(
    request: HttpRequest, line: RequestLine, form: PortForm, *, status: int = 200, sent_to: str = ""
) -> HttpResponse:
    context = {"one": line, "form": form if line.can_port else None, "sent_to": sent_to}
    return render(request, "portal/me/request.html", context, status=status)
