"""Who is calling: a machine by Basic credentials or bearer token, or signed-in staff.

Each class answers `(actor, actor)`: an institution in action stands where Django has a user.
"""

import base64
import binascii
from typing import cast

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from sharing.errors import CredentialRefused
from sharing.members.actors import Actor
from sharing.members.selectors import actor_of_person
from sharing.members.services import authenticate_machine, authenticate_token

REALM = 'Basic realm="riskhub", charset="UTF-8"'
# Where the request keeps the caller's audit name for the access log.
CALLER = "riskhub.caller"
LONGEST_HEADER = 1_000


class MachineBasicAuthentication(BaseAuthentication):
    """HTTP Basic (RFC 7617) with client id and secret: what TAXII clients speak."""

    def authenticate(self, request: Request) -> tuple[Actor, Actor] | None:
        """Return the actor, or None for another scheme. Raises AuthenticationFailed."""
        value = read_credentials(request._request, "basic")
        if value is None:
            return None
        client_id, secret = split_basic(value)
        try:
            actor = authenticate_machine(client_id=client_id, secret=secret, now=timezone.now())
        except CredentialRefused as refusal:
            raise AuthenticationFailed("unknown client or wrong secret") from refusal
        return note_caller(request, actor)

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge without which clients never send their credentials."""
        return REALM


class MachineBearerAuthentication(BaseAuthentication):
    """Bearer tokens (RFC 6750) of the client-credentials grant."""

    def authenticate(self, request: Request) -> tuple[Actor, Actor] | None:
        """Return the actor, or None for another scheme. Raises AuthenticationFailed."""
        token = read_credentials(request._request, "bearer")
        if token is None:
            return None
        try:
            actor = authenticate_token(token=token, now=timezone.now())
        except CredentialRefused as refusal:
            raise AuthenticationFailed("unknown or expired token") from refusal
        return note_caller(request, actor)

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge."""
        return 'Bearer realm="riskhub"'


class StaffSessionAuthentication(SessionAuthentication):
    """Signed-in staff, with the CSRF protection of the site; roles give the scopes."""

    def authenticate(self, request: Request) -> tuple[Actor, Actor] | None:
        """Return the actor of the session, or None without one or without a membership."""
        found = super().authenticate(request)
        actor = actor_of_person(found[0].pk) if found else None
        return note_caller(request, actor) if actor else None

    def enforce_csrf(self, request: Request) -> None:
        """Ask for the site's token in X-CSRFToken. Raises PermissionDenied."""
        # Never in a form: the body is for the view to read, with its own bound.
        request._request.POST = QueryDict()
        super().enforce_csrf(cast(Request, request._request))


def note_caller(request: Request, actor: Actor) -> tuple[Actor, Actor]:
    """Leave the caller's name for the access log and return the pair REST framework asks for."""
    request._request.META[CALLER] = actor.name
    return actor, actor


def read_credentials(request: HttpRequest, scheme: str) -> str | None:
    """Return what follows the scheme in the Authorization header, or None for another scheme.

    Raises AuthenticationFailed when nothing, or more than one word, follows.
    """
    header = request.META.get("HTTP_AUTHORIZATION", "")
    name, _, value = header.partition(" ")
    if name.lower() != scheme:
        return None
    value = value.strip()
    if not value or " " in value or len(value) > LONGEST_HEADER or not value.isascii():
        raise AuthenticationFailed("the Authorization header cannot be read")
    return str(value)


def split_basic(value: str) -> tuple[str, str]:
    """Return user and password of Basic credentials. Raises AuthenticationFailed."""
    try:
        text = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise AuthenticationFailed("the Authorization header cannot be read") from error
    client_id, colon, secret = text.partition(":")
    # PostgreSQL text cannot hold NUL: such an id cannot exist.
    if not colon or "\0" in text:
        raise AuthenticationFailed("unknown client or wrong secret")
    return client_id, secret
