"""What time takes away: alerts whose time is over, and copies whose holder is entitled no more.

An entitlement ends when an institution leaves a group or an agreement runs out. Then routing is asked
again about what its parties hold, with what was read of each alert when it came in.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from sharing.alerts.models import Alert
from sharing.alerts.selectors import list_expired, open_facts
from sharing.alerts.services import mark_expired
from sharing.channels.services import take_back
from sharing.delivery.models import Cause
from sharing.delivery.selectors import list_held
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack
from sharing.groups.network import Network, Party
from sharing.groups.selectors import list_lapses, load_network
from sharing.groups.services import note_lapse
from sharing.members.actors import SYSTEM
from sharing.routing.match import RoutingRules, address, find_route

BATCH = 100


def expire_alerts(*, now: datetime, limit: int = BATCH) -> int:
    """Take back from everybody what may be kept no longer; return how many alerts."""
    due = list_expired(now=now, limit=limit)
    if not due:
        return 0
    with transaction.atomic():
        take_back(actor=SYSTEM, now=now, orders=[TakeBack(one, Cause.EXPIRED) for one in due])
        mark_expired(now=now, alert_ids=due)
    publish(now=now)
    return len(due)


def reassess_lapses(*, now: datetime, rules: RoutingRules | None = None) -> int:
    """Take back what the parties of ended memberships and agreements may see no longer.

    Returns how many copies went. A crash leaves the lapse unnoted, and the next run goes on. So does a
    party that is not active: when it comes back, what it holds is looked through.
    """
    network, count = load_network(now=now), 0
    for lapse in list_lapses(now=now):
        for institution_id in lapse.institutions:
            count += reassess(now=now, institution_id=institution_id, network=network, rules=rules)
        if network.parties.keys() >= {*lapse.institutions}:
            note_lapse(now=now, lapse=lapse)
    return count


def reassess(
    *,
    now: datetime,
    institution_id: UUID,
    network: Network,
    rules: RoutingRules | None = None,
) -> int:
    """Ask again by which route an institution holds each of its alerts; take back those without."""
    party = network.parties.get(institution_id)
    # Who is not active sees nothing at all meanwhile.
    if party is None:
        return 0
    count = 0
    for ids in _batch(list_held(institution_id=institution_id)):
        lost = [
            TakeBack(alert.id, Cause.ENTITLEMENT_LOST, frozenset({institution_id}))
            for alert in Alert.objects.select_related("reporter").filter(id__in=ids)
            if _is_lost(alert, party, network, rules or RoutingRules())
        ]
        take_back(actor=SYSTEM, now=now, orders=lost)
        count += len(lost)
    publish(now=now)
    return count


def _is_lost(alert: Alert, party: Party, network: Network, rules: RoutingRules) -> bool:
    facts, reporter = open_facts(alert), network.parties.get(alert.reporter_id)
    # A reporter that left took no rights of others with it.
    if facts is None or reporter is None:
        return False
    return find_route(address(facts, reporter, rules), party, network, rules) is None


def _batch(ids: Iterable[UUID]) -> Iterator[Sequence[UUID]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch
