"""The token endpoint: OAuth 2.0 client credentials (RFC 6749, section 4.4) on machine credentials.

oauthlib speaks the protocol; sharing.members knows credentials and issues tokens. Why no more than
that: deploy/decisions/0005-oauth.md.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator
from oauthlib.oauth2.rfc6749.errors import InvalidRequestError
from rest_framework.exceptions import AuthenticationFailed

from hub.api.authentication import REALM, read_credentials, split_basic
from sharing.errors import CredentialRefused
from sharing.members.services import TOKEN_LIFE, check_secret, issue_token

FORM = "application/x-www-form-urlencoded"
LONGEST_BODY = 10_000


class MachineValidator(RequestValidator):
    """Answer oauthlib's questions about clients, grants and scopes."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Check the secret of the header or of the body, and leave the credential on the request."""
        client_id, secret = _read_client(request)
        if not client_id:
            return False
        now = timezone.now()
        try:
            request.client = check_secret(client_id=client_id, secret=secret, now=now)
        except CredentialRefused:
            return False
        return True

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Say that machines use client credentials and nothing else."""
        return grant_type == "client_credentials"

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Return all scopes of the credential: what a request without scope asks for."""
        return list(request.client.scopes)

    def validate_scopes(
        self, client_id: str, scopes: Any, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        """Say whether the credential holds every scope asked for."""
        return bool(scopes) and set(scopes) <= set(client.scopes)

    def save_bearer_token(self, token: Any, request: Any, *args: Any, **kwargs: Any) -> None:
        """Do nothing: `issue_token` has stored the token's digest."""


def _issue(request: Any) -> str:
    issued = issue_token(
        now=timezone.now(), credential=request.client, scopes=frozenset(request.scopes)
    )
    return issued.token


_server = BackendApplicationServer(
    MachineValidator(),
    token_generator=_issue,
    token_expires_in=int(TOKEN_LIFE.total_seconds()),
)


@csrf_exempt
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Answer a token request: the token, or the error of RFC 6749, section 5.2."""
    _, body, status = _server.create_token_response(
        request.build_absolute_uri(), "POST", _read_form(request), dict(request.headers)
    )
    response = HttpResponse(body, status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    response["Pragma"] = "no-cache"
    if status == 401:
        response["WWW-Authenticate"] = REALM
    return response


def _read_form(request: HttpRequest) -> str:
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    body = request.read(LONGEST_BODY + 1) if kind == FORM else b""
    return body.decode("ascii", "replace") if len(body) <= LONGEST_BODY else ""


def _read_client(request: Any) -> tuple[str, str]:
    authorization = HttpRequest()
    authorization.META["HTTP_AUTHORIZATION"] = request.headers.get("Authorization", "")
    try:
        value = read_credentials(authorization, "basic")
        basic = split_basic(value) if value else None
    except AuthenticationFailed:
        return "", ""
    if basic is None:
        # PostgreSQL text cannot hold NUL: such an id cannot exist.
        client_id = str(request.client_id or "")
        return "" if "\0" in client_id else client_id, str(request.client_secret or "")
    if request.client_secret:
        raise InvalidRequestError("Send the secret once.", request=request)
    return basic
