"""What a person can object to: acts on a controller's interests alone (GDPR 21; PIPL 24, 44)."""

from collections.abc import Collection, Mapping
from uuid import UUID

from privacy.policy.regimes import REGIMES
from privacy.policy.regions import legal_region
from privacy.transfers.selectors.reliance import Pair, find_by_bases

__all__ = ["find_objectionable", "objectionable_in"]

# Article 21(1) of Regulation (EU) 2016/679 names points (e) and (f) of article 6(1). Elsewhere a public
# task goes on: it rests on a statute.
_ANYWHERE = frozenset({"legitimate-interest"})
_BY_REGION: Mapping[str, frozenset[str]] = {"EEA": _ANYWHERE | {"public-task"}}


def objectionable_in(region: str) -> frozenset[str]:
    """Return the lawful bases, as reporters declare them, that a person can object to in a region."""
    return _BY_REGION.get(legal_region(region), _ANYWHERE)


def find_objectionable(alerts: Collection[UUID]) -> tuple[Pair, ...]:
    """Return the alerts and recipients (STIX ids) whose copies rest on nothing but such bases."""
    return find_by_bases(alerts=alerts, codes=_CODES)


# As each regime calls them, such as gdpr.f.
_CODES = frozenset(
    row.code
    for regime in REGIMES
    for row in regime.bases
    if row.basis in objectionable_in(regime.region)
)
