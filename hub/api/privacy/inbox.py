"""The officer's desk: how much of each kind waits for me, and how much of it is late."""

from datetime import datetime
from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.audience import officer_of
from privacy.approvals.selectors import count_to_give
from privacy.incidents.selectors import count_running
from privacy.retention.selectors import count_unconfirmed
from privacy.rights.selectors import count_waiting
from privacy.transfers.selectors.authorities import count_unanswered
from sharing.api.base import RestView
from sharing.api.schema import JSON, problems
from sharing.holds.selectors import count_open
from sharing.members.actors import Actor, Scope
from sharing.response.suspension import count_recalls


class DeskOutput(serializers.Serializer[Any]):
    """How many of one kind wait, and how many of these are late."""

    open = serializers.IntegerField(min_value=0)
    overdue = serializers.IntegerField(min_value=0)


class InboxOutput(serializers.Serializer[Any]):
    """What waits for my institution's officers, by kind."""

    holds = serializers.IntegerField(min_value=0, help_text="Copies and alerts that two decide.")
    approvals = serializers.IntegerField(
        min_value=0, help_text="Asked for by others of my institution, so that I may give them."
    )
    legal_holds = serializers.IntegerField(
        min_value=0, help_text="Holds that end by themselves unless another person confirms them."
    )
    authority_requests = serializers.IntegerField(
        min_value=0, help_text="Requests of foreign authorities that nobody approved or refused."
    )
    rights_requests = DeskOutput()
    complaints = DeskOutput()
    recalls_received = DeskOutput(help_text="Orders that I have to confirm.")
    recalls_sent = DeskOutput(help_text="Orders of mine that others have to confirm.")
    incidents = DeskOutput(help_text="With a clock that runs; overdue where one has passed.")


class InboxView(RestView):
    """What waits for me."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="readPrivacyInbox",
        tags=["privacy"],
        responses={(200, JSON): InboxOutput, **problems()},
    )
    def get(self, request: Request) -> Response:
        """Count what waits for the officers of my institution."""
        return Response(InboxOutput(_count(self.actor, timezone.now())).data)


def _count(actor: Actor, now: datetime) -> dict[str, Any]:
    requests, complaints = count_waiting(controllers=officer_of(actor).controllers, now=now)
    received, sent = count_recalls(actor=actor, now=now)
    return {
        "holds": count_open(actor=actor),
        "approvals": count_to_give(institution=actor.stix_id, actor=actor.name, now=now),
        "legal_holds": count_unconfirmed(controller=actor.stix_id),
        "authority_requests": count_unanswered(institution=actor.stix_id),
        "rights_requests": requests,
        "complaints": complaints,
        "recalls_received": received,
        "recalls_sent": sent,
        "incidents": count_running(institution=actor.stix_id, now=now),
    }


urlpatterns = [path("privacy/inbox", InboxView.as_view(), name="privacy-inbox")]
