"""The stream of my deliveries (Server-Sent Events): one event after another, over broken connections."""

import json
from collections.abc import Iterator

import httpx
from httpx_sse import EventSource, ServerSentEvent, SSEError

from riskhub.errors import Problem, UnexpectedAnswer
from riskhub.transport import MOST_ATTEMPTS, Transport
from riskhub.values import Event

PATH = "/api/v1/stream"
MEDIA_TYPE = "text/event-stream"
# Before the first event that ever was; without a position the hub begins with what comes next.
OLDEST = "0"
_HEALS = frozenset({429, 502, 503, 504})


def follow(transport: Transport, after: str, *, with_bundle: bool = False) -> Iterator[Event]:
    """Yield the events after a position, for ever; a broken connection is opened again after the last.

    A hub that cannot be reached at first is an error, one that goes away later is waited for.
    Raises Problem, HubUnreachable, UnexpectedAnswer.
    """
    attempt, was_open = 0, False
    while True:
        wish = None
        try:
            for received in _listen(transport, after, with_bundle=with_bundle):
                attempt, was_open = 0, True
                wish = received.retry / 1000 if received.retry is not None else wish
                # The first event says where the stream begins, without data.
                after = received.id or after
                if received.data:
                    event = _read_event(received)
                    after = event.position
                    yield event
            was_open = True
        except (httpx.TransportError, Problem) as error:
            _raise_lasting(transport, error, may_wait=was_open or attempt + 1 < MOST_ATTEMPTS)
        transport.pause(attempt, wish)
        attempt = min(attempt + 1, MOST_ATTEMPTS)


def _listen(transport: Transport, after: str, *, with_bundle: bool) -> Iterator[ServerSentEvent]:
    headers = {"Accept": MEDIA_TYPE, "Cache-Control": "no-store"}
    if after:
        headers["Last-Event-ID"] = after
    path = f"{PATH}?content=stix" if with_bundle else PATH
    with transport.listen(path, headers) as response:
        try:
            yield from EventSource(response).iter_sse()
        except SSEError:
            raise UnexpectedAnswer("What answered is not a stream of events.") from None


def _raise_lasting(
    transport: Transport, error: httpx.TransportError | Problem, *, may_wait: bool
) -> None:
    if isinstance(error, Problem):
        if not may_wait or error.status not in _HEALS:
            raise error
    elif not may_wait:
        raise transport.unreachable(error) from None


def _read_event(received: ServerSentEvent) -> Event:
    try:
        document = json.loads(received.data)
    except ValueError:
        document = None
    if not received.id or not isinstance(document, dict):
        raise UnexpectedAnswer("An event of the stream cannot be read.")
    return Event(position=received.id, kind=received.event, document=document)
