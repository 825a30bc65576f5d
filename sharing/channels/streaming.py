"""What the stream reads: how far inboxes have come, and what stands in one after a position."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Length

from sharing.channels.history import list_matching
from sharing.delivery.listing import Entry, entries_of_deliveries
from sharing.delivery.models import Delivery, Feed, RenditionObject
from sharing.delivery.selectors import inbox_of, open_body
from sharing.members.actors import Actor
from sharing.routing.match import Filter

# Of objects in one read, so that a few large alerts fill no memory; one alert always comes.
MOST_BYTES = 1_000_000
ALERT = Delivery.Kind.ALERT.value


@dataclass(frozen=True, slots=True)
class StreamItem:
    """One delivery of an inbox; `objects` are its serialised STIX objects, where they were asked for."""

    position: int
    kind: str
    entry: Entry
    objects: tuple[bytes, ...] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader wants of each page: the STIX too, and only what a saved filter matches."""

    objects: bool = False
    filter: Filter | None = None


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A page: what is to be told, up to which position it reaches, and whether more may wait."""

    items: list[StreamItem]
    last: int
    more: bool


def read_heads(institutions: Collection[UUID]) -> dict[UUID, int]:
    """Return the last position of each inbox that has begun; one query."""
    rows = Feed.objects.filter(recipient_id__in=institutions).filter(group=None)
    return dict(rows.values_list("recipient_id", "position"))


def read_arrivals(*, actor: Actor, after: int, limit: int, wanted: Wanted) -> Arrivals:
    """Return what came into the actor's inbox after a position, in order: a page of at most `limit`.

    What was withdrawn since is left out; its revocation is there. A filter narrows alerts and no
    revocations. Three queries; two more with objects, as many more as the filter needs.
    """
    rows = list(
        inbox_of(actor)
        .select_related("rendition", "alert__reporter", "alert__membership")
        .defer("alert__body", "alert__facts", "alert__membership__sketch")
        .filter(position__gt=after)
        .filter(kind__in=(Delivery.Kind.ALERT, Delivery.Kind.REVOCATION))
        .filter(withdrawn_at=None)
        .order_by("position")[:limit]
    )
    last, more = (rows[-1].position or after) if rows else after, len(rows) == limit
    chosen = _choose(rows, wanted.filter) if wanted.filter else rows
    if not wanted.objects:
        return Arrivals(_list_items(chosen), last, more)
    kept = _take_while_small(chosen)
    if len(kept) < len(chosen):
        last, more = kept[-1].position or after, True
    objects = _read_objects(kept)
    items = [
        replace(item, objects=tuple(objects[row.rendition_id]))
        for row, item in zip(kept, _list_items(kept), strict=True)
    ]
    return Arrivals(items, last, more)


def _choose(rows: Sequence[Delivery], wanted: Filter) -> list[Delivery]:
    alerts = [row for row in rows if row.kind == Delivery.Kind.ALERT]
    matching = {row.id for row in list_matching(alerts, wanted)}
    # A revocation holds nothing to match by; who never saw the alert has nothing to remove.
    return [row for row in rows if row.id in matching or row.kind == Delivery.Kind.REVOCATION]


def _list_items(rows: Sequence[Delivery]) -> list[StreamItem]:
    return [_item(row, entry) for row, entry in zip(rows, entries_of_deliveries(rows), strict=True)]


def _item(row: Delivery, entry: Entry) -> StreamItem:
    if row.kind == Delivery.Kind.REVOCATION:
        # Case and score go on changing with what others report: no longer this reader's to follow.
        entry = replace(entry, case=None, score=None, explanation=())
    return StreamItem(row.position or 0, row.kind, entry)


def _take_while_small(rows: Sequence[Delivery]) -> list[Delivery]:
    sizes = dict(
        RenditionObject.objects.filter(rendition_id__in={row.rendition_id for row in rows})
        .filter(withdrawn=False)
        .values("rendition_id")
        .annotate(size=Sum(Length("body")))
        .values_list("rendition_id", "size")
    )
    kept: list[Delivery] = []
    total = 0
    for row in rows:
        total += sizes.get(row.rendition_id, 0)
        if kept and total > MOST_BYTES:
            break
        kept.append(row)
    return kept


def _read_objects(rows: Sequence[Delivery]) -> dict[UUID, list[bytes]]:
    sealed = {row.rendition_id: row.rendition.sealed for row in rows}
    found: dict[UUID, list[bytes]] = {rendition_id: [] for rendition_id in sealed}
    objects = (
        RenditionObject.objects.filter(rendition_id__in=sealed)
        .filter(withdrawn=False)
        .order_by("rendition_id", "index")
    )
    for one in objects:
        found[one.rendition_id].append(open_body(one, sealed=sealed[one.rendition_id]))
    return found
