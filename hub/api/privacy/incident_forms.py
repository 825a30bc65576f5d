"""What is said about incidents: the bodies that are read, and what is answered."""

from datetime import UTC
from typing import Annotated, Any

from msgspec import Meta, Struct
from rest_framework import serializers

from hub.api.privacy.assessments import Line, Moment
from hub.api.privacy.person_forms import coded
from privacy import Category
from privacy.incidents.clocks import Level, list_reports, load_rules
from privacy.incidents.codes import (
    LONGEST_TEXT,
    Effect,
    IncidentClass,
    IncidentState,
    Operator,
    Regime,
)
from sharing.api.base import END

Count = Annotated[int, Meta(ge=0, le=2_000_000_000)]
Effects = Annotated[list[Effect], Meta(max_length=20)]
Grades = Annotated[list[Category], Meta(max_length=20)]
Reference = Annotated[
    str,
    Meta(
        pattern="^[A-Za-z0-9][A-Za-z0-9._-]{0,59}" + END,
        description="a reference of letters, digits and . _ -",
    ),
]
Report = Annotated[str, Meta(extra_json_schema={"enum": sorted(list_reports(load_rules()))})]


class IncidentBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What is known of an incident; the title is sealed, the reference is my own and names nobody."""

    reference: Reference
    title: Line
    operator: Operator
    classification: IncidentClass
    regimes: Annotated[list[Regime], Meta(min_length=1, max_length=20)]
    occurred_at: Moment
    aware_at: Moment
    effects: Effects = []
    categories: Grades = []
    affected_count: Count | None = None


class IncidentChangeBody(Struct, forbid_unknown_fields=True, frozen=True):
    """What is known better now; what is left out stays, and regimes are added to those that stand."""

    classification: IncidentClass | None = None
    regimes: Annotated[list[Regime], Meta(max_length=20)] = []
    effects: Effects | None = None
    categories: Grades | None = None
    affected_count: Count | None = None
    handled_at: Moment | None = None


class ReportBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A version of a report: which one, to whom (a code), and its text, which is sealed."""

    report: Report
    to: Reference
    text: Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT, pattern="^[^\\x00]*" + END)]


# By the name of the type that reads the body.
EXAMPLES: dict[str, dict[str, Any]] = {
    "IncidentBody": {
        "reference": "INC-2026-007",
        "title": "A copy of the ledger was sent to the wrong member",
        "operator": "other",
        "classification": "larger",
        "regimes": ["pipl", "cac"],
        "occurred_at": "2026-11-22T22:00:00Z",
        "aware_at": "2026-11-23T01:30:00Z",
        "effects": ["confidentiality"],
        "categories": ["PI"],
        "affected_count": 120,
    },
    "IncidentChangeBody": {"classification": "major", "affected_count": 12000},
    "ReportBody": {
        "report": "cac.first",
        "to": "cac-shanghai",
        "text": "What happened, since when, who is affected, what was done.",
    },
}


class ClockOutput(serializers.Serializer[Any]):
    """One report that is due; without `due_at`, what starts its term has not happened."""

    id = serializers.CharField(help_text="The row of the rule table.")
    regime = coded(Regime)
    report = serializers.CharField()
    to = serializers.CharField()
    starts_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    due_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    share = serializers.FloatField(min_value=0, help_text="The part of the term that was used.")
    level = coded(Level)
    sent_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    met = serializers.BooleanField(source="is_met")
    late = serializers.BooleanField(source="is_late")
    source = serializers.CharField()  # type: ignore[assignment]  # a field
    confirmed = serializers.BooleanField(help_text="Checked against a published text.")


class IncidentOutput(serializers.Serializer[Any]):
    """An incident of mine with every clock, the earliest first."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    operator = coded(Operator)
    classification = coded(IncidentClass)
    regimes = serializers.ListField(child=coded(Regime))
    effects = serializers.ListField(child=coded(Effect))
    categories = serializers.ListField(child=serializers.CharField())
    affected_count = serializers.IntegerField(allow_null=True)
    occurred_at = serializers.DateTimeField(default_timezone=UTC)
    aware_at = serializers.DateTimeField(default_timezone=UTC)
    classified_at = serializers.DateTimeField(default_timezone=UTC)
    handled_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    opened_at = serializers.DateTimeField(default_timezone=UTC)
    state = coded(IncidentState)
    clocks = ClockOutput(many=True)


class IncidentPageOutput(serializers.Serializer[Any]):
    """A page of incidents, newest first."""

    items = IncidentOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class ReportOutput(serializers.Serializer[Any]):
    """One version of a report; without `sent_at` it is a draft."""

    number = serializers.IntegerField(min_value=1)
    report = serializers.CharField()
    to = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    drafted_by = serializers.CharField()
    drafted_at = serializers.DateTimeField(default_timezone=UTC)
    sent_by = serializers.CharField(allow_blank=True)
    sent_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)


class ReportPageOutput(serializers.Serializer[Any]):
    """A page of reports by number."""

    items = ReportOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")
