"""The whole way: from accepted to delivered in 20 inboxes, in bulk and at a steady trickle."""

import asyncio
import contextlib
import json
import sqlite3
import time

import aiohttp
import psycopg

from deploy.benchmarks.content import make_alerts
from deploy.benchmarks.exchange import Exchange, Plan, run_exchange
from deploy.benchmarks.floors import commit_rows
from deploy.benchmarks.intake import BATCH, make_batches
from deploy.benchmarks.load import NDJSON, Load, Target, post_one
from deploy.benchmarks.report import Measure, emit, percentile

RECIPIENTS = 20
TRICKLE = 50  # alerts a second
PATIENCE = 300  # seconds
SETTLED = "SELECT state, COUNT(*) FROM ingest_submission GROUP BY state"
DELIVERIES = "SELECT COUNT(*) FROM delivery_delivery WHERE position IS NOT NULL"


def measure(seconds: float) -> None:
    """Measure on PostgreSQL with one and with two workers, on SQLite with one."""
    for backend, workers in (("postgresql", 1), ("postgresql", 2), ("sqlite", 1)):
        plan = Plan(backend, members=RECIPIENTS + 1, workers=workers)
        with run_exchange(plan) as exchange:
            conditions: dict[str, object] = {"database": backend, "workers": workers}
            _wait_until_settled(exchange)
            _bulk(exchange, 30 if backend == "postgresql" else 10, conditions)
            asyncio.run(_trickle(exchange, seconds, conditions))


def _query(database_url: str, statement: str) -> list[tuple[object, ...]]:
    if database_url.startswith("sqlite"):
        with contextlib.closing(
            sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=30)
        ) as base:
            return base.execute(statement).fetchall()
    with psycopg.connect(database_url) as server:
        return server.execute(statement).fetchall()


def _count_open(exchange: Exchange) -> int:
    counts = {
        str(state): int(str(number)) for state, number in _query(exchange.database_url, SETTLED)
    }
    return counts.get("received", 0) + counts.get("routed", 0)


def _count_deliveries(exchange: Exchange) -> int:
    return int(str(_query(exchange.database_url, DELIVERIES)[0][0]))


def _wait_until_settled(exchange: Exchange) -> None:
    deadline = time.monotonic() + PATIENCE
    while _count_open(exchange):
        if time.monotonic() > deadline:
            raise RuntimeError(f"submissions were still open after {PATIENCE} s")
        time.sleep(0.1)


def _bulk(exchange: Exchange, batches: int, conditions: dict[str, object]) -> None:
    """Post batches as fast as they are taken; count until the last alert is in every inbox."""
    floor = commit_rows(exchange.database_url, 1, 2, rows=BATCH)
    before = _count_deliveries(exchange)
    began = time.perf_counter()
    asyncio.run(_post_batches(exchange, batches))
    accepted = time.perf_counter() - began
    _wait_until_settled(exchange)
    elapsed = time.perf_counter() - began
    deliveries = _count_deliveries(exchange) - before
    told = conditions | {
        "alerts": batches * BATCH,
        "deliveries_each": round(deliveries / (batches * BATCH), 2),
        "accepted_after_s": round(accepted, 2),
    }
    rate = batches * BATCH / elapsed
    emit(Measure("pipeline.delivered", rate, "alerts/s", ">= 300 (PostgreSQL)", floor, told))


async def _post_batches(exchange: Exchange, batches: int) -> None:
    target = Target(
        f"{exchange.base_url}/api/v1/alerts/batch", exchange.credentials("platform"), NDJSON
    )
    load, bodies = Load(), make_batches(seed=7)
    async with target.open(1) as session:
        for _ in range(batches):
            await post_one(session, target.url, next(bodies), load)
    if load.accepted != batches * BATCH:
        raise RuntimeError(f"only {load.accepted} alerts were accepted: {load.statuses}")


async def _trickle(exchange: Exchange, seconds: float, conditions: dict[str, object]) -> None:
    """Post at a steady rate; ask the inbox of a recipient until each alert is there."""
    target = Target(f"{exchange.base_url}/api/v1/alerts", exchange.credentials("platform"))
    posted: dict[str, float] = {}
    async with target.open(8) as session:
        reader = asyncio.create_task(_watch(exchange, posted, seconds + 10))
        began = time.perf_counter()
        tasks = []
        for number in range(int(seconds * TRICKLE)):
            await asyncio.sleep(max(0.0, began + number / TRICKLE - time.perf_counter()))
            tasks.append(asyncio.create_task(_post_noted(session, target.url, number, posted)))
        await asyncio.gather(*tasks)
        waits = await reader
    told = conditions | {
        "p99_ms": round(percentile(waits, 0.99) * 1000),
        "seen": len(waits),
        "posted": len(posted),
    }
    goal = "p50 <= 100, p99 <= 400 (by stream; here the inbox is asked every 20 ms)"
    emit(Measure("pipeline.visible", percentile(waits, 0.5) * 1000, "ms", goal, None, told))


async def _post_noted(
    session: aiohttp.ClientSession, url: str, number: int, posted: dict[str, float]
) -> None:
    body = next(make_alerts(seed=1_000 + number))
    posted[json.loads(body)["objects"][0]["id"]] = time.perf_counter()
    await post_one(session, url, body, Load())


async def _watch(exchange: Exchange, posted: dict[str, float], seconds: float) -> list[float]:
    """Return how long each posted alert took to stand in the first bank's inbox."""
    bank = exchange.pick("bank")
    url = f"{exchange.base_url}{bank['taxii']['api_root']}collections/{bank['taxii']['inbox']}/objects/"
    headers = {"Accept": "application/taxii+json;version=2.1"}
    last = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime())
    waits: dict[str, float] = {}
    deadline = time.perf_counter() + seconds
    async with aiohttp.ClientSession(
        auth=aiohttp.BasicAuth(*exchange.credentials("bank")), headers=headers
    ) as session:
        while time.perf_counter() < deadline:
            async with session.get(url, params={"added_after": last, "limit": "1000"}) as answer:
                page = await answer.json(content_type=None)
                last = answer.headers.get("X-TAXII-Date-Added-Last", last)
            seen = time.perf_counter()
            for item in page.get("objects", []):
                if item["id"] in posted:
                    waits.setdefault(item["id"], seen - posted[item["id"]])
            await asyncio.sleep(0.02)
    return list(waits.values())
