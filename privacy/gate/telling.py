"""Which reasons others may read: none that tells of a person what is not theirs to know.

That somebody is a child, restricted or objected to processing, or is suspected, stands in the ledger; a
recipient reads that something was kept back by law (PC-09, PC-16, PC-25, PC-26).
"""

from dataclasses import replace

from privacy.policy import Decision, Reason

KEPT_BACK = Reason(
    "kept_back",
    "PIPL 6, 19; GDPR 5(1)(c); control matrix PC-03",
    "Data of a person was kept back.",
)
_OF_PERSONS = frozenset(
    {"restricted", "objected", "minor_no_guardian", "crim_no_law", "reconsent", "no_consent"}
    | {"no_separate_consent", "wording_unproven", "age_unknown", "human_release"}
    | {"redacted_by_officer"}
)


def tell_reasons(decision: Decision) -> tuple[Reason, ...]:
    """Return the reasons of a decision as its recipient may read them, each once."""
    told = (KEPT_BACK if one.code in _OF_PERSONS else one for one in decision.reasons)
    return tuple(dict.fromkeys(told))


def tell(decision: Decision) -> Decision:
    """Return a decision as its rendition may speak of it: articles that would tell are left out."""
    secret = {one.source for one in decision.reasons if one.code in _OF_PERSONS}
    sources = tuple(
        (category, KEPT_BACK.source if any(one in source for one in secret) else source)
        for category, source in decision.sources
    )
    return replace(decision, reasons=tell_reasons(decision), sources=sources)
