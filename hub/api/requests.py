"""One line of log a request, with ids only; and the last resort for exceptions nobody handled."""

import logging
import time
from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.views import defaults

from hub.api.authentication import CALLER
from hub.api.problems import answer, document, reference_of, report_unknown
from hub.api.throttling import write_allowance

access = logging.getLogger("hub.access")

API_PATHS = ("/api/", "/oauth/", "/taxii2/", "/log/", "/health/", "/metrics")
# Django answers these by itself, without repeating what they say.
ORDINARY = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)


class RequestContextMiddleware:
    """Give each request a reference, log how it ended, and answer what nobody caught."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on and log the answer."""
        started = time.perf_counter()
        reference = reference_of(request)
        response = self.get_response(request)
        response["X-Request-ID"] = reference
        if is_api(request):
            response.headers.setdefault("Cache-Control", "no-store")
        write_allowance(request, response)
        _log(request, response, started)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer an exception of a view without its text; pages get the site's error page."""
        if isinstance(error, ORDINARY):
            return None
        body = report_unknown(request, error)
        return answer(body) if is_api(request) else defaults.server_error(request)


def answer_missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist: a problem document on API paths, else a page."""
    if is_api(request):
        return answer(document("not-found"))
    return defaults.page_not_found(request, exception)


def answer_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refused to read."""
    if is_api(request):
        return answer(document("bad-request"))
    return defaults.bad_request(request, exception)


def answer_failure(request: HttpRequest) -> HttpResponse:
    """Answer an exception outside of views."""
    if is_api(request):
        reference = reference_of(request)
        detail = f"The reference of this error is {reference}."
        return answer(document("internal-error", detail=detail))
    return defaults.server_error(request)


def is_api(request: HttpRequest) -> bool:
    """Say whether the address belongs to machines."""
    return request.path_info.startswith(API_PATHS)


def _log(request: HttpRequest, response: HttpResponse, started: float) -> None:
    # The route and never the address: a query may hold words of an alert.
    match = request.resolver_match
    access.info(
        "request",
        extra={
            "reference": reference_of(request),
            "method": request.method,
            "route": match.route if match else "",
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - started) * 1000, 1),
            "caller": request.META.get(CALLER, ""),
        },
    )
