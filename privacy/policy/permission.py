"""Whether the law of the origin lets personal data go to this recipient at all.

Purpose, lawful basis with what it asks for, and what masks everything whatever the basis (control matrix
section 7, steps 4 and 5). What lacks permission is masked, so that the rest may travel.
"""

from privacy import Category
from privacy.policy.purposes import list_release_gaps
from privacy.policy.reasons import make_reason
from privacy.policy.tables import BasisRule, Need, RequirementRow
from privacy.policy.types import EvidenceKind, Reason
from privacy.policy.weighing import STANDINGS, Case, Tally, Way

_MINOR = frozenset({Category.MINOR})
_CRIME = frozenset({Category.CRIM})
# Wordings that claim no authority (PC-26).
_UNPRETENTIOUS = frozenset({"reported", "suspected"})
_ANYTHING_KEPT = frozenset({"personal", "held-data"})
_AUTHORITY = ((EvidenceKind.AUTHORITY_REFERENCE,),)


def weigh_permission(case: Case, way: Way, tally: Tally) -> None:
    """Mask what may not go from this origin to this recipient, and note the bases of the rest."""
    gaps = list_release_gaps(case.book, case.act, is_implied=bool(way.implied))
    if not way.role:
        gaps = (*gaps, case.book.reasons["unknown_recipient"])
    if gaps:
        tally.mask(*gaps)
    if not case.act.purposes:
        # A statute may state the purpose of tokens; clear data needs one that was declared.
        tally.clear = frozenset()
    has_law_on_crime = _weigh_bases(case, way, tally)
    facts = note_facts(case, way, tally)
    if Category.CRIM in case.categories and not has_law_on_crime:
        facts |= {"crime-without-law"}
    for row in case.book.masks:
        if row.when in facts and not _is_spared(case, way, row):
            tally.mask(make_reason(row.code, row.source, row.id))
            # Where two persons had it masked, the copy rests on their decision (PC-41).
            case.portfolio.is_released(row.code, way.destination, case.personal)


def _is_spared(case: Case, way: Way, row: RequirementRow) -> bool:
    if way.role in row.spares:
        return True
    return bool(row.unless) and case.portfolio.proves(
        row.unless,
        destination=way.destination,
        categories=_MINOR if row.when == "minor" else case.personal,
        statute=row.statute,
    )


def _weigh_bases(case: Case, way: Way, tally: Tally) -> bool:
    """Mask each category that no basis carries; tell whether a law allows data on crime here.

    Where no regime is known there is nothing to ask: the transfer table then waits for a human.
    """
    if way.law is None:
        tally.clear = frozenset()
        return False
    declared = way.law.accept(case.act.legal_bases)
    if not declared and not way.implied:
        tally.mask(way.law.no_basis)
        return False
    has_law_on_crime = False
    for category in sorted(case.personal):
        usable = _find_usable(case, way, tally, category, (*declared, *way.implied))
        if not any(row.basis for row in usable) and not _is_for_case(case, way):
            tally.clear -= {category}
        if category is Category.CRIM:
            has_law_on_crime = any(row.crime for row in usable)
    return has_law_on_crime


def _is_for_case(case: Case, way: Way) -> bool:
    """Tell whether a statute shows a supervisor of the origin what its case needs (PC-35)."""
    return way.role == "supervisor" and bool(case.act.case_number)


def _find_usable(
    case: Case, way: Way, tally: Tally, category: Category, rows: tuple[BasisRule, ...]
) -> tuple[BasisRule, ...]:
    """Return the rows that carry a category; without one it is masked for what each of them lacks.

    Where a notice changed after the consent, consent carries nothing but the wait for a human (PC-07).
    """
    lacks = [_find_lack(case, way, row, category) for row in rows]
    usable = tuple(row for row, lack in zip(rows, lacks, strict=True) if lack is None)
    if _awaits_consent(case, way, rows) and all(row.basis == "consent" for row in usable):
        tally.facts.add("reconsent")
        usable = tuple(row for row in rows if row.basis == "consent")
    elif not usable:
        tally.mask_only(frozenset({category}), *(_reason_of(lack) for lack in lacks if lack))
    tally.bases += [(category, row) for row in usable]
    return usable


def _awaits_consent(case: Case, way: Way, rows: tuple[BasisRule, ...]) -> bool:
    return (
        "reconsent" in case.act.standing
        and any(row.basis == "consent" for row in rows)
        and not case.portfolio.is_released("reconsent", way.destination, case.personal)
    )


def _find_lack(case: Case, way: Way, row: BasisRule, category: Category) -> Need | None:
    """Return the first need of a basis that nothing proves for this category, if any."""
    for need in row.needs:
        if _is_asked(case, way, need, category) and not case.portfolio.proves(
            need.proof, destination=way.destination, categories=(category,), statute=row.basis
        ):
            return need
    return None


def _is_asked(case: Case, way: Way, need: Need, category: Category) -> bool:
    if need.when == "sensitive":
        return category in case.book.sensitive
    if need.when == "abroad":
        return way.is_abroad
    return need.when == "always" or way.role == "public"


def _reason_of(need: Need) -> Reason:
    return make_reason(need.code, f"{need.source}; control matrix {need.rule}", need.rule)


def note_facts(case: Case, way: Way, tally: Tally) -> frozenset[str]:
    """Return what is true of an act on one way, as far as anything personal is still kept."""
    if not tally.kept:
        return case.facts
    facts = {
        "unknown-standing": not case.act.standing <= STANDINGS,
        "minor": Category.MINOR in case.categories,
        "crime": Category.CRIM in tally.kept,
        "public": way.role == "public",
        "abroad": way.is_abroad,
    }
    standing = case.act.standing & STANDINGS - {"reconsent"}
    true = (name for name, holds in facts.items() if holds)
    return case.facts.union(_ANYTHING_KEPT, standing, tally.facts, true)


def weigh_wording(case: Case) -> tuple[Reason, ...]:
    """Return the doubt about a confirmation that no authority is on record for (PC-26)."""
    if Category.CRIM not in case.categories or case.act.wording in _UNPRETENTIOUS:
        return ()
    if case.act.wording == "confirmed_by_authority" and all(
        case.portfolio.proves(_AUTHORITY, destination=way.destination, categories=_CRIME)
        for way in case.ways
    ):
        return ()
    return (case.book.reasons["wording_unproven"],)
