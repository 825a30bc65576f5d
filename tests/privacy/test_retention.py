"""Schedules applied: what is due goes, once; what a hold keeps stays, whatever the schedule says (PC-18)."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command

from privacy.audit.models import AuditEvent
from privacy.consent.models import ConsentRecord, DestroyedConsent
from privacy.consent.services.consents import withdraw_consent
from privacy.retention import applying, registry
from privacy.retention.applying import Line, apply_retention
from privacy.retention.keepers import ActKeeper, ConsentKeeper, register_keepers
from privacy.retention.registry import list_keepers, register_keeper
from privacy.retention.scopes import HoldScope
from privacy.retention.services import place_hold
from privacy.tasks import retain
from privacy.transfers.models import ExportCounter, ExportedPerson, SharingAct
from privacy.transfers.services.ledger import record_acts
from tests.factories.consents import give, key, publish
from tests.factories.retention import KeeperOf, due_item, new_hold
from tests.factories.transfers import new_act

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, OTHER = "identity--bank", "identity--other"
PERSON = "user:1@bank"
YEARS = timedelta(days=3 * 366)


@pytest.fixture(autouse=True)
def _no_keepers(monkeypatch):
    monkeypatch.setattr(registry, "_keepers", {})


@pytest.fixture
def pages_of_two(monkeypatch):
    monkeypatch.setattr(applying, "AT_ONCE", 2)


def run(now, **more):
    return apply_retention(actor="hub", now=now, **more).lines


def events():
    return [
        event.details for event in AuditEvent.objects.filter(action="retention.schedule.applied")
    ]


@pytest.mark.usefixtures("pages_of_two")
def test_what_is_due_goes_page_by_page_and_a_second_run_finds_nothing(now):
    keeper = KeeperOf(
        [due_item(str(n), now - YEARS - timedelta(days=n)) for n in range(1, 6)]
        + [due_item("young", now - timedelta(days=3 * 365))]
    )
    register_keeper(keeper)

    first, second = run(now), run(now)

    assert first == (Line("complaint", "delete", due=5, done=5, held=0),)
    assert second == (Line("complaint", "delete", due=0, done=0, held=0),)
    assert keeper.gone == ["5", "4", "3", "2", "1"]
    assert [one.id for one in keeper.items] == ["young"]
    assert events() == [
        {"class": "complaint", "action": "delete", "done": done, "held": 0} for done in (2, 2, 1)
    ]


def test_a_dry_run_counts_the_same_and_changes_nothing(now):
    keeper = KeeperOf([due_item("1", now - YEARS)])
    register_keeper(keeper)

    lines = run(now, dry_run=True)

    assert lines == (Line("complaint", "delete", due=1, done=0, held=0),)
    assert (keeper.gone, events()) == ([], [])


@pytest.mark.parametrize("scope", list(HoldScope))
def test_a_hold_beats_the_schedule_and_binds_its_controller_alone_pc_18(now, scope):
    alert, subject, me = str(uuid4()), "ab" * 16, f"identity--{uuid4()}"
    refs = {HoldScope.SUBJECT: subject, HoldScope.ALERT: alert, HoldScope.INSTITUTION: me}
    known = {"alert": alert, "subjects": frozenset({subject})}
    keeper = KeeperOf(
        [
            due_item("mine", now - YEARS, controller=me, **known),
            due_item("theirs", now - YEARS, controller=OTHER, **known),
        ]
    )
    register_keeper(keeper)
    place_hold(actor=PERSON, now=now, new=new_hold(me, scope, refs[scope]))

    lines = run(now)

    assert lines == (Line("complaint", "delete", due=2, done=1, held=1),)
    assert keeper.gone == ["theirs"]


@pytest.mark.usefixtures("pages_of_two")
def test_a_keeper_that_cuts_by_time_stops_where_a_hold_stands(now):
    at = [now - YEARS - timedelta(days=back) for back in (5, 4, 3, 3, 1)]
    items = [due_item(str(n), moment, controller=BANK) for n, moment in enumerate(at)]
    held = due_item("4-held", at[3], controller=BANK, alert="11111111-1111-1111-1111-111111111111")
    keeper = KeeperOf([*items, held], in_order=True)
    register_keeper(keeper)
    place_hold(actor=PERSON, now=now, new=new_hold(BANK, HoldScope.ALERT, held.alert))

    lines = run(now)

    assert lines == (Line("complaint", "delete", due=6, done=2, held=1),)
    assert keeper.gone == ["0", "1"]


@pytest.mark.parametrize(
    "changes", [{"item_class": "unheard-of"}, {"action": "archive"}], ids=["class", "action"]
)
def test_what_no_row_covers_or_says_otherwise_stays(now, changes):
    keeper = KeeperOf([due_item("1", now - 10 * YEARS)], **changes)
    register_keeper(keeper)

    (line,) = run(now)

    assert (line.scheduled, line.due, line.done) == (False, 0, 0)
    assert keeper.gone == []


def test_acts_of_the_ledger_go_after_three_years_but_for_a_hold_pc_22(now):
    register_keeper(ActKeeper())
    alert = uuid4()
    record_acts(now=now - YEARS - timedelta(days=9), acts=[new_act(BANK, OTHER)] * 2)
    record_acts(now=now - YEARS, acts=[new_act(BANK, OTHER, alert=alert), new_act(BANK, OTHER)])
    record_acts(now=now, acts=[new_act(BANK, OTHER)])
    place_hold(actor=PERSON, now=now, new=new_hold(BANK, HoldScope.ALERT, str(alert)))

    lines = run(now)

    assert lines == (Line("sharing-act", "delete", due=4, done=2, held=1),)
    assert SharingAct.objects.count() == 3


def test_who_was_counted_in_a_past_year_is_forgotten_and_the_count_remains(now):
    register_keepers()
    for year in (2024, 2025, 2026):
        counter = ExportCounter.objects.create(exporter=BANK, year=year, ordinary=1)
        ExportedPerson.objects.create(counter=counter, sensitive=False, subject=b"s" * 16)

    lines = run(now)

    assert Line("exported-person", "delete", due=2, done=2, held=0) in lines
    assert [one.counter.year for one in ExportedPerson.objects.all()] == [2026]
    assert ExportCounter.objects.count() == 3


def test_the_keepers_of_this_floor_cover_classes_of_the_table():
    register_keepers()

    assert [keeper.item_class for keeper in list_keepers()] == [
        "consent",
        "exported-person",
        "sharing-act",
    ]


def test_the_task_applies_what_the_schedules_say(now):
    keeper = KeeperOf([due_item("1", now - 2 * YEARS)])
    register_keeper(keeper)

    retain()
    retain()

    assert keeper.gone == ["1"]
    assert len(events()) == 1


def test_the_command_prints_a_row_a_class(now):
    register_keeper(KeeperOf([due_item("1", now - 2 * YEARS)]))
    out = StringIO()

    call_command("apply_retention", dry_run=True, stdout=out)
    call_command("apply_retention", stdout=out)

    rows = [line.split() for line in out.getvalue().splitlines()]
    assert rows == [
        ["class", "action", "due", "done", "held"],
        ["complaint", "delete", "1", "0", "0"],
        ["class", "action", "due", "done", "held"],
        ["complaint", "delete", "1", "1", "0"],
    ]


def test_consents_go_three_years_after_their_end_unless_the_person_is_under_a_hold(bank, now):
    register_keeper(ConsentKeeper())
    version = publish(bank, now=now - timedelta(days=2))
    free = give(bank, version, now=now, subjects=frozenset({key("free@person.example")}))
    kept = give(bank, version, now=now, subjects=frozenset({key("kept@person.example")}))
    for back, row in enumerate((free, kept)):
        withdraw_consent(
            actor=PERSON,
            now=now + timedelta(days=back),
            controller=bank.stix_id,
            consent_id=row.id,
        )
    held = key("kept@person.example").hex()
    place_hold(actor=PERSON, now=now, new=new_hold(bank.stix_id, HoldScope.SUBJECT, held))
    last_day = (now + timedelta(days=1)).replace(year=now.year + 3)

    early = run(now.replace(year=now.year + 3))
    late = run(last_day + timedelta(days=1))

    assert early == (Line("consent", "delete", due=0, done=0, held=0),)
    assert late == (Line("consent", "delete", due=2, done=1, held=1),)
    assert [row.id for row in ConsentRecord.objects.all()] == [kept.id]
    assert [row.id for row in DestroyedConsent.objects.all()] == [free.id]
