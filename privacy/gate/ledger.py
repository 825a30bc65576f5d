"""The ledger of acts: what was handed out, on what, and when it was taken back (PC-01, PC-22)."""

from datetime import datetime
from uuid import UUID

from privacy.consent.selectors import load_consents
from privacy.consent.vocabulary import ConsentKind
from privacy.gate.decisions import Inspection
from privacy.gate.standing import Standing, split_persons
from privacy.policy.types import Counts, EvidenceKind
from privacy.transfers.grounds import ASSESSMENTS
from privacy.transfers.selectors.acts import Stated, find_purposes
from privacy.transfers.selectors.reliance import find_reliant, find_under
from privacy.transfers.services.counting import reserve
from privacy.transfers.services.ledger import ActKind, NewAct, end_acts, record_acts

__all__ = [
    "ActKind",
    "NewAct",
    "Stated",
    "count_export",
    "end_acts",
    "find_purposes",
    "find_resting_on",
    "find_under",
    "name_grounds",
    "record_acts",
]


def count_export(*, now: datetime, exporter: str, inspection: Inspection) -> Counts:
    """Count the persons of an alert as sent abroad by this exporter; return the counts with them.

    Call inside the transaction that hands out, exporters in the order of their ids; roll back when a
    decision would no longer stand with these counts.
    """
    ordinary, sensitive = split_persons(inspection, now)
    return reserve(now=now, exporter=exporter, ordinary=ordinary, sensitive=sensitive)


def name_grounds(standing: Standing) -> dict[str, str]:
    """Return how the ledger names what a batch can rest on, by its reference: `<kind>:<reference>`.

    The kind is assessment, arrangement, mechanism, statute, consent or notice.
    """
    filed = [one.evidence for one in standing.grounds.records]
    notices = [one for found in standing.notices.values() for one in found]
    return (
        {one.reference: f"{_name_kind(one.kind)}:{one.reference}" for one in filed}
        | {one.receipt: f"consent:{one.receipt}" for one in standing.consents.values()}
        | {one.reference: f"notice:{one.reference}" for one in notices}
    )


def _name_kind(kind: EvidenceKind) -> str:
    if kind in ASSESSMENTS.values():
        return "assessment"
    if kind is EvidenceKind.ARRANGEMENT:
        return "arrangement"
    return "statute" if kind is EvidenceKind.STATUTE else "mechanism"


def find_resting_on(receipt: str) -> tuple[tuple[UUID, str], ...]:
    """Return the alerts and recipients (STIX ids) whose copies a consent carries alone (PC-08).

    A copy that rests on a statute or another basis as well is not among them. A guardian's consent stands
    beside the basis: without it none carries the data of a child (PC-09). What is unknown carried nothing.
    """
    consent = load_consents([receipt]).get(receipt)
    if consent is None:
        return ()
    return find_reliant(
        ground=f"consent:{consent.receipt}",
        exporter=consent.controller,
        since=consent.given_at,
        on_any_basis=consent.kind is ConsentKind.GUARDIAN,
    )
