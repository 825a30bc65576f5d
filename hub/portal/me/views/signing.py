"""Sign in by a one-time code, in two steps, and sign out. No answer tells whether an address is known."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.portal.me.doors import find_person, for_anybody
from hub.portal.me.forms.signing import CodeForm, ContactForm
from hub.portal.me.sessions import (
    TOKEN,
    WAITING,
    Waiting,
    forget,
    keep_token,
    keep_waiting,
    language_of_page,
    read_token,
    read_waiting,
)
from hub.remedies.callers import find_address
from privacy.rights.errors import SignInRefused
from privacy.rights.persons import CODE_LIFE, close_session, open_session, start_sign_in

HOME = "portal:me"
SIGN_IN = "portal:me-sign-in"
_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@for_anybody
def ask_code(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code there, known or not."""
    if request.method != "POST":
        return redirect(HOME) if find_person(request) else _show_sign_in(request, ContactForm())
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _show_sign_in(request, form, status=422)
    contact = form.cleaned_data["contact"]
    attempt = start_sign_in(
        now=timezone.now(),
        contact=contact,
        language=language_of_page(),
        source=find_address(request),
    )
    response = redirect("portal:me-code")
    keep_waiting(response, Waiting(contact, attempt))
    return response


@require_http_methods(_METHODS)
@for_anybody
def answer_code(request: HttpRequest) -> HttpResponse:
    """Take the code and open a session; a wrong one is refused without saying why."""
    waiting = read_waiting(request)
    if waiting is None:
        return redirect(SIGN_IN)
    if request.method != "POST":
        return _show_code(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show_code(request, form, status=422)
    try:
        opened = open_session(
            now=timezone.now(),
            contact=waiting.contact,
            code=form.cleaned_data["code"],
            language=language_of_page(),
            attempt=waiting.attempt,
        )
    except SignInRefused:
        form.refuse()
        return _show_code(request, form, status=422)
    response = redirect(HOME)
    keep_token(response, opened.token)
    forget(response, WAITING)
    return response


@require_POST
@for_anybody
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session at once."""
    if token := read_token(request):
        close_session(token=token)
    response = redirect("portal:me-signed-out")
    forget(response, TOKEN, WAITING)
    return response


@require_safe
@for_anybody
def tell_signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the session is over because the person ended it."""
    return render(request, "portal/me/ended.html", {"by_person": True})


@require_safe
@for_anybody
def tell_ended(request: HttpRequest) -> HttpResponse:
    """Say that the session is over because nobody used it."""
    return render(request, "portal/me/ended.html", {"by_person": False})


def _show_sign_in(request: HttpRequest, form: ContactForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/me/sign_in.html", {"form": form}, status=status)


def _show_code(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "minutes": int(CODE_LIFE.total_seconds()) // 60,
        # In the demo nothing is mailed.
        "is_demo": settings.PERSON_CODES_DIR is not None,
    }
    return render(request, "portal/me/code.html", context, status=status)
