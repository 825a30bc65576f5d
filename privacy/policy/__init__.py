"""Policy: may this be taken in, may it go out, in what form and under which article.

Pure rules over plain facts. Rules are dated rows; a fact that no row knows is a no.
"""

from privacy.policy.engine import decide_intake, decide_release
from privacy.policy.types import (
    Decision,
    IntakeAct,
    Outcome,
    Reason,
    ReleaseAct,
)

__all__ = [
    "Decision",
    "IntakeAct",
    "Outcome",
    "Reason",
    "ReleaseAct",
    "decide_intake",
    "decide_release",
]
