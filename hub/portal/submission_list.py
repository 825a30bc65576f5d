"""Pages of one's own submissions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from hub.portal.cursors import PAGE, Page, cut_page, read_cursor, write_cursor
from hub.portal.reading import Reading
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.delivery.listing import Entry, ListFilter, list_alerts
from sharing.delivery.selectors import date_added, position_at
from sharing.ingest.selectors import get_submission, list_submissions
from sharing.members.actors import Actor

if TYPE_CHECKING:
    from sharing.ingest.models import Submission


@dataclass(frozen=True, slots=True)
class Line:
    """A submission, and the alert that it became: None while it waits or was turned away."""

    submission: "Submission"
    alert: Entry | None


@transaction.atomic
def list_submission_page(*, actor: Actor, now: datetime, asked: QueryDict) -> Page[Line]:
    """Return the page that the address asks for, and record which alerts it shows.

    A cursor that is none means the first page.
    """
    place = read_cursor(asked.get("before", ""))
    before = (date_added(place[0]), UUID(place[1])) if place else None
    rows = list_submissions(actor=actor, before=before, limit=PAGE + 1)
    alerts = _find_alerts(actor, rows[:PAGE])
    if alerts:
        details = {"alerts": [str(known) for known in alerts], "by": "submissions"}
        record(Event(Action.FEED_READ, actor.name, actor.stix_id, now, details))
    return cut_page([Line(row, alerts.get(row.id)) for row in rows], _cursor_of)


def find_submission(actor: Actor, reading: Reading) -> "Submission | None":
    """Return how one's own alert went, or None for an alert of others."""
    if not reading.is_own:
        return None
    return get_submission(actor=actor, submission_id=reading.entry.id)


def _find_alerts(actor: Actor, rows: "Sequence[Submission]") -> dict[UUID, Entry]:
    """Return the alerts that submissions became: those sent in the time that the rows span."""
    if not rows:
        return {}
    span = ListFilter(
        direction="sent",
        since=rows[-1].received_at,
        until=rows[0].received_at + timedelta(microseconds=1),
    )
    found = list_alerts(actor=actor, wanted=span, before=None, limit=2 * PAGE)
    shown = {row.id for row in rows}
    return {entry.id: entry for entry in found if entry.id in shown}


def _cursor_of(line: Line) -> str:
    return write_cursor(position_at(line.submission.received_at), line.submission.id)
