"""One release on the scales: the act with its rules and proofs, and what is found out about it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from privacy import Category
from privacy.policy.minimisation import Needed, find_needed
from privacy.policy.portfolio import Portfolio
from privacy.policy.regions import legal_region
from privacy.policy.rulebook import Law, Route, Rulebook, list_routes, rules_on
from privacy.policy.tables import BasisRule
from privacy.policy.types import Reason, ReleaseAct

# What may be recorded of the persons; anything else waits for a human (unknown means no).
STANDINGS = frozenset(
    {"restricted", "redacted", "objected", "recall-unconfirmed", "reconsent", "age-unknown"}
)


@dataclass(frozen=True, slots=True)
class Way:
    """From one origin of the data to one place where it would be read."""

    origin: str
    destination: str
    # Whether it crosses the border of a legal region.
    is_abroad: bool
    role: str
    law: Law | None
    # The statutes under which the role receives there.
    implied: tuple[BasisRule, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What is weighed: constant while one decision is made."""

    act: ReleaseAct
    book: Rulebook
    categories: frozenset[Category]
    personal: frozenset[Category]
    portfolio: Portfolio
    ways: tuple[Way, ...]
    needed: Needed
    # What is true of the act itself, whatever of it is kept.
    facts: frozenset[str]


class Step(NamedTuple):
    """A row of the transfer table that one category goes by; without one, the whole act does."""

    category: Category | None
    reason: Reason
    # Empty at home: only what crosses a border has a mechanism.
    mechanism: str


@dataclass(slots=True)
class Tally:
    """What was found out; what a category rests on counts only where it is kept to the end."""

    kept: frozenset[Category]
    clear: frozenset[Category]
    # By code and rule, so that each reason is given once.
    masked: dict[str, Reason] = field(default_factory=dict)
    # The articles by which each category was masked first.
    sources: dict[Category, str] = field(default_factory=dict)
    # What only a human can let go, by category.
    waiting: list[tuple[Category, Reason]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    bases: list[tuple[Category, BasisRule]] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)

    def list_bases(self, categories: frozenset[Category]) -> tuple[BasisRule, ...]:
        """Return the rows on which these categories rest, each once."""
        return tuple({row.id: row for one, row in self.bases if one in categories}.values())

    def list_steps(self) -> tuple[Step, ...]:
        """Return the rows by which goes what is kept."""
        return tuple(
            step for step in self.steps if step.category is None or step.category in self.kept
        )

    def list_mechanisms(self) -> tuple[str, ...]:
        """Return by which rows of section 3 goes what is kept, where it crosses a border."""
        return tuple(step.mechanism for step in self.list_steps() if step.mechanism)

    def mask(self, *reasons: Reason) -> None:
        """Mask everything personal, for these reasons."""
        self.mask_only(self.kept, *reasons)

    def mask_only(self, categories: frozenset[Category], *reasons: Reason) -> None:
        """Mask some categories, for these reasons."""
        source = "; ".join(dict.fromkeys(reason.source for reason in reasons))
        self.sources |= dict.fromkeys(self.kept & categories, source)
        self.kept -= categories
        self.clear -= categories
        self.masked.update({f"{reason.code} {reason.rule}": reason for reason in reasons})


def open_case(
    act: ReleaseAct, book: Rulebook, categories: frozenset[Category], *, now: datetime
) -> Case:
    """Lay an act on the scales; each origin to each place of reading is one way (PC-19, X21)."""
    origins = _regions(act.origin_region, *act.further_origins)
    return Case(
        act=act,
        book=book,
        categories=categories,
        personal=categories & book.personal,
        portfolio=Portfolio(act, book.restricted, now),
        ways=_find_ways(book.day, origins, list_destinations(act), act.recipient_kind),
        needed=find_needed(book.day, act.purposes, act.recipient_kind),
        facts=_note_act(act, book, categories, origins),
    )


def list_destinations(act: ReleaseAct) -> tuple[str, ...]:
    """Return where the data would be read: where the recipient is established, and where it reads besides."""
    return _regions(act.destination_region, *act.reader_regions)


def _regions(*codes: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(legal_region, codes)))


@lru_cache(maxsize=4096)
def _find_ways(
    day: date, origins: tuple[str, ...], destinations: tuple[str, ...], kind: str
) -> tuple[Way, ...]:
    return tuple(
        _find_way(day, origin, place, kind) for origin in origins for place in destinations
    )


def _find_way(day: date, origin: str, destination: str, kind: str) -> Way:
    book = rules_on(day)
    is_abroad = origin != destination
    role = str(book.roles.get(kind, ""))
    if role == "supervisor" and is_abroad:
        role = "foreign-supervisor"
    law = book.laws.get(origin)
    return Way(
        origin=origin,
        destination=destination,
        is_abroad=is_abroad,
        role=role,
        law=law,
        implied=law.implied.get(role, ()) if law else (),
        routes=list_routes(book, origin, destination, role),
    )


def _note_act(
    act: ReleaseAct, book: Rulebook, categories: frozenset[Category], origins: tuple[str, ...]
) -> frozenset[str]:
    is_important = not categories.isdisjoint(book.important)
    facts = {
        "confidential": not categories.isdisjoint(book.confidential),
        "important": is_important,
        "held-data": is_important,
        "critical-operator": act.is_critical_operator,
        "not-critical": not act.is_critical_operator,
        "restricted-recipient": act.is_recipient_restricted,
        # An officer's order is told whether or not something was masked before it.
        "redacted": "redacted" in act.standing,
        # This act counts too, so that nobody counted means that nobody looked.
        "counted": act.counts.ordinary + act.counts.sensitive > 0,
        "unmixed": len(origins) == 1,
    }
    return frozenset(name for name, holds in facts.items() if holds)
