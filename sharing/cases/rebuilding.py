"""Make the sketches of stored alerts from their originals: some of it was erased, or rules have changed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_originals
from sharing.cases.models import CaseKey, CaseMembership
from sharing.cases.services import replace_sketches
from sharing.cases.sketching import VERSION, Seen, sketch
from sharing.stix.envelope import open_envelope
from sharing.stix.limits import DEFAULT

# What stands where a value was erased (privacy.subjects).
_ERASED = b"[erased]"


def sketch_originals(alert_ids: Collection[UUID], *, now: datetime) -> None:
    """Make the sketches of alerts from what remains of them, and place them anew."""
    alerts = list(Alert.objects.filter(id__in=alert_ids).select_related("reporter"))
    originals = open_originals(alerts)
    made = {one.id: _sketch(one, originals[one.id]) for one in alerts}
    replace_sketches(now=now, sketches=made)


def count_outdated() -> int:
    """Return how many placed alerts have no sketch of this version."""
    return CaseMembership.objects.exclude(sketch_version=VERSION).count()


def rebuild_some(*, now: datetime, limit: int) -> int:
    """Make the next sketches that are not of this version, and return how many; 0 when all are.

    May be stopped and begun again at any time, while others work.
    """
    rows = CaseMembership.objects.exclude(sketch_version=VERSION).order_by("alert_id")
    ids = list(rows.values_list("alert_id", flat=True)[:limit])
    sketch_originals(ids, now=now)
    return len(ids)


def is_of_older_form() -> bool:
    """Say whether some sketches were made by an earlier release: the keys that led to them lead nowhere."""
    return CaseMembership.objects.exclude(sketch_version__in=(0, VERSION)).exists()


def begin_afresh() -> None:
    """Have all sketches made again, and forget the keys that led to earlier ones."""
    CaseMembership.objects.update(sketch_version=0)
    CaseKey.objects.all().delete()


def _sketch(alert: Alert, original: bytes) -> bytes:
    document: dict[str, Any] = orjson.loads(original)
    # As intake reads it: a TAXII envelope has no type.
    opened = open_envelope(document, DEFAULT, taxii="type" not in document)
    seen = Seen(
        alert.reporter.stix_id,
        alert.root_id,
        exercise=alert.exercise,
        at=alert.received_at,
        is_partial=_ERASED in original,
    )
    return sketch(opened.objects, seen)
