"""The one door for privacy decisions: look, decide, hand out what may be handed out, and keep the ledger.

Intake: `find_authentication_data`, `inspect`, `decide_intake`, `evaluate_threshold`. Release:
`decide_release`, `render`. Only `render` makes a RedactedAlert, so a leak past this door is a type error.
Around a batch: `load_standing` before deciding, `complete_act` for each act, `hold_standing`,
`count_export` and `record_acts` in the transaction that hands out.
"""

from privacy import PERSONAL, Category, Treatment
from privacy.detection import DataType, Finding, Span, find_authentication_data, scan_text
from privacy.detection.texts import refuse_personal
from privacy.gate.decisions import (
    LEGAL_BASES,
    PURPOSES,
    Inspection,
    decide_intake,
    decide_release,
    hide_names,
    inspect,
)
from privacy.gate.ledger import (
    ActKind,
    NewAct,
    Stated,
    count_export,
    end_acts,
    find_purposes,
    find_resting_on,
    find_under,
    name_grounds,
    record_acts,
)
from privacy.gate.objections import find_objectionable
from privacy.gate.proofs import agreed_statute, redact_by_human
from privacy.gate.reading import find_acts, find_unfit, is_stricter, refuse_purpose
from privacy.gate.rendering import (
    OWN,
    LeakPrevented,
    RedactedAlert,
    RedactedObject,
    ReleaseRefused,
    render,
    return_copy,
)
from privacy.gate.standing import (
    Parties,
    Standing,
    complete_act,
    hold_standing,
    keep_standing,
    load_standing,
    move_standing,
    name_subjects,
    release_by_human,
)
from privacy.gate.telling import tell_reasons
from privacy.policy import Decision, IntakeAct, Outcome, Reason, ReleaseAct
from privacy.policy.regions import legal_region
from privacy.policy.thresholds import Evaluation, evaluate_threshold
from privacy.redaction import Reporter, Withheld

__all__ = [
    "LEGAL_BASES",
    "OWN",
    "PERSONAL",
    "PURPOSES",
    "ActKind",
    "Category",
    "DataType",
    "Decision",
    "Evaluation",
    "Finding",
    "Inspection",
    "IntakeAct",
    "LeakPrevented",
    "NewAct",
    "Outcome",
    "Parties",
    "Reason",
    "RedactedAlert",
    "RedactedObject",
    "ReleaseAct",
    "ReleaseRefused",
    "Reporter",
    "Span",
    "Standing",
    "Stated",
    "Treatment",
    "Withheld",
    "agreed_statute",
    "complete_act",
    "count_export",
    "decide_intake",
    "decide_release",
    "end_acts",
    "evaluate_threshold",
    "find_acts",
    "find_authentication_data",
    "find_objectionable",
    "find_purposes",
    "find_resting_on",
    "find_under",
    "find_unfit",
    "hide_names",
    "hold_standing",
    "inspect",
    "is_stricter",
    "keep_standing",
    "legal_region",
    "load_standing",
    "move_standing",
    "name_grounds",
    "name_subjects",
    "record_acts",
    "redact_by_human",
    "refuse_personal",
    "refuse_purpose",
    "release_by_human",
    "render",
    "return_copy",
    "scan_text",
    "tell_reasons",
]
