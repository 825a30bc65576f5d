"""One measurement is one JSON object on one line of standard output."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Floor:
    """What the same machine does at best with the least work of the same kind."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True)
class Measure:
    """A value with its goal and the floor it is compared with; conditions say how it was taken."""

    name: str
    value: float
    unit: str
    goal: str
    comparison: Floor | None
    conditions: dict[str, object]


def emit(measure: Measure) -> None:
    """Print a measurement; `ratio` is its share of the floor."""
    line = {key: value for key, value in asdict(measure).items() if value is not None}
    line["value"] = round(measure.value, 2)
    if measure.comparison and measure.comparison.value:
        line["comparison"]["value"] = round(measure.comparison.value, 2)
        line["ratio"] = round(measure.value / measure.comparison.value, 4)
    print(json.dumps(line), flush=True)


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed (nearest rank)."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
