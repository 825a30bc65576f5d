"""How submissions stand as a whole, for health, metrics and the sender of many at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from sharing.errors import NotFound
from sharing.ingest.models import ObjectRequest, Submission
from sharing.members.actors import Actor

# What is routed is not in the feeds yet, where its sender looks for it.
_SUCCESS = frozenset({Submission.State.DELIVERED})
_FAILURE = frozenset({Submission.State.REFUSED, Submission.State.FAILED})


@dataclass(frozen=True, slots=True)
class ObjectOutcome:
    """How one object of a request fared; id and version are "" where it had none well formed."""

    id: str
    version: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class RequestProgress:
    """Which objects of one request are through or refused; the rest is on its way."""

    id: UUID
    received_at: datetime
    total: int
    successes: tuple[ObjectOutcome, ...]
    failures: tuple[ObjectOutcome, ...]

    @property
    def pending(self) -> int:
        """Return the objects on their way, those that wait for a person's decision included."""
        return self.total - len(self.successes) - len(self.failures)


def read_request(*, actor: Actor, api_root: str, request_id: UUID) -> RequestProgress:
    """Return the progress of one's own request to an API root. Raises NotFound."""
    request = (
        ObjectRequest.objects.filter(id=request_id)
        .filter(institution_id=actor.institution_id)
        .filter(api_root=api_root)
        .first()
    )
    if request is None:
        raise NotFound("there is no such request")
    rows = list(
        Submission.objects.filter(request_id=request_id)
        .filter(state__in=_SUCCESS | _FAILURE)
        .order_by("received_at", "id")
        .values_list("state", "request_names", "reasons")
    )
    failed = [outcome for row in rows if row[0] in _FAILURE for outcome in _list_outcomes(*row)]
    return RequestProgress(
        id=request.id,
        received_at=request.received_at,
        total=request.total,
        successes=tuple(
            outcome for row in rows if row[0] in _SUCCESS for outcome in _list_outcomes(*row)
        ),
        failures=(*(ObjectOutcome(*one) for one in request.refused), *failed),
    )


def _list_outcomes(
    _: str, names: list[list[str]], reasons: list[dict[str, str]]
) -> Iterator[ObjectOutcome]:
    message = " ".join(reason.get("message") or reason["code"] for reason in reasons)
    for object_id, version in names:
        yield ObjectOutcome(object_id, version, message)


def count_states() -> dict[str, int]:
    """Return how many submissions are in each state."""
    rows = Submission.objects.values_list("state").annotate(count=Count("id")).order_by()
    return {str(state): 0 for state in Submission.State} | dict(rows)


def oldest_due(*, now: datetime) -> datetime | None:
    """Return since when the submission that has waited longest is due, or None."""
    waiting = Submission.objects.filter(state=Submission.State.RECEIVED, due_at__lte=now)
    found: datetime | None = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return found
