"""The schedules of retention that are in force, and what a run now would find of my records."""

from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from privacy.retention.applying import count_due
from privacy.retention.periods import HOME_ZONE
from privacy.retention.schedules import RetentionAction, load_schedules, rows_in_force
from sharing.api.base import RestView
from sharing.api.schema import JSON, problems
from sharing.members.actors import Scope


class ScheduleOutput(serializers.Serializer[Any]):
    """One row: how long one class of records stays, from when, and what follows."""

    id = serializers.CharField()
    item_class = serializers.CharField()
    purpose = serializers.CharField(help_text="* for any.")
    regime = serializers.CharField(help_text="* for any.")
    starts_with = serializers.CharField(source="start", help_text="What the period counts from.")
    period = serializers.CharField(help_text="An ISO 8601 duration; the last day is in it.")
    action = serializers.ChoiceField(choices=[one.value for one in RetentionAction])
    source = serializers.CharField()  # type: ignore[assignment]  # a field
    confirmed = serializers.BooleanField(help_text="Checked against a published text.")
    effective_from = serializers.DateField()
    effective_to = serializers.DateField(allow_null=True)


class DueOutput(serializers.Serializer[Any]):
    """What a run now would find of my records of one class."""

    item_class = serializers.CharField()
    action = serializers.CharField()
    due = serializers.IntegerField(min_value=0)
    held = serializers.IntegerField(min_value=0, help_text="Of these, kept by a legal hold.")
    scheduled = serializers.BooleanField(help_text="False: no row covers it, nothing is done.")


class RetentionOutput(serializers.Serializer[Any]):
    """The schedules in force and a dry run over my records."""

    on = serializers.DateField(help_text="In Asia/Shanghai.")
    schedules = ScheduleOutput(many=True)
    due = DueOutput(many=True)


class RetentionView(RestView):
    """Retention."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="readRetention",
        tags=["retention"],
        responses={(200, JSON): RetentionOutput, **problems()},
    )
    def get(self, request: Request) -> Response:
        """Return the schedules in force, and what a run now would find of my records."""
        now = timezone.now()
        found = {
            "on": now.astimezone(HOME_ZONE).date(),
            "schedules": rows_in_force(load_schedules(), now),
            "due": count_due(now=now, controller=self.actor.stix_id),
        }
        return Response(RetentionOutput(found).data)


urlpatterns = [path("retention", RetentionView.as_view(), name="retention")]
