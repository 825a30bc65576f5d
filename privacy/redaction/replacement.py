"""What stands in the place of a datum: a token, a label, or a neutral value a field accepts."""

import re
from dataclasses import dataclass
from enum import StrEnum

from privacy import Treatment
from privacy.redaction.types import Find, RenderRequest

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

    def replace_attachment(self) -> str:
        """Return what stands for a whole attachment: base64, as the field demands."""
        return self._keep("W3JlZGFjdGVkXQ==")

    def replace_pattern(self) -> str:
        """Return what stands for a whole STIX pattern: one that is valid and matches nothing."""
        return self._keep("[x-redacted:value = 'redacted']")

    def replace(self, finding: Find, place: Place, unique: str) -> str:
        """Return what stands for a finding; `unique` tells masked values apart in fields."""
        treatment = self.request.decision.treatment_of(finding.category)
        if treatment is Treatment.DROP:
            return "" if place is Place.TEXT else self._keep(_masked(finding, place, unique))
        if treatment is Treatment.TOKENISE:
            return self._keep(self._token(finding, place))
        return self._keep(_masked(finding, place, unique))

    def _token(self, finding: Find, place: Place) -> str:
        token = "tok-" + self.request.tokenise(finding.kind, finding.normalised)
        if finding.kind == "email":
            token = f"{token}@{_RESERVED_DOMAIN}"
        elif place is Place.TEXT:
            return f"[{finding.kind}:{token}]"
        return f"'{token}'" if place is Place.NUMBER else token

    def _keep(self, text: str) -> str:
        self.issued.add(text)
        return text


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
