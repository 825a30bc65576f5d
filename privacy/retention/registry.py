"""Who holds personal data and can find, export, restrict and destroy it: handed in by hub at start-up.

Privacy knows no alert; a holder answers for its floor, a keeper for one class of records and their term. Nothing of confidential items (PC-25) ever comes
out of a holder, and their presence changes neither the steps nor the counts that a person can see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Item:
    """One thing held about a person: what it is, whose it is, and what of it is the person's own."""

    kind: str
    id: str
    controller: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure came to: items without the person now, recall orders sent, items kept under a hold.

    `generalised` copies stay with their recipients: everything personal in them is masked or generalised.
    """

    items: int = 0
    orders: int = 0
    kept: int = 0
    generalised: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """One record whose term may be over: when the term began, and what a legal hold would know it by.

    `controller` is the STIX id of who answers for it, `alert` an id or "", `subjects` keyed digests in
    hexadecimal; `purpose` and `regime` choose the schedule's row.
    """

    id: str
    start: datetime
    controller: str = ""
    alert: str = ""
    subjects: frozenset[str] = frozenset()
    purpose: str = "*"
    regime: str = "*"


class Keeper(Protocol):
    """Who keeps the records of one class and can do what the schedule says, such as `delete`.

    A keeper `in_order` can only act on all records up to a moment: it is given nothing that began at or
    after one that must stay.
    """

    @property
    def item_class(self) -> str: ...

    @property
    def action(self) -> str: ...

    @property
    def in_order(self) -> bool: ...

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return records whose term began before a moment, by (start, id), behind `after`."""

    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:
        """Do what the schedule says to these records and return to how many; safe to repeat."""


class Holder(Protocol):
    """What every keeper of personal data can do about one person, known by keyed digests (16 bytes each).

    `controller` is the STIX id of the one institution whose items are meant; "" means everybody's.
    """

    @property
    def name(self) -> str: ...

    def export(self, *, subjects: frozenset[bytes], now: datetime) -> Sequence[Item]: ...

    def restrict(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int: ...

    def release(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int: ...

    def object_to(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int: ...

    def end_objection(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int: ...

    def erase(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> Erased: ...


_holders: dict[str, Holder] = {}
_keepers: dict[str, Keeper] = {}


def register(holder: Holder) -> None:
    """Hand in a holder; one of the same name replaces it."""
    _holders[holder.name] = holder


def list_holders() -> tuple[Holder, ...]:
    """Return all holders, in the order of their names."""
    return tuple(_holders[name] for name in sorted(_holders))


def register_keeper(keeper: Keeper) -> None:
    """Hand in a keeper; one of the same class replaces it."""
    _keepers[keeper.item_class] = keeper


def list_keepers() -> tuple[Keeper, ...]:
    """Return all keepers, in the order of their classes."""
    return tuple(_keepers[name] for name in sorted(_keepers))
