"""Incidents: reclassified without losing what passed, reported by persons, called out once (PC-24)."""

from datetime import timedelta

import pytest

from privacy.audit.models import AuditEvent
from privacy.errors import PersonNeeded
from privacy.incidents.codes import Effect, IncidentClass, Operator, Regime
from privacy.incidents.errors import IncidentNotFound, IncidentUnfit, ReportIsSent
from privacy.incidents.keeping import IncidentKeeper
from privacy.incidents.models import Incident, IncidentAlarm, IncidentReport
from privacy.incidents.selectors import (
    describe_incidents,
    describe_report,
    find_clocks,
    get_incident,
    list_incidents,
)
from privacy.incidents.services import (
    Changes,
    NewIncident,
    NewReport,
    change_incident,
    draft_report,
    note_alarms,
    open_incident,
    send_report,
)
from privacy.retention import registry
from privacy.retention.applying import apply_retention
from privacy.retention.registry import register_keeper
from privacy.tasks import watch_clocks

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, OTHER = "identity--bank", "identity--other"
PERSON, MACHINE = "user:1@bank", "client:abc"
HOUR = timedelta(hours=1)


def open_one(now, **changes):
    values = {
        "reference": "INC-1",
        "title": "Account 6222 of Mei was shown",
        "operator": Operator.OTHER,
        "classification": IncidentClass.GENERAL,
        "regimes": frozenset({Regime.CAC, Regime.GDPR}),
        "occurred_at": now - HOUR,
        "aware_at": now,
    }
    new = NewIncident(**values | changes)
    return open_incident(actor=MACHINE, now=now, institution=BANK, new=new)


def change(row, now, **changes):
    return change_incident(
        actor=PERSON, now=now, institution=BANK, incident_id=row.id, changes=Changes(**changes)
    )


def draft(row, now, report="gdpr.authority", text="What happened."):
    new = NewReport(report, "dpa-berlin", text)
    return draft_report(actor=MACHINE, now=now, institution=BANK, incident_id=row.id, new=new)


def send(row, now, number, actor=PERSON):
    return send_report(actor=actor, now=now, institution=BANK, incident_id=row.id, number=number)


def levels(row, now):
    return {one.id: one.level.value for one in find_clocks(row, now=now)}


def test_an_incident_is_sealed_and_shown_with_its_clocks(now):
    row = open_one(now)

    (entry,) = describe_incidents([Incident.objects.get()], now=now)

    assert entry.title == "Account 6222 of Mei was shown"
    assert b"6222" not in bytes(row.title)
    assert [(one.id, one.due_at) for one in entry.clocks] == [("gdpr.authority", now + 72 * HOUR)]
    event = AuditEvent.objects.get(action="incidents.incident.opened")
    assert event.details == {"institution": BANK, "class": "general"}


def test_raising_the_class_computes_the_clocks_anew_and_drops_none_pc_24(now):
    row = open_one(now, classification=IncidentClass.LARGER)
    later = now + 5 * HOUR

    lowered = change(row, later, classification=IncidentClass.GENERAL)
    raised = change(row, later + HOUR, classification=IncidentClass.MAJOR)

    assert levels(lowered, later) == {"cac.first.other": "passed", "gdpr.authority": "none"}
    assert levels(raised, later + HOUR)["cac.first.other"] == "passed"
    assert "cac.closing" in levels(raised, later + HOUR)
    assert (raised.classified_at, len(raised.eras)) == (later + HOUR, 3)


def test_a_change_that_selects_no_clock_adds_no_era(now):
    row = open_one(now)

    changed = change(row, now + HOUR, affected_count=12)

    assert (changed.affected_count, len(changed.eras)) == (12, 1)


def test_effects_spare_what_has_not_passed_and_keep_what_has(now):
    row = open_one(now, effects=frozenset({Effect.PROCESSOR}))

    spared = change(row, now + HOUR, effects=frozenset())

    # To the controller it was due at once.
    assert levels(spared, now + HOUR) == {"gdpr.controller": "passed", "gdpr.authority": "none"}


def test_reports_are_versioned_drafts_until_a_person_sends_one_pc_24(now):
    row = open_one(now)
    first, second = draft(row, now), draft(row, now + HOUR, text="More is known.")

    with pytest.raises(PersonNeeded):
        send(row, now + HOUR, 2, actor=MACHINE)

    assert [one.sent_at for one in (first, second)] == [None, None]
    assert find_clocks(row, now=now + HOUR)[0].is_met is False

    sent = send(row, now + 2 * HOUR, 2)

    assert (sent.sent_by, sent.sent_at) == (PERSON, now + 2 * HOUR)
    assert describe_report(sent).text == "More is known."
    assert b"More" not in bytes(sent.text)
    assert find_clocks(row, now=now + 3 * HOUR)[0].is_met is True
    with pytest.raises(ReportIsSent):
        send(row, now + 3 * HOUR, 2)
    assert IncidentReport.objects.get(number=1).sent_at is None
    event = AuditEvent.objects.get(action="incidents.report.sent")
    assert event.details == {
        "institution": BANK,
        "class": "general",
        "report": "gdpr.authority",
        "number": 2,
        "to": "dpa-berlin",
    }


def test_an_incident_closes_when_it_is_handled_and_every_report_is_sent(now):
    row = open_one(now)
    draft(row, now)

    send(row, now + HOUR, 1)
    handled = change(row, now + 2 * HOUR, handled_at=now + 2 * HOUR)
    assert (handled.state.value, handled.closed_at) == ("closed", now + 2 * HOUR)

    raised = change(row, now + 3 * HOUR, classification=IncidentClass.LARGER)
    assert (raised.state.value, raised.closed_at) == ("handled", None)


def test_each_mark_of_a_clock_is_called_out_once_pc_24(now):
    row = open_one(now)
    moments = [35, 36, 37, 58, 72, 73, 900]

    noted = [note_alarms(actor="hub", now=now + hours * HOUR) for hours in moments]

    assert noted == [0, 1, 0, 1, 1, 0, 0]
    events = AuditEvent.objects.filter(action="incidents.clock.alarmed").order_by("id")
    assert [event.details["level"] for event in events] == [50, 80, 100]
    assert {event.subject for event in events} == {f"incident:{row.id}"}


def test_what_was_sent_in_time_and_what_is_closed_is_not_called_out(now):
    row = open_one(now)
    draft(row, now)
    send(row, now, 1)

    assert note_alarms(actor="hub", now=now + 900 * HOUR) == 0
    assert IncidentAlarm.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"aware_at": timedelta(seconds=1)}, "aware_at"),
        ({"occurred_at": timedelta(seconds=1)}, "occurred_at"),
        ({"regimes": frozenset()}, "regimes"),
    ],
)
def test_what_cannot_be_true_opens_nothing(now, changes, place):
    told = {
        name: now + value if isinstance(value, timedelta) else value
        for name, value in changes.items()
    }

    with pytest.raises(IncidentUnfit) as refusal:
        open_one(now, **told)

    assert refusal.value.place == place
    assert Incident.objects.count() == 0


def test_a_reference_is_used_once_an_institution(now):
    open_one(now)

    with pytest.raises(IncidentUnfit) as refusal:
        open_one(now)

    assert refusal.value.place == "reference"
    assert Incident.objects.count() == 1


def test_handling_ends_once_and_not_in_the_future(now):
    row = open_one(now)

    with pytest.raises(IncidentUnfit):
        change(row, now, handled_at=now + HOUR)
    change(row, now + HOUR, handled_at=now + HOUR)
    with pytest.raises(IncidentUnfit):
        change(row, now + 2 * HOUR, handled_at=now + 2 * HOUR)

    assert Incident.objects.get().handled_at == now + HOUR


def test_other_institutions_neither_see_nor_change_it(now):
    row = open_one(now)

    with pytest.raises(IncidentNotFound):
        get_incident(institution=OTHER, incident_id=row.id)
    with pytest.raises(IncidentNotFound):
        change_incident(
            actor=PERSON, now=now, institution=OTHER, incident_id=row.id, changes=Changes()
        )
    with pytest.raises(IncidentNotFound):
        draft_report(
            actor=PERSON,
            now=now,
            institution=OTHER,
            incident_id=row.id,
            new=NewReport("gdpr.authority", "x", "y"),
        )

    assert list_incidents(institution=OTHER) == []
    assert IncidentReport.objects.count() == 0


def test_the_task_calls_out_what_time_brought(now):
    open_one(now - 80 * HOUR)

    watch_clocks()
    watch_clocks()

    assert [(one.clock, one.level) for one in IncidentAlarm.objects.all()] == [
        ("gdpr.authority", 100)
    ]


def test_a_closed_incident_goes_three_years_after_with_its_reports_pc_18(now, monkeypatch):
    monkeypatch.setattr(registry, "_keepers", {})
    register_keeper(IncidentKeeper())
    closed, running = open_one(now), open_one(now, reference="INC-2")
    draft(closed, now)
    send(closed, now, 1)
    change(closed, now, handled_at=now)
    last_day = now.replace(year=now.year + 3)

    lines = [
        apply_retention(actor="hub", now=last_day + timedelta(days=late)).lines
        for late in (0, 1, 1)
    ]

    assert [line.done for (line,) in lines] == [0, 1, 0]
    assert [row.id for row in Incident.objects.all()] == [running.id]
    assert IncidentReport.objects.count() == 0
