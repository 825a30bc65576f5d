"""The stream of my inbox: what may be asked of it, and who may ask.

The view is an ordinary one, so the stream is opened under the same rules as everything else. Events
are sent by the stream process (hub.api.stream), which leaves a door in the request; without it, as in
a plain WSGI process, there is no stream.
"""

import re
from collections.abc import Iterable
from typing import Any, Protocol
from uuid import UUID

from django.http import StreamingHttpResponse
from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from sharing.api.base import RestView, refuse
from sharing.api.events import Order
from sharing.api.parameters import UnusableValue, choose, read_parameters, read_uuid
from sharing.api.schema import PROBLEM, problems
from sharing.api.serializers import EntryOutput, ProblemOutput
from sharing.channels.streaming import read_heads
from sharing.errors import NotAvailable
from sharing.members.actors import Actor, Scope
from sharing.routing.selectors import get_subscription

EVENTS = "text/event-stream"
LAST_EVENT_ID = "Last-Event-ID"
# Where a request keeps the door to the stream process.
DOOR = "riskhub.stream"
_POSITION = re.compile(r"0|[1-9][0-9]{0,17}")
_RULE = "Give the id of an event of this stream, or 0 for the beginning."


class Door(Protocol):
    """What the stream process leaves in a request that it wants to be let in."""

    def enter(self, order: Order) -> None:
        """Begin the stream. Raises Throttled and NotAvailable when there are too many."""


class EventNegotiation(BaseContentNegotiation):
    """Answer events to everyone who takes them; what is wrong is told as everywhere."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[Any],
        format_suffix: str | None = None,  # the framework's signature
    ) -> tuple[Any, str]:
        """Return the only renderer, for problems. Raises NotAcceptable."""
        header = request.META.get("HTTP_ACCEPT", "")
        wanted = {part.partition(";")[0].strip().lower() for part in header.split(",")}
        if header and not wanted & {EVENTS, "text/*", "*/*"}:
            raise NotAcceptable
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


class EventOutput(EntryOutput):
    """The data of an event: an entry of my list, its position, and with content=stix the bundle."""

    position = serializers.IntegerField(help_text="As `id`; strictly increasing.")
    bundle = serializers.DictField(required=False, help_text="With content=stix: what I may see.")


STREAM: dict[str, Any] = {
    "operation_id": "streamAlerts",
    "tags": ["alerts"],
    "description": "Server-Sent Events of what comes into my inbox, in order, as it comes: `id` is"
    " the position, `event` is `alert` or `revocation`, `data` is one line of JSON. A line that begins"
    " with a colon only shows that the stream lives. Resume with Last-Event-ID: nothing is missed"
    " and nothing comes twice. The stream ends when the credential does.",
    "parameters": [
        OpenApiParameter(
            LAST_EVENT_ID,
            location=OpenApiParameter.HEADER,
            description="The id of the last event that arrived; 0 begins with the oldest. Without"
            " it the stream begins now.",
        ),
        OpenApiParameter(
            "last_event_id", description="The same for who cannot set headers; the header prevails."
        ),
        OpenApiParameter("content", description="stix adds the bundle.", enum=["stix"]),
        OpenApiParameter(
            "subscription",
            description="Only the alerts that this saved filter of mine matches; and revocations.",
            type=OpenApiTypes.UUID,
        ),
    ],
    "responses": {
        (200, EVENTS): EventOutput,
        **problems(400, 404),
        (503, PROBLEM): OpenApiResponse(
            ProblemOutput, "Too many streams, or this process serves none."
        ),
    },
}


def read_position(text: str) -> int:
    """Return a position; it fits both databases."""
    if not _POSITION.fullmatch(text):
        raise UnusableValue(_RULE)
    return int(text)


READERS = {
    "last_event_id": read_position,
    "content": choose("stix"),
    "subscription": read_uuid,
}


class StreamView(RestView):
    """My inbox as it fills."""

    http_method_names = ["get"]
    required_scopes = {"GET": Scope.ALERTS_READ}
    content_negotiation_class = EventNegotiation

    @extend_schema(**STREAM)
    def get(self, request: Request) -> StreamingHttpResponse:
        """Let the stream begin: the head of its answer, to which the stream process adds events."""
        values = read_parameters(request.query_params, READERS)
        subscription: UUID | None = values.get("subscription")
        if subscription is not None:
            get_subscription(actor=self.actor, subscription_id=subscription)
        order = Order(self.actor, self._find_start(values), "content" in values, subscription)
        door: Door | None = request.META.get(DOOR)
        if door is None:
            raise NotAvailable("This process serves no stream; the stream process does.")
        door.enter(order)
        response = StreamingHttpResponse((), content_type=EVENTS)
        # nginx would hold events back until a buffer is full.
        response["X-Accel-Buffering"] = "no"
        return response

    def _find_start(self, values: dict[str, Any]) -> int:
        """Return the position to go on from. Raises ValidationError for one that was never given."""
        head = _read_head(self.actor)
        header = self.request.META.get("HTTP_LAST_EVENT_ID")
        name, after = "last_event_id", values.get("last_event_id", head)
        if header is not None:
            try:
                name, after = LAST_EVENT_ID, read_position(header)
            except UnusableValue as fault:
                raise refuse(LAST_EVENT_ID, str(fault)) from fault
        if after > head:
            # Of another hub, or from before a restore: to wait for it would silently skip events.
            raise refuse(name, _RULE)
        return int(after)


def _read_head(actor: Actor) -> int:
    return read_heads([actor.institution_id]).get(actor.institution_id, 0)


urlpatterns = [path("stream", StreamView.as_view(), name="stream")]
