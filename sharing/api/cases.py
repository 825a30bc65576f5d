"""Cases as I may see them."""

from datetime import UTC
from typing import Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import parameters, reading, schema
from sharing.api.base import RestView
from sharing.api.casework import CaseLinkOutput, CaseTieOutput, show_link, show_tie
from sharing.api.serializers import EntryOutput, FactorOutput, show
from sharing.delivery.casebook import MOST_SHOWN
from sharing.delivery.casestory import tell_links, tell_ties
from sharing.members.actors import Scope


class CaseOutput(serializers.Serializer[Any]):
    """A case, told from the alerts in it that I may see."""

    id = serializers.UUIDField()
    title = serializers.CharField(help_text="Of its newest alert.")
    first_at = serializers.DateTimeField(default_timezone=UTC, help_text="When I first saw it.")
    last_at = serializers.DateTimeField(default_timezone=UTC)
    alert_count = serializers.IntegerField(min_value=1)
    corroboration = serializers.IntegerField(
        allow_null=True,
        min_value=2,
        help_text="How many reporters that I may know, and that do not belong to one group of owners,"
        " reported it; null below two.",
    )
    severity = serializers.IntegerField(min_value=0, max_value=100)
    score = serializers.IntegerField(min_value=0, max_value=100, help_text="Of its best alert.")
    score_version = serializers.CharField(help_text="The rules that it was made by, by a machine.")
    explanation = FactorOutput(many=True)
    categories = serializers.ListField(child=serializers.CharField())
    jurisdictions = serializers.ListField(child=serializers.CharField())
    exercise = serializers.BooleanField()


class CaseDetailOutput(CaseOutput):
    """A case with its newest alerts."""

    alerts = EntryOutput(many=True, help_text=f"Newest first, {MOST_SHOWN} at most.")
    links = CaseLinkOutput(
        many=True, help_text="Why each alert stands in the case, oldest first, in my language."
    )
    related = CaseTieOutput(
        many=True, help_text="Other events that have something in common with it, at most 100."
    )


class CasePageOutput(serializers.Serializer[Any]):
    """A page of cases, by their newest alert that fits the filters."""

    items = CaseOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


FILTERS = ("q", "category", "severity", "since")
LIST_CASES: dict[str, Any] = {
    "operation_id": "listCases",
    "tags": ["cases"],
    "parameters": [
        *(schema.ALERT_PARAMETERS[name] for name in FILTERS),
        schema.fields_parameter(CaseOutput().fields),
        *schema.PAGING,
        schema.LINK,
    ],
    "responses": {(200, schema.JSON): CasePageOutput, **schema.problems(400)},
}
READ_CASE: dict[str, Any] = {
    "operation_id": "readCase",
    "tags": ["cases"],
    "parameters": [schema.fields_parameter(CaseDetailOutput().fields)],
    "responses": {(200, schema.JSON): CaseDetailOutput, **schema.problems(400, 404)},
}


class CasesView(RestView):
    """De-duplicated cases."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(**LIST_CASES)
    def get(self, request: Request) -> Response:
        """List the cases with alerts that I may see, newest activity first."""
        readers = {
            **{name: parameters.ALERT_FILTERS[name] for name in FILTERS},
            **parameters.page_readers(self.actor, "cases"),
            "fields": parameters.fields_reader(CaseOutput().fields),
        }
        values = parameters.read_parameters(request.query_params, readers)
        page = reading.list_case_page(actor=self.actor, now=timezone.now(), values=values)
        items = show(CaseOutput, page.cases, values.get("fields"))
        return self.page("cases", items, page.next)


class CaseView(RestView):
    """One case."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(**READ_CASE)
    def get(self, request: Request, case_id: UUID) -> Response:
        """Return a case with the alerts in it that I may see."""
        readers = {"fields": parameters.fields_reader(CaseDetailOutput().fields)}
        names = parameters.read_parameters(request.query_params, readers).get("fields")
        case, entries = reading.open_case(actor=self.actor, now=timezone.now(), case_id=case_id)
        (shown,) = show(CaseOutput, [case], names)
        if names is None or "alerts" in names:
            shown["alerts"] = show(EntryOutput, entries, None)
        if names is None or "links" in names:
            links = tell_links(actor=self.actor, case_id=case_id)
            shown["links"] = [show_link(one) for one in links]
        if names is None or "related" in names:
            ties = tell_ties(actor=self.actor, case_id=case_id)
            shown["related"] = [show_tie(one) for one in ties]
        return Response(shown)


urlpatterns = [
    path("cases", CasesView.as_view(), name="cases"),
    path("cases/<uuid:case_id>", CaseView.as_view(), name="case"),
]
