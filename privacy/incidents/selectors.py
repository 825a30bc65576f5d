"""Reads of incidents: each with its clocks as they stand; another institution's looks missing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min, Q

from privacy.approvals.matters import Desk
from privacy.incidents.clocks import Clock, Era, Facts, compute_clocks, load_rules
from privacy.incidents.codes import Effect, IncidentClass, Operator, Regime
from privacy.incidents.errors import IncidentNotFound
from privacy.incidents.models import Incident, IncidentReport
from privacy.incidents.sealing import open_text, place_of_text, place_of_title

Sent = Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class IncidentEntry:
    """An incident as its institution sees it, with every clock."""

    id: UUID
    reference: str
    title: str
    operator: str
    classification: str
    regimes: tuple[str, ...]
    effects: tuple[str, ...]
    categories: tuple[str, ...]
    affected_count: int | None
    occurred_at: datetime
    aware_at: datetime
    classified_at: datetime
    handled_at: datetime | None
    opened_at: datetime
    state: str
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """One version of a report; `sent_at` is None for a draft."""

    number: int
    report: str
    to: str
    text: str
    drafted_by: str
    drafted_at: datetime
    sent_by: str
    sent_at: datetime | None


def list_incidents(
    *, institution: str, before: tuple[datetime, UUID] | None = None, limit: int = 100
) -> list[Incident]:
    """Return an institution's incidents, newest first; `before` is (opened_at, id) of the last seen."""
    rows = Incident.objects.filter(institution=institution)
    if before is not None:
        opened_at, incident_id = before
        rows = rows.filter(Q(opened_at__lt=opened_at) | Q(opened_at=opened_at, id__lt=incident_id))
    return list(rows.order_by("-opened_at", "-id")[:limit])


def count_running(*, institution: str, now: datetime) -> Desk:
    """Return how many incidents of an institution have a clock that runs, and how many one that passed."""
    rows = list(Incident.objects.filter(institution=institution).filter(closed_at=None))
    sent = _find_sent(rows)
    clocks = [compute_clocks(facts_of(row, sent[row.id]), load_rules(), now) for row in rows]
    waiting = [[one for one in found if one.due_at and not one.is_met] for found in clocks]
    late = [found for found in waiting if any(one.due_at < now for one in found if one.due_at)]
    return Desk(sum(map(bool, waiting)), len(late))


def get_incident(*, institution: str, incident_id: UUID) -> Incident:
    """Return one incident of an institution. Raises IncidentNotFound, also for others'."""
    row = Incident.objects.filter(institution=institution).filter(id=incident_id).first()
    if row is None:
        raise IncidentNotFound("there is no such incident")
    return row


def list_reports(*, incident: Incident, after: int = 0, limit: int = 100) -> list[IncidentReport]:
    """Return the versions of an incident's reports by number, those above `after`."""
    rows = IncidentReport.objects.filter(incident=incident).filter(number__gt=after)
    return list(rows.order_by("number")[:limit])


def describe_incidents(rows: Sequence[Incident], *, now: datetime) -> list[IncidentEntry]:
    """Return incidents with title and clocks; one statement for what was sent of all of them."""
    sent = _find_sent(rows)
    return [
        IncidentEntry(
            id=row.id,
            reference=row.reference,
            title=open_text(place=place_of_title(row.id), sealed=row.title),
            operator=row.operator,
            classification=row.classification,
            regimes=tuple(row.regimes),
            effects=tuple(row.effects),
            categories=tuple(row.categories),
            affected_count=row.affected_count,
            occurred_at=row.occurred_at,
            aware_at=row.aware_at,
            classified_at=row.classified_at,
            handled_at=row.handled_at,
            opened_at=row.opened_at,
            state=row.state.value,
            clocks=compute_clocks(facts_of(row, sent[row.id]), load_rules(), now),
        )
        for row in rows
    ]


def find_clocks(row: Incident, *, now: datetime) -> tuple[Clock, ...]:
    """Return the clocks of one incident as they stand."""
    return compute_clocks(facts_of(row, _find_sent([row])[row.id]), load_rules(), now)


def describe_report(row: IncidentReport) -> ReportEntry:
    """Return a report with its text."""
    return ReportEntry(
        number=row.number,
        report=row.report,
        to=row.to,
        text=open_text(place=place_of_text(row.id), sealed=row.text),
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        sent_by=row.sent_by,
        sent_at=row.sent_at,
    )


def facts_of(row: Incident, sent: Sent) -> Facts:
    """Return what the clocks of an incident rest on."""
    return Facts(
        operator=Operator(row.operator),
        eras=tuple(_read_era(era) for era in row.eras),
        occurred_at=row.occurred_at,
        aware_at=row.aware_at,
        handled_at=row.handled_at,
        sent=sent,
    )


def _read_era(era: Mapping[str, list[str]]) -> Era:
    return Era(
        since=datetime.fromisoformat(str(era["since"])),
        classification=IncidentClass(str(era["class"])),
        regimes=frozenset(map(Regime, era["regimes"])),
        effects=frozenset(map(Effect, era["effects"])),
    )


def _find_sent(rows: Iterable[Incident]) -> Mapping[UUID, Sent]:
    """Return when which report of each incident was first sent."""
    found = (
        IncidentReport.objects.filter(incident__in=[row.id for row in rows])
        .exclude(sent_at=None)
        .values_list("incident_id", "report")
        .annotate(first=Min("sent_at"))
        .order_by()
    )
    sent: defaultdict[UUID, dict[str, datetime]] = defaultdict(dict)
    for incident_id, report, first in found:
        sent[incident_id][report] = first
    return sent
