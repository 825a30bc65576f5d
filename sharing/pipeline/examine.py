"""What a batch is decided on beside the exchange itself: what detection found, and what acts can rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from privacy.gate import Inspection, inspect, load_standing, name_subjects
from sharing.ingest.opening import Opened
from sharing.members.catalogue import Entry, load_catalogue
from sharing.pipeline.journey import Surroundings
from sharing.response.suspension import find_suspended


def look(one: Opened, today: date, *, is_important: bool = False) -> Inspection:
    """Return what detection found; where nobody may be tipped off, the whole alert is confidential.

    An alert that a catalogue names holds important data whatever its words are (PC-37).
    """
    found = inspect(one.bundle, today=today)
    found = found.as_important() if is_important else found
    return found.as_confidential() if one.facts.tip_off_risk else found


def examine(opened: Sequence[Opened], around: Surroundings) -> Surroundings:
    """Return the surroundings with each alert inspected, and with the records their acts may rest on."""
    today = around.now.date()
    catalogue = load_catalogue(now=around.now)
    inspections = {
        one.submission.id: look(one, today, is_important=_is_important(one, around, catalogue))
        for one in opened
    }
    reporters = {one.submission.institution_id for one in opened}
    parties = around.network.parties
    standing = load_standing(
        now=around.now,
        exporters=[parties[one].stix_id for one in reporters if one in parties],
        receipts=[receipt for one in opened for receipt in one.facts.consent_receipts],
        subjects=frozenset().union(*map(name_subjects, inspections.values())),
    )
    suspended = find_suspended(reporters)
    return replace(around, inspections=inspections, standing=standing, suspended=suspended)


def _is_important(one: Opened, around: Surroundings, catalogue: Sequence[Entry]) -> bool:
    reporter = around.network.parties.get(one.submission.institution_id)
    if reporter is None or not catalogue:
        return False
    facts, objects = one.facts, one.bundle.get("objects", ())
    root: Mapping[str, Any] = next(
        (item for item in objects if item.get("id") == facts.root_id), {}
    )
    return any(
        entry.names(
            reporter_id=reporter.id,
            jurisdiction=reporter.jurisdiction,
            categories=facts.categories,
            labels=root.get("labels", ()),
        )
        for entry in catalogue
    )
