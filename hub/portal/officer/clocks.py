"""Clocks as they are drawn: how much of a term has passed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Bar:
    """A term that runs: when it began and ends, and the percent of it that has passed, 100 at most."""

    starts_at: datetime
    due_at: datetime
    percent: int
    is_late: bool


def draw_clock(*, starts_at: datetime, due_at: datetime, at: datetime) -> Bar:
    """Return a term as it stood at a moment; one without length is over as soon as it begins."""
    length = (due_at - starts_at).total_seconds()
    passed = (at - starts_at).total_seconds()
    share = passed / length if length > 0 else float(passed >= 0)
    return Bar(starts_at, due_at, max(0, min(100, int(share * 100))), at > due_at)
