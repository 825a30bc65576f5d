"""Every act on one alert: to whom it went or not, in which form, on what it rests, and why."""

from typing import Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.readers import find_readership
from hub.api.privacy.registers import TransferOutput, show_line
from privacy.transfers.services.registers import read_acts
from sharing.api.base import RestView
from sharing.api.schema import JSON, problems
from sharing.api.serializers import WithheldOutput
from sharing.delivery.selectors import list_withheld
from sharing.errors import NotFound
from sharing.members.actors import Scope


class ActOutput(TransferOutput):
    """One act; what was withheld is told to who shared and who supervises, place by place."""

    withheld = WithheldOutput(many=True)


class ActsOutput(serializers.Serializer[Any]):
    """All acts on an alert that I may see, in their order."""

    items = ActOutput(many=True)


class ActsView(RestView):
    """Why each recipient sees what it sees."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="listActsOfAlert",
        tags=["registers"],
        responses={(200, JSON): ActsOutput, **problems(404)},
    )
    def get(self, request: Request, alert_id: UUID) -> Response:
        """List to whom an alert went and to whom not, on what grounds and under which rules.

        Whoever shared it sees all; a recipient sees its own; a regulator, those of its jurisdictions.
        The reading is logged.
        """
        now = timezone.now()
        readership = find_readership(actor=self.actor, now=now)
        acts = read_acts(actor=self.actor.name, now=now, reader=readership.reader, alert=alert_id)
        if not acts:
            raise NotFound("there is no such alert")
        told = list_withheld(alert_id=alert_id)
        shown = [
            show_line(act, readership)
            | {"withheld": told.get(act.rendition, []) if act.rendition else []}
            for act in acts
        ]
        return Response(ActsOutput({"items": shown}).data)


urlpatterns = [path("alerts/<uuid:alert_id>/acts", ActsView.as_view(), name="alert-acts")]
