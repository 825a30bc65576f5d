"""Reading: a TAXII inbox in pages of 1000, the empty poll, and the newest alerts over REST."""

import time
from typing import Any
from urllib.parse import urlencode

import httpx
import orjson

from deploy.benchmarks.exchange import Exchange, Plan, run_exchange
from deploy.benchmarks.floors import read_pages
from deploy.benchmarks.report import Floor, Measure, emit, percentile

TAXII = "application/taxii+json;version=2.1"
EPOCH = "1970-01-01T00:00:00.000000Z"
PAGE = 1_000


def measure(seconds: float, sizes: tuple[int, ...]) -> None:
    """Measure each size of inbox on PostgreSQL, the smallest on SQLite too."""
    for backend, stored in [*(("postgresql", size) for size in sizes), ("sqlite", min(sizes))]:
        with run_exchange(Plan(backend, stored=stored)) as exchange, _open(exchange) as client:
            conditions: dict[str, object] = {"database": backend, "stored": stored}
            floor = read_pages(exchange.database_url, stored, seconds / 4)
            _warm_up(client, _objects_url(exchange))
            last = _pages(client, _objects_url(exchange), seconds, floor, conditions)
            _empty_polls(client, _objects_url(exchange), last, conditions)
            _newest(client, seconds, conditions)


def _open(exchange: Exchange) -> httpx.Client:
    return httpx.Client(base_url=exchange.base_url, auth=exchange.credentials("bank"), timeout=60)


def _objects_url(exchange: Exchange) -> str:
    taxii = exchange.pick("bank")["taxii"]
    return f"{taxii['api_root']}collections/{taxii['inbox']}/objects/"


def _get(client: httpx.Client, url: str, **query: Any) -> httpx.Response:
    answer = client.get(f"{url}?{urlencode(query)}", headers={"Accept": TAXII})
    answer.raise_for_status()
    return answer


def _warm_up(client: httpx.Client, url: str) -> None:
    """Let every thread of the server open its connection to the database: pollers come all day."""
    for _ in range(100):
        _get(client, url, limit=PAGE)


def _pages(
    client: httpx.Client, url: str, seconds: float, floor: Floor, conditions: dict[str, object]
) -> str:
    """Read the inbox from its beginning, again and again; return where it ends."""
    read, last, query = 0, EPOCH, {"added_after": EPOCH}
    started = time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds or "next" in query:
        answer = _get(client, url, limit=PAGE, **query)
        # Not what is measured: the client shares the machine with the hub.
        page = orjson.loads(answer.content)
        read += len(page.get("objects", []))
        last = answer.headers.get("X-TAXII-Date-Added-Last", last)
        query = {"added_after": EPOCH} | ({"next": page["next"]} if page.get("more") else {})
    goal = ">= 70000 at 1M stored, >= 0.8 of the rate at 10k"
    emit(Measure("poll.taxii", read / elapsed, "objects/s", goal, floor, conditions))
    return last


def _empty_polls(client: httpx.Client, url: str, last: str, conditions: dict[str, object]) -> None:
    took = []
    for _ in range(200):
        began = time.perf_counter()
        page = _get(client, url, added_after=last, limit=PAGE).json()
        took.append((time.perf_counter() - began) * 1000)
        if page.get("objects"):
            raise RuntimeError("the poll after the last object was not empty")
    told = conditions | {"p99_ms": round(percentile(took, 0.99), 2)}
    floor = Floor("live page of the same server", _time_live(client), "ms")
    emit(Measure("poll.taxii.empty", percentile(took, 0.5), "ms", "p50 <= 5", floor, told))


def _time_live(client: httpx.Client) -> float:
    took = []
    for _ in range(50):
        began = time.perf_counter()
        client.get("/health/live").read()
        took.append((time.perf_counter() - began) * 1000)
    return percentile(took, 0.5)


def _newest(client: httpx.Client, seconds: float, conditions: dict[str, object]) -> None:
    took = []
    deadline = time.perf_counter() + seconds / 2
    while time.perf_counter() < deadline:
        began = time.perf_counter()
        client.get("/api/v1/alerts").raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
    told = conditions | {"p99_ms": round(percentile(took, 0.99), 2)}
    emit(Measure("poll.rest.first-page", percentile(took, 0.5), "ms", "flat with size", None, told))
