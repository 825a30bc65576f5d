"""The log is chained by its one writer, and every edit, removal or reorder is found."""

import pytest
from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.models import AuditEvent
from privacy.audit.services import find_break, record, seal_pending

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def write_three(now) -> None:
    for subject in ("a", "b", "c"):
        record(Event(Action.ALERT_STORED, "hub", subject, now, {"n": 1}))
    seal_pending()


def test_events_are_numbered_in_order_and_the_chain_holds(now):
    write_three(now)

    assert list(AuditEvent.objects.order_by("id").values_list("sequence", flat=True)) == [1, 2, 3]
    assert find_break() is None


def test_sealing_goes_on_where_it_stopped(now):
    write_three(now)
    write_three(now)

    assert AuditEvent.objects.order_by("-id").values_list("sequence", flat=True)[0] == 6
    assert find_break() is None
    assert seal_pending() == 0


def test_pc_33_an_edited_event_is_found(now):
    write_three(now)
    AuditEvent.objects.filter(subject="b").update(details={"n": 2})

    assert find_break() == 2


def test_pc_33_a_removed_event_is_found(now):
    write_three(now)
    AuditEvent.objects.filter(subject="b").delete()

    assert find_break() == 2


def test_pc_33_two_events_that_changed_places_are_found(now):
    write_three(now)
    one, two = AuditEvent.objects.order_by("id")[:2]
    AuditEvent.objects.filter(id=one.id).update(sequence=None)
    AuditEvent.objects.filter(id=two.id).update(sequence=1)
    AuditEvent.objects.filter(id=one.id).update(sequence=2)

    assert find_break() == 1


def test_an_event_leaves_with_the_transaction_it_told_of(now):
    with transaction.atomic():
        record(Event(Action.ALERT_STORED, "hub", "a", now))
        transaction.set_rollback(True)

    assert AuditEvent.objects.count() == 0


def test_pc_33_equal_events_have_different_leaves_so_that_nobody_guesses_them(now):
    event = Event(Action.ALERT_STORED, "hub", "alert", now)
    for _ in range(2):
        record(event)
    seal_pending()

    salts = list(AuditEvent.objects.values_list("salt", flat=True))
    assert [len(bytes.fromhex(salt)) for salt in salts] == [16, 16]
    assert len(set(salts)) == 2


def test_pc_33_events_without_salt_keep_their_bytes(now):
    record(Event(Action.ALERT_STORED, "hub", "alert", now))
    row = AuditEvent.objects.get()
    row.salt = ""

    assert b"salt" not in row.write(1)
