"""Reads of holds: an institution sees those of what it reported."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sharing.errors import NotFound
from sharing.holds.models import Hold
from sharing.holds.proposals import HoldAction, Proposal, read_proposal
from sharing.members.actors import Actor

STATES = tuple(Hold.State.values)


def list_holds(
    *, actor: Actor, state: str | None, before: tuple[datetime, UUID] | None, limit: int
) -> list[Hold]:
    """Return holds of what the actor's institution reported, newest first."""
    rows = Hold.objects.filter(reporter_id=actor.institution_id).select_related("recipient")
    if state is not None:
        rows = rows.filter(state=state)
    if before is not None:
        placed_at, hold_id = before
        rows = rows.filter(Q(placed_at__lt=placed_at) | Q(placed_at=placed_at, id__gt=hold_id))
    return list(rows.order_by("-placed_at", "id")[:limit])


def get_hold(*, actor: Actor, hold_id: UUID) -> Hold:
    """Return one hold. Raises NotFound, also for others'."""
    found = (
        Hold.objects.select_related("recipient", "submission")
        .filter(id=hold_id)
        .filter(reporter_id=actor.institution_id)
        .first()
    )
    if found is None:
        raise NotFound("there is no such hold")
    return found


def count_open(*, actor: Actor) -> int:
    """Return how much of what the actor's institution reported waits for two of its persons."""
    rows = Hold.objects.filter(reporter_id=actor.institution_id)
    return rows.filter(state=Hold.State.OPEN).count()


def has_open_holds(submission_id: UUID) -> bool:
    """Say whether anything of a submission still waits."""
    return Hold.objects.filter(submission_id=submission_id, state=Hold.State.OPEN).exists()


def find_supplied(submissions: Iterable[UUID]) -> dict[UUID, Proposal]:
    """Return what privacy officers supplied for submissions that were held at intake."""
    rows = (
        Hold.objects.filter(submission_id__in=list(submissions))
        .filter(kind=Hold.Kind.INTAKE)
        .filter(state=Hold.State.RETRIED)
        .order_by("decided_at")
    )
    proposals = ((row.submission_id, read_proposal(row.proposal)) for row in rows)
    return {one: found for one, found in proposals if found.action is HoldAction.SUPPLY}
