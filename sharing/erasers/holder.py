"""Alerts as a holder of personal data: find, export, restrict, object, release, erase."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.gate import find_objectionable, move_standing
from privacy.retention.registry import Erased, Item
from privacy.subjects import services as subjects_services
from privacy.subjects.models import Objection, Restriction
from privacy.subjects.selectors import find_items
from privacy.subjects.types import Mentioning
from sharing.alerts.models import ITEM_KIND, Alert
from sharing.delivery.models import Cause
from sharing.erasers.export import export_alerts
from sharing.erasers.returning import bring_back, find_since
from sharing.erasers.scrubbing import scrub_cases, scrub_renditions
from sharing.erasers.telling import (
    count_generalised,
    find_telling,
    lock_copies,
    recall_telling,
    withdraw_from,
    withdraw_telling,
)
from sharing.erasers.waiting import end_named, export_waiting
from sharing.erasers.watching import forget_watched, list_tokens


def _never(_item: Mentioning) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class AlertHolder:
    """What sharing does about one person, known by the keys of all identifiers that were verified.

    `held` says whether a legal hold covers an alert: then it is restricted and not erased (PIPL 47).
    """

    held: Callable[[Mentioning], bool] = _never
    name: str = ITEM_KIND

    def export(self, *, subjects: frozenset[bytes], now: datetime) -> Sequence[Item]:
        """Return each alert that mentions the person, with what it says of them and who had it.

        What waits at the door and is no alert yet is among them.
        """
        return [*export_alerts(_find(subjects)), *export_waiting(subjects=subjects, now=now)]

    @transaction.atomic
    def restrict(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int:
        """Let nothing about the person go on; return in how many alerts (PIPL 44, GDPR 18).

        Copies that tell of them leave lists, feeds and searches; nobody is ordered to destroy one.
        """
        # First: it waits for whoever is writing acts on what stood before, so that these are found.
        move_standing()
        found = _find(subjects, controller)
        ids = _lock(found)
        withdraw_telling(actor=actor, now=now, alert_ids=ids, cause=Cause.RESTRICTED)
        subjects_services.restrict(actor=actor, now=now, subjects=subjects, controller=controller)
        return len(found)

    @transaction.atomic
    def release(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int:
        """Lift a restriction; return of how many alerts.

        What it stopped goes out again, once, as it is decided then.
        """
        # First: what is being written masked is waited for and found, or is decided again.
        move_standing()
        since = find_since(Restriction, subjects, controller)
        subjects_services.release(actor=actor, now=now, subjects=subjects, controller=controller)
        return bring_back(now=now, found=_find(subjects, controller), since=since)

    @transaction.atomic
    def object_to(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int:
        """Let nothing about the person go on interests alone; return from how many copies were taken.

        What rests on a consent, a contract or a statute goes on (GDPR 21; PIPL 24, 44).
        """
        move_standing()
        found = _find(subjects, controller)
        copies = lock_copies(find_objectionable(_ids(found)))
        withdraw_from(actor=actor, now=now, copies=copies, cause=Cause.RESTRICTED)
        subjects_services.object_to(actor=actor, now=now, subjects=subjects, controller=controller)
        return len(copies)

    @transaction.atomic
    def end_objection(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> int:
        """Lift an objection; return of how many alerts. What it stopped goes out again, once."""
        move_standing()
        since = find_since(Objection, subjects, controller)
        subjects_services.end_objection(
            actor=actor, now=now, subjects=subjects, controller=controller
        )
        return bring_back(now=now, found=_find(subjects, controller), since=since)

    @transaction.atomic
    def erase(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> Erased:
        """Destroy what alerts say of the person, here and at their holders (PIPL 47, GDPR 17, 19).

        Later versions stop as under a restriction; so do alerts that a legal hold keeps.
        """
        # First: who is storing one of these is waited for, and holds what the next lines wait for.
        ended, waiting = end_named(
            actor=actor, now=now, subjects=subjects, controller=controller, held=self.held
        )
        move_standing()
        found = _find(subjects, controller)
        _lock(found)
        kept = [one for one in found if self.held(one)]
        free = [one for one in found if one not in kept]
        # Whatever waits on or comes later tells of them no more when it goes on.
        subjects_services.restrict(actor=actor, now=now, subjects=subjects, controller=controller)
        withdraw_telling(actor=actor, now=now, alert_ids=_ids(kept), cause=Cause.RESTRICTED)
        tokens = list_tokens(free, now=now)
        orders = _destroy(actor, now, free) if free else 0
        forget_watched(actor=actor, now=now, subjects=subjects, tokens=tokens)
        return Erased(
            items=len(free) + ended,
            orders=orders,
            kept=len(kept) + waiting,
            generalised=count_generalised(_ids(free)),
        )


def _destroy(actor: str, now: datetime, found: Sequence[Mentioning]) -> int:
    ids = _ids(found)
    orders = recall_telling(actor=actor, now=now, alert_ids=ids, cause=Cause.ERASED)
    scrub_renditions(find_telling(ids))
    subjects_services.erase(actor=actor, now=now, items=found)
    scrub_cases(ids, now=now)
    return orders


def _find(subjects: frozenset[bytes], controller: str = "") -> tuple[Mentioning, ...]:
    found = (one for one in find_items(subjects=subjects) if one.item_kind == ITEM_KIND)
    return tuple(one for one in found if controller in ("", one.controller))


def _ids(found: Sequence[Mentioning]) -> list[UUID]:
    return [one.item_id for one in found]


def _lock(found: Sequence[Mentioning]) -> list[UUID]:
    """Keep recalls of these alerts waiting, as recalls do among themselves; return their ids."""
    rows = Alert.objects.select_for_update(no_key=True).filter(id__in=_ids(found))
    return list(rows.order_by("id").values_list("id", flat=True))
