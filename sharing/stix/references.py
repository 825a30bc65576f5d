"""Which object points at which: every property that ends in _ref or _refs (section 3.1)."""

from typing import Any

from sharing.stix.markings import StixObject

Steps = tuple[str | int, ...]
Reference = tuple[Steps, str]


def list_references(stix_object: StixObject) -> list[Reference]:
    """Return (steps from the object, identifier) of every reference in it, at any depth."""
    found: list[Reference] = []
    pending: list[tuple[Steps, Any]] = [((), stix_object)]
    while pending:
        steps, value = pending.pop()
        for step, member in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(member, str):
                if isinstance(step, str) and step.endswith("_ref"):
                    found.append(((*steps, step), member))
            elif isinstance(member, list) and isinstance(step, str) and step.endswith("_refs"):
                items = enumerate(member)
                found += [((*steps, step, i), item) for i, item in items if isinstance(item, str)]
            elif isinstance(member, (dict, list)):
                pending.append(((*steps, step), member))
    return found
