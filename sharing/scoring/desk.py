"""The score of a case for one institution's desk. Pure and monotone: more of what is bad is never less.

Points add up to 100 at most: severity 24, likelihood 6, an expected window 8, confidence 6, trust in the
source 12, corroboration 10, recency 16, relevance 18; the stage moves them, and a drill has none. What
each is worth to a simulated desk: deploy/bench attention.

It ages, so it is worked out when it is read, over the newest cases (see sharing.attention.ranking), and
stored nowhere.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sharing.scoring.recency import freshness
from sharing.scoring.score import NEUTRAL_CONFIDENCE, Input, Score, add_up
from sharing.scoring.track import UNKNOWN, Track, trust
from sharing.stix.timestamps import read_timestamp

MOST = {
    "severity": 24,
    "likelihood": 6,
    "window": 8,
    "confidence": 6,
    "source": 12,
    "corroboration": 10,
    "recency": 16,
    "watched": 8,
    "named": 5,
    "subscribed": 3,
    "region": 2,
}
STAGES = {"signal": -3, "confirmed": 5, "contained": -8, "resolved": -20, "refuted": -40}
# A window that opens in two days is half as pressing as one that is open.
WINDOW_HALVES = timedelta(hours=48)
# What opens this soon, or is open, is imminent.
SOON = timedelta(hours=24)
# Lists and mails begin to call it critical here.
CRITICAL = 90

Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Desk:
    """What an institution sees of a case, as far as the score goes by it.

    `reporters` are the independent institutions that it may know of; `track` is the record of the best
    of them in its eyes; the last four say what makes the case its own affair.
    """

    severity: int
    likelihood: int
    last_at: datetime
    categories: tuple[str, ...] = ()
    confidence: int | None = None
    expected: Window | None = None
    stage: str = ""
    exercise: bool = False
    track: Track = UNKNOWN
    reporters: int = 1
    watched: bool = False
    named: bool = False
    subscribed: bool = False
    region: bool = False


def score_case(desk: Desk, *, now: datetime) -> Score:
    """Return how urgent a case is for who sees it so, and which factor gave how many points."""
    age = (now - desk.last_at) / timedelta(hours=1)
    confidence = NEUTRAL_CONFIDENCE if desk.confidence is None else desk.confidence
    shares = {
        "severity": desk.severity / 100,
        "likelihood": desk.likelihood / 100,
        "window": closeness(desk.expected, now),
        "confidence": confidence / 100,
        "source": trust(desk.track),
        # Two say half as much again as one, three a quarter more, and so on.
        "corroboration": 1 - 0.5 ** max(0, desk.reporters - 1),
        "recency": freshness(age, desk.categories),
        "watched": float(desk.watched),
        "named": float(desk.named),
        "subscribed": float(desk.subscribed),
        "region": float(desk.region),
    }
    parts = [(name, round(MOST[name] * share)) for name, share in shares.items()]
    if desk.stage in STAGES:
        parts.append((f"stage-{desk.stage}", STAGES[desk.stage]))
    return add_up(parts, exercise=desk.exercise, inputs=_list_inputs(desk, confidence, age))


def read_window(expected: tuple[str, str] | None) -> Window | None:
    """Return as moments when an alert says that something is expected."""
    return None if expected is None else (read_timestamp(expected[0]), read_timestamp(expected[1]))


def closeness(expected: Window | None, now: datetime) -> float:
    """Return how close the time is in which something is expected: 1 inside it, 0 after it or unknown."""
    if expected is None or now > expected[1]:
        return 0.0
    ahead = max(timedelta(0), expected[0] - now)
    return float(0.5 ** (ahead / WINDOW_HALVES))


def is_pressing(severity: int, expected: Window | None, now: datetime) -> bool:
    """Say whether something cannot wait for a digest: critical, or expected within a day."""
    if severity >= CRITICAL:
        return True
    return expected is not None and expected[0] - SOON <= now <= expected[1]


def _list_inputs(desk: Desk, confidence: int, age: float) -> tuple[tuple[str, Input], ...]:
    start, end = desk.expected or (None, None)
    return (
        ("severity", desk.severity),
        ("likelihood", desk.likelihood),
        ("confidence", confidence),
        ("expected_from", None if start is None else start.isoformat()),
        ("expected_to", None if end is None else end.isoformat()),
        ("useful", desk.track.useful),
        ("judged", desk.track.judged),
        ("reporters", desk.reporters),
        ("age_hours", round(max(0.0, age), 1)),
        ("categories", " ".join(desk.categories)),
        ("stage", desk.stage),
        ("exercise", desk.exercise),
        ("watched", desk.watched),
        ("named", desk.named),
        ("subscribed", desk.subscribed),
        ("region", desk.region),
    )
