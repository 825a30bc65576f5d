"""The catalogue of important data: what a regulator or an institution declares as such (PC-37)."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import Meta, Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.assessments import Line, Moment
from sharing.api import parameters
from sharing.api.base import END, RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, problems
from sharing.members.actors import Scope
from sharing.members.catalogue import (
    NewImportant,
    declare_important,
    end_important,
    list_important,
)
from sharing.tasks import wake_pushers, wake_workers


class ImportantDataBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A risk category, or a label of main objects, whose alerts hold important data in these days.

    A regulator declares for its jurisdictions; another institution for what itself reports.
    """

    source: Line
    valid_from: Moment
    category: Annotated[str, Meta(pattern="^[a-z-]{0,60}" + END)] = ""
    label: Annotated[str, Meta(pattern="^[^\\x00-\\x1f\\x7f]{0,100}" + END)] = ""
    valid_to: Moment | None = None


EXAMPLE = {
    "source": "重要数据目录 2026-3",
    "valid_from": "2026-12-01T00:00:00Z",
    "category": "mule-account",
}


class ImportantDataOutput(serializers.Serializer[Any]):
    """A declaration of mine."""

    id = serializers.UUIDField()
    category = serializers.CharField(allow_blank=True)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # a field
    source = serializers.CharField()  # type: ignore[assignment]  # a field
    valid_from = serializers.DateTimeField(default_timezone=UTC)
    valid_to = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    declared_at = serializers.DateTimeField(default_timezone=UTC)
    judged_at = serializers.DateTimeField(
        allow_null=True,
        default_timezone=UTC,
        help_text="When all that was stored before had been judged under it.",
    )


class ImportantDataPageOutput(serializers.Serializer[Any]):
    """A page of my declarations, newest first."""

    items = ImportantDataOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


_TAGS = ["registers"]


class ImportantDataView(RestView):
    """My declarations."""

    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_WRITE}

    @extend_schema(
        operation_id="listImportantData",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): ImportantDataPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List what my institution declared important, ended ones too, newest first."""
        readers = parameters.page_readers(self.actor, "important-data")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_important(
            actor=self.actor,
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return self.page(
            "important-data",
            ImportantDataOutput(rows[:limit], many=True).data,
            (last.declared_at.isoformat(), str(last.id)) if last else None,
        )

    @extend_schema(
        operation_id="declareImportantData",
        tags=_TAGS,
        request={JSON: describe_body(ImportantDataBody) | {"examples": [EXAMPLE]}},
        responses={(201, JSON): ImportantDataOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Declare data important. What went abroad without a passed assessment is then taken back."""
        body = read_json(request, ImportantDataBody)
        new = NewImportant(
            source=body.source,
            valid_from=body.valid_from,
            category=body.category,
            label=body.label,
            valid_to=body.valid_to,
        )
        row = declare_important(actor=self.actor, now=timezone.now(), new=new)
        wake_workers()
        wake_pushers()
        return Response(ImportantDataOutput(row).data, status=201)


class EndView(RestView):
    """End a declaration."""

    required_scopes = {"POST": Scope.PRIVACY_WRITE}

    @extend_schema(
        operation_id="endImportantData",
        tags=_TAGS,
        request=None,
        responses={(200, JSON): ImportantDataOutput, **problems(404)},
    )
    def post(self, request: Request, entry_id: UUID) -> Response:
        """End a declaration from now on; what was taken back stays so."""
        row = end_important(actor=self.actor, now=timezone.now(), entry_id=entry_id)
        return Response(ImportantDataOutput(row).data)


urlpatterns = [
    path("important-data", ImportantDataView.as_view(), name="important-data"),
    path("important-data/<uuid:entry_id>/end", EndView.as_view(), name="important-data-end"),
]
