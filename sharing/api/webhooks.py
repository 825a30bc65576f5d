"""Webhooks: where my deliveries are pushed, what was sent there, and how each attempt went."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import parameters
from sharing.api.base import RestView, fit, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, LINK, PAGING, problems
from sharing.api.webhook_forms import (
    STATES,
    DispatchOutput,
    DispatchPageOutput,
    IssuedWebhookOutput,
    ReplayBody,
    ReplayOutput,
    RotationBody,
    WebhookBody,
    WebhookListOutput,
    WebhookOutput,
)
from sharing.channels import endpoints
from sharing.channels.selectors import get_webhook, list_dispatches, list_webhooks
from sharing.members.actors import CHANNEL_WRITERS, Scope
from sharing.tasks import wake_pushers

_TAGS = ["channels"]
_BODY = {JSON: describe_body(WebhookBody)}
_PART = {JSON: {**describe_body(WebhookBody), "required": []}}
_STATE = OpenApiParameter("status", description="Only messages in this state.", enum=list(STATES))


class WebhooksView(RestView):
    """My webhooks."""

    required_scopes = {"GET": Scope.CHANNELS_READ, "POST": CHANNEL_WRITERS}

    @extend_schema(
        operation_id="listWebhooks",
        tags=_TAGS,
        responses={(200, JSON): WebhookListOutput, **problems()},
    )
    def get(self, request: Request) -> Response:
        """List my webhooks by name."""
        rows = list_webhooks(actor=self.actor)
        return Response({"items": WebhookOutput(rows, many=True).data})

    @extend_schema(
        operation_id="createWebhook",
        tags=_TAGS,
        request=_BODY,
        responses={(201, JSON): IssuedWebhookOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Save an address to push to; the answer shows the secret that signs, this once."""
        new = _say(read_json(request, WebhookBody))
        issued = endpoints.create_webhook(actor=self.actor, now=timezone.now(), new=new)
        headers = {"Location": f"/api/v1/webhooks/{issued.webhook.id}"}
        return Response(_show_issued(issued), status=201, headers=headers)


class WebhookView(RestView):
    """One of my webhooks."""

    required_scopes = {
        "GET": Scope.CHANNELS_READ,
        "PUT": CHANNEL_WRITERS,
        "PATCH": CHANNEL_WRITERS,
        "DELETE": Scope.CHANNELS_WRITE,
    }

    @extend_schema(
        operation_id="readWebhook",
        tags=_TAGS,
        responses={(200, JSON): WebhookOutput, **problems(404)},
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """Return one of my webhooks, without its secret."""
        return Response(WebhookOutput(get_webhook(actor=self.actor, webhook_id=webhook_id)).data)

    @extend_schema(
        operation_id="replaceWebhook",
        tags=_TAGS,
        request=_BODY,
        responses={(200, JSON): WebhookOutput, **problems(400, 404, 413, 415, 422)},
    )
    def put(self, request: Request, webhook_id: UUID) -> Response:
        """Replace one of my webhooks; its secret stays."""
        return self._change(webhook_id, read_json(request, WebhookBody))

    @extend_schema(
        operation_id="changeWebhook",
        tags=_TAGS,
        request=_PART,
        responses={(200, JSON): WebhookOutput, **problems(400, 404, 413, 415, 422)},
    )
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        """Change the members given of one of my webhooks."""
        given = read_json(request, dict[str, Any])
        row = get_webhook(actor=self.actor, webhook_id=webhook_id)
        current = {name: getattr(row, name) for name in WebhookBody.__struct_fields__}
        return self._change(webhook_id, fit({**current, **given}, WebhookBody))

    @extend_schema(operation_id="removeWebhook", tags=_TAGS, responses={204: None, **problems(404)})
    def delete(self, request: Request, webhook_id: UUID) -> Response:
        """Remove one of my webhooks with what waits for it."""
        endpoints.remove_webhook(actor=self.actor, now=timezone.now(), webhook_id=webhook_id)
        return Response(status=204)

    def _change(self, webhook_id: UUID, body: WebhookBody) -> Response:
        row = endpoints.change_webhook(
            actor=self.actor, now=timezone.now(), webhook_id=webhook_id, new=_say(body)
        )
        wake_pushers()
        return Response(WebhookOutput(row).data)


class RotationView(RestView):
    """The secret of one of my webhooks."""

    required_scopes = {"POST": CHANNEL_WRITERS}

    @extend_schema(
        operation_id="rotateWebhookSecret",
        tags=_TAGS,
        request={JSON: describe_body(RotationBody)},
        responses={(200, JSON): IssuedWebhookOutput, **problems(400, 404, 413, 415, 422)},
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Make a new secret; for the overlap both sign each message."""
        body = read_json(request, RotationBody)
        issued = endpoints.rotate_secret(
            actor=self.actor,
            now=timezone.now(),
            webhook_id=webhook_id,
            overlap=timedelta(hours=body.overlap_hours),
        )
        return Response(_show_issued(issued))


class TestView(RestView):
    """Try one of my webhooks."""

    required_scopes = {"POST": CHANNEL_WRITERS}

    @extend_schema(
        operation_id="testWebhook",
        tags=_TAGS,
        request=None,
        responses={(202, JSON): DispatchOutput, **problems(400, 404)},
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Send a message of type webhook.test; its deliveries tell how it went."""
        row = endpoints.send_test(actor=self.actor, now=timezone.now(), webhook_id=webhook_id)
        wake_pushers()
        return Response(DispatchOutput(row).data, status=202)


class DispatchesView(RestView):
    """What went or goes to one of my webhooks."""

    required_scopes = {"GET": Scope.CHANNELS_READ}

    @extend_schema(
        operation_id="listWebhookDeliveries",
        tags=_TAGS,
        parameters=[_STATE, *PAGING, LINK],
        responses={(200, JSON): DispatchPageOutput, **problems(400, 404)},
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """List messages with each attempt and why they were sent, newest first."""
        name = f"webhook:{webhook_id}"
        readers = {"status": parameters.choose(*STATES)}
        readers |= parameters.page_readers(self.actor, name)
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_dispatches(
            actor=self.actor,
            webhook_id=webhook_id,
            state=values.get("status", ""),
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        items = DispatchOutput(rows[:limit], many=True).data
        return self.page(name, items, (last.created_at.isoformat(), str(last.id)) if last else None)


class ReplayView(RestView):
    """Send again what one of my webhooks missed."""

    required_scopes = {"POST": CHANNEL_WRITERS}

    @extend_schema(
        operation_id="replayWebhook",
        tags=_TAGS,
        request={JSON: describe_body(ReplayBody)},
        responses={(200, JSON): ReplayOutput, **problems(400, 404, 413, 415, 422)},
    )
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Send all that were given up once more, or one message, under the ids they had."""
        body = read_json(request, ReplayBody)
        count = endpoints.replay(
            actor=self.actor,
            now=timezone.now(),
            webhook_id=webhook_id,
            dispatch_id=body.dispatch,
        )
        wake_pushers()
        return Response({"replayed": count})


def _say(body: WebhookBody) -> endpoints.NewWebhook:
    return endpoints.NewWebhook(body.name, body.url, body.content, body.enabled, body.region)


def _show_issued(issued: endpoints.Issued) -> dict[str, Any]:
    return {**WebhookOutput(issued.webhook).data, "secret": issued.secret}


urlpatterns = [
    path("webhooks", WebhooksView.as_view(), name="webhooks"),
    path("webhooks/<uuid:webhook_id>", WebhookView.as_view(), name="webhook"),
    path(
        "webhooks/<uuid:webhook_id>/rotate-secret",
        RotationView.as_view(),
        name="webhook-rotate-secret",
    ),
    path("webhooks/<uuid:webhook_id>/test", TestView.as_view(), name="webhook-test"),
    path(
        "webhooks/<uuid:webhook_id>/deliveries",
        DispatchesView.as_view(),
        name="webhook-deliveries",
    ),
    path("webhooks/<uuid:webhook_id>/replay", ReplayView.as_view(), name="webhook-replay"),
]
