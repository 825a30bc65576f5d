"""Bring in what others wrote: MISP events, tables of indicators, STIX of other platforms."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import schema
from sharing.api.base import RestView
from sharing.api.examples import TABLE
from sharing.api.import_request import Asked, read_asked
from sharing.api.intake import read_key, show_accepted
from sharing.api.serializers import AcceptedOutput, FaultOutput, show_warnings
from sharing.imports.columns import MEANINGS, check_mapping
from sharing.imports.intake import import_document, receive_import
from sharing.imports.reading import Imported, Refused
from sharing.imports.report import import_table
from sharing.imports.rows import Row, read_rows
from sharing.imports.tables import Table, read_table
from sharing.members.actors import Scope
from sharing.stix.faults import reject
from sharing.stix.parse import decode_json
from sharing.tasks import wake_workers

SHOWN_ROWS = 20


class RefusedPartOutput(serializers.Serializer[Any]):
    """A part of what was sent that is in no alert."""

    source = serializers.CharField(  # type: ignore[assignment]  # a field
        allow_blank=True,
        help_text="Where it was sent: a JSON Pointer, or /rows/ and the row's number.",
    )
    id = serializers.CharField(
        allow_blank=True, help_text="The STIX id it would have had, or empty."
    )
    errors = FaultOutput(many=True)  # type: ignore[assignment]  # a field


class ImportedOutput(AcceptedOutput):
    """What an import became: an alert, further alerts, and with `partial` what was refused."""

    further = AcceptedOutput(many=True, required=False)
    refused = RefusedPartOutput(many=True, required=False)


class SeenOutput(serializers.Serializer[Any]):
    """One observable of a row, as it is read."""

    kind = serializers.CharField()
    value = serializers.CharField()


class PreviewRowOutput(serializers.Serializer[Any]):
    """One row as it would be read; a row with errors shows nothing else."""

    row = serializers.IntegerField(help_text="As a person counts: the heading row is 1.")
    seen = SeenOutput(many=True)
    errors = FaultOutput(many=True)  # type: ignore[assignment]  # a field
    warnings = FaultOutput(many=True)


class PreviewedOutput(serializers.Serializer[Any]):
    """How a table would be read: its form, the meaning of its columns, and its first rows."""

    encoding = serializers.CharField()
    delimiter = serializers.CharField(trim_whitespace=False)
    columns = serializers.ListField(child=serializers.CharField(allow_blank=True))
    mapping = serializers.DictField(child=serializers.CharField())
    total = serializers.IntegerField()
    faulty = serializers.IntegerField(help_text="How many of all rows have errors.")
    rows = PreviewRowOutput(many=True)


_FORMAT = schema.query(
    "format",
    "csv, misp or stix; told from the content when left out.",
    enum=["csv", "misp", "stix"],
)
_TABLES = schema.query("format", "Only tables are previewed.", enum=["csv"])
_PARAMETERS = [
    schema.query(
        "mapping",
        "For csv, JSON: the meaning of each column by its heading; guessed when left out. In"
        f" multipart/form-data it may be a part. Meanings: {', '.join(MEANINGS)}.",
    ),
    schema.query(
        "tlp",
        "For csv: the marking of the whole table, red when left out; a row may be stricter.",
        enum=["clear", "green", "amber", "amber+strict", "red"],
    ),
    schema.query(
        "name",
        "For csv: the name of the alert.",
        type={"type": "string", "minLength": 1, "maxLength": 200},
    ),
]
_REQUEST = {
    "text/csv": OpenApiTypes.STR,
    "application/json": OpenApiTypes.OBJECT,
    "multipart/form-data": {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {"type": "string", "format": "binary"},
            **{name: {"type": "string"} for name in ("mapping", "tlp", "name")},
        },
    },
}
_IMPORT: dict[str, Any] = {
    "operation_id": "importAlerts",
    "tags": ["imports"],
    "description": "A MISP event or several, STIX 2.0 or 2.1 of another platform, or a table of"
    " indicators; each becomes alerts and goes the way of any other. What has no form in STIX is left"
    " out and named in the warnings.",
    "parameters": [_FORMAT, *_PARAMETERS, schema.PARTIAL, schema.IDEMPOTENCY, schema.LOCATION],
    "examples": TABLE,
    "request": _REQUEST,
    "responses": {
        (202, schema.JSON): ImportedOutput,
        **schema.problems(400, 409, 413, 415, 422, 501),
    },
}
_PREVIEW: dict[str, Any] = {
    "operation_id": "previewImport",
    "tags": ["imports"],
    "description": "How a table of indicators would be read. Nothing is stored.",
    "parameters": [_TABLES, *_PARAMETERS],
    "examples": TABLE,
    "request": {name: _REQUEST[name] for name in ("text/csv", "multipart/form-data")},
    "responses": {(200, schema.JSON): PreviewedOutput, **schema.problems(400, 413, 415, 422)},
}


class ImportsView(RestView):
    """Send what another platform wrote."""

    required_scopes = {"POST": Scope.ALERTS_WRITE}

    @extend_schema(**_IMPORT)
    def post(self, request: Request) -> HttpResponse:
        """Accept the alerts of an import for good."""
        now = timezone.now()
        key, asked = read_key(request._request), read_asked(request._request)
        accepted = receive_import(
            actor=self.actor,
            now=now,
            imported=_read(asked, now),
            idempotency_key=key,
            request=asked.digest_source(),
            partial=asked.partial,
        )
        wake_workers()
        first, *further = map(show_accepted, accepted.submissions)
        told = first | ({"further": further} if further else {})
        told |= {"refused": _show_refused(accepted.refused)} if asked.partial else {}
        response = HttpResponse(orjson.dumps(told), status=202, content_type=schema.JSON)
        response["Location"] = f"/api/v1/submissions/{first['id']}"
        return response


class ImportPreviewView(RestView):
    """See how a table would be read."""

    required_scopes = {"POST": Scope.ALERTS_WRITE}

    @extend_schema(**_PREVIEW)
    def post(self, request: Request) -> Response:
        """Show the first rows as they would be read; nothing is stored."""
        asked = read_asked(request._request)
        if asked.format != "csv":
            raise reject("", "unsupported-media-type", "Only tables are previewed; send text/csv.")
        table = read_table(asked.content)
        wanted = asked.wanted(table)
        check_mapping(wanted.mapping, table)
        rows = read_rows(table, wanted.mapping, least=wanted.tlp, now=timezone.now())
        return Response(_show_preview(table, wanted.mapping, rows))


def _read(asked: Asked, now: datetime) -> Imported:
    if asked.format == "csv":
        table = read_table(asked.content)
        return import_table(table, asked.wanted(table), received_at=now)
    content = decode_json(asked.content)
    misp = asked.format == "misp" if asked.format else None
    return import_document(content, misp=misp, received_at=now)


def _show_refused(refused: tuple[Refused, ...]) -> list[dict[str, Any]]:
    return [
        {
            "source": one.source,
            "id": one.id,
            "errors": show_warnings([asdict(fault) for fault in one.faults]),
        }
        for one in refused
    ]


def _show_preview(table: Table, mapping: Any, rows: list[Row]) -> dict[str, Any]:
    return {
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "columns": list(table.headings),
        "mapping": dict(mapping),
        "total": len(rows),
        "faulty": sum(1 for row in rows if row.faults),
        "rows": [_show_row(row) for row in rows[:SHOWN_ROWS]],
    }


def _show_row(row: Row) -> dict[str, Any]:
    # What is refused is not repeated: it may be personal.
    seen = () if row.faults else row.seen
    return {
        "row": row.place,
        "seen": [{"kind": kind, "value": value} for kind, value in seen],
        "errors": show_warnings([asdict(fault) for fault in row.faults]),
        "warnings": show_warnings([asdict(fault) for fault in row.warnings]),
    }


urlpatterns: list[URLPattern] = [
    path("imports", ImportsView.as_view(), name="imports"),
    path("imports/preview", ImportPreviewView.as_view(), name="imports-preview"),
]
