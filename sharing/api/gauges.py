"""The gauges of a week: whether the exchange drowns its members, how fast it is, and who knows in time."""

import re
from dataclasses import asdict
from datetime import UTC
from typing import Any

from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import parameters
from sharing.api.base import END, RestView
from sharing.api.parameters import UnusableValue
from sharing.api.schema import JSON, problems, query
from sharing.attention.export import write_events
from sharing.attention.gauges import name_week, read_week
from sharing.attention.measuring import SECTORS, Reading, load_events, read_member, read_sectors
from sharing.attention.wording import define_gauges
from sharing.members.actors import Scope

CSV = "text/csv"
_TAGS = ["attention"]
_WEEK_NAME = re.compile("20[0-9]{2}-W(0[1-9]|[1-4][0-9]|5[0-3])")


class OverloadOutput(serializers.Serializer[Any]):
    """How much came, and how much of it was worth it."""

    alerts = serializers.IntegerField(min_value=0)
    cases = serializers.IntegerField(min_value=0)
    notifications = serializers.IntegerField(min_value=0)
    cases_per_notification = serializers.FloatField(allow_null=True)
    acted = serializers.IntegerField(min_value=0)
    acted_share = serializers.FloatField(allow_null=True)


class LagStepOutput(serializers.Serializer[Any]):
    """How long a step took, in seconds."""

    start = serializers.CharField()
    end = serializers.CharField()
    count = serializers.IntegerField(allow_null=True)
    p50 = serializers.FloatField(allow_null=True)
    p90 = serializers.FloatField(allow_null=True)


class AsymmetryOutput(serializers.Serializer[Any]):
    """Who knew in time, and who gives as well as takes."""

    entitled = serializers.IntegerField(min_value=0)
    knew_within_1h = serializers.FloatField(allow_null=True)
    knew_within_24h = serializers.FloatField(allow_null=True)
    shared = serializers.IntegerField(allow_null=True)
    received = serializers.IntegerField(min_value=0)
    reciprocity = serializers.FloatField(allow_null=True)


class GaugesOutput(serializers.Serializer[Any]):
    """The three gauges."""

    members = serializers.IntegerField(min_value=0)
    overload = OverloadOutput()
    lag = LagStepOutput(many=True)
    asymmetry = AsymmetryOutput()


class ReadingOutput(serializers.Serializer[Any]):
    """Of whom: me (no sector) or a sector; no gauges where too few took part to tell."""

    sector = serializers.ChoiceField(choices=["", *SECTORS])
    gauges = GaugesOutput(allow_null=True)


class GaugesOfWeekOutput(serializers.Serializer[Any]):
    """Gauges of a week with what each figure means."""

    week = serializers.CharField()
    start = serializers.DateTimeField(default_timezone=UTC)
    end = serializers.DateTimeField(default_timezone=UTC)
    items = ReadingOutput(many=True)
    definitions = serializers.DictField(child=serializers.CharField())


_WEEK = query(
    "week",
    "A week of ISO 8601, in UTC, such as 2026-W47; this week when left out.",
    type={"type": "string", "pattern": f"^{_WEEK_NAME.pattern}{END}"},
)
_SCOPE = query(
    "scope",
    "My own (the default), or all sectors: for regulators and associations, others find nothing here.",
    enum=["member", "sector"],
)


class GaugesView(RestView):
    """The three gauges of a week."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="readGauges",
        tags=_TAGS,
        parameters=[_WEEK, _SCOPE],
        responses={(200, JSON): GaugesOfWeekOutput, **problems(400, 404)},
    )
    def get(self, request: Request) -> Response:
        """Return overload, lag and asymmetry of a week, and what each figure means."""
        readers = {"week": _read_week, "scope": parameters.choose("member", "sector")}
        values = parameters.read_parameters(request.query_params, readers)
        now = timezone.now()
        asked: dict[str, Any] = {
            "actor": self.actor,
            "now": now,
            "week": values.get("week", name_week(now)),
        }
        found = read_sectors(**asked) if values.get("scope") == "sector" else [read_member(**asked)]
        return Response(GaugesOfWeekOutput(_show_gauges(found)).data)


class GaugesExportView(RestView):
    """The events behind my gauges."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="exportGauges",
        tags=_TAGS,
        parameters=[_WEEK],
        responses={(200, CSV): OpenApiTypes.STR, **problems(400, 404)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return a line for each alert that I received or shared: ids and moments, to count again."""
        values = parameters.read_parameters(request.query_params, {"week": _read_week})
        now = timezone.now()
        week = read_week(values.get("week", name_week(now)), now=now)
        text = write_events(*load_events(actor=self.actor, week=week))
        response = HttpResponse(text, content_type=CSV)
        response["Content-Disposition"] = f'attachment; filename="gauges-{week.name}.csv"'
        return response


def _show_gauges(found: list[Reading]) -> dict[str, Any]:
    week = found[0].week
    items = [
        {"sector": one.sector, "gauges": None if one.gauges is None else asdict(one.gauges)}
        for one in found
    ]
    return {
        "week": week.name,
        "start": week.start,
        "end": week.end,
        "items": items,
        "definitions": define_gauges(),
    }


def _read_week(text: str) -> str:
    """Return the name of a week, whether or not it exists."""
    if not _WEEK_NAME.fullmatch(text):
        raise UnusableValue("Give a week such as 2026-W47.")
    return text


urlpatterns = [
    path("gauges", GaugesView.as_view(), name="gauges"),
    path("gauges/export", GaugesExportView.as_view(), name="gauges-export"),
]
