"""Places of reading, and what is read for: rules on what an institution declares (PC-02, PC-19)."""

from collections.abc import Iterable

from privacy.gate import PURPOSES, legal_region
from sharing.errors import Unusable
from sharing.members.models import Institution

MOST_REGIONS = 20


def list_regions(codes: Iterable[str], *, home: str) -> list[str]:
    """Return the legal regions of jurisdictions in order, but for the one of `home`. Raises Unusable."""
    regions = {legal_region(code) for code in codes} - {legal_region(home)}
    if "" in regions or len(regions) > MOST_REGIONS:
        raise Unusable(
            "reading_regions", f"Give at most {MOST_REGIONS} jurisdictions, as SG or EU."
        )
    return sorted(regions)


def check_declared(institution: Institution, code: str) -> str:
    """Return the legal region that somebody reads from, "" for the institution's own place.

    Raises Unusable for one that the institution did not declare.
    """
    if not code or legal_region(code) == legal_region(institution.jurisdiction) != "":
        return ""
    if legal_region(code) not in institution.reading_regions:
        raise Unusable("reading_region", "Declare the region for the institution first.")
    return legal_region(code)


def is_judged_for(institution: Institution, region: str) -> bool:
    """Say whether all that an institution received was judged for a place of reading."""
    return not region or region in institution.open_regions


def check_purpose(purpose: str) -> str:
    """Return a purpose of the closed list, or "" for none. Raises Unusable."""
    if purpose and purpose not in PURPOSES:
        raise Unusable("purpose", f"Give one of {', '.join(sorted(PURPOSES))}.")
    return purpose
