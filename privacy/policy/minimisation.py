"""Minimisation (PC-03): which kinds of identifier the purposes of an act need, and what becomes of the others."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from privacy import Treatment
from privacy.policy.rulebook import rules_on
from privacy.policy.types import mildest


@dataclass(frozen=True, slots=True)
class Needed:
    """The kinds that are needed (None for all), and the treatment of the others."""

    kinds: frozenset[str] | None
    unneeded: Treatment

    @property
    def at_best(self) -> Treatment:
        """Return how an identifier may go without an agreement on clear data."""
        return self.unneeded if self.kinds == frozenset() else Treatment.TOKENISE


EVERYTHING: Final = Needed(None, Treatment.MASK)


@lru_cache(maxsize=1024)
def find_needed(day: date, purposes: tuple[str, ...], recipient_kind: str) -> Needed:
    """Return what a kind of recipient needs for these purposes together (PIPL 6, 19; GDPR 5(1)(c)).

    One more purpose never takes a kind away. Without a purpose everything is needed: either a statute
    implies the purpose, or nothing personal goes for want of one (PC-02).
    """
    if not purposes:
        return EVERYTHING
    rows = [
        row
        for row in rules_on(day).needs
        if not row.purposes.isdisjoint(purposes)
        and (not row.recipients or recipient_kind in row.recipients)
    ]
    kinds: frozenset[str] = frozenset()
    for row in rows:
        if row.kinds == "all":
            return EVERYTHING
        kinds |= row.kinds
    return Needed(kinds, mildest(Treatment.MASK, *(Treatment(row.unneeded) for row in rows)))
