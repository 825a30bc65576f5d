"""Errors as problem documents (RFC 9457): one table from what went wrong to what the caller is told.

A document says `type`, `title`, `status`, `detail`, and `errors` with the place, code and advice of each
fault. It never repeats a value that was sent. What is not in the table becomes a bare 500 with a
reference under which the log names the exception's type and place, not its text.
"""

import logging
import traceback
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.permissions import find_scopes
from privacy.arrangements.errors import ArrangementFixed, ArrangementMissing, ArrangementUnfit
from privacy.audit.errors import NotInLog
from privacy.consent.errors import ConsentDiffers, ConsentNotFound, ConsentUnusable
from privacy.errors import (
    ApprovalNeeded,
    ApprovalNotFound,
    ApprovalNotOpen,
    KeyUnavailable,
    PersonalText,
    PersonNeeded,
    SelfApproval,
)
from privacy.incidents.errors import IncidentNotFound, IncidentUnfit, ReportIsSent
from privacy.retention.errors import LegalHoldEnded, LegalHoldNotFound, LegalHoldUnfit
from privacy.rights.errors import RecordNotFound, SignInRefused, StepNotPossible
from privacy.transfers.errors import RecordIsFinal, RecordMissing, TermsUnusable
from sharing.errors import (
    AlreadyAnswered,
    AlreadyConfirmed,
    AlreadyDecided,
    AlreadyWithdrawn,
    AuthenticationDataRefused,
    CredentialRefused,
    IdempotencyConflict,
    NotAvailable,
    NotFound,
    NotInstalled,
    NotPermitted,
    SharingError,
    Unusable,
    Withdrawn,
)
from sharing.members.actors import MACHINE_SCOPES, Actor
from sharing.stix.faults import Fault, StixRejected

logger = logging.getLogger("hub.problems")

MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Basic realm="riskhub", charset="UTF-8"'
# Where the request keeps the reference that answers and logs share.
REFERENCE = "riskhub.request_id"
_SIGN_IN = "Sign in to the site; only a person may do this."
_CROSS_SITE = "Send the cookie csrftoken also in the header X-CSRFToken, and a Referer of the site."
# What a room refuses it refuses whatever the scopes are.
_NO_SCOPE_HELPS = "No scope changes that."


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, a title that never changes, and what to do about it."""

    status: int
    title: str
    advice: str


KINDS: dict[str, Kind] = {
    "malformed-content": Kind(
        400, "The content cannot be read", "Send one JSON document in UTF-8."
    ),
    "invalid-parameter": Kind(400, "A parameter cannot be used", "Correct the parameters named."),
    "bad-request": Kind(400, "The request cannot be read", "Correct the request."),
    "not-authenticated": Kind(
        401, "Credentials are needed", "Send client id and secret by Basic, or a bearer token."
    ),
    "sign-in-refused": Kind(
        401, "The code is wrong, used or expired", "Ask for a new code and send it in time."
    ),
    "not-permitted": Kind(403, "This is not permitted", "Ask your administrator for the scope."),
    "reading-region": Kind(
        403,
        "Nothing was judged for the place you read from",
        "Read from where your institution is, or have the region declared; then it opens by itself.",
    ),
    "person-needed": Kind(
        403, "Only a person may do this", "Sign in to the site; no credential of a machine does it."
    ),
    "self-approval": Kind(
        403, "Nobody decides their own act", "Ask another person with the scope privacy:decide."
    ),
    "approval-needed": Kind(
        403, "A second person has not approved this", "Ask for an approval, then try again."
    ),
    "not-found": Kind(
        404, "Nothing is here", "Check the address; what is not yours looks missing."
    ),
    "method-not-allowed": Kind(405, "The method is not allowed", "See the Allow header."),
    "withdrawn": Kind(
        410,
        "It was taken back",
        "Use it no more. Your recall orders say what to do with copies, and what to confirm.",
    ),
    "already-withdrawn": Kind(
        409, "Nobody holds it any more", "Nothing is left to do; see its recall orders."
    ),
    "already-answered": Kind(
        409, "The request was answered", "Take the answer back where it was wrong."
    ),
    "approval-closed": Kind(
        409, "The approval was decided, or is over", "Look at it; ask anew where it is needed."
    ),
    "already-confirmed": Kind(
        409, "The order was confirmed", "Nothing else can be said of it any more."
    ),
    "already-decided": Kind(
        409, "The hold was decided", "Nothing is left to decide; see what became of it."
    ),
    "step-not-possible": Kind(
        409,
        "Its state does not allow this step",
        "Read it again: its state and steps tell what was done and what can follow.",
    ),
    "consent-differs": Kind(
        409,
        "This act of consent was recorded with other content",
        "Read the record of the first; another act takes an evidence_digest of its own.",
    ),
    "not-acceptable": Kind(
        406, "No acceptable form", "Accept application/json or the type listed."
    ),
    "idempotency-conflict": Kind(
        409, "The Idempotency-Key was used for other content", "Use a new key for new content."
    ),
    "too-large": Kind(413, "The content is too large", "Send smaller or fewer alerts."),
    "unsupported-media-type": Kind(
        415, "The media type is not taken", "Send one that the documentation names."
    ),
    "content-rejected": Kind(
        422, "The content breaks rules", "Correct what is listed and send it again."
    ),
    "authentication-data": Kind(
        422, "The content holds authentication data", "Remove it; it is never shared or stored."
    ),
    "too-many-requests": Kind(429, "Too many requests", "Wait as Retry-After says."),
    "internal-error": Kind(500, "Something went wrong here", "Give the operator the reference."),
    "not-installed": Kind(501, "This hub runs without that", "Ask the operator to install it."),
    "not-available": Kind(503, "The hub cannot do this now", "Try again later."),
}

_BY_FRAMEWORK: tuple[tuple[type[exceptions.APIException], str], ...] = (
    (exceptions.ValidationError, "invalid-parameter"),
    (exceptions.ParseError, "bad-request"),
    (exceptions.NotAuthenticated, "not-authenticated"),
    (exceptions.AuthenticationFailed, "not-authenticated"),
    (exceptions.PermissionDenied, "not-permitted"),
    (exceptions.NotFound, "not-found"),
    (exceptions.MethodNotAllowed, "method-not-allowed"),
    (exceptions.NotAcceptable, "not-acceptable"),
    (exceptions.UnsupportedMediaType, "unsupported-media-type"),
    (exceptions.Throttled, "too-many-requests"),
)
_BY_ERROR: tuple[tuple[type[Exception], str], ...] = (
    (IdempotencyConflict, "idempotency-conflict"),
    (AuthenticationDataRefused, "authentication-data"),
    (CredentialRefused, "not-authenticated"),
    (NotPermitted, "not-permitted"),
    (AlreadyDecided, "already-decided"),
    (Unusable, "invalid-parameter"),
    (ConsentDiffers, "consent-differs"),
    (ConsentUnusable, "invalid-parameter"),
    (ConsentNotFound, "not-found"),
    (ArrangementUnfit, "invalid-parameter"),
    (ArrangementMissing, "not-found"),
    (ArrangementFixed, "step-not-possible"),
    (NotInLog, "not-found"),
    (TermsUnusable, "invalid-parameter"),
    (RecordMissing, "not-found"),
    (RecordIsFinal, "step-not-possible"),
    (NotFound, "not-found"),
    (Withdrawn, "withdrawn"),
    (AlreadyWithdrawn, "already-withdrawn"),
    (AlreadyAnswered, "already-answered"),
    (AlreadyConfirmed, "already-confirmed"),
    (NotInstalled, "not-installed"),
    (Http404, "not-found"),
    (PermissionDenied, "not-permitted"),
    (ApprovalNotFound, "not-found"),
    (ApprovalNotOpen, "approval-closed"),
    (PersonNeeded, "person-needed"),
    (SelfApproval, "self-approval"),
    (ApprovalNeeded, "approval-needed"),
    (PersonalText, "invalid-parameter"),
    (IncidentUnfit, "invalid-parameter"),
    (IncidentNotFound, "not-found"),
    (ReportIsSent, "step-not-possible"),
    (LegalHoldUnfit, "invalid-parameter"),
    (LegalHoldNotFound, "not-found"),
    (LegalHoldEnded, "step-not-possible"),
    (SignInRefused, "sign-in-refused"),
    (RecordNotFound, "not-found"),
    (StepNotPossible, "step-not-possible"),
    (KeyUnavailable, "not-available"),
    (NotAvailable, "not-available"),
    *_BY_FRAMEWORK,
)
# Errors with the place that is wrong and the rule it breaks.
_NAMING_A_PLACE = (
    Unusable,
    ConsentUnusable,
    TermsUnusable,
    IncidentUnfit,
    LegalHoldUnfit,
    ArrangementUnfit,
    PersonalText,
)
# What a rejected document did wrong decides the status: unreadable, too large, wrong type, or rules.
_BY_FAULT = {
    "unsupported-media-type": "unsupported-media-type",
    "unsupported-encoding": "unsupported-media-type",
    "too-many-bytes": "too-large",
    "too-many-lines": "too-large",
    "not-json": "malformed-content",
    "not-utf-8": "malformed-content",
    "not-an-object": "malformed-content",
    "duplicate-key": "malformed-content",
    "not-a-number": "malformed-content",
    "number-out-of-range": "malformed-content",
    "damaged-gzip": "malformed-content",
}


def describe(error: Exception) -> dict[str, Any] | None:
    """Return the problem document of a known error, or None for an unknown one."""
    if isinstance(error, StixRejected):
        return _describe_rejection(error)
    kind = next((name for known, name in _BY_ERROR if isinstance(error, known)), None)
    if kind is None:
        return None
    if isinstance(error, _NAMING_A_PLACE):
        fault = {"parameter": error.place, "code": error.code, "detail": str(error)}
        return document(kind, errors=[fault])
    if isinstance(error, AuthenticationDataRefused):
        faults = [_item(pointer, code, str(error)) for pointer, code in error.places]
        return document(kind, errors=faults)
    if isinstance(error, exceptions.ValidationError):
        return document(kind, errors=_list_parameters(error))
    advice = _NO_SCOPE_HELPS if isinstance(error, NotPermitted) else KINDS[kind].advice
    return document(kind, detail=_say(error, advice))


def document(
    kind: str, *, detail: str | None = None, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """Return a problem document; the type is an anchor of the documentation page."""
    known = KINDS[kind]
    body: dict[str, Any] = {
        "type": f"/api/docs#problem-{kind}",
        "title": known.title,
        "status": known.status,
        "detail": detail or known.advice,
        "code": kind,
    }
    return body | ({"errors": errors} if errors is not None else {})


def handle_exception(error: Exception, context: dict[str, Any]) -> Response:
    """Answer an exception of a REST framework view; a view may give errors another shape.

    `shape_problem` of the view turns the document into its own (body, content type).
    """
    request = context["request"]
    body = (
        _describe_by_caller(error, request, context["view"])
        or describe(error)
        or report_unknown(request._request, error)
    )
    shape = getattr(context["view"], "shape_problem", None)
    shaped, content_type = shape(body) if shape else (body, MEDIA_TYPE)
    headers = _headers_of(error, body["status"])
    return Response(shaped, status=body["status"], headers=headers, content_type=content_type)


def answer(body: dict[str, Any]) -> HttpResponse:
    """Return a problem document as a plain Django answer."""
    return HttpResponse(orjson.dumps(body), status=body["status"], content_type=MEDIA_TYPE)


def report_unknown(request: HttpRequest, error: Exception) -> dict[str, Any]:
    """Log the type and place of an unknown exception and return a bare 500 with the reference."""
    reference = reference_of(request)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    logger.error(
        "unknown error",
        extra={"reference": reference, "error": type(error).__name__, "place": place},
    )
    return document("internal-error", detail=f"The reference of this error is {reference}.")


def reference_of(request: HttpRequest) -> str:
    """Return the reference of a request, making it at first need."""
    return str(request.META.setdefault(REFERENCE, uuid4().hex))


def _describe_by_caller(error: Exception, request: Request, view: object) -> dict[str, Any] | None:
    """Return what a refused caller lacks beside a scope: a person, or the token of the site."""
    is_denied = isinstance(error, exceptions.PermissionDenied)
    if is_denied and str(error).startswith("CSRF Failed"):
        return document("not-permitted", detail=_CROSS_SITE)
    if is_denied and isinstance(request.auth, Actor) and request.auth.is_away:
        return document("reading-region")
    if MACHINE_SCOPES.issuperset(find_scopes(view, request.method or "")):
        return None
    if isinstance(error, exceptions.NotAuthenticated):
        return document("not-authenticated", detail=_SIGN_IN)
    is_machine = isinstance(request.auth, Actor) and request.auth.user_id is None
    return document("person-needed") if is_denied and is_machine else None


def _say(error: Exception, advice: str) -> str:
    """Return what an error says of itself, as a sentence, and then what to do about it."""
    if isinstance(error, exceptions.UnsupportedMediaType):
        return str(error.detail)
    said = str(error) if isinstance(error, SharingError) else ""
    if not said:
        return advice
    sentence = f"{said[0].upper()}{said[1:].rstrip('.')}."
    # What follows a semicolon is advice already.
    return sentence if ";" in said else f"{sentence} {advice}"


def _describe_rejection(rejection: StixRejected) -> dict[str, Any]:
    codes = {fault.code for fault in rejection.faults}
    kinds = {_BY_FAULT.get(code, "content-rejected") for code in codes}
    kind = kinds.pop() if len(kinds) == 1 else "content-rejected"
    # Which media type is taken differs by address.
    told = kind == "unsupported-media-type"
    detail = rejection.faults[0].message if told else KINDS[kind].advice
    if rejection.more:
        detail = f"{detail} {rejection.more} more faults are not listed."
    return document(kind, detail=detail, errors=list_faults(rejection.faults))


def list_faults(faults: tuple[Fault, ...]) -> list[dict[str, str]]:
    """Return faults as the members of `errors`."""
    return [_item(fault.pointer, fault.code, fault.message) for fault in faults]


def _item(pointer: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer, "code": code, "detail": detail}


def _list_parameters(error: exceptions.ValidationError) -> list[dict[str, str]]:
    # Faces raise it as {parameter: [ErrorDetail]}.
    detail: Any = error.detail
    return [
        {"parameter": name, "code": str(item.code), "detail": str(item)}
        for name, items in detail.items()
        for item in items
    ]


def _headers_of(error: Exception, status: int) -> dict[str, str]:
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = CHALLENGE
    wait = getattr(error, "wait", None)  # of Throttled
    if status == 429 and wait:
        headers["Retry-After"] = str(wait)
    return headers
