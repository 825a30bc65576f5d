"""The sequencer: one short serialised step that stamps deliveries in commit order.

A reader sees only stamped rows, and a later stamp is always larger within a feed, so a poller that
keeps its last position neither misses nor repeats (promise 3). Each feed has positions of its own:
they tell nothing about what others receive (promise 4). The audit chain has one writer, this one.
"""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from privacy.audit.services import is_waiting, seal_pending
from sharing.delivery.models import Delivery, Feed
from sharing.ingest.services import mark_delivered

# Any constant of our own: the advisory lock that makes the sequencer one.
LOCK = 0x52_49_53_4B

# Windows run over each feed: a delivery starts where the objects of those before it end.
_STAMP = """
    UPDATE delivery_delivery SET position = placed.position
    FROM (
        SELECT d.id AS id,
               CASE WHEN f.position >= %s THEN f.position + 1 ELSE %s END
               + SUM(d.length) OVER (PARTITION BY d.feed_id ORDER BY d.id) - d.length
               AS position
        FROM delivery_delivery d JOIN delivery_feed f ON f.id = d.feed_id
        WHERE d.position IS NULL
    ) AS placed
    WHERE delivery_delivery.id = placed.id
    RETURNING alert_id, feed_id, delivery_delivery.position + length - 1
"""


def publish(*, now: datetime) -> int:
    """Stamp what waits, seal the audit chain, mark submissions delivered; return alerts stamped.

    Safe to call from any process at any time.
    """
    if not is_waiting() and not Delivery.objects.filter(position=None).exists():
        return 0
    with transaction.atomic():
        _take_turn()
        seal_pending()
        return _stamp(int(now.timestamp() * 1_000_000))


def _take_turn() -> None:
    # On SQLite the transaction began IMMEDIATE: there is one writer as it is.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _stamp(now: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [now, now])
        stamped = cursor.fetchall()
    ends: dict[int, int] = {}
    for _, feed, end in stamped:
        ends[feed] = max(end, ends.get(feed, 0))
    heads = [Feed(id=feed, position=end) for feed, end in ends.items()]
    Feed.objects.bulk_update(heads, ["position"], batch_size=200)
    alerts = {_uuid(alert) for alert, _, _ in stamped}
    mark_delivered(alerts)
    return len(alerts)


def _uuid(value: UUID | str) -> UUID:
    # SQLite gives ids back as text.
    return value if isinstance(value, UUID) else UUID(value)
