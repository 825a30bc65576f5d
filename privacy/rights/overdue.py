"""Requests and complaints whose time is over: each is noted once, for the officer and the audit log."""

from datetime import datetime

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from privacy.rights.models import Complaint, RightsRequest

AT_ONCE = 500


@transaction.atomic
def note_overdue(*, actor: str, now: datetime) -> int:
    """Note what is overdue and was not noted yet, some hundreds at a time; return how many.

    Safe to repeat and to run twice at once.
    """
    events: list[Event] = []
    for model, action, name in (
        (RightsRequest, Action.RIGHTS_REQUEST_OVERDUE, "rights-request"),
        (Complaint, Action.COMPLAINT_OVERDUE, "complaint"),
    ):
        late = model._default_manager.filter(due_at__lt=now, closed_at=None, overdue_at=None)
        for row_id, due_at in list(late.order_by("due_at").values_list("id", "due_at")[:AT_ONCE]):
            if late.filter(pk=row_id).update(overdue_at=now):
                details = {"due_at": due_at.isoformat()}
                events.append(Event(action, actor, f"{name}:{row_id}", now, details))
    record_many(events)
    return len(events)
