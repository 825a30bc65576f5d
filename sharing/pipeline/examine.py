"""What a batch is decided on beside the exchange itself: what detection found, and what acts can rest on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from privacy.gate import Inspection, inspect, load_standing, name_subjects
from sharing.ingest.opening import Opened
from sharing.pipeline.journey import Surroundings


def look(one: Opened, today: date) -> Inspection:
    """Return what detection found; where nobody may be tipped off, the whole alert is confidential."""
    found = inspect(one.bundle, today=today)
    return found.as_confidential() if one.facts.tip_off_risk else found


def examine(opened: Sequence[Opened], around: Surroundings) -> Surroundings:
    """Return the surroundings with each alert inspected, and with the records their acts may rest on."""
    today = around.now.date()
    inspections = {one.submission.id: look(one, today) for one in opened}
    reporters = {one.submission.institution_id for one in opened}
    parties = around.network.parties
    standing = load_standing(
        now=around.now,
        exporters=[parties[one].stix_id for one in reporters if one in parties],
        receipts=[receipt for one in opened for receipt in one.facts.consent_receipts],
        subjects=frozenset().union(*map(name_subjects, inspections.values())),
    )
    return replace(around, inspections=inspections, standing=standing)
