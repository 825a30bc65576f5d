"""Withhold who reported an alert when its handling policy says must-not (profile f5).

Two identities are hidden: the one the bundle calls its author, and the one that authenticated.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from privacy.redaction.pointers import step_into
from privacy.redaction.pruning import repair_selectors
from privacy.redaction.roots import names_of, reporter_of
from privacy.redaction.types import Reporter

_SHORTEST_NAME = 3
# Shorter names are looked for as whole words: "Acme" is not in "acmeist".
_SURE_LENGTH = 6
_STAND_IN = "[reporter]"
_HIDDEN = "[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"
_GAP = r"[\s_\-\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*"
# Vocabulary of the specification, not prose: a member may be called what a type is called.
_STRUCTURE = frozenset(
    {"type", "spec_version", "extension_type", "pattern_type", "lang", "selectors", "id"}
)


@dataclass(frozen=True)
class Hidden:
    """The identities and names to hide, and the identity that stands in, "" for none."""

    identities: frozenset[str]
    names: frozenset[str]
    stand_in: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what to look for in a text: identities, their UUIDs, and names, in any case."""
        uuids = {identity.partition("--")[2] for identity in self.identities} - {""}
        exact = sorted(map(re.escape, [*self.identities, *uuids]), key=len, reverse=True)
        names = sorted(self.names, key=lambda name: (-len(name), name))
        return re.compile("|".join([*exact, *map(_spelling, names)]), re.IGNORECASE)

    def is_told_by(self, text: str) -> bool:
        """Tell whether a text names one of them."""
        return self.pattern.search(text) is not None

    def mask(self, text: str) -> str:
        """Replace every mention in a text; a reference is left for renaming and pruning."""
        return text if text in self.identities else self.pattern.sub(self._replacement, text)

    def _replacement(self, mention: re.Match[str]) -> str:
        is_identity = mention.group().casefold() in self.identities
        return (self.stand_in if is_identity else "") or _STAND_IN


def find_hidden(
    objects: list[dict[str, Any]], root: int, stand_in: str, reporter: Reporter | None
) -> Hidden:
    """Collect who is to stay unnamed: the bundle's author and the authenticated reporter."""
    known = {reporter_of(objects, root), reporter.stix_id if reporter else ""}
    identities = frozenset(known - {"", stand_in})
    names = {*names_of(objects, identities), *(reporter.names if reporter else ())}
    folded = (unicodedata.normalize("NFKC", name).strip() for name in names)
    return Hidden(identities, frozenset(filter(_is_long_enough, folded)), stand_in)


def withhold_reporter(
    objects: list[dict[str, Any] | None], hidden: Hidden, renamed: dict[str, str]
) -> Iterator[str]:
    """Take the reporter out, in place; references go to the identity that stands in.

    Without a stand-in the references are dropped with the object. Yield the places of references
    that lead to the stand-in now: nothing else shows that they led elsewhere.
    """
    if not hidden.identities and not hidden.names:
        return
    if hidden.stand_in:
        renamed.update(dict.fromkeys(hidden.identities, hidden.stand_in))
    for index, item in enumerate(objects):
        if item is None:
            continue
        if item.get("id") in hidden.identities:
            objects[index] = None
            continue
        kept = _without_maker(item, hidden)
        masked = _masked(kept, hidden)
        if masked != kept:
            repair_selectors(masked, item)
        objects[index] = masked if masked != kept else kept
        if hidden.stand_in:
            yield from _references_to(hidden.identities, kept, f"/objects/{index}")


def _references_to(identities: frozenset[str], value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, str):
        if value in identities:
            yield pointer
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _references_to(identities, item, step_into(pointer, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _references_to(identities, item, f"{pointer}/{index}")


def _without_maker(item: dict[str, Any], hidden: Hidden) -> dict[str, Any]:
    if hidden.stand_in or item.get("created_by_ref") not in hidden.identities:
        return item
    return {key: value for key, value in item.items() if key != "created_by_ref"}


def _is_long_enough(name: str) -> bool:
    return len(name) >= (_SHORTEST_NAME if name.isascii() else 2)


def _spelling(name: str) -> str:
    """Return a pattern for a name in half or full width, with any or no gaps between words."""
    words = (_HIDDEN.join(map(_both_widths, word)) for word in name.split())
    spelt = _GAP.join(words)
    is_short = name.isascii() and len(name) < _SURE_LENGTH
    return rf"(?<![0-9A-Za-z]){spelt}(?![0-9A-Za-z])" if is_short else spelt


def _both_widths(character: str) -> str:
    if not "!" <= character <= "~":
        return re.escape(character)
    return f"(?:{re.escape(character)}|{chr(ord(character) + 0xFEE0)})"


def _masked(value: Any, hidden: Hidden, name: str = "") -> Any:
    """Return a copy without the reporter; a member whose own name tells goes as a whole."""
    if isinstance(value, str):
        return value if name in _STRUCTURE else hidden.mask(value)
    if isinstance(value, list):
        return [_masked(item, hidden, name) for item in value]
    if isinstance(value, Mapping):
        return {
            key: _masked(item, hidden, key)
            for key, item in value.items()
            if not _is_told_by(key, hidden)
        }
    return value


def _is_told_by(key: str, hidden: Hidden) -> bool:
    mention = hidden.pattern.search(key)
    return mention is not None and len(mention.group()) < len(key)
