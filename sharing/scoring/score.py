"""The score of an alert by itself: a weighted mean of what it says, moved by its stage."""

from dataclasses import dataclass

from sharing.stix.alert import AlertFacts

VERSION = "score-2"
WEIGHTS = {"severity": 0.5, "likelihood": 0.3, "confidence": 0.2}
NEUTRAL_CONFIDENCE = 50
# A confirmed loss is more urgent than a signal; what is over or refuted is less.
STAGE_POINTS = {"signal": -5, "confirmed": 10, "contained": -10, "resolved": -30, "refuted": -60}

# A value that a score was made of: plain, so that it can be stored and read again.
Input = int | float | str | bool | None


@dataclass(frozen=True, slots=True)
class Score:
    """An automated score (PC-11): `value` 0 to 100, the rules it was made by, and what they were given.

    `parts` are (factor, points), heaviest first, and add up to it unclipped. Raises ValueError without
    a version, without inputs, or out of range.
    """

    value: int
    parts: tuple[tuple[str, int], ...]
    version: str
    inputs: tuple[tuple[str, Input], ...]

    def __post_init__(self) -> None:
        if not self.version or not self.inputs:
            raise ValueError("a score names its version and keeps its inputs")
        if not 0 <= self.value <= 100:
            raise ValueError("a score stands between 0 and 100")


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
    inputs: dict[str, Input] = {**given, "stage": facts.stage, "exercise": facts.exercise}
    return add_up(parts, exercise=facts.exercise, inputs=tuple(inputs.items()))


def add_up(
    parts: list[tuple[str, int]], *, exercise: bool, inputs: tuple[tuple[str, Input], ...]
) -> Score:
    """Return the score of parts that weigh something; a drill asks for no attention and has none."""
    kept = [part for part in parts if part[1]]
    if exercise:
        kept.append(("exercise", -sum(points for _, points in kept)))
    total = sum(points for _, points in kept)
    kept.sort(key=lambda part: -abs(part[1]))
    return Score(max(0, min(100, total)), tuple(kept), VERSION, inputs)
