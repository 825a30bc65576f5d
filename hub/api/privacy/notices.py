"""Notices: what an institution tells people, by versions that never change (PC-10)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from msgspec import Meta, Struct, field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from privacy.consent.content import Content, list_items
from privacy.consent.errors import Missing, NoticeIncomplete
from privacy.consent.selectors import get_version, list_notices, list_versions
from privacy.consent.services.notices import publish_notice, publish_version
from privacy.consent.vocabulary import (
    CATEGORIES,
    LANGUAGES,
    PURPOSES,
    RECIPIENT_KINDS,
    ConsentKind,
)
from sharing.api import parameters
from sharing.api.base import END, RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, problems
from sharing.api.subscriptions import UUID_PATTERN, Place
from sharing.members.actors import Scope

Text = Annotated[str, Meta(max_length=4000, pattern=r"^[^\x00]*" + END)]
Code = Annotated[
    str, Meta(pattern="^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?" + END, description="a short name")
]
Purpose = Annotated[str, Meta(extra_json_schema={"enum": sorted(PURPOSES)})]
Grade = Annotated[str, Meta(extra_json_schema={"enum": list(CATEGORIES)})]
Recipient = Annotated[
    str,
    Meta(
        pattern=f"^({'|'.join(RECIPIENT_KINDS)}|identity--{UUID_PATTERN}){END}",
        description="a kind of institution, public, or the STIX identity of one institution",
    ),
]
Purposes = Annotated[list[Purpose], Meta(min_length=1, max_length=20)]
Recipients = Annotated[list[Recipient], Meta(min_length=1, max_length=100)]
Grades = Annotated[list[Grade], Meta(min_length=1, max_length=10)]
Regions = Annotated[list[Place], Meta(max_length=100)]
_ITEMS = ", ".join(dict.fromkeys(row.item for row in list_items()))


class TextsBody(
    Struct, forbid_unknown_fields=True, frozen=True, rename={"hans": "zh-Hans", "hant": "zh-Hant"}
):
    """The items of a notice, by name, in each language."""

    hans: dict[str, Text] = field(default_factory=dict)
    hant: dict[str, Text] = field(default_factory=dict)
    en: dict[str, Text] = field(default_factory=dict)


class VersionBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What people are told. A version that widens the scope of the one before is material."""

    purposes: Purposes
    recipient_classes: Recipients
    categories: Grades
    texts: TextsBody
    kinds: Annotated[list[ConsentKind], Meta(max_length=5)] = field(default_factory=list)
    regions: Regions = field(default_factory=list)
    material: bool = True


class NoticeBody(VersionBody, frozen=True, kw_only=True):
    """A new notice with its first version."""

    code: Code


class ContentOutput(serializers.Serializer[Any]):
    """Exactly what is shown and digested."""

    controller = serializers.CharField(help_text="STIX identity.")
    code = serializers.CharField()
    number = serializers.IntegerField()
    purposes = serializers.ListField(child=serializers.CharField())
    recipient_classes = serializers.ListField(child=serializers.CharField())
    categories = serializers.ListField(child=serializers.CharField())
    texts = serializers.DictField(child=serializers.DictField(child=serializers.CharField()))
    kinds = serializers.ListField(child=serializers.CharField())
    regions = serializers.ListField(child=serializers.CharField())


class SummaryOutput(serializers.Serializer[Any]):
    """One version without its content."""

    notice = serializers.UUIDField(source="notice_id")
    code = serializers.CharField(source="notice.code")
    version = serializers.IntegerField(source="number")
    material = serializers.BooleanField(
        help_text="Consents to earlier versions carry no further act."
    )
    published_at = serializers.DateTimeField(default_timezone=UTC)
    digest = serializers.SerializerMethodField(
        help_text="SHA-256 of `content` as JSON with sorted members and no blanks (RFC 8785)."
    )

    def get_digest(self, row: Any) -> str:
        """Return the digest in hexadecimal."""
        return bytes(row.digest).hex()


class VersionOutput(SummaryOutput):
    """One version of a notice."""

    content = ContentOutput()


class NoticePageOutput(serializers.Serializer[Any]):
    """A page of notices by their latest versions, newest notice first."""

    items = SummaryOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class VersionListOutput(serializers.Serializer[Any]):
    """All versions of a notice, latest first."""

    items = SummaryOutput(many=True)


_TAGS = ["consent"]
_SAID = f"Each language holds the items that the law asks for, of: {_ITEMS}."
_EXAMPLE = {
    "purposes": ["fraud-prevention"],
    "recipient_classes": ["bank", "payment"],
    "categories": ["PI"],
    "kinds": ["sharing"],
    "texts": {
        language: {row.item: "..." for row in list_items() if row.when in {"always", "consent"}}
        for language in LANGUAGES
    },
}


def _describe(body: type[Any], example: dict[str, Any]) -> dict[str, Any]:
    shown = OpenApiExample("Fraud prevention", example, request_only=True, media_type=JSON)
    return {"request": {JSON: describe_body(body)}, "examples": [shown], "description": _SAID}


class NoticesView(RestView):
    """My notices."""

    required_scopes = {"GET": Scope.CONSENTS_READ, "POST": Scope.CONSENTS_WRITE}

    @extend_schema(
        operation_id="listNotices",
        tags=_TAGS,
        parameters=[*PAGING, LINK],
        responses={(200, JSON): NoticePageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List my notices by their latest versions."""
        readers = parameters.page_readers(self.actor, "notices")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        before = (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None
        rows = list_notices(controller=self.actor.stix_id, before=before, limit=limit + 1)
        last = rows[limit - 1].notice if len(rows) > limit else None
        after = (last.created_at.isoformat(), str(last.id)) if last else None
        return self.page("notices", SummaryOutput(rows[:limit], many=True).data, after)

    @extend_schema(
        operation_id="publishNotice",
        tags=_TAGS,
        **_describe(NoticeBody, {"code": "fraud-prevention", **_EXAMPLE}),
        responses={(201, JSON): VersionOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Publish a new notice; what it lacks is named."""
        body = read_json(request, NoticeBody)
        with _naming_what_is_missing():
            version = publish_notice(
                actor=self.actor.name,
                now=timezone.now(),
                controller=self.actor.stix_id,
                code=body.code,
                content=_read(body),
            )
        return _show_new(version)


class NoticeView(RestView):
    """One of my notices."""

    required_scopes = {"GET": Scope.CONSENTS_READ}

    @extend_schema(
        operation_id="readNotice",
        tags=_TAGS,
        responses={(200, JSON): VersionListOutput, **problems(404)},
    )
    def get(self, request: Request, notice_id: UUID) -> Response:
        """Return the versions of one of my notices."""
        rows = list_versions(controller=self.actor.stix_id, notice_id=notice_id)
        return Response({"items": SummaryOutput(rows, many=True).data})


class VersionsView(RestView):
    """The versions of one of my notices."""

    required_scopes = {"POST": Scope.CONSENTS_WRITE}

    @extend_schema(
        operation_id="publishNoticeVersion",
        tags=_TAGS,
        **_describe(VersionBody, {**_EXAMPLE, "material": False}),
        responses={(201, JSON): VersionOutput, **problems(400, 404, 413, 415, 422)},
    )
    def post(self, request: Request, notice_id: UUID) -> Response:
        """Publish the next version; what it lacks is named."""
        body = read_json(request, VersionBody)
        with _naming_what_is_missing():
            version = publish_version(
                actor=self.actor.name,
                now=timezone.now(),
                controller=self.actor.stix_id,
                notice_id=notice_id,
                content=_read(body),
                material=body.material,
            )
        return _show_new(version)


class VersionView(RestView):
    """One version of one of my notices."""

    required_scopes = {"GET": Scope.CONSENTS_READ}

    @extend_schema(
        operation_id="readNoticeVersion",
        tags=_TAGS,
        responses={(200, JSON): VersionOutput, **problems(404)},
    )
    def get(self, request: Request, notice_id: UUID, number: int) -> Response:
        """Return one version with exactly what is shown."""
        row = get_version(controller=self.actor.stix_id, notice_id=notice_id, number=number)
        return Response(VersionOutput(row).data)


@contextmanager
def _naming_what_is_missing() -> Iterator[None]:
    try:
        yield
    except NoticeIncomplete as error:
        faults = {one.place: [ErrorDetail(_advise(one), "missing-item")] for one in error.missing}
        raise ValidationError(faults) from None


def _advise(one: Missing) -> str:
    item = one.place.rpartition(".")[2].replace("_", " ")
    return f"The notice is incomplete: add what it says about {item}; {one.source} asks for it."


def _read(body: VersionBody) -> Content:
    texts = {"zh-Hans": body.texts.hans, "zh-Hant": body.texts.hant, "en": body.texts.en}
    return Content(
        purposes=tuple(dict.fromkeys(body.purposes)),
        recipient_classes=tuple(dict.fromkeys(body.recipient_classes)),
        categories=tuple(dict.fromkeys(body.categories)),
        texts=texts,
        kinds=tuple(dict.fromkeys(kind.value for kind in body.kinds)),
        regions=tuple(dict.fromkeys(body.regions)),
    )


def _show_new(version: Any) -> Response:
    address = f"/api/v1/notices/{version.notice_id}/versions/{version.number}"
    return Response(VersionOutput(version).data, status=201, headers={"Location": address})


urlpatterns = [
    path("notices", NoticesView.as_view(), name="notices"),
    path("notices/<uuid:notice_id>", NoticeView.as_view(), name="notice"),
    path("notices/<uuid:notice_id>/versions", VersionsView.as_view(), name="notice-versions"),
    path(
        "notices/<uuid:notice_id>/versions/<int:number>",
        VersionView.as_view(),
        name="notice-version",
    ),
]
