"""What the stages of the pipeline hand to each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from privacy.gate import Decision, Inspection, Standing
from privacy.pseudonyms.tokens import tokenise_for
from sharing.delivery.services import Edition, OwnCopy, Refusal
from sharing.groups.network import Network, Party
from sharing.holds.proposals import Proposal
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened
from sharing.pipeline.earlier import References
from sharing.routing.match import Filter, RoutingRules
from sharing.routing.services import Stop


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a batch is decided on: the exchange as it stands when the batch begins."""

    now: datetime
    network: Network
    filters: Mapping[UUID, tuple[Filter, ...]]
    rules: RoutingRules
    # Of a circle: the tokeniser of its personal identifiers.
    tokenise_for: Callable[[str], Callable[[str, str], str]] = tokenise_for
    # Up to which version, as digits, alerts by (reporter, root) were recalled or deleted.
    withdrawn: Mapping[tuple[UUID, str], str] = field(default_factory=dict)
    # Earlier alerts that these are about, and requests that they answer.
    references: References = field(default_factory=References)
    # What privacy officers supplied for submissions that were held before.
    supplied: Mapping[UUID, Proposal] = field(default_factory=dict)
    # What detection found in each, and what their acts can rest on.
    inspections: Mapping[UUID, Inspection] = field(default_factory=dict)
    standing: Standing = field(default_factory=Standing)
    # (reporter, recipient) between whom an unconfirmed recall stands: nothing personal goes there.
    suspended: frozenset[tuple[UUID, UUID]] = frozenset()


@dataclass(frozen=True, slots=True)
class Admitted:
    """An alert that may go on: its content, what detection found, its reporter, who receives it."""

    opened: Opened
    inspection: Inspection
    reporter: Party
    stops: tuple[Stop, ...]

    @property
    def id(self) -> UUID:
        """Return the id that submission and alert share."""
        return self.opened.submission.id


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recipient whose copy waits until two persons have decided."""

    hop: Stop
    decision: Decision


@dataclass(frozen=True, slots=True)
class Release:
    """What becomes of an admitted alert: its renditions, whom the gate refused, its reporter's copy."""

    admitted: Admitted
    editions: tuple[Edition, ...]
    refusals: tuple[Refusal, ...]
    copies: tuple[OwnCopy, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    # What its original is compared by.
    sketch: bytes = b""

    @property
    def submission(self) -> Submission:
        """Return the row of the queue."""
        return self.admitted.opened.submission
