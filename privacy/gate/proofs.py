"""What those who share prove to policy: the statute of an agreement, and an officer's redaction."""

from dataclasses import replace
from datetime import datetime

from privacy.policy import ReleaseAct
from privacy.policy.types import Evidence, EvidenceKind

__all__ = ["agreed_statute", "redact_by_human"]


def agreed_statute(
    *, agreement: str, basis: str, purposes: frozenset[str], at: datetime
) -> Evidence:
    """Return the evidence that an agreement in force at `at` names a statute for a lawful basis.

    It carries that basis for the purposes of the agreement; it opens no border, no publication and no
    confidential information. PIPL 13(3); GDPR 6(1)(c), (e), 6(3).
    """
    reference = f"{agreement}:{basis}"
    return Evidence(EvidenceKind.STATUTE, reference, at, purposes=purposes, code=basis)


def redact_by_human(act: ReleaseAct, *, reference: str, at: datetime) -> ReleaseAct:
    """Return an act of which two persons decided that everything personal is masked (PC-41).

    `reference` names their decision. It releases nothing: what cannot be masked still waits or is refused.
    """
    human = Evidence(EvidenceKind.HUMAN_RELEASE, reference, at, code="redacted_by_officer")
    return replace(act, standing=act.standing | {"redacted"}, evidence=(*act.evidence, human))
