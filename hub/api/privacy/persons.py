"""Natural persons: sign in by a one-time code, see what is held, withdraw a consent."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.audience import OpenView, PersonView, read_token
from hub.api.privacy.person_forms import (
    HoldingsOutput,
    OwnConsentListOutput,
    OwnConsentOutput,
    PersonOutput,
    SessionBody,
    SessionOutput,
    SignInBody,
    SignInOutput,
    show_body,
)
from hub.api.rendering import LenientNegotiation, Renderer
from hub.remedies.callers import find_address
from hub.remedies.withdrawing import withdraw_own
from privacy.retention.registry import Item
from privacy.rights.entries import describe_consent, describe_identifier
from privacy.rights.export import write_csv, write_json
from privacy.rights.holdings import export_all, find_consent, list_consents
from privacy.rights.persons import CODE_LIFE, close_session, open_session, start_sign_in
from privacy.rights.selectors import list_identifiers
from sharing.api.base import read_json
from sharing.api.schema import JSON, problems

_TAGS = ["persons"]
CSV = "text/csv"
HELD = {
    (200, JSON): HoldingsOutput,
    (200, CSV): OpenApiResponse(OpenApiTypes.STR, "A line for each value, to who asks for CSV."),
}


class CsvNegotiation(LenientNegotiation):
    """Let those in who ask for CSV; the view writes it."""

    def select_renderer(
        self, request: Request, renderers: Iterable[Renderer], format_suffix: str | None = None
    ) -> tuple[Renderer, str]:
        """Return the only renderer. Raises NotAcceptable."""
        if wants_csv(request._request):
            return next(iter(renderers)), JSON
        return super().select_renderer(request, renderers, format_suffix)


class SignInView(OpenView):
    """Ask for a one-time code."""

    @extend_schema(
        operation_id="startPersonSignIn",
        tags=_TAGS,
        auth=[],
        request={JSON: show_body(SignInBody)},
        responses={(202, JSON): SignInOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Send a code to an address; the answer tells of no address whether it is known.

        `attempt` belongs to who asked: the code opens a session together with it alone.
        """
        body = read_json(request, SignInBody)
        attempt = start_sign_in(
            now=timezone.now(),
            contact=body.contact,
            language=body.language,
            source=find_address(request._request),
        )
        told = {"attempt": attempt, "expires_in": int(CODE_LIFE.total_seconds())}
        return Response({"status": "code-sent-if-reachable", **told}, status=202)


class SessionsView(OpenView):
    """Sign in."""

    @extend_schema(
        operation_id="openPersonSession",
        tags=_TAGS,
        auth=[],
        request={JSON: show_body(SessionBody)},
        responses={(201, JSON): SessionOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Answer the code and get a token; five wrong answers spoil a code."""
        body = read_json(request, SessionBody)
        opened = open_session(
            now=timezone.now(),
            contact=body.contact,
            code=body.code,
            language=body.language,
            attempt=body.attempt,
        )
        told = {"token": opened.token, "token_type": "Bearer", "expires_at": opened.expires_at}
        return Response(SessionOutput(told).data, status=201)


class CurrentSessionView(PersonView):
    """The session of the token in use."""

    @extend_schema(
        operation_id="closePersonSession", tags=_TAGS, responses={204: None, **problems()}
    )
    def delete(self, request: Request) -> Response:
        """Sign out: the token ends at once."""
        close_session(token=read_token(request._request) or "")
        return Response(status=204)


class MeView(PersonView):
    """The signed-in person."""

    @extend_schema(
        operation_id="readPerson",
        tags=_TAGS,
        responses={(200, JSON): PersonOutput, **problems()},
    )
    def get(self, request: Request) -> Response:
        """Return by what kinds of identifier the person is known, and which of them are verified."""
        known = list_identifiers(person_id=self.person.person_id)
        told = {
            "person_id": self.person.person_id,
            "language": self.person.language,
            "identifiers": [describe_identifier(one) for one in known],
        }
        return Response(PersonOutput(told).data)


class HoldingsView(PersonView):
    """What is held about the person."""

    content_negotiation_class = CsvNegotiation

    @extend_schema(operation_id="readHoldings", tags=_TAGS, responses={**HELD, **problems()})
    def get(self, request: Request) -> HttpResponse | Response:
        """Return everything held under the person's verified identifiers, as JSON or CSV."""
        items = export_all(actor=self.person, now=timezone.now())
        return show_items(request, items)


class OwnConsentsView(PersonView):
    """The person's consents."""

    @extend_schema(
        operation_id="listOwnConsents",
        tags=_TAGS,
        responses={(200, JSON): OwnConsentListOutput, **problems()},
    )
    def get(self, request: Request) -> Response:
        """List the consents given under any of the person's verified identifiers."""
        now = timezone.now()
        rows = list_consents(actor=self.person)
        shown = [describe_consent(row, now=now) for row in rows]
        return Response(OwnConsentListOutput({"items": shown}).data)


class OwnConsentView(PersonView):
    """One of the person's consents."""

    @extend_schema(
        operation_id="readOwnConsent",
        tags=_TAGS,
        responses={(200, JSON): OwnConsentOutput, **problems(404)},
    )
    def get(self, request: Request, consent_id: UUID) -> Response:
        """Return one consent of the person, or one that they gave for their child."""
        row = find_consent(actor=self.person, consent_id=consent_id)
        return Response(OwnConsentOutput(describe_consent(row, now=timezone.now())).data)


class OwnWithdrawalView(PersonView):
    """Withdraw one of the person's consents."""

    @extend_schema(
        operation_id="withdrawOwnConsent",
        tags=_TAGS,
        request=None,
        responses={(200, JSON): OwnConsentOutput, **problems(404)},
    )
    def post(self, request: Request, consent_id: UUID) -> Response:
        """Withdraw it in one step; later acts do not rest on it. The same again changes nothing."""
        now, person = timezone.now(), self.person
        withdrawal = withdraw_own(actor=person, now=now, consent_id=consent_id)
        return Response(OwnConsentOutput(describe_consent(withdrawal.record, now=now)).data)


def show_items(request: Request, items: list[Item]) -> HttpResponse | Response:
    """Return items in the form asked for; CSV comes as a file."""
    if not wants_csv(request._request):
        return Response({"items": write_json(items)})
    response = HttpResponse(write_csv(items), content_type=f"{CSV}; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="holdings.csv"'
    return response


def wants_csv(request: HttpRequest) -> bool:
    """Say whether CSV is asked for by name."""
    return CSV in request.META.get("HTTP_ACCEPT", "").lower()


urlpatterns = [
    path("me", MeView.as_view(), name="me"),
    path("me/sign-in", SignInView.as_view(), name="me-sign-in"),
    path("me/sessions", SessionsView.as_view(), name="me-sessions"),
    path("me/sessions/current", CurrentSessionView.as_view(), name="me-session"),
    path("me/holdings", HoldingsView.as_view(), name="me-holdings"),
    path("me/consents", OwnConsentsView.as_view(), name="me-consents"),
    path("me/consents/<uuid:consent_id>", OwnConsentView.as_view(), name="me-consent"),
    path(
        "me/consents/<uuid:consent_id>/withdraw",
        OwnWithdrawalView.as_view(),
        name="me-consent-withdraw",
    ),
]
