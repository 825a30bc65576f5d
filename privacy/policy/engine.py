"""The two questions of policy, answered from dated rows: may it come in, may it go out."""

from dataclasses import dataclass, replace
from datetime import datetime

from privacy import Category, Treatment
from privacy.policy.arranged import list_unarranged, list_unreported
from privacy.policy.minimisation import EVERYTHING, Needed
from privacy.policy.permission import note_facts, weigh_permission, weigh_wording
from privacy.policy.purposes import list_purpose_gaps
from privacy.policy.reasons import lawful_basis, make_reason
from privacy.policy.regions import legal_region
from privacy.policy.rulebook import PURPOSES as _LISTED
from privacy.policy.rulebook import RULES_VERSION, Rulebook, rules_on
from privacy.policy.tables import BasisRule, RequirementRow
from privacy.policy.transfers import list_denials, note_approvals, weigh_transfer
from privacy.policy.types import Decision, EvidenceKind, IntakeAct, Outcome, Reason, ReleaseAct
from privacy.policy.weighing import Case, Tally, Way, list_destinations, open_case

# The closed list of the handling-policy extension (profile f5; control matrix PC-02).
PURPOSES = frozenset(row.purpose for row in _LISTED.rows)
_AGREEMENT = ((EvidenceKind.AGREEMENT,),)
_HARMLESS_DECLARATIONS = frozenset({"", "none"})
_PERSONAL_DECLARATIONS = frozenset({"pseudonymous", "personal"})


def decide_intake(act: IntakeAct, categories: frozenset[Category], *, now: datetime) -> Decision:
    """Decide whether an alert with these categories may be stored and worked on.

    DENY for authentication data, core data and special categories, HOLD with every missing condition
    listed, else ALLOW. Order of control matrix section 7: C3, purpose, basis. Confidential
    and important data alone needs neither: it is no data about persons.
    """
    book = rules_on(now.date())
    refusals = _intake_refusals(act, categories, book)
    if refusals:
        return _answer(Outcome.DENY, refusals)
    is_harmless = act.personal_data_declared in _HARMLESS_DECLARATIONS
    if not categories <= book.known:
        return _answer(Outcome.HOLD, (book.reasons["unknown_category"],))
    if is_harmless and not categories & book.personal:
        return _answer(Outcome.ALLOW, (book.reasons["no_personal_data"],))
    law = book.laws.get(legal_region(act.reporter_region))
    rules = law.accept(act.legal_bases) if law else ()
    gaps = list(list_purpose_gaps(book, act.purposes))
    if act.personal_data_declared not in _HARMLESS_DECLARATIONS | _PERSONAL_DECLARATIONS:
        gaps.append(book.reasons["unknown_declaration"])
    if not rules:
        gaps.append(law.no_basis if law else book.reasons["unknown_jurisdiction"])
    if gaps:
        return _answer(Outcome.HOLD, tuple(gaps))
    return _answer(Outcome.ALLOW, _cite(rules))


def _intake_refusals(
    act: IntakeAct, categories: frozenset[Category], book: Rulebook
) -> tuple[Reason, ...]:
    found = []
    if categories & book.forbidden:
        found.append(book.reasons["c3"])
    if act.is_core_data:
        found.append(book.reasons["core_data"])
    if act.personal_data_declared == "special-category":
        found.append(book.reasons["special_category"])
    return tuple(found)


def _cite(rules: tuple[BasisRule, ...]) -> tuple[Reason, ...]:
    return tuple(lawful_basis(rule.code, rule.source, rule.id) for rule in rules)


def decide_release(act: ReleaseAct, categories: frozenset[Category], *, now: datetime) -> Decision:
    """Decide in what form an alert with these categories may go to one recipient, and why.

    Control matrix section 7. What lacks a permission is masked, so that the rest may travel; what
    a human must judge is held; what no permission can heal is denied. The strictest of all ways from
    an origin to a reader holds (X21). Never raises: what no row knows waits or is refused.
    """
    book = rules_on(now.date())
    settled = _settle_at_once(act, categories, book)
    if settled:
        return settled
    case = open_case(act, book, categories, now=now)
    denials = (*list_denials(case), *list_unarranged(case))
    if denials:
        return _answer(Outcome.DENY, denials)
    tally = _weigh(case)
    waiting = _list_waiting(case, tally)
    if waiting:
        return _answer(Outcome.HOLD, waiting)
    return _compose(case, tally)


def simulate(act: ReleaseAct, categories: frozenset[Category], *, now: datetime) -> Decision:
    """Answer "what would bank B see?" before anything is sent: the same decision, without effect."""
    return decide_release(act, categories, now=now)


def _settle_at_once(
    act: ReleaseAct, categories: frozenset[Category], book: Rulebook
) -> Decision | None:
    """Answer what needs no weighing: X2, the reporter's own copy, X1, and what no row knows."""
    if categories & book.forbidden:
        return _answer(Outcome.DENY, (book.reasons["c3"],))
    if act.is_core_data:
        return _answer(Outcome.DENY, (book.reasons["core_data"],))
    if act.is_reporter:
        return _return_to_reporter(categories & book.personal, book)
    if not categories <= book.known:
        return _answer(Outcome.HOLD, (book.reasons["unknown_category"],))
    if categories.isdisjoint(book.personal) and categories.isdisjoint(book.restricted):
        reasons = (book.reasons["no_personal_data"],)
        return _release(act, Outcome.ALLOW, {}, _Account(reasons))
    if "" in list_destinations(act):
        return _answer(Outcome.DENY, (book.reasons["unknown_destination"],))
    return None


def _weigh(case: Case) -> Tally:
    """Find out what may be kept, by permission, then by transfer, then by agreement (PC-21)."""
    # An agreement makes clear what the purposes need; it never makes them need more (PC-03).
    is_needed = case.needed.at_best is Treatment.TOKENISE
    clear = case.act.clear_categories & case.personal if is_needed else frozenset[Category]()
    tally = Tally(kept=case.personal, clear=clear)
    if case.personal:
        _weigh_personal(case, tally)
    if tally.kept or case.categories & case.book.restricted:
        note_approvals(case, tally)
    return tally


def _weigh_personal(case: Case, tally: Tally) -> None:
    no_agreement = case.book.reasons["no_agreement"]
    if not case.act.circle and not any(way.is_abroad for way in case.ways):
        # Tokens are personal data too (PC-31), and nothing says on which terms they may travel.
        tally.mask(no_agreement)
        return
    for way in case.ways:
        weigh_permission(case, way, tally)
    if tally.kept and case.needed.at_best is Treatment.MASK:
        tally.mask(case.book.reasons["not_needed"])
    kept = tally.kept
    for way in case.ways:
        weigh_transfer(case, way, kept, tally)
    if tally.kept and not case.act.circle:
        tally.mask(no_agreement)
    for way in case.ways:
        # The circle says that an agreement is in force; its record is noted where it is given.
        case.portfolio.proves(_AGREEMENT, destination=way.destination, categories=tally.kept)


def _list_waiting(case: Case, tally: Tally) -> tuple[Reason, ...]:
    """Return what a human must judge and has not: open routes and unmet requirements."""
    waiting = {reason.code: reason for category, reason in tally.waiting if category in tally.kept}
    for way in case.ways:
        facts = note_facts(case, way, tally)
        for row in case.book.holds:
            if row.when in facts and not _is_met(case, way, row):
                waiting[row.code] = make_reason(row.code, row.source, row.id)
    waiting |= {reason.code: reason for reason in list_unreported(case, tally)}
    return tuple(waiting.values())


def _is_met(case: Case, way: Way, row: RequirementRow) -> bool:
    """Tell whether a requirement is spared, proved for the whole alert, or answered by a human.

    For all that the alert holds, masked or not: else less evidence for one category would free another.
    """
    if way.role in row.spares:
        return True
    held = case.personal | (case.categories & case.book.important)
    asked = frozenset({Category.MINOR}) if row.when == "age-unknown" else held
    proven = bool(row.unless) and case.portfolio.proves(
        row.unless, destination=way.destination, categories=asked
    )
    return proven or case.portfolio.is_released(row.code, way.destination, held)


@dataclass(frozen=True, slots=True)
class _Account:
    """Why and on what a release rests."""

    reasons: tuple[Reason, ...]
    obligations: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    mechanism: str = ""
    bases: tuple[str, ...] = ()
    needed: Needed = EVERYTHING
    sources: tuple[tuple[Category, str], ...] = ()
    # Whether data of persons goes, which its purposes bind.
    is_bound: bool = False


def _compose(case: Case, tally: Tally) -> Decision:
    """Say in what form the alert goes."""
    treatments = dict.fromkeys(case.personal, Treatment.MASK)
    treatments |= dict.fromkeys(tally.kept, case.needed.at_best)
    treatments |= dict.fromkeys(tally.clear, Treatment.CLEAR)
    account = _Account(
        reasons=(*_list_reasons(case, tally), *weigh_wording(case)),
        obligations=_list_obligations(case, tally),
        needed=case.needed if tally.kept else EVERYTHING,
        sources=tuple(sorted(tally.sources.items())),
    )
    moves = bool(tally.kept or case.categories & case.book.restricted)
    if case.portfolio.released and (moves or "redacted" in case.facts):
        reasons = (*account.reasons, case.book.reasons["human_release"])
        account = replace(account, reasons=reasons, grounds=case.portfolio.released)
    if moves:
        account = replace(
            account,
            grounds=case.portfolio.used,
            mechanism=" ".join(dict.fromkeys(tally.list_mechanisms())),
            bases=tuple(dict.fromkeys(map(_name_basis, tally.list_bases(tally.kept)))),
            is_bound=bool(tally.kept),
        )
    return _release(case.act, _name_outcome(case, tally), treatments, account)


def _name_basis(row: BasisRule) -> str:
    """Return a regime's name of a basis; what nobody declared is named with its row (PC-01, PC-35)."""
    return row.code if row.basis else f"{row.code}:{row.id}"


def _name_outcome(case: Case, tally: Tally) -> Outcome:
    """Say what goes at most: nothing that identifies a person, tokens and the like, or all as it came."""
    if case.personal and not tally.kept:
        return Outcome.ALLOW_REDACTED
    if tally.kept and case.needed.at_best is not Treatment.TOKENISE:
        return Outcome.ALLOW_REDACTED
    is_whole = tally.clear == case.personal and (not tally.kept or case.needed.kinds is None)
    return Outcome.ALLOW if is_whole else Outcome.ALLOW_TOKENISED


def _list_reasons(case: Case, tally: Tally) -> tuple[Reason, ...]:
    reasons = list(tally.masked.values())
    if tally.kept and case.needed.kinds is not None:
        reasons.append(case.book.reasons["not_needed"])
    is_tokenised = case.needed.at_best is Treatment.TOKENISE and bool(tally.kept - tally.clear)
    is_abroad = any(way.is_abroad for way in case.ways)
    if is_tokenised or (is_abroad and (tally.kept or not case.personal)):
        reasons += dict.fromkeys(step.reason for step in tally.list_steps())
    if tally.clear:
        declared = tuple(row for row in tally.list_bases(tally.clear) if row.basis)
        reasons += [case.book.reasons["agreed_clear"], *_cite(declared)]
    return tuple(reasons) or (case.book.reasons["stays_in_region"],)


def _list_obligations(case: Case, tally: Tally) -> tuple[str, ...]:
    facts = frozenset[str]().union(*(note_facts(case, way, tally) for way in case.ways))
    listed = [row.obligation for row in case.book.obligations if row.when in facts]
    listed += [one for row in tally.list_bases(tally.kept) for one in row.obligations]
    if weigh_wording(case):
        listed.append("treat-as-suspected")
    return tuple(dict.fromkeys(listed))


def _return_to_reporter(personal: frozenset[Category], book: Rulebook) -> Decision:
    """Give the submitter its own content whole: it holds that data already."""
    return Decision(
        outcome=Outcome.ALLOW,
        treatments=tuple((category, Treatment.CLEAR) for category in sorted(personal)),
        circle="",
        attribution=True,
        unknown_content=True,
        reasons=(book.reasons["own_alert"],),
        rules_version=RULES_VERSION,
    )


def _release(
    act: ReleaseAct, outcome: Outcome, treatments: dict[Category, Treatment], account: _Account
) -> Decision:
    tokenised = Treatment.TOKENISE in treatments.values()
    return Decision(
        outcome=outcome,
        treatments=tuple(sorted(treatments.items())),
        # Without tokens a rendition is the same in every circle, so that circles share it.
        circle=act.circle if tokenised else "",
        attribution=act.attribution,
        unknown_content=act.unknown_content,
        reasons=account.reasons,
        rules_version=RULES_VERSION,
        obligations=account.obligations,
        grounds=account.grounds,
        mechanism=account.mechanism,
        bases=account.bases,
        needed_kinds=account.needed.kinds,
        unneeded=account.needed.unneeded,
        sources=account.sources,
        purposes=act.purposes if account.is_bound else (),
        legal_bases=act.legal_bases if account.is_bound else (),
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
        rules_version=RULES_VERSION,
    )
