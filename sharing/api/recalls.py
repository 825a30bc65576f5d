"""Recall an alert; see the orders to destroy its copies, and confirm one's own."""

from datetime import UTC
from typing import Annotated, Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta, Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api.base import RestView, read_json, refuse
from sharing.api.bodies import describe_body
from sharing.api.responding import DIRECTION, KindCountOutput, MemberOutput, read_list
from sharing.api.schema import JSON, LINK, PAGING, PROBLEM, problems, query
from sharing.api.serializers import ProblemOutput
from sharing.errors import Unusable
from sharing.members.actors import Scope
from sharing.response.codes import RecallNote
from sharing.response.entries import describe_recall, show_recall, show_recall_page
from sharing.response.overview import show_recalls
from sharing.response.recalls import LONGEST_REASON, confirm_recall, recall_own_alert
from sharing.response.selectors import RECALL_STATES
from sharing.tasks import wake_pushers, wake_workers


class RecallBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Why the alert is taken back, without personal data. Who held it reads the cause alone."""

    reason: Annotated[str, Meta(min_length=1, max_length=LONGEST_REASON)]


class ConfirmationBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Whether all copies are destroyed. Where some remain, the note says why and must be there.

    `retained-by-law` and `passed-on` go with copies that remain, `never-stored` and
    `destroyed-before` with none that does, `other` with both.
    """

    copies_destroyed: bool
    note_code: RecallNote | None = None


class OrderedOutput(serializers.Serializer[Any]):
    """When the alert was taken back, and how many holders are ordered to confirm."""

    withdrawn_at = serializers.DateTimeField(default_timezone=UTC)
    orders = serializers.IntegerField(min_value=0)


class RecallOutput(serializers.Serializer[Any]):
    """One order to one holder."""

    id = serializers.UUIDField()
    alert = serializers.UUIDField()
    cause = serializers.CharField()
    reason = serializers.CharField(
        help_text="Empty for who received the order: it reads the cause."
    )
    reporter = MemberOutput(allow_null=True, help_text="Null where it is hidden from me.")
    recipient = MemberOutput(allow_null=True, help_text="Null where I may not know it.")
    replaced_by = serializers.UUIDField(
        allow_null=True, help_text="The alert that takes its place, if I may see it."
    )
    ordered_at = serializers.DateTimeField(default_timezone=UTC)
    due_at = serializers.DateTimeField(default_timezone=UTC)
    state = serializers.ChoiceField(
        choices=RECALL_STATES,
        help_text="`kept`, to its recipient alone: it said that copies remain. To others the order "
        "stays open or overdue until they are destroyed.",
    )
    confirmed_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    copies_destroyed = serializers.BooleanField(
        allow_null=True, help_text="Null until its recipient says, or where I may not know it."
    )
    note_code = serializers.CharField()
    order = serializers.CharField(
        help_text="The signed order (compact JWS), for its recipient; checked with /log/keys. It names "
        "`alert` and its `version` (`modified`), the `cause`, the `action` (delete, restrict: keep but "
        "neither use nor pass on, replace: by the later version that you have) and when it is `due` (seconds)."
    )


class RecallPageOutput(serializers.Serializer[Any]):
    """A page of orders, newest first."""

    items = RecallOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class RecallsOfOutput(serializers.Serializer[Any]):
    """The orders of one alert that I may see, and the number of the others."""

    items = RecallOutput(many=True)
    others = KindCountOutput(many=True)


_TAGS = ["recalls"]
_STATE = query("state", "Only orders in this state.", enum=list(RECALL_STATES))
_CONFIRMED = OpenApiResponse(ProblemOutput, "It was confirmed; nothing else can be said of it.")
_NOT_HELD = OpenApiResponse(ProblemOutput, "Nobody holds it, or it was taken back before.")


class RecallView(RestView):
    """Take an alert back."""

    required_scopes = {"POST": Scope.ALERTS_WRITE}

    @extend_schema(
        operation_id="recallAlert",
        tags=_TAGS,
        request={JSON: describe_body(RecallBody)},
        responses={
            (200, JSON): OrderedOutput,
            (409, PROBLEM): _NOT_HELD,
            **problems(400, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request, alert_id: UUID) -> Response:
        """Take my alert back from everybody; each holder gets a revocation and an order."""
        body, now = read_json(request, RecallBody), timezone.now()
        try:
            orders = recall_own_alert(
                actor=self.actor, now=now, alert_id=alert_id, reason=body.reason
            )
        except Unusable as fault:
            raise refuse(fault.place, str(fault)) from None
        wake_workers()
        wake_pushers()
        return Response(OrderedOutput({"withdrawn_at": now, "orders": orders}).data)


class RecallsOfView(RestView):
    """The orders of one alert."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="listRecallsOfAlert",
        tags=_TAGS,
        responses={(200, JSON): RecallsOfOutput, **problems(404)},
    )
    def get(self, request: Request, alert_id: UUID) -> Response:
        """Return my own order; the reporter and regulators see who has not confirmed."""
        now = timezone.now()
        found = show_recalls(actor=self.actor, now=now, alert_id=alert_id)
        items = [describe_recall(row, actor=self.actor, now=now, known=True) for row in found.named]
        return Response(RecallsOfOutput({"items": items, "others": found.others}).data)


class RecallsView(RestView):
    """Orders to me, and those that followed from my recalls."""

    required_scopes = {"GET": Scope.ALERTS_READ}

    @extend_schema(
        operation_id="listRecalls",
        tags=_TAGS,
        parameters=[DIRECTION, _STATE, *PAGING, LINK],
        responses={(200, JSON): RecallPageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List orders, newest first."""
        now = timezone.now()
        wanted = read_list(request.query_params, self.actor, "recalls", RECALL_STATES)
        shown = show_recall_page(actor=self.actor, now=now, wanted=wanted)
        last = shown[-2] if len(shown) == wanted.limit else None
        return self.page(
            "recalls",
            RecallOutput(shown[: wanted.limit - 1], many=True).data,
            (last.ordered_at.isoformat(), str(last.id)) if last else None,
        )


class ConfirmView(RestView):
    """Confirm an order."""

    required_scopes = {"POST": Scope.ALERTS_RESPOND}

    @extend_schema(
        operation_id="confirmRecall",
        tags=_TAGS,
        request={JSON: describe_body(ConfirmationBody)},
        responses={
            (200, JSON): RecallOutput,
            (409, PROBLEM): _CONFIRMED,
            **problems(400, 404, 413, 415, 422),
        },
    )
    def post(self, request: Request, order_id: UUID) -> Response:
        """Say what became of my institution's copies; the same again changes nothing.

        Only their destruction confirms the order. After copies that remain it may still follow.
        """
        body, now = read_json(request, ConfirmationBody), timezone.now()
        confirm_recall(
            actor=self.actor,
            now=now,
            order_id=order_id,
            copies_destroyed=body.copies_destroyed,
            note_code=body.note_code or "",
        )
        shown = show_recall(actor=self.actor, now=now, order_id=order_id)
        return Response(RecallOutput(shown).data)


urlpatterns = [
    path("alerts/<uuid:alert_id>/recall", RecallView.as_view(), name="alert-recall"),
    path("alerts/<uuid:alert_id>/recalls", RecallsOfView.as_view(), name="alert-recalls"),
    path("recalls", RecallsView.as_view(), name="recalls"),
    path("recalls/<uuid:order_id>/confirm", ConfirmView.as_view(), name="recall-confirm"),
]
