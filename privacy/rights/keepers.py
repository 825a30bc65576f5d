"""Closed requests and complaints, for the retention of this room: three years, then nothing is left.

What proved who asked is not here to be kept: papers are never taken, and claims that were not verified go
when the request closes (PC-17).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from privacy.retention.registry import Due
from privacy.retention.schedules import RetentionAction
from privacy.rights.models import Complaint, Person, RightsRequest


@dataclass(frozen=True, slots=True)
class RequestKeeper:
    """Requests of natural persons, from when they were closed."""

    item_class: str = "rights-request"
    action: str = RetentionAction.DELETE
    in_order: bool = False

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return requests that were closed before a moment, by when and by id."""
        # An erasure that a legal hold keeps waiting is not over.
        rows = RightsRequest.objects.filter(_closed(before, after)).filter(kept_at=None)
        page = rows.order_by("closed_at", "id").prefetch_related("person__identifiers")[:limit]
        return [
            Due(
                id=str(row.id),
                start=row.closed_at or before,
                controller=row.controller,
                subjects=_known_as(row.person),
                regime=row.regime,
            )
            for row in page
        ]

    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:  # noqa: ARG002  # of the protocol
        """Delete these with their steps; return how many."""
        rows = RightsRequest.objects.filter(id__in=[item.id for item in items])
        return rows.exclude(closed_at=None).delete()[1].get(RightsRequest._meta.label, 0)


@dataclass(frozen=True, slots=True)
class ComplaintKeeper:
    """Complaints, from when they were closed."""

    item_class: str = "complaint"
    action: str = RetentionAction.DELETE
    in_order: bool = False

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return complaints that were closed before a moment, by when and by id."""
        rows = Complaint.objects.filter(_closed(before, after))
        page = rows.order_by("closed_at", "id").prefetch_related("person__identifiers")[:limit]
        return [
            Due(
                id=str(row.id),
                start=row.closed_at or before,
                controller=row.about,
                subjects=_known_as(row.person) if row.person else frozenset(),
            )
            for row in page
        ]

    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:  # noqa: ARG002  # of the protocol
        """Delete these with their steps; return how many."""
        rows = Complaint.objects.filter(id__in=[item.id for item in items])
        return rows.exclude(closed_at=None).delete()[1].get(Complaint._meta.label, 0)


def _known_as(person: Person) -> frozenset[str]:
    return frozenset(bytes(one.subject).hex() for one in person.identifiers.all())


def _closed(before: datetime, after: Due | None) -> Q:
    found = Q(closed_at__lt=before)
    if after is None:
        return found
    later = Q(closed_at__gt=after.start) | Q(closed_at=after.start, id__gt=UUID(after.id))
    return found & later
