"""Whether two alerts are about one party, about others, or cannot be told."""

from collections.abc import Mapping
from enum import Enum
from functools import cache

from sharing.cases.matching.names import UNKNOWN_KIND, read_data
from sharing.cases.matching.sketch import SORT_MASK, Name, Sketch
from sharing.cases.matching.subjects import bank_kinds
from sharing.cases.matching.traces import Sort


class Standing(Enum):
    """How the parties of two alerts stand to each other."""

    SAME = "party"
    SAME_COMPANY = "company"
    MENTIONED = "mentioned"
    BOTH_MENTION = "both_mention"
    CUSTODIAN = "custodian"
    UNKNOWN = ""
    FOREIGN = "foreign"
    UNLIKE = "unlike"
    OTHER = "other"


def stand(a: Sketch, b: Sketch) -> Standing:
    """Return how the parties stand: where platforms are named, their bank is their custodian only."""
    companies = _companies(a), _companies(b)
    if all(companies):
        return Standing.SAME_COMPANY if companies[0] & companies[1] else Standing.OTHER
    if any(match(one, other) for one in a.subjects for other in b.subjects):
        return Standing.SAME
    if any(_are_sisters(one, other) for one in a.subjects for other in b.subjects):
        return Standing.OTHER
    if _may_mean(a, b) or _may_mean(b, a):
        return Standing.MENTIONED
    return _stand_apart(a, b) if a.subjects and b.subjects else _stand_nameless(a, b)


def _stand_nameless(a: Sketch, b: Sketch) -> Standing:
    both = not a.subjects and not b.subjects and not set(a.mentions).isdisjoint(b.mentions)
    return Standing.BOTH_MENTION if both else Standing.UNKNOWN


def _stand_apart(a: Sketch, b: Sketch) -> Standing:
    """Return how parties stand that are not the same as far as names go."""
    if _is_custodian(a, b) or _is_custodian(b, a):
        return Standing.CUSTODIAN
    if not all(any(one.is_certain for one in names) for names in (a.subjects, b.subjects)):
        return Standing.UNKNOWN
    if not any(are_foreign(one, other) for one in a.subjects for other in b.subjects):
        return Standing.OTHER
    # A translated name differs from none for certain; kinds of organisation do.
    is_likely = any(
        are_foreign(one, other) and one.kind == other.kind
        for one in a.subjects
        for other in b.subjects
    )
    return Standing.FOREIGN if is_likely else Standing.UNLIKE


def are_foreign(one: Name, other: Name) -> bool:
    """Tell whether two names cannot be compared: Han characters, and Latin words that spell none."""
    latin = other if one.is_han else one
    return one.is_han != other.is_han and not latin.is_pinyin


def could_stand(a: Sketch, b: Sketch, weights: Mapping[str, float]) -> float:
    """Return the most bits of parties, had either alert fewer names; 0 where nothing is in common."""
    if any(match(one, other) for one in a.subjects for other in b.subjects):
        return max(weights["party"], weights["company"] if _companies(a) & _companies(b) else 0.0)
    if _companies(a) & _companies(b):
        return weights["company"]
    if _has(a.mentions, b.subjects) or _has(b.mentions, a.subjects):
        return weights["mentioned"]
    if not set(a.mentions).isdisjoint(b.mentions):
        return weights["both_mention"]
    pairs = [(one, other) for one in a.subjects for other in b.subjects]
    if any(are_foreign(one, other) and one.kind == other.kind for one, other in pairs):
        return weights["foreign"]
    banks = _has_bank(a, b) or _has_bank(b, a)
    return weights["custodian"] if banks else 0.0


def _has(mentions: tuple[int, ...], names: tuple[Name, ...]) -> bool:
    return any(not one.spellings.isdisjoint(mentions) for one in names)


def _has_bank(a: Sketch, b: Sketch) -> bool:
    return any(_is_bank(one) and match(one, other) for one in a.subjects for other in b.others)


def _is_custodian(a: Sketch, b: Sketch) -> bool:
    """Tell whether the one names nobody but the bank of the other's platform."""
    return all(_is_bank(one) for one in a.subjects) and any(
        match(one, other) for one in a.subjects for other in b.others
    )


def _are_sisters(one: Name, other: Name) -> bool:
    """Tell whether two organisations of one brand are of different kinds: 昀渡网贷 and 昀渡支付."""
    both_known = one.kind and other.kind and one.is_certain and other.is_certain
    return (
        bool(both_known)
        and one.kind != other.kind
        and not one.spellings.isdisjoint(other.spellings)
    )


def _may_mean(a: Sketch, b: Sketch) -> bool:
    """Tell whether an alert that names no platform in full has the brand of the other's."""
    if any(is_sure(one) for one in a.subjects):
        return False
    return any(not one.spellings.isdisjoint(a.mentions) for one in b.subjects)


def match(one: Name, other: Name) -> bool:
    """Tell whether two names are of one organisation; "bank" is any kind of bank."""
    if one.spellings.isdisjoint(other.spellings) and not _sound_alike(one, other):
        return False
    kinds = {one.kind, other.kind}
    is_some_bank = _any_bank() in kinds and kinds <= bank_kinds()
    return len(kinds) == 1 or UNKNOWN_KIND in kinds or is_some_bank


def _sound_alike(one: Name, other: Name) -> bool:
    """Tell whether one brand follows the sound of the other in another script."""
    return one.is_han != other.is_han and one.sound != 0 and one.sound == other.sound


def _companies(sketch: Sketch) -> frozenset[int]:
    return frozenset(one for one in sketch.traces if one & SORT_MASK == Sort.COMPANY)


def is_sure(party: Name) -> bool:
    """Tell whether a name is that of a platform for certain."""
    return party.is_certain and not _is_bank(party)


def _is_bank(party: Name) -> bool:
    return party.kind in bank_kinds()


@cache
def _any_bank() -> int:
    return list(read_data("organisations.json")["kinds"]).index("bank") + 1
