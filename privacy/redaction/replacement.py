"""What stands in the place of a datum: a token, a label, or a neutral value a field accepts."""

import re
from dataclasses import dataclass
from enum import StrEnum

from privacy import Category, Treatment
from privacy.redaction.generalise import generalise
from privacy.redaction.types import Find, RenderRequest

_ACTIONS = {
    Treatment.TOKENISE: "tokenised",
    Treatment.GENERALISE: "generalised",
    Treatment.MASK: "masked",
    Treatment.DROP: "dropped",
}
_NOTHING = "[withheld]"
_RESERVED_DOMAIN = "redacted.invalid"  # RFC 2606: never somebody's


class Place(StrEnum):
    """Where a datum stands, as far as the shape of its replacement depends on it."""

    TEXT = "text"
    FIELD = "field"
    LITERAL = "literal"
    NUMBER = "number"


_FIELD_TYPES = frozenset(
    {"user-account", "email-addr", "url", "subject-token", "file", "directory"}
)
_BARE_FIELDS = re.compile(r"/(?:url|href|value|user_id|account_login|token|masked|path)$")


@dataclass(frozen=True, slots=True)
class Replacer:
    """Writes replacements of one rendition and remembers each of them."""

    request: RenderRequest
    issued: set[str]

    def replace(self, finding: Find, place: Place, unique: str) -> str:
        """Return what stands for a finding; `unique` tells masked values apart in fields."""
        treatment = self.request.treat(finding)
        if treatment is Treatment.DROP and place is Place.TEXT:
            # A member must not be empty everywhere; of a part nothing needs to be left.
            return self.keep(_NOTHING) if finding.start is None else ""
        if treatment is Treatment.TOKENISE:
            return self.keep(self._token(finding, place))
        if treatment is Treatment.GENERALISE and (told := _generalised(finding, place)):
            return self.keep(told)
        return self.keep(_masked(finding, place, unique))

    def name_action(self, finding: Find) -> str:
        """Return what is told to have happened to a finding."""
        treatment = self.request.treat(finding)
        if treatment is Treatment.GENERALISE and not _generalised(finding, Place.TEXT):
            return _ACTIONS[Treatment.MASK]
        return _ACTIONS[treatment]

    def _token(self, finding: Find, place: Place) -> str:
        token = "tok-" + self.request.tokenise(finding.kind, finding.normalised)
        if finding.kind == "email":
            token = f"{token}@{_RESERVED_DOMAIN}"
        elif place is Place.TEXT:
            return f"[{finding.kind}:{token}]"
        return f"'{token}'" if place is Place.NUMBER else token

    def keep(self, text: str) -> str:
        """Remember a text as written by redaction, and return it."""
        self.issued.add(text)
        return text


def _generalised(finding: Find, place: Place) -> str:
    """Return what may be told instead of a finding, "" where that is nothing.

    Of a child nothing is told, not even roughly (PC-09), and an address of a page takes no prose.
    """
    told = generalise(finding.kind, finding.normalised)
    if not told or finding.category is Category.MINOR:
        return ""
    if place is Place.FIELD:
        return told if finding.start is None else ""
    if place is Place.TEXT:
        return told if finding.start is None else f"[{finding.kind}:{told}]"
    return f"'{told}'" if place is Place.NUMBER else told


def _masked(finding: Find, place: Place, unique: str) -> str:
    if place is Place.TEXT:
        return f"[{finding.kind}]"
    name = f"masked-{unique}" if unique else "masked"
    if finding.kind == "email":
        name = f"{name}@{_RESERVED_DOMAIN}"
    return f"'{name}'" if place is Place.NUMBER else name


def place_of(finding: Find, kind: str, text: str, is_stix_pattern: bool) -> Place:
    """Return the kind of place a finding stands in: prose, a field with a form, a pattern."""
    if finding.pointer.endswith("/pattern") and kind == "indicator":
        quotes = _UNESCAPED_QUOTE.findall(text[: finding.start or 0])
        outside = is_stix_pattern and len(quotes) % 2 == 0
        return Place.NUMBER if outside else Place.LITERAL
    is_field = finding.start is None and kind in _FIELD_TYPES
    return Place.FIELD if is_field or _BARE_FIELDS.search(finding.pointer) else Place.TEXT


_UNESCAPED_QUOTE = re.compile(r"(?<!\\)(?:\\\\)*'")
