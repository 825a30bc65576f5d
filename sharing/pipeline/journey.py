"""What the stages of the pipeline hand to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from privacy.gate import Inspection
from sharing.delivery.services import Edition, Refusal
from sharing.groups.network import Network, Party
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened
from sharing.routing.match import Filter, RoutingRules
from sharing.routing.services import Stop


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a batch is decided on: the exchange as it stands when the batch begins."""

    now: datetime
    network: Network
    filters: Mapping[UUID, tuple[Filter, ...]]
    rules: RoutingRules


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
class Release:
    """What becomes of an admitted alert: its renditions, and whom the gate refused."""

    admitted: Admitted
    editions: tuple[Edition, ...]
    refusals: tuple[Refusal, ...]

    @property
    def submission(self) -> Submission:
        """Return the row of the queue."""
        return self.admitted.opened.submission
