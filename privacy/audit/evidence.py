"""Evidence by control: which events show that a row of the control matrix is kept (PC-33).

`controls.json` says for each row which actions serve it; an entry that ends in a dot means all below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from django.db import transaction
from django.db.models import QuerySet

from privacy.audit.events import Action, Event
from privacy.audit.merkle import hash_leaf
from privacy.audit.models import AuditEvent
from privacy.audit.selectors import WHOLE, Sight, narrow
from privacy.audit.services import record

AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which evidence: of a control, in a period (start inclusive), after a place of the log, in sight."""

    control: str
    first: datetime | None = None
    last: datetime | None = None
    after: int = 0
    sight: Sight = WHOLE


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An event as it stands in the log, and its leaf in the tree."""

    sequence: int
    event: dict[str, Any]
    leaf: str


@transaction.atomic
def export_evidence(*, actor: str, now: datetime, asked: Asked, limit: int) -> list[Exhibit]:
    """Return sealed events that serve a control, in the order of the log; the export is on record.

    An unknown control has none.
    """
    rows = _select(asked).order_by("sequence")[:limit]
    found = [_exhibit(row) for row in rows]
    record(Event(Action.EVIDENCE_EXPORTED, actor, asked.control, now, {"events": len(found)}))
    return found


def walk_log(*, actor: str, now: datetime) -> Iterator[Exhibit]:
    """Yield every sealed event, in the order of the log; that it is read is on record before."""
    record(Event(Action.EVIDENCE_EXPORTED, actor, "log", now))
    rows = AuditEvent.objects.exclude(sequence=None).order_by("sequence")
    yield from map(_exhibit, rows.iterator(chunk_size=AT_ONCE))


def list_controls() -> tuple[str, ...]:
    """Return the rows of the control matrix that events serve."""
    return tuple(_read_controls())


def list_actions(control: str) -> tuple[Action, ...]:
    """Return the actions that serve a control."""
    named = _read_controls().get(control, ())
    return tuple(
        action
        for action in Action
        if any(action == one or (one.endswith(".") and action.startswith(one)) for one in named)
    )


def _select(asked: Asked) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(sequence__gt=asked.after)
    rows = rows.filter(action__in=[action.value for action in list_actions(asked.control)])
    if asked.first is not None:
        rows = rows.filter(at__gte=asked.first)
    if asked.last is not None:
        rows = rows.filter(at__lt=asked.last)
    return narrow(rows, asked.sight)


def _exhibit(row: AuditEvent) -> Exhibit:
    sequence = row.sequence or 0
    content = row.write(sequence)
    return Exhibit(sequence, orjson.loads(content), hash_leaf(content).hex())


@cache
def _read_controls() -> dict[str, tuple[str, ...]]:
    content = files("privacy.audit").joinpath("controls.json").read_bytes()
    return {control: tuple(names) for control, names in orjson.loads(content).items()}
