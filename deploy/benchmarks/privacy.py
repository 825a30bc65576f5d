"""Detection on marked texts and its speed; release decisions and renditions of the one door."""

import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from deploy.benchmarks.content import make_alerts
from deploy.benchmarks.report import Floor, Measure, emit
from privacy.detection import scan_text
from privacy.policy.types import Evidence, EvidenceKind, ReleaseAct
from tests.factories.narratives import make_narratives
from tests.factories.narratives.written import BATCHES, read_batch

if TYPE_CHECKING:
    from privacy import gate

CORPUS = Path(__file__).resolve().parents[3] / "shared/data/pii/visible.jsonl"
NOW = datetime.now(UTC)
BASIS = "legal-obligation"
_ANY_DIGITS = re.compile(r"[0-9]{4,}|[\w.]+@[\w.]+|[张王李][\u4e00-\u9fff]{1,2}")
_UNSTRUCTURED = ("PERSON", "ADDRESS")

Record = dict[str, Any]
Triple = tuple[int, int, str]


def measure(seconds: float) -> None:
    """Print how well and how fast personal data is found, then how fast alerts pass the door."""
    if CORPUS.is_file():
        records = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
        _measure_quality("visible corpus", records)
        _measure_speed("visible corpus", records, seconds)
    invented = _stories(seed=11, count=1_000)
    _measure_quality("invented narratives", invented)
    _measure_speed("invented narratives", invented, seconds)
    _measure_quality("written narratives", _written())
    _measure_gate(seconds)


def _measure_quality(name: str, records: list[Record]) -> None:
    """Print strict F1 (all, structured, by language), leaked characters and damaged items."""
    found = {row["id"]: _found(row["text"]) for row in records}
    by_language: defaultdict[str, list[Record]] = defaultdict(list)
    for row in records:
        by_language[row["lang"]].append(row)
    _emit_share(f"{name}: strict F1", _strict(records, found), "over 90")
    structured = _strict(records, found, without=_UNSTRUCTURED)
    _emit_share(f"{name}: strict F1 of structured types", structured, "over 97")
    for language, rows in sorted(by_language.items()):
        _emit_share(f"{name}: strict F1, {language}", _strict(rows, found), "over 90")
    leaked, damaged = _harm(records, found)
    _emit_share(f"{name}: leaked characters", leaked, "under 3")
    _emit_share(f"{name}: damaged items", damaged, "under 3")


def _found(text: str) -> set[Triple]:
    return {(span.start, span.end, str(span.type)) for span in scan_text(text)}


def _strict(
    records: Iterable[Record], found: dict[str, set[Triple]], without: tuple[str, ...] = ()
) -> float:
    counts: Counter[str] = Counter()
    for row in records:
        gold = {(span["start"], span["end"], span["type"]) for span in row["spans"]}
        gold = {span for span in gold if span[2] not in without}
        mine = {span for span in found[row["id"]] if span[2] not in without}
        counts.update(gold=len(gold), mine=len(mine), both=len(gold & mine))
    return 2 * counts["both"] / max(1, counts["gold"] + counts["mine"])


def _harm(records: Iterable[Record], found: dict[str, set[Triple]]) -> tuple[float, float]:
    """Return the share of personal characters left and of items touched that should survive."""
    counts: Counter[str] = Counter()
    for row in records:
        covered = {place for start, end, _ in found[row["id"]] for place in range(start, end)}
        for span in row["spans"]:
            places = {n for n in range(span["start"], span["end"]) if row["text"][n].isalnum()}
            counts.update(personal=len(places), left=len(places - covered))
        for item in row["keep"]:
            touched = not covered.isdisjoint(range(item["start"], item["end"]))
            counts.update(items=1, touched=int(touched))
    return counts["left"] / max(1, counts["personal"]), counts["touched"] / max(1, counts["items"])


def _emit_share(name: str, value: float, goal: str) -> None:
    emit(Measure(name, 100 * value, "percent", goal, None, {}))


def _measure_speed(name: str, records: list[Record], seconds: float) -> None:
    """Print texts a second of one core, beside one expression looking at the same texts."""
    texts = [row["text"] for row in records]
    floor = _rate(lambda text: [*_ANY_DIGITS.finditer(text)], texts, seconds / 4)
    rate = _rate(scan_text, texts, seconds)
    comparison = Floor("one compiled expression over the same texts", floor, "texts/s")
    mean = sum(map(len, texts)) / len(texts)
    conditions: dict[str, object] = {"characters_a_text": round(mean), "texts": len(texts)}
    emit(Measure(f"{name}: detection", rate, "texts/s a core", "2000", comparison, conditions))


def _rate(work: Callable[[Any], object], items: list[Any], seconds: float) -> float:
    """Return how many items a second of processor time are worked through."""
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds or not done:
        for item in items:
            work(item)
        done += len(items)
    return done / max(spent, time.process_time() - start)


def _measure_gate(seconds: float) -> None:
    """Print inspections, decisions and renditions of alerts that name two persons each."""
    django.setup()
    from privacy import gate  # the door reads records, so it is imported after the set-up

    alerts = [
        _alert_about_persons(row["text"], number) for number, row in enumerate(_stories(3, 100))
    ]
    act = _lawful_act()
    inspected = [(alert, gate.inspect(alert)) for alert in alerts]
    decided = [(*pair, gate.decide_release(act, pair[1], now=NOW)) for pair in inspected]
    allowed = [case for case in decided if case[2].is_allowed]
    conditions: dict[str, object] = {"alerts": len(alerts), "allowed": len(allowed)}
    copies = _rate(lambda alert: json.loads(json.dumps(alert)), alerts, seconds / 4)
    floor = Floor("the same alert written and read as JSON", copies, "alerts/s")
    for name, rate, goal in (
        ("inspection", _rate(gate.inspect, alerts, seconds), "500"),
        ("release decisions", _rate(_decider(act), inspected, seconds), "5000"),
        ("renditions", _rate(_render, allowed, seconds) if allowed else 0.0, "200"),
    ):
        emit(Measure(f"privacy: {name}", rate, "alerts/s a core", goal, floor, conditions))


def _stories(seed: int, count: int) -> list[Record]:
    records: list[Record] = make_narratives(seed=seed, count=count)  # type: ignore[no-untyped-call]  # tests are not annotated
    return records


def _written() -> list[Record]:
    batches = (read_batch(name) for name in BATCHES)  # type: ignore[no-untyped-call]  # as above
    return [record for batch in batches for record in batch]


def _alert_about_persons(story: str, number: int) -> dict[str, Any]:
    alert: dict[str, Any] = json.loads(next(make_alerts(number)))
    alert["objects"][0]["description"] = story
    return alert


def _lawful_act() -> ReleaseAct:
    start = NOW - timedelta(days=1)
    evidence = tuple(Evidence(kind, f"bench-{kind}", start, code=BASIS) for kind in EvidenceKind)
    return ReleaseAct(
        origin_region="CN",
        destination_region="CN",
        recipient_kind="bank",
        purposes=("aml-cft",),
        legal_bases=(BASIS,),
        circle="CN:bench",
        unknown_content=True,
        evidence=evidence,
    )


def _decider(act: ReleaseAct) -> Callable[[Any], object]:
    from privacy import gate

    return lambda pair: gate.decide_release(act, pair[1], now=NOW)


def _render(case: "tuple[Any, gate.Inspection, gate.Decision]") -> object:
    from privacy import gate

    return gate.render(*case, tokenise=lambda kind, _value: kind[:1] * 22)
