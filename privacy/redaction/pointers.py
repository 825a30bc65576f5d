"""Read and write places of a JSON value by pointer (RFC 6901)."""

from collections.abc import Sequence
from typing import Any

from privacy.redaction.types import Find


def split_pointer(pointer: str) -> tuple[int, list[str]]:
    """Return the object index and the member path of a pointer such as /objects/3/name."""
    _, _, index, *path = pointer.split("/")
    return int(index), [step.replace("~1", "/").replace("~0", "~") for step in path]


def step_into(pointer: str, name: str) -> str:
    """Return the pointer of a member."""
    return f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"


def parent_of(item: Any, path: list[str]) -> tuple[Any, str | int]:
    """Return the container and the key or index that a path leads to."""
    node = item
    for step in path[:-1]:
        node = node[int(step)] if isinstance(node, list) else node[step]
    last = path[-1]
    return node, int(last) if isinstance(node, list) else last


def look_up(objects: Sequence[Any], finding: Find) -> str:
    """Return the characters that a finding stands for, as the bundle spells them."""
    index, path = split_pointer(finding.pointer)
    container, key = parent_of(objects[index], path)
    text = str(key) if finding.in_key else str(container[key])
    return text[finding.start : finding.end]


def without_names(pointer: str, names: set[str]) -> str:
    """Cut a pointer before the first member name that is a datum itself.

    `names` are the pointers whose last step is such a name; what a recipient is told about
    withheld places must not show it.
    """
    steps = pointer.split("/")
    for length in range(3, len(steps) + 1):
        if "/".join(steps[:length]) in names:
            return "/".join(steps[: length - 1])
    return pointer
