"""Reads of legal holds: which are in force, what they cover, whose they are to see."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django.db.models import Max, Q

from privacy.retention.errors import LegalHoldNotFound
from privacy.retention.models import LegalHold
from privacy.retention.registry import Due
from privacy.retention.scopes import HoldScope

# SQLite takes some thousand values in one statement.
ASKED_AT_ONCE = 900
# Who places a hold on the records of everybody.
EVERYBODY = ""
_NEVER = datetime.min.replace(tzinfo=UTC)


def is_held(*, controller: str, alert: str = "", subjects: Iterable[bytes] = ()) -> bool:
    """Say whether a legal hold in force keeps a record (PIPL 47; GDPR 17(3)(e)).

    `controller` is the STIX id of who answers for the record, `subjects` are keyed digests of those it names.
    """
    known = frozenset(subject.hex() for subject in subjects)
    record = Due(id="", start=_NEVER, controller=controller, alert=alert, subjects=known)
    return bool(find_held([record]))


def find_held(records: Sequence[Due]) -> frozenset[str]:
    """Return the ids of those records that a hold in force keeps; one statement for 900 names."""
    names = sorted({name for record in records for _, name in _names_of(record)})
    holds = {
        hold
        for start in range(0, len(names), ASKED_AT_ONCE)
        for hold in _read_holds(names[start : start + ASKED_AT_ONCE])
    }
    return frozenset(record.id for record in records if _keeps(holds, record))


def list_holds(
    *, controller: str, before: tuple[datetime, UUID] | None = None, limit: int = 100
) -> list[LegalHold]:
    """Return the holds on an institution's records, ended ones too, newest first.

    `before` is (placed_at, id) of the last one seen.
    """
    rows = LegalHold.objects.filter(controller=controller)
    if before is not None:
        placed_at, hold_id = before
        rows = rows.filter(
            Q(placed_at__lt=placed_at) | Q(placed_at=placed_at, id__lt=hold_id),
        )
    return list(rows.order_by("-placed_at", "-id")[:limit])


def get_hold(*, controller: str, hold_id: UUID) -> LegalHold:
    """Return one hold on an institution's records. Raises LegalHoldNotFound, also for others'."""
    row = LegalHold.objects.filter(controller=controller).filter(id=hold_id).first()
    if row is None:
        raise LegalHoldNotFound("there is no such hold")
    return row


def count_unconfirmed(*, controller: str) -> int:
    """Return how many holds on an institution's records wait for a second person."""
    rows = LegalHold.objects.filter(controller=controller).filter(ended_at=None)
    return rows.filter(confirmed_at=None).exclude(lapses_at=None).count()


def find_last_end() -> datetime | None:
    """Return when a legal hold last ended; None where none ever did."""
    ended = LegalHold.objects.exclude(ended_at=None).aggregate(last=Max("ended_at"))
    return cast(datetime | None, ended["last"])


def _names_of(record: Due) -> list[tuple[str, str]]:
    """Return by which scopes and references holds may know a record."""
    names = [(HoldScope.SUBJECT.value, subject) for subject in sorted(record.subjects)]
    names += [(HoldScope.ALERT.value, record.alert)] if record.alert else []
    return [*names, (HoldScope.INSTITUTION.value, record.controller)]


def _read_holds(names: Sequence[str]) -> list[tuple[str, str, str]]:
    rows = LegalHold.objects.filter(ref__in=names).filter(ended_at=None)
    return list(rows.values_list("controller", "scope", "ref"))


def _keeps(holds: set[tuple[str, str, str]], record: Due) -> bool:
    """Say whether one of these holds binds the record's controller and knows the record."""
    return any(
        (controller, *name) in holds
        for name in _names_of(record)
        for controller in (record.controller, EVERYBODY)
    )
