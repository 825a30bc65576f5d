"""Pages of the inbox: objects in commit order, each version once a page, newest versions unless asked.

The event of a page is durable before its first byte leaves; a poll that finds nothing, the most
frequent request of all, writes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.delivery.selectors import FeedItem, date_added, read_feed
from sharing.errors import NotFound
from sharing.members.actors import Actor
from sharing.stix.timestamps import is_timestamp, order_key
from sharing.taxii.filters import Query
from sharing.taxii.roots import Collection

# All versions of the objects asked for by id are weighed together, up to so many.
MOST_VERSIONS = 10_000
# A page looks this many times as far to be full; then it ends early, with `more`.
MOST_SCANS = 10


@dataclass(frozen=True, slots=True)
class Page:
    """Objects of a page, whether more follow, and the position the next page starts after."""

    items: Sequence[FeedItem]
    more: bool
    end: int


def read_page(*, actor: Actor, now: datetime, collection: Collection, query: Query) -> Page:
    """Return a page of a collection and record that it was read."""
    page = _page_of_ids(actor, query) if query.ids else _page_of_feed(actor, query)
    if page.items:
        details = {
            "count": len(page.items),
            "first": write_date(page.items[0].position),
            "last": write_date(page.end),
            "by": "taxii",
        }
        record(Event(Action.FEED_READ, actor.name, f"collection:{collection.id}", now, details))
    return page


def read_object(*, actor: Actor, now: datetime, collection: Collection, query: Query) -> Page:
    """Return the versions asked for of one object. Raises NotFound when it is not there at all."""
    page = read_page(actor=actor, now=now, collection=collection, query=query)
    if not page.items and not read_feed(actor=actor, wanted=query.feed_filter(after=0), limit=1):
        raise NotFound("there is no such object")
    return page


def write_date(position: int) -> str:
    """Return a position as a timestamp with six digits (3.2)."""
    text = date_added(position).astimezone(UTC).isoformat(timespec="microseconds")
    return text.replace("+00:00", "Z")


def version_of(item: FeedItem) -> str:
    """Return the version of an object; one without times has the moment it was added (3.4.1)."""
    return item.version or write_date(item.position)


def _page_of_feed(actor: Actor, query: Query) -> Page:
    # Versions are weighed within the page: a newer one added later comes on a later page. What is
    # left out is made up for from further on: clients take a short page for a smaller limit.
    rows: list[FeedItem] = []
    chosen: list[FeedItem] = []
    end = query.after
    for _ in range(MOST_SCANS):
        found = read_feed(actor=actor, wanted=query.feed_filter(after=end), limit=query.limit + 1)
        rows += found
        chosen = _choose(rows, query.versions)
        end = rows[-1].position if rows else end
        if len(chosen) > query.limit:
            return Page(chosen[: query.limit], True, chosen[query.limit - 1].position)
        if len(found) <= query.limit:
            return Page(chosen, False, end)
    return Page(chosen, True, end)


def _page_of_ids(actor: Actor, query: Query) -> Page:
    every = read_feed(actor=actor, wanted=query.feed_filter(after=0), limit=MOST_VERSIONS)
    found = [item for item in _choose(every, query.versions) if item.position > query.after]
    shown = found[: query.limit]
    end = shown[-1].position if shown else query.after
    return Page(shown, len(found) > query.limit, end)


def _choose(items: Iterable[FeedItem], versions: frozenset[str]) -> list[FeedItem]:
    # Versions of an object are weighed within what one reporter sent: nobody can replace or revoke
    # what another reported by sending a later version of it.
    histories: dict[tuple[str, str], dict[tuple[str, str], FeedItem]] = {}
    seen: set[tuple[str, bytes]] = set()
    for item in items:
        # The same version delivered again adds nothing: it keeps its first date.
        if (item.object_id, item.body) not in seen:
            seen.add((item.object_id, item.body))
            history = histories.setdefault((item.reporter, item.object_id), {})
            history.setdefault(_key(item), item)
    chosen = [
        item for history in histories.values() for item in _choose_versions(history, versions)
    ]
    return sorted(chosen, key=lambda item: item.position)


def _choose_versions(
    history: dict[tuple[str, str], FeedItem], versions: frozenset[str]
) -> list[FeedItem]:
    if "all" in versions:
        return list(history.values())
    wanted = {order_key(version) for version in versions if is_timestamp(version)}
    if "last" in versions:
        wanted.add(max(history))
    if "first" in versions:
        wanted.add(min(history))
    return [item for key, item in history.items() if key in wanted]


def _key(item: FeedItem) -> tuple[str, str]:
    return order_key(item.version) if item.version else ("", "")
