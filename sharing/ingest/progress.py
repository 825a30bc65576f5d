"""How submissions stand as a whole, for health, metrics and the sender of many at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Sum

from sharing.errors import NotFound
from sharing.ingest.models import Submission
from sharing.members.actors import Actor

_SUCCESS = frozenset({Submission.State.ROUTED, Submission.State.DELIVERED})
_FAILURE = frozenset({Submission.State.REFUSED, Submission.State.FAILED})


@dataclass(frozen=True, slots=True)
class RequestProgress:
    """How many objects of one request are through, refused, or still on their way."""

    received_at: datetime
    total: int
    success: int
    failure: int

    @property
    def pending(self) -> int:
        """Return the objects on their way, those that wait for a person's decision included."""
        return self.total - self.success - self.failure


def sum_request(*, actor: Actor, request_id: UUID) -> RequestProgress:
    """Return the progress of one's own request. Raises NotFound."""
    rows = list(
        Submission.objects.filter(institution_id=actor.institution_id, request_id=request_id)
        .values("state")
        .annotate(count=Sum("request_objects"), at=Min("received_at"))
        .order_by()
    )
    if not rows:
        raise NotFound("there is no such request")
    return RequestProgress(
        received_at=min(row["at"] for row in rows),
        total=sum(row["count"] for row in rows),
        success=sum(row["count"] for row in rows if row["state"] in _SUCCESS),
        failure=sum(row["count"] for row in rows if row["state"] in _FAILURE),
    )


def count_states() -> dict[str, int]:
    """Return how many submissions are in each state."""
    rows = Submission.objects.values_list("state").annotate(count=Count("id")).order_by()
    return {str(state): 0 for state in Submission.State} | dict(rows)


def oldest_due(*, now: datetime) -> datetime | None:
    """Return since when the submission that has waited longest is due, or None."""
    waiting = Submission.objects.filter(state=Submission.State.RECEIVED, due_at__lte=now)
    found: datetime | None = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return found
