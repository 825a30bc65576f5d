"""Deliveries as Server-Sent Events (WHATWG HTML, section 9.2), recorded before they leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.api.reading import write_bundle
from sharing.api.serializers import EntryOutput
from sharing.channels.streaming import ALERT, StreamItem, Wanted, read_arrivals
from sharing.delivery.purposes import leave_out
from sharing.members.actors import Actor
from sharing.routing.selectors import filter_of, get_subscription

MOST_EVENTS = 100


@dataclass(frozen=True, slots=True)
class Order:
    """What a stream is about: whose inbox, after which position, with the STIX, by which filter."""

    actor: Actor
    after: int
    with_objects: bool = False
    subscription: UUID | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Events as they go over the wire, the position they reach to, and whether more may wait."""

    text: bytes
    last: int
    more: bool


def read_batch(*, order: Order, now: datetime) -> Batch | None:
    """Return the next events of an order, or None; the record of them is stored when this returns.

    What was shared for other purposes than the reader's own is left out, and that is on record (PC-02).
    Raises NotFound when the subscription is gone: its reader must not be told of everything instead.
    """
    found = read_arrivals(
        actor=order.actor, after=order.after, limit=MOST_EVENTS, wanted=_find_wanted(order)
    )
    alerts = [item.entry.id for item in found.items if item.kind == ALERT]
    unfit = leave_out(actor=order.actor, now=now, alerts=alerts)
    # A revocation tells nothing: what it revokes may have been read before.
    items = [one for one in found.items if one.kind != ALERT or one.entry.id not in unfit]
    if items:
        # Stored for good before anything leaves. No transaction around both: on SQLite every look at
        # an inbox would wait for the writer.
        details = {"alerts": [str(item.entry.id) for item in items], "by": "stream"}
        record(Event(Action.FEED_READ, order.actor.name, order.actor.stix_id, now, details))
    if found.last == order.after:
        return None
    return Batch(b"".join(write_events(items)), found.last, found.more)


def _find_wanted(order: Order) -> Wanted:
    if order.subscription is None:
        return Wanted(order.with_objects)
    # Read each time: a change holds from the next event on.
    row = get_subscription(actor=order.actor, subscription_id=order.subscription)
    return Wanted(order.with_objects, filter_of(row))


def write_events(items: Iterable[StreamItem]) -> Iterable[bytes]:
    """Yield each item as an event; JSON has no line breaks, so its data is one line."""
    output = EntryOutput()
    for item in items:
        data = {**output.to_representation(item.entry), "position": item.position}
        if item.objects is not None:
            data["bundle"] = orjson.Fragment(write_bundle(item.entry.id, item.objects))
        head = f"id: {item.position}\nevent: {item.kind}\ndata: ".encode()
        yield head + orjson.dumps(data) + b"\n\n"
