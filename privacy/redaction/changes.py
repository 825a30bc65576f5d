"""What one step of redaction took away, place by place."""

from collections.abc import Iterator, Mapping
from typing import Any

from privacy.redaction.pointers import step_into

# Selectors follow what they select, and a token stands for its object: nothing is lost by that.
_BOOKKEEPING = frozenset({"granular_markings", "type", "spec_version", "id"})


def find_changes(before: Any, after: Any, pointer: str) -> Iterator[tuple[str, bool]]:
    """Yield each place where `after` says something else, or nothing any more (True).

    Only the topmost place of each branch; what was only added is no loss. Lists that grew shorter are aligned in their order.
    """
    if before is after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name, value in before.items():
            path = step_into(pointer, name)
            if name in _BOOKKEEPING:
                continue
            if name in after:
                yield from find_changes(value, after[name], path)
            else:
                yield path, True
    elif isinstance(before, list) and isinstance(after, list):
        yield from _find_in_list(before, after, pointer)
    elif before != after:
        yield pointer, False


def _find_in_list(before: list[Any], after: list[Any], pointer: str) -> Iterator[tuple[str, bool]]:
    place = 0
    for index, item in enumerate(before):
        path = f"{pointer}/{index}"
        as_many_left = len(before) - index == len(after) - place
        if place < len(after) and (as_many_left or item == after[place]):
            yield from find_changes(item, after[place], path)
            place += 1
        else:
            yield path, True
