"""A term as a person sees it: a bar that fills, a plain date, and how long it still takes. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from privacy.rights.clocks import find_clock

_WARN_AT = 80
_FULL = 100


@dataclass(frozen=True, slots=True)
class Clock:
    """How much of a term is over (0 to 100), how it is coloured, its days, and what that means."""

    share: int
    band: str
    opened_on: date
    due_on: date
    closed_on: date | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Term:
    """What a clock is drawn from: the law and the kind decide in whose days it counts."""

    regime: str
    kind: str
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None = None


def draw_clock(term: Term, *, now: datetime) -> Clock:
    """Return the clock of a term, in the days of the law that sets it."""
    zone = ZoneInfo(find_clock(term.regime, term.kind, term.opened_at.date()).zone)
    until = term.closed_at or now
    share = _share(term, until)
    left = (term.due_at.astimezone(zone).date() - until.astimezone(zone).date()).days
    is_late = until > term.due_at
    return Clock(
        share=share,
        band=_choose_band(share, is_late=is_late, is_closed=term.closed_at is not None),
        opened_on=term.opened_at.astimezone(zone).date(),
        due_on=term.due_at.astimezone(zone).date(),
        closed_on=term.closed_at.astimezone(zone).date() if term.closed_at else None,
        sentence=_tell_end(is_late) if term.closed_at else _tell_left(left, is_late),
    )


def _choose_band(share: int, *, is_late: bool, is_closed: bool) -> str:
    if is_late:
        return "critical"
    if is_closed:
        return "low"
    return "medium" if share >= _WARN_AT else "plus"


def _share(term: Term, until: datetime) -> int:
    whole = (term.due_at - term.opened_at).total_seconds()
    over = (until - term.opened_at).total_seconds()
    return max(0, min(_FULL, round(_FULL * over / whole))) if whole > 0 else _FULL


def _tell_end(is_late: bool) -> str:
    return _("Answered after the term") if is_late else _("Answered within the term")


def _tell_left(left: int, is_late: bool) -> str:
    if is_late:
        days = max(1, -left)
        return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}
    if left == 0:
        return _("Due today")
    return ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
