"""What detection found in a bundle, and the two questions of policy about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from privacy import Category
from privacy.detection import (
    DETECTOR_VERSION,
    Finding,
    find_authentication_data,
    inspect_bundle,
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
    detector_version: str = DETECTOR_VERSION


def inspect(bundle: Mapping[str, Any]) -> Inspection:
    """Find all personal and authentication data of a bundle and name its categories."""
    findings = inspect_bundle(bundle)
    categories = {finding.category for finding in findings}
    if find_authentication_data(bundle):
        categories.add(Category.C3)
    return Inspection(findings, frozenset(categories))


def decide_intake(act: IntakeAct, inspection: Inspection, *, now: datetime) -> Decision:
    """Decide whether an alert may be taken in (DENY, HOLD or ALLOW, with reasons)."""
    return _engine.decide_intake(act, inspection.categories, now=now)


def decide_release(act: ReleaseAct, inspection: Inspection, *, now: datetime) -> Decision:
    """Decide in what form an alert may go to one recipient; cheap, nothing is rendered."""
    return _engine.decide_release(act, inspection.categories, now=now)
