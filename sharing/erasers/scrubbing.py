"""Destroy what renditions, the search index and cases keep of the people in an alert.

Call after its copies were taken back: nobody reads these rows any more. That they are gone from the file
too is the database's part: SQLite overwrites what is deleted while `secure_delete` is on, and its index
lets go of a term when it is merged; PostgreSQL lets go at the next VACUUM.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import QuerySet

from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_originals
from sharing.cases.fingerprint import Key, fingerprint
from sharing.cases.services import keep_keys
from sharing.delivery.models import Rendition, RenditionObject, SearchEntry
from sharing.stix.envelope import open_envelope
from sharing.stix.limits import DEFAULT
from sharing.stix.observables import list_observables


def scrub_renditions(copies: QuerySet[Rendition]) -> None:
    """Empty renditions, and what they are found by."""
    _overwrite_what_is_deleted()
    ids = list(copies.values_list("id", flat=True))
    RenditionObject.objects.filter(rendition_id__in=ids).update(body=b"")
    Rendition.objects.filter(id__in=ids).update(title="", summary="", sealed=False)
    SearchEntry.objects.filter(rendition_id__in=ids).delete()
    _merge_search()


def scrub_cases(alert_ids: Collection[UUID]) -> None:
    """Leave alerts only the keys of their cases that are still true of them; call after the erasure."""
    alerts = list(Alert.objects.filter(id__in=alert_ids).select_related("reporter"))
    originals = open_originals(alerts)
    for alert in alerts:
        keep_keys(alert_id=alert.id, keys=_list_keys(alert, orjson.loads(originals[alert.id])))


def _list_keys(alert: Alert, document: dict[str, Any]) -> Iterable[Key]:
    # As intake reads it: a TAXII envelope has no type.
    opened = open_envelope(document, DEFAULT, taxii="type" not in document)
    bundle = opened.make_bundle()
    return fingerprint(
        bundle=bundle,
        root=(alert.reporter.stix_id, alert.root_id),
        exercise=alert.exercise,
        observables=list_observables(bundle),
    )


def _overwrite_what_is_deleted() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _merge_search() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO delivery_search (delivery_search) VALUES ('optimize')")
