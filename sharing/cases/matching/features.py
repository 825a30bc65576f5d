"""What speaks for and against one event, feature by feature, in bits.

A feature is a function of a pair; it yields the reasons it has, with their bits, and nothing where
the two do not say. The bits stand in `weights.json`.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from math import log2, log10
from typing import Any, Final

from sharing.cases.matching.names import read_data
from sharing.cases.matching.pair import Pair, measure_gap
from sharing.cases.matching.parties import Standing
from sharing.cases.matching.quantities import Span
from sharing.cases.matching.sketch import SORT_MASK
from sharing.cases.matching.traces import Sort

Reason = tuple[str, float]
Feature = Callable[[Pair], Iterator[Reason]]

# Sorts that say the same thing in another way count once; the strongest speaks.
_GROUPS: Final = {
    Sort.ACCOUNT: "same-account", Sort.MASKED_ACCOUNT: "same-account", Sort.ACCOUNT_TAIL: "same-account",
    Sort.HOST: "same-host", Sort.URL: "same-host", Sort.EMAIL: "same-host", Sort.PATH: "same-path",
    Sort.ADDRESS: "same-address", Sort.FILE: "same-sample", Sort.FILE_NAME: "same-sample",
    Sort.CVE: "same-cve", Sort.PHONE: "same-phone", Sort.REFERENCE: "same-reference",
    Sort.PERSON: "same-person", Sort.SOFTWARE: "same-software", Sort.WALLET: "same-wallet",
    Sort.TOKEN: "same-token", Sort.OBJECT: "sighting-of", Sort.LOGIN: "same-login",
}  # fmt: skip
_PARTIES: Final = {
    Standing.SAME: "same-party", Standing.SAME_COMPANY: "same-company",
    Standing.MENTIONED: "same-mentioned", Standing.BOTH_MENTION: "same-mentioned",
    Standing.CUSTODIAN: "same-custodian", Standing.UNLIKE: "other-party", Standing.FOREIGN: "party-in-other-script",
}  # fmt: skip
# What a sighting can be of.
SIGHTED: Final = frozenset(
    {Sort.HOST, Sort.ADDRESS, Sort.URL, Sort.EMAIL, Sort.FILE, Sort.FILE_NAME, Sort.ACCOUNT}
    | {Sort.LOGIN, Sort.WALLET}
)
# Amounts are drawn from so many decades: 100 to 10 million.
_DECADES: Final = 5.0
_ROUNDING, _LIKE = 1.03, 1.1
_FEWEST: Final = 5
_SOON, _LATE = 4, 14
_NARROW: Final = 3
_MOST_MORE: Final = 2


@cache
def read_weights() -> dict[str, Any]:
    """Return the bits by name."""
    loaded: dict[str, Any] = read_data("weights.json")
    return loaded


def list_reasons(pair: Pair) -> Iterator[Reason]:
    """Yield all that speaks for or against the two being one event."""
    for feature in _FEATURES:
        yield from feature(pair)


def _weigh_content(pair: Pair) -> Iterator[Reason]:
    if pair.a.content and pair.a.content == pair.b.content:
        yield "re-sent", read_weights()["resent"]


def _weigh_party(pair: Pair) -> Iterator[Reason]:
    if bits := read_weights().get(pair.standing.value):
        yield _PARTIES[pair.standing], bits


def _weigh_kind(pair: Pair) -> Iterator[Reason]:
    mine, yours = pair.a.kinds, pair.b.kinds
    if mine & yours:
        yield "same-kind", read_weights()["kind"] / max(len(mine), len(yours))
    elif mine and yours:
        is_plain = len(mine) == len(yours) == 1
        yield "other-kind", read_weights()["kind_other" if is_plain else "kind_unlike"]


def _weigh_days(pair: Pair) -> Iterator[Reason]:
    if pair.gap is None:
        if bits := weigh_days(None, pair.lateness):
            yield ("reported-same-days" if bits > 0 else "reported-far-apart"), bits
        return
    first, second = pair.a.windows[0], pair.b.windows[0]
    beside = weigh_days(pair.gap, 0) + read_weights()["days_beside"]
    bits = max(weigh_days(measure_gap(first, second), 0), beside)
    # That windows of many days meet says less.
    width = max(one.last - one.first for one in (first, second)) + 1
    if bits > 0 and width > _NARROW:
        bits = max(0.0, bits - log2(width / _NARROW))
    yield ("same-day" if pair.gap == 0 else "days-apart"), bits


def weigh_days(gap: int | None, late: int) -> float:
    """Return the bits of days between two events, or where a day is not told, between two reports."""
    weights = read_weights()
    if gap is not None:
        return float(weights["days"][gap] if gap < len(weights["days"]) else weights["days_far"])
    if late <= _SOON:
        return float(weights["undated_near"])
    return float(weights["undated_far" if late > _LATE else "undated_mid"])


def _weigh_amounts(pair: Pair) -> Iterator[Reason]:
    if not pair.a.amounts or not pair.b.amounts:
        return
    weights = read_weights()
    bits = max(weigh_spans(one, other) for one in pair.a.amounts for other in pair.b.amounts)
    if pair.is_of_one_party and pair.gap == 0:
        # Sums grow while one day of one platform is looked into.
        bits = max(bits, weights["amount_same_day"])
    if pair.standing in {Standing.UNKNOWN, Standing.UNLIKE}:
        bits = min(bits, weights["amount_alone"])
    yield ("amount-within" if bits > 0 else "other-amount"), bits


def weigh_spans(a: Span, b: Span) -> float:
    """Return the bits of two amounts: the narrower what they leave open, the more an overlap says."""
    weights = read_weights()
    lower, higher = (a, b) if a.low <= b.low else (b, a)
    ratio = higher.low / lower.high
    if ratio <= 1:
        width = max(log10(a.high / a.low), log10(b.high / b.low), 1e-6)
        return float(min(weights["amount_most"], log2(_DECADES / width)))
    if ratio <= _ROUNDING:
        return float(weights["amount_near"])
    if lower.is_part:
        return float(weights["amount_part"])
    return float(weights["amount_unlike"] if ratio <= _LIKE else weights["amount_other"])


def _weigh_counts(pair: Pair) -> Iterator[Reason]:
    if pair.standing not in {Standing.UNKNOWN, Standing.UNLIKE} and any(
        one.number >= _FEWEST and one in pair.b.counts for one in pair.a.counts
    ):
        yield "same-count", read_weights()["count"]


def _weigh_traces(pair: Pair) -> Iterator[Reason]:
    if not pair.shared:
        return
    bits, more = _worths(pair), read_weights()["more_of_a_group"]
    ranked = sorted((_group(trace), -bits[trace & SORT_MASK]) for trace in pair.shared)
    for group, members in groupby(ranked, key=lambda one: one[0]):
        worths = [-worth for _, worth in members]
        further = 0 if group == "same-account" else min(len(worths) - 1, _MOST_MORE)
        if group and worths[0]:
            yield group, worths[0] + more * further


def weigh_most_traces(pair: Pair) -> float:
    """Return the most bits of the shared traces: no sort is held for less than it can be worth."""
    bits, more, found = _plain_worths(), read_weights()["more_of_a_group"], 0.0
    groups: dict[str, list[float]] = {}
    for trace in pair.shared:
        groups.setdefault(_group(trace), []).append(bits[trace & SORT_MASK])
    for group, worths in groups.items():
        if group:
            further = 0 if group == "same-account" else min(len(worths) - 1, _MOST_MORE)
            found += max(worths) + more * further
    return found


def _group(trace: int) -> str:
    return _GROUPS.get(Sort(trace & SORT_MASK), "")


def _worths(pair: Pair) -> dict[int, float]:
    """Return the bits of each sort of trace.

    A flaw is everybody's, and an event only together with its platform; the files of a phishing
    site are a kit that many use.
    """
    weights = read_weights()
    worths = dict(_plain_worths())
    if pair.is_of_one_party and pair.is_of("vulnerability"):
        worths[Sort.CVE] = weights["cve_at_party"]
    if pair.is_of("phishing"):
        worths[Sort.FILE] = weights["kit"]
    return worths


@cache
def _plain_worths() -> dict[int, float]:
    return {int(Sort[name]): bits for name, bits in read_weights()["traces"].items()}


def _weigh_sighting(pair: Pair) -> Iterator[Reason]:
    if (pair.a.is_sighting or pair.b.is_sighting) and not pair.sorts.isdisjoint(SIGHTED):
        yield "sighting-of", read_weights()["sighted"]


def _weigh_missing(pair: Pair) -> Iterator[Reason]:
    """Yield what speaks against one event: both name what would identify it, and name other ones."""
    weights = read_weights()
    if pair.differ_in(Sort.REFERENCE):
        yield "other-reference", weights["reference_other"]
    if pair.differ_in(Sort.SOFTWARE):
        yield "other-software", weights["software_other"]
    identity = frozenset().union(*(one.identity for one in pair.families)) - {Sort.REFERENCE}
    if pair.sorts.isdisjoint(identity) and not pair.held.isdisjoint(identity):
        yield "other-traces", weights["traces_other"]


_FEATURES: Final[tuple[Feature, ...]] = (
    _weigh_content,
    _weigh_party,
    _weigh_kind,
    _weigh_days,
    _weigh_amounts,
    _weigh_counts,
    _weigh_traces,
    _weigh_sighting,
    _weigh_missing,
)
