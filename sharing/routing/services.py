"""Plan deliveries and save subscriptions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import refuse_personal
from sharing.errors import Unusable
from sharing.groups.network import Network, Party
from sharing.groups.selectors import load_network
from sharing.members.actors import Actor
from sharing.members.models import Institution
from sharing.routing.match import Filter, Letter, RoutingRules, find_route, wants
from sharing.routing.models import Subscription
from sharing.routing.selectors import get_subscription, wish_of
from sharing.routing.wishes import INBOX, Wish

MOST_SUBSCRIPTIONS = 50


@dataclass(frozen=True, slots=True)
class Stop:
    """One recipient of an alert and the route that lets it through.

    `wanted` is about its inbox; `groups` are those it is in that the alert was addressed to.
    """

    party: Party
    route: str
    wanted: bool = True
    groups: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """`entitled` counts who may receive; `stops` are all of them: what they want is not its sender's affair."""

    entitled: int
    stops: tuple[Stop, ...]


def plan_deliveries(
    letter: Letter,
    *,
    network: Network,
    filters: Mapping[UUID, tuple[Filter, ...]],
    rules: RoutingRules,
) -> Plan:
    """Return who receives an alert; nobody but those that a rule lets through.

    What a group was sent stands in the group's feed, also where the inbox does not want it.
    """
    routes = [
        Stop(
            party=party,
            route=route,
            wanted=wants(letter, filters.get(party.id, ()), route),
            groups=groups_of(letter, party, network),
        )
        for party in network.parties.values()
        if (route := find_route(letter, party, network, rules)) is not None
    ]
    return Plan(entitled=len(routes), stops=tuple(routes))


def groups_of(letter: Letter, party: Party, network: Network) -> tuple[UUID, ...]:
    """Return the groups that the alert was addressed to and that reporter and party are in."""
    slugs = network.addressed_groups(letter.audience, letter.reporter, party.id)
    return tuple(network.group_ids[slug] for slug in slugs)


@transaction.atomic
def save_subscription(
    *, actor: str, now: datetime, institution: Institution, name: str, wanted: Filter
) -> Subscription:
    """Store what narrows an institution's inbox under a name, replacing the one of that name."""
    row = Subscription.objects.filter(institution=institution, name=name).first()
    row = row or Subscription(institution=institution)
    return _store(actor, now, institution.stix_id, row, Wish(name, wanted))


@transaction.atomic
def create_subscription(*, actor: Actor, now: datetime, wish: Wish) -> Subscription:
    """Store a new subscription of the actor's institution. Raises Unusable."""
    if _list_own(actor).count() >= MOST_SUBSCRIPTIONS:
        raise Unusable("name", f"There are {MOST_SUBSCRIPTIONS} subscriptions already.")
    _check(actor, now, wish)
    row = Subscription(institution_id=actor.institution_id)
    return _store(actor.name, now, actor.stix_id, row, wish)


@transaction.atomic
def change_subscription(
    *, actor: Actor, now: datetime, subscription_id: UUID, wish: Wish
) -> Subscription:
    """Replace one of the actor's subscriptions. Raises NotFound, Unusable."""
    row = get_subscription(actor=actor, subscription_id=subscription_id)
    _check(actor, now, wish, but=row.id)
    return _store(actor.name, now, actor.stix_id, row, wish)


@transaction.atomic
def remove_subscription(*, actor: Actor, now: datetime, subscription_id: UUID) -> None:
    """Remove one of the actor's subscriptions. Raises NotFound."""
    row = get_subscription(actor=actor, subscription_id=subscription_id)
    details = {"subscription": str(row.id)}
    row.delete()
    record(Event(Action.SUBSCRIPTION_REMOVED, actor.name, actor.stix_id, now, details))


@transaction.atomic
def drop_channel(*, actor: Actor, now: datetime, channel: str) -> None:
    """Take a channel that is no more out of the actor's subscriptions."""
    for row in _list_own(actor):
        if channel in row.channels:
            wish = wish_of(row)
            kept = tuple(one for one in wish.channels if one != channel)
            _store(actor.name, now, actor.stix_id, row, replace(wish, channels=kept))


def _list_own(actor: Actor) -> QuerySet[Subscription]:
    return Subscription.objects.filter(institution_id=actor.institution_id)


def _check(actor: Actor, now: datetime, wish: Wish, but: UUID | None = None) -> None:
    if any(row.id != but for row in _list_own(actor).filter(name=wish.name)):
        raise Unusable("name", "Another subscription has this name.")
    refuse_personal(wish.name, "name")
    # Senders see how many an alert goes to: a token that keeps it out would tell them who watches it.
    if INBOX in wish.channels and wish.wanted.watch:
        raise Unusable("filter.watch", "Watch tokens over other channels; the inbox takes none.")
    if wish.wanted.groups:
        groups = load_network(now=now).groups
        mine = {slug for slug, members in groups.items() if actor.institution_id in members}
        if not wish.wanted.groups <= mine:
            raise Unusable("filter.groups", "Name groups that you are a member of.")


def _store(actor: str, now: datetime, stix_id: str, row: Subscription, wish: Wish) -> Subscription:
    wanted, mail = wish.wanted, wish.mail
    row.name, row.channels, row.saved_at = wish.name, list(wish.channels), now
    row.categories, row.jurisdictions = sorted(wanted.categories), sorted(wanted.jurisdictions)
    row.min_severity, row.min_score = wanted.min_severity, wanted.min_score
    row.groups, row.reporter_kinds = sorted(wanted.groups), sorted(wanted.reporter_kinds)
    row.watch = sorted(wanted.watch)
    row.mail_mode, row.mail_to = mail.mode, list(mail.readers)
    row.daily_budget, row.language = mail.daily_budget, mail.language
    row.time_zone, row.digest_hour = mail.time_zone, mail.digest_hour
    row.quiet_from, row.quiet_until = mail.quiet_from, mail.quiet_until
    row.save()
    details = {"subscription": str(row.id), "channels": row.channels}
    record(Event(Action.SUBSCRIPTION_SAVED, actor, stix_id, now, details))
    return row
