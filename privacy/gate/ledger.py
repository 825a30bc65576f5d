"""The ledger of acts: what was handed out, on what, and when it was taken back (PC-01, PC-22)."""

from datetime import datetime

from privacy.gate.decisions import Inspection
from privacy.gate.standing import split_persons
from privacy.policy.types import Counts
from privacy.transfers.services.counting import reserve
from privacy.transfers.services.ledger import NewAct, end_acts, record_acts

__all__ = ["NewAct", "count_export", "end_acts", "record_acts"]


def count_export(*, now: datetime, exporter: str, inspection: Inspection) -> Counts:
    """Count the persons of an alert as sent abroad by this exporter; return the counts with them.

    Call inside the transaction that hands out, exporters in the order of their ids; roll back when a
    decision would no longer stand with these counts.
    """
    ordinary, sensitive = split_persons(inspection, now)
    return reserve(now=now, exporter=exporter, ordinary=ordinary, sensitive=sensitive)
