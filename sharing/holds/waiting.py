"""Who is named in what waits: submissions queued, held or failed, found by a person before they are alerts.

Looked through once each, when somebody first asks: what waits never changes (PC-12, PC-15). Nobody is named
by these rows, and confidential submissions are found by nobody (PC-25).
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from privacy.gate import Inspection, inspect, name_subjects
from sharing.holds.models import NamedInWaiting
from sharing.ingest.held import UNSTORED
from sharing.ingest.models import Submission
from sharing.ingest.opening import Opened, open_submission

logger = logging.getLogger("sharing.holds")

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A submission that names a person: whose it is (STIX id), since when, and by which keys."""

    submission_id: UUID
    controller: str
    at: datetime
    subjects: frozenset[bytes]


def find_named(*, subjects: Collection[bytes], now: datetime, controller: str = "") -> list[Named]:
    """Return what waits and names any of these subjects, oldest first; nothing confidential.

    `controller` is the STIX id of the one whose submissions are meant; "" means everybody's.
    """
    look_through(now=now)
    rows = NamedInWaiting.objects.filter(subject__in=list(subjects)).filter(confidential=False)
    rows = rows.filter(submission__in=_waiting()).select_related("submission__institution")
    found: dict[UUID, set[bytes]] = {}
    submissions: dict[UUID, Submission] = {}
    for row in rows.order_by("submission__received_at", "submission_id"):
        if controller in ("", row.submission.institution.stix_id):
            submissions[row.submission_id] = row.submission
            found.setdefault(row.submission_id, set()).add(bytes(row.subject))
    return [
        Named(one.id, one.institution.stix_id, one.received_at, frozenset(found[one.id]))
        for one in submissions.values()
    ]


def open_named(found: Iterable[Named]) -> list[tuple[Named, Opened]]:
    """Return these submissions with their content in clear."""
    wanted = {one.submission_id: one for one in found}
    rows = Submission.objects.select_related("institution").filter(id__in=list(wanted))
    return [(wanted[row.id], open_submission(row)) for row in rows.order_by("received_at", "id")]


def look_through(*, now: datetime) -> int:
    """Note whom those submissions name that wait and were not looked through; return how many these are.

    What cannot be opened now is tried again by whoever asks next. Of what waits no more nothing is kept.
    """
    NamedInWaiting.objects.exclude(submission__in=_waiting()).delete()
    known = NamedInWaiting.objects.filter(submission=OuterRef("pk"))
    fresh = list(_waiting().filter(~Exists(known)).order_by("id").values_list("id", flat=True))
    for start in range(0, len(fresh), AT_ONCE):
        _look_through(fresh[start : start + AT_ONCE], now)
    return len(fresh)


@transaction.atomic
def _look_through(ids: Collection[UUID], now: datetime) -> None:
    rows = [
        row
        for submission in Submission.objects.filter(id__in=ids).order_by("id")
        for row in _name(submission, now)
    ]
    NamedInWaiting.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)


def _name(submission: Submission, now: datetime) -> Iterable[NamedInWaiting]:
    try:
        opened = open_submission(submission)
        found = inspect_waiting(opened, now=now)
    except Exception as error:  # noqa: BLE001  # what failed before may fail here as well
        logger.warning("%s could not be looked through: %s", submission.id, type(error).__name__)
        return
    for subject in {b"", *name_subjects(found)}:
        yield NamedInWaiting(
            submission=submission, subject=subject, confidential=found.is_confidential
        )


def inspect_waiting(opened: Opened, *, now: datetime) -> Inspection:
    """Return what detection finds in a submission; confidential where its sender says so (PC-25)."""
    found = inspect(opened.bundle, today=now.date())
    return found.as_confidential() if opened.facts.tip_off_risk else found


def _waiting() -> QuerySet[Submission]:
    return Submission.objects.filter(state__in=UNSTORED, body__isnull=False)
