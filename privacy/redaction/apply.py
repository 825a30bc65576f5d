"""Carry out a decision on a bundle: content, then identity, then ids, then references."""

from collections.abc import Mapping
from typing import Any

from privacy import Treatment
from privacy.redaction.content import replace_findings
from privacy.redaction.identifiers import (
    backlinks,
    derived_id,
    is_random,
    keyed_id,
    needs_new_id,
    tells,
)
from privacy.redaction.pointers import split_pointer, without_names
from privacy.redaction.pruning import drop_unknown, prune_references
from privacy.redaction.replacement import Replacer
from privacy.redaction.reporter import Hidden, find_hidden, withhold_reporter
from privacy.redaction.roots import find_root
from privacy.redaction.types import Find, Redaction, RenderRequest, Withheld

_ACTIONS = {Treatment.TOKENISE: "tokenised", Treatment.MASK: "masked", Treatment.DROP: "dropped"}
_SHORTEST_PART = 8


def redact(bundle: Mapping[str, Any], request: RenderRequest) -> Redaction:
    """Return the objects of a rendition; the bundle and its objects are left unchanged."""
    work = _Work(list(bundle.get("objects", ())), request)
    work.replace_content()
    if not request.decision.attribution:
        work.withhold_reporter()
    if not request.decision.unknown_content:
        work.withheld.extend(drop_unknown(work.objects))
    work.rename_referring()
    work.prune()
    return work.result()


class _Work:
    """One redaction under way: the objects so far, what was withheld, which ids change."""

    def __init__(self, originals: list[dict[str, Any]], request: RenderRequest) -> None:
        self.originals = originals
        self.request = request
        self.objects: list[dict[str, Any] | None] = list(originals)
        self.root = find_root(originals, request.root_id) if originals else -1
        self.renamed: dict[str, str] = {}
        self.takers: dict[str, int] = {}
        self.withheld: list[Withheld] = []
        self.replacer = Replacer(request, set())
        self.hidden = Hidden(frozenset(), frozenset(), "")

    def replace_content(self) -> None:
        """Replace what may not be shown, and rename the objects that showed it."""
        by_object = self._findings_by_object()
        digits = _digit_parts(by_object)
        for index, findings in by_object.items():
            self._replace_in_object(index, findings, digits)
        for item in self.originals if digits else ():
            self._rename_telling(item, digits)

    def _findings_by_object(self) -> dict[int, list[Find]]:
        by_object: dict[int, list[Find]] = {}
        names = {finding.pointer for finding in self.request.findings if finding.in_key}
        for finding in self.request.findings:
            treatment = self._treatment(finding)
            if treatment is not Treatment.CLEAR:
                by_object.setdefault(split_pointer(finding.pointer)[0], []).append(finding)
                self.withheld.append(
                    Withheld(
                        without_names(finding.pointer, names),
                        finding.kind,
                        self.request.source,
                        _ACTIONS[treatment],
                    )
                )
        return by_object

    def _treatment(self, finding: Find) -> Treatment:
        """Return the treatment; a token of another circle is a token already."""
        treatment = self.request.decision.treatment_of(finding.category)
        is_token = finding.kind == "subject-token" and treatment is Treatment.TOKENISE
        return Treatment.CLEAR if is_token else treatment

    def _replace_in_object(self, index: int, findings: list[Find], digits: frozenset[str]) -> None:
        original = self.originals[index]
        old = str(original.get("id", ""))
        scoped = self._keyed(old) if needs_new_id(original, digits) else old
        unique = scoped[-36:-28] if original.get("type") in _WITH_UNIQUE_VALUES else ""
        redacted = replace_findings(original, findings, self.replacer, unique)
        self.objects[index] = redacted
        if scoped != old:
            self._rename(index, old, derived_id(redacted, self.replacer.issued), scoped)

    def _rename(self, index: int, old: str, derived: str | None, scoped: str) -> None:
        """Give an object the id its tokens make, unless another object has taken it."""
        taker = self.takers.get(derived or "")
        if derived is None:
            self.renamed[old] = scoped
        elif taker is None:
            self.renamed[old] = derived
            self.takers[derived] = index
        elif self._is_same(index, taker):
            self.renamed[old] = derived
            self.objects[index] = None
        else:
            self.renamed[old] = scoped

    def _is_same(self, index: int, other: int) -> bool:
        mine, theirs = self.objects[index] or {}, self.objects[other] or {}
        return {**mine, "id": ""} == {**theirs, "id": ""}

    def _rename_telling(self, item: Mapping[str, Any], digits: frozenset[str]) -> None:
        old = str(item.get("id", ""))
        if old not in self.renamed and tells(old, digits):
            self.renamed[old] = self._keyed(old)

    def _keyed(self, old: str) -> str:
        root = str(self.originals[self.root].get("id", ""))
        return keyed_id(old, root, self.request.tokenise)

    def withhold_reporter(self) -> None:
        """Let the hub stand in for the reporter, in references and in prose."""
        request = self.request
        self.hidden = find_hidden(self.originals, self.root, request.hub_identity, request.reporter)
        self.withheld.extend(withhold_reporter(self.objects, self.hidden, self.renamed))

    def rename_referring(self) -> None:
        """Rename objects whose derived id may rest on an id that has changed."""
        links = backlinks(self.objects) if self.renamed else {}
        waiting = list(self.renamed)
        while waiting:
            for index in links.get(waiting.pop(), ()):
                item = self.objects[index] or {}
                identifier = str(item.get("id", ""))
                if self._has_derived_id(item) and identifier not in self.renamed:
                    self.renamed[identifier] = self._keyed(identifier)
                    waiting.append(identifier)

    def _has_derived_id(self, item: Mapping[str, Any]) -> bool:
        return item.get("type") not in _FIXED_IDS and not is_random(str(item.get("id", "")))

    def prune(self) -> None:
        """Drop what refers to dropped objects."""
        kept = {item.get("id") for item in self.objects if item is not None}
        gone = {
            str(original.get("id", ""))
            for original in self.originals
            if original.get("id") not in kept and original.get("id") not in self.renamed
        }
        # The reporter's identity need not be in the bundle to be referred to.
        unnamed = self.hidden.identities - self.renamed.keys()
        prune_references(self.objects, gone | unnamed, self.root)

    def result(self) -> Redaction:
        """Return the objects that are left, with the root's new index."""
        kept = [(index, item) for index, item in enumerate(self.objects) if item is not None]
        places = {index: place for place, (index, _) in enumerate(kept)}
        return Redaction(
            objects=tuple(item for _, item in kept),
            root=places.get(self.root, -1),
            withheld=tuple(self.withheld),
            replacements=frozenset(self.replacer.issued),
            renamed=self.renamed,
            producers=frozenset(
                str(item["created_by_ref"]) for item in self.originals if "created_by_ref" in item
            ),
        )


_WITH_UNIQUE_VALUES = frozenset({"user-account", "email-addr", "url", "subject-token"})
_FIXED_IDS = frozenset({"marking-definition", "extension-definition"})


def _digit_parts(by_object: Mapping[int, list[Find]]) -> frozenset[str]:
    """Return the long digit runs of what is redacted, to look for in ids."""
    runs = (
        "".join(character for character in finding.normalised if character.isdigit())
        for findings in by_object.values()
        for finding in findings
    )
    return frozenset(
        run[start : start + _SHORTEST_PART]
        for run in runs
        for start in range(len(run) - _SHORTEST_PART + 1)
    )
