"""Reads of approvals. Whose they are to see is filtered here and nowhere else."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from privacy.approvals.models import Approval
from privacy.errors import ApprovalNotFound


def list_open(*, institution: str, now: datetime) -> QuerySet[Approval]:
    """Return the approvals of an institution that still wait for somebody, oldest first."""
    return (
        Approval.objects.filter(institution=institution)
        .filter(state=Approval.State.OPEN)
        .filter(expires_at__gt=now)
        .order_by("asked_at", "id")
    )


def get_approval(*, institution: str, approval_id: UUID) -> Approval:
    """Return one approval of an institution. Raises ApprovalNotFound, also for others'."""
    found = Approval.objects.filter(institution=institution).filter(id=approval_id).first()
    if found is None:
        raise ApprovalNotFound("there is no such approval")
    return found
