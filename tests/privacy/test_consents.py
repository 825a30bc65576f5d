"""Consents: one act for each kind, recorded for good, proved, withdrawn in one step (PC-05 to PC-09)."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from privacy.audit.models import AuditEvent
from privacy.consent.errors import AppendOnly, ConsentNotFound, ConsentUnusable
from privacy.consent.evidence import evidence_from
from privacy.consent.models import (
    ConsentEvent,
    ConsentRecord,
    ConsentSubject,
    DestroyedConsent,
)
from privacy.consent.receipts import digest_receipt, digest_subjects, open_receipt
from privacy.consent.selectors import (
    get_consent,
    list_consents,
    list_for_subject,
    load_consents,
    read_consent,
)
from privacy.consent.services.consents import (
    Given,
    give_consent,
    give_consents,
    give_for_subject,
    withdraw_consent,
    withdraw_for_subject,
)
from privacy.consent.services.course import destroy_ended, note_expired
from privacy.consent.services.standing import lock_standing, read_standing
from privacy.consent.vocabulary import ConsentKind, Method, State
from tests.factories.consents import LIN, MEI, give, key, make_consent, publish, publish_next

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture
def version(bank, now):
    return publish(bank, now=now - timedelta(days=2))


def prove(member, row, now, *people):
    subjects = frozenset(key(person) for person in people or (MEI,))
    consents = load_consents([str(row.id)]).values()
    proved, standing = evidence_from(consents, now, subjects, controller=member.stix_id)
    return [one.reference for one in proved], standing


def refuse(member, new, now):
    with pytest.raises(ConsentUnusable) as refusal:
        give_consent(actor=member.actor.name, now=now, controller=member.stix_id, new=new)
    assert ConsentRecord.objects.count() == 0
    return refusal.value.place


def end(member, row, now):
    return withdraw_consent(
        actor=member.actor.name, now=now, controller=member.stix_id, consent_id=row.id
    )


@pytest.mark.parametrize("kind", ConsentKind)
def test_each_kind_is_recorded_with_its_event_its_proof_and_an_audit_entry(
    bank, now, version, kind
):
    row = give(bank, version, now=now, kind=kind)

    assert ConsentRecord.objects.get().kind == kind
    assert [event.event for event in row.events.all()] == ["given"]
    assert bytes(row.notice_digest) == bytes(version.digest)
    assert prove(bank, row, now) == ([str(row.id)], frozenset())
    event = AuditEvent.objects.get(action="consent.consent.given")
    assert event.subject == str(row.id)
    assert event.details == {
        "controller": bank.stix_id,
        "kind": kind,
        "notice": str(version.notice_id),
        "version": 1,
    }


def test_the_same_act_is_recorded_once(bank, now, version):
    new = make_consent(version, now=now)
    said = {"actor": bank.actor.name, "now": now, "controller": bank.stix_id}

    first, again = give_consent(new=new, **said), give_consent(new=new, **said)
    within = [one.record for one in give_consents(new=[new, new], **said) if isinstance(one, Given)]

    assert (first.is_new, again.is_new) == (True, False)
    assert [row.id for row in (again.record, *within)] == [first.record.id] * 3
    assert ConsentRecord.objects.count() == 1


def test_pc_05_one_act_cannot_stand_for_two_kinds(bank, now, version):
    given = give(bank, version, now=now)
    bundled = make_consent(
        version, now=now, kind="sensitive", evidence_digest=bytes(given.evidence_digest)
    )

    with pytest.raises(ConsentUnusable) as refusal:
        give_consent(actor=bank.actor.name, now=now, controller=bank.stix_id, new=bundled)

    assert (refusal.value.place, refusal.value.code) == ("kind", "bundled")
    assert list(ConsentRecord.objects.values_list("kind", flat=True)) == ["sharing"]
    assert not AuditEvent.objects.filter(action="consent.consent.given", details__kind="sensitive")


def test_pc_05_one_batch_cannot_bundle_either_and_other_people_are_not_concerned(
    bank, now, version
):
    proof = hashlib.sha256(b"one form").digest()
    sharing = make_consent(version, now=now, evidence_digest=proof)
    sensitive = make_consent(version, now=now, kind="sensitive", evidence_digest=proof)
    of_another = replace(sensitive, subjects=frozenset({key(LIN)}))

    results = give_consents(
        actor=bank.actor.name,
        now=now,
        controller=bank.stix_id,
        new=[sharing, sensitive, of_another],
    )

    assert [type(one).__name__ for one in results] == ["Given", "ConsentUnusable", "Given"]
    event = AuditEvent.objects.get(action="consent.consent.refused")
    assert event.details == {"refused": {"kind: bundled": 1}}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"notice_version": 2}, "notice"),
        ({"notice_id": uuid4()}, "notice"),
        ({"notice_digest": b"0" * 32}, "notice_digest"),
        ({"purposes": ("statistics",)}, "purposes"),
        ({"purposes": ()}, "purposes"),
        ({"recipient_classes": ("public",)}, "recipient_classes"),
        ({"categories": ("CRIM",)}, "categories"),
        ({"regions": ("SG",)}, "regions"),
        ({"kind": ConsentKind.CROSS_BORDER, "regions": ()}, "regions"),
        ({"kind": ConsentKind.CROSS_BORDER, "regions": ("US",)}, "regions"),
        ({"kind": ConsentKind.SENSITIVE, "categories": ("PI",)}, "categories"),
        ({"kind": ConsentKind.GUARDIAN, "guardian": None}, "guardian"),
        ({"subjects": frozenset()}, "identifiers"),
        ({"language": "fr"}, "language"),
        ({"evidence_digest": b"short"}, "evidence_digest"),
    ],
)
def test_pc_06_what_is_no_valid_consent_is_refused_by_its_place(bank, now, version, change, place):
    assert refuse(bank, make_consent(version, now=now, **change), now) == place
    assert ConsentSubject.objects.count() == ConsentEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "expires", "place"),
    [
        (timedelta(seconds=1), None, "given_at"),
        (timedelta(days=-20_000), None, "given_at"),
        (timedelta(0), timedelta(0), "expires_at"),
        (timedelta(0), timedelta(days=50_000), "expires_at"),
    ],
)
def test_times_that_cannot_be_are_refused(bank, now, version, given, expires, place):
    at = now + given
    until = None if expires is None else at + expires

    new = make_consent(version, now=now, given_at=at, expires_at=until)

    assert refuse(bank, new, now) == place


def test_pc_09_nobody_is_their_own_guardian(bank, now, version):
    new = make_consent(version, now=now, kind="guardian", guardian=key())

    assert refuse(bank, new, now) == "guardian"


def test_a_kind_that_the_notice_does_not_name_is_refused(bank, now):
    version = publish(bank, now=now, kinds=("sharing",))

    assert refuse(bank, make_consent(version, now=now, kind="publication"), now) == "kind"


def test_another_institutions_notice_looks_missing(bank, peer, now, version):
    assert refuse(peer, make_consent(version, now=now), now) == "notice"


def test_pc_06_the_receipt_verifies_and_fails_after_one_changed_byte(bank, now, version):
    row = give(bank, version, now=now)
    receipt = row.receipt

    said = open_receipt(receipt) or {}

    assert said["@id"] == f"urn:uuid:{row.id}"
    assert said["kind"] == "sharing"
    assert said["dpv:hasNotice"]["sha256"] == bytes(version.digest).hex()
    assert said["dpv:hasDataSubject"] == digest_subjects(row.id, [key()])
    for place in range(0, len(receipt), 7):
        other = "A" if receipt[place] != "A" else "B"
        assert open_receipt(receipt[:place] + other + receipt[place + 1 :]) is None
    for damaged in (receipt + "A", receipt[:-1], receipt + "!", "!" + receipt, "a.b.c", ""):
        assert open_receipt(damaged) is None


def test_pc_06_no_identifier_and_no_shared_key_stands_in_the_record_or_receipt(bank, now, version):
    row = give(bank, version, now=now, kind="guardian")

    said = str(open_receipt(row.receipt))
    stored = str(list(ConsentRecord.objects.values())) + str(list(AuditEvent.objects.values()))

    for text in (said, stored):
        assert MEI not in text
        assert LIN not in text
    assert key().hex() not in said
    assert key(LIN).hex() not in said


def test_two_receipts_of_one_person_do_not_tell_so(bank, now, version):
    rows = [give(bank, version, now=now, kind=kind) for kind in ("sharing", "sensitive")]

    said = [open_receipt(row.receipt) or {} for row in rows]
    named = {one["dpv:hasDataSubject"] for one in said}

    assert len(named) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_consentrecord SET kind = kind",
        "UPDATE consent_consentsubject SET subject = subject",
        "UPDATE consent_consentevent SET at = at",
        "DELETE FROM consent_consentrecord",
        "DELETE FROM consent_consentsubject",
        "DELETE FROM consent_consentevent",
    ],
)
def test_pc_06_records_can_be_neither_edited_nor_deleted(bank, now, version, statement):
    row = give(bank, version, now=now)

    for change in (row.save, row.delete, ConsentRecord.objects.all().delete):
        with pytest.raises(AppendOnly):
            change()
    for model in (ConsentRecord, ConsentSubject, ConsentEvent):
        with pytest.raises(AppendOnly):
            model.objects.update(id=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)

    assert ConsentRecord.objects.count() == ConsentSubject.objects.count() == 1


def test_pc_08_withdrawal_is_one_step_and_ends_reliance_at_once(bank, now, version):
    row = give(bank, version, now=now)
    before = read_standing()

    first, again = end(bank, row, now), end(bank, row, now + timedelta(hours=1))

    assert (first.is_new, again.is_new) == (True, False)
    assert prove(bank, row, now) == ([], frozenset())
    assert read_standing() == before + 1
    event = AuditEvent.objects.get(action="consent.consent.withdrawn")
    assert event.details == {"controller": bank.stix_id, "kind": "sharing", "by": "controller"}
    assert ConsentEvent.objects.get(event="withdrawn").at == now


def test_pc_08_withdrawal_ends_the_one_consent_and_no_other(bank, now, version):
    sharing = give(bank, version, now=now)
    sensitive = give(bank, version, now=now, kind="sensitive")

    end(bank, sharing, now)

    assert prove(bank, sensitive, now) == ([str(sensitive.id)], frozenset())


def test_pc_08_what_was_consented_to_twice_ends_together_and_wider_consents_stay(
    bank, now, version
):
    row = give(bank, version, now=now)
    again = give(bank, version, now=now, evidence_digest=b"2" * 32, categories=("PI",))
    wider = give(
        bank, version, now=now, evidence_digest=b"3" * 32, purposes=("fraud-prevention", "aml-cft")
    )
    of_lin = give(bank, version, now=now, subjects=frozenset({key(LIN)}))

    ended = end(bank, row, now)

    assert set(ended.receipts) == {str(row.id), str(again.id)}
    assert prove(bank, again, now) == ([], frozenset())
    assert prove(bank, wider, now) == ([str(wider.id)], frozenset())
    assert prove(bank, of_lin, now, LIN) == ([str(of_lin.id)], frozenset())
    assert end(bank, row, now).receipts == ()
    assert AuditEvent.objects.filter(action="consent.consent.withdrawn").count() == 2


def test_pc_08_a_consent_from_before_the_withdrawal_cannot_arrive_after_it(bank, now, version):
    end(bank, give(bank, version, now=now), now)
    said = {"actor": "hub", "controller": bank.stix_id, "now": now + timedelta(days=1)}
    late = make_consent(version, now=now, evidence_digest=b"2" * 32)
    anew = replace(late, given_at=now + timedelta(hours=1))

    with pytest.raises(ConsentUnusable) as refusal:
        give_consent(new=late, **said)
    given = give_consent(new=anew, **said)

    assert (refusal.value.place, refusal.value.code) == ("given_at", "withdrawn-since")
    assert given.is_new
    assert prove(bank, given.record, now + timedelta(days=1)) == (
        [str(given.record.id)],
        frozenset(),
    )


def test_others_consents_look_missing_and_stay(bank, peer, now, version):
    row = give(bank, version, now=now)

    with pytest.raises(ConsentNotFound):
        end(peer, row, now)
    with pytest.raises(ConsentNotFound):
        get_consent(controller=peer.stix_id, consent_id=row.id)

    assert list_consents(controller=peer.stix_id, now=now, limit=9) == []
    assert prove(bank, row, now) == ([str(row.id)], frozenset())
    assert prove(peer, row, now) == ([], frozenset())


def test_pc_07_a_material_version_suspends_reliance_until_the_person_consents_again(
    bank, now, version
):
    row = give(bank, version, now=now)

    publish_next(bank, version, now=now, material=False)
    editorial = prove(bank, row, now)
    third = publish_next(bank, version, now=now, material=True)
    suspended = prove(bank, row, now)
    renewed = give(bank, third, now=now)

    assert editorial == ([str(row.id)], frozenset())
    assert suspended == ([], frozenset({"reconsent"}))
    assert prove(bank, renewed, now) == ([str(renewed.id)], frozenset())
    assert prove(bank, row, now) == ([], frozenset())
    assert read_consent(get_consent(controller=bank.stix_id, consent_id=row.id)).ended is (
        State.SUPERSEDED
    )


def test_an_older_consent_that_arrives_late_is_superseded_at_once(bank, now, version):
    second = publish_next(bank, version, now=now, material=False)
    newer = give(bank, second, now=now)
    other_kind = give(bank, version, now=now, kind="sensitive")

    late = give(bank, version, now=now)

    assert prove(bank, late, now) == ([], frozenset())
    assert prove(bank, newer, now) == ([str(newer.id)], frozenset())
    assert prove(bank, other_kind, now) == ([str(other_kind.id)], frozenset())


def test_consents_of_other_people_are_not_superseded(bank, now, version):
    of_lin = give(bank, version, now=now, subjects=frozenset({key(LIN)}))
    second = publish_next(bank, version, now=now, material=False)

    give(bank, second, now=now)

    assert prove(bank, of_lin, now, LIN) == ([str(of_lin.id)], frozenset())


def test_expiry_is_by_time_and_is_written_down_once(bank, now, version):
    until = now + timedelta(days=1)
    row = give(bank, version, now=now, expires_at=until)

    early = note_expired(actor="hub", now=until - timedelta(seconds=1))
    at_the_moment = prove(bank, row, until)
    noted = [note_expired(actor="hub", now=until) for _ in range(2)]

    assert (early, noted) == (0, [1, 0])
    assert at_the_moment == ([], frozenset())
    assert AuditEvent.objects.get(action="consent.consent.expired").subject == str(row.id)


def test_each_state_lists_the_consents_that_stand_so(bank, now, version):
    second = publish(bank, now=now, code="second")
    rows = {
        State.VALID: give(bank, version, now=now),
        State.WITHDRAWN: give(bank, version, now=now, kind="sensitive"),
        State.EXPIRED: give(
            bank, version, now=now, kind="publication", expires_at=now - timedelta(minutes=1)
        ),
        State.RECONSENT: give(bank, second, now=now),
        State.SUPERSEDED: give(bank, second, now=now, kind="sensitive"),
    }
    end(bank, rows[State.WITHDRAWN], now)
    third = publish_next(bank, second, now=now, material=True)
    again = give(bank, third, now=now, kind="sensitive")
    rows_of = {state: {row.id} for state, row in rows.items()}
    rows_of[State.VALID].add(again.id)

    for state in State:
        found = list_consents(controller=bank.stix_id, now=now, state=state, limit=9)
        assert {row.id for row in found} == rows_of[state]
        assert {read_consent(row).state(now) for row in found} == {state}


def test_loading_costs_the_same_whatever_the_number(bank, now, version, django_assert_num_queries):
    rows = [
        give(bank, version, now=now, subjects=frozenset({key(f"{number}@person.example")}))
        for number in range(5)
    ]
    receipts = [str(row.id) for row in rows]

    with django_assert_num_queries(3):
        found = load_consents([*receipts, "not-a-receipt", str(uuid4()), ""])

    assert list(found) == receipts


def test_recording_many_costs_the_same_whatever_their_number(
    bank, now, version, django_assert_max_num_queries
):
    new = [
        make_consent(version, now=now, subjects=frozenset({key(f"{number}@person.example")}))
        for number in range(40)
    ]

    with django_assert_max_num_queries(14):
        results = give_consents(actor="hub", now=now, controller=bank.stix_id, new=new)

    assert [isinstance(one, Given) and one.is_new for one in results] == [True] * 40


def test_a_person_gives_finds_and_withdraws_own_consents_alone(bank, now, version):
    mine, others = frozenset({key()}), frozenset({key(LIN)})
    new = make_consent(version, now=now, subjects=others, method=Method.WEB)

    given = give_for_subject(actor="person:1", now=now, subjects=mine, new=new)

    assert [row.id for row in list_for_subject(subjects=mine)] == [given.record.id]
    assert list_for_subject(subjects=others) == []
    with pytest.raises(ConsentNotFound):
        withdraw_for_subject(actor="person:2", now=now, subjects=others, consent_id=given.record.id)
    assert prove(bank, given.record, now) == ([str(given.record.id)], frozenset())
    ended = withdraw_for_subject(
        actor="person:1", now=now, subjects=mine, consent_id=given.record.id
    )
    assert read_consent(ended.record).ended is State.WITHDRAWN
    assert prove(bank, given.record, now) == ([], frozenset())
    event = AuditEvent.objects.get(action="consent.consent.withdrawn")
    assert event.details["by"] == "subject"


def test_long_after_their_end_consents_leave_their_digest_and_nothing_else(bank, now, version):
    ended, running = give(bank, version, now=now), give(bank, version, now=now, kind="sensitive")
    end(bank, ended, now)
    later = now + timedelta(days=1100)

    early = destroy_ended(actor="hub", now=later, before=now)
    destroyed = [destroy_ended(actor="hub", now=later, before=later) for _ in range(2)]

    assert (early, destroyed) == (0, [1, 0])
    assert list(ConsentRecord.objects.values_list("id", flat=True)) == [running.id]
    assert ConsentSubject.objects.count() == ConsentEvent.objects.count() == 1
    left = DestroyedConsent.objects.get()
    assert (left.id, bytes(left.digest)) == (ended.id, digest_receipt(ended.receipt))
    assert load_consents([str(ended.id)]) == {}
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM consent_destroyedconsent")


def test_the_standing_is_read_and_locked_alike(bank, now, version):
    row = give(bank, version, now=now)
    with transaction.atomic():
        locked = lock_standing()

    end(bank, row, now)

    with transaction.atomic():
        assert (locked, lock_standing(), lock_standing(shared=False)) == (0, 1, 1)
    assert read_standing() == 1
