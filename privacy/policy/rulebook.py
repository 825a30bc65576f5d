"""The rules in force on one day, prepared for deciding. Tables are read once, when the hub starts."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar

from privacy import Category
from privacy.policy.reading import derive_version, read_table
from privacy.policy.reasons import make_reason
from privacy.policy.regimes import REGIMES
from privacy.policy.tables import (
    AdequacyRow,
    BasisRule,
    Categories,
    Controls,
    Minimisation,
    MinimisationRow,
    ObligationRow,
    Proof,
    Purposes,
    Recipients,
    Regime,
    RequirementRow,
    Requirements,
    Role,
    Row,
    TransferRow,
    Transfers,
)
from privacy.policy.types import Reason

RULES_VERSION: Final = derive_version()
CATEGORIES: Final = read_table("categories", Categories)
PURPOSES: Final = read_table("purposes", Purposes)
RECIPIENTS: Final = read_table("recipients", Recipients)
MINIMISATION: Final = read_table("minimisation", Minimisation)
REQUIREMENTS: Final = read_table("requirements", Requirements)
TRANSFERS: Final = read_table("transfers", Transfers)
CONTROLS: Final = read_table("controls", Controls)

_KEPT_BACK: Final = ("confidential", "important")
_AnyRow = TypeVar("_AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Law:
    """The regime of one region on one day."""

    name: str
    bases: Mapping[str, tuple[BasisRule, ...]]
    implied: Mapping[str, tuple[BasisRule, ...]]
    no_basis: Reason

    def accept(self, declared: tuple[str, ...]) -> tuple[BasisRule, ...]:
        """Return the rows that accept one of the declared bases."""
        return tuple(row for basis in dict.fromkeys(declared) for row in self.bases.get(basis, ()))


@dataclass(frozen=True, slots=True)
class Route:
    """A row of the transfer table that fits one way, with everything it requires there."""

    row: TransferRow
    requires: Proof
    reason: Reason
    # The code that a statute must bear among what is required.
    statute: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All rules of one day."""

    day: date
    known: frozenset[Category]
    personal: frozenset[Category]
    sensitive: frozenset[Category]
    forbidden: frozenset[Category]
    confidential: frozenset[Category]
    important: frozenset[Category]
    # Confidential and important data can be kept back but not masked; evidence has to name it.
    restricted: frozenset[Category]
    purposes: frozenset[str]
    locks: Mapping[str, frozenset[str]]
    roles: Mapping[str, Role]
    needs: tuple[MinimisationRow, ...]
    laws: Mapping[str, Law]
    masks: tuple[RequirementRow, ...]
    holds: tuple[RequirementRow, ...]
    obligations: tuple[ObligationRow, ...]
    transfers: tuple[TransferRow, ...]
    adequacy: Mapping[str, AdequacyRow]
    reasons: Mapping[str, Reason]


@lru_cache(maxsize=32)
def rules_on(day: date) -> Rulebook:
    """Return the rules in force on a day."""
    grades = _in_force(CATEGORIES.rows, day)
    requirements = _in_force(REQUIREMENTS.rows, day)
    return Rulebook(
        day=day,
        known=frozenset(row.category for row in grades),
        personal=frozenset(row.category for row in grades if row.personal),
        sensitive=frozenset(row.category for row in grades if row.sensitive),
        forbidden=frozenset(row.category for row in grades if row.restricted == "forbidden"),
        confidential=frozenset(row.category for row in grades if row.restricted == "confidential"),
        important=frozenset(row.category for row in grades if row.restricted == "important"),
        restricted=frozenset(row.category for row in grades if row.restricted in _KEPT_BACK),
        purposes=frozenset(row.purpose for row in _in_force(PURPOSES.rows, day)),
        locks={row.data: row.purposes for row in _in_force(PURPOSES.locks, day)},
        roles={row.kind: row.role for row in _in_force(RECIPIENTS.rows, day)},
        needs=_in_force(MINIMISATION.rows, day),
        laws={regime.region: _law(regime, day) for regime in REGIMES},
        masks=tuple(row for row in requirements if row.effect == "mask"),
        holds=tuple(row for row in requirements if row.effect == "hold"),
        obligations=_in_force(REQUIREMENTS.obligations, day),
        transfers=_in_force(TRANSFERS.rows, day),
        adequacy={row.region: row for row in _in_force(TRANSFERS.adequacy, day)},
        # A control is a principle: it is cited on every day.
        reasons={row.code: make_reason(row.code, row.source, row.id) for row in CONTROLS.rows},
    )


def list_routes(book: Rulebook, origin: str, destination: str, role: str) -> tuple[Route, ...]:
    """Return the rows of the transfer table that fit these regions and this role, in order."""
    fitting = (_fit(book, row, origin, destination, role) for row in book.transfers)
    return tuple(route for route in fitting if route is not None)


def _fit(
    book: Rulebook, row: TransferRow, origin: str, destination: str, role: str
) -> Route | None:
    if not _matches(origin, row.origins, row.not_origins):
        return None
    if not _matches(role, row.roles, row.not_roles):
        return None
    if row.destinations == "adequate":
        return _fit_adequate(row, book.adequacy.get(destination))
    place = "home" if origin == destination else "abroad"
    if row.destinations not in ("any", place):
        return None
    return Route(row, row.requires, make_reason(row.code, row.source, row.id), row.statute)


def _fit_adequate(row: TransferRow, found: AdequacyRow | None) -> Route | None:
    if found is None:
        return None
    reason = make_reason(row.code, f"{row.source}; {found.source}", found.id)
    return Route(row, row.requires + found.requires, reason, found.statute or row.statute)


def _matches(value: str, only: Set[str], never: Set[str]) -> bool:
    return (not only or value in only) and value not in never


def _law(regime: Regime, day: date) -> Law:
    bases: dict[str, tuple[BasisRule, ...]] = {}
    for row in _in_force(regime.bases, day):
        bases[row.basis] = (*bases.get(row.basis, ()), row)
    implied: dict[str, tuple[BasisRule, ...]] = {}
    for row in _in_force(regime.implied, day):
        implied |= {role: (*implied.get(role, ()), row) for role in row.roles}
    source = f"{regime.law}; control matrix PC-01"
    return Law(
        name=regime.table,
        bases=bases,
        implied=implied,
        no_basis=Reason("no_basis", source, regime.remedy, "PC-01"),
    )


def _in_force(rows: tuple[_AnyRow, ...], day: date) -> tuple[_AnyRow, ...]:
    return tuple(row for row in rows if row.is_in_force(day))


def sensitive_categories(day: date) -> frozenset[Category]:
    """Return the categories whose persons count as sensitive in the counters of section 3."""
    return rules_on(day).sensitive
