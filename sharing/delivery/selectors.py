"""Reads of what was delivered: the only places that filter by recipient."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from privacy.keys.services import unseal
from sharing.delivery.models import Delivery, RenditionObject, place_of_object
from sharing.errors import NotFound
from sharing.members.actors import Actor

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One object of a feed at its position (microseconds since 1970).

    `reporter` is the hub's own id of who sent it, to tell versions apart; it is never shown.
    """

    position: int
    object_id: str
    object_type: str
    version: str
    spec_version: str
    body: bytes
    reporter: str


@dataclass(frozen=True, slots=True)
class FeedFilter:
    """What a page is about; empty sets do not restrict. `after` excludes the position itself."""

    after: int = 0
    object_ids: frozenset[str] = frozenset()
    object_types: frozenset[str] = frozenset()
    spec_versions: frozenset[str] = frozenset()


_PAGE = """
    SELECT d.position + o."index", o.object_id, o.object_type, o.version, o.spec_version, o.body,
           r.sealed, o.rendition_id, o."index", a.reporter_id
    FROM delivery_delivery d
    JOIN delivery_renditionobject o ON o.rendition_id = d.rendition_id
    JOIN delivery_rendition r ON r.id = d.rendition_id
    JOIN alerts_alert a ON a.id = d.alert_id
    WHERE d.recipient_id = %s AND d.position + o."index" > %s {narrowed}
      -- Ranges of a feed do not overlap: the first that matters is the last one begun by then.
      AND d.position >= COALESCE((
          SELECT MAX(b.position) FROM delivery_delivery b
          WHERE b.recipient_id = %s AND b.position <= %s
      ), 0)
    ORDER BY d.position, o."index" LIMIT %s
"""


def read_feed(*, actor: Actor, wanted: FeedFilter, limit: int) -> list[FeedItem]:
    """Return the next objects of the actor's inbox in commit order, at most `limit`.

    One keyset range scan, whatever the size of the feed.
    """
    narrowed, values = _narrow(wanted)
    recipient = Delivery._meta.get_field("recipient").get_db_prep_value(
        actor.institution_id, connection
    )
    parameters = [recipient, wanted.after, *values, recipient, wanted.after, limit]
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(narrowed=narrowed), parameters)
        return [_item(row) for row in cursor.fetchall()]


def get_received(*, actor: Actor, alert_id: UUID) -> Delivery:
    """Return the delivery of an alert to the actor. Raises NotFound, also for others' alerts."""
    found = (
        Delivery.objects.select_related("rendition", "alert__reporter", "alert__membership")
        .filter(alert_id=alert_id)
        .filter(recipient_id=actor.institution_id)
        .filter(position__isnull=False)
        .first()
    )
    if found is None:
        raise NotFound("there is no such alert")
    return found


def read_bodies(delivery: Delivery) -> list[bytes]:
    """Return the objects of one delivered rendition, serialised, in order."""
    rows = RenditionObject.objects.filter(rendition_id=delivery.rendition_id).order_by("index")
    return [
        _open(bytes(row.body), delivery.rendition.sealed, row.rendition_id, row.index)
        for row in rows
    ]


def date_added(position: int) -> datetime:
    """Return the moment a position stands for, exact to the microsecond."""
    return EPOCH + timedelta(microseconds=position)


def position_at(moment: datetime) -> int:
    """Return the position that stands for a moment; later digits than microseconds are cut."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def _narrow(wanted: FeedFilter) -> tuple[str, list[str]]:
    clauses, values = [], []
    columns = (
        ("object_id", wanted.object_ids),
        ("object_type", wanted.object_types),
        ("spec_version", wanted.spec_versions),
    )
    for column, choices in columns:
        if choices:
            clauses.append(f"AND o.{column} IN ({', '.join(['%s'] * len(choices))})")
            values.extend(sorted(choices))
    return " ".join(clauses), values


def _item(row: Sequence[Any]) -> FeedItem:
    position, object_id, object_type, version, spec_version, body, *seal, reporter = row
    sealed, rendition, index = seal
    rendition_id = rendition if isinstance(rendition, UUID) else UUID(rendition)
    return FeedItem(
        position=position,
        object_id=object_id,
        object_type=object_type,
        version=version,
        spec_version=spec_version,
        body=_open(bytes(body), bool(sealed), rendition_id, index),
        reporter=str(reporter),
    )


def _open(body: bytes, sealed: bool, rendition_id: UUID, index: int) -> bytes:
    return unseal(place=place_of_object(rendition_id, index), sealed=body) if sealed else body


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who received which alert, and how many places were withheld."""

    alert_id: UUID
    recipient_id: UUID
    withheld: int


def list_outcomes() -> Iterator[Outcome]:
    """Yield all deliveries; for operators' commands, not for faces."""
    rows = Delivery.objects.select_related("rendition").order_by("id")
    for row in rows.iterator(chunk_size=2000):
        yield Outcome(row.alert_id, row.recipient_id, len(row.rendition.withheld))
