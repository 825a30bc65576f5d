"""How strongly two sketches speak for one event, and why.

In the manner of Fellegi and Sunter (1969): each feature that agrees or differs adds its bits, log2(m/u),
to those of the prior; above zero the two are one event. A feature that is missing adds nothing. What
cannot be one event, however much else agrees, is forbidden and the reason named.
"""

from dataclasses import dataclass
from typing import Final

from sharing.cases.matching.features import Reason, list_reasons, read_weights
from sharing.cases.matching.hull import is_same_text, may_link
from sharing.cases.matching.pair import WEAK, Pair
from sharing.cases.matching.parties import Standing
from sharing.cases.matching.sketch import Sketch
from sharing.cases.matching.traces import Sort

__all__ = ["FINAL", "Evidence", "Reason", "compare", "hull_link", "related"]

# No number of links outweighs these.
FINAL: Final = frozenset({"exercise", "said-unrelated"})
_ACCOUNTS: Final = (Sort.ACCOUNT, Sort.MASKED_ACCOUNT, Sort.ACCOUNT_TAIL, Sort.TOKEN)
_NAMING: Final = frozenset(Standing) - {Standing.UNKNOWN, Standing.UNLIKE, Standing.OTHER}
_TIES: Final = {
    "same-account": frozenset({Sort.ACCOUNT, Sort.MASKED_ACCOUNT, Sort.WALLET, Sort.TOKEN}),
    "same-infrastructure": frozenset({Sort.HOST, Sort.ADDRESS, Sort.URL, Sort.EMAIL}),
    "same-campaign": frozenset({Sort.FILE, Sort.PATH}),
    "same-malware": frozenset({Sort.SOFTWARE}),
    "same-vulnerability": frozenset({Sort.CVE}),
    "same-person": frozenset({Sort.PERSON, Sort.PHONE, Sort.LOGIN}),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Weight in bits, the reasons with their bits, and what forbids joining ("" is nothing)."""

    weight: float
    reasons: tuple[Reason, ...]
    forbidden: str = ""

    @property
    def is_possible(self) -> bool:
        """Tell whether the two may be one event, but not surely enough to join them."""
        return not self.forbidden and read_weights()["abstain"] < self.weight <= 0

    @property
    def links(self) -> bool:
        """Tell whether the two are one event."""
        return not self.forbidden and self.weight > 0


def compare(a: Sketch, b: Sketch, common: frozenset[int] = frozenset()) -> Evidence:
    """Return the evidence that two alerts tell of one event; symmetric.

    `common` are traces that are no evidence where this is asked, because they stand in too much.
    """
    if a.exercise != b.exercise:
        return Evidence(0.0, (), "exercise")
    weights = read_weights()
    if a.root == b.root:
        return Evidence(weights["revision"], (("revision", weights["revision"]),))
    pair = Pair(a, b, common)
    if code := _forbid(pair):
        return Evidence(0.0, (), code)
    reasons = tuple(list_reasons(pair))
    weight = weights["prior"] + sum(bits for _, bits in reasons)
    return Evidence(weight if _is_named(pair) else min(weight, 0.0), reasons)


def hull_link(a: Sketch, b: Sketch) -> bool:
    """Tell whether two alerts, or any redacted forms of them, may be one event.

    Only what they share counts, nothing that speaks against: whatever is withheld from a reader, two
    alerts that link in its eyes are linked here.
    """
    if a.exercise != b.exercise:
        return False
    pair = Pair(a, b)
    if pair.standing is Standing.OTHER and not _outweighs_party(pair):
        return False
    return is_same_text(a, b) or may_link(pair)


def _is_named(pair: Pair) -> bool:
    """Tell whether anything names one event: a party of both, or a trace that few events share."""
    if pair.a.content and pair.a.content == pair.b.content:
        return True
    return pair.standing in _NAMING or not pair.sorts <= WEAK


def related(a: Sketch, b: Sketch) -> tuple[str, ...]:
    """Return what ties two alerts of different cases, as codes: `same-account`, `same-platform`."""
    pair = Pair(a, b)
    found = [code for code, sorts in _TIES.items() if not pair.sorts.isdisjoint(sorts)]
    if pair.standing in {Standing.SAME, Standing.SAME_COMPANY}:
        found.append("same-platform")
    return tuple(found)


def _forbid(pair: Pair) -> str:
    """Return why two alerts cannot be one event, "" when they can."""
    a, b = pair.a, pair.b
    if pair.sorts <= WEAK and (a.denied & b.traces or b.denied & a.traces):
        return "said-unrelated"
    if a.content and a.content == b.content:
        return ""
    if pair.standing is Standing.OTHER and not _outweighs_party(pair):
        return "other-party"
    if pair.is_of("mule") and _differ_in_account(pair):
        return "other-account"
    if pair.differ_in(Sort.CVE):
        return "other-cve"
    return "other-time" if _is_apart(pair) else ""


def _differ_in_account(pair: Pair) -> bool:
    """Tell whether both know the account and it is not the same, by the most exact of what both know."""
    if not pair.sorts.isdisjoint({Sort.ACCOUNT, Sort.TOKEN}) or pair.shares_veiled:
        return False
    exact = next((one for one in _ACCOUNTS if one in pair.held), None)
    return exact is not None and exact not in pair.sorts


def _outweighs_party(pair: Pair) -> bool:
    """Tell whether what is shared names the event without its party: a collecting account, a sample."""
    accounts = {int(Sort.ACCOUNT), int(Sort.MASKED_ACCOUNT)} & pair.sorts
    sample = {int(Sort.FILE), int(Sort.HOST)} - pair.sorts
    return bool(accounts and pair.is_of("mule")) or (pair.is_of("malware") and not sample)


def _is_apart(pair: Pair) -> bool:
    """Tell whether the days of both are known and too far apart, and nothing names one event."""
    gap = pair.gap
    if gap is None or not pair.families:
        return False
    return all(gap > one.tolerance and pair.sorts.isdisjoint(one.identity) for one in pair.families)
