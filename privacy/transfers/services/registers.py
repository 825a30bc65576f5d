"""Reading a register is an act of its own and is written to the audit log."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.transfers.selectors.registers import (
    Act,
    Period,
    Reader,
    Record,
    list_acts_of,
    list_records,
    list_transfers,
    walk_records,
)

Place = tuple[str, ...]


@transaction.atomic
def read_records(
    *,
    actor: str,
    now: datetime,
    reader: Reader,
    period: Period,
    after: Place | None = None,
    limit: int,
) -> list[tuple[Record, Place]]:
    """Return lines of the records of processing, each with its place (PIPL 55, 56; GDPR 30)."""
    _note(actor, now, "records-of-processing", reader, period)
    return list_records(reader=reader, period=period, after=after, limit=limit)


def export_records(
    *, actor: str, now: datetime, reader: Reader, period: Period
) -> Iterator[Record]:
    """Return all lines of a period, to be written into a file."""
    _note(actor, now, "records-of-processing", reader, period)
    return walk_records(reader=reader, period=period)


@transaction.atomic
def read_transfers(
    *,
    actor: str,
    now: datetime,
    reader: Reader,
    period: Period,
    before: tuple[date, int] | None = None,
    limit: int,
) -> list[Act]:
    """Return the acts that crossed a border, newest first (PC-19, PC-22)."""
    _note(actor, now, "transfers", reader, period)
    return list_transfers(reader=reader, period=period, before=before, limit=limit)


@transaction.atomic
def read_acts(*, actor: str, now: datetime, reader: Reader, alert: UUID) -> list[Act]:
    """Return the acts on one alert that a reader may see; the reading is on record (PC-01, PC-22)."""
    acts = list_acts_of(reader=reader, alert=alert)
    if acts:
        details = {"acts": len(acts), "institutions": len(reader.speaks_for)}
        record(Event(Action.REGISTER_READ, actor, str(alert), now, details))
    return acts


def _note(actor: str, now: datetime, register: str, reader: Reader, period: Period) -> None:
    details = {
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "institutions": len(reader.speaks_for),
    }
    record(Event(Action.REGISTER_READ, actor, register, now, details))
