"""What redaction is asked and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from privacy import Category, Treatment


class Find(Protocol):
    """A finding of detection, as far as redaction needs to know it."""

    @property
    def pointer(self) -> str: ...
    @property
    def start(self) -> int | None: ...
    @property
    def end(self) -> int | None: ...
    @property
    def normalised(self) -> str: ...
    @property
    def in_key(self) -> bool: ...
    @property
    def category(self) -> Category: ...
    @property
    def kind(self) -> str: ...


class Verdict(Protocol):
    """A decision of policy, as far as redaction needs to know it."""

    @property
    def attribution(self) -> bool: ...
    @property
    def unknown_content(self) -> bool: ...
    @property
    def circle(self) -> str: ...
    def treatment_of(self, category: Category, kind: str = "") -> Treatment: ...
    def source_of(self, category: Category, kind: str = "") -> str: ...


@dataclass(frozen=True, slots=True)
class Reporter:
    """The authenticated reporter: its identity id, and every name it is known by."""

    stix_id: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """Everything one rendition depends on, besides the bundle.

    `source` is the article the decision rests on, where it does not tell findings apart. `tokenise(kind, normalised)` gives a keyed token; `hub_identity` is
    the id that stands in for a reporter that stays unnamed; `root_id` may be "" when the caller does
    not know it, `reporter` None when nobody has authenticated it. `digests` are what `find_digests`
    found, None to have it looked for: it is the same for every rendition of a bundle.
    """

    findings: tuple[Find, ...]
    decision: Verdict
    tokenise: Callable[[str, str], str]
    source: str
    hub_identity: str = ""
    root_id: str = ""
    reporter: Reporter | None = None
    digests: tuple[Find, ...] | None = None

    def treat(self, finding: Find) -> Treatment:
        """Return what happens to a finding, by its category and its kind."""
        return self.decision.treatment_of(finding.category, finding.kind)

    def find_source(self, finding: Find) -> str:
        """Return the article and rule behind what happens to a finding."""
        return self.decision.source_of(finding.category, finding.kind) or self.source


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that a recipient does not get: where it stood, what it was, by which rule."""

    pointer: str
    code: str
    source: str
    action: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """The objects of a rendition. `root` is the index of the root in `objects`, -1 when gone;
    `replacements` are the texts that stand for personal data; `renamed` maps old ids to new;
    `producers` are the identities that made the original objects.
    """

    objects: tuple[Mapping[str, Any], ...]
    root: int
    withheld: tuple[Withheld, ...]
    replacements: frozenset[str]
    renamed: Mapping[str, str]
    producers: frozenset[str]
