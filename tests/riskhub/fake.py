"""A tiny hub that answers as it is told and remembers what it was asked."""

import json
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """An answer; `breaks` ends the connection before it is whole."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    breaks: bool = False

    @property
    def raw(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class FakeHub:
    """Replies by method and path (without query), in turn; the last one stays."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[Asked] = []
        self._replies: dict[str, deque[Reply]] = defaultdict(deque)

    def on(self, request: str, *replies: Reply) -> None:
        self._replies[request].extend(replies)

    def answer(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        waiting = self._replies[f"{asked.method} {asked.path.partition('?')[0]}"]
        if not waiting:
            return Reply(404, {"title": "Nothing is here", "status": 404, "code": "not-found"})
        return waiting.popleft() if len(waiting) > 1 else waiting[0]


@contextmanager
def run_fake_hub() -> Iterator[FakeHub]:
    hub = FakeHub()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *unused: Any) -> None: ...

        def handle_request(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = hub.answer(Asked(self.command, self.path, headers, body))
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(reply.raw) + 10 * reply.breaks))
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.raw)
            self.close_connection = reply.breaks

        do_GET = do_POST = handle_request  # noqa: N815  # the library's names

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
