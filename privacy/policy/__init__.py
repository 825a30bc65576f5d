"""Policy: may this be taken in, may it go out, in what form and under which article.

Pure rules over plain facts. The law stands in `rules/*.json` as dated rows with their source; `reading` reads
them, `rulebook` prepares those of one day, `engine` decides. A fact that no row knows is a no.
Doors: `decide_intake`, `decide_release`, `simulate`, `purpose_allows`, `describe_rules`,
`sensitive_categories`.
"""

from privacy.policy.browse import RuleLine, describe_rules
from privacy.policy.engine import decide_intake, decide_release, simulate
from privacy.policy.purposes import purpose_allows
from privacy.policy.regimes import LEGAL_BASES
from privacy.policy.rulebook import RULES_VERSION, sensitive_categories
from privacy.policy.types import (
    Decision,
    IntakeAct,
    Outcome,
    Reason,
    ReleaseAct,
)

__all__ = [
    "LEGAL_BASES",
    "RULES_VERSION",
    "Decision",
    "IntakeAct",
    "Outcome",
    "Reason",
    "ReleaseAct",
    "RuleLine",
    "decide_intake",
    "decide_release",
    "describe_rules",
    "purpose_allows",
    "sensitive_categories",
    "simulate",
]
