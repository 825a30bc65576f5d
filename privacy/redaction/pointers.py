"""Read and write places of a JSON value by pointer (RFC 6901)."""

from typing import Any


def split_pointer(pointer: str) -> tuple[int, list[str]]:
    """Return the object index and the member path of a pointer such as /objects/3/name."""
    _, _, index, *path = pointer.split("/")
    return int(index), [step.replace("~1", "/").replace("~0", "~") for step in path]


def parent_of(item: Any, path: list[str]) -> tuple[Any, str | int]:
    """Return the container and the key or index that a path leads to."""
    node = item
    for step in path[:-1]:
        node = node[int(step)] if isinstance(node, list) else node[step]
    last = path[-1]
    return node, int(last) if isinstance(node, list) else last


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
