"""What the officer's pages share: who opens them, what looks missing, where lists go on, who acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from hub.portal.cursors import PAGE, read_cursor, write_cursor
from hub.portal.permissions import View, requires
from hub.portal.visitors import Visitor
from privacy.consent.errors import ConsentNotFound
from privacy.errors import ApprovalNotFound
from privacy.incidents.errors import IncidentNotFound
from privacy.rights.errors import RecordNotFound
from privacy.rights.officers import Officer
from privacy.transfers.errors import RecordMissing
from sharing.delivery.selectors import date_added, position_at
from sharing.errors import NotFound
from sharing.members.actors import Scope

MISSING = (
    ApprovalNotFound,
    ConsentNotFound,
    IncidentNotFound,
    NotFound,
    RecordMissing,
    RecordNotFound,
)
# One row more than a page tells that there is a next one.
ASKED = PAGE + 1
_OPERATOR = "operator"
Row = TypeVar("Row")
Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """One page of a list, and the queries of the next page (or empty) and of the first."""

    rows: Sequence[Row]
    next_query: str
    first_query: str
    is_first: bool


def officer_page(scope: Scope) -> Callable[[View], View]:
    """Declare what a page asks for; what the rooms do not find looks missing (404)."""

    def declare(view: View) -> View:
        @requires(scope)
        @wraps(view)
        def shown(
            request: HttpRequest, visitor: Visitor, *args: Any, **kwargs: Any
        ) -> HttpResponse:
            try:
                return view(request, visitor, *args, **kwargs)
            except MISSING as missing:
                raise Http404 from missing

        return shown

    return declare


def officer_of(visitor: Visitor) -> Officer:
    """Return the visitor as who handles requests; the operator also has those to the hub itself."""
    own = {visitor.actor.stix_id} | ({""} if visitor.kind == _OPERATOR else set())
    return Officer(visitor.actor.name, frozenset(own))


def read_place(request: HttpRequest) -> Place | None:
    """Return where the page starts that an address asks for; None is the first."""
    place = read_cursor(request.GET.get("before", ""))
    return (date_added(place[0]), UUID(place[1])) if place else None


def list_page(
    request: HttpRequest, rows: Sequence[Row], place_of: Callable[[Row], Place]
) -> Listed[Row]:
    """Return the first PAGE of up to ASKED rows, with the addresses of other pages."""
    shown = rows[:PAGE]
    query = request.GET.copy()
    query.pop("before", None)
    first = query.urlencode()
    following = ""
    if len(rows) > PAGE:
        moment, row_id = place_of(shown[-1])
        query["before"] = write_cursor(position_at(moment), row_id)
        following = query.urlencode()
    return Listed(shown, following, first, read_place(request) is None)


def choose(request: HttpRequest, name: str, known: Sequence[str]) -> str:
    """Return a value of the address where it is one of those known, else nothing."""
    asked = request.GET.get(name, "")
    return asked if asked in known else ""
