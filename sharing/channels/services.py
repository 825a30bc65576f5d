"""Plan dispatches: who is told of a delivery, over which channels, and why.

All are called inside the transaction that writes what they tell of, so that neither is without the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sharing.channels.models import Dispatch, Webhook
from sharing.channels.schedule import LIFE, Quiet, next_hour
from sharing.channels.selectors import find_pushed
from sharing.delivery.models import Delivery
from sharing.delivery.withdrawal import TakeBack, TakenBack, withdraw
from sharing.members.models import Membership
from sharing.routing.match import View, find_matches
from sharing.routing.selectors import load_wishes
from sharing.routing.wishes import MAIL, Wish
from sharing.stix.timestamps import write_timestamp

# The subscriptions that matched, each with the criteria that were met.
Matches = list[tuple[Wish, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """An alert that was just put into an inbox, and what its owner sees of it."""

    delivery_id: int
    alert_id: UUID
    recipient_id: UUID
    view: View


@dataclass(frozen=True, slots=True)
class RecallNotice:
    """An order to one holder of an alert; `order_id` is where it confirms."""

    order_id: UUID
    alert_id: UUID
    recipient_id: UUID
    due_at: datetime


@dataclass(frozen=True, slots=True)
class _Ways:
    """Where dispatches may go now: enabled webhooks by institution, readers by institution."""

    webhooks: Mapping[UUID, set[UUID]] = field(default_factory=dict)
    readers: Mapping[UUID, set[int]] = field(default_factory=dict)


def load_pushing(institutions: Iterable[UUID]) -> dict[UUID, tuple[Wish, ...]]:
    """Return the subscriptions of these institutions that push anything; one query."""
    pushing = {
        institution: tuple(one for one in wishes if one.webhooks or MAIL in one.channels)
        for institution, wishes in load_wishes(institutions).items()
    }
    return {institution: wishes for institution, wishes in pushing.items() if wishes}


def plan(
    *, now: datetime, arrivals: Iterable[Arrival], wishes: Mapping[UUID, tuple[Wish, ...]]
) -> int:
    """Write what subscriptions make of arrivals and return how many messages that is.

    One message an endpoint, however many subscriptions match. Nothing is pushed without one.
    """
    ways = _find_ways(wishes)
    rows: list[Dispatch] = []
    for arrival in arrivals:
        matches = _match(arrival.view, wishes.get(arrival.recipient_id, ()))
        rows += _to_webhooks(now, arrival, matches, ways)
        rows += _to_readers(now, arrival, matches, ways)
    Dispatch.objects.bulk_create(rows, batch_size=500)
    return len(rows)


@transaction.atomic
def take_back(*, actor: str, now: datetime, orders: Sequence[TakeBack]) -> list[TakenBack]:
    """Take alerts back and tell everyone who was pushed them; return who held them."""
    taken = withdraw(actor=actor, now=now, orders=orders)
    plan_revocations(now=now, revocations=[row for one in taken for row in one.revocations])
    return taken


def plan_revocations(*, now: datetime, revocations: Sequence[Delivery]) -> int:
    """Tell everyone who was pushed an alert that it was taken back, whatever it subscribes to now.

    What was not yet sent of the alert itself is dropped. Returns how many messages that is.
    """
    told = _by_holder(find_pushed(row.alert_id for row in revocations))
    rows = [
        _follow(now, before, Dispatch.Kind.REVOKED, delivery_id=revocation.id)
        for revocation in revocations
        for before in told[revocation.alert_id, revocation.recipient_id]
    ]
    Dispatch.objects.bulk_create(rows, batch_size=500)
    drop_withdrawn(now=now)
    return len(rows)


def plan_recalls(*, now: datetime, notices: Sequence[RecallNotice]) -> int:
    """Tell everyone who was pushed an alert of the order to destroy it; return how many messages."""
    told = _by_holder(find_pushed(notice.alert_id for notice in notices))
    rows = [
        _follow(now, before, Dispatch.Kind.RECALL, details=_order(notice))
        for notice in notices
        for before in told[notice.alert_id, notice.recipient_id]
    ]
    Dispatch.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def drop_withdrawn(*, now: datetime) -> int:
    """Drop what waits about deliveries that were taken back; return how many."""
    return (
        Dispatch.objects.filter(state=Dispatch.State.WAITING)
        .filter(delivery__withdrawn_at__isnull=False)
        .update(state=Dispatch.State.DROPPED, error="withdrawn", settled_at=now)
    )


def _find_ways(wishes: Mapping[UUID, tuple[Wish, ...]]) -> _Ways:
    webhooks: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Webhook.objects.filter(institution_id__in=wishes, enabled=True)
    for institution, webhook in rows.values_list("institution_id", "id"):
        webhooks[institution].add(webhook)
    readers: dict[UUID, set[int]] = defaultdict(set)
    if any(MAIL in one.channels for found in wishes.values() for one in found):
        people = Membership.objects.filter(institution_id__in=wishes, user__is_active=True)
        for institution, user in people.values_list("institution_id", "user_id"):
            readers[institution].add(user)
    return _Ways(webhooks, readers)


def _match(view: View, wishes: Iterable[Wish]) -> Matches:
    found = ((wish, find_matches(view, wish.wanted)) for wish in wishes)
    return [(wish, met) for wish, met in found if met is not None]


def _to_webhooks(
    now: datetime, arrival: Arrival, matches: Matches, ways: _Ways
) -> Iterable[Dispatch]:
    enabled = ways.webhooks.get(arrival.recipient_id, set())
    for webhook in sorted({one for wish, _ in matches for one in wish.webhooks} & enabled):
        through = [(wish, met) for wish, met in matches if webhook in wish.webhooks]
        yield _tell(now, arrival, through, webhook_id=webhook)


def _to_readers(
    now: datetime, arrival: Arrival, matches: Matches, ways: _Ways
) -> Iterable[Dispatch]:
    by_mail = [(wish, met) for wish, met in matches if MAIL in wish.channels]
    members = ways.readers.get(arrival.recipient_id, set())
    for reader in sorted({one for wish, _ in by_mail for one in wish.mail.readers} & members):
        through = [(wish, met) for wish, met in by_mail if reader in wish.mail.readers]
        # Whoever asks for it at once by any subscription gets it at once.
        first = min((wish for wish, _ in through), key=lambda wish: wish.mail.mode == "digest")
        mail = first.mail
        in_digest = mail.mode == "digest"
        due_at = (
            next_hour(now, mail.time_zone, mail.digest_hour)
            if in_digest
            else Quiet(mail.time_zone, mail.quiet_from, mail.quiet_until).end_of(now)
        )
        yield _tell(
            now,
            arrival,
            through,
            reader_id=reader,
            subscription_id=first.id,
            in_digest=in_digest,
            due_at=due_at,
            expires_at=due_at + LIFE,
        )


def _tell(now: datetime, arrival: Arrival, through: Matches, **changes: Any) -> Dispatch:
    return Dispatch(
        **{
            "institution_id": arrival.recipient_id,
            "kind": Dispatch.Kind.ALERT,
            "alert_id": arrival.alert_id,
            "delivery_id": arrival.delivery_id,
            "reasons": [[str(wish.id), wish.name, list(met)] for wish, met in through],
            "created_at": now,
            "due_at": now,
            "expires_at": now + LIFE,
        }
        | changes
    )


def _by_holder(rows: Iterable[Dispatch]) -> Mapping[tuple[UUID | None, UUID], list[Dispatch]]:
    found: dict[tuple[UUID | None, UUID], list[Dispatch]] = defaultdict(list)
    for row in rows:
        found[row.alert_id, row.institution_id].append(row)
    return found


def _follow(now: datetime, before: Dispatch, kind: Dispatch.Kind, **changes: Any) -> Dispatch:
    return Dispatch(
        institution_id=before.institution_id,
        kind=kind,
        alert_id=before.alert_id,
        webhook_id=before.webhook_id,
        reader_id=before.reader_id,
        subscription_id=before.subscription_id,
        reasons=before.reasons,
        created_at=now,
        due_at=now,
        expires_at=now + LIFE,
        **changes,
    )


def _order(notice: RecallNotice) -> dict[str, str]:
    return {"recall": str(notice.order_id), "due_at": write_timestamp(notice.due_at)}
