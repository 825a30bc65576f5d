"""Drills on made-up data: a breach, a recall, a regulator's request; each step measured (PC-42).

Every drill opens an incident, does its work through the product's own services, and reports; what it took is
held against the clocks of section 6 of the control matrix. Run it in a throw-away database only.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

import orjson
from django.utils import timezone

from hub.demo.stories import GREEN, Story, build_bundle
from hub.replay.setting import RULES, Exchange, set_up
from privacy.audit.services import find_break, seal_pending
from privacy.incidents.clocks import Clock, Level
from privacy.incidents.codes import Effect, IncidentClass, Operator, Regime
from privacy.incidents.models import Incident
from privacy.incidents.selectors import find_clocks
from privacy.incidents.services import (
    Changes,
    NewIncident,
    NewReport,
    change_incident,
    draft_report,
    open_incident,
    send_report,
)
from privacy.subjects.identifiers import PHONE, subject_key
from privacy.subjects.selectors import find_items
from privacy.transfers.selectors.registers import Period, Reader
from privacy.transfers.services.registers import export_records
from privacy.transfers.terms import day_of
from sharing.ingest.services import receive
from sharing.pipeline import run_pending
from sharing.response.models import RecallOrder
from sharing.response.recalls import confirm_recall, recall_own_alert
from sharing.stix.alert import read_alerts

REPORTER, REGULATOR = "BANK-1", "SUPERVISOR"
MEMBERS = (REPORTER, "BANK-2", "BANK-3", "PLATFORM-1", "PLATFORM-2", REGULATOR)
_KINDS = {"BANK": "bank", "PLATFORM": "platform", "SUPERVISOR": "regulator"}
PERSON = "user:drill"
ALERTS = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, how long it took in seconds, and how many it reached."""

    name: str
    seconds: float
    count: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A clock of section 6: its limit, and how long after awareness the report was out (seconds).

    `within` is None for what is due at once, runs still, or waits for what has not happened.
    """

    clock: str
    to: str
    limit: int | None
    taken: float | None
    within: bool | None


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What a drill came to."""

    drill: str
    began_at: datetime
    steps: tuple[Step, ...]
    clocks: tuple[Measured, ...]


@dataclass(slots=True)
class Drill:
    """A drill under way: its exchange, the alerts it may use, and the steps so far."""

    exchange: Exchange
    alerts: tuple[UUID, ...]
    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[int], None]]:
        """Measure what is done inside; what is yielded takes the count."""
        counted = [0]
        began = perf_counter()
        yield lambda count: counted.__setitem__(0, count)
        self.steps.append(Step(name, round(perf_counter() - began, 3), counted[0]))


def run_drill(name: str) -> DrillReport:
    """Run a drill and return its report. Raises KeyError for one that is not known."""
    work = DRILLS[name]
    drill = _prepare(timezone.now())
    institution = drill.exchange.members[REPORTER].stix_id
    began = timezone.now()
    incident = _open(institution, began)
    work(drill, incident)
    with drill.step("reports drafted and sent") as count:
        count(_report(incident))
    incident.refresh_from_db()
    clocks = tuple(_measure(one, began) for one in find_clocks(incident, now=timezone.now()))
    return DrillReport(name, began, tuple(drill.steps), clocks)


def _measure(one: Clock, began: datetime) -> Measured:
    within: bool | None = None
    if one.due_at not in (None, began) and (one.is_met or one.level is Level.PASSED):
        within = one.is_met and not one.is_late
    return Measured(
        clock=one.id,
        to=one.to,
        limit=round((one.due_at - began).total_seconds()) if one.due_at else None,
        taken=round((one.sent_at - began).total_seconds(), 3) if one.sent_at else None,
        within=within,
    )


def _prepare(now: datetime) -> Drill:
    """Set up an exchange whose members hold alerts about people who do not exist."""
    exchange = set_up([_describe_member(name) for name in MEMBERS], now=now - timedelta(hours=1))
    sent = [_send(exchange, number, now) for number in range(ALERTS)]
    while run_pending(now=now, rules=RULES):
        pass
    return Drill(exchange, tuple(sent))


def _describe_member(name: str) -> dict[str, object]:
    return {
        "member_id": name,
        "name_en": f"{name.title()} (drill)",
        "name_zh_hans": f"演练{name}",
        "name_zh_hant": f"演練{name}",
        "kind": _KINDS[name.partition("-")[0]],
        "legal_region": "CN-SH",
        "jurisdictions": ["CN"],
        "topics": ["fake-site-or-app"],
        "max_tlp": "red",
        "min_severity": "low",
    }


def _send(exchange: Exchange, number: int, now: datetime) -> UUID:
    member = exchange.members[REPORTER]
    story = Story(
        key=f"drill-{number}",
        reporter=member.slug,
        lang="zh-Hans",
        name="演练：仿冒应用",
        description=f"演练数据。仿冒应用的联系电话为{_phone(number)}。",
        labels=("category:fake-site-or-app", "severity:high", "jurisdiction:CN-SH"),
        marking=GREEN,
        patterns=(f"[domain-name:value = 'drill-{number}.example']",),
    )
    bundle = build_bundle(story, reporter=member.stix_id, reporter_name=member.name, now=now)
    alerts = read_alerts(orjson.dumps(bundle), received_at=now, split=False)
    actor = exchange.actor(REPORTER)
    (submission,) = receive(actor=actor, now=now, alerts=alerts, idempotency_key=None)
    return submission.id


def _phone(number: int) -> str:
    return f"138001380{number:02}"


def _open(institution: str, began: datetime) -> Incident:
    new = NewIncident(
        reference="DRILL",
        title="Drill",
        operator=Operator.OTHER,
        classification=IncidentClass.MAJOR,
        regimes=frozenset(Regime),
        occurred_at=began,
        aware_at=began,
        effects=frozenset({Effect.HIGH_RISK, Effect.PUBLIC_INTEREST}),
    )
    return open_incident(actor=PERSON, now=began, institution=institution, new=new)


def _report(incident: Incident) -> int:
    """Draft and send each report whose clock runs; return how many."""
    running = [one for one in find_clocks(incident, now=timezone.now()) if one.due_at is not None]
    for clock in running:
        new = NewReport(clock.report, "drill", "A drill: nothing happened.")
        mine, incident_id = incident.institution, incident.id
        draft = draft_report(
            actor=PERSON, now=timezone.now(), institution=mine, incident_id=incident_id, new=new
        )
        send_report(
            actor=PERSON,
            now=timezone.now(),
            institution=mine,
            incident_id=incident_id,
            number=draft.number,
        )
    return len(running)


def _breach(drill: Drill, incident: Incident) -> None:
    """Find whom the alerts name, and say how many are affected."""
    with drill.step("affected persons found") as count:
        keys = [subject_key(PHONE, _phone(number)) for number in range(ALERTS)]
        affected = sum(bool(find_items(subjects=frozenset({key}))) for key in keys)
        count(affected)
    with drill.step("incident updated"):
        change_incident(
            actor=PERSON,
            now=timezone.now(),
            institution=incident.institution,
            incident_id=incident.id,
            changes=Changes(affected_count=affected),
        )


def _recall(drill: Drill, _incident: Incident) -> None:
    """Take every alert back from all who hold it, and let each confirm."""
    with drill.step("recall orders sent") as count:
        actor = drill.exchange.actor(REPORTER)
        orders = [
            recall_own_alert(actor=actor, now=timezone.now(), alert_id=alert, reason="drill")
            for alert in drill.alerts
        ]
        count(sum(orders))
    names = {row.id: name for name, row in drill.exchange.members.items()}
    with drill.step("recalls confirmed") as count:
        waiting = RecallOrder.objects.filter(alert_id__in=drill.alerts, confirmed_at=None)
        rows = list(waiting.values_list("id", "recipient_id"))
        for order_id, recipient_id in rows:
            confirm_recall(
                actor=drill.exchange.actor(names[recipient_id]),
                now=timezone.now(),
                order_id=order_id,
                copies_destroyed=True,
                note_code="",
            )
        count(len(rows))


def _regulator_request(drill: Drill, incident: Incident) -> None:
    """Hand over the records of processing, and prove that the log behind them is whole."""
    now = timezone.now()
    everybody = frozenset(row.stix_id for row in drill.exchange.members.values())
    reader = Reader(
        speaks_for=frozenset({incident.institution}), knows=everybody, is_supervisor=True
    )
    period = Period(day_of(now - timedelta(days=90)), day_of(now))
    with drill.step("records of processing exported") as count:
        count(sum(1 for _ in export_records(actor=PERSON, now=now, reader=reader, period=period)))
    with drill.step("audit log sealed and verified") as count:
        events = 0
        while sealed := seal_pending():
            events += sealed
        if find_break() is not None:
            raise RuntimeError("the audit log does not hold")
        count(events)


DRILLS: dict[str, Callable[[Drill, Incident], None]] = {
    "breach": _breach,
    "recall": _recall,
    "regulator-request": _regulator_request,
}
