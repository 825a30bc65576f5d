"""Evidence for decisions: everything in force, with one statement a table."""

from datetime import datetime

from django.db.models import Q

from privacy import Category
from privacy.arrangements.selectors import Complete, load_arrangements
from privacy.policy.types import Evidence, EvidenceKind
from privacy.transfers.grounds import ASSESSMENTS, Ground, Grounds
from privacy.transfers.models import Assessment, Designation, Mechanism


def load_evidence(*, now: datetime) -> Grounds:
    """Return what acts of the whole exchange can rest on at this moment (four statements)."""
    designated, assessed = _designated(now), _assessed(now)
    return Grounds(
        records=(*assessed, *_filed(now), *_arranged(now, assessed)),
        critical_operators=designated[Designation.Kind.CRITICAL_OPERATOR],
        restricted_recipients=designated[Designation.Kind.RESTRICTED_RECIPIENT],
    )


def _assessed(now: datetime) -> list[Ground]:
    rows = (
        Assessment.objects.filter(state=Assessment.State.APPROVED)
        .filter(approved_at__lte=now)
        .filter(valid_until__gt=now)
        .order_by("approved_at", "id")
    )
    return [_ground_of_assessment(row, row.approved_at) for row in rows if row.approved_at]


def _ground_of_assessment(row: Assessment, since: datetime) -> Ground:
    evidence = Evidence(
        kind=ASSESSMENTS[row.kind],
        reference=str(row.id),
        valid_from=since,
        valid_to=row.valid_until,
        purposes=frozenset(row.purposes),
        categories=frozenset(map(Category, row.categories)),
        recipient_kinds=frozenset(row.recipient_kinds),
        regions=frozenset(row.regions),
    )
    return Ground(evidence, exporters=frozenset({row.controller} - {""}))


def _filed(now: datetime) -> list[Ground]:
    rows = (
        Mechanism.objects.filter(ended_at=None)
        .filter(approved_at__lte=now)
        .filter(valid_from__lte=now)
        .filter(Q(valid_to=None) | Q(valid_to__gt=now))
        .order_by("filed_at", "id")
    )
    return [_ground_of_mechanism(row) for row in rows]


def _ground_of_mechanism(row: Mechanism) -> Ground:
    evidence = Evidence(
        kind=EvidenceKind(row.kind),
        reference=str(row.id),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        purposes=frozenset(row.purposes),
        categories=frozenset(map(Category, row.categories)),
        regions=frozenset(row.regions),
        code=row.code,
    )
    return Ground(
        evidence,
        exporters=frozenset({row.exporter} - {""}),
        importers=frozenset({row.importer} - {""}),
        alerts=frozenset(row.alerts),
    )


def _arranged(now: datetime, assessed: list[Ground]) -> list[Ground]:
    """Return the arrangements that are complete, while their impact assessment is in force (PC-38).

    It is the host's or the whole hub's: nobody shares on what a stranger assessed for itself.
    """
    in_force = {
        one.evidence.reference: one.exporters
        for one in assessed
        if one.evidence.kind is EvidenceKind.ASSESSMENT
    }
    return [
        _ground_of_arrangement(one)
        for one in load_arrangements(now=now)
        if one.assessment in in_force and in_force[one.assessment] <= {one.host}
    ]


def _ground_of_arrangement(one: Complete) -> Ground:
    evidence = Evidence(
        kind=EvidenceKind.ARRANGEMENT,
        reference=one.reference,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        code=one.basis,
    )
    return Ground(evidence, exporters=one.members, importers=one.members)


def _designated(now: datetime) -> dict[str, frozenset[str]]:
    rows = list(
        Designation.objects.filter(valid_from__lte=now)
        .filter(Q(valid_to=None) | Q(valid_to__gt=now))
        .values_list("kind", "institution")
    )
    return {
        kind: frozenset(institution for found, institution in rows if found == kind)
        for kind in Designation.Kind
    }
