"""Mechanisms: filed by one, approved by another, evidence for their exporter and importer until they end."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone

from privacy import Category
from privacy.audit.models import AuditEvent
from privacy.errors import PersonNeeded, SelfApproval
from privacy.policy.types import EvidenceKind
from privacy.transfers.errors import RecordIsFinal, RecordMissing, TermsUnusable
from privacy.transfers.models import Mechanism
from privacy.transfers.scope import Scope
from privacy.transfers.selectors.evidence import load_evidence
from privacy.transfers.services.mechanisms import (
    approve_mechanism,
    designate,
    end_designation,
    end_mechanism,
    file_mechanism,
)
from privacy.transfers.terms import add_years, latest_end
from tests.factories.transfers import APPROVER, AUTHOR, MACHINE, new_mechanism

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, PEER, FOREIGN = "identity--bank", "identity--peer", "identity--foreign"


def file(now, **changes) -> Mechanism:
    return file_mechanism(actor=AUTHOR, now=now, new=new_mechanism(now, **changes))


def approve(now, row, *, actor=APPROVER) -> Mechanism:
    return approve_mechanism(actor=actor, now=now, exporter=row.exporter, mechanism_id=row.id)


def put_in_force(now, **changes) -> Mechanism:
    return approve(now, file(now, **changes))


def evidence_for(now, exporter=BANK, recipient=FOREIGN, alert=""):
    return load_evidence(now=now).for_act(exporter=exporter, recipient=recipient, alert=alert)


def test_an_approved_contract_is_evidence_with_what_it_covers_pc_19(now):
    row = put_in_force(
        now,
        exporter=BANK,
        scope=Scope(
            purposes=frozenset({"fraud-prevention"}),
            categories=frozenset({Category.SPI}),
            regions=frozenset({"EU-DE"}),
        ),
    )

    (evidence,) = evidence_for(now)
    assert evidence.kind is EvidenceKind.STANDARD_CONTRACT
    assert evidence.reference == str(row.id)
    assert evidence.regions == {"EEA"}
    assert evidence.categories == {Category.SPI}
    assert evidence.purposes == {"fraud-prevention"}
    assert evidence_for(now, exporter=PEER) == ()
    assert list(AuditEvent.objects.order_by("id").values_list("action", "subject", "actor")) == [
        ("transfers.mechanism.filed", str(row.id), AUTHOR),
        ("transfers.mechanism.approved", str(row.id), APPROVER),
    ]


def test_what_one_person_filed_proves_nothing_pc_41(now):
    row = file(now, exporter=BANK)

    for actor, fault in ((AUTHOR, SelfApproval), (MACHINE, PersonNeeded)):
        with pytest.raises(fault):
            approve(now, row, actor=actor)

    assert evidence_for(now) == ()
    assert Mechanism.objects.get().approved_at is None
    assert AuditEvent.objects.count() == 1


def test_what_was_approved_or_has_ended_or_is_over_is_not_approved(now):
    approved, ended = put_in_force(now), file(now)
    over = file(now, valid_to=now + timedelta(days=1))
    end_mechanism(actor=AUTHOR, now=now, exporter="", mechanism_id=ended.id)
    events = AuditEvent.objects.count()

    for row, fault in ((approved, RecordIsFinal), (ended, RecordIsFinal), (over, TermsUnusable)):
        with pytest.raises(fault):
            approve(now + timedelta(days=1), row)

    with pytest.raises(RecordMissing):
        approve_mechanism(actor=APPROVER, now=now, exporter=PEER, mechanism_id=over.id)
    assert [Mechanism.objects.get(id=row.id).state for row in (approved, ended, over)] == [
        "approved",
        "ended",
        "filed",
    ]
    assert AuditEvent.objects.count() == events


def test_a_mechanism_with_one_importer_is_for_that_one(now):
    put_in_force(now, importer=FOREIGN)

    assert len(evidence_for(now)) == 1
    assert evidence_for(now, recipient="identity--other") == ()


def test_a_mechanism_holds_from_its_start_to_its_end(now):
    end = now + timedelta(days=10)
    put_in_force(now, valid_from=now + timedelta(days=1), valid_to=end)

    assert evidence_for(now) == ()
    assert len(evidence_for(now + timedelta(days=1))) == 1
    assert evidence_for(end) == ()


def test_an_approval_is_for_one_recipient_and_the_alerts_it_names_pc_20(now):
    alert = str(uuid4())
    put_in_force(
        now,
        kind=EvidenceKind.AUTHORITY_APPROVAL,
        importer=FOREIGN,
        alerts=(alert,),
        valid_to=now + timedelta(days=30),
    )

    assert len(evidence_for(now, alert=alert)) == 1
    assert evidence_for(now, alert=str(uuid4())) == ()
    assert evidence_for(now) == ()
    assert evidence_for(now, alert=alert, recipient=PEER) == ()
    assert evidence_for(now + timedelta(days=30), alert=alert) == ()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": EvidenceKind.ASSESSMENT}, "kind"),
        ({"kind": EvidenceKind.HUMAN_RELEASE}, "kind"),
        ({"reference": " "}, "reference"),
        ({"kind": EvidenceKind.AUTHORITY_APPROVAL, "importer": FOREIGN}, "alerts"),
        ({"kind": EvidenceKind.AUTHORITY_APPROVAL, "alerts": ("a",), "importer": ""}, "importer"),
        ({"kind": EvidenceKind.STANDARD_CONTRACT, "importer": ""}, "importer"),
        ({"kind": EvidenceKind.STANDARD_CLAUSES, "importer": ""}, "importer"),
        ({"kind": EvidenceKind.STANDARD_CONTRACT, "valid_to": None}, "valid_to"),
        ({"kind": EvidenceKind.STANDARD_CLAUSES, "valid_to": None}, "valid_to"),
        ({"kind": EvidenceKind.STATUTE}, "code"),
        ({"kind": EvidenceKind.SECURITY_ASSESSMENT, "valid_to": None}, "valid_to"),
        ({"scope": Scope(regions=frozenset({"XYZ"}))}, "regions"),
    ],
)
def test_what_cannot_be_filed_is_refused_by_its_place(now, change, place):
    with pytest.raises(TermsUnusable) as caught:
        file(now, **change)

    assert caught.value.place == place
    assert Mechanism.objects.count() == 0
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize(
    "kind",
    [
        EvidenceKind.SECURITY_ASSESSMENT,
        EvidenceKind.CERTIFICATE,
        EvidenceKind.STANDARD_CONTRACT,
        EvidenceKind.STANDARD_CLAUSES,
    ],
)
def test_a_certificate_or_contract_holds_three_years_at_most_pc_19_x11(now, kind):
    longest = now.replace(year=now.year + 3)

    with pytest.raises(TermsUnusable):
        file(now, kind=kind, valid_to=longest + timedelta(seconds=1))
    assert Mechanism.objects.count() == 0

    file(now, kind=kind, valid_to=longest)
    assert Mechanism.objects.count() == 1


def test_terms_follow_the_rule_of_the_day_on_which_they_start():
    before, after = datetime(2023, 6, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)

    assert latest_end("security-assessment", before) == before.replace(year=2025)
    assert latest_end("security-assessment", after) == after.replace(year=2027)
    assert latest_end("standard-contract", after) == after.replace(year=2027)
    assert latest_end("binding-rules", after) is None
    assert add_years(datetime(2028, 2, 29, tzinfo=UTC), 3) == datetime(2031, 3, 1, tzinfo=UTC)


def test_an_ended_mechanism_proves_nothing_and_only_its_exporter_ends_it(now):
    row = put_in_force(now, exporter=BANK)

    with pytest.raises(RecordMissing):
        end_mechanism(actor=AUTHOR, now=now, exporter=PEER, mechanism_id=row.id)
    assert len(evidence_for(now)) == 1

    for moment in (now, now + timedelta(hours=1)):
        end_mechanism(actor=AUTHOR, now=moment, exporter=BANK, mechanism_id=row.id)

    assert evidence_for(now) == ()
    assert Mechanism.objects.get().ended_at == now
    assert AuditEvent.objects.filter(action="transfers.mechanism.ended").count() == 1


def test_designations_hold_while_they_stand_pc_19_x4_x5(now):
    later = now + timedelta(days=1)
    for _ in range(2):
        designate(actor="operator", now=now, kind="critical-operator", institution=BANK, source="n")
    designate(
        actor="operator", now=now, kind="restricted-recipient", institution=FOREIGN, source="n"
    )
    end_designation(actor="operator", now=later, kind="restricted-recipient", institution=FOREIGN)

    today, tomorrow = load_evidence(now=now), load_evidence(now=later)
    assert today.critical_operators == tomorrow.critical_operators == {BANK}
    assert today.restricted_recipients == {FOREIGN}
    assert tomorrow.restricted_recipients == frozenset()
    assert AuditEvent.objects.count() == 3


def test_evidence_for_the_whole_exchange_takes_four_statements(now, django_assert_num_queries):
    put_in_force(now)
    put_in_force(now, exporter=BANK)

    with django_assert_num_queries(4):
        grounds = load_evidence(now=now)
    with django_assert_num_queries(0):
        assert len(grounds.for_act(exporter=BANK, recipient=FOREIGN)) == 2


def test_the_operator_designates_and_ends_it(capsys):
    act = ["designate_institution", FOREIGN, "restricted-recipient"]

    call_command(*act, "--source", "List of 2026-05-01")
    named = load_evidence(now=timezone.now()).restricted_recipients
    for _ in range(2):
        call_command(*act, "--end")

    assert named == {FOREIGN}
    assert load_evidence(now=timezone.now()).restricted_recipients == frozenset()
    assert capsys.readouterr().out.splitlines() == [
        "designated",
        "ended",
        "there was nothing to end",
    ]
