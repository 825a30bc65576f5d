"""How quickly alerts age: half of their weight is gone after a time that depends on the kind of risk."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import orjson


def half_life(categories: Iterable[str]) -> int:
    """Return after how many hours half of the weight is gone: the longest of the kinds of risk."""
    hours, default = _read()
    return max((hours.get(one, default) for one in categories), default=default)


def freshness(age_hours: float, categories: Iterable[str]) -> float:
    """Return the share of its weight that something of an age still has, 0 to 1."""
    return float(0.5 ** (max(0.0, age_hours) / half_life(categories)))


@cache
def _read() -> tuple[Mapping[str, int], int]:
    table: dict[str, Any] = orjson.loads(
        files("sharing.scoring").joinpath("half_lives.json").read_bytes()
    )
    return table["hours"], table["default_hours"]
