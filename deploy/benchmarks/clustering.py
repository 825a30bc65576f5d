"""How well alerts of one event find each other, beside what shared observables alone would do.

On the labelled corpus beside the project, where there is one, and on invented incidents. Twenty other
orders must give the same partition.
"""

import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from deploy.benchmarks.report import Floor, Measure, emit
from sharing.cases.matching.blocking import candidate_keys
from sharing.cases.matching.codec import dump_sketch
from sharing.cases.matching.evidence import compare
from sharing.cases.matching.partition import Member, partition
from sharing.cases.matching.sketch import Sketch, make_sketch
from sharing.stix.facts import read_facts
from sharing.stix.observables import list_observables
from sharing.stix.roots import join_parts
from tests.factories.incidents import make_corpus
from tests.factories.incidents.score import Scores, score

CORPUS = Path(__file__).resolve().parents[3] / "shared/data/dedup"
_ORDERS = 20
_SPACE = UUID(int=0)
Alert = dict[str, Any]
Clusters = dict[str, str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Alerts in order of receipt, their incidents, and the pairs that are hard."""

    name: str
    alerts: list[Alert]
    labels: Mapping[str, str]
    hard: list[dict[str, Any]]


def measure(seconds: float) -> None:
    """Print quality by corpus and class of hard pair, orders, and the speed of each step."""
    corpora = [read_labelled()] if (CORPUS / "labels.jsonl").is_file() else []
    invented = make_corpus(seed=11, incidents=400)
    corpora.append(Labelled("invented incidents", invented.alerts, invented.labels, invented.hard))
    for corpus in corpora:
        sketches = _measure_sketches(corpus)
        members = _list_members(corpus, sketches)
        clusters = _partition(members)
        named = {one["alert_id"]: clusters[_id(one)] for one in corpus.alerts}
        _emit_scores(corpus, named)
        _emit_orders(corpus, members, clusters)
        _measure_compare(corpus, sketches, seconds)


def read_labelled() -> Labelled:
    """Return the labelled corpus beside the project. Raises FileNotFoundError where there is none."""

    def read(name: str) -> list[dict[str, Any]]:
        lines = (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]

    labels = {row["alert_id"]: row["incident_id"] for row in read("labels")}
    return Labelled("visible corpus", read("alerts"), labels, read("cases"))


def read_sketches(corpus: Labelled) -> list[Sketch]:
    """Return the sketches of the alerts, in their order."""
    return [_read_alert(alert)() for alert in corpus.alerts]


def _measure_sketches(corpus: Labelled) -> list[Sketch]:
    readers = [_read_alert(alert) for alert in corpus.alerts]
    started = time.perf_counter()
    made = [read() for read in readers]
    each = (time.perf_counter() - started) / len(made) * 1e3
    _emit(f"{corpus.name}: time of a sketch", each, "ms", "at most 1")
    mean = sum(len(dump_sketch(one)) for one in made) / len(made)
    _emit(f"{corpus.name}: size of a sketch", mean, "bytes", "at most 600")
    return made


def _read_alert(alert: Alert) -> Callable[[], Sketch]:
    part = join_parts(alert["bundle"]["objects"])[0]
    at = _received(alert)
    facts = read_facts(part, at)
    return lambda: make_sketch(
        part.objects,
        reporter=alert["reporter"],
        root_id=facts.root_id,
        exercise=facts.exercise,
        at=at,
        digest=_digest,
    )


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8, key=b"bench").digest())


def _received(alert: Alert) -> datetime:
    return datetime.fromisoformat(alert["received_at"]).astimezone(UTC)


def _id(alert: Alert) -> UUID:
    return uuid5(_SPACE, alert["alert_id"])


def _list_members(corpus: Labelled, sketches: Iterable[Sketch]) -> list[Member]:
    pairs = zip(corpus.alerts, sketches, strict=True)
    return [Member(_id(alert), _received(alert), sketch) for alert, sketch in pairs]


def _partition(members: Iterable[Member]) -> dict[UUID, str]:
    return {alert: str(placed.case_id) for alert, placed in partition(members).items()}


def _emit_scores(corpus: Labelled, clusters: Clusters) -> None:
    scores, plain = _score(corpus, clusters), _score(corpus, _join_by_observables(corpus.alerts))
    _emit_share(
        corpus, "pairwise precision", scores.pairwise.precision, plain.pairwise.precision, 97
    )
    _emit_share(corpus, "pairwise F1", scores.pairwise.f1, plain.pairwise.f1, 95)
    _emit_share(corpus, "B-cubed F1", scores.bcubed.f1, plain.bcubed.f1, 97)
    _emit_share(corpus, "incidents found exactly", scores.exact, plain.exact, 90)
    over = scores.over_merged * 100
    _emit(f"{corpus.name}: over-merged clusters", over, "%", "at most 0.5")
    for name, (pairs, share) in scores.hard.items():
        _emit_share(corpus, f"{name} ({pairs} pairs)", share, plain.hard[name][1], 95)


def _score(corpus: Labelled, clusters: Clusters) -> Scores:
    scores: Scores = score(corpus.labels, clusters, corpus.hard)  # type: ignore[no-untyped-call]
    return scores


def _join_by_observables(alerts: Iterable[Alert]) -> Clusters:
    """Return clusters of alerts that share any observable: the plain rule to be better than."""
    heads: dict[str, str] = {}
    holders: defaultdict[str, list[str]] = defaultdict(list)

    def find(name: str) -> str:
        while heads[name] != name:
            name = heads[name]
        return name

    for alert in alerts:
        heads[alert["alert_id"]] = alert["alert_id"]
        for one in list_observables(alert["bundle"]):
            holders[f"{one.kind}:{one.value}"].append(alert["alert_id"])
    for names in holders.values():
        for name in names[1:]:
            heads[find(name)] = find(names[0])
    return {name: find(name) for name in heads}


def _emit_orders(corpus: Labelled, members: list[Member], expected: dict[UUID, str]) -> None:
    differing = 0
    for order in range(_ORDERS):
        shuffled = random.Random(order).sample(members, len(members))  # noqa: S311  # no secret
        differing += _partition(shuffled) != expected
    _emit(f"{corpus.name}: of 20 orders, partitions that differ", differing, "orders", "0")


def _measure_compare(corpus: Labelled, sketches: list[Sketch], seconds: float) -> None:
    buckets: defaultdict[int, list[Sketch]] = defaultdict(list)
    for one in sketches:
        for key in candidate_keys(one):
            buckets[key].append(one)
    pairs = [(held[0], other) for held in buckets.values() for other in held[1:]]
    started, count = time.perf_counter(), 0
    while time.perf_counter() - started < min(seconds, 2):
        for a, b in pairs:
            compare(a, b)
        count += len(pairs)
    each = (time.perf_counter() - started) / count * 1e6
    _emit(f"{corpus.name}: time of a comparison", each, "us", "at most 20")


def _emit_share(corpus: Labelled, what: str, value: float, plain: float, goal: int) -> None:
    floor = Floor("alerts that share any observable", plain * 100, "%")
    name = f"{corpus.name}: {what}"
    emit(Measure(name, value * 100, "%", f"at least {goal}", floor, {"alerts": len(corpus.alerts)}))


def _emit(name: str, value: float, unit: str, goal: str) -> None:
    emit(Measure(name, value, unit, goal, None, {}))
