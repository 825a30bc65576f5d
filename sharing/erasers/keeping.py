"""Keepers of what alerts say of people: clear values first, tokens and all that finds a person later (PC-18).

A term begins when the hub received the alert: a sender's clock shortens or lengthens none. Nobody is told but
those who held a copy, and they are told that it expired. `confidential` alerts follow the same schedules (PC-25).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from privacy.gate import move_standing
from privacy.retention.registry import Due
from privacy.subjects.models import ClearValue, Mention
from privacy.subjects.services import destroy_values, erase
from privacy.subjects.types import Mentioning
from sharing.alerts.models import ITEM_KIND, Alert
from sharing.delivery.models import Cause, Rendition
from sharing.erasers.scrubbing import scrub_cases, scrub_renditions
from sharing.erasers.telling import find_clear, find_telling, withdraw_copies, withdraw_telling

# What reporters call confirmed: the profile has no other word for what an authority confirmed (PC-26).
CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class ClearKeeper:
    """Clear values, in originals and in copies: their keys go, and tokens stay (control matrix, section 5).

    The reporter reads `[erased]` in their place, and the person still finds the alert.
    """

    item_class: str = "alert.clear-identifiers"
    action: str = "destroy-key"
    in_order: bool = False

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return alerts that hold something in clear, by when they were received."""
        rows = _with_clear_values().filter(received_at__lt=before)
        return _page(rows.annotate(start=F("received_at")), after, limit)

    @transaction.atomic
    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:
        """Destroy the values and take back the copies that hold them in clear; return of how many alerts."""
        move_standing()
        ids = _lock(_with_clear_values(), items)
        copies = find_clear(ids)
        withdraw_copies(actor=actor, now=now, copies=copies, cause=Cause.EXPIRED)
        scrub_renditions(copies)
        destroy_values(actor=actor, now=now, items=ids)
        return len(ids)


@dataclass(frozen=True, slots=True)
class TokenKeeper:
    """What tells of people in alerts of one kind of stage: copies, mentions and the keys of cases.

    A later version is new evidence and renews the term of those before (PIPL 8). Alerts without mentions
    have no copy that tells of anybody.
    """

    item_class: str
    is_confirmed: bool
    action: str = "delete"
    in_order: bool = False

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return alerts that mention people, by when their last version was received."""
        versions = Alert.objects.filter(
            reporter_id=OuterRef("reporter_id"), root_id=OuterRef("root_id")
        )
        last = Subquery(versions.order_by("-received_at").values("received_at")[:1])
        # The first of the two conditions spares looking for the last version of what is young itself.
        rows = self._find().filter(received_at__lt=before).annotate(start=last)
        return _page(rows.filter(start__lt=before), after, limit)

    @transaction.atomic
    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:
        """Take back what tells of people and forget them; return in how many alerts."""
        move_standing()
        ids = _lock(self._find(), items)
        withdraw_telling(actor=actor, now=now, alert_ids=ids, cause=Cause.EXPIRED)
        scrub_renditions(find_telling(ids))
        destroy_values(actor=actor, now=now, items=ids)
        erase(actor=actor, now=now, items=_list_mentioning(ids))
        scrub_cases(ids, now=now)
        return len(ids)

    def _find(self) -> QuerySet[Alert]:
        named = Mention.objects.filter(item_kind=ITEM_KIND, item_id=OuterRef("pk"))
        stage = Q(stage=CONFIRMED)
        return Alert.objects.filter(stage if self.is_confirmed else ~stage).filter(Exists(named))


def list_keepers() -> tuple[ClearKeeper | TokenKeeper, ...]:
    """Return the keepers of alerts, to be handed to privacy.retention."""
    return (
        ClearKeeper(),
        TokenKeeper("token.suspected", is_confirmed=False),
        TokenKeeper("token.confirmed-by-authority", is_confirmed=True),
    )


def _with_clear_values() -> QuerySet[Alert]:
    values = ClearValue.objects.filter(item_kind=ITEM_KIND, item_id=OuterRef("pk"))
    copies = Rendition.objects.filter(alert_id=OuterRef("pk")).filter(sealed=True)
    return Alert.objects.filter(Exists(values) | Exists(copies))


def _page(rows: QuerySet[Any], after: Due | None, limit: int) -> list[Due]:
    """Return records of alerts by (start, id), behind `after`; two statements."""
    if after is not None:
        start, last = after.start, UUID(after.id)
        rows = rows.filter(Q(start__gt=start) | Q(start=start, id__gt=last))
    found = rows.order_by("start", "id").values_list("id", "start", "reporter__stix_id")
    page = list(found[:limit])
    known: dict[UUID, set[str]] = defaultdict(set)
    for one in _list_mentioning([alert_id for alert_id, _, _ in page]):
        known[one.item_id] |= {subject.hex() for subject in one.subjects}
    return [
        Due(
            id=str(alert_id),
            start=start,
            controller=controller,
            alert=str(alert_id),
            subjects=frozenset(known[alert_id]),
        )
        for alert_id, start, controller in page
    ]


def _list_mentioning(ids: Collection[UUID]) -> list[Mentioning]:
    """Return alerts with all whom they mention, those of confidential ones too."""
    subjects: dict[UUID, set[bytes]] = defaultdict(set)
    any_of: dict[UUID, Mention] = {}
    for row in Mention.objects.filter(item_kind=ITEM_KIND, item_id__in=ids):
        subjects[row.item_id].add(bytes(row.subject))
        any_of[row.item_id] = row
    return [
        Mentioning(ITEM_KIND, alert_id, row.controller, row.at, frozenset(subjects[alert_id]))
        for alert_id, row in any_of.items()
    ]


def _lock(rows: QuerySet[Alert], items: Sequence[Due]) -> list[UUID]:
    """Keep recalls of these alerts waiting; return the ids of those that still hold anything."""
    wanted = rows.filter(id__in=[UUID(one.id) for one in items])
    return list(wanted.select_for_update(no_key=True).order_by("id").values_list("id", flat=True))
