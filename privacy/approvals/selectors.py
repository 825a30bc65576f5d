"""Reads of approvals. Whose they are to see is filtered here and nowhere else."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from privacy.approvals.models import Approval
from privacy.approvals.persons import are_one
from privacy.errors import ApprovalNotFound


def list_open(*, institution: str, now: datetime) -> QuerySet[Approval]:
    """Return the approvals of an institution that still wait for somebody, oldest first."""
    return (
        Approval.objects.filter(institution=institution)
        .filter(state=Approval.State.OPEN)
        .filter(expires_at__gt=now)
        .order_by("asked_at", "id")
    )


def count_to_give(*, institution: str, actor: str, now: datetime) -> int:
    """Return how many approvals of an institution an actor may give: those that another asked for."""
    asked = list_open(institution=institution, now=now).values_list("asked_by", flat=True)
    return sum(not are_one(actor, asker) for asker in asked)


def get_approval(*, institution: str, approval_id: UUID) -> Approval:
    """Return one approval of an institution. Raises ApprovalNotFound, also for others'."""
    found = Approval.objects.filter(institution=institution).filter(id=approval_id).first()
    if found is None:
        raise ApprovalNotFound("there is no such approval")
    return found
