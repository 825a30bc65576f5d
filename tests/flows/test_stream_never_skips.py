"""Eight writers, one stream that is cut again and again, a killed stream process: no miss, no repeat."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_sse import EventSource, SSEError

from deploy.servers import find_free_port
from tests.factories.bundles import make_raw
from tests.factories.hub import ROOT, Hub, own_database

pytestmark = [pytest.mark.slow, pytest.mark.embedded]

WRITERS = 8
LINES = 25
BATCHES = 10  # of each writer
ALERTS = WRITERS * LINES * BATCHES
CUT_AFTER = 150  # events
PATIENCE = 240
LINES_TYPE = {"content-type": "application/x-ndjson", "accept": "application/json"}


class StreamingHub(Hub):
    """A hub with a stream process beside its web process, as in production."""

    def __init__(self, folder: Path, database: str) -> None:
        super().__init__(folder, database)
        # A proxy would make the two look like one.
        self.stream_port = find_free_port()

    def start_stream(self) -> None:
        port = str(self.stream_port)
        self._spawn(
            "stream", "granian", "--interface", "asgi", "--port", port, "hub.asgi:application"
        )

    def start_more_workers(self) -> None:
        """Start workers that commit at the same time; SQLite has one writer as it is."""
        if not self.environment["HUB_DATABASE_URL"].startswith("postgres"):
            return
        for name in ("worker-2", "worker-3"):
            worker = [
                "worker",
                "--pool",
                "solo",
                "--loglevel",
                "WARNING",
                "--hostname",
                f"{name}@hub",
            ]
            self._spawn(name, "celery", "--app", "hub.celery", *worker)

    def _spawn(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@pytest.fixture
def hub(tmp_path) -> Iterator[StreamingHub]:
    with own_database(tmp_path) as database:
        hub = StreamingHub(tmp_path, database)
        try:
            yield hub
        finally:
            for name in list(hub.running):
                hub.kill(name)


def write(hub: Hub, auth: tuple[str, str], writer: int) -> list[str]:
    """Send batches; return the ids of what was accepted."""
    accepted: list[str] = []
    for batch in range(BATCHES):
        hosts = [f"w{writer}b{batch}n{number}.example" for number in range(LINES)]
        lines = b"\n".join(make_raw(pattern=f"[domain-name:value = '{host}']") for host in hosts)
        answer = httpx.post(
            f"{hub.url}/api/v1/alerts/batch",
            content=lines,
            headers=LINES_TYPE,
            auth=auth,
            timeout=60,
        )
        accepted += [one["id"] for one in answer.json()["results"]]
    return accepted


class Reader:
    """A client that resumes after the last event it has seen, and is cut off all the time."""

    def __init__(self, hub: StreamingHub, auth: tuple[str, str]) -> None:
        self.hub, self.auth = hub, auth
        self.events: list[tuple[int, str]] = []
        self.connections = 0
        self.deadline = time.monotonic() + PATIENCE

    def read_until(self, count: int) -> None:
        while len(self.events) < count and time.monotonic() < self.deadline:
            try:
                self._read(count)
            except (httpx.HTTPError, SSEError):
                time.sleep(0.1)

    def _read(self, count: int) -> None:
        headers = {"last-event-id": str(self.events[-1][0] if self.events else 0)}
        url = f"http://127.0.0.1:{self.hub.stream_port}/api/v1/stream"
        with httpx.stream("GET", url, headers=headers, auth=self.auth, timeout=20) as answer:
            self.connections += 1
            until = min(count, len(self.events) + CUT_AFTER)
            for event in EventSource(answer).iter_sse():
                if event.data:
                    self.events.append((int(event.id), event.json()["id"]))
                if len(self.events) >= until:
                    return


@pytest.mark.enable_socket
def test_a_stream_neither_misses_nor_repeats_whatever_happens_to_it(hub):
    members: dict[str, Any] = hub.prepare()
    sender, receiver = members["jiangan"], members["haiyue"]
    for name in ("web", "worker", "beat"):
        hub.start(name)
    hub.start_more_workers()
    hub.start_stream()
    hub.wait_until_ready()
    reader = Reader(hub, (receiver["client_id"], receiver["client_secret"]))

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        reading = pool.submit(reader.read_until, ALERTS)
        auth = (sender["client_id"], sender["client_secret"])
        writing = [pool.submit(write, hub, auth, number) for number in range(WRITERS)]
        while len(reader.events) < ALERTS // 2 and not reading.done():
            time.sleep(0.05)
        hub.kill("stream")
        hub.start_stream()
        accepted = {one for writer in writing for one in writer.result()}
        reading.result()
    # The demo may have sent some of its own before.
    reader.deadline = time.monotonic() + 60
    others = [alert for _, alert in reader.events if alert not in accepted]
    reader.read_until(ALERTS + len(others))

    alerts = [alert for _, alert in reader.events]
    assert len(accepted) == ALERTS
    assert set(alerts) >= accepted
    assert len(set(alerts)) == len(alerts)
    assert all(one < other for (one, _), (other, _) in pairwise(reader.events))
    assert reader.connections > ALERTS // CUT_AFTER
