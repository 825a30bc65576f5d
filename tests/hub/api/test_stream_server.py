"""The stream process on a fake site and a fake inbox: what goes over the wire, and when it ends."""

import asyncio
import contextlib
import signal
from uuid import uuid4

import pytest
from rest_framework.exceptions import Throttled

from hub.api.crowd import Crowd
from hub.api.entrance import Entrance, whole
from hub.api.stream import Pace, Source, StreamServer
from sharing.api.events import Batch, Order
from sharing.errors import NotAvailable
from sharing.members.actors import Actor

SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/api/v1/stream",
    "query_string": b"",
    "headers": [],
    "http_version": "1.1",
}
QUICK = Pace(look=0.01, sign=60, check=60, stall=60)
PATIENCE = 5


class Inbox:
    """An inbox of numbered events, read two at a time."""

    def __init__(self):
        self.actor = Actor(uuid4(), "identity--1", "client:one", frozenset())
        self.head, self.looks, self.reads, self.may_listen = 0, 0, 0, True

    def read(self, order):
        self.reads += 1
        if order.after >= self.head:
            return None
        last = min(order.after + 2, self.head)
        text = b"".join(b"id: %d\n\n" % one for one in range(order.after + 1, last + 1))
        return Batch(text, last, more=last < self.head)

    def heads(self, institutions):
        self.looks += 1
        return {self.actor.institution_id: self.head}

    def check(self, environ):
        return self.may_listen

    def site(self, environ, start_response):
        """Let everybody in, as the view does."""
        environ["riskhub.stream"].enter(Order(self.actor, 0))
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        return []

    def serve(self, pace=QUICK, **more):
        return StreamServer(
            more.pop("site", self.site),
            source=Source(self.read, self.heads, self.check),
            pace=pace,
            **more,
        )


class Listener:
    """The other end of the wire."""

    def __init__(self, server):
        self.server, self.sent, self.gone = server, [], asyncio.Event()
        self.reading = asyncio.Event()
        self.reading.set()
        self.task = asyncio.create_task(server.serve(dict(SCOPE), self.receive, self.send))

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        await self.reading.wait()
        self.sent.append(message)

    @property
    def text(self):
        return b"".join(message.get("body", b"") for message in self.sent)

    @property
    def status(self):
        return self.sent[0]["status"]

    async def hear(self, text):
        async with asyncio.timeout(PATIENCE):
            while text not in self.text:
                await asyncio.sleep(0.005)

    async def end(self):
        async with asyncio.timeout(PATIENCE):
            await self.task


@contextlib.asynccontextmanager
async def listening(server):
    listener = Listener(server)
    try:
        yield listener
    finally:
        listener.gone.set()
        listener.reading.set()
        await listener.end()


@pytest.fixture
def inbox():
    return Inbox()


def test_what_is_there_and_what_comes_is_sent_once_and_in_order(inbox):
    async def story():
        inbox.head = 5
        async with listening(inbox.serve()) as listener:
            await listener.hear(b"id: 5\n")
            inbox.head = 8
            await listener.hear(b"id: 8\n")
            return listener.sent

    sent = asyncio.run(story())

    assert (sent[0]["status"], sent[0]["headers"]) == (
        200,
        [(b"content-type", b"text/event-stream")],
    )
    text = b"".join(message["body"] for message in sent[1:])
    events = b"".join(b"id: %d\n\n" % one for one in range(1, 9))
    assert text == b"retry: 2000\nid: 0\n\n" + events


def test_many_listeners_share_one_look_and_nobody_looks_when_nobody_listens(inbox):
    async def story():
        server = inbox.serve()
        async with contextlib.AsyncExitStack() as stack:
            listeners = [await stack.enter_async_context(listening(server)) for _ in range(5)]
            inbox.head = 1
            for listener in listeners:
                await listener.hear(b"id: 1\n")
            before = inbox.looks
            await asyncio.sleep(0.1)
            while_listening = inbox.looks - before
        await asyncio.sleep(0.05)
        before = inbox.looks
        await asyncio.sleep(0.1)
        return while_listening, inbox.looks - before

    while_listening, afterwards = asyncio.run(story())

    assert 1 <= while_listening <= 11
    assert afterwards == 0


def test_an_idle_stream_shows_that_it_lives_and_reads_only_when_a_bell_rings(inbox):
    async def story():
        async with listening(inbox.serve(Pace(look=0.01, sign=0.05))) as listener:
            await listener.hear(b":\n:\n:\n")
            return listener.text, inbox.reads

    text, reads = asyncio.run(story())

    assert text.startswith(b"retry: 2000\nid: 0\n\n:\n")
    assert reads <= 6


def test_a_stream_ends_when_its_caller_may_no_longer_listen(inbox):
    async def story():
        async with listening(inbox.serve(Pace(look=0.01, check=0.02))) as listener:
            await listener.hear(b"retry")
            inbox.may_listen = False
            await listener.end()
            inbox.head = 3
            await asyncio.sleep(0.05)
            return listener.sent

    sent = asyncio.run(story())

    assert sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    assert b"id: 1" not in b"".join(message.get("body", b"") for message in sent)


def test_a_slow_listener_is_paged_and_one_that_takes_nothing_is_let_go(inbox):
    async def story():
        inbox.head = 1_000
        async with listening(inbox.serve(Pace(look=0.01, stall=0.2))) as listener:
            await listener.hear(b"id: 2\n")
            listener.reading.clear()
            await asyncio.sleep(0.05)
            reads = inbox.reads
            await asyncio.sleep(0.05)
            waited = inbox.reads - reads
            # What ends the stream is not held up by it either.
            asyncio.get_running_loop().call_later(0.3, listener.reading.set)
            await listener.end()
            return waited, inbox.reads

    waited, reads = asyncio.run(story())

    assert waited == 0
    assert reads < 500


def test_a_stream_ends_with_its_process(inbox):
    async def story():
        server = inbox.serve()
        async with listening(server) as listener:
            await listener.hear(b"retry")
            server.close()
            await listener.end()
            return listener.sent[-1]

    assert asyncio.run(story())["more_body"] is False


def test_streams_heal_from_a_database_that_was_away(inbox, monkeypatch):
    monkeypatch.setattr("hub.api.watch.AFTER_FAILURE", 0.02)

    def away(institutions):
        raise OSError

    async def story():
        server = StreamServer(inbox.site, source=Source(inbox.read, away, inbox.check), pace=QUICK)
        async with listening(server) as listener:
            await listener.hear(b"retry")
            await asyncio.sleep(0.05)
            server._source = Source(inbox.read, inbox.heads, inbox.check)
            inbox.head = 1
            await listener.hear(b"id: 1\n")
            return listener.status

    assert asyncio.run(story()) == 200


def test_whoever_is_refused_gets_the_answer_of_the_site_and_takes_no_place(inbox):
    def refuse(environ, start_response):
        start_response("401 Unauthorized", [("Content-Type", "application/problem+json")])
        return [b"{}"]

    async def story():
        crowd = Crowd(most_each=1)
        server = inbox.serve(site=refuse, crowd=crowd)
        for _ in range(2):
            listener = Listener(server)
            await listener.end()
        crowd.enter("client:one")
        return listener.sent

    head, body = asyncio.run(story())

    assert (head["status"], body["body"], body["more_body"]) == (401, b"{}", False)


def test_a_place_is_given_back_when_the_listener_leaves(inbox):
    async def story():
        crowd = Crowd(most_each=1)
        server = inbox.serve(crowd=crowd)
        async with listening(server) as listener:
            await listener.hear(b"retry")
            with pytest.raises(Throttled):
                crowd.enter("client:one")
        crowd.enter("client:one")

    asyncio.run(story())


def test_each_caller_and_the_process_have_a_most():
    crowd = Crowd(most_each=2, most_in_all=3)
    crowd.enter("one")
    crowd.enter("one")

    with pytest.raises(Throttled):
        crowd.enter("one")
    crowd.enter("two")
    with pytest.raises(NotAvailable):
        crowd.enter("three")
    crowd.leave("one")

    crowd.enter("three")


def test_a_body_that_is_cut_off_does_not_pass_for_a_short_one():
    messages = [
        {"type": "http.request", "body": b"a", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive():
        return messages.pop(0)

    async def story():
        receive_part = whole(receive)
        assert (await receive_part())["body"] == b"a"
        with pytest.raises(ConnectionResetError):
            await receive_part()

    asyncio.run(story())


def test_the_entrance_tells_streams_from_the_rest_and_drops_headers_with_an_underscore():
    seen = []

    def site(environ, start_response):
        seen.append(
            (environ["REQUEST_METHOD"], "riskhub.stream" in environ, environ.get("HTTP_X_A"))
        )
        start_response("200 OK", [])
        return [b"ok"]

    async def ask(method, path):
        sent = []

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            sent.append(message)

        headers = [(b"x_a", b"false"), (b"x-a", b"true")]
        scope = SCOPE | {"method": method, "path": path, "headers": headers}
        await Entrance(site)(scope, receive, send)
        return b"".join(message.get("body", b"") for message in sent)

    async def story():
        return [
            await ask("GET", "/api/v1/stream"),
            await ask("POST", "/api/v1/stream"),
            await ask("GET", "/api/v1/alerts"),
        ]

    assert asyncio.run(story()) == [b"ok", b"ok", b"ok"]
    assert seen == [("GET", True, "true"), ("POST", False, "true"), ("GET", False, "true")]


def test_streams_end_as_soon_as_the_process_is_told_to_stop():
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)

    async def story():
        told = asyncio.Event()
        # What the server does about it still happens.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
        sent: list[str] = []
        end = asyncio.Event()

        async def receive():
            if sent:
                await end.wait()
            return {"type": "lifespan"}

        async def send(message):
            sent.append(message["type"])

        entrance = Entrance(lambda environ, start_response: [])
        life = asyncio.create_task(entrance({"type": "lifespan"}, receive, send))
        while not sent:
            await asyncio.sleep(0)
        signal.raise_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(told.wait(), entrance._stream._closing.wait())
        end.set()
        await life
        return sent

    try:
        assert asyncio.run(story()) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    finally:
        signal.signal(signal.SIGINT, before[0])
        signal.signal(signal.SIGTERM, before[1])
