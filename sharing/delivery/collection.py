"""A feed as a collection: each object once, where it first came, its versions weighed (TAXII).

`weigh` brings the collection up to the feed, a chunk at a time, when somebody reads; `hide` takes out
what was withdrawn. An object that is there already adds nothing and keeps its place: a later copy would
be news to a poller, and the same version must keep its date. Versions of an object are weighed within
what one reporter sent, so that nobody can replace or revoke what another reported.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import accumulate
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from sharing.delivery.models import Delivery, Feed, FeedObject, RenditionObject

# Objects of a chunk, about; deliveries that are looked at for it.
CHUNK = 5_000
MOST_DELIVERIES = 1_000
# Any constants of our own: the classes of the advisory locks, one a feed, and one for all who hide.
LOCKS = 0x46_45_45_44
HIDING = 0x48_49_44_45

# Rows of one statement meet the constraints in order: the earliest stays.
_INSERT = """
    INSERT INTO delivery_feedobject (
        feed_id, position, source_id, reporter_id, object_id, object_type, spec_version, version,
        moment, digest, sealed, is_first, is_last
    )
    SELECT d.feed_id, d.position + o."index", o.id, a.reporter_id, o.object_id, o.object_type,
           o.spec_version, o.version, o.moment, o.digest, r.sealed, TRUE, TRUE
    FROM delivery_delivery d
    JOIN delivery_feed f ON f.id = d.feed_id
    JOIN delivery_rendition r ON r.id = d.rendition_id
    JOIN delivery_renditionobject o ON o.rendition_id = r.id
    JOIN alerts_alert a ON a.id = d.alert_id
    WHERE d.withdrawn_at IS NULL AND NOT o.withdrawn AND {where}
      -- A version that its reporter took back does not come back with another alert.
      AND NOT EXISTS (
          SELECT 1 FROM delivery_renditionobject w
          WHERE w.origin = o.origin AND w.moment = o.moment AND w.withdrawn
      )
      -- Nor does a revocation of what its recipient got again afterwards, of the same alert.
      AND NOT (d.kind = 'revocation' AND EXISTS (
          SELECT 1 FROM delivery_delivery again
          JOIN delivery_renditionobject c ON c.rendition_id = again.rendition_id
          WHERE again.alert_id = d.alert_id AND again.feed_id = d.feed_id AND again.kind = 'alert'
            AND again.withdrawn_at IS NULL AND again.id > d.id
            AND c.origin = o.origin AND NOT c.withdrawn
      ))
    ORDER BY d.position, o."index"
    ON CONFLICT DO NOTHING
"""
_RANK = """
    UPDATE delivery_feedobject SET is_first = (ranked.up = 1), is_last = (ranked.down = 1)
    FROM (
        SELECT id,
               ROW_NUMBER() OVER (PARTITION BY feed_id, reporter_id, object_id ORDER BY moment)
               AS up,
               ROW_NUMBER() OVER (PARTITION BY feed_id, reporter_id, object_id ORDER BY moment DESC)
               AS down
        FROM delivery_feedobject WHERE {where}
    ) AS ranked
    WHERE delivery_feedobject.id = ranked.id
      AND (is_first <> (ranked.up = 1) OR is_last <> (ranked.down = 1))
"""
_NEWLY = "d.feed_id = %s AND d.position > %s AND d.position <= %s"
_NEWLY_TOUCHED = """
    feed_id = %s AND object_id IN (
        SELECT object_id FROM delivery_feedobject
        WHERE feed_id = %s AND position > %s AND position <= %s
    )
"""


@transaction.atomic
def weigh(feed_id: int) -> Feed:
    """Take the next chunk of a feed into its collection and return the feed as it stands then."""
    _lock(LOCKS, [feed_id])
    feed = Feed.objects.get(id=feed_id)
    end = _find_end(feed)
    if end > feed.weighed:
        span = [feed_id, feed.weighed, end]
        _run(_INSERT.format(where=_NEWLY), span)
        _run(_RANK.format(where=_NEWLY_TOUCHED), [feed_id, *span])
        feed.weighed = end
        # Its position is the sequencer's.
        feed.save(update_fields=["weighed"])
    return feed


def take_turn() -> None:
    """Let one transaction at a time withdraw; call before anything it withdraws is locked.

    Each may hide much: two could wait for each other's deliveries and feeds.
    """
    _lock(HIDING, [0])


def hide(*, deliveries: Collection[int], sources: Collection[int] = ()) -> None:
    """Take what came of these deliveries, and these objects of renditions, out of all collections.

    Call inside the transaction that marked them withdrawn. An identical object or version that a
    standing delivery carries takes the place, at its own position.
    """
    _lock(LOCKS, _find_feeds(deliveries, sources))
    gone = _find_gone(deliveries, sources)
    touched = set(gone.values_list("feed_id", "object_id"))
    if not touched:
        return
    gone.delete()
    feeds = sorted({feed_id for feed_id, _ in touched})
    objects = sorted({object_id for _, object_id in touched})
    values: list[int | str] = [*feeds, *objects]
    where = f"{{table}}feed_id IN ({_marks(feeds)}) AND {{name}}object_id IN ({_marks(objects)})"
    held = where.format(table="d.", name="o.") + " AND d.position <= f.weighed"
    _run(_INSERT.format(where=held), values)
    _run(_RANK.format(where=where.format(table="", name="")), values)


def unhide(*, alert_id: UUID, recipient_id: UUID, rendition_id: UUID) -> None:
    """Take what revoked an alert out of a recipient's collections: it gets this rendition of it again.

    Call inside the transaction that puts it on its way.
    """
    carried = RenditionObject.objects.filter(rendition_id=rendition_id, withdrawn=False)
    revoking = FeedObject.objects.filter(feed__recipient_id=recipient_id)
    revoking = revoking.filter(source__rendition__alert_id=alert_id)
    revoking = revoking.filter(source__rendition__deliveries__kind=Delivery.Kind.REVOCATION)
    revoking = revoking.filter(source__origin__in=carried.values("origin"))
    found = sorted(set(revoking.values_list("id", "feed_id", "object_id")))
    _lock(LOCKS, sorted({feed_id for _, feed_id, _ in found}))
    FeedObject.objects.filter(id__in=[one for one, _, _ in found]).delete()
    for feed_id in sorted({feed_id for _, feed_id, _ in found}):
        objects = [name for _, feed, name in found if feed == feed_id]
        where = f"feed_id = %s AND object_id IN ({_marks(objects)})"
        _run(_RANK.format(where=where), [feed_id, *objects])


def _find_end(feed: Feed) -> int:
    """Return where the next chunk ends: with the delivery that fills it, else with the feed."""
    stamped = (
        Delivery.objects.filter(feed_id=feed.id)
        .filter(position__gt=feed.weighed)
        .filter(position__lte=feed.position)
        .order_by("position")
        .values_list("position", "length")[:MOST_DELIVERIES]
    )
    rows = [(position or 0, length) for position, length in stamped]
    sizes = accumulate(length for _, length in rows)
    for (position, length), size in zip(rows, sizes, strict=True):
        if size >= CHUNK:
            return position + length - 1
    if len(rows) < MOST_DELIVERIES:
        return feed.position
    return sum(rows[-1]) - 1


def _find_feeds(deliveries: Collection[int], sources: Collection[int]) -> Iterable[int]:
    concerned = Delivery.objects.filter(
        Q(id__in=deliveries) | Q(rendition__objects_in_order__in=sources)
    )
    return concerned.order_by("feed_id").values_list("feed_id", flat=True).distinct()


def _find_gone(deliveries: Collection[int], sources: Collection[int]) -> QuerySet[FeedObject]:
    came = Q(
        source__rendition__deliveries__in=deliveries,
        feed_id=F("source__rendition__deliveries__feed_id"),
    )
    return FeedObject.objects.filter(came | Q(source__in=sources))


def _lock(kind: int, names: Iterable[int]) -> None:
    # Not the rows of the feeds: the sequencer would have to wait. On SQLite there is one writer.
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [kind, name % 2**31])


def _run(statement: str, values: Sequence[int | str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _marks(values: Collection[object]) -> str:
    return ", ".join(["%s"] * len(values))
