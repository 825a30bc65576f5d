"""Take back what was delivered: one door for recall, correction, deletion, expiry and lost entitlement.

The copies leave lists and feeds at once, and a revocation goes into every feed that held one. An
object that another standing alert of the same feed still carries is not revoked. A revocation repeats
no content (sharing.stix.revocation).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import end_acts
from sharing.alerts.models import Alert
from sharing.delivery.collection import hide, take_turn
from sharing.delivery.models import Cause, Delivery, RenditionObject, Withdrawal
from sharing.delivery.resketching import sketch_again
from sharing.delivery.revocations import publish_revocations
from sharing.delivery.search import index_again
from sharing.delivery.services import digest_origin
from sharing.stix.timestamps import order_digits

# What a recall or a deletion took back does not come back when it is sent again.
_FINAL = (Cause.RECALLED, Cause.DELETED)


@dataclass(frozen=True, slots=True)
class TakeBack:
    """An order: which alert, why, from whom, and which of its objects.

    `recipients` None is everybody, the reporter's own copies included; with its reporter among them
    go these too. `objects` None is the whole alert; else (id as its reporter gave it, version) of each; with
    its main object the whole alert goes.
    """

    alert_id: UUID
    cause: Cause
    recipients: frozenset[UUID] | None = None
    objects: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Who held the alert and no longer may, and the revocations that tell their inboxes so."""

    alert_id: UUID
    recipients: tuple[UUID, ...]
    revocations: tuple[Delivery, ...]
    # False where only some of its objects were taken back.
    whole: bool = True


@transaction.atomic
def withdraw(*, actor: str, now: datetime, orders: Sequence[TakeBack]) -> list[TakenBack]:
    """Take alerts or objects of them back and return who held them.

    What was withdrawn before is left alone. The sequencer makes the revocations visible.
    """
    take_turn()
    return [_withdraw(actor, now, _complete(order)) for order in orders]


def is_gone(*, alert_id: UUID) -> bool:
    """Say whether an alert was taken back from everybody, those included who were yet to get it.

    No copy of it goes out any more, whether it waits for an officer or for a restriction to end.
    """
    return Withdrawal.objects.filter(alert_id=alert_id, whole=True, recipient=None).exists()


def leave_out_withdrawn(*, now: datetime, alert_id: UUID, rendition_id: UUID) -> None:
    """Take out of a later rendition of an alert which of its objects were taken back alone before.

    Call inside the transaction that stores it.
    """
    rows = RenditionObject.objects.filter(rendition__alert_id=alert_id)
    rows = rows.exclude(rendition__outcome=Delivery.Kind.REVOCATION)
    gone = {
        (bytes(origin), moment)
        for origin, moment in rows.filter(withdrawn=True).values_list("origin", "moment")
    }
    fresh = rows.filter(rendition_id=rendition_id, withdrawn=False) if gone else ()
    found = [row.id for row in fresh if (bytes(row.origin), row.moment) in gone]
    if found:
        RenditionObject.objects.filter(id__in=found).update(withdrawn=True)
        index_again({rendition_id})
        sketch_again(now=now, rendition_ids={rendition_id})


def find_withdrawn(roots: Iterable[str]) -> dict[tuple[UUID, str], str]:
    """Return up to which version, as digits, these roots were recalled or deleted.

    By (reporter, root id); such a version does not come back when it is sent again, whether it went
    with its alert or alone, as an object of another one.
    """
    ids = set(roots)
    whole = (
        Withdrawal.objects.filter(alert__root_id__in=ids)
        .filter(whole=True)
        .filter(recipient=None)
        .filter(cause__in=_FINAL)
        .values_list("alert__reporter_id", "alert__root_id", "alert__root_modified")
    )
    # Who deletes objects has its own copy of them, under their own ids.
    alone = (
        RenditionObject.objects.filter(object_id__in=ids)
        .filter(withdrawn=True)
        .filter(rendition__deliveries__kind=Delivery.Kind.OWN)
        .values_list("rendition__alert__reporter_id", "object_id", "version")
    )
    found: dict[tuple[UUID, str], str] = {}
    for reporter_id, root_id, modified in (*whole, *alone):
        moment = order_digits(modified)
        found[reporter_id, root_id] = max(moment, found.get((reporter_id, root_id), ""))
    return found


def _is_known(order: TakeBack) -> bool:
    rows = Withdrawal.objects.filter(alert_id=order.alert_id, whole=True, recipient=None)
    return rows.filter(cause=order.cause).exists()


def _complete(order: TakeBack) -> TakeBack:
    """Return an order for the whole alert where its main object is named.

    Without it nothing is left of an alert but its title and summary, which are that object's.
    """
    if order.objects is None:
        return order
    alert = Alert.objects.only("root_id", "root_modified").get(id=order.alert_id)
    root = alert.root_id, order_digits(alert.root_modified)
    named = {(name, order_digits(version)) for name, version in order.objects}
    return replace(order, objects=None) if root in named else order


def _withdraw(actor: str, now: datetime, order: TakeBack) -> TakenBack:
    held = list(_find_held(order))
    gone = _find_objects(order)
    whole = order.objects is None or not _holds_more(order, gone)
    if not (gone if order.objects else held):
        # Nobody holds it now; what waits of it must know, or it would still go out.
        if whole and order.recipients is None and not _is_known(order):
            _remember(now, actor, order, whole=whole)
        return TakenBack(order.alert_id, (), ())
    _mark(now, order, held, gone, whole=whole)
    hide(
        deliveries=[row.id for row in held] if whole else [],
        sources=[] if whole else [row.id for row in gone],
    )
    revocations = publish_revocations(cause=order.cause, held=held, gone=gone)
    recipients = {row.recipient_id for row in held if row.kind == Delivery.Kind.ALERT}
    if whole and held:
        lost = {row.recipient.stix_id for row in held if row.recipient_id in recipients}
        end_acts(now=now, cause=order.cause.value, alerts=[order.alert_id], recipients=lost)
    _note(actor, now, order, recipients, whole=whole)
    return TakenBack(order.alert_id, tuple(sorted(recipients)), tuple(revocations), whole)


def _find_held(order: TakeBack) -> QuerySet[Delivery]:
    rows = (
        Delivery.objects.select_for_update(of=("self",))
        .filter(alert_id=order.alert_id)
        .filter(withdrawn_at=None)
        .exclude(kind=Delivery.Kind.REVOCATION)
        .select_related("rendition", "feed", "recipient", "alert__reporter")
        .order_by("id")
    )
    if order.recipients is not None:
        rows = rows.filter(recipient_id__in=order.recipients)
    return rows


def _find_objects(order: TakeBack) -> list[RenditionObject]:
    """Return the objects concerned, in all renditions of the alert but revocations."""
    rows = (
        RenditionObject.objects.filter(rendition__alert_id=order.alert_id)
        .filter(withdrawn=False)
        .exclude(rendition__outcome=Delivery.Kind.REVOCATION)
        .select_related("rendition__alert__reporter")
        .order_by("rendition_id", "index")
    )
    if order.objects is None:
        return list(rows)
    return [row for row in rows if _is_named(row, order.objects)]


def _is_named(row: RenditionObject, objects: frozenset[tuple[str, str]]) -> bool:
    reporter = row.rendition.alert.reporter.stix_id
    return any(
        bytes(row.origin) == digest_origin(reporter, name) and row.moment == order_digits(version)
        for name, version in objects
    )


def _holds_more(order: TakeBack, gone: Iterable[RenditionObject]) -> bool:
    rest = RenditionObject.objects.filter(rendition__alert_id=order.alert_id, withdrawn=False)
    rest = rest.exclude(rendition__outcome=Delivery.Kind.REVOCATION)
    return rest.exclude(id__in=[row.id for row in gone]).exists()


def _mark(
    now: datetime,
    order: TakeBack,
    held: Sequence[Delivery],
    gone: Sequence[RenditionObject],
    *,
    whole: bool,
) -> None:
    if whole:
        Delivery.objects.filter(id__in=[row.id for row in held]).update(
            withdrawn_at=now, cause=order.cause
        )
    else:
        RenditionObject.objects.filter(id__in=[row.id for row in gone]).update(withdrawn=True)
        index_again({row.rendition_id for row in gone})
        sketch_again(now=now, rendition_ids={row.rendition_id for row in gone})


def _note(
    actor: str, now: datetime, order: TakeBack, recipients: Iterable[UUID], *, whole: bool
) -> None:
    told = sorted(str(one) for one in recipients)
    _remember(now, actor, order, whole=whole)
    details = {"cause": order.cause.value, "whole": whole, "recipients": told}
    record(Event(Action.ALERT_WITHDRAWN, actor, str(order.alert_id), now, details))


def _remember(now: datetime, actor: str, order: TakeBack, *, whole: bool) -> None:
    named: Iterable[UUID | None] = [None] if order.recipients is None else order.recipients
    Withdrawal.objects.bulk_create(
        Withdrawal(
            alert_id=order.alert_id,
            recipient_id=one,
            cause=order.cause,
            whole=whole,
            actor=actor,
            at=now,
        )
        for one in named
    )
