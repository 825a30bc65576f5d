"""Pages of a feed as a collection: one keyset scan, filters answered by indexes, bodies as bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from psycopg import Cursor

from sharing.delivery.collection import weigh
from sharing.delivery.models import Feed, RenditionObject
from sharing.delivery.selectors import open_body
from sharing.members.actors import Actor
from sharing.stix.timestamps import order_digits


class FeedItem(NamedTuple):
    """One object of a feed at its position (microseconds since 1970); no body where none was asked.

    A tuple, because a page is made of a thousand of them.
    """

    position: int
    object_id: str
    version: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page is about; empty sets do not restrict. `after` excludes the position itself.

    `versions` are timestamps; `dates` are positions, which stand for the versions of objects
    without times. `first` and `last` add those; all four empty is every version.
    """

    after: int = 0
    object_ids: frozenset[str] = frozenset()
    object_types: frozenset[str] = frozenset()
    spec_versions: frozenset[str] = frozenset()
    first: bool = False
    last: bool = True
    versions: frozenset[str] = frozenset()
    dates: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Page:
    """Objects of a page, whether more follow, and the position the next page starts after."""

    items: Sequence[FeedItem]
    more: bool
    end: int


# A branch a type, each read in order from its index and no further than the page. Types are one
# branch where other values are asked for too: each value is bound once.
_BRANCH = """
    SELECT * FROM (
        SELECT position, object_id, version, source_id, sealed FROM delivery_feedobject
        WHERE {where} ORDER BY {order} LIMIT %s
    ) AS branch
"""
# A look-up a row: as a join it may be planned as a scan of all bodies there are.
_BODY = "(SELECT o.body FROM delivery_renditionobject o WHERE o.id = page.source_id)"
_PAGE = """
    SELECT position, object_id, version, source_id, sealed, {body}
    FROM ({branches} ORDER BY 1 LIMIT %s) AS page ORDER BY 1
"""
Clause = tuple[str, list[Any]]


def read_page(
    *, actor: Actor, group: UUID | None, wanted: Wanted, limit: int, bodies: bool = True
) -> Page:
    """Return the next objects of the actor's inbox, or of what it sees of a group.

    The collection is brought up to date as far as the page needs it.
    """
    feed = Feed.objects.filter(recipient_id=actor.institution_id, group_id=group).first()
    if feed is None or feed.position <= wanted.after:
        return Page((), False, wanted.after)
    rows: list[tuple[Any, ...]] = []
    while True:
        if feed.weighed > wanted.after:
            rows = _read_rows(feed.id, wanted, limit + 1, bodies=bodies)
        if len(rows) > limit or feed.weighed >= feed.position:
            break
        feed = weigh(feed.id)
    items = _open(rows[:limit], bodies=bodies)
    end = items[-1].position if items else wanted.after
    return Page(items, len(rows) > limit, end)


def _read_rows(feed_id: int, wanted: Wanted, limit: int, *, bodies: bool) -> list[tuple[Any, ...]]:
    branches: list[str] = []
    values: list[Any] = []
    for types in _branch_types(wanted):
        clauses = list(_narrow(feed_id, wanted, types))
        where = " AND ".join(clause for clause, _ in clauses)
        order = "position + 0" if wanted.object_ids else "position"
        branches.append(_BRANCH.format(where=where, order=order))
        values += [value for _, given in clauses for value in given] + [limit]
    statement = _PAGE.format(
        body=_BODY if bodies else "NULL", branches=" UNION ALL ".join(branches)
    )
    return _fetch(statement, [*values, limit])


def _branch_types(wanted: Wanted) -> list[list[str]]:
    types = sorted(wanted.object_types)
    if not types or wanted.object_ids or wanted.spec_versions or wanted.versions:
        return [types]
    return [[one] for one in types]


def _fetch(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement; bodies come as bytes, not as the text of their digits."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(statement, values)
            return list(cursor.fetchall())
        # Django's own cursors bind on the client, and those cannot ask for binary results.
        with Cursor(cursor.connection) as binary:
            return list(binary.execute(statement, values, binary=True).fetchall())


def _narrow(feed_id: int, wanted: Wanted, types: list[str]) -> Iterator[Clause]:
    yield "feed_id = %s", [feed_id]
    if types:
        yield f"object_type IN ({_marks(types)})", [*types]
    if wanted.object_ids:
        yield f"object_id IN ({_marks(wanted.object_ids)})", sorted(wanted.object_ids)
        # A sum, so that the index of ids is taken and not the one of positions.
        yield "position + 0 > %s", [wanted.after]
    else:
        yield "position > %s", [wanted.after]
    if wanted.spec_versions:
        yield f"spec_version IN ({_marks(wanted.spec_versions)})", sorted(wanted.spec_versions)
    versions = list(_narrow_versions(wanted))
    if versions:
        text = " OR ".join(clause for clause, _ in versions)
        yield f"({text})", [value for _, given in versions for value in given]


def _narrow_versions(wanted: Wanted) -> Iterator[Clause]:
    if wanted.first:
        yield "is_first", []
    if wanted.last:
        yield "is_last", []
    if wanted.versions:
        moments = sorted(order_digits(version) for version in wanted.versions)
        yield f"moment IN ({_marks(moments)})", moments
    if wanted.dates:
        dates = sorted(wanted.dates)
        yield f"(moment = '' AND position IN ({_marks(dates)}))", dates


def _open(rows: Sequence[tuple[Any, ...]], *, bodies: bool) -> list[FeedItem]:
    sealed = [row[3] for row in rows if row[4]] if bodies else []
    opened = (
        {
            row.pk: open_body(row, sealed=True)
            for row in RenditionObject.objects.filter(id__in=sealed)
        }
        if sealed
        else {}
    )
    return [
        FeedItem(position, object_id, version, opened.get(source) or bytes(body or b""))
        for position, object_id, version, source, _, body in rows
    ]


def _marks(values: Sequence[object] | frozenset[Any]) -> str:
    return ", ".join(["%s"] * len(values))
