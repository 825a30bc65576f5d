"""On what a batch is decided, read once: assessments, mechanisms, consents, restrictions.

What a decision rests on may change before it is written. `hold_standing` reads one counter inside the
writing transaction and keeps it from moving until the end; whoever withdraws, restricts or erases moves it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from privacy import PERSONAL, Category
from privacy.consent.evidence import Consent, evidence_from, name_recipient
from privacy.consent.selectors import load_consents, load_notices
from privacy.consent.services.standing import lock_standing, move_standing, read_standing
from privacy.detection import DataType
from privacy.gate.decisions import Inspection
from privacy.gate.objections import objectionable_in
from privacy.policy import ReleaseAct, sensitive_categories
from privacy.policy.regions import legal_region
from privacy.policy.types import Counts, Evidence, EvidenceKind
from privacy.subjects.identifiers import is_strong, subject_key
from privacy.subjects.selectors import find_objected, find_restricted, is_restricted
from privacy.transfers.grounds import Grounds
from privacy.transfers.selectors.evidence import load_evidence
from privacy.transfers.services.counting import peek

__all__ = [
    "Parties",
    "Standing",
    "complete_act",
    "hold_standing",
    "keep_standing",
    "load_standing",
    "move_standing",
    "name_subjects",
    "release_by_human",
]

RESTRICTED, OBJECTED = "restricted", "objected"
_SUPERVISING = "regulator"
AGE_UNKNOWN = "age-unknown"
_MINOR_CUE = "minor"
# Anti-Telecom and Online Fraud Law 16, 18.
_WATCH_LAW = "cn-atfl-16"
_TERMINALS = frozenset({DataType.IP, DataType.IMEI, DataType.DEVICE_ID})
TELEMETRY = frozenset({"device_telemetry"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What stood when a batch was decided; `version` is that of the counter."""

    version: int = 0
    grounds: Grounds = field(default_factory=Grounds)
    consents: Mapping[str, Consent] = field(default_factory=dict)
    notices: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    restricted: frozenset[tuple[str, bytes]] = frozenset()
    objected: frozenset[tuple[str, bytes]] = frozenset()


@dataclass(frozen=True, slots=True)
class Parties:
    """The two sides of an act by STIX id, the alert by its id, and the receipts that it names."""

    exporter: str
    recipient: str
    recipient_kind: str
    alert: str = ""
    receipts: frozenset[str] = frozenset()


def load_standing(
    *,
    now: datetime,
    exporters: Iterable[str] = (),
    receipts: Iterable[str] = (),
    subjects: Iterable[bytes] = (),
) -> Standing:
    """Read what acts of these exporters, on these receipts, about these persons can rest on.

    A handful of statements for a whole batch.
    """
    asked, named = frozenset(receipts), frozenset(subjects)
    return Standing(
        version=read_standing(),
        grounds=load_evidence(now=now),
        consents=load_consents(asked) if asked else {},
        notices=load_notices(exporters, now),
        restricted=find_restricted(named) if named else frozenset(),
        objected=find_objected(named) if named else frozenset(),
    )


def hold_standing(standing: Standing, *, now: datetime) -> bool:
    """Say whether nothing moved since, and keep what is withdrawn so to the end of this transaction.

    Assessments and mechanisms are read again: nothing that rests on them has to be found afterwards.
    """
    return lock_standing(shared=True) == standing.version and (
        load_evidence(now=now) == standing.grounds
    )


def keep_standing() -> None:
    """Keep whatever decisions rest on from changing to the end of this transaction.

    Call before anything else is locked, where the decision and its writing are one transaction: who
    withdraws or restricts waits, and the two never wait for each other.
    """
    lock_standing(shared=True)


def name_subjects(inspection: Inspection) -> frozenset[bytes]:
    """Return by what keys the persons of an alert are known: its strong identifiers."""
    return frozenset(_keys_of(inspection).values())


def _name_everyone(inspection: Inspection) -> frozenset[bytes]:
    """Return the keys of all that is personal, names and addresses too: a consent carries what it names.

    Whose a name is that stands beside an identifier nobody can tell: unknown means no (PC-05).
    """
    return frozenset(
        subject_key(finding.kind, finding.normalised)
        for finding in inspection.findings
        if finding.category in PERSONAL
    )


def complete_act(
    act: ReleaseAct, parties: Parties, inspection: Inspection, standing: Standing, now: datetime
) -> ReleaseAct:
    """Return an act with all that policy may weigh of its persons and of the records it can rest on."""
    if not inspection.categories & PERSONAL:
        return act
    grounds, subjects = standing.grounds, name_subjects(inspection)
    consents = [one for receipt, one in standing.consents.items() if receipt in parties.receipts]
    everyone = _name_everyone(inspection)
    proved, in_the_way = evidence_from(consents, now, everyone, controller=parties.exporter)
    named = (
        name_recipient(one, stix_id=parties.recipient, kind=parties.recipient_kind)
        for one in proved
    )
    filed = grounds.for_act(
        exporter=parties.exporter, recipient=parties.recipient, alert=parties.alert
    )
    act = _obey_objection(act, parties, inspection, standing)
    full = replace(
        act,
        evidence=(*act.evidence, *filed, *named, *standing.notices.get(parties.exporter, ())),
        standing=act.standing
        | in_the_way
        | _standing_of(parties.exporter, inspection, subjects, standing),
        is_critical_operator=parties.exporter in grounds.critical_operators,
        is_recipient_restricted=parties.recipient in grounds.restricted_recipients,
        wording=inspection.wording,
        is_core_data="core-data" in inspection.cues,
        locked_data=_locked(act, inspection),
    )
    return replace(full, counts=_count(full, parties.exporter, inspection, now))


def split_persons(
    inspection: Inspection, now: datetime
) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Return the persons of an alert of whom nothing sensitive is told, and the others (section 3)."""
    sensitive_ones = sensitive_categories(now.date())
    told: dict[bytes, bool] = {}
    for finding in inspection.findings:
        if is_strong(finding.kind, finding.normalised):
            key = subject_key(finding.kind, finding.normalised)
            told[key] = told.get(key, False) or finding.category in sensitive_ones
    sensitive = frozenset(key for key, is_sensitive in told.items() if is_sensitive)
    return frozenset(told) - sensitive, sensitive


def release_by_human(*, reference: str, codes: Iterable[str], at: datetime) -> Evidence:
    """Return the evidence that two persons released an act which was held for these reasons (PC-41)."""
    return Evidence(EvidenceKind.HUMAN_RELEASE, reference, at, code=" ".join(sorted(codes)))


def _count(act: ReleaseAct, exporter: str, inspection: Inspection, now: datetime) -> Counts:
    read_in = {legal_region(place) for place in (act.destination_region, *act.reader_regions)}
    if not (act.circle and read_in - {legal_region(act.origin_region)}):
        return act.counts
    ordinary, sensitive = split_persons(inspection, now)
    return peek(now=now, exporter=exporter, ordinary=ordinary, sensitive=sensitive)


def _locked(act: ReleaseAct, inspection: Inspection) -> frozenset[str]:
    """Return kinds of data that a law locks to a purpose: terminals watched against fraud (PC-02)."""
    watched = any(finding.type in _TERMINALS for finding in inspection.findings)
    return TELEMETRY if watched and _WATCH_LAW in act.legal_bases else frozenset()


def _standing_of(
    exporter: str, inspection: Inspection, subjects: frozenset[bytes], standing: Standing
) -> frozenset[str]:
    found = set()
    # A restriction holds up nothing of which the person may not know (PC-25).
    restricted = is_restricted(standing.restricted, exporter, subjects)
    if restricted and Category.STR not in inspection.categories:
        found.add(RESTRICTED)
    if _MINOR_CUE in inspection.cues and Category.MINOR not in inspection.categories:
        found.add(AGE_UNKNOWN)
    return frozenset(found)


def _obey_objection(
    act: ReleaseAct, parties: Parties, inspection: Inspection, standing: Standing
) -> ReleaseAct:
    """Return an act without the bases that a person in it objects to; with none left it is objected to.

    What rests on a consent, a contract or a statute goes on (GDPR 21; PIPL 44). As a restriction it
    leaves alone what the person may not know of (PC-25).
    """
    subjects = name_subjects(inspection) if standing.objected else frozenset()
    if not is_restricted(standing.objected, parties.exporter, subjects):
        return act
    objectionable = objectionable_in(act.origin_region)
    left = tuple(basis for basis in act.legal_bases if basis not in objectionable)
    if Category.STR in inspection.categories or left == act.legal_bases:
        return act
    # Who supervises is told by a statute, whatever its reporter declares.
    is_ended = not left and act.recipient_kind != _SUPERVISING
    ended = {OBJECTED} if is_ended else set()
    return replace(act, legal_bases=left, standing=act.standing | ended)


def _keys_of(inspection: Inspection) -> Mapping[tuple[str, str], bytes]:
    return {
        (finding.kind, finding.normalised): subject_key(finding.kind, finding.normalised)
        for finding in inspection.findings
        if is_strong(finding.kind, finding.normalised)
    }
