"""Portability: a person has what they gave sent to an institution, which reads it there (PC-13)."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from msgspec import Meta, Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.audience import PersonView, PrivacyView
from privacy.portability.selectors import get_porting, list_portings
from privacy.portability.services import Destination, open_porting, port_data
from sharing.api import parameters
from sharing.api.base import END, read_json, refuse
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems
from sharing.api.serializers import ProblemOutput
from sharing.members.actors import Scope
from sharing.members.selectors import list_active_institutions


class TransferBody(Struct, forbid_unknown_fields=True, frozen=True):
    """To whom it goes."""

    recipient: Annotated[
        str,
        Meta(
            pattern=f"^[a-z0-9-]{{1,60}}{END}",
            description="the short name or STIX identity of a member",
        ),
    ]


class PortingOutput(serializers.Serializer[Any]):
    """What was sent, and until when its recipient finds it."""

    id = serializers.UUIDField()
    controller = serializers.CharField(
        allow_blank=True, help_text="STIX identity of who held it; empty: the hub."
    )
    recipient = serializers.CharField(help_text="Its STIX identity.")
    items = serializers.IntegerField()
    ported_at = serializers.DateTimeField(default_timezone=UTC)
    expires_at = serializers.DateTimeField(default_timezone=UTC)


class PortingPageOutput(serializers.Serializer[Any]):
    """A page of what persons sent, newest first."""

    items = PortingOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class GivenOutput(serializers.Serializer[Any]):
    """A record that the person gave."""

    kind = serializers.CharField()
    id = serializers.CharField()
    controller = serializers.CharField(allow_blank=True)
    at = serializers.CharField()
    # The name is also one of the framework's, which keeps fields apart.
    data = serializers.DictField()  # type: ignore[assignment]


class PortedOutput(PortingOutput):
    """What was sent, with its content."""

    content = GivenOutput(many=True)


_TAGS = ["rights"]
_NOTHING = OpenApiResponse(ProblemOutput, "There is nothing that the person gave under a consent.")
_EXAMPLE = OpenApiExample(
    "To another bank", {"recipient": "other-bank"}, request_only=True, media_type=JSON
)


class TransferView(PersonView):
    """Have one's own data sent."""

    @extend_schema(
        operation_id="transferRightsRequest",
        tags=_TAGS,
        request={JSON: describe_body(TransferBody)},
        examples=[_EXAMPLE],
        responses={
            (200, JSON): PortingOutput,
            (409, PROBLEM): _NOTHING,
            **problems(400, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request, request_id: UUID) -> Response:
        """Send what I gave to an institution that I name, once my request for portability was granted."""
        body = read_json(request, TransferBody)
        row = port_data(
            actor=self.person,
            now=timezone.now(),
            request_id=request_id,
            to=_find_destination(body.recipient),
        )
        return Response(PortingOutput(row).data)


class PortingsView(PrivacyView):
    """What persons sent to my institution."""

    required_scopes = {"GET": Scope.RIGHTS_READ}

    @extend_schema(
        operation_id="listPortings",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): PortingPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List what persons sent to my institution, newest first."""
        readers = parameters.page_readers(self.actor, "portings")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_portings(
            recipient=self.actor.stix_id,
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return self.page(
            "portings",
            PortingOutput(rows[:limit], many=True).data,
            (last.ported_at.isoformat(), str(last.id)) if last else None,
        )


class PortingView(PrivacyView):
    """One of them."""

    required_scopes = {"GET": Scope.RIGHTS_READ}

    @extend_schema(
        operation_id="readPorting",
        tags=_TAGS,
        responses={(200, JSON): PortedOutput, **problems(404)},
    )
    def get(self, request: Request, porting_id: UUID) -> Response:
        """Return what a person sent to my institution, while its time is not over."""
        mine = self.actor.stix_id
        content = open_porting(
            actor=self.actor.name, now=timezone.now(), recipient=mine, porting_id=porting_id
        )
        row = get_porting(recipient=mine, porting_id=porting_id)
        return Response({**PortingOutput(row).data, "content": content})


def _find_destination(name: str) -> Destination:
    """Return an active member by its short name or STIX identity. Raises ValidationError."""
    members = list_active_institutions()
    found = next((one for one in members if name in (one.slug, one.stix_id)), None)
    if found is None:
        raise refuse("recipient", "Name an active member by its short name or STIX identity.")
    homes = {one.stix_id: one.jurisdiction for one in members}
    return Destination(found.stix_id, found.jurisdiction, homes, tuple(found.reading_regions))


urlpatterns = [
    path(
        "rights-requests/<uuid:request_id>/transfer",
        TransferView.as_view(),
        name="rights-request-transfer",
    ),
    path("portings", PortingsView.as_view(), name="portings"),
    path("portings/<uuid:porting_id>", PortingView.as_view(), name="porting"),
]
