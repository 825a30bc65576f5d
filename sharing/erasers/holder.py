"""Alerts as a holder of personal data: find, export, restrict, release, erase."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.gate import move_standing
from privacy.retention.registry import Erased, Item
from privacy.subjects import services as subjects_services
from privacy.subjects.selectors import find_items
from privacy.subjects.types import Mentioning
from sharing.alerts.models import ITEM_KIND, Alert
from sharing.delivery.models import Cause
from sharing.erasers.export import export_alerts
from sharing.erasers.scrubbing import scrub_cases, scrub_renditions
from sharing.erasers.telling import find_telling, recall_telling, withdraw_telling


def _never(_item: Mentioning) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class AlertHolder:
    """What sharing does about one person, known by the keys of all identifiers that were verified.

    `held` says whether a legal hold covers an alert: then it is restricted and not erased (PIPL 47).
    """

    held: Callable[[Mentioning], bool] = _never
    name: str = ITEM_KIND

    def export(self, *, subjects: frozenset[bytes], now: datetime) -> Sequence[Item]:  # noqa: ARG002 - of the protocol
        """Return each alert that mentions the person, with what it says of them and who had it."""
        return export_alerts(_find(subjects))

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

        What was taken back does not come back by itself: it flows again when it is sent again.
        """
        subjects_services.release(actor=actor, now=now, subjects=subjects, controller=controller)
        return len(_find(subjects, controller))

    @transaction.atomic
    def erase(
        self, *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
    ) -> Erased:
        """Destroy what alerts say of the person, here and at their holders (PIPL 47, GDPR 17, 19).

        Later versions stop as under a restriction; so do alerts that a legal hold keeps.
        """
        move_standing()
        found = _find(subjects, controller)
        _lock(found)
        kept = [one for one in found if self.held(one)]
        free = [one for one in found if one not in kept]
        # Whatever is held at intake or still in the queue tells of them no more when it goes on.
        subjects_services.restrict(actor=actor, now=now, subjects=subjects, controller=controller)
        withdraw_telling(actor=actor, now=now, alert_ids=_ids(kept), cause=Cause.RESTRICTED)
        orders = _destroy(actor, now, free) if free else 0
        return Erased(items=len(free), orders=orders, kept=len(kept))


def _destroy(actor: str, now: datetime, found: Sequence[Mentioning]) -> int:
    ids = _ids(found)
    orders = recall_telling(actor=actor, now=now, alert_ids=ids, cause=Cause.ERASED)
    scrub_renditions(find_telling(ids))
    subjects_services.erase(actor=actor, now=now, items=found)
    scrub_cases(ids)
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
