"""Cases as one institution may see them: its own alerts in them, and those it received.

A case is told from these alerts alone, as far as they are shown, so it says nothing of what others
reported to others (see caseviews).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from sharing.alerts.models import split_tags
from sharing.delivery.caseviews import find_cases
from sharing.delivery.listing import (
    Entry,
    ListFilter,
    Place,
    list_alerts,
    received,
    sent,
)
from sharing.delivery.selectors import date_added
from sharing.errors import NotFound
from sharing.members.actors import Actor

# Alerts shown with one case.
MOST_SHOWN = 200
# A page stops looking after so many rounds; the next one goes on from there.
MOST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One case: what its alerts say together. Score and explanation are those of its best alert.

    `corroboration` counts the reporters that the institution may know, those under one owner once; None
    below the least number that is shown.
    """

    id: UUID
    title: str
    first_at: datetime
    last_at: datetime
    alert_count: int
    corroboration: int | None
    severity: int
    score: int
    score_version: str
    explanation: tuple[tuple[str, int], ...]
    categories: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    exercise: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Cases by their newest alert, and where the next page starts: None on the last one.

    `shown` are the alerts that the titles were taken from.
    """

    cases: tuple[CaseEntry, ...]
    shown: tuple[UUID, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one visible alert tells of its case; `owner` of its reporter, empty where that is not named."""

    at: datetime
    score: int
    score_version: str
    explanation: tuple[tuple[str, int], ...]
    severity: int
    categories: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    exercise: bool
    owner: str


def list_cases(*, actor: Actor, wanted: ListFilter, before: Place | None, limit: int) -> CasePage:
    """Return cases with an alert that fits the filter, by the newest such alert."""
    heads: dict[UUID, Entry] = {}
    place, is_more = before, True
    for _ in range(MOST_ROUNDS):
        entries = list_alerts(actor=actor, wanted=wanted, before=place, limit=2 * limit)
        fresh = {entry.case for entry in entries if entry.case is not None} - heads.keys()
        earlier = _find_earlier(actor, wanted, before, fresh)
        for entry in entries:
            if entry.case is not None and entry.case not in earlier:
                heads.setdefault(entry.case, entry)
        is_more = len(entries) == 2 * limit
        if not is_more or len(heads) > limit:
            break
        place = entries[-1].cursor
    chosen = list(heads.values())[:limit]
    if len(heads) > limit:
        place = chosen[-1].cursor
    cases = _tell(actor, chosen)
    after = place if is_more or len(heads) > limit else None
    return CasePage(cases, tuple(entry.id for entry in chosen), after)


def get_case(*, actor: Actor, case_id: UUID) -> tuple[CaseEntry, list[Entry]]:
    """Return a case with its newest alerts. Raises NotFound, also where none of them may be seen."""
    entries = list_alerts(
        actor=actor, wanted=ListFilter(case=case_id), before=None, limit=MOST_SHOWN
    )
    if not entries:
        raise NotFound("there is no such case")
    (case,) = _tell(actor, entries[:1])
    return case, entries


def _find_earlier(
    actor: Actor, wanted: ListFilter, before: Place | None, cases: Iterable[UUID | None]
) -> set[UUID]:
    """Return which cases stood on an earlier page: those with an alert from before the cursor."""
    if before is None:
        return set()
    members = _list_members(actor, cases)
    at, last, moment = before[0], UUID(before[1]), date_added(before[0])
    rows = received(actor, wanted).filter(alert_id__in=members)
    own = sent(actor, wanted).filter(id__in=members)
    rows = rows.filter(Q(position__gt=at) | Q(position=at, alert_id__gte=last))
    own = own.filter(Q(received_at__gt=moment) | Q(received_at=moment, id__gte=last))
    known = (*rows.values_list("alert_id", flat=True), *own.values_list("id", flat=True))
    return {members[alert_id] for alert_id in known}


def _tell(actor: Actor, heads: Sequence[Entry]) -> tuple[CaseEntry, ...]:
    """Return the cases of some alerts, as all visible alerts of each tell it; four queries."""
    seen: dict[UUID, list[_Seen]] = defaultdict(list)
    members = _list_members(actor, [head.case for head in heads])
    everything = ListFilter()
    rows = received(actor, everything).filter(alert_id__in=members)
    for row in _read(rows, "alert__", "position"):
        attributed, at = row.pop("rendition__attributed"), date_added(row.pop("at"))
        seen[members[row.pop("alert")]].append(_see(row, at, attributed=attributed))
    own = sent(actor, everything).filter(id__in=members)
    for row in _read(own, "", "received_at"):
        at = row.pop("at").astimezone(UTC)
        seen[members[row.pop("alert")]].append(_see(row, at, attributed=True))
    return tuple(_sum_up(head, seen[head.case]) for head in heads if head.case is not None)


def _list_members(actor: Actor, cases: Iterable[UUID | None]) -> dict[UUID, UUID]:
    """Return the alerts of some cases, and the case of each."""
    chosen = {case for case in cases if case is not None}
    found = find_cases(institution_id=actor.institution_id, alerts=chosen)
    return {alert_id: case for alert_id, case in found.items() if case in chosen}


def _read(rows: QuerySet[Any], alert: str, at: str) -> Iterable[dict[str, Any]]:
    names = {
        "alert": f"{alert}id",
        "at": at,
        "score": f"{alert}membership__score",
        "score_version": f"{alert}membership__score_version",
        "explanation": f"{alert}membership__explanation",
        "severity": f"{alert}severity",
        "categories": f"{alert}categories",
        "jurisdictions": f"{alert}jurisdictions",
        "exercise": f"{alert}exercise",
        "reporter": f"{alert}reporter_id",
        "group": f"{alert}reporter__owner_group",
    }
    more = ["rendition__attributed"] if alert else []
    for row in rows.values_list(*names.values(), *more):
        yield dict(zip([*names, *more], row, strict=True))


def _see(row: dict[str, Any], at: datetime, *, attributed: bool) -> _Seen:
    return _Seen(
        at=at,
        score=row["score"],
        score_version=row["score_version"],
        explanation=tuple((name, points) for name, points in row["explanation"]),
        severity=row["severity"],
        categories=split_tags(row["categories"]),
        jurisdictions=split_tags(row["jurisdictions"]),
        exercise=row["exercise"],
        owner=(row["group"] or str(row["reporter"])) if attributed else "",
    )


def _sum_up(head: Entry, seen: Sequence[_Seen]) -> CaseEntry:
    best = max(seen, key=lambda one: (one.score, one.at))
    owners = len({one.owner for one in seen if one.owner})
    return CaseEntry(
        id=head.case or head.id,
        title=head.title,
        first_at=min(one.at for one in seen),
        last_at=max(one.at for one in seen),
        alert_count=len(seen),
        corroboration=owners if owners >= settings.LEAST_CORROBORATION else None,
        severity=max(one.severity for one in seen),
        score=best.score,
        score_version=best.score_version,
        explanation=best.explanation,
        categories=tuple(sorted({name for one in seen for name in one.categories})),
        jurisdictions=tuple(sorted({name for one in seen for name in one.jurisdictions})),
        exercise=all(one.exercise for one in seen),
    )
