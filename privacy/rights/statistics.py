"""Counts that isolate nobody: small cells are withheld, and what they could be computed from (PC-32).

Pure. Only quarters that are over are counted, so that two looks at different days cannot be subtracted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

SMALLEST = 10


@dataclass(frozen=True, slots=True)
class Counted:
    """Cells that may be shown, None where one is withheld, and the total under the same rule."""

    cells: dict[str, int | None]
    total: int | None


def suppress_small(counts: Mapping[str, int], smallest: int = SMALLEST) -> Counted:
    """Withhold each cell below the smallest, and more while the rest could be told by subtraction.

    What is withheld together is at least two cells and at least the smallest count; without that no
    total is shown.
    """
    hidden = {name for name, count in counts.items() if count < smallest}
    shown = sorted(counts.keys() - hidden, key=lambda name: (counts[name], name))
    while hidden and shown and not _is_covered(counts, hidden, smallest):
        hidden.add(shown.pop(0))
    total = sum(counts.values())
    is_told = not hidden or _is_covered(counts, hidden, smallest)
    cells = {name: None if name in hidden else count for name, count in counts.items()}
    return Counted(cells, total if is_told else None)


def _is_covered(counts: Mapping[str, int], hidden: set[str], smallest: int) -> bool:
    return len(hidden) > 1 and sum(counts[name] for name in hidden) >= smallest


def quarter_bounds(year: int, quarter: int) -> tuple[datetime, datetime]:
    """Return the first moment of a quarter (1 to 4) and of the next one, in UTC."""
    following = (year, quarter * 3 + 1) if quarter < 4 else (year + 1, 1)
    return datetime(year, quarter * 3 - 2, 1, tzinfo=UTC), datetime(*following, 1, tzinfo=UTC)
