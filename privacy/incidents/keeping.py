"""The keeper of closed incidents, for the schedules of retention (GDPR 33(5): documented while it counts)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from privacy.incidents.models import Incident
from privacy.retention.registry import Due
from privacy.retention.schedules import RetentionAction


@dataclass(frozen=True, slots=True)
class IncidentKeeper:
    """Incidents whose reports were all sent, from their closing on; reports and alarms go with them."""

    item_class: str = "incident"
    action: str = RetentionAction.DELETE
    in_order: bool = False

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return closed incidents by when they were closed."""
        rows = Incident.objects.filter(closed_at__lt=before)
        if after is not None:
            start, last = after.start, UUID(after.id)
            rows = rows.filter(Q(closed_at__gt=start) | Q(closed_at=start, id__gt=last))
        found = rows.order_by("closed_at", "id").values_list("id", "closed_at", "institution")
        return [
            Due(id=str(row_id), start=closed_at, controller=institution)
            for row_id, closed_at, institution in found[:limit]
            if closed_at is not None
        ]

    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:  # noqa: ARG002  # of the protocol
        """Remove these and return how many; one that was opened again stays."""
        rows = Incident.objects.filter(id__in=[UUID(one.id) for one in items])
        _, removed = rows.exclude(closed_at=None).delete()
        return removed.get(Incident._meta.label, 0)
