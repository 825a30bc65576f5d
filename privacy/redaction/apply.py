"""Carry out a decision on a bundle: content, then identity, then ids, then references."""

from collections.abc import Mapping, Sequence
from typing import Any

from privacy import Treatment
from privacy.redaction.content import replace_findings
from privacy.redaction.digests import find_digests, telling_ids
from privacy.redaction.explanation import Explanation, compare
from privacy.redaction.identifiers import (
    backlinks,
    derived_id,
    is_random,
    keyed_id,
    needs_new_id,
    tells,
)
from privacy.redaction.pointers import split_pointer
from privacy.redaction.properties import OBSERVABLES
from privacy.redaction.pruning import drop_unknown, prune_references
from privacy.redaction.replacement import Replacer
from privacy.redaction.reporter import Hidden, find_hidden, withhold_reporter
from privacy.redaction.roots import find_root
from privacy.redaction.subject_tokens import (
    TYPE,
    find_bound,
    identify,
    make_subject_token,
    redact_subject_token,
)
from privacy.redaction.types import Find, Redaction, RenderRequest

_SHORTEST_PART = 8
_REPORTER = ("reporter", "profile f5 source_attribution")
_UNKNOWN = ("unknown_content", "profile f13; control matrix PC-03")
_CONVERTED = ("subject-token", "profile f4")
_RESTS = ("rests_on_withheld", "STIX 2.1 section 2.10; control matrix PC-03")
_WITH_UNIQUE_VALUES = frozenset({"user-account", "email-addr", "url", "domain-name"})
_FIXED_IDS = frozenset({"marking-definition", "extension-definition"})
_TOKEN_MEMBERS = frozenset({"token", "masked"})


def redact(bundle: Mapping[str, Any], request: RenderRequest) -> Redaction:
    """Return the objects of a rendition; the bundle and its objects are left unchanged."""
    work = _Work(list(bundle.get("objects", ())), request)
    work.replace_content()
    if not request.decision.attribution:
        work.withhold_reporter()
    if not request.decision.unknown_content:
        work.drop_unknown()
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
        # Deterministic ids and the objects that have them: tokens of the circle may come in.
        self.takers = {
            str(item["id"]): index
            for index, item in enumerate(originals)
            if item.get("type") == TYPE and "id" in item
        }
        # Objects that became the same as another one, by index.
        self.merged: dict[int, int] = {}
        self.replacer = Replacer(request, set())
        self.hidden = Hidden(frozenset(), frozenset(), "")
        digests = request.digests
        if digests is None:
            digests = find_digests(originals, request.findings)
        found = [*request.findings, *digests]
        self.findings = [one for one in found if self._treatment(one) is not Treatment.CLEAR]
        self.explanation = Explanation({one.pointer for one in found if one.in_key})

    def _treatment(self, finding: Find) -> Treatment:
        """Return the treatment; a token of another circle is a token already."""
        treatment = self.request.treat(finding)
        is_token = finding.kind == TYPE and treatment is Treatment.TOKENISE
        return Treatment.CLEAR if is_token else treatment

    def replace_content(self) -> None:
        """Replace what may not be shown, and rename the objects that showed it."""
        if not self.findings:
            return
        by_object: dict[int, list[Find]] = {}
        for finding in self.findings:
            by_object.setdefault(split_pointer(finding.pointer)[0], []).append(finding)
        digits = _digit_parts(self.findings)
        bound = find_bound(self.originals)
        for index, findings in by_object.items():
            self._replace_in_object(index, findings, digits, bound)
        self._rename_telling(digits)

    def _replace_in_object(
        self, index: int, findings: list[Find], digits: frozenset[str], bound: frozenset[str]
    ) -> None:
        original = self.originals[index]
        old = str(original.get("id", ""))
        scoped = self._keyed(old) if needs_new_id(original, digits) else old
        if original.get("type") == TYPE:
            redacted = self._redact_token(index, findings)
            scoped = scoped if redacted.get("token") != original.get("token") else old
        else:
            unique = scoped[-36:-28] if original.get("type") in _WITH_UNIQUE_VALUES else ""
            converted = None if old in bound else self._convert(index, findings)
            redacted = converted or self._replace(index, findings, unique)
        self.objects[index] = redacted
        if scoped != old:
            self._rename(index, old, derived_id(redacted, self.replacer.issued), scoped)

    def _replace(self, index: int, findings: Sequence[Find], unique: str) -> dict[str, Any]:
        for finding in findings:
            self._explain(finding, self.replacer.name_action(finding))
        return replace_findings(self.originals[index], findings, self.replacer, unique)

    def _convert(self, index: int, findings: Sequence[Find]) -> dict[str, Any] | None:
        """Return the subject-token that stands for an object, None where none can."""
        original = self.originals[index]
        identified = identify(original, findings, self.request)
        if identified is None:
            return None
        token = make_subject_token(original, identified, self.request)
        self.replacer.keep(token["token"])
        for finding in findings:
            self._explain(finding, "tokenised" if finding is identified.finding else "dropped")
        self.explanation.complete_object(f"/objects/{index}", original, token, *_CONVERTED)
        return token

    def _redact_token(self, index: int, findings: Sequence[Find]) -> dict[str, Any]:
        """Return a subject-token that came in, without what is withheld of it."""
        original = self.originals[index]
        members = {split_pointer(one.pointer)[1][0]: one for one in findings}
        others = [one for one in findings if split_pointer(one.pointer)[1][0] not in _TOKEN_MEMBERS]
        for name in sorted(_TOKEN_MEMBERS & members.keys()):
            self._explain(members[name], "masked" if name == "token" else "dropped")
        opaque = ""
        if "token" in members:
            opaque = self.request.tokenise("object-id", f"{self._scope}|{original['id']}|token")
            self.replacer.keep(opaque)
            self.explanation.add(f"/objects/{index}/token_domain", *_CONVERTED, "masked")
        return redact_subject_token(self._replace(index, others, ""), members.keys(), opaque)

    def _explain(self, finding: Find, action: str) -> None:
        source = self.request.find_source(finding)
        self.explanation.add(finding.pointer, finding.kind, source, action)

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
            self.merged[index] = taker
        else:
            self.renamed[old] = scoped

    def _is_same(self, index: int, other: int) -> bool:
        """Tell whether the other object says all that this one does."""
        mine, theirs = self.objects[index] or {}, self.objects[other] or {}
        return all(theirs.get(name) == value for name, value in mine.items() if name != "id")

    def _rename_telling(self, digits: frozenset[str]) -> None:
        """Rename the objects that show nothing, but whose ids spell or hash what is withheld."""
        others = [
            (str(item.get("id", "")), item.get("type") in OBSERVABLES)
            for item in self.originals
            if item.get("id") not in self.renamed
        ]
        # The id of an observable is made of what it shows (STIX 2.1 section 2.9).
        free = [old for old, is_observable in others if not is_observable]
        telling = telling_ids(free, self.originals, self.findings)
        for old, _ in others:
            if old in telling or tells(old, digits):
                self.renamed[old] = self._keyed(old)

    @property
    def _scope(self) -> str:
        return str(self.originals[self.root].get("id", ""))

    def _keyed(self, old: str) -> str:
        return keyed_id(old, self._scope, self.request.tokenise)

    def withhold_reporter(self) -> None:
        """Let the hub stand in for the reporter, in references and in prose."""
        request, before = self.request, list(self.objects)
        self.hidden = find_hidden(self.originals, self.root, request.hub_identity, request.reporter)
        for pointer in withhold_reporter(self.objects, self.hidden, self.renamed):
            self.explanation.add(pointer, *_REPORTER, "masked")
        for pointer, gone in compare(before, self.objects):
            if not gone:
                self.explanation.add(pointer, *_REPORTER, "masked")
                continue
            self.explanation.add_gone(pointer, *_REPORTER)
            if self.hidden.is_told_by(pointer):
                self.explanation.names.add(pointer)

    def drop_unknown(self) -> None:
        """Take custom content away."""
        for pointer, shown in drop_unknown(self.objects):
            self.explanation.add_gone(pointer, *_UNKNOWN, shown=shown)

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
        final = [self.objects[self.merged.get(i, i)] for i in range(len(self.objects))]
        self.explanation.complete(self.originals, final, *_RESTS)
        return Redaction(
            objects=tuple(item for _, item in kept),
            root=places.get(self.root, -1),
            withheld=self.explanation.entries(),
            replacements=frozenset(self.replacer.issued),
            renamed=self.renamed,
            producers=frozenset(
                str(item["created_by_ref"]) for item in self.originals if "created_by_ref" in item
            ),
        )


def _digit_parts(findings: Sequence[Find]) -> frozenset[str]:
    """Return the long digit runs of what is redacted, to look for in ids."""
    runs = (
        "".join(character for character in finding.normalised if character.isdigit())
        for finding in findings
    )
    return frozenset(
        run[start : start + _SHORTEST_PART]
        for run in runs
        for start in range(len(run) - _SHORTEST_PART + 1)
    )
