"""How well desks are ranked: NDCG@10 against simulated feedback, beside plain orders; and how fast.

The model, stated so that it can be doubted. A desk has 60 cases. Each has a harm, a truth (did it
happen), an age and perhaps a concern for this desk, none of which the desk sees. What a member would say
of it, graded 0 to 3, follows harm x truth x freshness x concern, with chance. The desk sees noisy signs:
severity and likelihood follow harm, confidence and the number of reporters follow truth, the record of a
source its own reliability, and tokens, names, subscriptions and places its concern. Freshness halves
with a half-life drawn around the one of the table, so the table is right on average only.
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import log2
from statistics import mean

from deploy.benchmarks.report import Floor, Measure, emit
from sharing.scoring.desk import Desk, score_case
from sharing.scoring.recency import half_life
from sharing.scoring.score import WEIGHTS
from sharing.scoring.track import UNKNOWN, Track

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DESKS, CASES, TOP = 400, 60, 10
KINDS = ("phishing", "mule-account", "data-breach", "platform-absconding", "withdrawal-surge")
# What a desk that nothing concerns makes of the worst case: a bit, for it may come closer.
UNCONCERNED = 0.35


@dataclass(frozen=True, slots=True)
class Simulated:
    """A case as its desk sees it, and the grade that the desk would give it in the end."""

    desk: Desk
    grade: int


Order = Callable[[Desk], float]


def measure(seconds: float) -> None:
    """Print the quality of the ranking beside its baselines, and what ranking costs."""
    found = rank_quality(seed=17)
    conditions: dict[str, object] = {
        "desks": DESKS,
        "cases_a_desk": CASES,
        "feedback": "simulated; the model stands in deploy/benchmarks/attention.py",
        **{f"ndcg_{name}": round(value, 4) for name, value in found.items() if name != "score"},
    }
    best = max(found[name] for name in PLAIN)
    floor = Floor("the best of the plain orders", best, "NDCG@10")
    emit(Measure("attention.rank_quality", found["score"], "NDCG@10", "> floor", floor, conditions))
    _measure_speed(seconds)


def rank_quality(*, seed: int, desks: int = DESKS) -> dict[str, float]:
    """Return the mean NDCG@10 of the score and of each baseline over simulated desks, by name."""
    chance = random.Random(seed)  # noqa: S311  # a simulation, not a secret
    sample = [[simulate(chance) for _ in range(CASES)] for _ in range(desks)]
    return {name: mean(ndcg(one, order) for one in sample) for name, order in ORDERS.items()}


def ndcg(cases: Sequence[Simulated], order: Order) -> float:
    """Return how much of the best possible gain the first ten of an order have (Järvelin 2002)."""
    ranked = sorted(cases, key=lambda one: -order(one.desk))
    ideal = sorted(cases, key=lambda one: -one.grade)
    best = _gain(ideal)
    return _gain(ranked) / best if best else 1.0


def _gain(cases: Sequence[Simulated]) -> float:
    gains = ((2.0**one.grade - 1) / log2(place + 2) for place, one in enumerate(cases[:TOP]))
    return float(sum(gains))


def _weigh_alone(desk: Desk) -> float:
    """Return the score of an alert by itself, which subscriptions go by."""
    confidence = 50 if desk.confidence is None else desk.confidence
    given = {"severity": desk.severity, "likelihood": desk.likelihood, "confidence": confidence}
    return sum(WEIGHTS[name] * value for name, value in given.items())


def _without(**changes: object) -> Order:
    """Return the score of a desk that lacks some of its signs."""
    return lambda desk: score_case(replace(desk, **changes), now=NOW).value  # type: ignore[arg-type]  # names of Desk


ORDERS: dict[str, Order] = {
    "score": lambda desk: score_case(desk, now=NOW).value,
    "newest_first": lambda desk: desk.last_at.timestamp(),
    "severity_only": lambda desk: desk.severity,
    "alert_alone": _weigh_alone,
    "without_track": _without(track=UNKNOWN),
    "without_corroboration": _without(reporters=1),
    "without_relevance": _without(watched=False, named=False, subscribed=False, region=False),
    "without_recency": _without(last_at=NOW),
}
# The score without one of its signs shows what that sign is worth; it is no plain order.
PLAIN = ("newest_first", "severity_only", "alert_alone")


def simulate(chance: random.Random) -> Simulated:
    """Return a case by the model above."""
    kind = chance.choice(KINDS)
    harm, reliability = chance.betavariate(2, 2), chance.betavariate(4, 2)
    is_true = chance.random() < reliability
    age = chance.expovariate(1 / 120)
    concerned = chance.random() < 0.25
    half = half_life([kind]) * chance.lognormvariate(0, 0.5)
    worth = harm * is_true * 0.5 ** (age / half) * (1.0 if concerned else UNCONCERNED)
    return Simulated(
        Desk(
            severity=_percent(harm + chance.gauss(0, 0.15)),
            likelihood=_percent(harm + chance.gauss(0, 0.25)),
            last_at=NOW - timedelta(hours=age),
            categories=(kind,),
            confidence=_percent((0.7 if is_true else 0.5) + chance.gauss(0, 0.15)),
            stage="confirmed" if is_true and chance.random() < 0.3 else "suspected",
            track=_draw_track(chance, reliability),
            reporters=1 + sum(chance.random() < (0.35 if is_true else 0.05) for _ in range(4)),
            watched=concerned and chance.random() < 0.5,
            named=concerned and chance.random() < 0.3,
            subscribed=chance.random() < (0.7 if concerned else 0.2),
            region=chance.random() < (0.8 if concerned else 0.4),
        ),
        grade=min(3, int(max(0.0, worth + chance.gauss(0, 0.05)) * 5)),
    )


def _draw_track(chance: random.Random, reliability: float) -> Track:
    judged = chance.choice((0, 0, 2, 5, 10, 40))
    return Track(sum(chance.random() < reliability for _ in range(judged)), judged)


def _percent(share: float) -> int:
    return round(100 * min(1.0, max(0.0, share)))


def _measure_speed(seconds: float) -> None:
    """Print how many cases a second of one core are scored, beside only sorting them by severity."""
    chance = random.Random(5)  # noqa: S311  # a simulation, not a secret
    desks = [simulate(chance).desk for _ in range(500)]
    scored = _rate(lambda: sorted(score_case(one, now=NOW).value for one in desks), seconds / 2)
    plain = _rate(lambda: sorted(one.severity for one in desks), seconds / 4)
    floor = Floor("the same cases sorted by severity", 500 * plain, "cases/s")
    conditions: dict[str, object] = {"cases": len(desks)}
    emit(Measure("attention.scored", 500 * scored, "cases/s a core", ">= 20000", floor, conditions))


def _rate(work: Callable[[], object], seconds: float) -> float:
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < seconds or not done:
        work()
        done += 1
    return done / spent
