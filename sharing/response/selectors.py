"""Reads of responses: the only places that filter by who may see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from sharing.alerts.models import Alert
from sharing.delivery.models import Cause, Delivery
from sharing.errors import NotFound
from sharing.members.actors import Actor
from sharing.members.models import Institution
from sharing.response.models import Duty, Feedback, RecallOrder

Row = TypeVar("Row", bound=Model)
RECALL_STATES = ("open", "kept", "confirmed", "overdue")
REQUEST_STATES = ("open", "answered", "refused", "overdue", "withdrawn")
DIRECTIONS = ("received", "sent")
# Where a page starts: the moment and id of the last row before it.
Place = tuple[datetime, UUID]


class Part(StrEnum):
    """Which part an institution has in an alert, as far as responses of others go."""

    REPORTER = "reporter"
    SUPERVISOR = "supervisor"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Holder:
    """An institution that received an alert; `standing` says that it still may see it."""

    id: UUID
    stix_id: str
    name: str
    kind: str
    addressed: bool
    standing: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to and where it starts."""

    direction: str
    state: str
    before: Place | None
    limit: int


def find_part(*, actor: Actor, alert_id: UUID) -> Part:
    """Return the actor's part in an alert. Raises NotFound for who has none.

    A regulator supervises what it received, also after a recall; not what it lost its title to, and
    not where the reporter is hidden from it: the list of all others would show who that is.
    """
    if Alert.objects.filter(id=alert_id, reporter_id=actor.institution_id).exists():
        return Part.REPORTER
    found = (
        Delivery.objects.filter(alert_id=alert_id)
        .filter(recipient_id=actor.institution_id)
        .filter(kind=Delivery.Kind.ALERT)
        .filter(position__isnull=False)
        .order_by("id")
        .values_list("recipient__kind", "rendition__attributed", "cause")
        .first()
    )
    if found is None:
        raise NotFound("there is no such alert")
    kind, attributed, cause = found
    supervises = kind == Institution.Kind.REGULATOR and attributed
    lost = cause == Cause.ENTITLEMENT_LOST
    return Part.SUPERVISOR if supervises and not lost else Part.RECIPIENT


def list_holders(*, alert_id: UUID) -> list[Holder]:
    """Return who received an alert, by name; for those who may see that."""
    rows = (
        Delivery.objects.filter(alert_id=alert_id)
        .filter(kind=Delivery.Kind.ALERT)
        .filter(position__isnull=False)
        .select_related("recipient")
        .only("route", "withdrawn_at", "recipient")
        .order_by("recipient__name", "recipient_id", "id")
    )
    found: dict[UUID, Holder] = {}
    for row in rows:
        one = row.recipient
        found.setdefault(
            one.id,
            Holder(
                id=one.id,
                stix_id=one.stix_id,
                name=one.name,
                kind=one.kind,
                addressed=row.route == "addressed",
                standing=row.withdrawn_at is None,
            ),
        )
    return list(found.values())


def list_acknowledgements(*, alert_id: UUID, of: Iterable[UUID]) -> dict[UUID, Duty]:
    """Return what these recipients owe or have done, by recipient."""
    rows = Duty.objects.filter(alert_id=alert_id).filter(kind=Duty.Kind.ACKNOWLEDGE)
    return {row.recipient_id: row for row in rows.filter(recipient_id__in=of)}


def list_feedback(*, alert_id: UUID) -> QuerySet[Feedback]:
    """Return the feedback that stands on an alert, by the name of who gave it."""
    rows = Feedback.objects.filter(alert_id=alert_id).filter(current=True)
    return rows.select_related("recipient").order_by("recipient__name", "id")


def list_recalls(*, actor: Actor, now: datetime, wanted: Narrowed) -> list[RecallOrder]:
    """Return recall orders that the actor received, or caused, newest first."""
    side = "recipient_id" if wanted.direction == "received" else "reporter_id"
    rows = _describe_recalls().filter(**{side: actor.institution_id})
    if wanted.state:
        rows = rows.filter(_recall_state(wanted, now))
    return list(_start(rows, "ordered_at", wanted.before)[: wanted.limit])


def list_recalls_of(*, alert_id: UUID) -> QuerySet[RecallOrder]:
    """Return the recall orders of one alert, by the name of their recipients."""
    return _describe_recalls().filter(alert_id=alert_id).order_by("recipient__name", "id")


def find_order(*, alert_id: UUID, recipient_id: UUID) -> UUID | None:
    """Return the order to a holder to destroy its copies of an alert, if there is one."""
    rows = RecallOrder.objects.filter(alert_id=alert_id, recipient_id=recipient_id)
    return rows.values_list("id", flat=True).first()


def list_confirmed(*, orders: Collection[UUID]) -> list[UUID]:
    """Return those of the orders whose copies were destroyed, as their holders confirmed."""
    rows = RecallOrder.objects.filter(id__in=orders).exclude(confirmed_at=None)
    return list(rows.values_list("id", flat=True))


def get_recall(*, actor: Actor, order_id: UUID) -> RecallOrder:
    """Return a recall order to the actor. Raises NotFound."""
    rows = _describe_recalls().filter(id=order_id)
    found = rows.filter(recipient_id=actor.institution_id).first()
    if found is None:
        raise NotFound("there is no such recall")
    return found


def list_requests(*, actor: Actor, now: datetime, wanted: Narrowed) -> list[Duty]:
    """Return what the actor was asked, or asked of others: one row for each member asked."""
    side = "recipient_id" if wanted.direction == "received" else "asker_id"
    rows = _describe_requests().filter(**{side: actor.institution_id})
    if wanted.state:
        rows = rows.filter(_request_state(wanted.state, now))
    return list(_start(rows, "opened_at", wanted.before)[: wanted.limit])


def list_asked(*, actor: Actor, alert_id: UUID) -> list[Duty]:
    """Return all that the actor asked by one request, or its own part of another's. Raises NotFound."""
    mine = Q(asker_id=actor.institution_id) | Q(recipient_id=actor.institution_id)
    rows = _describe_requests().filter(alert_id=alert_id).filter(mine)
    found = list(rows.order_by("recipient__name", "id"))
    if not found:
        raise NotFound("there is no such request")
    return found


def _start(rows: QuerySet[Row], name: str, before: Place | None) -> QuerySet[Row]:
    """Return the rows in order, those of the pages before left out."""
    if before is not None:
        at, last = before
        rows = rows.filter(Q(**{f"{name}__lt": at}) | Q(**{name: at, "id__gt": last}))
    return rows.order_by(f"-{name}", "id")


def _describe_recalls() -> QuerySet[RecallOrder]:
    replacement = _delivered().filter(alert_id=OuterRef("replaced_by_id"), withdrawn_at=None)
    return RecallOrder.objects.select_related("reporter", "recipient").annotate(
        attributed=Exists(_received_attributed()),
        addressed=Exists(_delivered().filter(alert_id=OuterRef("alert_id"), route="addressed")),
        replaced=Exists(replacement),
    )


def _describe_requests() -> QuerySet[Duty]:
    standing = _delivered().filter(alert_id=OuterRef("alert_id"), withdrawn_at=None)
    return (
        Duty.objects.filter(kind=Duty.Kind.ANSWER)
        .select_related("asker", "recipient")
        .annotate(attributed=Exists(_received_attributed()), standing=Exists(standing))
    )


def _received_attributed() -> QuerySet[Delivery]:
    return _delivered().filter(alert_id=OuterRef("alert_id"), rendition__attributed=True)


def _delivered() -> QuerySet[Delivery]:
    """Return what the recipient of the outer row received."""
    return Delivery.objects.filter(
        recipient_id=OuterRef("recipient_id"),
        kind=Delivery.Kind.ALERT,
        position__isnull=False,
    )


def _recall_state(wanted: Narrowed, now: datetime) -> Q:
    # Who ordered it waits on, whatever the holder says of the copies that it keeps.
    kept = Q(copies_destroyed=False) if wanted.direction == "received" else Q(pk__in=[])
    waiting = Q(confirmed_at=None) & ~kept
    return {
        "open": waiting & Q(due_at__gte=now),
        "overdue": waiting & Q(due_at__lt=now),
        "kept": kept,
        "confirmed": Q(confirmed_at__isnull=False),
    }[wanted.state]


def _request_state(state: str, now: datetime) -> Q:
    waiting = Q(state=Duty.State.OPEN, standing=True)
    return {
        "open": waiting & (Q(due_at=None) | Q(due_at__gte=now)),
        "overdue": waiting & Q(due_at__lt=now),
        "withdrawn": Q(state=Duty.State.OPEN, standing=False),
        "answered": Q(state=Duty.State.DONE),
        "refused": Q(state=Duty.State.REFUSED),
    }[state]
