"""Requests and complaints whose time is over: each is noted once, for the officer and the audit log."""

from datetime import datetime
from typing import Any

from django.db import transaction

from privacy.approvals.matters import Matter, MatterKind, tell
from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from privacy.rights.models import Complaint, RightsRequest

AT_ONCE = 500
# With the field that says whose desk it lies on.
_CLOCKED: tuple[tuple[Any, Action, str, str], ...] = (
    (RightsRequest, Action.RIGHTS_REQUEST_OVERDUE, "rights-request", "controller"),
    (Complaint, Action.COMPLAINT_OVERDUE, "complaint", "handler"),
)


@transaction.atomic
def note_overdue(*, actor: str, now: datetime) -> int:
    """Note what is overdue and was not noted yet, some hundreds at a time; return how many.

    Safe to repeat and to run twice at once.
    """
    events: list[Event] = []
    matters: list[Matter] = []
    for model, action, name, desk in _CLOCKED:
        late = model._default_manager.filter(due_at__lt=now, closed_at=None, overdue_at=None)
        found = late.order_by("due_at").values_list("id", "due_at", desk)[:AT_ONCE]
        for row_id, due_at, whose in list(found):
            if late.filter(pk=row_id).update(overdue_at=now):
                matters.append(Matter(whose, MatterKind(f"{name}-overdue"), str(row_id)))
                details = {"due_at": due_at.isoformat()}
                events.append(Event(action, actor, f"{name}:{row_id}", now, details))
    record_many(events)
    tell(now=now, matters=matters)
    return len(events)
