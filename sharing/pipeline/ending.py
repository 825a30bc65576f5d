"""When an agreement has ended: what went under it alone is ordered back, and certified when it is gone (PC-21)."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from privacy.gate import find_under
from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_facts
from sharing.channels.services import take_back
from sharing.delivery.models import Cause
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack
from sharing.groups.acts import covering_terms
from sharing.groups.endings import (
    Due,
    certify_deletions,
    list_ended,
    list_open_orders,
    list_unsettled,
    settle_agreement,
)
from sharing.groups.models import Agreement
from sharing.groups.network import Network
from sharing.groups.selectors import load_network
from sharing.members.actors import SYSTEM
from sharing.members.models import Institution
from sharing.response.recalls import order_destruction
from sharing.response.selectors import find_order, list_confirmed


def end_agreements(*, now: datetime) -> int:
    """Order back what was handed out under ended agreements alone; return how many copies.

    Each agreement is one transaction, done once; a crash leaves the rest to the next run. A copy stays
    where another agreement in force covers it between the same two.
    """
    network, ended, count = load_network(now=now), list_ended(now=now), 0
    for agreement in list_unsettled(now=now):
        with transaction.atomic():
            # Ordered one by one only once the agreement is settled: a run beside this one waits there,
            # finds that done, and orders nothing.
            due = (
                one
                for copy in _find_copies(agreement, ended, network)
                if (one := _order_back(now, *copy)) is not None
            )
            count += settle_agreement(actor=SYSTEM, now=now, agreement=agreement, due=due)
    publish(now=now)
    return count


def certify_ended(*, now: datetime) -> int:
    """Issue certificates to those who confirmed that all copies are gone; return how many."""
    waiting = list_open_orders()
    if not waiting:
        return 0
    return certify_deletions(actor=SYSTEM, now=now, confirmed=list_confirmed(orders=waiting))


def _find_copies(
    agreement: Agreement, ended: frozenset[str], network: Network
) -> Iterator[tuple[Alert, Institution]]:
    """Yield each alert and the holder of a copy that nothing in force covers any more."""
    parties = {party.stix_id: party for party in agreement.parties.all()}
    for reporter in parties:
        found = find_under(
            agreement=str(agreement.id), exporter=reporter, since=agreement.starts_at
        )
        pairs = [pair for pair, named in found if named <= ended and pair[1] in parties]
        alerts = Alert.objects.in_bulk({alert for alert, _ in pairs})
        for alert_id, recipient in pairs:
            alert = alerts.get(alert_id)
            if alert is not None and not _is_covered(alert, parties[recipient], network):
                yield alert, parties[recipient]


def _is_covered(alert: Alert, holder: Institution, network: Network) -> bool:
    facts = open_facts(alert)
    reporter, recipient = network.parties.get(alert.reporter_id), network.parties.get(holder.id)
    # Whoever is not active has no terms with anybody.
    if facts is None or reporter is None or recipient is None:
        return False
    return bool(
        covering_terms(facts=facts, reporter=reporter, recipient=recipient, network=network)
    )


def _order_back(now: datetime, alert: Alert, holder: Institution) -> Due | None:
    """Take a copy back and order its destruction; return the duty, also where it was ordered before."""
    cause, only = Cause.ENTITLEMENT_LOST, frozenset({holder.id})
    take_back(actor=SYSTEM, now=now, orders=[TakeBack(alert.id, cause, only)])
    order_destruction(actor=SYSTEM, now=now, alert_id=alert.id, recipients=only, cause=cause)
    order = find_order(alert_id=alert.id, recipient_id=holder.id)
    return Due(holder.id, alert.reporter_id, order) if order else None
