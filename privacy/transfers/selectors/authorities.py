"""Requests of foreign authorities, as the institution sees them that was asked (PC-20)."""

from uuid import UUID

from django.db.models import Q

from privacy.transfers.errors import RecordMissing
from privacy.transfers.models import AuthorityRequest
from privacy.transfers.selectors.records import Place


def list_authority_requests(
    *, institution: str, before: Place | None = None, limit: int
) -> list[AuthorityRequest]:
    """Return requests to an institution, newest first."""
    rows = AuthorityRequest.objects.filter(institution=institution).select_related("mechanism")
    if before:
        at, row_id = before
        rows = rows.filter(Q(recorded_at__lt=at) | Q(recorded_at=at, id__lt=row_id))
    return list(rows.order_by("-recorded_at", "-id")[:limit])


def count_unanswered(*, institution: str) -> int:
    """Return how many requests to an institution are neither approved nor refused."""
    rows = AuthorityRequest.objects.filter(institution=institution).filter(refused_at=None)
    return rows.filter(
        Q(mechanism=None) | Q(mechanism__approved_at=None, mechanism__ended_at=None)
    ).count()


def get_authority_request(*, institution: str, request_id: UUID) -> AuthorityRequest:
    """Return one of them. Raises RecordMissing."""
    rows = AuthorityRequest.objects.filter(institution=institution).select_related("mechanism")
    found = rows.filter(id=request_id).first()
    if found is None:
        raise RecordMissing("there is no such request")
    return found
