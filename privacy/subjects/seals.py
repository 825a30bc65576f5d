"""Seal values under the keys of all whom they name, one inside the other: all must stand to open one."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from privacy.keys.services import seal_many, unseal_many


def seal_values(values: Iterable[tuple[str, Sequence[UUID], bytes]]) -> list[bytes]:
    """Return values sealed, given with their places and the keys of those whom they name.

    Raises KeyUnavailable, KeyDestroyed.
    """
    asked = list(values)
    sealed = [value for _, _, value in asked]
    for layer in range(max((len(key_ids) for _, key_ids, _ in asked), default=0)):
        at = [number for number, (_, key_ids, _) in enumerate(asked) if layer < len(key_ids)]
        done = seal_many([(asked[one][1][layer], asked[one][0], sealed[one]) for one in at])
        for number, value in zip(at, done, strict=True):
            sealed[number] = value
    return sealed


def open_values(values: Iterable[tuple[str, int, bytes]]) -> list[bytes | None]:
    """Return sealed values in clear, given with their places and the number of those whom they name.

    None where a key was destroyed: erased (PC-30). Raises SealBroken, KeyUnavailable.
    """
    asked = list(values)
    opened: list[bytes | None] = [sealed for _, _, sealed in asked]
    for layer in range(max((count for _, count, _ in asked), default=0)):
        left = [
            (number, asked[number][0], value)
            for number, value in enumerate(opened)
            if value is not None and layer < asked[number][1]
        ]
        done = unseal_many([(place, value) for _, place, value in left])
        for (number, _, _), clear in zip(left, done, strict=True):
            opened[number] = clear
    return opened
