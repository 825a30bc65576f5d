"""Keepers of the rooms below this one: consents, the ledger of acts, persons counted in past years.

These rooms cut by time alone, so a record that a legal hold keeps stops the cut where it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Min, Q

from privacy.consent.models import ConsentRecord
from privacy.consent.services.course import destroy_ended
from privacy.consent.vocabulary import Occurrence
from privacy.retention.periods import HOME_ZONE
from privacy.retention.registry import Due, register_keeper
from privacy.retention.schedules import RetentionAction
from privacy.transfers.models import ExportedPerson, SharingAct
from privacy.transfers.services.counting import forget_past_years
from privacy.transfers.services.ledger import cut_ledger
from privacy.transfers.terms import keep_until

_ENDS = (Occurrence.WITHDRAWN, Occurrence.SUPERSEDED, Occurrence.EXPIRED)
_MOMENT = timedelta.resolution


@dataclass(frozen=True, slots=True)
class ConsentKeeper:
    """Consents that ended; the digest of each receipt is kept (control matrix, section 5)."""

    item_class: str = "consent"
    action: str = RetentionAction.DELETE
    in_order: bool = True

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return consents by when reliance on them ended: at their first end."""
        rows = ConsentRecord.objects.alias(
            ended_at=Min("events__at", filter=Q(events__event__in=_ENDS))
        ).filter(ended_at__lt=before)
        if after is not None:
            start, last = after.start, UUID(after.id)
            rows = rows.filter(Q(ended_at__gt=start) | Q(ended_at=start, id__gt=last))
        found = rows.annotate(ended=Min("events__at", filter=Q(events__event__in=_ENDS)))
        page = list(found.order_by("ended", "id").prefetch_related("subjects")[:limit])
        return [
            Due(
                id=str(row.id),
                start=row.ended,
                controller=row.controller,
                subjects=frozenset(bytes(one.subject).hex() for one in row.subjects.all()),
            )
            for row in page
        ]

    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:
        """Destroy what ended up to the last of these."""
        return destroy_ended(actor=actor, now=now, before=items[-1].start + _MOMENT)


@dataclass(frozen=True, slots=True)
class ActKeeper:
    """Acts of the ledger (PIPL 56). They name institutions and alerts, and no person."""

    item_class: str = "sharing-act"
    action: str = RetentionAction.DELETE
    in_order: bool = True

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return acts by when they were done."""
        rows = SharingAct.objects.filter(at__lt=before)
        if after is not None:
            rows = rows.filter(Q(at__gt=after.start) | Q(at=after.start, id__gt=int(after.id)))
        found = rows.order_by("at", "id").values_list("id", "at", "exporter", "alert")[:limit]
        return [
            Due(id=str(number), start=at, controller=exporter, alert=str(alert))
            for number, at, exporter, alert in found
        ]

    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:  # noqa: ARG002  # of the protocol
        """Cut the ledger up to the last of these: by the term that each act was written with."""
        return cut_ledger(now=min(now, keep_until("sharing-act", items[-1].start)))


@dataclass(frozen=True, slots=True)
class ExportedPersonKeeper:
    """Who was counted in years that are over; the counts remain (control matrix, section 3)."""

    item_class: str = "exported-person"
    action: str = RetentionAction.DELETE
    in_order: bool = True

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return who was counted, by the end of the year of counting."""
        rows = ExportedPerson.objects.filter(counter__year__lt=before.astimezone(HOME_ZONE).year)
        if after is not None:
            year = after.start.astimezone(HOME_ZONE).year - 1
            rows = rows.filter(
                Q(counter__year__gt=year) | Q(counter__year=year, id__gt=int(after.id))
            )
        found = rows.select_related("counter").order_by("counter__year", "id")[:limit]
        return [
            Due(
                id=str(row.pk),
                start=_end_of(row.counter.year),
                controller=row.counter.exporter,
                subjects=frozenset({bytes(row.subject).hex()}),
            )
            for row in found
        ]

    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:  # noqa: ARG002  # of the protocol
        """Forget the years up to that of the last of these."""
        return forget_past_years(now=min(now, items[-1].start))


def _end_of(year: int) -> datetime:
    return datetime(year + 1, 1, 1, tzinfo=HOME_ZONE).astimezone(UTC)


def register_keepers() -> None:
    """Hand in the keepers of this floor; again changes nothing."""
    for keeper in (ConsentKeeper(), ActKeeper(), ExportedPersonKeeper()):
        register_keeper(keeper)
