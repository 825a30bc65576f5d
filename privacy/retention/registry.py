"""Who holds personal data and can find, export, restrict and destroy it: handed in by hub at start-up.

Privacy knows no alert; a holder answers for its floor. Nothing of confidential items (PC-25) ever comes
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
    """What an erasure came to: items without the person now, recall orders sent, items kept under a hold."""

    items: int = 0
    orders: int = 0
    kept: int = 0


class Holder(Protocol):
    """What every keeper of personal data can do about one person, known by keyed digests (16 bytes each)."""

    @property
    def name(self) -> str: ...

    def export(self, *, subjects: frozenset[bytes], now: datetime) -> Sequence[Item]: ...

    def restrict(self, *, actor: str, now: datetime, subjects: frozenset[bytes]) -> int: ...

    def release(self, *, actor: str, now: datetime, subjects: frozenset[bytes]) -> int: ...

    def erase(self, *, actor: str, now: datetime, subjects: frozenset[bytes]) -> Erased: ...


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """Hand in a holder; one of the same name replaces it."""
    _holders[holder.name] = holder


def list_holders() -> tuple[Holder, ...]:
    """Return all holders, in the order of their names."""
    return tuple(_holders[name] for name in sorted(_holders))
