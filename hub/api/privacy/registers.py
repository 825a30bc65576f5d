"""The registers of an institution: records of processing, and transfers across borders, as JSON and CSV."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.readers import Readership, find_readership
from privacy.transfers.selectors.registers import Period, Record
from privacy.transfers.services.registers import export_records, read_records, read_transfers
from privacy.transfers.terms import day_of
from sharing.api import parameters
from sharing.api.base import RestView
from sharing.api.schema import JSON, LINK, PAGING, problems, query
from sharing.members.actors import Scope

CSV = "text/csv"
DEFAULT_DAYS = 30
# Who opens a table must not run what stands in it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = (
    "day",
    "exporter",
    "exporter_name",
    "recipient",
    "recipient_name",
    "kind",
    "categories",
    "purposes",
    "bases",
    "mechanism",
    "measures",
    "outcome",
    "acts",
    "retain_until",
)


class PartyOutput(serializers.Serializer[Any]):
    """An institution that I may know."""

    id = serializers.CharField(help_text="Its STIX identity.")
    name = serializers.CharField(help_text="Empty when it is no member any more.")


class LineOutput(serializers.Serializer[Any]):
    """What lines of both registers say. An institution that I may not know is null."""

    day = serializers.DateField(help_text="In Asia/Shanghai.")
    kind = serializers.CharField(help_text="disclosure, own-copy or public.")
    exporter = PartyOutput(allow_null=True)
    recipient = PartyOutput(allow_null=True, help_text="Null also for a publication.")
    categories = serializers.ListField(
        child=serializers.CharField(), help_text="Those that travelled, in whatever form."
    )
    purposes = serializers.ListField(child=serializers.CharField())
    bases = serializers.ListField(child=serializers.CharField())
    mechanism = serializers.CharField(help_text="The rule for transfers that let it through.")
    measures = serializers.ListField(child=serializers.CharField())
    outcome = serializers.CharField()
    retain_until = serializers.DateTimeField(
        allow_null=True,
        default_timezone=UTC,
        help_text="How long it may be kept, at the latest. Null where its sender stated no limit.",
    )


class RecordOutput(LineOutput):
    """How many acts of one kind there were on one day."""

    acts = serializers.IntegerField(min_value=1)


class RecordPageOutput(serializers.Serializer[Any]):
    """A page of the records of processing, oldest day first."""

    items = RecordOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class TransferOutput(LineOutput):
    """One act that crossed a border. Treatments, reasons and grounds are shown to its exporter."""

    id = serializers.IntegerField()
    alert = serializers.UUIDField()
    at = serializers.DateTimeField(default_timezone=UTC)
    origin_region = serializers.CharField()
    recipient_region = serializers.CharField()
    treatments = serializers.DictField(child=serializers.CharField())
    reasons = serializers.ListField(child=serializers.CharField())
    grounds = serializers.ListField(
        child=serializers.CharField(),
        help_text="What the act rests on, by kind, such as assessment:<id>, consent:<id>, hold:<id>.",
    )
    agreements = serializers.ListField(child=serializers.CharField())
    rules_version = serializers.CharField()
    ended_at = serializers.DateTimeField(
        allow_null=True, default_timezone=UTC, help_text="When it was taken back."
    )
    end_cause = serializers.CharField()


class TransferPageOutput(serializers.Serializer[Any]):
    """A page of transfers, newest first."""

    items = TransferOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a register is asked for."""

    period: Period
    limit: int
    place: list[Any] | None
    format: str


_TAGS = ["registers"]
_PERIOD = [
    query(
        "from",
        f"First day (Asia/Shanghai); {DEFAULT_DAYS} days when left out.",
        type=OpenApiTypes.DATE,
    ),
    query("to", "Last day; today when left out.", type=OpenApiTypes.DATE),
]
_FORMAT = query("format", "csv: all lines of the period, whatever the limit.", enum=["json", "csv"])


class RecordsView(RestView):
    """Records of processing."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="listRecordsOfProcessing",
        tags=_TAGS,
        parameters=[*_PERIOD, _FORMAT, *PAGING, LINK],
        responses={
            (200, JSON): RecordPageOutput,
            (200, CSV): OpenApiResponse(OpenApiTypes.STR, "A line of headings, then the records."),
            **problems(400),
        },
    )
    def get(self, request: Request) -> HttpResponseBase:
        """List what my institution sent and received, by day (PIPL 55, 56; GDPR 30).

        A regulator lists it for the institutions of its jurisdictions. Each reading is logged.
        """
        now = timezone.now()
        asked = _read(self, "records", now)
        readership = find_readership(actor=self.actor, now=now)
        if asked.format == "csv":
            lines = export_records(
                actor=self.actor.name, now=now, reader=readership.reader, period=asked.period
            )
            return _answer_csv(_write_rows(lines, readership))
        rows = read_records(
            actor=self.actor.name,
            now=now,
            reader=readership.reader,
            period=asked.period,
            after=tuple(asked.place) if asked.place else None,
            limit=asked.limit + 1,
        )
        place = rows[asked.limit - 1][1] if len(rows) > asked.limit else None
        shown = [show_line(record, readership) for record, _ in rows[: asked.limit]]
        return self.page("records", RecordOutput(shown, many=True).data, place)


class TransfersView(RestView):
    """Acts that crossed a border."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="listTransfers",
        tags=_TAGS,
        parameters=[*_PERIOD, *PAGING, LINK],
        responses={(200, JSON): TransferPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List each act of my institution that crossed a border, newest first. The reading is logged."""
        now = timezone.now()
        asked = _read(self, "transfers", now)
        readership = find_readership(actor=self.actor, now=now)
        acts = read_transfers(
            actor=self.actor.name,
            now=now,
            reader=readership.reader,
            period=asked.period,
            before=(date.fromisoformat(asked.place[0]), asked.place[1]) if asked.place else None,
            limit=asked.limit + 1,
        )
        last = acts[asked.limit - 1] if len(acts) > asked.limit else None
        shown = [show_line(act, readership) for act in acts[: asked.limit]]
        place = (last.day.isoformat(), last.id) if last else None
        return self.page("transfers", TransferOutput(shown, many=True).data, place)


def _read(view: RestView, name: str, now: datetime) -> Asked:
    """Return what is asked for; a period that ends before it begins holds nothing."""
    readers: dict[str, parameters.Reader] = {"from": _read_day, "to": _read_day}
    readers |= parameters.page_readers(view.actor, name)
    if name == "records":
        readers["format"] = parameters.choose("json", "csv")
    values = parameters.read_parameters(view.request.query_params, readers)
    last = values.get("to", day_of(now))
    first = values.get("from") or _days_before(last, DEFAULT_DAYS - 1)
    return Asked(
        period=Period(first, last),
        limit=values.get("limit", parameters.DEFAULT_PAGE),
        place=values.get("cursor"),
        format=values.get("format", "json"),
    )


def _read_day(text: str) -> date:
    try:
        # It takes other forms as well.
        if len(text) == 10 and text[4] == text[7] == "-" and "W" not in text:
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise parameters.UnusableValue("Give a day such as 2026-11-23.")


def _days_before(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))


def show_line(line: Any, readership: Readership) -> dict[str, Any]:
    """Return a line of a register with the names of its parties, as far as the reader may know them."""
    values = {name: getattr(line, name) for name in line.__slots__}
    parties = {name: _show_party(values[name], readership) for name in ("exporter", "recipient")}
    return values | parties


def _show_party(stix_id: str, readership: Readership) -> dict[str, str] | None:
    return {"id": stix_id, "name": readership.name_of(stix_id)} if stix_id else None


def _write_rows(lines: Iterable[Record], readership: Readership) -> Iterator[str]:
    yield _write_row(COLUMNS)
    for line in lines:
        names = {
            "exporter_name": readership.name_of(line.exporter),
            "recipient_name": readership.name_of(line.recipient),
        }
        yield _write_row(names.get(column) or getattr(line, column, "") for column in COLUMNS)


def _write_row(cells: Iterable[Any]) -> str:
    """Return a line of a table in which no cell is a formula."""
    written = StringIO(newline="")
    csv.writer(written).writerow([_write_cell(cell) for cell in cells])
    return written.getvalue()


def _write_cell(cell: Any) -> str:
    text = " ".join(cell) if isinstance(cell, tuple) else _write_value(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _write_value(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _answer_csv(rows: Iterator[str]) -> StreamingHttpResponse:
    name = "records-of-processing.csv"
    return StreamingHttpResponse(
        rows,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


urlpatterns = [
    path("records-of-processing", RecordsView.as_view(), name="records-of-processing"),
    path("transfers", TransfersView.as_view(), name="transfers"),
]
