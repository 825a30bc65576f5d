"""What the caller may do: each view declares the scope of each method, and nothing else is allowed."""

from typing import TYPE_CHECKING

from django.utils import timezone
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from sharing.members.actors import Actor, Scope
from sharing.members.regions import note_refused_reading

if TYPE_CHECKING:
    # REST framework loads this class while it loads its views.
    from rest_framework.views import APIView


class DeclaredScope(BasePermission):
    """Read `required_scopes` ({method: scope or scopes}) off the view; what is not declared is denied."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Say whether the actor holds them. Raises MethodNotAllowed for what the view lacks."""
        method = "GET" if request.method == "HEAD" else request.method or ""
        actor = request.auth
        if not isinstance(actor, Actor):
            return False
        if method not in view.allowed_methods or method.lower() not in view.http_method_names:
            raise MethodNotAllowed(method)
        scopes = find_scopes(view, method)
        is_allowed = bool(scopes) and all(actor.may(scope) for scope in scopes)
        if actor.is_away and not is_allowed:
            note_refused_reading(actor=actor, now=timezone.now())
        return is_allowed


def find_scopes(view: object, method: str) -> tuple[Scope, ...]:
    """Return the scopes that a view declares for a method, one or several that must all be held."""
    declared = getattr(view, "required_scopes", {}).get(method, ())
    return (declared,) if isinstance(declared, Scope) else tuple(declared)
