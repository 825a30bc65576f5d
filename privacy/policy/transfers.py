"""The table of section 3, interpreted: who may not receive at all, and by which row each category goes.

Denials are read first and all of them; then, category by category, the first row that matches decides. What
finds no row in a region without rules waits for a human (X20).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from privacy import Category
from privacy.policy.reasons import make_reason
from privacy.policy.rulebook import Route
from privacy.policy.tables import TransferRow
from privacy.policy.types import Reason
from privacy.policy.weighing import Case, Step, Tally, Way


def list_denials(case: Case) -> tuple[Reason, ...]:
    """Return why the act is refused as a whole; nothing when every denial is disproved."""
    found = {
        f"{route.reason.code} {route.reason.rule}": route.reason
        for way in case.ways
        for route in _matching_denials(case, way)
        if not _is_disproved(case, way, route.row)
    }
    if case.categories & case.book.restricted and not case.act.circle:
        # It cannot be masked, so without terms it does not go.
        found["no_agreement"] = case.book.reasons["no_agreement"]
    return tuple(found.values())


def note_approvals(case: Case, tally: Tally) -> None:
    """Note the rows whose denial was disproved abroad: the approval is part of the mechanism."""
    for way in case.ways:
        for route in _matching_denials(case, way):
            if way.is_abroad:
                reason = make_reason("transfer_allowed", route.row.source, route.row.id)
                tally.steps.append(_step(None, way, reason))


def _matching_denials(case: Case, way: Way) -> Iterator[Route]:
    for route in way.routes:
        if route.row.effect == "deny" and route.row.when <= case.facts:
            yield route


def _is_disproved(case: Case, way: Way, row: TransferRow) -> bool:
    covered = {
        "personal": case.personal,
        "important": case.categories & case.book.important,
        "confidential": case.categories & case.book.confidential,
    }
    return bool(row.unless) and case.portfolio.proves(
        row.unless,
        destination=way.destination,
        categories=covered[row.covers],
        statute=row.statute,
    )


@dataclass(frozen=True, slots=True)
class _Fate:
    """By which row a category goes, waits or is masked; all empty when no row knows it."""

    allowed: Route | None = None
    waiting: Route | None = None
    masked: Route | None = None


def weigh_transfer(case: Case, way: Way, kept: frozenset[Category], tally: Tally) -> None:
    """Mask what no row lets go on this way; what only a human can let go waits, or is masked.

    It waits when nothing personal would go otherwise: a copy that can travel is not held up by a claim.
    """
    fates = {category: _find_fate(case, way, category) for category in sorted(kept)}
    goes = any(fate.allowed for fate in fates.values())
    unknown = case.book.reasons["unknown_jurisdiction"]
    for category, fate in fates.items():
        if fate.allowed:
            tally.steps.append(_step(category, way, fate.allowed.reason))
        elif fate.waiting and not goes:
            tally.waiting.append((category, fate.waiting.reason))
        elif fate.masked:
            tally.mask_only(frozenset({category}), fate.masked.reason)
        elif not case.portfolio.is_released(unknown.code, way.destination, case.personal):
            tally.waiting.append((category, unknown))
        else:
            tally.steps.append(_step(category, way, unknown))


def _step(category: Category | None, way: Way, reason: Reason) -> Step:
    # Parts of a row, such as X5.operator, are one row to the register of transfers.
    return Step(category, reason, reason.rule.partition(".")[0] if way.is_abroad else "")


def _find_fate(case: Case, way: Way, category: Category) -> _Fate:
    facts = case.facts
    if category not in case.book.sensitive:
        facts |= {"ordinary"}
    waiting = None
    for route in way.routes:
        if route.row.effect == "deny" or not _fits(case, way, route, category, facts):
            continue
        if route.row.effect == "mask":
            return _Fate(waiting=waiting, masked=route)
        if route.row.effect == "allow" or _is_let_go(case, way, route):
            return _Fate(allowed=route)
        waiting = waiting or route
    return _Fate(waiting=waiting)


def _is_let_go(case: Case, way: Way, route: Route) -> bool:
    return case.portfolio.is_released(route.row.code, way.destination, case.personal)


def _fits(case: Case, way: Way, route: Route, category: Category, facts: frozenset[str]) -> bool:
    row, counts = route.row, case.act.counts
    if not row.when <= facts:
        return False
    if row.ordinary_below is not None and counts.ordinary >= row.ordinary_below:
        return False
    if row.sensitive_below is not None and counts.sensitive >= row.sensitive_below:
        return False
    return not route.requires or case.portfolio.proves(
        route.requires,
        destination=way.destination,
        categories=(category,),
        statute=route.statute,
    )
