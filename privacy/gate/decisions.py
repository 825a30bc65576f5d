"""What detection found in a bundle, and the two questions of policy about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from privacy import PERSONAL, Category
from privacy.detection import (
    DETECTOR_VERSION,
    Finding,
    find_authentication_data,
    find_cues,
    find_wording,
    inspect_bundle,
    is_identifying_name,
)
from privacy.policy import Decision, IntakeAct, ReleaseAct
from privacy.policy import engine as _engine
from privacy.policy.regimes import REGIMES

# The words that policy knows: purposes of the handling policy, bases that some regime accepts.
PURPOSES = _engine.PURPOSES
LEGAL_BASES = frozenset(rule.basis for regime in REGIMES for rule in regime.bases)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What detection found in one bundle. Findings carry personal values: keep them sealed."""

    findings: tuple[Finding, ...]
    categories: frozenset[Category]
    # What the words tell beyond findings: "minor", "str", "important-data", "core-data", "crime".
    cues: frozenset[str] = frozenset()
    # Of suspicion: reported, suspected or confirmed_by_authority (PC-26).
    wording: str = "reported"
    detector_version: str = DETECTOR_VERSION

    @property
    def is_confidential(self) -> bool:
        """Tell whether nobody whom the alert names may learn of it: it may tell of a report (PC-25)."""
        return not self.cues.isdisjoint(_CONFIDENTIAL)

    def as_confidential(self) -> "Inspection":
        """Return it as of an alert that tells of a report in confidence, whatever its words are."""
        return replace(self, categories=self.categories | {Category.STR}, cues=self.cues | {"str"})

    def as_important(self) -> "Inspection":
        """Return it as of an alert that a catalogue names important data, whatever its words are (PC-37)."""
        return replace(self, categories=self.categories | {Category.IMPORTANT})


def inspect(bundle: Mapping[str, Any], *, today: date | None = None) -> Inspection:
    """Find all personal and authentication data of a bundle and name its categories.

    Without `today` nobody's age is told from a birth date.
    """
    findings, cues = inspect_bundle(bundle, today=today), find_cues(bundle, today=today)
    categories = {finding.category for finding in findings}
    if find_authentication_data(bundle):
        categories.add(Category.C3)
    categories |= {category for cue, category in _TOLD.items() if cue in cues}
    # Suspicion is a matter of persons: of infrastructure it is what the exchange is for.
    if "crime" in cues and categories & PERSONAL:
        categories.add(Category.CRIM)
    return Inspection(findings, frozenset(categories), cues, find_wording(bundle))


_CONFIDENTIAL = frozenset({"str", "str-mentioned"})
# What words tell of an alert as a whole (PC-25, PC-37).
_TOLD = {
    "str": Category.STR,
    "important-data": Category.IMPORTANT,
    "core-data": Category.IMPORTANT,
}


def hide_names(pointer: str) -> str:
    """Return a JSON pointer without member names that are data of a person; each stands as `*`."""
    steps = pointer.split("/")
    return "/".join("*" if is_identifying_name(step) else step for step in steps)


def decide_intake(act: IntakeAct, inspection: Inspection, *, now: datetime) -> Decision:
    """Decide whether an alert may be taken in (DENY, HOLD or ALLOW, with reasons)."""
    return _engine.decide_intake(act, inspection.categories, now=now)


def decide_release(act: ReleaseAct, inspection: Inspection, *, now: datetime) -> Decision:
    """Decide in what form an alert may go to one recipient; cheap, nothing is rendered."""
    return _engine.decide_release(act, inspection.categories, now=now)
