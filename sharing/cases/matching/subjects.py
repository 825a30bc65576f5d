"""Whom an alert is about, among all organisations that it names; and which sentences are about others.

The affected party stands in the title or as an object of its own; who else the text names is its bank,
or the party of another event that the text only mentions.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from sharing.cases.matching.kinds import list_families
from sharing.cases.matching.names import (
    Party,
    find_parties,
    read_data,
    read_host,
    read_identity,
)
from sharing.stix.simplified import simplify

StixObject = dict[str, Any]
_BANKS: Final = (
    "commercial-bank", "rural-bank", "savings-bank", "trust-bank", "online-bank", "development-bank",
    "bank", "cooperative-bank", "credit-union", "custody",
)  # fmt: skip
_SENTENCES: Final = re.compile(r"(?<=[。！？；;\n])|(?<=[.!?])\s+(?=[\"'(A-Z\u3400-\u9fff])")
MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Cast:
    """The parties that an alert is about, and who else it names."""

    subjects: tuple[Party, ...]
    others: tuple[Party, ...]


def read_cast(
    objects: Sequence[StixObject], author: str, title: str, asserted: str, kinds: AbstractSet[int]
) -> Cast:
    """Return the parties of an alert; its author only where the text names it."""
    titled = _merge(one for one in find_parties(title) if one.is_certain)
    named = _merge(_list_identities(objects, author))
    told = _merge(find_parties(asserted))
    is_custody = any(list_families()[kind].is_custody for kind in kinds)
    subjects = _choose(titled, named, told, is_custody=is_custody) or _merge(_guess(objects))
    named = [*titled, *named]
    others = [one for one in _merge([*named, *told]) if one not in subjects]
    return Cast(tuple(subjects[:MOST]), tuple(others[:MOST]))


def keep_own(asserted: str, cast: Cast) -> str:
    """Return a text without the sentences that name the party of another event and none of the alert's."""
    if not any(not is_bank(one) and one.is_certain for one in cast.others):
        return asserted
    return " ".join(one for one in _SENTENCES.split(asserted) if not _is_aside(one, cast))


def is_bank(party: Party) -> bool:
    """Tell whether an organisation is a bank or custodian by its kind."""
    return party.kind in bank_kinds()


@cache
def bank_kinds() -> frozenset[int]:
    """Return the kinds of organisation that are banks or custodians."""
    names = list(read_data("organisations.json")["kinds"])
    return frozenset(names.index(name) + 1 for name in _BANKS)


def _is_aside(sentence: str, cast: Cast) -> bool:
    platforms = [one for one in find_parties(sentence) if one.is_certain and not is_bank(one)]
    return bool(platforms) and not any(
        _alike(one, own) for one in platforms for own in cast.subjects
    )


def _alike(one: Party, other: Party) -> bool:
    return not set(one.spellings).isdisjoint(other.spellings)


def _choose(
    titled: list[Party], named: list[Party], told: list[Party], *, is_custody: bool
) -> list[Party]:
    """Return whom the title names, else an object, else the text: platforms before banks."""
    certain = [one for one in told if one.is_certain]
    # Where money is kept, even an uncertain platform is likelier than its bank.
    ranked = (titled, named, certain, told if is_custody else [])
    for parties in ranked:
        if platforms := [one for one in parties if not is_bank(one)]:
            return platforms if parties is titled or parties is named else platforms[:1]
        if parties and parties is titled and not is_custody:
            return parties
    left = [*named, *certain[:1], *told[:1], *titled]
    return [_doubt(one, told, is_custody=is_custody) for one in left[: len(named) or 1]]


def _doubt(party: Party, told: list[Party], *, is_custody: bool) -> Party:
    """Return a bank as uncertain where it may only be at hand: no sentence names it, or it keeps money."""
    is_told = any(_alike(party, one) for one in told)
    is_plain = not is_bank(party) or (is_told and not is_custody)
    return party if is_plain else replace(party, is_certain=False)


def _list_identities(objects: Sequence[StixObject], author: str) -> Iterator[Party]:
    for member in objects:
        is_organisation = member.get("identity_class", "organization") != "individual"
        if member.get("type") == "identity" and member.get("id") != author and is_organisation:
            yield from read_identity(simplify(str(member.get("name", ""))))


def _guess(objects: Iterable[StixObject]) -> Iterator[Party]:
    """Yield whose own sites stand among the observables."""
    for member in objects:
        if member.get("type") in {"domain-name", "url"}:
            value = str(member.get("value", "")).lower()
            host = (value.partition("://")[2] or value).partition("/")[0]
            if party := read_host(host):
                yield party


def _merge(parties: Iterable[Party]) -> list[Party]:
    """Return parties with each brand and kind once; a brand of unknown kind yields to a known one."""
    kept: dict[tuple[str, int], Party] = {}
    for party in parties:
        kept.setdefault((party.spellings[0], party.kind), party)
    known = {brand for brand, kind in kept if kind}
    return [one for (brand, kind), one in kept.items() if kind or brand not in known]
