"""Replace the findings inside one object, on a copy."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from privacy.redaction.digests import DigestFind
from privacy.redaction.formats import neutral_number, neutral_page, neutral_value
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
        container[key] = _replace_value(container[key], group, redacted, replacer, unique)
    # Member names last and deepest first: renaming one breaks the pointers below it.
    in_keys = {finding.pointer for finding in findings if finding.in_key}
    for number, pointer in enumerate(sorted(in_keys, reverse=True)):
        container, key = parent_of(redacted, split_pointer(pointer)[1])
        container[f"masked_{number}"] = container.pop(key)
    return redacted


def _replace_value(
    value: Any,
    findings: Sequence[Find],
    item: Mapping[str, Any],
    replacer: Replacer,
    unique: str,
) -> Any:
    if not isinstance(value, str):
        return neutral_number(value)
    fixed = _fixed_form(value, findings, item, unique)
    return (
        replacer.keep(fixed)
        if fixed is not None
        else _replace_in(value, findings, item, replacer, unique)
    )


def _fixed_form(
    text: str, findings: Sequence[Find], item: Mapping[str, Any], unique: str
) -> str | None:
    """Return the neutral value where the whole member has to change to stay valid."""
    kind = str(item.get("type", ""))
    path = split_pointer(findings[0].pointer)[1]
    if path[-1] == "payload_bin":
        return "W3JlZGFjdGVkXQ=="  # base64, as the member demands
    if findings[0].start is None:
        if isinstance(findings[0], DigestFind):
            return "0" * len(text)
        if kind == "indicator" and path == ["pattern"] and _is_stix_pattern(item):
            return "[x-redacted:value = 'redacted']"
        if (page := neutral_page(kind, path, unique)) is not None:
            return page
    return neutral_value(kind, path, text, unique)


def _is_stix_pattern(item: Mapping[str, Any]) -> bool:
    return bool(item.get("pattern_type", "stix") == "stix")


def _replace_in(
    text: str,
    findings: Sequence[Find],
    item: Mapping[str, Any],
    replacer: Replacer,
    unique: str,
) -> str:
    for finding in sorted(findings, key=lambda found: found.start or 0, reverse=True):
        place = place_of(finding, str(item.get("type", "")), text, _is_stix_pattern(item))
        if finding.start is None:
            return replacer.replace(finding, place, unique)
        new = replacer.replace(finding, place, unique if place is Place.FIELD else "")
        text = text[: finding.start] + new + text[finding.end :]
    return text
