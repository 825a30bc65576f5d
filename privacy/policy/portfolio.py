"""What an act can prove: its evidence that holds now, and whether it covers what a rule asks for."""

from collections.abc import Iterable
from datetime import datetime

from privacy import Category
from privacy.policy.regions import legal_region
from privacy.policy.tables import Proof
from privacy.policy.types import Evidence, EvidenceKind, ReleaseAct


class Portfolio:
    """The valid evidence of one act; it remembers which of it was used."""

    __slots__ = ("_act", "_purposes", "_released", "_restricted", "_used", "_valid")

    def __init__(self, act: ReleaseAct, restricted: frozenset[Category], now: datetime) -> None:
        """Keep what is valid at `now`; `restricted` categories have to be named by evidence."""
        self._act = act
        self._purposes = frozenset(act.purposes)
        self._restricted = restricted
        self._valid = tuple(one for one in act.evidence if one.is_valid(now))
        self._used: dict[str, None] = {}
        self._released: dict[str, None] = {}

    @property
    def used(self) -> tuple[str, ...]:
        """Return the references of the evidence that proved something, in the order of use."""
        return tuple(self._used)

    @property
    def released(self) -> tuple[str, ...]:
        """Return the references of the decisions of humans that were needed for anything."""
        return tuple(self._released)

    def proves(
        self,
        proof: Proof,
        *,
        destination: str,
        categories: Iterable[Category],
        statute: str = "",
    ) -> bool:
        """Tell whether each group of the proof is met for these categories at a destination.

        A statute counts under the code `statute`, else under a basis that the act declares.
        """
        asked = frozenset(categories)
        found = [self._find(kinds, destination, asked, statute) for kinds in proof]
        met = [one for one in found if one is not None]
        if len(met) < len(proof):
            return False
        self._used.update(dict.fromkeys(one.reference for one in met))
        return True

    def is_released(self, code: str, destination: str, categories: Iterable[Category]) -> bool:
        """Tell whether a named human released this act although of this reason (PC-41)."""
        asked = frozenset(categories) - self._restricted
        for one in self._valid:
            if one.kind is not EvidenceKind.HUMAN_RELEASE or code not in one.code.split():
                continue
            if self._covers(one, destination, asked):
                self._used[one.reference] = None
                self._released[one.reference] = None
                return True
        return False

    def _find(
        self,
        kinds: tuple[EvidenceKind, ...],
        destination: str,
        categories: frozenset[Category],
        statute: str,
    ) -> Evidence | None:
        for one in self._valid:
            if one.kind not in kinds or not self._covers(one, destination, categories):
                continue
            if self._is_named(one, statute):
                return one
        return None

    def _is_named(self, one: Evidence, statute: str) -> bool:
        if one.kind is EvidenceKind.ARRANGEMENT:
            return one.code == statute
        if one.kind is not EvidenceKind.STATUTE:
            return True
        if statute:
            return one.code == statute
        return not one.code or one.code in self._act.legal_bases

    def _covers(self, one: Evidence, destination: str, categories: frozenset[Category]) -> bool:
        """Tell whether the scope of evidence holds the act; an empty set covers everything of its kind.

        Except restricted categories: nothing covers them without naming them.
        """
        named = one.categories or self._restricted.isdisjoint(categories)
        return (
            bool(named)
            and (not one.categories or categories <= one.categories)
            and (not one.purposes or self._purposes <= one.purposes)
            and (not one.recipient_kinds or self._act.recipient_kind in one.recipient_kinds)
            and (not one.regions or destination in map(legal_region, one.regions))
        )
