"""Record events and seal them into the chain."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import connection

from privacy.audit.chain import GENESIS, link
from privacy.audit.events import Event
from privacy.audit.models import AuditEvent

SALT_BYTES = 16
SEAL_AT_ONCE = 5_000
WRITTEN_AT_ONCE = 300


def record(*events: Event) -> None:
    """Append events; call inside the transaction of the write they tell of."""
    record_many(events)


def record_many(events: Iterable[Event]) -> None:
    """Append many events with one statement."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=event.at,
            action=event.action.value,
            actor=event.actor,
            subject=event.subject,
            details=event.details,
            salt=secrets.token_hex(SALT_BYTES),
        )
        for event in events
    )


def seal_pending() -> int:
    """Chain the events that are not yet chained and return how many.

    The caller holds the sequencer's lock: a chain has one writer.
    """
    pending = list(AuditEvent.objects.filter(sequence=None).order_by("id")[:SEAL_AT_ONCE])
    if not pending:
        return 0
    last = AuditEvent.objects.exclude(sequence=None).order_by("-sequence").first()
    sequence = last.sequence or 0 if last else 0
    digest = bytes(last.digest or GENESIS) if last else GENESIS
    for event in pending:
        sequence += 1
        digest = link(digest, event.write(sequence))
        event.sequence, event.digest = sequence, digest
    for start in range(0, len(pending), WRITTEN_AT_ONCE):
        _write_seals(pending[start : start + WRITTEN_AT_ONCE])
    return len(pending)


def _write_seals(events: list[AuditEvent]) -> None:
    """Stamp sequence and digest with one statement, which both databases understand."""
    marks = ", ".join(["(%s, %s, %s)"] * len(events))
    statement = f"""
        WITH sealed (id, sequence, digest) AS (VALUES {marks})
        UPDATE audit_auditevent SET sequence = sealed.sequence, digest = sealed.digest
        FROM sealed WHERE audit_auditevent.id = sealed.id
    """  # noqa: S608  # only placeholders are put in
    values: list[Any] = []
    for event in events:
        values += [event.id, event.sequence, event.digest]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def is_waiting() -> bool:
    """Say whether any event is not yet chained."""
    return AuditEvent.objects.filter(sequence=None).exists()


def find_break() -> int | None:
    """Recompute the chain; return the sequence of the first event that does not fit, or None."""
    digest = GENESIS
    events = AuditEvent.objects.exclude(sequence=None).order_by("sequence")
    for expected, event in enumerate(events.iterator(chunk_size=2000), start=1):
        digest = link(digest, event.write(expected))
        if event.sequence != expected or bytes(event.digest or b"") != digest:
            return expected
    return None
