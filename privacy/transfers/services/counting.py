"""Persons sent abroad by an exporter since 1 January, Asia/Shanghai (PC-19, rows X10 to X12).

A recall lowers nothing. Persons are keyed digests of 16 bytes, known by strong identifiers.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from privacy.policy.types import Counts
from privacy.transfers.models import ExportCounter, ExportedPerson
from privacy.transfers.terms import day_of

ASKED_AT_ONCE = 500


def peek(
    *, now: datetime, exporter: str, ordinary: frozenset[bytes], sensitive: frozenset[bytes]
) -> Counts:
    """Return the counts with these persons, without counting them.

    Others may count meanwhile: the writing transaction asks `reserve`, and decides again.
    """
    counter = ExportCounter.objects.filter(exporter=exporter, year=day_of(now).year).first()
    if counter is None:
        return Counts(ordinary=len(ordinary), sensitive=len(sensitive))
    return Counts(
        ordinary=counter.ordinary + len(_uncounted(counter, ordinary, sensitive=False)),
        sensitive=counter.sensitive + len(_uncounted(counter, sensitive, sensitive=True)),
    )


@transaction.atomic
def reserve(
    *, now: datetime, exporter: str, ordinary: frozenset[bytes], sensitive: frozenset[bytes]
) -> Counts:
    """Count these persons and return the counts with them.

    Call inside the transaction that writes the act, and roll that back when the counts are over a limit:
    until its end nobody else counts for this exporter. Exporters go in the order of their ids, lest two
    transactions wait for each other.
    """
    counter = _lock(exporter, day_of(now).year)
    fresh = _uncounted(counter, ordinary, sensitive=False)
    fresh_sensitive = _uncounted(counter, sensitive, sensitive=True)
    ExportedPerson.objects.bulk_create(
        [
            *_persons(counter, fresh, sensitive=False),
            *_persons(counter, fresh_sensitive, sensitive=True),
        ],
        batch_size=ASKED_AT_ONCE,
    )
    counter.ordinary += len(fresh)
    counter.sensitive += len(fresh_sensitive)
    if fresh or fresh_sensitive:
        counter.save(update_fields=["ordinary", "sensitive"])
    return Counts(ordinary=counter.ordinary, sensitive=counter.sensitive)


def forget_past_years(*, now: datetime) -> int:
    """Remove who was counted in years that are over, and return how many; their counts remain."""
    past = ExportedPerson.objects.filter(counter__year__lt=day_of(now).year)
    return past.delete()[0]


def _lock(exporter: str, year: int) -> ExportCounter:
    """Return the counter of a year, held to the end of the transaction."""
    # Whoever is second waits here, or below, until the first is through.
    ExportCounter.objects.bulk_create(
        [ExportCounter(exporter=exporter, year=year)], ignore_conflicts=True
    )
    return ExportCounter.objects.select_for_update().get(exporter=exporter, year=year)


def _uncounted(
    counter: ExportCounter, subjects: frozenset[bytes], *, sensitive: bool
) -> frozenset[bytes]:
    """Return who of these was not counted this year."""
    asked, counted = sorted(subjects), set()
    rows = ExportedPerson.objects.filter(counter=counter, sensitive=sensitive)
    for start in range(0, len(asked), ASKED_AT_ONCE):
        part = rows.filter(subject__in=asked[start : start + ASKED_AT_ONCE])
        counted |= {bytes(subject) for subject in part.values_list("subject", flat=True)}
    return subjects - counted


def _persons(
    counter: ExportCounter, subjects: Iterable[bytes], *, sensitive: bool
) -> list[ExportedPerson]:
    return [
        ExportedPerson(counter=counter, sensitive=sensitive, subject=subject)
        for subject in sorted(subjects)
    ]
