"""Open and reclassify incidents, draft and send their reports, call out clocks (PIPL 57; GDPR 33, 34).

What selects clocks is never overwritten: each change adds an era, so a passed deadline stays to be seen.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max

from privacy.approvals.matters import Matter, MatterKind, tell
from privacy.approvals.persons import is_person
from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from privacy.detection.texts import refuse_personal
from privacy.errors import PersonNeeded
from privacy.incidents.clocks import list_reports, load_rules
from privacy.incidents.codes import Effect, IncidentClass, Operator, Regime
from privacy.incidents.errors import IncidentNotFound, IncidentUnfit, ReportIsSent
from privacy.incidents.models import Incident, IncidentAlarm, IncidentReport
from privacy.incidents.sealing import place_of_text, place_of_title, seal_text
from privacy.incidents.selectors import find_clocks

AT_ONCE = 200
MOST_REPORTS = 10_000
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_TAKEN = "Give one that no other incident of yours has."


@dataclass(frozen=True, slots=True)
class NewIncident:
    """What is known when an incident is opened; `reference` is the institution's own, without personal data."""

    reference: str
    title: str
    operator: Operator
    classification: IncidentClass
    regimes: frozenset[Regime]
    occurred_at: datetime
    aware_at: datetime
    effects: frozenset[Effect] = frozenset()
    categories: frozenset[str] = frozenset()
    affected_count: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What is known better now; None leaves as it is, `regimes` are added to those that stand."""

    classification: IncidentClass | None = None
    regimes: frozenset[Regime] = field(default_factory=frozenset)
    effects: frozenset[Effect] | None = None
    categories: frozenset[str] | None = None
    affected_count: int | None = None
    handled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewReport:
    """A draft: which report of clocks.json, to whom (a code), and its text."""

    report: str
    to: str
    text: str


@transaction.atomic
def open_incident(*, actor: str, now: datetime, institution: str, new: NewIncident) -> Incident:
    """Open an incident of an institution (its STIX id); its clocks run from awareness on.

    Raises IncidentUnfit.
    """
    _check_new(new, now)
    refuse_personal(new.reference, "reference")
    incident_id = uuid4()
    row = Incident(
        id=incident_id,
        institution=institution,
        reference=new.reference,
        title=seal_text(
            owner=institution, place=place_of_title(incident_id), text=new.title, now=now
        ),
        operator=new.operator,
        classification=new.classification,
        regimes=sorted(new.regimes),
        effects=sorted(new.effects),
        categories=sorted(new.categories),
        affected_count=new.affected_count,
        occurred_at=new.occurred_at,
        aware_at=new.aware_at,
        classified_at=now,
        opened_by=actor,
        opened_at=now,
    )
    row.eras = [_write_era(row, now)]
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise IncidentUnfit("reference", _TAKEN) from None
    record(_tell(Action.INCIDENT_OPENED, actor, now, row))
    return row


@transaction.atomic
def change_incident(
    *, actor: str, now: datetime, institution: str, incident_id: UUID, changes: Changes
) -> Incident:
    """Record what is known better now; clocks are computed anew, and none that passed is dropped.

    Raises IncidentNotFound, IncidentUnfit.
    """
    row = _lock(institution, incident_id)
    before = _write_era(row, now)
    if changes.classification not in (None, row.classification):
        row.classification, row.classified_at = str(changes.classification), now
    row.regimes = sorted({*row.regimes, *changes.regimes})
    for name in ("effects", "categories"):
        if (value := getattr(changes, name)) is not None:
            setattr(row, name, sorted(value))
    if changes.affected_count is not None:
        row.affected_count = changes.affected_count
    if changes.handled_at is not None:
        _set_handled(row, changes.handled_at, now)
    if (after := _write_era(row, now)) != before:
        row.eras = [*row.eras, after]
    _settle(row, now)
    row.save()
    record(_tell(Action.INCIDENT_CHANGED, actor, now, row))
    return row


@transaction.atomic
def draft_report(
    *, actor: str, now: datetime, institution: str, incident_id: UUID, new: NewReport
) -> IncidentReport:
    """Add a version of a report as a draft, which nobody outside sees. Raises IncidentNotFound, IncidentUnfit."""
    known = new.report in list_reports(load_rules())
    _need(known, "report", "Give a report that a clock names.")
    refuse_personal(new.to, "to")
    incident = _lock(institution, incident_id)
    last = incident.reports.aggregate(last=Max("number"))["last"] or 0
    _need(last + 1 < MOST_REPORTS, "report", "The incident has all the reports it can have.")
    report_id = uuid4()
    text = seal_text(owner=institution, place=place_of_text(report_id), text=new.text, now=now)
    row = IncidentReport.objects.create(
        id=report_id,
        incident=incident,
        number=last + 1,
        report=new.report,
        to=new.to,
        text=text,
        drafted_by=actor,
        drafted_at=now,
    )
    details: dict[str, str | int] = {"report": new.report, "number": row.number, "state": "draft"}
    record(_tell(Action.INCIDENT_CHANGED, actor, now, incident, **details))
    return row


@transaction.atomic
def send_report(
    *, actor: str, now: datetime, institution: str, incident_id: UUID, number: int
) -> IncidentReport:
    """Record that a person sent this version to the authority: it is final, and its clock is met.

    Raises PersonNeeded, IncidentNotFound, ReportIsSent.
    """
    if not is_person(actor):
        raise PersonNeeded("only a person may send a report")
    incident = _lock(institution, incident_id)
    # A larger number is no number of a column either.
    row = incident.reports.filter(number=min(number, MOST_REPORTS)).first()
    if row is None:
        raise IncidentNotFound("there is no such report")
    if row.sent_at is not None:
        raise ReportIsSent("the report was sent before")
    row.sent_by, row.sent_at = actor, now
    row.save(update_fields=["sent_by", "sent_at"])
    _settle(incident, now)
    incident.save(update_fields=["closed_at"])
    details: dict[str, str | int] = {"report": row.report, "number": number, "to": row.to}
    record(_tell(Action.INCIDENT_REPORTED, actor, now, incident, **details))
    return row


@transaction.atomic
def note_alarms(*, actor: str, now: datetime) -> int:
    """Call out each clock that reached 50, 80 or 100 percent, each mark once; return how many.

    Safe to repeat and to run twice at once: a mark that somebody else noted meanwhile is not told again.
    """
    rows = Incident.objects.select_for_update().filter(closed_at=None).order_by("aware_at", "id")
    # Locked before what was noted is read: who runs at the same time waits, and then sees it.
    running = list(rows)
    noted = IncidentAlarm.objects.filter(incident__closed_at=None)
    told = set(noted.values_list("incident_id", "clock", "level"))
    alarms = [
        IncidentAlarm(incident=row, clock=clock.id, level=clock.level.mark, at=now)
        for row in running
        for clock in find_clocks(row, now=now)
        if clock.level.mark and (row.id, clock.id, clock.level.mark) not in told
    ]
    IncidentAlarm.objects.bulk_create(alarms, batch_size=AT_ONCE)
    record_many(_tell_alarm(actor, now, alarm) for alarm in alarms)
    tell(now=now, matters=[_as_matter(alarm) for alarm in alarms])
    return len(alarms)


def _tell_alarm(actor: str, now: datetime, alarm: IncidentAlarm) -> Event:
    more: dict[str, str | int] = {"clock": alarm.clock, "level": alarm.level}
    return _tell(Action.INCIDENT_CLOCK_ALARMED, actor, now, alarm.incident, **more)


def _as_matter(alarm: IncidentAlarm) -> Matter:
    desk, kind = alarm.incident.institution, MatterKind.INCIDENT_CLOCK
    return Matter(desk, kind, str(alarm.incident_id), mark=alarm.level)


def _check_new(new: NewIncident, now: datetime) -> None:
    _need(new.aware_at <= now, "aware_at", "Give a moment that is not in the future.")
    _need(new.occurred_at >= EARLIEST, "occurred_at", "Give a moment since 1970.")
    _need(new.occurred_at <= new.aware_at, "occurred_at", "Give a moment not after aware_at.")
    _need(bool(new.regimes), "regimes", "Give at least one.")


def _lock(institution: str, incident_id: UUID) -> Incident:
    rows = Incident.objects.select_for_update().filter(institution=institution, id=incident_id)
    row = rows.first()
    if row is None:
        raise IncidentNotFound("there is no such incident")
    return row


def _set_handled(row: Incident, handled_at: datetime, now: datetime) -> None:
    _need(row.handled_at is None, "handled_at", "It was given before and stays.")
    _need(row.aware_at <= handled_at <= now, "handled_at", "Give a moment from aware_at until now.")
    row.handled_at = handled_at


def _settle(row: Incident, now: datetime) -> None:
    """Close an incident that is handled and owes no report; open one that owes one again."""
    is_done = row.handled_at is not None and all(one.is_met for one in find_clocks(row, now=now))
    row.closed_at = (row.closed_at or now) if is_done else None


def _write_era(row: Incident, since: datetime) -> dict[str, Any]:
    return {
        "since": since.isoformat(),
        "class": str(row.classification),
        "regimes": [str(one) for one in row.regimes],
        "effects": [str(one) for one in row.effects],
    }


def _need(holds: bool, place: str, rule: str) -> None:
    if not holds:
        raise IncidentUnfit(place, rule)


def _tell(action: Action, actor: str, now: datetime, row: Incident, **more: str | int) -> Event:
    details = {"institution": row.institution, "class": str(row.classification)}
    return Event(action, actor, f"incident:{row.id}", now, details | more)
