"""Two sketches side by side: what they share, how their parties stand, which family both may be of."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sharing.cases.matching.kinds import Family, list_families
from sharing.cases.matching.moments import Window
from sharing.cases.matching.parties import Standing, stand
from sharing.cases.matching.sketch import SORT_MASK, Sketch
from sharing.cases.matching.traces import Sort

# What is shared by many events; a link needs something beside it.
WEAK: Final = frozenset(
    {Sort.FILE_NAME, Sort.PATH, Sort.PERSON, Sort.SOFTWARE, Sort.COMPANY, Sort.CVE, Sort.VEILED}
)
_PARTIAL: Final = frozenset({Sort.MASKED_ACCOUNT, Sort.ACCOUNT_TAIL})
_SAME: Final = frozenset({Standing.SAME, Standing.SAME_COMPANY, Standing.MENTIONED})


@dataclass(frozen=True)
class Pair:
    """Two alerts that are compared; `common` are traces that are no evidence here."""

    a: Sketch
    b: Sketch
    common: frozenset[int] = frozenset()

    @cached_property
    def shared(self) -> frozenset[int]:
        """Return the traces of both."""
        return (self.a.traces & self.b.traces) - self.common

    @cached_property
    def sorts(self) -> frozenset[int]:
        """Return what the shared traces are."""
        return list_sorts(self.shared)

    @cached_property
    def held(self) -> frozenset[int]:
        """Return of what sorts both have traces, the same or others."""
        return list_sorts(self.a.traces) & list_sorts(self.b.traces)

    @cached_property
    def shares_veiled(self) -> bool:
        """Tell whether an account that one side knows only in part may be the other's."""
        veiled = {
            one & ~SORT_MASK
            for one in self.a.traces | self.b.traces
            if one & SORT_MASK == Sort.VEILED
        }
        return any(
            one & SORT_MASK in _PARTIAL and one & ~SORT_MASK in veiled for one in self.shared
        )

    @cached_property
    def standing(self) -> Standing:
        """Return how the parties of the two stand to each other."""
        return stand(self.a, self.b)

    @property
    def is_of_one_party(self) -> bool:
        """Tell whether both are about one organisation."""
        return self.standing in _SAME

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Return the families both may be of, else those that either may be of."""
        places = (self.a.kinds & self.b.kinds) or (self.a.kinds | self.b.kinds)
        return tuple(list_families()[place] for place in places)

    def is_of(self, family: str) -> bool:
        """Tell whether the two may be of a family."""
        return any(one.name == family for one in self.families)

    @cached_property
    def gap(self) -> int | None:
        """Return the days between the nearest windows, None where one of the two has none."""
        if not self.a.windows or not self.b.windows:
            return None
        return min(measure_gap(one, other) for one in self.a.windows for other in self.b.windows)

    @cached_property
    def lateness(self) -> int:
        """Return the days between what the two tell of, or their reports where they do not say."""
        days = [one.windows[0].last if one.windows else one.reported for one in (self.a, self.b)]
        return abs(days[0] - days[1])

    def differ_in(self, *sorts: Sort) -> bool:
        """Tell whether both have traces of one of the sorts and share none of any of them."""
        return self.sorts.isdisjoint(sorts) and not self.held.isdisjoint(sorts)


def list_sorts(traces: frozenset[int]) -> frozenset[int]:
    """Return what the traces are."""
    return frozenset(trace & SORT_MASK for trace in traces)


def measure_gap(one: Window, other: Window) -> int:
    """Return the days between two windows, 0 where they meet."""
    return max(0, one.first - other.last, other.first - one.last)
