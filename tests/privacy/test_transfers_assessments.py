"""Assessments: another person approves, a wider scope is a new assessment, and both are evidence in date."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from privacy import Category
from privacy.audit.models import AuditEvent
from privacy.errors import PersonNeeded, SelfApproval
from privacy.policy.types import EvidenceKind
from privacy.transfers.errors import RecordIsFinal, RecordMissing, TermsUnusable
from privacy.transfers.models import Assessment
from privacy.transfers.scope import Scope
from privacy.transfers.selectors.evidence import load_evidence
from privacy.transfers.services.assessments import (
    approve_assessment,
    assess,
    draft_assessment,
    end_assessment,
)
from tests.factories.transfers import APPROVER, AUTHOR, MACHINE, SCOPE, new_assessment

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, PEER = "identity--bank", "identity--peer"


def draft(now, **changes) -> Assessment:
    return draft_assessment(actor=AUTHOR, now=now, new=new_assessment(now, **changes))


def approve(row, now, actor=APPROVER, controller="") -> Assessment:
    return approve_assessment(actor=actor, now=now, controller=controller, assessment_id=row.id)


def kinds_for(now, exporter=BANK) -> list[EvidenceKind]:
    grounds = load_evidence(now=now).for_act(exporter=exporter, recipient=PEER)
    return [one.kind for one in grounds]


def test_a_draft_proves_nothing_and_an_approved_assessment_does_pc_23(now):
    row = draft(now)
    assert kinds_for(now) == []

    approve(row, now)

    (evidence,) = load_evidence(now=now).for_act(exporter=BANK, recipient=PEER)
    assert evidence.kind is EvidenceKind.ASSESSMENT
    assert evidence.reference == str(row.id)
    assert (evidence.purposes, evidence.categories) == (SCOPE.purposes, SCOPE.categories)
    assert (evidence.recipient_kinds, evidence.regions) == (SCOPE.recipient_kinds, SCOPE.regions)
    assert (evidence.valid_from, evidence.valid_to) == (now, row.valid_until)
    assert list(AuditEvent.objects.order_by("id").values_list("action", "actor")) == [
        ("transfers.assessment.drafted", AUTHOR),
        ("transfers.assessment.approved", APPROVER),
    ]


@pytest.mark.parametrize(
    ("approver", "error"),
    [
        (AUTHOR, SelfApproval),
        # One person, who acts for another institution as well.
        ("user:1@peer", SelfApproval),
        (MACHINE, PersonNeeded),
        ("hub", PersonNeeded),
    ],
)
def test_neither_its_author_nor_a_machine_approves_pc_23_pc_41(now, approver, error):
    row = draft(now)

    with pytest.raises(error):
        approve(row, now, actor=approver)

    row.refresh_from_db()
    assert (row.state, row.approver, row.approved_at) == ("draft", "", None)
    assert kinds_for(now) == []
    assert AuditEvent.objects.count() == 1


def test_an_assessment_is_approved_once(now):
    row = draft(now)
    approve(row, now)

    with pytest.raises(RecordIsFinal):
        approve(row, now, actor="user:3@bank")

    row.refresh_from_db()
    assert row.approver == APPROVER


def test_an_assessment_is_evidence_until_its_end_and_no_longer(now):
    row = assess(now=now, author=AUTHOR, approver=APPROVER, new=new_assessment(now))

    last = row.valid_until - timedelta(microseconds=1)
    assert kinds_for(last) == [EvidenceKind.ASSESSMENT]
    assert kinds_for(row.valid_until) == []


def test_a_draft_that_is_out_of_date_is_not_approved(now):
    row = draft(now)

    with pytest.raises(TermsUnusable) as caught:
        approve(row, row.valid_until)

    assert caught.value.place == "valid_until"
    assert kinds_for(row.valid_until) == []


def test_a_wider_revision_ends_the_old_assessment_at_once_pc_23(now):
    old = assess(now=now, author=AUTHOR, approver=APPROVER, new=new_assessment(now))
    wider = Scope(
        purposes=SCOPE.purposes,
        categories=SCOPE.categories | {Category.MINOR},
        recipient_kinds=SCOPE.recipient_kinds,
        regions=SCOPE.regions,
    )

    new = draft(now, scope=wider, supersedes=old.id)

    old.refresh_from_db()
    assert (old.state, old.ended_at) == ("ended", now)
    assert kinds_for(now) == []
    approve(new, now)
    assert kinds_for(now) == [EvidenceKind.ASSESSMENT]


def test_a_narrower_revision_leaves_the_old_one_until_it_is_approved(now):
    old = assess(now=now, author=AUTHOR, approver=APPROVER, new=new_assessment(now))
    narrower = Scope(SCOPE.purposes, frozenset({Category.PI}), SCOPE.recipient_kinds, SCOPE.regions)
    new = draft(now, scope=narrower, supersedes=old.id)
    assert kinds_for(now) == [EvidenceKind.ASSESSMENT]

    approve(new, now)

    old.refresh_from_db()
    assert old.state == "ended"
    (evidence,) = load_evidence(now=now).for_act(exporter=BANK, recipient=PEER)
    assert evidence.reference == str(new.id)


def test_what_an_institution_assessed_serves_that_institution_alone(now):
    new = new_assessment(now, controller=BANK, kind="transfer-impact")
    assess(now=now, author=AUTHOR, approver=APPROVER, new=new)

    assert kinds_for(now) == [EvidenceKind.TRANSFER_ASSESSMENT]
    assert kinds_for(now, exporter=PEER) == []


def test_nobody_approves_ends_or_revises_what_is_another_institutions(now):
    row = draft(now, controller=BANK)

    for act in (
        lambda: approve(row, now, controller=PEER),
        lambda: approve(row, now, controller=""),
        lambda: end_assessment(actor=APPROVER, now=now, controller=PEER, assessment_id=row.id),
        lambda: draft(now, controller=PEER, supersedes=row.id),
        lambda: draft(now, controller=BANK, supersedes=uuid4()),
    ):
        with pytest.raises(RecordMissing):
            act()

    assert list(Assessment.objects.values_list("state", flat=True)) == ["draft"]
    assert AuditEvent.objects.count() == 1


def test_an_ended_assessment_proves_nothing_and_ends_once(now):
    row = assess(now=now, author=AUTHOR, approver=APPROVER, new=new_assessment(now))

    for moment in (now, now + timedelta(hours=1)):
        end_assessment(actor=AUTHOR, now=moment, controller="", assessment_id=row.id)

    row.refresh_from_db()
    assert (row.state, row.ended_at) == ("ended", now)
    assert kinds_for(now) == []
    assert AuditEvent.objects.filter(action="transfers.assessment.ended").count() == 1


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "opinion"}, "kind"),
        ({"scope": Scope(categories=SCOPE.categories)}, "purposes"),
        ({"scope": Scope(purposes=SCOPE.purposes)}, "categories"),
        (
            {"scope": Scope(SCOPE.purposes, SCOPE.categories, regions=frozenset({"Mars"}))},
            "regions",
        ),
    ],
)
def test_what_cannot_be_assessed_is_refused_by_its_place(now, change, place):
    with pytest.raises(TermsUnusable) as caught:
        draft(now, **change)

    assert caught.value.place == place
    assert Assessment.objects.count() == 0
    assert AuditEvent.objects.count() == 0


def test_an_assessment_that_would_be_over_is_not_drafted(now):
    with pytest.raises(TermsUnusable):
        draft(now, valid_until=now)

    assert Assessment.objects.count() == 0


ARGUMENTS = ["--title", "Fraud alerts", "--purpose", "fraud-prevention", "--category", "PI"]


def test_the_operator_records_an_assessed_programme(capsys):
    call_command(
        "assess_programme",
        *ARGUMENTS,
        *["--author", AUTHOR, "--approver", APPROVER, "--until", "2035-12-31", "--region", "EU-DE"],
    )

    row = Assessment.objects.get()
    assert capsys.readouterr().out == f"assessment {row.id} approved\n"
    assert (row.state, row.controller, row.categories) == ("approved", "", ["PI"])
    assert row.regions == ["EEA"]


def test_the_operator_cannot_record_a_self_approval_pc_41():
    with pytest.raises(CommandError, match="another than its author"):
        call_command(
            "assess_programme",
            *ARGUMENTS,
            *["--author", AUTHOR, "--approver", AUTHOR, "--until", "2035-12-31"],
        )

    assert Assessment.objects.count() == 0
    assert AuditEvent.objects.count() == 0
