"""What to look at first and why, and what is new since one looked."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Annotated, Any

from django.db import transaction
from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import Meta, Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.api import parameters
from sharing.api.base import RestView, read_json, refuse
from sharing.api.bodies import describe_body
from sharing.api.parameters import DEFAULT_PAGE, LARGEST_PAGE
from sharing.api.schema import JSON, problems, query
from sharing.attention.ranking import RankedCase, Ranking, rank_cases
from sharing.attention.services import mark_seen
from sharing.attention.wording import explain_score
from sharing.errors import Unusable
from sharing.members.actors import Actor, Scope

_TAGS = ["attention"]


class SeenBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Until when I have looked; now, where it is left out."""

    at: Annotated[datetime, Meta(tz=True)] | None = None


class LookOutput(serializers.Serializer[Any]):
    """The mark that holds."""

    seen_at = serializers.DateTimeField(default_timezone=UTC)


class ScoreReasonOutput(serializers.Serializer[Any]):
    """One factor of a score: its points, and why, in the language asked for."""

    factor = serializers.CharField()
    points = serializers.IntegerField()
    text = serializers.CharField()


class RankedCaseOutput(serializers.Serializer[Any]):
    """A case with its urgency for me, from nothing but what I see."""

    id = serializers.UUIDField()
    title = serializers.CharField(help_text="Of its newest alert.")
    first_at = serializers.DateTimeField(default_timezone=UTC)
    last_at = serializers.DateTimeField(default_timezone=UTC)
    alert_count = serializers.IntegerField(min_value=1)
    new_alerts = serializers.IntegerField(min_value=0, help_text="Since I last looked.")
    is_new = serializers.BooleanField(help_text="All of it came since I last looked.")
    corroboration = serializers.IntegerField(
        allow_null=True,
        min_value=2,
        help_text="How many reporters that I may know, and that do not belong to one group of owners,"
        " reported it; null below two.",
    )
    severity = serializers.IntegerField(min_value=0, max_value=100)
    stage = serializers.CharField()
    categories = serializers.ListField(child=serializers.CharField())
    jurisdictions = serializers.ListField(child=serializers.CharField())
    exercise = serializers.BooleanField()
    score = serializers.IntegerField(min_value=0, max_value=100)
    score_version = serializers.CharField(help_text="The rules that it was made by.")
    score_inputs = serializers.DictField(help_text="What the rules were given.")
    automated = serializers.BooleanField(help_text="Always true: no person made this score.")
    human_review_requested = serializers.BooleanField(
        help_text="A person in it asked that no machine alone decides: a human has to look first."
    )
    explanation = ScoreReasonOutput(many=True)


class RankingOutput(serializers.Serializer[Any]):
    """The most urgent cases among the newest ones. There is no next page: urgency moves."""

    items = RankedCaseOutput(many=True)
    seen_at = serializers.DateTimeField(
        allow_null=True, default_timezone=UTC, help_text="Until when I have looked; null: never."
    )
    taken_back = serializers.IntegerField(
        min_value=0, help_text="Alerts that were taken back since I last looked."
    )


class RankedCasesView(RestView):
    """Cases by urgency."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="rankCases",
        tags=_TAGS,
        parameters=[
            query(
                "limit",
                "How many at most.",
                type={
                    "type": "integer",
                    "minimum": 1,
                    "maximum": LARGEST_PAGE,
                    "default": DEFAULT_PAGE,
                },
            ),
            query(
                "new", "true: only cases with alerts since I last looked.", enum=["true", "false"]
            ),
        ],
        responses={(200, JSON): RankingOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List the most urgent cases, each with its score and why."""
        readers = {
            "limit": parameters.read_limit,
            "new": parameters.choose("true", "false"),
        }
        values = parameters.read_parameters(request.query_params, readers)
        ranking = _rank(self.actor, timezone.now(), values)
        items = [_show_case(one) for one in ranking.cases]
        told = {"items": items, "seen_at": ranking.seen_at, "taken_back": ranking.taken_back}
        return Response(RankingOutput(told).data)


class SeenView(RestView):
    """Until when I have looked."""

    required_scopes = {"POST": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="markSeen",
        tags=_TAGS,
        request={JSON: describe_body(SeenBody)},
        responses={(200, JSON): LookOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Note that I have looked at everything up to a moment. The mark never moves back."""
        body = read_json(request, SeenBody)
        try:
            seen_at = mark_seen(actor=self.actor, now=timezone.now(), until=body.at)
        except Unusable as fault:
            raise refuse(fault.place, str(fault)) from None
        return Response(LookOutput({"seen_at": seen_at}).data)


@transaction.atomic
def _rank(actor: Actor, now: datetime, values: dict[str, Any]) -> Ranking:
    """Return the ranking, with the record of what it was told from."""
    ranking = rank_cases(
        actor=actor,
        now=now,
        limit=values.get("limit", DEFAULT_PAGE),
        only_new=values.get("new") == "true",
    )
    if ranking.alerts:
        details = {"alerts": [str(one) for one in ranking.alerts], "by": "attention"}
        record(Event(Action.FEED_READ, actor.name, actor.stix_id, now, details))
    return ranking


def _show_case(case: RankedCase) -> dict[str, Any]:
    names = ("factor", "points", "text")
    score = case.score
    return {
        **{one.name: getattr(case, one.name) for one in fields(case)},
        "score": score.value,
        "score_version": score.version,
        "score_inputs": dict(score.inputs),
        "automated": True,
        "explanation": [dict(zip(names, one, strict=True)) for one in explain_score(score)],
    }


urlpatterns = [
    path("attention/cases", RankedCasesView.as_view(), name="attention-cases"),
    path("attention/seen", SeenView.as_view(), name="attention-seen"),
]
