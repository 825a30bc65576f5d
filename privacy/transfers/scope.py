"""What an assessment or a mechanism covers, pure: purposes, categories, kinds of recipient, regions."""

from dataclasses import dataclass, replace

from privacy import Category
from privacy.policy.engine import PURPOSES
from privacy.policy.regions import legal_region
from privacy.transfers.errors import TermsUnusable


@dataclass(frozen=True, slots=True)
class Scope:
    """Four sets; an empty one covers everything of its kind. Regions are legal regions of destination."""

    purposes: frozenset[str] = frozenset()
    categories: frozenset[Category] = frozenset()
    recipient_kinds: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    def is_wider_than(self, other: "Scope") -> bool:
        """Say whether anything lies in this scope that does not lie in the other."""
        return any(
            before and (not after or not after <= before)
            for after, before in (
                (self.purposes, other.purposes),
                (self.categories, other.categories),
                (self.recipient_kinds, other.recipient_kinds),
                (self.regions, other.regions),
            )
        )


def read_scope(scope: Scope) -> Scope:
    """Return a scope with jurisdictions such as EU-DE as their legal regions.

    Raises TermsUnusable for a purpose that is not listed (PC-02), and for a region that is unknown.
    """
    if not PURPOSES.issuperset(scope.purposes):
        raise TermsUnusable("purposes", f"Give some of {', '.join(sorted(PURPOSES))}.")
    regions = frozenset(map(legal_region, scope.regions))
    if "" in regions:
        raise TermsUnusable("regions", "Give legal regions such as CN, HK or EEA.")
    return replace(scope, regions=regions)
