"""Acts that cite an arrangement between institutions: it is complete, and enough customers reported (PC-38).

The rows of the regimes say which bases stand under one, and how many reporting customers their unique
identifiers need. Whoever supervises at home asks by statute, not as a member.
"""

from collections.abc import Iterator

from privacy import Category
from privacy.policy.tables import BasisRule
from privacy.policy.types import EvidenceKind, Reason
from privacy.policy.weighing import Case, Tally, Way

_ARRANGEMENT = ((EvidenceKind.ARRANGEMENT,),)
# Those that single one customer out.
_UNIQUE = frozenset({Category.C2, Category.SPI})


def list_unarranged(case: Case) -> tuple[Reason, ...]:
    """Return why an act is refused that cites an arrangement which is not complete between its ends."""
    lacking = any(
        not case.portfolio.proves(
            _ARRANGEMENT,
            destination=way.destination,
            categories=case.personal,
            statute=row.basis,
        )
        for way, row in _list_cited(case)
    )
    return (case.book.reasons["no_arrangement"],) if lacking else ()


def list_unreported(case: Case, tally: Tally) -> tuple[Reason, ...]:
    """Return why unique identifiers wait that too few customers reported; 0 is unknown."""
    if tally.kept.isdisjoint(_UNIQUE):
        return ()
    reason = case.book.reasons["single_report"]
    waits = any(
        case.act.reporting_customers < row.least_reporters
        and not case.portfolio.is_released(reason.code, way.destination, case.personal)
        for way, row in _list_cited(case)
    )
    return (reason,) if waits else ()


def _list_cited(case: Case) -> Iterator[tuple[Way, BasisRule]]:
    """Yield each way of personal data with the arranged bases that the act cites there."""
    for way in case.ways:
        if way.law is None or way.role == "supervisor" or not case.personal:
            continue
        for row in way.law.accept(case.act.legal_bases):
            if row.arranged:
                yield way, row
