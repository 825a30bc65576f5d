"""The two questions of policy, answered from dated rows: may it come in, may it go out."""

from datetime import date, datetime

from privacy import PERSONAL, Category, Treatment
from privacy.policy import reasons
from privacy.policy.regimes import BY_REGION
from privacy.policy.regions import legal_region
from privacy.policy.types import (
    BasisRule,
    Decision,
    IntakeAct,
    Outcome,
    Reason,
    Regime,
    ReleaseAct,
)

# The closed list of the handling-policy extension (profile f5; control matrix PC-02).
PURPOSES = frozenset(
    {
        "fraud-prevention",
        "aml-cft",
        "investor-protection",
        "operational-resilience",
        "cyber-defence",
        "supervisory-reporting",
        "statistics",
        "exercise",
    }
)
_HARMLESS_DECLARATIONS = frozenset({"", "none"})
_PERSONAL_DECLARATIONS = frozenset({"pseudonymous", "personal"})
_NOT_FOR_EXPORT = frozenset({Category.IMPORTANT, Category.STR})
_FOREIGN_AUTHORITY = "foreign-authority"


def decide_intake(act: IntakeAct, categories: frozenset[Category], *, now: datetime) -> Decision:
    """Decide whether an alert with these categories may be stored and worked on.

    DENY for authentication data and special categories, HOLD with every missing condition
    listed, else ALLOW. Order of control matrix section 7: C3, purpose, basis.
    """
    refusals = _intake_refusals(act, categories)
    if refusals:
        return _answer(Outcome.DENY, refusals)
    if act.personal_data_declared in _HARMLESS_DECLARATIONS and not categories & PERSONAL:
        return _answer(Outcome.ALLOW, (reasons.NO_PERSONAL_DATA,))
    gaps = _intake_gaps(act, now.date())
    if gaps:
        return _answer(Outcome.HOLD, gaps)
    return _answer(Outcome.ALLOW, _accepted(act, now.date()))


def _intake_refusals(act: IntakeAct, categories: frozenset[Category]) -> tuple[Reason, ...]:
    found = []
    if Category.C3 in categories:
        found.append(reasons.AUTHENTICATION_DATA)
    if act.personal_data_declared == "special-category":
        found.append(reasons.SPECIAL_CATEGORY)
    return tuple(found)


def _intake_gaps(act: IntakeAct, day: date) -> tuple[Reason, ...]:
    """List what an act on personal data lacks; an empty list means every condition is met."""
    gaps = list(_purpose_gaps(act.purposes))
    if act.personal_data_declared not in _HARMLESS_DECLARATIONS | _PERSONAL_DECLARATIONS:
        gaps.append(reasons.UNKNOWN_DECLARATION)
    regime = BY_REGION.get(legal_region(act.reporter_region))
    if regime is None:
        gaps.append(reasons.UNKNOWN_JURISDICTION)
    elif not regime.rules_for(act.legal_bases, day):
        gaps.append(reasons.no_basis(regime))
    return tuple(gaps)


def _purpose_gaps(purposes: tuple[str, ...]) -> tuple[Reason, ...]:
    if not purposes:
        return (reasons.NO_PURPOSE,)
    return () if PURPOSES.issuperset(purposes) else (reasons.PURPOSE_NOT_LISTED,)


def _accepted(act: IntakeAct, day: date) -> tuple[Reason, ...]:
    regime = BY_REGION[legal_region(act.reporter_region)]
    return _cite(regime.rules_for(act.legal_bases, day))


def _cite(rules: tuple[BasisRule, ...]) -> tuple[Reason, ...]:
    return tuple(reasons.lawful_basis(rule.code, rule.source) for rule in rules)


def decide_release(act: ReleaseAct, categories: frozenset[Category], *, now: datetime) -> Decision:
    """Decide in what form an alert with these categories may go to one recipient.

    Control matrix section 3: X2, then X1, then the region. Within one legal region personal
    data is tokenised; it goes in clear only for agreed categories with a lawful purpose and
    basis. To another region everything personal is masked, so that X1 applies to the copy.
    """
    if Category.C3 in categories:
        return _answer(Outcome.DENY, (reasons.AUTHENTICATION_DATA,))
    if act.is_reporter:
        return _return_to_reporter(categories)
    if not categories & (PERSONAL | _NOT_FOR_EXPORT):
        return _release(act, Outcome.ALLOW, {}, (reasons.NO_PERSONAL_DATA,))
    destination = legal_region(act.destination_region)
    if not destination:
        return _answer(Outcome.DENY, (reasons.UNKNOWN_DESTINATION,))
    if destination == legal_region(act.origin_region):
        return _release_in_region(act, categories, now.date())
    return _release_abroad(act, categories)


def _release_in_region(act: ReleaseAct, categories: frozenset[Category], day: date) -> Decision:
    treatments = dict.fromkeys(categories & PERSONAL, Treatment.TOKENISE)
    regime = BY_REGION.get(legal_region(act.origin_region))
    if regime is None or not act.circle:
        # Tokens are personal data too (PC-31), and nothing says on which terms they may travel.
        gap = reasons.NO_AGREEMENT if regime else reasons.UNKNOWN_JURISDICTION
        masked = dict.fromkeys(treatments, Treatment.MASK)
        return _release(act, Outcome.ALLOW_REDACTED, masked, (gap,))
    bases = _bases_for_clear(act, regime, day)
    cleared = act.clear_categories & categories & PERSONAL if bases else frozenset()
    treatments.update(dict.fromkeys(cleared, Treatment.CLEAR))
    grounds = (reasons.AGREED_CLEAR, *_cite(bases)) if cleared else ()
    if len(cleared) == len(treatments):
        return _release(act, Outcome.ALLOW, treatments, grounds)
    return _release(act, Outcome.ALLOW_TOKENISED, treatments, (reasons.SAME_REGION, *grounds))


def _bases_for_clear(act: ReleaseAct, regime: Regime, day: date) -> tuple[BasisRule, ...]:
    """Return the bases on which data may go in clear; none when the purpose is not lawful."""
    return () if _purpose_gaps(act.purposes) else regime.rules_for(act.legal_bases, day)


def _release_abroad(act: ReleaseAct, categories: frozenset[Category]) -> Decision:
    if categories & _NOT_FOR_EXPORT:
        return _answer(Outcome.DENY, (reasons.EXPORT_RESTRICTED,))
    if act.recipient_kind == _FOREIGN_AUTHORITY:
        return _answer(Outcome.DENY, (reasons.FOREIGN_AUTHORITY,))
    masked = dict.fromkeys(categories & PERSONAL, Treatment.MASK)
    return _release(act, Outcome.ALLOW_REDACTED, masked, (reasons.CROSS_BORDER,))


def _return_to_reporter(categories: frozenset[Category]) -> Decision:
    """Give the submitter its own content whole: it holds that data already."""
    return Decision(
        outcome=Outcome.ALLOW,
        treatments=_sorted(dict.fromkeys(categories & PERSONAL, Treatment.CLEAR)),
        circle="",
        attribution=True,
        unknown_content=True,
        reasons=(reasons.OWN_ALERT,),
        rules_version=reasons.RULES_VERSION,
    )


def _release(
    act: ReleaseAct,
    outcome: Outcome,
    treatments: dict[Category, Treatment],
    grounds: tuple[Reason, ...],
) -> Decision:
    tokenised = Treatment.TOKENISE in treatments.values()
    return Decision(
        outcome=outcome,
        treatments=_sorted(treatments),
        # Without tokens a rendition is the same in every circle, so that circles share it.
        circle=act.circle if tokenised else "",
        attribution=act.attribution,
        unknown_content=act.unknown_content,
        reasons=grounds,
        rules_version=reasons.RULES_VERSION,
    )


def _answer(outcome: Outcome, grounds: tuple[Reason, ...]) -> Decision:
    """Answer without a rendition: nothing is treated because nothing is rendered."""
    return Decision(
        outcome=outcome,
        treatments=(),
        circle="",
        attribution=False,
        unknown_content=False,
        reasons=grounds,
        rules_version=reasons.RULES_VERSION,
    )


def _sorted(
    treatments: dict[Category, Treatment],
) -> tuple[tuple[Category, Treatment], ...]:
    return tuple(sorted(treatments.items()))
