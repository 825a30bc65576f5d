"""Whether the caller of an open stream would still be let in: the same checks, on the same request."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from rest_framework.exceptions import APIException

from sharing.api.stream import StreamView


def may_go_on(environ: Mapping[str, Any]) -> bool:
    """Say whether credential, institution, scope and session of a request still hold."""
    # A request made anew remembers no earlier answer.
    request = WSGIRequest(dict(environ))
    SessionMiddleware(_answer).process_request(request)
    AuthenticationMiddleware(_answer).process_request(request)
    view = StreamView()
    view.setup(request)
    view.request = view.initialize_request(request)
    try:
        view.check_permissions(view.request)
    except APIException:
        return False
    return True


def _answer(_request: Any) -> HttpResponse:
    # What the middleware would wrap; it is not called here.
    return HttpResponse()
