"""Reads of what was delivered: the only places that filter by recipient."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet

from privacy.keys.services import unseal
from sharing.delivery.models import Delivery, Feed, Rendition, RenditionObject, place_of_object
from sharing.errors import NotFound, Withdrawn
from sharing.members.actors import Actor

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def inbox_of(actor: Actor) -> QuerySet[Delivery]:
    """Return what stands in the actor's inbox, alerts and revocations, withdrawn ones included.

    The feed is asked for inside the query, so that its positions are read in order from the index.
    """
    feed = Feed.objects.filter(recipient_id=actor.institution_id, group=None).values("pk")[:1]
    return Delivery.objects.filter(feed=feed).filter(position__isnull=False)


def get_received(*, actor: Actor, alert_id: UUID) -> Delivery:
    """Return the delivery of an alert to the actor.

    Raises NotFound, also for others' alerts, and Withdrawn for what was taken back.
    """
    found = (
        Delivery.objects.select_related("rendition", "alert__reporter", "alert__membership")
        .filter(alert_id=alert_id)
        .filter(recipient_id=actor.institution_id)
        .filter(kind=Delivery.Kind.ALERT)
        .filter(position__isnull=False)
        # Of several feeds the inbox comes first; databases differ about where null stands.
        .order_by(F("feed__group_id").asc(nulls_first=True), "id")
        .first()
    )
    if found is None:
        raise NotFound("there is no such alert")
    if found.withdrawn_at is not None:
        raise Withdrawn(found.cause)
    return found


def read_bodies(delivery: Delivery) -> list[bytes]:
    """Return the objects of one delivered rendition, serialised, in order."""
    rows = (
        RenditionObject.objects.filter(rendition_id=delivery.rendition_id)
        .filter(withdrawn=False)
        .order_by("index")
    )
    return [open_body(row, sealed=delivery.rendition.sealed) for row in rows]


def open_body(row: RenditionObject, *, sealed: bool) -> bytes:
    """Return the JSON of one object."""
    return _open(bytes(row.body), sealed, row.rendition_id, row.index)


def date_added(position: int) -> datetime:
    """Return the moment a position stands for, exact to the microsecond."""
    return EPOCH + timedelta(microseconds=position)


def position_at(moment: datetime) -> int:
    """Return the position that stands for a moment; later digits than microseconds are cut."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def _open(body: bytes, sealed: bool, rendition_id: UUID, index: int) -> bytes:
    return unseal(place=place_of_object(rendition_id, index), sealed=body) if sealed else body


def list_withheld(*, alert_id: UUID) -> dict[UUID, list[dict[str, str]]]:
    """Return what each rendition of an alert withholds, by rendition; never what it said.

    For whoever may see the acts on the alert.
    """
    names = ("pointer", "code", "source", "action")
    rows = Rendition.objects.filter(alert_id=alert_id).values_list("id", "withheld")
    return {
        rendition: [dict(zip(names, one, strict=True)) for one in withheld]
        for rendition, withheld in rows
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who received which alert, and how many places were withheld."""

    alert_id: UUID
    recipient_id: UUID
    withheld: int


def list_held(*, institution_id: UUID) -> Iterator[UUID]:
    """Yield the alerts that an institution holds a standing copy of; for the hub's own use."""
    rows = (
        Delivery.objects.filter(recipient_id=institution_id)
        .filter(kind=Delivery.Kind.ALERT)
        .filter(withdrawn_at=None)
        .order_by("alert_id")
        .values_list("alert_id", flat=True)
        .distinct()
    )
    yield from rows.iterator(chunk_size=2000)


def list_outcomes() -> Iterator[Outcome]:
    """Yield all deliveries; for operators' commands, not for faces."""
    rows = (
        Delivery.objects.select_related("rendition")
        .filter(kind=Delivery.Kind.ALERT)
        .filter(feed__group=None)
        .order_by("id")
    )
    for row in rows.iterator(chunk_size=2000):
        yield Outcome(row.alert_id, row.recipient_id, len(row.rendition.withheld))
