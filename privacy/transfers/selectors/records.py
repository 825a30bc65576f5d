"""Assessments and mechanisms as an institution sees them: its own, and those of the whole exchange."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from privacy.transfers.errors import RecordMissing
from privacy.transfers.models import Assessment, Mechanism

# Where a page ends: the time of its last row and its id.
Place = tuple[datetime, UUID]


def list_assessments(
    *, institution: str, state: str = "", before: Place | None = None, limit: int
) -> list[Assessment]:
    """Return assessments that the institution may see, newest first; `state` "" is any."""
    rows = _visible_assessments(institution)
    if state:
        rows = rows.filter(state=state)
    if before:
        at, row_id = before
        rows = rows.filter(Q(drafted_at__lt=at) | Q(drafted_at=at, id__lt=row_id))
    return list(rows.order_by("-drafted_at", "-id")[:limit])


def get_assessment(*, institution: str, assessment_id: UUID) -> Assessment:
    """Return one of them. Raises RecordMissing."""
    found = _visible_assessments(institution).filter(id=assessment_id).first()
    if found is None:
        raise RecordMissing("there is no such assessment")
    return found


def list_mechanisms(
    *, institution: str, before: Place | None = None, limit: int
) -> list[Mechanism]:
    """Return mechanisms that the institution may see, newest first."""
    rows = Mechanism.objects.filter(exporter__in=(institution, ""))
    if before:
        at, row_id = before
        rows = rows.filter(Q(filed_at__lt=at) | Q(filed_at=at, id__lt=row_id))
    return list(rows.order_by("-filed_at", "-id")[:limit])


def _visible_assessments(institution: str) -> QuerySet[Assessment]:
    return Assessment.objects.filter(controller__in=(institution, ""))
