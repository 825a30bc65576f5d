"""Reads of portings, as their recipient sees them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from privacy.portability.models import Porting
from privacy.rights.errors import RecordNotFound


def list_portings(
    *, recipient: str, before: tuple[datetime, UUID] | None = None, limit: int
) -> list[Porting]:
    """Return what persons sent to an institution, newest first."""
    rows = Porting.objects.filter(recipient=recipient).defer("content")
    if before:
        at, row_id = before
        rows = rows.filter(Q(ported_at__lt=at) | Q(ported_at=at, id__lt=row_id))
    return list(rows.order_by("-ported_at", "-id")[:limit])


def get_porting(*, recipient: str, porting_id: UUID) -> Porting:
    """Return one of them. Raises RecordNotFound."""
    found = Porting.objects.filter(recipient=recipient, id=porting_id).first()
    if found is None:
        raise RecordNotFound
    return found
