"""What a batch is decided on beside the exchange itself: what detection found, and what acts can rest on."""

from collections.abc import Sequence
from dataclasses import replace

from privacy.gate import inspect, load_standing, name_subjects
from sharing.ingest.opening import Opened
from sharing.pipeline.journey import Surroundings


def examine(opened: Sequence[Opened], around: Surroundings) -> Surroundings:
    """Return the surroundings with each alert inspected, and with the records their acts may rest on."""
    today = around.now.date()
    inspections = {one.submission.id: inspect(one.bundle, today=today) for one in opened}
    reporters = {one.submission.institution_id for one in opened}
    parties = around.network.parties
    standing = load_standing(
        now=around.now,
        exporters=[parties[one].stix_id for one in reporters if one in parties],
        receipts=[receipt for one in opened for receipt in one.facts.consent_receipts],
        subjects=frozenset().union(*map(name_subjects, inspections.values())),
    )
    return replace(around, inspections=inspections, standing=standing)
