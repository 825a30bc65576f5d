"""Whether two alerts may be one event in anybody's eyes, however much is withheld from a reader.

What a reader is shown may lack names, accounts, sums or days, or have them in bands and months. So only
what speaks for one event counts, at the most that any such form of the two could say; nothing that
speaks against it, but for what nobody is denied: the days of the two reports, and whom they are about.
"""

from typing import Final

from sharing.cases.matching.features import read_weights, weigh_days, weigh_most_traces, weigh_spans
from sharing.cases.matching.pair import WEAK, Pair
from sharing.cases.matching.parties import Standing, could_stand
from sharing.cases.matching.sketch import Sketch
from sharing.cases.matching.traces import Sort

# Redaction tells bands of amounts: 1, 2 or 5 times a power of ten.
_BAND: Final = 2.5
_MONTH, _SAME_MONTH = 31, 0.1
_CLEARLY: Final = 5.0


def may_link(pair: Pair) -> bool:
    """Tell whether some redacted forms of two alerts may link."""
    party = could_stand(pair.a, pair.b, read_weights())
    if not party and pair.sorts <= WEAK:
        return False
    return _weigh_most(pair, party) > 0


def _weigh_most(pair: Pair, party: float) -> float:
    """Return the most bits that two alerts, or redacted forms of them, have."""
    weights = read_weights()
    unlike = weights["unlike"] if pair.standing is Standing.UNLIKE else 0.0
    bits = weights["prior"] + party + unlike + _weigh_dates(pair) + _weigh_sums(pair)
    bits += weights["kind"] if pair.a.kinds & pair.b.kinds else 0.0
    numbers = {one.number for one in pair.a.counts} & {one.number for one in pair.b.counts}
    bits += weights["count"] if numbers else 0.0
    bits += weigh_most_traces(pair)
    if Sort.CVE in pair.sorts and party >= _CLEARLY:
        bits += weights["cve_at_party"]
    if pair.sorts and (pair.a.is_sighting or pair.b.is_sighting):
        bits += weights["sighted"]
    return float(bits)


def _weigh_dates(pair: Pair) -> float:
    """Return the most bits of days, with the day of one or of both withheld, or told by its month."""
    a, b = pair.a, pair.b
    mine = [a.reported, *(one.last for one in a.windows[:1])]
    yours = [b.reported, *(one.last for one in b.windows[:1])]
    late = min(abs(one - other) for one in mine for other in yours)
    found = [weigh_days(None, late)]
    if pair.gap is not None:
        found.append(weigh_days(pair.gap, late))
        if pair.gap <= _MONTH:
            found.append(_SAME_MONTH)
    return max(found)


def _weigh_sums(pair: Pair) -> float:
    most, band = 0.0, read_weights()["amount_band"]
    for one in pair.a.amounts:
        for other in pair.b.amounts:
            most = max(most, weigh_spans(one, other))
            if max(one.low / other.high, other.low / one.high) <= _BAND:
                most = max(most, band)
    return most


def is_same_text(a: Sketch, b: Sketch) -> bool:
    """Tell whether two alerts have one main object, or the same words but for digits."""
    return a.root == b.root or a.template == b.template
