"""Plan deliveries and save subscriptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.groups.network import Network, Party
from sharing.members.models import Institution
from sharing.routing.match import Filter, Letter, RoutingRules, find_route, wants
from sharing.routing.models import Subscription


@dataclass(frozen=True, slots=True)
class Stop:
    """One recipient of an alert and the route that lets it through."""

    party: Party
    route: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`entitled` counts who may receive, `stops` are those of them who want to."""

    entitled: int
    stops: tuple[Stop, ...]


def plan_deliveries(
    letter: Letter,
    *,
    network: Network,
    filters: Mapping[UUID, tuple[Filter, ...]],
    rules: RoutingRules,
) -> Plan:
    """Return who receives an alert; nobody but those that a rule lets through."""
    routes = [
        Stop(party, route)
        for party in network.parties.values()
        if (route := find_route(letter, party, network, rules)) is not None
    ]
    wanted = tuple(
        stop for stop in routes if wants(letter, filters.get(stop.party.id, ()), stop.route)
    )
    return Plan(entitled=len(routes), stops=wanted)


@transaction.atomic
def save_subscription(
    *, actor: str, now: datetime, institution: Institution, name: str, wanted: Filter
) -> Subscription:
    """Store a subscription of an institution under a name, replacing the one of that name."""
    subscription, _ = Subscription.objects.update_or_create(
        institution=institution,
        name=name,
        defaults={
            "categories": sorted(wanted.categories),
            "jurisdictions": sorted(wanted.jurisdictions),
            "min_severity": wanted.min_severity,
            "saved_at": now,
        },
    )
    record(Event(Action.SUBSCRIPTION_SAVED, actor, institution.stix_id, now))
    return subscription
