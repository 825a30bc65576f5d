"""Reads of webhooks and dispatches: the only places that filter by who they belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sharing.channels.models import Dispatch, Webhook
from sharing.delivery.models import Delivery
from sharing.errors import NotFound
from sharing.members.actors import Actor
from sharing.members.models import Institution


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A webhook that something can be sent to now, and whether it failed lately."""

    id: UUID
    is_failing: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why something was pushed: over which channel, by which subscription, what it asked for."""

    channel: str
    subscription: str
    name: str
    matched: tuple[str, ...]
    state: str


def list_webhooks(*, actor: Actor) -> list[Webhook]:
    """Return the actor's webhooks by name."""
    return list(Webhook.objects.filter(institution_id=actor.institution_id).order_by("name", "id"))


def get_webhook(*, actor: Actor, webhook_id: UUID) -> Webhook:
    """Return one of the actor's webhooks. Raises NotFound, also for others'."""
    found = (
        Webhook.objects.filter(id=webhook_id).filter(institution_id=actor.institution_id).first()
    )
    if found is None:
        raise NotFound("there is no such webhook")
    return found


def list_dispatches(
    *,
    actor: Actor,
    webhook_id: UUID,
    state: str,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Dispatch]:
    """Return what went or goes to one of the actor's webhooks, newest first, with each attempt.

    Raises NotFound.
    """
    webhook = get_webhook(actor=actor, webhook_id=webhook_id)
    rows = (
        Dispatch.objects.filter(webhook=webhook)
        .select_related("delivery")
        .prefetch_related("tries")
        .order_by("-created_at", "id")
    )
    if state:
        rows = rows.filter(state=state)
    if before is not None:
        at, last = before
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__gt=last))
    return list(rows[:limit])


def why(delivery: Delivery) -> tuple[Why, ...]:
    """Return why a delivery was pushed to its recipient; empty where it was not."""
    rows = Dispatch.objects.filter(delivery=delivery).order_by("created_at", "id")
    return tuple(
        Why(
            channel="mail" if row.webhook_id is None else f"webhook:{row.webhook_id}",
            subscription=str(subscription),
            name=str(name),
            matched=tuple(matched),
            state=row.state,
        )
        for row in rows
        for subscription, name, matched in row.reasons
    )


def find_pushed(alert_ids: Iterable[UUID]) -> Sequence[Dispatch]:
    """Return one dispatch for each endpoint that was told, or was to be told, of these alerts."""
    rows = (
        Dispatch.objects.filter(alert_id__in=set(alert_ids))
        .filter(kind=Dispatch.Kind.ALERT)
        .order_by("alert_id", "id")
    )
    endpoints = {(row.alert_id, row.webhook_id, row.reader_id): row for row in rows}
    return list(endpoints.values())


def find_ready(*, now: datetime, limit: int) -> list[Endpoint]:
    """Return webhooks that something can be sent to now: healthy ones first, else in no order."""
    due = due_dispatches(now).filter(webhook=OuterRef("pk"))
    rows = ready_webhooks(now).filter(Exists(due)).order_by("failures", "?")
    return [Endpoint(row.id, row.failures > 0) for row in rows.only("id", "failures")[:limit]]


def ready_webhooks(now: datetime) -> QuerySet[Webhook]:
    """Return the webhooks of active members that are enabled, do not rest, and lie where may be read.

    What goes to a region that is not open waits (PC-19).
    """
    return (
        Webhook.objects.filter(enabled=True)
        .filter(institution__status=Institution.Status.ACTIVE)
        .filter(_lies_where_open())
        .filter(Q(rests_until=None) | Q(rests_until__lte=now))
    )


def _lies_where_open() -> Q:
    # Neither database searches lists of JSON alike; the few members with regions are read instead.
    listed = Institution.objects.exclude(open_regions=[]).values_list("id", "open_regions")
    here = [Q(institution_id=one, region__in=regions) for one, regions in listed]
    return reduce(or_, here, Q(region=""))


def due_dispatches(now: datetime) -> QuerySet[Dispatch]:
    """Return what waits and may be sent now, whatever its endpoint does.

    A message about a delivery waits for its position, and is not sent when that was taken back.
    """
    return (
        Dispatch.objects.filter(state=Dispatch.State.WAITING)
        .filter(due_at__lte=now)
        .filter(Q(delivery=None) | Q(delivery__position__isnull=False))
        .filter(Q(delivery=None) | Q(delivery__withdrawn_at=None))
    )


def due_mail(now: datetime, *, in_digest: bool) -> QuerySet[Dispatch]:
    """Return the mail that is due: single ones, or what stands in digests."""
    return due_dispatches(now).filter(webhook=None).filter(in_digest=in_digest)


def is_due(*, now: datetime) -> bool:
    """Say whether anything can be sent now."""
    return bool(find_ready(now=now, limit=1)) or due_mail(now, in_digest=False).exists()
