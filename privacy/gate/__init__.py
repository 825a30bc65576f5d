"""The one door for privacy decisions: look, decide, hand out what may be handed out, and keep the ledger.

Intake: `find_authentication_data`, `inspect`, `decide_intake`, `evaluate_threshold`. Release:
`decide_release`, `render`. Only `render` makes a RedactedAlert, so a leak past this door is a type error.
"""

from privacy import PERSONAL, Category, Treatment
from privacy.detection import DataType, Finding, Span, find_authentication_data, scan_text
from privacy.gate.decisions import (
    LEGAL_BASES,
    PURPOSES,
    Inspection,
    decide_intake,
    decide_release,
    inspect,
)
from privacy.gate.rendering import (
    OWN,
    LeakPrevented,
    RedactedAlert,
    RedactedObject,
    ReleaseRefused,
    render,
    return_copy,
)
from privacy.policy import Decision, IntakeAct, Outcome, Reason, ReleaseAct
from privacy.policy.thresholds import Evaluation, evaluate_threshold
from privacy.redaction import Reporter, Withheld

__all__ = [
    "LEGAL_BASES",
    "OWN",
    "PERSONAL",
    "PURPOSES",
    "Category",
    "DataType",
    "Decision",
    "Evaluation",
    "Finding",
    "Inspection",
    "IntakeAct",
    "LeakPrevented",
    "Outcome",
    "Reason",
    "RedactedAlert",
    "RedactedObject",
    "ReleaseAct",
    "ReleaseRefused",
    "Reporter",
    "Span",
    "Treatment",
    "Withheld",
    "decide_intake",
    "decide_release",
    "evaluate_threshold",
    "find_authentication_data",
    "inspect",
    "render",
    "return_copy",
    "scan_text",
]
