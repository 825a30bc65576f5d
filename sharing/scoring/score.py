"""The score of an alert: a weighted mean of what it says, moved by its stage. Version 1."""

from dataclasses import dataclass

from sharing.stix.alert import AlertFacts

VERSION = "score-1"
WEIGHTS = {"severity": 0.5, "likelihood": 0.3, "confidence": 0.2}
NEUTRAL_CONFIDENCE = 50
# A confirmed loss is more urgent than a signal; what is over or refuted is less.
STAGE_POINTS = {"signal": -5, "confirmed": 10, "contained": -10, "resolved": -30, "refuted": -60}


@dataclass(frozen=True, slots=True)
class Score:
    """`value` 0 to 100; `parts` are (factor, points), heaviest first, and add up to it unclipped."""

    value: int
    parts: tuple[tuple[str, int], ...]


def score_alert(facts: AlertFacts) -> Score:
    """Return how urgent an alert is and which factor gave how many points."""
    confidence = NEUTRAL_CONFIDENCE if facts.confidence is None else facts.confidence
    given = {
        "severity": facts.severity,
        "likelihood": facts.likelihood,
        "confidence": confidence,
    }
    parts = [(name, round(WEIGHTS[name] * value)) for name, value in given.items()]
    if facts.stage in STAGE_POINTS:
        parts.append((f"stage-{facts.stage}", STAGE_POINTS[facts.stage]))
    if facts.exercise:
        parts.append(("exercise", -sum(points for _, points in parts)))
    total = sum(points for _, points in parts)
    parts.sort(key=lambda part: -abs(part[1]))
    return Score(max(0, min(100, total)), tuple(parts))
