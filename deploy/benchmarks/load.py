"""Closed-loop clients: each sends its next request when the one before is answered."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import aiohttp

JSON = "application/json"
NDJSON = "application/x-ndjson"
RECEIPT = b'"receipt":"'  # each accepted alert is answered with one


@dataclass
class Load:
    """What came of a load: answers by status, alerts accepted, seconds each took, seconds in all."""

    statuses: dict[int, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    accepted: int = 0
    elapsed: float = 0.0

    @property
    def rate(self) -> float:
        """Return accepted alerts a second."""
        return self.accepted / self.elapsed

    def note(self, status: int, body: bytes, seconds: float) -> None:
        """Add one answer."""
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.accepted += body.count(RECEIPT)
        self.latencies.append(seconds)


@dataclass(frozen=True)
class Target:
    """Where requests go and as whom."""

    url: str
    credentials: tuple[str, str]
    content_type: str = JSON

    def open(self, clients: int) -> aiohttp.ClientSession:
        """Return a session with a connection for each client."""
        return aiohttp.ClientSession(
            auth=aiohttp.BasicAuth(*self.credentials),
            connector=aiohttp.TCPConnector(limit=clients),
            headers={"Content-Type": self.content_type, "Accept": JSON},
        )


async def post_for(target: Target, bodies: Iterator[bytes], clients: int, seconds: float) -> Load:
    """Post bodies by so many clients for so long."""
    load = Load()
    async with target.open(clients) as session:
        started = time.perf_counter()
        deadline = started + seconds

        async def run_client() -> None:
            while time.perf_counter() < deadline:
                await post_one(session, target.url, next(bodies), load)

        await asyncio.gather(*(run_client() for _ in range(clients)))
        load.elapsed = time.perf_counter() - started
    return load


async def get_for(target: Target, clients: int, seconds: float) -> Load:
    """Ask for one address again and again by so many clients for so long."""
    load = Load()
    async with target.open(clients) as session:
        started = time.perf_counter()
        deadline = started + seconds

        async def run_client() -> None:
            while time.perf_counter() < deadline:
                began = time.perf_counter()
                async with session.get(target.url) as answer:
                    load.note(answer.status, await answer.read(), time.perf_counter() - began)

        await asyncio.gather(*(run_client() for _ in range(clients)))
        load.elapsed = time.perf_counter() - started
    return load


async def post_one(session: aiohttp.ClientSession, url: str, body: bytes, load: Load) -> None:
    """Post one body, read the whole answer, note both."""
    began = time.perf_counter()
    async with session.post(url, data=body) as answer:
        text = await answer.read()
        load.note(answer.status, text, time.perf_counter() - began)
