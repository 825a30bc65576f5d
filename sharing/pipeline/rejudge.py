"""Judge what is held again: when a member reads from more places, or a catalogue names important data.

A copy whose alert may not go to its holder any more, or only with more of it withheld, is taken back, and
its destruction is ordered (PC-19, PC-37). What persons released is weighed anew: they did not know this.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from privacy.gate import decide_release, find_acts, is_stricter, legal_region
from sharing.alerts.models import Alert
from sharing.channels.services import take_back
from sharing.delivery.models import Cause, Delivery
from sharing.delivery.selectors import list_held
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack
from sharing.groups.network import Network, Party
from sharing.groups.selectors import load_network
from sharing.members.actors import SYSTEM
from sharing.members.catalogue import Entry, list_unjudged, note_judged
from sharing.members.regions import list_unopened, open_regions
from sharing.pipeline.decide import act_for
from sharing.pipeline.examine import examine
from sharing.pipeline.journey import Admitted, Surroundings
from sharing.pipeline.reopening import reopen
from sharing.response.recalls import order_destruction
from sharing.routing.match import RoutingRules, within
from sharing.routing.services import Stop

BATCH = 100


def open_declared_regions(*, now: datetime) -> int:
    """Judge all that members hold for the regions they declared, then open these; return how many opened.

    A crash leaves them closed, and the next run goes on. So does who is not active, or holds anything of
    a reporter that is not: on which terms that went nothing says until it comes back.
    """
    opened = 0
    for institution_id, regions in list_unopened():
        network = load_network(now=now)
        if institution_id in network.parties and _judge_held(now, institution_id, network):
            open_regions(now=now, institution_id=institution_id, regions=regions)
            opened += 1
    return opened


def _judge_held(now: datetime, institution_id: UUID, network: Network) -> bool:
    """Judge all that an institution holds; say whether all of it could be judged."""
    is_whole = True
    for ids in _batch(list_held(institution_id=institution_id)):
        held = list(_list_copies(ids).filter(recipient_id=institution_id))
        judge_copies(now=now, copies=held, network=network)
        is_whole &= all(row.alert.reporter_id in network.parties for row in held)
    return is_whole


def apply_catalogue(*, now: datetime) -> int:
    """Judge what went abroad under each new declaration of important data; return how many copies went."""
    count = 0
    for entry in list_unjudged(now=now):
        network, taken = load_network(now=now), 0
        for ids in _batch(_list_alerts(entry, network)):
            abroad = [row for row in _list_copies(ids) if _is_abroad(row, network)]
            taken += judge_copies(now=now, copies=abroad, network=network)
        note_judged(now=now, entry_id=entry.id, taken=taken)
        count += taken
    return count


def judge_copies(*, now: datetime, copies: Sequence[Delivery], network: Network) -> int:
    """Decide about standing copies as things are now; take back what may not stand, return how many."""
    count = 0
    for alert, rows in groupby(copies, key=lambda row: row.alert):
        lost = _find_lost(alert, {row.recipient_id: row.route for row in rows}, network, now)
        if lost:
            _take(alert.id, lost, now)
        count += len(lost)
    if count:
        publish(now=now)
    return count


@transaction.atomic
def _take(alert_id: UUID, lost: frozenset[UUID], now: datetime) -> None:
    cause = Cause.ENTITLEMENT_LOST
    take_back(actor=SYSTEM, now=now, orders=[TakeBack(alert_id, cause, lost)])
    order_destruction(actor=SYSTEM, now=now, alert_id=alert_id, recipients=lost, cause=cause)


def _find_lost(
    alert: Alert, routes: dict[UUID, str], network: Network, now: datetime
) -> frozenset[UUID]:
    """Return the holders whose copy tells more than they may know now."""
    reporter = network.parties.get(alert.reporter_id)
    # Without its reporter nothing says on which terms it went: time and lapses take it back.
    if reporter is None:
        return frozenset()
    opened = reopen(alert)
    around = Surroundings(now=now, network=network, filters={}, rules=RoutingRules())
    around = examine([opened], around)
    one = Admitted(opened, around.inspections[alert.id], reporter, ())
    return frozenset(
        holder
        for holder, route in routes.items()
        if (party := network.parties.get(holder)) and _is_lost(one, Stop(party, route), around)
    )


def _is_lost(one: Admitted, hop: Stop, around: Surroundings) -> bool:
    decision = decide_release(act_for(one, hop, around), one.inspection, now=around.now)
    told = find_acts(alerts=[one.id], recipient=hop.party.stix_id).get(one.id)
    return is_stricter(decision, told)


def _list_copies(alerts: Iterable[UUID]) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(alert_id__in=list(alerts))
        .filter(kind=Delivery.Kind.ALERT, withdrawn_at=None)
        .select_related("alert__reporter")
        .order_by("alert_id", "id")
    )


def _list_alerts(entry: Entry, network: Network) -> Iterable[UUID]:
    """Yield the standing alerts that a declaration may name; labels stand in their content alone."""
    reporters = [one.id for one in network.parties.values() if _is_reached(entry, one)]
    rows = Alert.objects.filter(reporter_id__in=reporters).filter(expired_at=None)
    if entry.category:
        rows = rows.filter(categories__contains=f"|{entry.category}|")
    return rows.order_by("id").values_list("id", flat=True).iterator(chunk_size=2000)


def _is_reached(entry: Entry, party: Party) -> bool:
    return party.id == entry.institution_id or within(frozenset({party.jurisdiction}), entry.covers)


def _is_abroad(row: Delivery, network: Network) -> bool:
    party = network.parties.get(row.recipient_id)
    home = legal_region(row.alert.reporter.jurisdiction)
    places = (party.jurisdiction, *party.reading_regions) if party else ()
    return any(legal_region(place) != home for place in places)


def _batch(ids: Iterable[UUID]) -> Iterator[Sequence[UUID]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch
