"""Reads of subscriptions."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from sharing.errors import NotFound
from sharing.members.actors import Actor
from sharing.routing.match import Filter
from sharing.routing.models import Subscription
from sharing.routing.wishes import INBOX, MailPlan, Wish


def load_filters() -> dict[UUID, tuple[Filter, ...]]:
    """Return what narrows everybody's inbox, by institution; one query.

    Who has no subscription with that channel is not there: everything it is entitled to comes in.
    """
    filters: dict[UUID, list[Filter]] = defaultdict(list)
    for row in Subscription.objects.all():
        if INBOX in row.channels:
            filters[row.institution_id].append(filter_of(row))
    return {institution: tuple(found) for institution, found in filters.items()}


def load_wishes(institutions: Iterable[UUID]) -> dict[UUID, tuple[Wish, ...]]:
    """Return what these institutions want to be told, by institution; one query."""
    wishes: dict[UUID, list[Wish]] = defaultdict(list)
    rows = Subscription.objects.filter(institution_id__in=set(institutions))
    for row in rows.order_by("name", "id"):
        wishes[row.institution_id].append(wish_of(row))
    return {institution: tuple(found) for institution, found in wishes.items()}


def list_subscriptions(*, actor: Actor) -> list[Subscription]:
    """Return the actor's subscriptions by name."""
    return list(
        Subscription.objects.filter(institution_id=actor.institution_id).order_by("name", "id")
    )


def get_subscription(*, actor: Actor, subscription_id: UUID) -> Subscription:
    """Return one of the actor's subscriptions. Raises NotFound, also for others'."""
    found = (
        Subscription.objects.filter(id=subscription_id)
        .filter(institution_id=actor.institution_id)
        .first()
    )
    if found is None:
        raise NotFound("there is no such subscription")
    return found


def filter_of(row: Subscription) -> Filter:
    """Return what a subscription asks for."""
    return Filter(
        categories=frozenset(row.categories),
        jurisdictions=frozenset(row.jurisdictions),
        min_severity=row.min_severity,
        min_score=row.min_score,
        groups=frozenset(row.groups),
        reporter_kinds=frozenset(row.reporter_kinds),
        watch=frozenset(row.watch),
    )


def wish_of(row: Subscription) -> Wish:
    """Return a subscription as a value."""
    mail = MailPlan(
        mode=row.mail_mode,
        readers=tuple(row.mail_to),
        daily_budget=row.daily_budget,
        language=row.language,
        time_zone=row.time_zone,
        digest_hour=row.digest_hour,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
    )
    return Wish(row.name, filter_of(row), tuple(row.channels), mail, row.id)
