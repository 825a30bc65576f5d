"""Reads of one's own alerts. What others see of them is a rendition: sharing.delivery."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from privacy.keys.services import unseal
from privacy.subjects.selectors import restore_many
from sharing.alerts.models import ITEM_KIND, Alert, place_of_body, place_of_facts
from sharing.errors import NotFound
from sharing.members.actors import Actor
from sharing.stix.alert import AlertFacts


def get_own_alert(*, actor: Actor, alert_id: UUID) -> Alert:
    """Return an alert that the actor's institution reported. Raises NotFound."""
    found = (
        Alert.objects.select_related("reporter")
        .filter(id=alert_id)
        .filter(reporter_id=actor.institution_id)
        .first()
    )
    if found is None:
        raise NotFound("there is no such alert")
    return found


def open_original(alert: Alert) -> bytes:
    """Return the JSON of one's own alert exactly as it was sent, but for what was erased (profile f13)."""
    return open_originals([alert])[alert.id]


def open_originals(alerts: Iterable[Alert]) -> dict[UUID, bytes]:
    """Return the JSON of alerts as they were sent, but for what was erased; two queries for all."""
    rows = list(alerts)
    bodies = {row.id: unseal(place=place_of_body(row.id), sealed=bytes(row.body)) for row in rows}
    skeletons = {row.id: bodies[row.id].decode() for row in rows if row.is_cut}
    if not skeletons:
        return bodies
    restored = restore_many(ITEM_KIND, skeletons)
    return bodies | {one: text.encode() for one, text in restored.items()}


def open_facts(alert: Alert) -> AlertFacts | None:
    """Return what was read of an alert when it was stored; None for those stored without."""
    if alert.facts is None:
        return None
    facts = unseal(place=place_of_facts(alert.id), sealed=bytes(alert.facts))
    return msgspec.json.decode(facts, type=AlertFacts)


def list_expired(*, now: datetime, limit: int) -> list[UUID]:
    """Return alerts whose time is over and that were not taken back for it yet."""
    rows = Alert.objects.filter(retain_until__lte=now).filter(expired_at=None)
    return list(rows.order_by("retain_until").values_list("id", flat=True)[:limit])


def find_by_reference(*, stix_id: str, reference: str) -> UUID | None:
    """Return the alert of a reporter that people call by this reference; None where there is none.

    References are derived from ids and stand in no index: this walks the ids of one reporter.
    """
    ids = Alert.objects.filter(reporter__stix_id=stix_id).only("id", "received_at")
    named = (row.id for row in ids.iterator(chunk_size=2000) if row.reference == reference)
    return next(named, None) if reference else None
