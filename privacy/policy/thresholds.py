"""When facts about a person weigh enough to be shared: dated rules on red flags, kept as data.

An alert names the rule that it meets; the hub counts for itself. A rule that is unknown or not in
force is not met (unknown means no).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Threshold:
    """One version of a rule: how many red flags, whether a decisive one, which parts of proof."""

    code: str
    version: str
    effective_from: date
    effective_to: date | None
    least_flags: int
    needs_decisive: bool
    proof: frozenset[str]
    source: str

    def is_in_force(self, day: date) -> bool:
        """Say whether the row applies on a day (end inclusive)."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How an alert stood against the rule that it names; `version` is empty for an unknown rule."""

    rule: str
    version: str
    flags: int
    is_met: bool
    source: str = ""


def evaluate_threshold(
    rule: str, *, red_flags: Iterable[str], proof: Iterable[str], now: datetime
) -> Evaluation:
    """Return whether the rule of that code is met by these red flags and parts of proof."""
    families, decisive, rules = _read_rules()
    counted = {flag for flag in red_flags if _family(flag) in families}
    row = next((one for one in rules if one.code == rule and one.is_in_force(now.date())), None)
    if row is None:
        # The code is the sender's own word and may be anything: it is not repeated.
        return Evaluation("", "", len(counted), is_met=False)
    is_met = (
        len(counted) >= row.least_flags
        and (not row.needs_decisive or any(_family(flag) in decisive for flag in counted))
        and row.proof.issubset(proof)
    )
    return Evaluation(row.code, row.version, len(counted), is_met, row.source)


def _family(flag: str) -> str:
    # RF-REC-01 is of the family RF-REC.
    return flag.rpartition("-")[0]


@cache
def _read_rules() -> tuple[frozenset[str], frozenset[str], tuple[Threshold, ...]]:
    content = orjson.loads(files("privacy.policy").joinpath("thresholds.json").read_bytes())
    rules = tuple(_read_rule(row) for row in content["rules"])
    return frozenset(content["families"]), frozenset(content["decisive"]), rules


def _read_rule(row: dict[str, Any]) -> Threshold:
    until = row.get("until")
    return Threshold(
        code=row["code"],
        version=row["version"],
        effective_from=date.fromisoformat(row["from"]),
        effective_to=date.fromisoformat(until) if until else None,
        least_flags=row["least_flags"],
        needs_decisive=row.get("decisive", False),
        proof=frozenset(row.get("proof", ())),
        source=row["source"],
    )
