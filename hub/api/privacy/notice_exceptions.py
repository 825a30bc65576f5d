"""Exceptions from telling people: one person asks, another of the institution grants (PC-10, PC-41)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.assessments import Line
from hub.api.privacy.consent_forms import Moment
from hub.api.privacy.notices import Grades, Purposes
from hub.api.privacy.person_forms import coded
from privacy.consent.selectors import get_asked_exception, list_asked_exceptions
from privacy.consent.services.exceptions import NewException, approve_exception, ask_exception
from privacy.consent.vocabulary import ExceptionCode
from sharing.api import parameters
from sharing.api.base import RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems
from sharing.api.serializers import ProblemOutput
from sharing.members.actors import Scope


class NoticeExceptionBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Which article spares whom from telling people what, until when (a year at most), and why.

    The reason is one line without personal data.
    """

    code: ExceptionCode
    purposes: Purposes
    categories: Grades
    valid_until: Moment
    reason: Line


class WrittenTime(serializers.DateTimeField):
    """A time that stands as text among the details of an approval."""

    def to_representation(self, value: Any) -> Any:
        """Return it as every other time is shown."""
        return super().to_representation(datetime.fromisoformat(value))


class NoticeExceptionOutput(serializers.Serializer[Any]):
    """An exception as it was asked for; only a used approval is an exception."""

    id = serializers.UUIDField()
    code = coded(ExceptionCode, source="details.code")
    purposes = serializers.ListField(child=serializers.CharField(), source="details.purposes")
    categories = serializers.ListField(child=serializers.CharField(), source="details.categories")
    valid_until = WrittenTime(default_timezone=UTC, source="details.valid_until")
    reason = serializers.CharField()
    state = serializers.ChoiceField(
        choices=["open", "given", "refused", "expired", "used"],
        help_text="`open` waits for another person; `used`: it was granted and stands until valid_until.",
    )
    asked_by = serializers.CharField()
    asked_at = serializers.DateTimeField(default_timezone=UTC)
    expires_at = serializers.DateTimeField(
        default_timezone=UTC, help_text="Until when another person may grant it."
    )
    decided_by = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)


class NoticeExceptionPageOutput(serializers.Serializer[Any]):
    """A page of exceptions, newest first."""

    items = NoticeExceptionOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


_TAGS = ["consent"]
_LIST = "notice-exceptions"
_CLOSED = OpenApiResponse(ProblemOutput, "It was granted before, or its time is over.")


class NoticeExceptionsView(RestView):
    """Exceptions that my institution asked for."""

    # What spares people from being told takes two persons: a machine cannot ask.
    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="listNoticeExceptions",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): NoticeExceptionPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List what my institution asked to be spared from telling, newest first."""
        readers = parameters.page_readers(self.actor, _LIST)
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_asked_exceptions(
            controller=self.actor.stix_id,
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return self.page(
            _LIST,
            NoticeExceptionOutput(rows[:limit], many=True).data,
            (last.asked_at.isoformat(), str(last.id)) if last else None,
        )

    @extend_schema(
        operation_id="askNoticeException",
        tags=_TAGS,
        request={JSON: describe_body(NoticeExceptionBody)},
        responses={(201, JSON): NoticeExceptionOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Ask for an exception; until another person of my institution grants it, there is none."""
        body = read_json(request, NoticeExceptionBody)
        row = ask_exception(
            actor=self.actor.name,
            now=timezone.now(),
            controller=self.actor.stix_id,
            new=_read(body),
            reason=body.reason,
        )
        return Response(NoticeExceptionOutput(row).data, status=201)


class GrantView(RestView):
    """Grant an exception."""

    required_scopes = {"POST": Scope.PRIVACY_DECIDE}

    @extend_schema(
        operation_id="grantNoticeException",
        tags=_TAGS,
        request=None,
        responses={
            (200, JSON): NoticeExceptionOutput,
            (409, PROBLEM): _CLOSED,
            **problems(400, 404),
        },
    )
    def post(self, request: Request, approval_id: UUID) -> Response:
        """Grant, within a fortnight, exactly what another person of my institution asked for."""
        mine = self.actor.stix_id
        approve_exception(
            actor=self.actor.name, now=timezone.now(), controller=mine, approval_id=approval_id
        )
        row = get_asked_exception(controller=mine, approval_id=approval_id)
        return Response(NoticeExceptionOutput(row).data)


def _read(body: NoticeExceptionBody) -> NewException:
    return NewException(
        code=body.code,
        purposes=tuple(dict.fromkeys(body.purposes)),
        categories=tuple(dict.fromkeys(body.categories)),
        valid_until=body.valid_until,
    )


urlpatterns = [
    path("notice-exceptions", NoticeExceptionsView.as_view(), name="notice-exceptions"),
    path(
        "notice-exceptions/<uuid:approval_id>/grant",
        GrantView.as_view(),
        name="notice-exception-grant",
    ),
]
