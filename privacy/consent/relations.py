"""What consents of one person, of one kind, to one notice mean for each other: reads for services."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef

from privacy.consent.acts import NewConsent
from privacy.consent.models import ConsentEvent, ConsentRecord, ConsentSubject
from privacy.consent.vocabulary import Occurrence

# A person by a keyed digest, a notice, and a kind of consent.
Relation = tuple[bytes, UUID, str]


def find_withdrawals(controller: str, new: Sequence[NewConsent]) -> dict[Relation, datetime]:
    """Return when the persons of new consents last withdrew one of that kind to that notice."""
    rows = (
        ConsentSubject.objects.filter(record__controller=controller)
        .filter(record__notice_version__notice__in={one.notice_id for one in new})
        .filter(subject__in={subject for one in new for subject in one.subjects})
        .filter(record__events__event=Occurrence.WITHDRAWN)
        .values_list("subject", "record__notice_version__notice", "record__kind")
        .annotate(last=Max("record__events__at"))
    )
    return {(bytes(subject), notice, kind): last for subject, notice, kind, last in rows}


def find_repetitions(row: ConsentRecord) -> list[ConsentRecord]:
    """Return the other consents of that person, kind and notice that are no wider and not withdrawn."""
    own = ConsentSubject.objects.filter(record=row).values("subject")
    rows = (
        ConsentRecord.objects.filter(controller=row.controller)
        .filter(kind=row.kind)
        .filter(notice_version__notice=row.notice_version.notice_id)
        .filter(id__in=ConsentSubject.objects.filter(subject__in=own).values("record"))
        .exclude(events__event=Occurrence.WITHDRAWN)
        .exclude(id=row.id)
    )
    scope = ("purposes", "recipient_classes", "categories", "regions")
    return [
        one
        for one in rows
        if all(set(getattr(row, name)).issuperset(getattr(one, name)) for name in scope)
    ]


def find_superseded(records: Sequence[UUID]) -> list[UUID]:
    """Return which consents a later version of their notice has replaced, among those of these people.

    Consents of one kind to one notice by one person: the latest version that the person consented to
    is their last word.
    """
    if not records:
        return []
    own = ConsentSubject.objects.filter(record_id__in=records)
    rows = (
        ConsentSubject.objects.filter(subject__in=own.values("subject"))
        .filter(record__notice_version__notice__in=own.values("record__notice_version__notice"))
        .annotate(notice=F("record__notice_version__notice"), kind=F("record__kind"))
        .annotate(number=F("record__notice_version__number"))
    )
    last = {
        (bytes(subject), notice, kind): number
        for subject, notice, kind, number in rows.values_list("subject", "notice", "kind")
        .annotate(last=Max("number"))
        .values_list("subject", "notice", "kind", "last")
    }
    noted = ConsentEvent.objects.filter(record=OuterRef("record"), event=Occurrence.SUPERSEDED)
    standing = rows.exclude(Exists(noted)).values_list(
        "subject", "notice", "kind", "number", "record_id"
    )
    older = {
        record
        for subject, notice, kind, number, record in standing
        if number < last[bytes(subject), notice, kind]
    }
    return sorted(older)
