"""Make sketches of stored renditions anew: some of what they showed is gone, or rules have changed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from sharing.cases.services import forget_shown, widen_hulls
from sharing.cases.sketching import VERSION
from sharing.delivery.models import Delivery, Rendition, RenditionObject
from sharing.delivery.selectors import open_body
from sharing.delivery.services import digest_origin
from sharing.delivery.sketching import Original, Shown, sketch_shown

# Renditions that are made again at a time.
_CHUNK = 200


def sketch_again(*, now: datetime, rendition_ids: Collection[UUID]) -> None:
    """Make the sketches of stored renditions from what they still show; of empty ones none is left."""
    ids = sorted(rendition_ids)
    for start in range(0, len(ids), _CHUNK):
        _sketch_again(now, ids[start : start + _CHUNK])


def find_again(*, now: datetime, alert_ids: Collection[UUID]) -> None:
    """Let alerts be found by what their renditions still show; call where their originals changed."""
    widen_hulls(now=now, shown=_read_sketches(Rendition.objects.filter(alert_id__in=alert_ids)))


def drop_sketches(rendition_ids: Collection[UUID]) -> None:
    """Destroy the sketches of renditions, and the keys that led to what they showed."""
    rows = Rendition.objects.filter(id__in=rendition_ids)
    gone = _read_sketches(rows)
    others = Rendition.objects.filter(alert_id__in=gone).exclude(id__in=rendition_ids)
    forget_shown(gone=gone, left=_read_sketches(others))
    rows.update(sketch=b"")


def _read_sketches(rows: QuerySet[Rendition]) -> dict[UUID, list[bytes]]:
    found: dict[UUID, list[bytes]] = defaultdict(list)
    for alert_id, sketch in rows.exclude(sketch=b"").values_list("alert_id", "sketch"):
        found[alert_id].append(bytes(sketch))
    return found


def count_outdated_renditions() -> int:
    """Return how many renditions have no sketch of this version."""
    return _find_outdated().count()


def sketch_some_again(*, now: datetime, limit: int) -> int:
    """Make the next sketches that are not of this version, and return how many; 0 when all are."""
    ids = list(_find_outdated().order_by("id").values_list("id", flat=True)[:limit])
    with transaction.atomic():
        sketch_again(now=now, rendition_ids=ids)
    return len(ids)


def begin_renditions_afresh() -> None:
    """Have all sketches of renditions made again."""
    Rendition.objects.update(sketch_version=0)


def _find_outdated() -> QuerySet[Rendition]:
    told = Delivery.objects.filter(rendition_id=OuterRef("pk"), kind=Delivery.Kind.ALERT)
    return Rendition.objects.exclude(sketch_version=VERSION).filter(Exists(told))


def _sketch_again(now: datetime, ids: Collection[UUID]) -> None:
    rows = list(Rendition.objects.filter(id__in=ids).select_related("alert__reporter"))
    objects: dict[UUID, list[RenditionObject]] = {row.id: [] for row in rows}
    standing = RenditionObject.objects.filter(rendition_id__in=objects).filter(withdrawn=False)
    for one in standing.order_by("rendition_id", "index"):
        if one.body:
            objects[one.rendition_id].append(one)
    for row in rows:
        row.sketch, row.sketch_version = _sketch(row, objects[row.id]), VERSION
    Rendition.objects.bulk_update(rows, ["sketch", "sketch_version"])
    shown: dict[UUID, list[bytes]] = defaultdict(list)
    for row in rows:
        shown[row.alert_id].append(bytes(row.sketch))
    widen_hulls(now=now, shown=shown)


def _sketch(row: Rendition, objects: Sequence[RenditionObject]) -> bytes:
    if not objects:
        return b""
    alert = row.alert
    origin = digest_origin(alert.reporter.stix_id, alert.root_id)
    roots = [one.object_id for one in objects if bytes(one.origin) == origin]
    shown = Shown(
        reporter=alert.reporter.stix_id if row.attributed else "",
        ids={alert.root_id: roots[0]} if roots else {},
        objects=tuple(open_body(one, sealed=row.sealed) for one in objects),
        is_partial=bool(row.withheld),
    )
    return sketch_shown(shown, Original(alert.root_id, alert.exercise, alert.received_at))
