"""Requests of natural persons: a person makes and follows them, the institution answers in time."""

from datetime import datetime
from functools import singledispatch
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.audience import PersonView, PrivacyView, SharedView, find_member, officer_of
from hub.api.privacy.person_forms import show_body
from hub.api.privacy.persons import HELD, CsvNegotiation, show_items
from hub.api.privacy.rights_forms import (
    EndingBody,
    ExtensionBody,
    IdentifierBody,
    ProofBody,
    RequestBody,
    RightsRequestOutput,
    RightsRequestPageOutput,
)
from hub.remedies.correcting import find_correction
from privacy.rights import requests as services
from privacy.rights import selectors
from privacy.rights.codes import RequestState
from privacy.rights.entries import RequestEntry, describe_request
from privacy.rights.errors import RecordNotFound
from privacy.rights.holdings import export_answer
from privacy.rights.persons import SignedIn
from sharing.api.base import read_json, refuse
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems, query
from sharing.api.serializers import ProblemOutput
from sharing.members.actors import Actor, Scope

_TAGS = ["rights"]
_LIST = "rights-requests"
_STATE = query("state", "Only requests in this state.", enum=[one.value for one in RequestState])
# A security requirement; the stubs know names only.
_PERSON: list[Any] = [{"person": []}]
_NOT_NOW = OpenApiResponse(
    ProblemOutput, "Its state does not allow this step: read its state and its steps."
)
_STEP = {
    (200, JSON): RightsRequestOutput,
    (409, PROBLEM): _NOT_NOW,
    **problems(400, 404, 413, 415, 422),
}


class RightsRequestsView(SharedView):
    """Requests: mine as a person, those sent to me as an institution."""

    required_scopes = {"GET": Scope.RIGHTS_READ}
    person_methods = frozenset({"GET", "POST"})

    @extend_schema(
        operation_id="listRightsRequests",
        tags=_TAGS,
        parameters=[_STATE, *PAGING, LINK],
        responses={(200, JSON): RightsRequestPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List requests, newest first."""
        now, wanted = timezone.now(), self.read_wanted(_LIST, RequestState)
        rows = find_rows(self.request.auth, wanted)
        last = rows[-2] if len(rows) == wanted.limit else None
        entries = [describe_request(row, now=now) for row in rows[: wanted.limit - 1]]
        after = (last.opened_at.isoformat(), str(last.id)) if last else None
        return self.page(_LIST, RightsRequestOutput(entries, many=True).data, after)

    @extend_schema(
        operation_id="openRightsRequest",
        tags=_TAGS,
        auth=_PERSON,
        request={JSON: show_body(RequestBody)},
        responses={
            (201, JSON): RightsRequestOutput,
            (409, PROBLEM): OpenApiResponse(
                ProblemOutput, "Too many of the person's wait already."
            ),
            **problems(400, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        """Open a request as a signed-in person; its receipt number and its due date come back."""
        body, now = read_json(request, RequestBody), timezone.now()
        person = cast(SignedIn, self.request.auth)
        request_id = services.open_request(actor=person, now=now, new=_read_new(body))
        headers = {"Location": f"/api/v1/rights-requests/{request_id}"}
        return Response(_show(person, request_id, now), status=201, headers=headers)


class RightsRequestView(SharedView):
    """One request."""

    required_scopes = {"GET": Scope.RIGHTS_READ}
    person_methods = frozenset({"GET"})

    @extend_schema(
        operation_id="readRightsRequest",
        tags=_TAGS,
        responses={(200, JSON): RightsRequestOutput, **problems(404)},
    )
    def get(self, request: Request, request_id: UUID) -> Response:
        """Return one request of mine or to me."""
        return Response(_show(self.request.auth, request_id, timezone.now()))


class VerificationView(PrivacyView):
    """Say whether the person is who they say."""

    required_scopes = {"POST": Scope.RIGHTS_WRITE}

    @extend_schema(
        operation_id="verifyRightsRequest",
        tags=_TAGS,
        request={JSON: show_body(ProofBody)},
        responses=_STEP,
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        """Record the result and the method; identifiers are named again and have to match."""
        body, now = read_json(request, ProofBody), timezone.now()
        proof = services.Proof(body.method, body.passed, _read_claims(body.identifiers))
        officer = officer_of(self.actor)
        services.verify_identity(actor=officer, now=now, request_id=request_id, proof=proof)
        return Response(_show(self.actor, request_id, now))


class ExtensionView(PrivacyView):
    """Extend the term."""

    required_scopes = {"POST": Scope.RIGHTS_WRITE}

    @extend_schema(
        operation_id="extendRightsRequest",
        tags=_TAGS,
        request={JSON: show_body(ExtensionBody)},
        responses=_STEP,
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        """Extend it once, inside the first term, where the law allows it; the person is told."""
        body, now = read_json(request, ExtensionBody), timezone.now()
        officer = officer_of(self.actor)
        services.extend_term(actor=officer, now=now, request_id=request_id, reason=body.reason)
        return Response(_show(self.actor, request_id, now))


class EndingView(PrivacyView):
    """End a request."""

    required_scopes = {"POST": Scope.RIGHTS_WRITE}

    @extend_schema(
        operation_id="closeRightsRequest",
        tags=_TAGS,
        request={JSON: show_body(EndingBody)},
        responses=_STEP,
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        """Grant or refuse; what is granted is carried out. Only a person refuses or erases.

        To grant a rectification, send the corrected alert first and name it here as `correction`.
        """
        body, now = read_json(request, EndingBody), timezone.now()
        corrected = find_correction(actor=self.actor, reference=body.correction)
        ending = services.Ending(
            body.outcome, body.reason_code, body.reason, body.remedy, corrected
        )
        officer = officer_of(self.actor)
        services.close_request(actor=officer, now=now, request_id=request_id, ending=ending)
        return Response(_show(self.actor, request_id, now))


class ReleaseView(PrivacyView):
    """End what a granted request restricted."""

    required_scopes = {"POST": Scope.RIGHTS_WRITE}

    @extend_schema(
        operation_id="endRestriction",
        tags=_TAGS,
        request=None,
        responses={(200, JSON): RightsRequestOutput, (409, PROBLEM): _NOT_NOW, **problems(404)},
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        """Free what was restricted; the step tells the person."""
        now, officer = timezone.now(), officer_of(self.actor)
        services.end_restriction(actor=officer, now=now, request_id=request_id)
        return Response(_show(self.actor, request_id, now))


class AnswerView(PersonView):
    """What a granted request comes to."""

    content_negotiation_class = CsvNegotiation

    @extend_schema(operation_id="readRightsAnswer", tags=_TAGS, responses={**HELD, **problems(404)})
    def get(self, request: Request, request_id: UUID) -> HttpResponse | Response:
        """Return what was asked for by access, copy or portability, once it was granted."""
        items = export_answer(actor=self.person, now=timezone.now(), request_id=request_id)
        return show_items(request, items)


@singledispatch
def find_rows(actor: object, wanted: selectors.Wanted) -> list[Any]:
    """Return requests: a person's own, or those to an institution."""
    raise RecordNotFound


@find_rows.register
def _find_own(actor: SignedIn, wanted: selectors.Wanted) -> list[Any]:
    return list(selectors.list_own_requests(person_id=actor.person_id, wanted=wanted))


@find_rows.register
def _find_sent(actor: Actor, wanted: selectors.Wanted) -> list[Any]:
    controllers = officer_of(actor).controllers
    return list(selectors.list_requests(controllers=controllers, wanted=wanted))


@singledispatch
def read_entry(actor: object, request_id: UUID, now: datetime) -> RequestEntry:
    """Return one request of a person, or to an institution. Raises RecordNotFound."""
    raise RecordNotFound


@read_entry.register
def _read_own(actor: SignedIn, request_id: UUID, now: datetime) -> RequestEntry:
    row = selectors.get_own_request(person_id=actor.person_id, request_id=request_id)
    return describe_request(row, now=now)


@read_entry.register
def _read_sent(actor: Actor, request_id: UUID, now: datetime) -> RequestEntry:
    controllers = officer_of(actor).controllers
    row = selectors.get_request(controllers=controllers, request_id=request_id)
    return describe_request(row, now=now)


def _show(actor: object, request_id: UUID, now: datetime) -> Any:
    return RightsRequestOutput(read_entry(actor, request_id, now)).data


def _read_new(body: RequestBody) -> services.NewRequest:
    member = find_member(body.controller, place="controller")
    if member and body.regime:
        raise refuse("regime", "It follows from the controller: leave it out.")
    return services.NewRequest(
        type=body.type,
        controller=member.stix_id if member else "",
        place=member.jurisdiction if member else "",
        regime=body.regime or ("" if member else "pipl"),
        text=body.text,
        claims=_read_claims(body.identifiers),
    )


def _read_claims(identifiers: tuple[IdentifierBody, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((one.kind, one.value) for one in identifiers)


_ONE = "rights-requests/<uuid:request_id>"
urlpatterns = [
    path("rights-requests", RightsRequestsView.as_view(), name="rights-requests"),
    path(_ONE, RightsRequestView.as_view(), name="rights-request"),
    path(f"{_ONE}/verify", VerificationView.as_view(), name="rights-request-verify"),
    path(f"{_ONE}/extend", ExtensionView.as_view(), name="rights-request-extend"),
    path(f"{_ONE}/close", EndingView.as_view(), name="rights-request-close"),
    path(f"{_ONE}/release", ReleaseView.as_view(), name="rights-request-release"),
    path(f"{_ONE}/export", AnswerView.as_view(), name="rights-request-export"),
]
