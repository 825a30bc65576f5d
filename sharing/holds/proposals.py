"""What two persons can decide about a hold: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# Of these the sender can be spared a second sending: the officer states what it left out.
SUPPLIABLE = frozenset(
    {"no_basis", "no_purpose", "purpose_not_listed", "unknown_declaration", "no_agreement"}
)


class HoldAction(StrEnum):
    """What is proposed: supply what the alert lacks, try again, let go, let go without the person, refuse."""

    SUPPLY = "supply"
    RETRY = "retry"
    RELEASE = "release"
    REDACT = "redact"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal. Bases and purposes go with `supply`; the note says why, without personal data."""

    action: HoldAction
    note: str
    legal_bases: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    reference: str = ""

    def as_row(self) -> dict[str, Any]:
        """Return the proposal as it is stored and as an approval binds to it."""
        return {
            "action": self.action.value,
            "note": self.note,
            "legal_bases": sorted(self.legal_bases),
            "purposes": sorted(self.purposes),
            "reference": self.reference,
        }


def read_proposal(row: dict[str, Any]) -> Proposal:
    """Return a stored proposal."""
    return Proposal(
        HoldAction(row["action"]),
        row["note"],
        tuple(row["legal_bases"]),
        tuple(row["purposes"]),
        row["reference"],
    )


def list_actions(kind: str, codes: Iterable[str]) -> tuple[HoldAction, ...]:
    """Return what may be proposed for a hold of a kind with these reasons."""
    if kind == "release":
        return (HoldAction.RELEASE, HoldAction.REDACT, HoldAction.REFUSE)
    can_supply = SUPPLIABLE.issuperset(codes)
    first = (HoldAction.SUPPLY,) if can_supply else ()
    return (*first, HoldAction.RETRY, HoldAction.REFUSE)
