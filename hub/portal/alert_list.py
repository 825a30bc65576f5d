"""One page of the alert list, as a form and an address ask for it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from hub.portal.cursors import PAGE, Page, cursor_of_entry, cut_page, read_cursor
from hub.portal.forms.desk import AlertFilterForm
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.delivery.listing import Entry, ListFilter, list_alerts
from sharing.members.actors import Actor


@dataclass(frozen=True, slots=True)
class AlertList:
    """Entries of one page. The addresses are queries: of the next page (or empty), of the first."""

    entries: tuple[Entry, ...]
    next_query: str
    first_query: str
    is_first: bool
    is_narrowed: bool
    case: str


@transaction.atomic
def list_page(*, actor: Actor, now: datetime, form: AlertFilterForm, asked: QueryDict) -> AlertList:
    """Return the page that the address asks for and record that it was read.

    A cursor that is none means the first page; an empty page discloses nothing.
    """
    wanted = form.read_filter()
    before = read_cursor(asked.get("before", ""))
    found = list_alerts(actor=actor, wanted=wanted, before=before, limit=PAGE + 1)
    page: Page[Entry] = cut_page(found, cursor_of_entry)
    if page.rows:
        details = {"alerts": [str(entry.id) for entry in page.rows], "by": "page"}
        record(Event(Action.FEED_READ, actor.name, actor.stix_id, now, details))
    query = asked.copy()
    query.pop("before", None)
    first = query.urlencode()
    query["before"] = page.next
    return AlertList(
        entries=tuple(page.rows),
        next_query=query.urlencode() if page.next else "",
        first_query=first,
        is_first=before is None,
        is_narrowed=wanted != ListFilter(),
        case=str(wanted.case or ""),
    )
