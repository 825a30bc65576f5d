"""Legal holds of an institution: what it must keep, whatever schedules and persons ask for."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta, Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.assessments import Line
from hub.api.privacy.person_forms import coded
from hub.api.privacy.rights_forms import IdentifierBody
from privacy.retention.scopes import HoldReason, HoldScope
from privacy.retention.selectors import list_holds
from privacy.retention.services import NewHold, confirm_hold, end_hold, place_hold
from privacy.rights.contacts import read_identifier
from privacy.rights.errors import Unfit
from privacy.rights.resuming import resume_kept
from sharing.api import parameters
from sharing.api.base import END, RestView, read_json, refuse
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems
from sharing.api.serializers import ProblemOutput
from sharing.members.actors import Actor, Scope
from sharing.tasks import wake_pushers, wake_workers

if TYPE_CHECKING:
    from privacy.retention.models import LegalHold


class LegalHoldBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What my institution must keep, why, and by which order (a reference without personal data).

    A person is known by an identifier, of which a keyed digest is kept, or by `ref`: that digest. An alert
    is known by its id; all that my institution answers for needs neither.
    """

    scope: HoldScope
    reason: HoldReason
    authority: Line
    ref: Annotated[
        str,
        Meta(
            pattern="^[0-9a-f-]{0,36}" + END,
            description="a keyed digest of 32 hexadecimal digits, or the id of an alert",
        ),
    ] = ""
    identifier: IdentifierBody | None = None


EXAMPLE = {
    "scope": "subject",
    "reason": "litigation",
    "authority": "（2026）沪01民初1234号",
    "identifier": {"kind": "email", "value": "person@example.com"},
}


class LegalHoldOutput(serializers.Serializer[Any]):
    """A hold on my records; nobody is named."""

    id = serializers.UUIDField()
    scope = coded(HoldScope)
    ref = serializers.CharField(
        help_text="A keyed digest, the id of an alert, or my STIX identity."
    )
    reason = coded(HoldReason)
    authority = serializers.CharField()
    placed_by = serializers.CharField()
    placed_at = serializers.DateTimeField(default_timezone=UTC)
    lapses_at = serializers.DateTimeField(
        allow_null=True,
        default_timezone=UTC,
        help_text="When it ends by itself, unless another person confirms it before.",
    )
    confirmed_by = serializers.CharField(allow_blank=True)
    confirmed_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    end_asked_by = serializers.CharField(
        allow_blank=True, help_text="Who asked for the end; another person ends it."
    )
    ended_by = serializers.CharField(allow_blank=True)
    ended_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)


class LegalHoldPageOutput(serializers.Serializer[Any]):
    """A page of holds, newest first."""

    items = LegalHoldOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


_TAGS = ["retention"]
_CONFLICT = OpenApiResponse(ProblemOutput, "It was ended before.")


class LegalHoldsView(RestView):
    """Holds on my records."""

    # What overrides erasure takes a person, and a reference that can be looked up.
    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="listLegalHolds",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): LegalHoldPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List holds on my records, ended ones too, newest first."""
        readers = parameters.page_readers(self.actor, "legal-holds")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_holds(
            controller=self.actor.stix_id,
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return self.page(
            "legal-holds",
            LegalHoldOutput(rows[:limit], many=True).data,
            (last.placed_at.isoformat(), str(last.id)) if last else None,
        )

    @extend_schema(
        operation_id="placeLegalHold",
        tags=_TAGS,
        request={JSON: describe_body(LegalHoldBody) | {"examples": [EXAMPLE]}},
        responses={(201, JSON): LegalHoldOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Place a hold on my records: no schedule touches them, and an erasure restricts them.

        Another person has to confirm it, or it ends by itself.
        """
        body, mine = read_json(request, LegalHoldBody), self.actor.stix_id
        new = NewHold(mine, body.scope, _find_ref(body, mine), body.reason, body.authority)
        row = place_hold(actor=self.actor.name, now=timezone.now(), new=new)
        return Response(LegalHoldOutput(row).data, status=201)


class ConfirmView(RestView):
    """Confirm a hold."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="confirmLegalHold",
        tags=_TAGS,
        request=None,
        responses={
            (200, JSON): LegalHoldOutput,
            (409, PROBLEM): _CONFLICT,
            **problems(404),
        },
    )
    def post(self, request: Request, hold_id: UUID) -> Response:
        """Confirm as a second person that the hold stands; again changes nothing."""
        row = confirm_hold(
            actor=self.actor.name,
            now=timezone.now(),
            controller=self.actor.stix_id,
            hold_id=hold_id,
        )
        return Response(LegalHoldOutput(row).data)


class EndView(RestView):
    """End a hold."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="endLegalHold",
        tags=_TAGS,
        request=None,
        responses={
            (200, JSON): LegalHoldOutput,
            (409, PROBLEM): _CONFLICT,
            **problems(404),
        },
    )
    def post(self, request: Request, hold_id: UUID) -> Response:
        """Ask for the end of a hold; the same call by another person within seven days ends it.

        Erasures that were granted and that it kept are then carried out.
        """
        row = end_and_resume(actor=self.actor, now=timezone.now(), hold_id=hold_id)
        return Response(LegalHoldOutput(row).data)


def end_and_resume(*, actor: Actor, now: datetime, hold_id: UUID) -> "LegalHold":
    """End a hold as `end_hold` does, and carry out the erasures that it alone kept (PC-15).

    Two steps on purpose: the end stands whatever becomes of them, and the clocks try them again.
    """
    row = end_hold(actor=actor.name, now=now, controller=actor.stix_id, hold_id=hold_id)
    if row.ended_at is not None and resume_kept(actor=actor.name, now=now):
        wake_workers()
        wake_pushers()
    return row


def _find_ref(body: LegalHoldBody, mine: str) -> str:
    """Return what the hold is known by. Raises ValidationError naming what cannot be used."""
    if body.identifier is None:
        return body.ref or (mine if body.scope is HoldScope.INSTITUTION else "")
    if body.ref or body.scope is not HoldScope.SUBJECT:
        raise refuse("identifier", "Give it for a person alone, and then no ref.")
    try:
        found = read_identifier(
            body.identifier.kind, body.identifier.value, place="identifier.value"
        )
    except Unfit as fault:
        raise refuse(fault.place, str(fault)) from None
    return found.subject.hex()


urlpatterns = [
    path("legal-holds", LegalHoldsView.as_view(), name="legal-holds"),
    path("legal-holds/<uuid:hold_id>/confirm", ConfirmView.as_view(), name="legal-hold-confirm"),
    path("legal-holds/<uuid:hold_id>/end", EndView.as_view(), name="legal-hold-end"),
]
