"""Destroy what renditions, the search index and cases keep of the people in an alert.

Call after its copies were taken back: nobody reads these rows any more. That they are gone from the file
too is the database's part: SQLite overwrites what is deleted while `secure_delete` is on, and its index
lets go of a term when it is merged; PostgreSQL lets go at the next VACUUM.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from sharing.cases.models import RuledAlert
from sharing.cases.rebuilding import sketch_originals
from sharing.delivery.models import Rendition, RenditionObject, SearchEntry
from sharing.delivery.resketching import drop_sketches, find_again


def scrub_renditions(copies: QuerySet[Rendition]) -> None:
    """Empty renditions, and what they are found by."""
    _overwrite_what_is_deleted()
    ids = list(copies.values_list("id", flat=True))
    RenditionObject.objects.filter(rendition_id__in=ids).update(body=b"")
    Rendition.objects.filter(id__in=ids).update(title="", summary="", sealed=False)
    drop_sketches(ids)
    SearchEntry.objects.filter(rendition_id__in=ids).delete()
    _merge_search()


def scrub_cases(alert_ids: Collection[UUID], *, now: datetime) -> None:
    """Make the sketches of alerts from what remains of them; call after the erasure."""
    sketch_originals(alert_ids, now=now)
    find_again(now=now, alert_ids=alert_ids)
    RuledAlert.objects.filter(alert_id__in=alert_ids).update(content=0)


def _overwrite_what_is_deleted() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _merge_search() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO delivery_search (delivery_search) VALUES ('optimize')")
