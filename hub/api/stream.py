"""The stream process: sends Server-Sent Events to many listeners from one event loop.

A stream is opened by the ordinary view (sharing.api.stream), under every rule of the site, and goes on
here. Nothing is buffered: a listener that is slow is paged from the database at its own pace, and one
that takes nothing is let go. The credential is checked again and again while the stream lasts.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, TypeVar
from uuid import UUID

from a2wsgi.wsgi import build_environ
from django.db import close_old_connections
from django.utils import timezone

from hub.api.crowd import Crowd
from hub.api.recheck import may_go_on
from hub.api.watch import Watcher
from sharing.api.events import Batch, Order, read_batch
from sharing.api.stream import DOOR
from sharing.channels.streaming import read_heads

access = logging.getLogger("hub.access")
logger = logging.getLogger("hub.stream")

T = TypeVar("T")
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

RETRY_MS = 2000
SIGN_OF_LIFE = b":\n"


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between looks, signs of life and checks, and until one who takes nothing is let go."""

    look: float = 0.05
    sign: float = 15
    check: float = 10
    stall: float = 60


@dataclass(frozen=True, slots=True)
class Source:
    """Where a stream gets what it sends, and leave to go on; each call may take its time."""

    read: Callable[[Order], Batch | None] = lambda order: read_batch(
        order=order, now=timezone.now()
    )
    heads: Callable[[Collection[UUID]], Mapping[UUID, int]] = read_heads
    check: Callable[[Mapping[str, Any]], bool] = may_go_on


@dataclass(slots=True)
class Opening:
    """A request on its way through the site; the view leaves the order here when it lets it in."""

    crowd: Crowd
    order: Order | None = None

    def enter(self, order: Order) -> None:
        """Take a place. Raises Throttled and NotAvailable."""
        self.crowd.enter(order.actor.name)
        self.order = order

    def leave(self) -> None:
        """Give the place back, if there was one."""
        if self.order is not None:
            self.crowd.leave(self.order.actor.name)


@dataclass(slots=True)
class Answer:
    """What the site answers to the request for a stream."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""


class StreamServer:
    """Serve streams; `application` is the site, which decides who gets one."""

    def __init__(
        self,
        application: Application,
        *,
        source: Source | None = None,
        pace: Pace | None = None,
        crowd: Crowd | None = None,
        threads: int = 4,
    ) -> None:
        self._application = application
        self._source = source or Source()
        self._pace = pace or Pace()
        self._crowd = crowd or Crowd()
        self._readers = ThreadPoolExecutor(threads, "stream")
        # Its own thread: looking must not wait behind reading.
        self._looker = ThreadPoolExecutor(1, "watch")
        self._watcher = Watcher(self._look, self._pace.look)
        self._closing = asyncio.Event()

    def close(self) -> None:
        """End all streams: the process is about to stop."""
        self._closing.set()

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request for the stream, whatever its outcome."""
        opening = Opening(self._crowd)
        # A body is not read: there is nothing to say in one.
        environ: dict[str, Any] = dict(build_environ(scope, BytesIO()))  # type: ignore[arg-type]  # any file will do
        environ[DOOR] = opening
        try:
            answer = await self._call(self._ask, environ)
            if opening.order is None or answer.status != 200:
                await send(_head(answer))
                await send(_part(answer.body, last=True))
                return
            await self._stream(opening.order, environ, answer, (receive, send))
        finally:
            opening.leave()

    def _ask(self, environ: dict[str, Any]) -> Answer:
        """Run the request through the site."""
        answer = Answer()

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> None:
            answer.status = int(status.partition(" ")[0])
            answer.headers = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ]

        parts = self._application(environ, start_response)
        try:
            answer.body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        return answer

    async def _stream(
        self, order: Order, environ: Mapping[str, Any], answer: Answer, line: tuple[Receive, Send]
    ) -> None:
        """Send until the listener leaves, its credential ends, or the process closes."""
        receive, send = line
        tasks = {
            asyncio.create_task(coroutine, name=name)
            for name, coroutine in (
                ("told", self._tell(order, environ, answer, send)),
                ("left", _until_disconnect(receive)),
                ("closing", self._closing.wait()),
            )
        }
        done, rest = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        _note_end(order, done)
        if not any(task.get_name() == "left" for task in done):
            await send(_part(b"", last=True))

    async def _tell(
        self, order: Order, environ: Mapping[str, Any], answer: Answer, send: Send
    ) -> None:
        """Send what is there and what comes, until the caller may no longer listen."""
        clock = asyncio.get_running_loop().time
        await send(_head(answer))
        # With an id, so that who is cut off before the first event misses nothing either.
        await self._send(send, f"retry: {RETRY_MS}\nid: {order.after}\n\n".encode())
        check_at, sign_at = clock() + self._pace.check, clock() + self._pace.sign
        with self._watcher.listen(order.actor.institution_id) as bell:
            while True:
                if clock() >= check_at:
                    if not await self._call(self._source.check, environ):
                        return
                    check_at = clock() + self._pace.check
                # Before reading: what comes during it rings again.
                bell.clear()
                batch = await self._call(self._source.read, order)
                text = batch.text if batch else b""
                if not text and clock() >= sign_at:
                    text = SIGN_OF_LIFE
                if text:
                    await self._send(send, text)
                    sign_at = clock() + self._pace.sign
                if batch:
                    order = replace(order, after=batch.last)
                if not (batch and batch.more):
                    await _wait(bell, min(check_at, sign_at))

    async def _send(self, send: Send, text: bytes) -> None:
        # It returns when the socket has taken what came before; a reader that stalls is let go.
        async with asyncio.timeout(self._pace.stall):
            await send(_part(text, last=False))

    async def _look(self, institutions: Collection[UUID]) -> Mapping[UUID, int]:
        return await self._run(self._looker, self._source.heads, institutions)

    async def _call(self, function: Callable[..., T], *arguments: Any) -> T:
        return await self._run(self._readers, function, *arguments)

    @staticmethod
    async def _run(pool: ThreadPoolExecutor, function: Callable[..., T], *arguments: Any) -> T:
        def run() -> T:
            # Outside of a request nobody else asks whether the connection still lives.
            close_old_connections()
            try:
                return function(*arguments)
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(pool, run)


async def _until_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _wait(bell: asyncio.Event, until: float) -> None:
    try:
        async with asyncio.timeout_at(until):
            await bell.wait()
    except TimeoutError:
        pass


def _note_end(order: Order, done: Collection["asyncio.Task[Any]"]) -> None:
    reasons = sorted(task.get_name() for task in done)
    for task in done:
        error = task.exception()
        if error is not None:
            reasons = [type(error).__name__]
    access.info("stream ended", extra={"caller": order.actor.name, "reason": reasons[0]})


def _head(answer: Answer) -> Message:
    return {"type": "http.response.start", "status": answer.status, "headers": answer.headers}


def _part(body: bytes, *, last: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": not last}
