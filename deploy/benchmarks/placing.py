"""What placing an alert costs as the hub fills up, and whether orders and workers change the cases.

On a private PostgreSQL, by the hub's own services, with the alerts of the labelled corpus beside the
project where there is one, else with invented incidents. The rest of a full hub is filler: alerts in hulls
of their own, under keys that nobody else carries, so that look-ups go as deep as they would in life.
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django
import orjson

from deploy.benchmarks.report import Measure, emit
from deploy.environments import embedded
from deploy.servers import make_folder, run_postgresql

CORPUS = Path(__file__).resolve().parents[3] / "shared/data/dedup/alerts.jsonl"
ORDERS, WORKERS, BATCH, TIMED = 10, 8, 25, 500
KEYS = 8  # of a filler alert
NOW = datetime(2026, 11, 23, tzinfo=UTC)
_CLEAR = "TRUNCATE cases_casemove, cases_casemembership, cases_casekey, cases_hull CASCADE"


@dataclass(frozen=True, slots=True)
class Told:
    """An alert as the corpus has it: when it came, and its sketch."""

    id: UUID
    at: datetime
    sketch: bytes


def measure(sizes: Sequence[int]) -> None:
    """Print cost by size of the hub, and how many orders give other cases."""
    with make_folder() as folder, run_postgresql(folder) as url:
        data = folder / "data"
        data.mkdir(mode=0o700)
        environment = os.environ | embedded(data) | {"HUB_DATABASE_URL": url}
        command = [sys.executable, "-m", "deploy.benchmarks.placing", *map(str, sizes)]
        subprocess.run(command, env=environment, check=True)


def main() -> None:
    """Measure in the hub that the environment names."""
    django.setup()
    told = _prepare()
    _measure_orders(told)
    _measure_growth(told, [int(size) for size in sys.argv[1:]])


def _prepare() -> list[Told]:
    from django.conf import settings
    from django.core.management import call_command

    from privacy.keys.keyring import create_keyring
    from sharing.members.services import NewInstitution, register_institution

    call_command("migrate", interactive=False, verbosity=0)
    create_keyring(Path(settings.KEYRING_PATH))
    new = NewInstitution("bench", "Measured member", "platform", "CN")
    reporter = register_institution(actor="operator:bench", now=NOW, new=new)
    told = [_read(one) for one in _read_corpus()]
    _store(told, reporter.id)
    return told


def _read_corpus() -> list[dict[str, Any]]:
    if CORPUS.is_file():
        return [orjson.loads(line) for line in CORPUS.read_bytes().splitlines()]
    from tests.factories.incidents import make_corpus

    alerts: list[dict[str, Any]] = make_corpus(seed=11, incidents=400).alerts
    return alerts


def _read(line: dict[str, Any]) -> Told:
    from sharing.cases.sketching import Seen, sketch
    from sharing.stix.facts import read_facts
    from sharing.stix.roots import join_parts

    part = join_parts(line["bundle"]["objects"])[0]
    at = datetime.fromisoformat(line["received_at"]).astimezone(UTC)
    facts = read_facts(part, at)
    seen = Seen(line["reporter"], facts.root_id, exercise=facts.exercise, at=at)
    return Told(uuid4(), at, sketch(part.objects, seen))


def _store(told: Sequence[Told], reporter: UUID) -> None:
    from sharing.alerts.models import Alert

    Alert.objects.bulk_create(
        Alert(
            id=one.id,
            reporter_id=reporter,
            root_id=str(one.id),
            content_digest=b"",
            body=b"",
            tlp=2,
            severity=50,
            likelihood=50,
            received_at=one.at,
            stored_at=one.at,
        )
        for one in told
    )


def _place(told: Sequence[Told]) -> None:
    from django.db import connection

    from sharing.cases.services import Entry, assign_cases
    from sharing.scoring.score import Score

    score = Score(50, (("severity", 50),), "bench", (("severity", 50),))
    for start in range(0, len(told), BATCH):
        batch = told[start : start + BATCH]
        entries = [Entry(one.id, one.at, one.sketch, score) for one in batch]
        assign_cases(now=NOW, entries=entries)
    if told:
        connection.close()


def _measure_orders(told: Sequence[Told]) -> None:
    from sharing.cases.arrange import View, arrange
    from sharing.cases.models import CaseMembership

    alone = arrange(View(one.id, one.at, one.sketch) for one in told)
    expected = {alert_id: one.case_id for alert_id, one in alone.items()}
    for workers in (1, WORKERS):
        differing, began = 0, time.perf_counter()
        for order in range(ORDERS):
            _execute(_CLEAR)
            mixed = random.Random(order).sample(list(told), len(told))  # noqa: S311  # an order
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(_place, [mixed[number::workers] for number in range(workers)]))
            found = dict(CaseMembership.objects.values_list("alert_id", "case_id"))
            differing += sum(found[one] != case for one, case in expected.items())
        rate = ORDERS * len(told) / (time.perf_counter() - began)
        conditions: dict[str, object] = {"orders": ORDERS, "workers": workers, "alerts": len(told)}
        name = "placing.alerts_in_other_cases"
        emit(Measure(name, differing / ORDERS, "alerts an order", "0", None, conditions))
        emit(Measure("placing.rate", rate, "alerts/s", "see pipeline", None, conditions))


def _measure_growth(told: Sequence[Told], sizes: Sequence[int]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    chosen = told[:TIMED]
    for size in (0, *sizes):
        _execute(_CLEAR)
        _fill(told[0].id, size)
        with CaptureQueriesContext(connection) as statements:
            _place(chosen[:BATCH])
        began = time.perf_counter()
        _place(chosen[BATCH:])
        each = (time.perf_counter() - began) / (len(chosen) - BATCH) * 1e3
        conditions: dict[str, object] = {
            "stored": size,
            "statements_a_batch": len(statements),
            "batch": BATCH,
        }
        emit(Measure("placing.time", each, "ms an alert", "flat", None, conditions))


def _fill(template: UUID, count: int) -> None:
    """Leave so many alerts that have nothing to do with any other, each in a hull and a case of its own."""
    from sharing.alerts.models import Alert

    _execute(f"DELETE FROM alerts_alert WHERE root_id = '{template}' AND id <> '{template}'")  # noqa: S608
    names = [field.column for field in Alert._meta.concrete_fields if field.column != "id"]
    columns = ", ".join(f'"{name}"' for name in names)
    _execute(
        f"INSERT INTO alerts_alert (id, {columns}) SELECT gen_random_uuid(), {columns}"  # noqa: S608
        f" FROM alerts_alert, generate_series(1, {count}) WHERE id = '{template}'"
    )
    # It is named after itself; its copies have its name.
    lonely = f"FROM alerts_alert WHERE root_id = '{template}' AND id <> '{template}'"
    _execute(f"INSERT INTO cases_hull SELECT id, now(), 1 {lonely} ON CONFLICT DO NOTHING")
    _execute(
        "INSERT INTO cases_casemembership (alert_id, hull_id, case_id, rule, score, explanation,"
        " score_version, score_inputs, sketch, sketch_version, assigned_at) SELECT id, id, id, 'new', 0,"
        f" '[]', '', '{{}}', '', 0, now() {lonely} ON CONFLICT DO NOTHING"
    )
    _execute(
        f"""
        INSERT INTO cases_casekey
        SELECT (random() * 9e18)::bigint, 1, replace(hull_id::text, '-', '')
        FROM cases_casemembership, generate_series(1, {KEYS}) WHERE sketch_version = 0
        ON CONFLICT DO NOTHING
        """  # noqa: S608  # a constant
    )
    _execute("ANALYZE")


def _execute(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()
