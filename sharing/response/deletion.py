"""Delete an object from a group's collection: its reporter takes it back from everybody (TAXII 5.7).

A version goes from all alerts by which its reporter shared it, in other groups too: who held it is
told. Another's identical object stands for itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from sharing.delivery.collection import weigh
from sharing.delivery.models import Cause, Delivery, Feed, FeedObject, RenditionObject
from sharing.delivery.pages import Wanted
from sharing.delivery.services import digest_origin
from sharing.delivery.withdrawal import TakeBack
from sharing.errors import NotFound, NotPermitted
from sharing.members.actors import Actor
from sharing.response.recalls import take_back_deleted
from sharing.stix.timestamps import order_digits


def delete_object(*, actor: Actor, now: datetime, group: UUID, wanted: Wanted) -> None:
    """Take back the versions asked for of what the actor's institution added to the group.

    Raises NotFound, and NotPermitted for what others added.
    """
    feed = Feed.objects.filter(recipient_id=actor.institution_id, group_id=group).first()
    while feed is not None and feed.weighed < feed.position:
        feed = weigh(feed.id)
    with transaction.atomic():
        orders = _find_orders(actor, feed, wanted)
        if not orders:
            raise NotFound("there is no such object")
        take_back_deleted(actor=actor.name, now=now, orders=orders)


def _find_orders(actor: Actor, feed: Feed | None, wanted: Wanted) -> list[TakeBack]:
    rows = FeedObject.objects.filter(feed=feed).filter(object_id__in=wanted.object_ids)
    if wanted.spec_versions:
        rows = rows.filter(spec_version__in=wanted.spec_versions)
    carried = (
        RenditionObject.objects.filter(object_id=OuterRef("object_id"))
        .filter(digest=OuterRef("digest"))
        .filter(withdrawn=False)
        .filter(
            rendition__deliveries__feed=OuterRef("feed"),
            rendition__deliveries__kind=Delivery.Kind.OWN,
            rendition__deliveries__withdrawn_at=None,
        )
    )
    # An identical object of another may have come first and have the place of mine.
    mine = list(rows.filter(Exists(carried)).order_by("moment"))
    if not mine and rows.exists():
        raise NotPermitted("another institution added this object")
    return _order(actor, _pick(mine, wanted))


def _pick(rows: Sequence[FeedObject], wanted: Wanted) -> list[FeedObject]:
    """Return the versions asked for; first and last are those of my own, which come in order."""
    if not (wanted.first or wanted.last or wanted.versions):
        return list(rows)
    first = {row.object_id: row.moment for row in reversed(rows)}
    last = {row.object_id: row.moment for row in rows}
    moments = {order_digits(version) for version in wanted.versions}
    return [
        row
        for row in rows
        if (wanted.first and row.moment == first[row.object_id])
        or (wanted.last and row.moment == last[row.object_id])
        or row.moment in moments
        or (not row.moment and row.position in wanted.dates)
    ]


def _order(actor: Actor, rows: Iterable[FeedObject]) -> list[TakeBack]:
    """Return an order for each alert by which the actor's institution shared one of these versions."""
    named: dict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        carriers = (
            RenditionObject.objects.filter(origin=digest_origin(actor.stix_id, row.object_id))
            .filter(moment=row.moment)
            .filter(withdrawn=False)
            .filter(rendition__deliveries__withdrawn_at=None)
            .exclude(rendition__outcome=Delivery.Kind.REVOCATION)
        )
        for alert_id, version in carriers.values_list("rendition__alert_id", "version"):
            named[alert_id].add((row.object_id, version))
    return [
        TakeBack(alert_id, Cause.DELETED, objects=frozenset(objects))
        for alert_id, objects in named.items()
    ]
