"""Who is asking: a natural person who signed in, an institution, or anybody.

Credentials of institutions open nothing of persons, and a person's token nothing of institutions. Some
addresses serve both: beside `required_scopes` the view declares `person_methods`, and `open_methods` for
anybody but an institution.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle

from hub.api.authentication import CALLER, read_credentials
from hub.api.permissions import DeclaredScope
from hub.remedies.callers import find_address
from privacy.rights.errors import SignInRefused, Unfit
from privacy.rights.officers import Officer
from privacy.rights.persons import TOKEN_PREFIX, SignedIn, recognise
from privacy.rights.selectors import Wanted
from sharing.api import parameters
from sharing.api.base import RestView, refuse
from sharing.members.actors import Actor
from sharing.members.selectors import find_institution, get_institution, list_active_institutions

if TYPE_CHECKING:
    # REST framework loads these classes while it loads its views.
    from rest_framework.views import APIView

    from sharing.members.models import Institution

OPERATOR = "operator"


class PersonAuthentication(BaseAuthentication):
    """The bearer token of a natural person, told apart from those of machines by how it begins."""

    def authenticate(self, request: Request) -> tuple[SignedIn, SignedIn] | None:
        """Return the person, or None for other credentials. Raises AuthenticationFailed."""
        token = read_token(request._request)
        if token is None:
            return None
        try:
            person = recognise(now=timezone.now(), token=token)
        except SignInRefused as refusal:
            raise AuthenticationFailed("unknown or expired token") from refusal
        request._request.META[CALLER] = person.name
        return person, person

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge."""
        return 'Bearer realm="riskhub"'


class PersonScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular
    """The token of a natural person."""

    target_class = PersonAuthentication
    name = "person"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme."""
        told = "What /api/v1/me/sessions issues for a one-time code; it begins with person_."
        return {"type": "http", "scheme": "bearer", "description": told}


class PersonOnly(BasePermission):
    """Let natural persons in, and nobody else."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Say whether a person asks. Raises MethodNotAllowed for what the view lacks."""
        return isinstance(request.auth, SignedIn) and bool(_read_method(request, view))


class PersonOrScope(DeclaredScope):
    """Let persons and anybody do what the view declares for them, institutions what their scopes allow."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Say whether the caller may. Raises MethodNotAllowed for what the view lacks."""
        if isinstance(request.auth, Actor):
            return super().has_permission(request, view)
        if isinstance(request.auth, SignedIn):
            return _read_method(request, view) in getattr(view, "person_methods", ())
        return request.method in getattr(view, "open_methods", ())


class StrangerThrottle(SimpleRateThrottle):
    """Count requests per natural person, or per address of who is nobody yet."""

    rate = "60/min"
    scope = "stranger"

    def __init__(self) -> None:
        super().__init__()
        self.cache = caches["counters"]

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        """Return what is counted; institutions are counted by their own throttle."""
        if not settings.RATE_LIMITS or isinstance(request.auth, Actor):
            return None
        person = request.auth
        name = person.name if isinstance(person, SignedIn) else find_address(request._request)
        return f"{self.scope}:{name}"


class DoorThrottle(StrangerThrottle):
    """Count what anybody may send without signing in: codes asked for and tried, complaints."""

    rate = "20/min"
    scope = "door"


class PrivacyView(RestView):
    """What these addresses share: faults of a body are told by their place."""

    def handle_exception(self, exc: Exception) -> Response:
        """Answer an exception; what cannot be used is named by its place, never repeated."""
        return super().handle_exception(
            refuse(exc.place, str(exc)) if isinstance(exc, Unfit) else exc
        )


class PersonView(PrivacyView):
    """An address of natural persons alone."""

    authentication_classes = [PersonAuthentication]
    permission_classes = [PersonOnly]
    throttle_classes = [StrangerThrottle]

    @property
    def person(self) -> SignedIn:
        """Return who asks: the permission lets nobody else in."""
        return cast(SignedIn, self.request.auth)


class OpenView(PrivacyView):
    """An address of anybody."""

    authentication_classes: list[type[BaseAuthentication]] = []
    permission_classes: list[type[BasePermission]] = []
    throttle_classes = [DoorThrottle]


class SharedView(PrivacyView):
    """An address of persons and institutions: each sees their own."""

    authentication_classes = [PersonAuthentication, *RestView.authentication_classes]
    permission_classes = [PersonOrScope]
    throttle_classes = [*RestView.throttle_classes, StrangerThrottle]
    person_methods: ClassVar[frozenset[str]] = frozenset()
    open_methods: ClassVar[frozenset[str]] = frozenset()

    @property
    def actor(self) -> Actor:
        """Return who acts; a person stands here without any scope, for the cursors of their lists."""
        asking = self.request.auth
        if isinstance(asking, SignedIn):
            return Actor(asking.person_id, stix_id="", name=asking.name, scopes=frozenset())
        return super().actor

    def read_wanted(self, name: str, states: Iterable[str]) -> Wanted:
        """Return what a list is narrowed to; one row more than its page, to know whether more follow.

        Raises ValidationError.
        """
        pages = parameters.page_readers(self.actor, name)
        readers = {"state": parameters.choose(*states), **pages}
        values = parameters.read_parameters(self.request.query_params, readers)
        place = values.get("cursor")
        return Wanted(
            state=values.get("state", ""),
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=values.get("limit", parameters.DEFAULT_PAGE) + 1,
        )


def read_token(request: HttpRequest) -> str | None:
    """Return a person's token from the Authorization header, or None without one."""
    token = read_credentials(request, "bearer")
    return token if token is not None and token.startswith(TOKEN_PREFIX) else None


def officer_of(actor: Actor) -> Officer:
    """Return an institution in action as who handles requests; the operator also has the hub's own."""
    institution = get_institution(actor.institution_id)
    own = {actor.stix_id} | ({""} if institution.kind == OPERATOR else set())
    return Officer(actor.name, frozenset(own))


def find_member(name: str, *, place: str) -> "Institution | None":
    """Return an institution by its short name or STIX identity, None for "". Raises ValidationError."""
    if not name:
        return None
    found = find_institution(slug=name) or next(
        (one for one in list_active_institutions() if one.stix_id == name), None
    )
    if found is None:
        raise refuse(place, "Name a member by its short name or its STIX identity.")
    return found


def _read_method(request: Request, view: "APIView") -> str:
    method = "GET" if request.method == "HEAD" else request.method or ""
    if method not in view.allowed_methods or method.lower() not in view.http_method_names:
        raise MethodNotAllowed(method)
    return method
