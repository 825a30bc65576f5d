"""Mechanisms of transfer: filed by one, approved by another person, ended; designations by authorities.

Control matrix, section 3 and PC-41.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from privacy.approvals.persons import are_one, is_person
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.detection.texts import refuse_personal
from privacy.errors import PersonNeeded, SelfApproval
from privacy.policy.types import EvidenceKind
from privacy.transfers.errors import RecordIsFinal, RecordMissing, TermsUnusable
from privacy.transfers.grounds import FOR_NAMED_ALERTS, FOR_NAMED_IMPORTER, MECHANISMS
from privacy.transfers.models import Designation, Mechanism
from privacy.transfers.scope import Scope, read_scope
from privacy.transfers.terms import LONGEST_YEARS, add_years, latest_end


@dataclass(frozen=True, slots=True)
class NewMechanism:
    """What is filed; institutions by STIX id.

    An empty `exporter` is every exporter, an empty `importer` everybody in the regions, which no contract
    and no approval may leave open. `reference` is the
    number of the filing, certificate or statute; `code` the lawful basis of a statute, or the version of
    a zone's list; `alerts` the ids of the alerts that an approval is for.
    """

    kind: EvidenceKind
    reference: str
    valid_from: datetime
    valid_to: datetime | None = None
    exporter: str = ""
    importer: str = ""
    scope: Scope = field(default_factory=Scope)
    code: str = ""
    alerts: tuple[str, ...] = ()


@transaction.atomic
def file_mechanism(*, actor: str, now: datetime, new: NewMechanism) -> Mechanism:
    """File a mechanism; it proves nothing before it is approved.

    Raises TermsUnusable for an unknown kind, no reference, a term that its kind does not have, a contract
    without its importer, or an approval that names no recipient or no alert (PIPL 38, 41; GDPR 46, 48).
    """
    _check(new, now)
    refuse_personal(new.reference, "reference")
    refuse_personal(new.code, "code")
    scope = read_scope(new.scope)
    row = Mechanism.objects.create(
        kind=new.kind.value,
        reference=new.reference,
        exporter=new.exporter,
        importer=new.importer,
        regions=sorted(scope.regions),
        categories=sorted(scope.categories),
        purposes=sorted(scope.purposes),
        alerts=sorted(set(new.alerts)),
        code=new.code,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        filed_by=actor,
        filed_at=now,
    )
    record(Event(Action.MECHANISM_FILED, actor, str(row.id), now, _describe(row)))
    return row


@transaction.atomic
def approve_mechanism(*, actor: str, now: datetime, exporter: str, mechanism_id: UUID) -> Mechanism:
    """Approve what another person filed; acts from now on may rest on it while it is in date (PC-41).

    Raises RecordMissing, PersonNeeded, SelfApproval, RecordIsFinal where it was approved or has ended, and
    TermsUnusable when it is out of date.
    """
    row = _find(exporter, mechanism_id)
    if not is_person(actor):
        raise PersonNeeded("a mechanism is approved by a person")
    if are_one(actor, row.filed_by):
        raise SelfApproval("a mechanism is approved by another than who filed it")
    if row.approved_at or row.ended_at:
        raise RecordIsFinal("the mechanism was approved before, or has ended")
    if row.valid_to is not None and row.valid_to <= now:
        raise TermsUnusable("valid_to", "The mechanism is out of date; file a new one.")
    row.approver, row.approved_at = actor, now
    row.save(update_fields=["approver", "approved_at"])
    record(Event(Action.MECHANISM_APPROVED, actor, str(row.id), now, _describe(row)))
    return row


@transaction.atomic
def end_mechanism(*, actor: str, now: datetime, exporter: str, mechanism_id: UUID) -> Mechanism:
    """End a mechanism of an exporter; one that has ended stays as it is. Raises RecordMissing."""
    row = _find(exporter, mechanism_id)
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        record(Event(Action.MECHANISM_ENDED, actor, str(row.id), now, _describe(row)))
    return row


@transaction.atomic
def designate(
    *, actor: str, now: datetime, kind: str, institution: str, source: str
) -> Designation:
    """Record that an authority designates an institution from now on (rows X4, X5); repeating adds nothing.

    `kind` is critical-operator or restricted-recipient. Raises TermsUnusable.
    """
    if kind not in Designation.Kind.values:
        raise TermsUnusable("kind", f"Give one of {', '.join(Designation.Kind.values)}.")
    standing = Designation.objects.filter(kind=kind, institution=institution)
    found = standing.filter(Q(valid_to=None) | Q(valid_to__gt=now)).first()
    if found is not None:
        return found
    row = Designation.objects.create(
        kind=kind, institution=institution, source=source, valid_from=now
    )
    record(Event(Action.DESIGNATION_CHANGED, actor, institution, now, {"kind": kind}))
    return row


@transaction.atomic
def end_designation(*, actor: str, now: datetime, kind: str, institution: str) -> int:
    """Record that a designation ends now, and return how many rows ended."""
    standing = Designation.objects.filter(kind=kind, institution=institution)
    ended = standing.filter(Q(valid_to=None) | Q(valid_to__gt=now)).update(valid_to=now)
    if ended:
        details = {"kind": kind, "ended": True}
        record(Event(Action.DESIGNATION_CHANGED, actor, institution, now, details))
    return ended


def _check(new: NewMechanism, now: datetime) -> None:
    """Raise TermsUnusable for the first rule that a mechanism breaks."""
    _check_identity(new)
    _check_term(new, now)


def _check_identity(new: NewMechanism) -> None:
    if new.kind not in MECHANISMS:
        raise TermsUnusable("kind", f"Give one of {', '.join(MECHANISMS)}.")
    if not new.reference.strip():
        raise TermsUnusable("reference", "Give the number of the filing, certificate or statute.")
    if new.kind in FOR_NAMED_ALERTS and not new.alerts:
        raise TermsUnusable("alerts", "Name the alerts that it is for.")
    if new.kind in FOR_NAMED_IMPORTER and not new.importer:
        raise TermsUnusable("importer", "Name the recipient that it is for.")
    if new.kind is EvidenceKind.STATUTE and not new.code:
        raise TermsUnusable("code", "Name the lawful basis that the statute gives.")


def _check_term(new: NewMechanism, now: datetime) -> None:
    earliest, latest = (add_years(now, years) for years in (-LONGEST_YEARS, LONGEST_YEARS))
    if not earliest <= new.valid_from <= latest:
        raise TermsUnusable("valid_from", f"Give a time within {LONGEST_YEARS} years of today.")
    if new.valid_to is not None and not new.valid_from < new.valid_to <= latest:
        raise TermsUnusable("valid_to", f"Give a later time, within {LONGEST_YEARS} years.")
    longest = latest_end(new.kind, new.valid_from)
    if longest is not None and (new.valid_to is None or new.valid_to > longest):
        raise TermsUnusable("valid_to", "Its kind has a longest term; give an end within it.")


def _find(exporter: str, mechanism_id: UUID) -> Mechanism:
    """Return a mechanism of this exporter, locked. Raises RecordMissing."""
    rows = Mechanism.objects.select_for_update().filter(exporter=exporter)
    found = rows.filter(id=mechanism_id).first()
    if found is None:
        raise RecordMissing("there is no such mechanism")
    return found


def _describe(row: Mechanism) -> dict[str, str]:
    return {"kind": row.kind, "exporter": row.exporter, "importer": row.importer}
