"""Send a corpus through intake and pipeline and write what became of it."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from hub.replay.setting import RULES, Exchange
from sharing.cases.selectors import list_placements
from sharing.delivery.selectors import list_outcomes
from sharing.ingest.services import receive
from sharing.pipeline import run_pending
from sharing.stix.alert import read_alerts

CHUNK = 100


@dataclass(frozen=True, slots=True)
class Record:
    """One line of alerts.jsonl."""

    alert_id: str
    reporter: str
    received_at: datetime
    raw: bytes


def read_records(path: Path, *, order: str, seed: int) -> list[Record]:
    """Read the corpus in order of receipt, or in a random order of the seed."""
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
    records = [
        Record(
            alert_id=line["alert_id"],
            reporter=line["reporter"],
            received_at=datetime.fromisoformat(line["received_at"]),
            raw=orjson.dumps(line["bundle"]),
        )
        for line in lines
    ]
    records.sort(key=lambda record: record.received_at)
    if order == "random":
        random.Random(seed).shuffle(records)  # noqa: S311  # an order, not a secret
    return records


def send(
    records: Sequence[Record], exchange: Exchange, *, workers: int
) -> Iterator[tuple[UUID, str]]:
    """Send records a chunk at a time; yield (submission, corpus id) of each when it is worked."""
    latest = min(record.received_at for record in records)
    for start in range(0, len(records), CHUNK):
        chunk = records[start : start + CHUNK]
        sent = [_receive(record, exchange) for record in chunk]
        latest = max(latest, *(record.received_at for record in chunk))
        _work(latest, workers)
        yield from zip(sent, (record.alert_id for record in chunk), strict=True)


def _receive(record: Record, exchange: Exchange) -> UUID:
    (alert,) = read_alerts(record.raw, received_at=record.received_at, split=False)
    (submission,) = receive(
        actor=exchange.actor(record.reporter),
        now=record.received_at,
        alerts=[alert],
        idempotency_key=record.alert_id,
    )
    return submission.id


def _work(now: datetime, workers: int) -> None:
    if workers == 1:
        _drain(now)
        return
    with ThreadPoolExecutor(workers) as pool:
        for done in [pool.submit(_drain_and_close, now) for _ in range(workers)]:
            done.result()


def _drain(now: datetime) -> None:
    while run_pending(now=now, rules=RULES):
        pass


def _drain_and_close(now: datetime) -> None:
    try:
        while run_pending(now=now, rules=RULES, limit=10):
            pass
    finally:
        connection.close()


def write_results(names: dict[UUID, str], exchange: Exchange, out: Path) -> dict[str, int]:
    """Write clusters.jsonl, deliveries.jsonl and routing.jsonl; return how many lines of each."""
    out.mkdir(parents=True, exist_ok=True)
    clusters = [
        {"alert_id": names[alert], "cluster_id": str(case)} for alert, case in list_placements()
    ]
    members = {institution.id: member for member, institution in exchange.members.items()}
    deliveries: list[dict[str, Any]] = [
        {
            "alert_id": names[outcome.alert_id],
            "member": members[outcome.recipient_id],
            "mode": "redacted" if outcome.withheld else "full",
        }
        for outcome in list_outcomes()
    ]
    by_alert: dict[str, list[dict[str, str]]] = {name: [] for name in names.values()}
    for one in deliveries:
        by_alert[one["alert_id"]].append({"member": one["member"], "mode": one["mode"]})
    routing = [{"alert_id": name, "deliveries": found} for name, found in by_alert.items()]
    tables = {"clusters": clusters, "deliveries": deliveries, "routing": routing}
    for name, rows in tables.items():
        lines = b"".join(orjson.dumps(row) + b"\n" for row in rows)
        (out / f"{name}.jsonl").write_bytes(lines)
    return {name: len(rows) for name, rows in tables.items()}
