"""What a page asks of its visitor; each view declares it once, at its top."""

from collections.abc import Callable
from enum import Enum, auto
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from hub.portal.visitors import Visitor, find_visitor
from sharing.members.actors import Scope
from sharing.members.regions import note_refused_reading

View = Callable[..., HttpResponse]


class Audience(Enum):
    """For whom a page is made; members and supervisors each have one, their start page."""

    EVERYBODY = auto()
    MEMBERS = auto()
    SUPERVISORS = auto()


def requires(scope: Scope, *, audience: Audience = Audience.EVERYBODY) -> Callable[[View], View]:
    """Let a view be called as `view(request, visitor, ...)`, only for those who hold the scope.

    Strangers go to the sign-in page; people without a membership, or at the start page without a
    role that reads, are told what to do (403); else what the visitor may not open looks missing
    (404). A supervisor who opens the members' list is led to its own. Answers are never cached:
    the next person at the machine must not find them.
    """

    def declare(view: View) -> View:
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            visitor = find_visitor(request)
            if visitor is None:
                return render(request, "portal/no_membership.html", status=403)
            if elsewhere := _find_elsewhere(visitor, audience):
                return elsewhere
            if visitor.actor.may(scope):
                return view(request, visitor, *args, **kwargs)
            if visitor.actor.is_away:
                note_refused_reading(actor=visitor.actor, now=timezone.now())
            if audience is Audience.EVERYBODY:
                raise Http404
            return render(request, "portal/no_role.html", status=403)

        return guarded

    return declare


def _find_elsewhere(visitor: Visitor, audience: Audience) -> HttpResponse | None:
    """Return None for the page's own audience, else the way to the right page. Raises Http404."""
    if audience is Audience.SUPERVISORS and not visitor.supervises:
        raise Http404
    if audience is Audience.MEMBERS and visitor.supervises:
        return redirect(visitor.home)
    return None
