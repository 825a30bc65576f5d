"""What time does to consents: they expire, and long after their end they are destroyed but for a digest."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from privacy.consent.models import (
    ConsentEvent,
    ConsentRecord,
    ConsentSubject,
    DestroyedConsent,
)
from privacy.consent.receipts import digest_receipt
from privacy.consent.vocabulary import Occurrence

AT_ONCE = 500
_ENDS = (Occurrence.WITHDRAWN, Occurrence.SUPERSEDED, Occurrence.EXPIRED)


@transaction.atomic
def note_expired(*, actor: str, now: datetime) -> int:
    """Write down which consents expired, at most AT_ONCE, and return how many; safe to repeat.

    Decisions look at the time itself and do not wait for this.
    """
    over = list(
        ConsentRecord.objects.filter(expires_at__lte=now)
        .exclude(Exists(_events(Occurrence.EXPIRED)))
        .order_by("expires_at")[:AT_ONCE]
    )
    ConsentEvent.objects.bulk_create(
        (
            ConsentEvent(record=row, event=Occurrence.EXPIRED, at=row.expires_at, actor=actor)
            for row in over
        ),
        ignore_conflicts=True,
    )
    record_many(
        Event(Action.CONSENT_EXPIRED, actor, str(row.id), now, {"controller": row.controller})
        for row in over
    )
    return len(over)


@transaction.atomic
def destroy_ended(*, actor: str, now: datetime, before: datetime) -> int:
    """Destroy consents that ended before a moment, at most AT_ONCE; return how many; safe to repeat.

    The digest of each receipt is kept, so that a receipt in somebody's hands can still be checked
    (control matrix, section 5).
    """
    ended = Exists(_events(*_ENDS).filter(at__lt=before))
    rows = list(ConsentRecord.objects.filter(ended).order_by("recorded_at", "id")[:AT_ONCE])
    DestroyedConsent.objects.bulk_create(
        DestroyedConsent(id=row.id, digest=digest_receipt(row.receipt), destroyed_at=now)
        for row in rows
    )
    gone = [row.id for row in rows]
    for model in (ConsentSubject, ConsentEvent):
        _delete(model.objects.filter(record_id__in=gone))
    _delete(ConsentRecord.objects.filter(id__in=gone))
    if rows:
        details = {"kind": "consent", "destroyed": len(rows)}
        record(Event(Action.RETENTION_APPLIED, actor, "consent", now, details))
    return len(rows)


def _events(*kinds: Occurrence) -> QuerySet[ConsentEvent]:
    return ConsentEvent.objects.filter(record_id=OuterRef("pk")).filter(Q(event__in=kinds))


def _delete(
    rows: QuerySet[ConsentRecord] | QuerySet[ConsentSubject] | QuerySet[ConsentEvent],
) -> None:
    # Past the manager, which refuses; the triggers let through what has left its digest.
    rows._raw_delete(rows.db)
