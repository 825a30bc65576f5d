"""Who would receive an alert and what each would see, before anything is shared."""

from typing import Any
from uuid import uuid4

import orjson
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from privacy.gate import tell_reasons
from sharing.api.base import RestView
from sharing.api.examples import SENDING
from sharing.api.intake import read_alert
from sharing.api.schema import JSON, STIX, send_problems
from sharing.api.serializers import FaultOutput, ReasonOutput, WithheldOutput, show_warnings
from sharing.members.actors import Scope
from sharing.pipeline.preview import Audience, Preview, Refused, Shown, preview_alert
from sharing.stix.faults import Fault


class NamedOutput(serializers.Serializer[Any]):
    """A recipient that I may know, and the route by which the alert would reach it."""

    id = serializers.CharField(help_text="Its STIX identity.")
    name = serializers.CharField()
    kind = serializers.CharField()
    route = serializers.CharField()


class CountOutput(serializers.Serializer[Any]):
    """Recipients that are told to me by their number only."""

    kind = serializers.CharField()
    count = serializers.IntegerField(min_value=1)


class RenditionOutput(serializers.Serializer[Any]):
    """One form of the alert, and who would get it in this form."""

    outcome = serializers.CharField()
    rules_version = serializers.CharField()
    reasons = ReasonOutput(many=True)
    recipients = NamedOutput(many=True)
    others = CountOutput(many=True)
    title = serializers.CharField(allow_blank=True, help_text="As lists and mails show it.")
    summary = serializers.CharField(allow_blank=True)
    withheld = WithheldOutput(many=True)
    bundle = serializers.DictField(
        help_text="The STIX bundle they would get; its tokens are examples and match nothing."
    )


class UnreachedOutput(serializers.Serializer[Any]):
    """Who is entitled to the alert and would not get it, and why."""

    outcome = serializers.CharField()
    reasons = ReasonOutput(many=True)
    recipients = NamedOutput(many=True)
    others = CountOutput(many=True)


class PreviewOutput(serializers.Serializer[Any]):
    """What would become of the alert if I sent it now."""

    status = serializers.ChoiceField(choices=("delivered", "held", "refused"))
    reasons = ReasonOutput(many=True)
    warnings = FaultOutput(many=True)
    recipients = serializers.IntegerField(
        help_text="Everyone entitled; their own subscriptions may still narrow their inboxes."
    )
    renditions = RenditionOutput(many=True)
    refused = UnreachedOutput(many=True)


PREVIEW_ALERT: dict[str, Any] = {
    "operation_id": "previewAlert",
    "tags": ["alerts"],
    "description": "The same body as for sending. Nothing is stored and nobody is told: the answer"
    " says who would receive it and in which form, or why it would be held or refused.",
    "examples": SENDING,
    "request": {STIX: OpenApiTypes.OBJECT, JSON: OpenApiTypes.OBJECT},
    "responses": {(200, JSON): PreviewOutput, **send_problems()},
}


class PreviewView(RestView):
    """Look before sending."""

    required_scopes = {"POST": Scope.ALERTS_WRITE}

    @extend_schema(**PREVIEW_ALERT)
    def post(self, request: Request) -> Response:
        """Say who would receive an alert and what each would see; store nothing."""
        now = timezone.now()
        plain: HttpRequest = request._request
        alert = read_alert(plain, now)
        shown = preview_alert(actor=self.actor, now=now, alert=alert)
        return Response(_show(shown, alert.warnings))


def _show(preview: Preview, warnings: tuple[Fault, ...]) -> dict[str, Any]:
    return {
        "status": preview.status,
        "reasons": [_show_reason(**reason) for reason in preview.reasons],
        "warnings": show_warnings(
            [{"pointer": one.pointer, "code": one.code, "message": one.message} for one in warnings]
        ),
        "recipients": preview.recipients,
        "renditions": [_show_rendition(one) for one in preview.renditions],
        "refused": [_show_refused(one) for one in preview.refused],
    }


def _show_rendition(one: Shown) -> dict[str, Any]:
    redacted = one.redacted
    names = ("pointer", "code", "source", "action")
    return {
        **_show_refused(Refused(one.audience, one.decision)),
        "rules_version": one.decision.rules_version,
        "title": redacted.title,
        "summary": redacted.summary,
        "withheld": [{name: getattr(item, name) for name in names} for item in redacted.withheld],
        "bundle": {
            "type": "bundle",
            "id": f"bundle--{uuid4()}",
            "objects": [orjson.Fragment(item.body) for item in redacted.objects],
        },
    }


def _show_refused(one: Refused) -> dict[str, Any]:
    return {
        "outcome": one.decision.outcome.value,
        "reasons": [
            _show_reason(reason.code, reason.source, reason.message)
            for reason in tell_reasons(one.decision)
        ],
        **_show_audience(one.audience),
    }


def _show_audience(audience: Audience) -> dict[str, Any]:
    return {
        "recipients": [
            {"id": one.stix_id, "name": one.name, "kind": one.kind, "route": one.route}
            for one in audience.named
        ],
        "others": [{"kind": kind, "count": count} for kind, count in audience.others],
    }


def _show_reason(code: str, source: str = "", message: str = "") -> dict[str, str]:
    return {"code": code, "source": source, "message": message}


urlpatterns = [path("alerts/preview", PreviewView.as_view(), name="alerts-preview")]
