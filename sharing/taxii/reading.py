"""Reads of collections, each on record.

The event of a page is durable before its first byte leaves; a poll that finds nothing, the most
frequent request of all, writes nothing.
"""

from datetime import UTC, datetime

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.delivery.pages import FeedItem, Page, Wanted, read_page
from sharing.delivery.selectors import date_added
from sharing.errors import NotFound, NotPermitted
from sharing.members.actors import Actor
from sharing.taxii.filters import Query
from sharing.taxii.purposes import leave_unfit
from sharing.taxii.roots import Collection


def read_objects(
    *, actor: Actor, now: datetime, collection: Collection, query: Query, bodies: bool = True
) -> Page:
    """Return a page of a collection and record that it was read.

    What was shared for other purposes than it is read for is not in it (PC-02).
    """
    page, _ = _read(actor, now, collection, query, bodies=bodies)
    return page


def _read(
    actor: Actor, now: datetime, collection: Collection, query: Query, *, bodies: bool
) -> tuple[Page, bool]:
    """Return what of a page may be read, and whether anything was left out."""
    group = collection.group.id if collection.group else None
    whole = read_page(
        actor=actor, group=group, wanted=query.wanted, limit=query.limit, bodies=bodies
    )
    page = leave_unfit(actor=actor, now=now, group=group, page=whole, stated=query.purpose)
    if page.items:
        details = {
            "count": len(page.items),
            "first": write_date(page.items[0].position),
            "last": write_date(page.end),
            "by": "taxii",
        }
        record(Event(Action.FEED_READ, actor.name, f"collection:{collection.id}", now, details))
    return page, len(page.items) < len(whole.items)


def read_versions(
    *, actor: Actor, now: datetime, collection: Collection, query: Query, bodies: bool = True
) -> Page:
    """Return the versions asked for of one object.

    Raises NotFound when it is not there at all, NotPermitted where it was shared for other purposes.
    """
    page, is_cut = _read(actor, now, collection, query, bodies=bodies)
    if is_cut and not page.items:
        raise NotPermitted("the object was shared for other purposes")
    if not page.items and not _is_there(actor, collection, query.wanted):
        raise NotFound("there is no such object")
    return page


def write_date(position: int) -> str:
    """Return a position as a timestamp with six digits (3.2)."""
    text = date_added(position).astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def version_of(item: FeedItem) -> str:
    """Return the version of an object; one without times has the moment it was added (3.4.1)."""
    return item.version or write_date(item.position)


def _is_there(actor: Actor, collection: Collection, wanted: Wanted) -> bool:
    group = collection.group.id if collection.group else None
    any_version = Wanted(object_ids=wanted.object_ids, last=False)
    page = read_page(actor=actor, group=group, wanted=any_version, limit=1, bodies=False)
    return bool(page.items)
