"""The ASGI entrance: the stream on the event loop, everything else as WSGI in threads."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from functools import partial
from types import FrameType
from typing import Any

from a2wsgi import WSGIMiddleware
from django.urls import reverse

from hub.api.stream import Application, Message, Receive, Scope, Send, StreamServer

# As many requests are worked at once; others wait in order.
THREADS = 8


class Entrance:
    """Send each request where it is served; `site` is the WSGI application."""

    def __init__(self, site: Application) -> None:
        self._stream = StreamServer(site)
        rest: Any = site
        self._rest: Any = WSGIMiddleware(rest, workers=THREADS)
        self._path = reverse("api:stream")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the life of the process."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        # As Django does: with an underscore it could pass for a header that a proxy has set.
        scope["headers"] = [one for one in scope["headers"] if b"_" not in one[0]]
        # What is no GET is refused as everywhere.
        if (scope["type"], scope.get("method"), scope["path"]) == ("http", "GET", self._path):
            await self._stream.serve(scope, receive, send)
        else:
            await self._rest(scope, whole(receive), send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        _tell_on_signals(self._stream.close)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})


def _tell_on_signals(close: Callable[[], None]) -> None:
    """Call it when the process is told to stop, before what the server does about that.

    The server's own word, lifespan.shutdown, comes only when every request has ended.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)
        if callable(before):
            signal.signal(number, partial(_on_signal, loop, close, before))
            signal.siginterrupt(number, False)


def _on_signal(
    loop: asyncio.AbstractEventLoop,
    close: Callable[[], None],
    before: Callable[[int, FrameType | None], object],
    number: int,
    frame: FrameType | None,
) -> None:
    loop.call_soon_threadsafe(close)
    before(number, frame)


def whole(receive: Receive) -> Callable[[], Awaitable[Message]]:
    """Return what receives a body to its end: one that is cut off must not pass for a short one."""

    async def receive_part() -> Message:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError
        return message

    return receive_part
