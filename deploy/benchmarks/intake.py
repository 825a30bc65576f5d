"""Accepted alerts a second: one a request by 1, 8 and 32 clients, and batches of 100."""

import asyncio
import itertools
from collections.abc import Iterator

from deploy.benchmarks.content import make_alerts
from deploy.benchmarks.exchange import BACKENDS, Exchange, Plan, run_exchange
from deploy.benchmarks.floors import commit_rows
from deploy.benchmarks.load import NDJSON, Load, Target, post_for
from deploy.benchmarks.report import Floor, Measure, emit, percentile

CLIENTS = (1, 8, 32)
BATCH = 100
GOALS = {"single": ">= 1000 (PostgreSQL, 32 clients)", "batch": ">= 4000 (PostgreSQL)"}


def measure(seconds: float) -> None:
    """Measure on both databases without a worker, then on PostgreSQL while a worker works the queue."""
    for backend in BACKENDS:
        with run_exchange(Plan(backend)) as exchange:
            for clients in CLIENTS:
                floor = commit_rows(exchange.database_url, clients, seconds / 4)
                _single(exchange, backend, clients, seconds, floor)
            floor = commit_rows(exchange.database_url, 1, seconds / 4, rows=BATCH)
            _batch(exchange, backend, seconds, floor)
    with run_exchange(Plan("postgresql", workers=1)) as exchange:
        _single(exchange, "postgresql, worker on", 32, seconds, None)


def _single(
    exchange: Exchange, backend: str, clients: int, seconds: float, floor: Floor | None
) -> None:
    target = Target(f"{exchange.base_url}/api/v1/alerts", exchange.credentials("platform"))
    asyncio.run(post_for(target, make_alerts(0), clients, 1))  # connections, caches
    load = asyncio.run(post_for(target, make_alerts(clients), clients, seconds))
    emit(
        Measure(
            "intake.single",
            load.rate,
            "alerts/s",
            GOALS["single"],
            floor,
            _tell(load, backend, clients),
        )
    )


def _batch(exchange: Exchange, backend: str, seconds: float, floor: Floor) -> None:
    target = Target(
        f"{exchange.base_url}/api/v1/alerts/batch", exchange.credentials("platform"), NDJSON
    )
    load = asyncio.run(post_for(target, make_batches(), 2, seconds))
    emit(
        Measure(
            "intake.batch", load.rate, "alerts/s", GOALS["batch"], floor, _tell(load, backend, 2)
        )
    )


def make_batches(seed: int = 0, size: int = BATCH) -> Iterator[bytes]:
    """Yield request bodies of newline-delimited bundles without end."""
    alerts = make_alerts(seed)
    while True:
        yield b"\n".join(itertools.islice(alerts, size))


def _tell(load: Load, backend: str, clients: int) -> dict[str, object]:
    return {
        "database": backend,
        "clients": clients,
        "statuses": load.statuses,
        "p50_ms": round(percentile(load.latencies, 0.5) * 1000, 1),
        "p99_ms": round(percentile(load.latencies, 0.99) * 1000, 1),
    }
