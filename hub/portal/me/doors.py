"""What a page of a person asks of whoever opens it; each view declares it once, at its top."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hub.portal.me.limits import AT_THE_DOOR, INSIDE, WINDOW, is_too_often
from hub.portal.me.sessions import TOKEN, forget, read_token
from hub.remedies.callers import find_address
from privacy.consent.errors import ConsentNotFound
from privacy.rights.errors import RecordNotFound, SignInRefused
from privacy.rights.persons import SignedIn, recognise

View = Callable[..., HttpResponse]
_MISSING = (Http404, RecordNotFound, ConsentNotFound)


def for_persons(view: View) -> View:
    """Let a view be called as `view(request, person, ...)`, only for who has a session of a person.

    Everybody else, staff as well, goes to the sign-in page; somebody else's records look missing.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = find_person(request)
        if person is None:
            return _lead_to_sign_in(request)
        if is_too_often(person.name, INSIDE):
            return tell_to_wait(request)
        try:
            return view(request, person, *args, **kwargs)
        except _MISSING:
            return render(request, "portal/me/missing.html", status=404)

    return guarded


def for_anybody(view: View) -> View:
    """Let anybody call a view, and send forms to it only so often from one address of the network."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and is_too_often(find_address(request), AT_THE_DOOR):
            return tell_to_wait(request)
        return view(request, *args, **kwargs)

    return guarded


def find_person(request: HttpRequest) -> SignedIn | None:
    """Return who is signed in; reading a page prolongs the session."""
    token = read_token(request)
    try:
        return recognise(now=timezone.now(), token=token) if token else None
    except SignInRefused:
        return None


def tell_to_wait(request: HttpRequest) -> HttpResponse:
    """Say that it was too often, and when to try again."""
    response = render(request, "portal/me/wait.html", status=429)
    response["Retry-After"] = str(WINDOW)
    return response


def _lead_to_sign_in(request: HttpRequest) -> HttpResponse:
    if not read_token(request):
        return redirect("portal:me-sign-in")
    # The session was ended by time, or elsewhere.
    response = redirect("portal:me-ended")
    forget(response, TOKEN)
    return response
