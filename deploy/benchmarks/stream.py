"""The stream: from POST to the event at a subscriber at a steady trickle, and what the ASGI entrance costs."""

import asyncio
import contextlib
import json
import os
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp

from deploy.benchmarks.content import make_alerts
from deploy.benchmarks.exchange import Exchange, Plan, run_exchange
from deploy.benchmarks.load import Load, Target, get_for
from deploy.benchmarks.report import Floor, Measure, emit, percentile

TRICKLE = 50  # alerts a second
LAST_SECONDS = 5  # for what is still on its way
GOAL = "p50 <= 100, p99 <= 400"


@dataclass
class Trickle:
    """When each alert was posted, how long its 202 took, when each subscriber was told of which."""

    posted: dict[str, float] = field(default_factory=dict)
    accepted: list[float] = field(default_factory=list)
    told: list[dict[str, float]] = field(default_factory=list)

    @property
    def waits(self) -> list[float]:
        """Return how long each alert took to each subscriber."""
        return [
            at - self.posted[alert]
            for one in self.told
            for alert, at in one.items()
            if alert in self.posted
        ]


def measure(seconds: float) -> None:
    """Measure on PostgreSQL with a process for the stream, and on SQLite with one process for all."""
    for backend in ("postgresql", "sqlite"):
        with run_exchange(Plan(backend, workers=1, stream=True)) as exchange:
            address = exchange.stream_url if backend == "sqlite" else exchange.base_url
            for subscribers in (1, len(exchange.institutions)):
                trickle = asyncio.run(_run(exchange, address, subscribers, seconds))
                _report(trickle, {"database": backend, "subscribers": subscribers})
            if backend == "sqlite":
                _compare_entrances(exchange, seconds)


def _report(trickle: Trickle, conditions: dict[str, object]) -> None:
    waits = trickle.waits
    if not waits:
        raise RuntimeError("no event reached a subscriber")
    told = conditions | {
        "p99_ms": round(percentile(waits, 0.99) * 1000),
        "accepted_p50_ms": round(percentile(trickle.accepted, 0.5) * 1000),
        "load_average": round(os.getloadavg()[0], 1),
        "posted": len(trickle.posted),
        "told": len(waits),
        "missed": sum(len(trickle.posted.keys() - one.keys()) for one in trickle.told),
    }
    emit(Measure("stream.visible", percentile(waits, 0.5) * 1000, "ms", GOAL, None, told))


async def _run(exchange: Exchange, address: str, subscribers: int, seconds: float) -> Trickle:
    """Post at a steady rate while subscribers listen; all but the reporter are told."""
    reporter = exchange.pick("platform")
    listeners = [one for one in exchange.institutions if one is not reporter][:subscribers]
    trickle = Trickle()
    target = Target(f"{address}/api/v1/alerts", exchange.credentials("platform"))
    async with contextlib.AsyncExitStack() as stack:
        for one in listeners:
            pair = (one["client_id"], one["client_secret"])
            await stack.enter_async_context(_listen(exchange.stream_url, pair, trickle))
        session = await stack.enter_async_context(target.open(8))
        began = time.perf_counter()
        tasks = []
        for number in range(int(seconds * TRICKLE)):
            await asyncio.sleep(max(0.0, began + number / TRICKLE - time.perf_counter()))
            tasks.append(asyncio.create_task(_post(session, target.url, number, trickle)))
        await asyncio.gather(*tasks)
        await asyncio.sleep(LAST_SECONDS)
    return trickle


async def _post(session: aiohttp.ClientSession, url: str, number: int, trickle: Trickle) -> None:
    body = next(make_alerts(seed=time.time_ns() + number))
    began = time.perf_counter()
    async with session.post(url, data=body) as answer:
        accepted = await answer.json()
    trickle.posted[accepted["id"]] = began
    trickle.accepted.append(time.perf_counter() - began)


@contextlib.asynccontextmanager
async def _listen(base_url: str, pair: tuple[str, str], trickle: Trickle) -> AsyncIterator[None]:
    """Listen from now on until left; note when each alert arrives."""
    told: dict[str, float] = {}
    trickle.told.append(told)
    session = aiohttp.ClientSession(
        auth=aiohttp.BasicAuth(*pair), timeout=aiohttp.ClientTimeout(total=None)
    )
    async with session, session.get(f"{base_url}/api/v1/stream") as answer:
        answer.raise_for_status()
        await answer.content.readuntil(b"\n\n")
        reading = asyncio.create_task(_note(answer.content, told))
        try:
            yield
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def _note(content: aiohttp.StreamReader, told: dict[str, float]) -> None:
    async for line in content:
        if line.startswith(b"data: "):
            told[json.loads(line[6:])["id"]] = time.perf_counter()


def _compare_entrances(exchange: Exchange, seconds: float) -> None:
    """Ask for the cheapest page by plain WSGI and through the ASGI entrance, one client."""
    rates = []
    for address in (exchange.base_url, exchange.stream_url):
        target = Target(f"{address}/health/live", exchange.credentials("bank"))
        load: Load = asyncio.run(get_for(target, 1, seconds))
        rates.append(len(load.latencies) / load.elapsed)
    floor = Floor("the same page by plain WSGI, one client", rates[0], "requests/s")
    told: dict[str, object] = {"added_ms": round(1000 / rates[1] - 1000 / rates[0], 2)}
    emit(
        Measure(
            "stream.entrance", rates[1], "requests/s", "none: the quick start's price", floor, told
        )
    )
