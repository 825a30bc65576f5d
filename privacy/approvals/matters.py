"""What waits for an officer, told once to whoever hub names at start-up: which desk, what kind, which id.

Told inside the transaction that notes it, so that neither is without the other. Nothing of a person is told.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MatterKind(StrEnum):
    """What waits for an officer, or what one has to know of."""

    HOLD = "hold"
    REQUEST_OVERDUE = "rights-request-overdue"
    COMPLAINT_OVERDUE = "complaint-overdue"
    RECALL_OVERDUE = "recall-overdue"
    RECALL_SUSPENDED = "recall-suspended"
    LEGAL_HOLD = "legal-hold-unconfirmed"
    INCIDENT_CLOCK = "incident-clock"
    AUTHORITY_REQUEST = "authority-request"
    ARRANGEMENT = "arrangement"
    PORTING = "porting"
    PERSON_COUNT = "person-count"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits: whose desk (a STIX id, "" the hub's own), of which kind, and its id.

    `mark` is the percent of its time that has passed, where a clock called out; else 0.
    """

    desk: str
    kind: MatterKind
    id: str
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """How much of one kind waits for an officer, and how much of that is late."""

    open: int
    overdue: int


# Called with `now` and the matters.
Teller = Callable[[datetime, Sequence[Matter]], None]
_tellers: dict[str, Teller] = {}


def register_teller(name: str, teller: Teller) -> None:
    """Hand in who tells officers; one of the same name replaces it."""
    _tellers[name] = teller


def tell(*, now: datetime, matters: Sequence[Matter]) -> None:
    """Tell officers of what waits for them; call where it is noted, once for each state."""
    for name in sorted(_tellers):
        if matters:
            _tellers[name](now, matters)
