"""Replace the findings inside one object, on a copy."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from privacy.redaction.pointers import parent_of, split_pointer
from privacy.redaction.replacement import Place, Replacer, place_of
from privacy.redaction.types import Find


def replace_findings(
    item: Mapping[str, Any], findings: Sequence[Find], replacer: Replacer, unique: str
) -> dict[str, Any]:
    """Return a copy of an object in which each finding is replaced as the decision says."""
    redacted: dict[str, Any] = copy.deepcopy(dict(item))
    by_pointer: dict[str, list[Find]] = {}
    for finding in findings:
        if not finding.in_key:
            by_pointer.setdefault(finding.pointer, []).append(finding)
    for pointer, group in by_pointer.items():
        container, key = parent_of(redacted, split_pointer(pointer)[1])
        container[key] = _replace_in(container[key], group, redacted, replacer, unique)
    # Member names last and deepest first: renaming one breaks the pointers below it.
    in_keys = {finding.pointer for finding in findings if finding.in_key}
    for number, pointer in enumerate(sorted(in_keys, reverse=True)):
        container, key = parent_of(redacted, split_pointer(pointer)[1])
        container[f"masked_{number}"] = container.pop(key)
    return redacted


def _replace_in(
    value: Any,
    findings: Sequence[Find],
    item: Mapping[str, Any],
    replacer: Replacer,
    unique: str,
) -> str:
    text = str(value)
    kind = str(item.get("type", ""))
    is_stix = item.get("pattern_type", "stix") == "stix"
    for finding in sorted(findings, key=lambda found: found.start or 0, reverse=True):
        place = place_of(finding, kind, text, is_stix)
        if finding.pointer.endswith("/payload_bin"):
            return replacer.replace_attachment()
        is_pattern = kind == "indicator" and is_stix and finding.pointer.endswith("/pattern")
        if is_pattern and finding.start is None:
            return replacer.replace_pattern()
        if finding.start is None or not isinstance(value, str):
            return replacer.replace(finding, place, unique)
        new = replacer.replace(finding, place, unique if place is Place.FIELD else "")
        text = text[: finding.start] + new + text[finding.end :]
    return text
