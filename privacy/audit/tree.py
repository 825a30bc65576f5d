"""The tree as it is stored: roots over 256 leaves, over 256 of those and so on; the rest is computed.

A proof reads at most 255 rows for each of its steps, whatever the length of the log.
"""

from collections.abc import Iterable, Sequence

from privacy.audit.errors import NotInLog
from privacy.audit.merkle import (
    compute_root,
    fold,
    hash_leaf,
    prove_consistency,
    prove_inclusion,
)
from privacy.audit.models import AuditEvent, TreeNode

# Children of a stored node, and the power of two that they are.
WIDTH = 256
BITS = 8
WRITTEN_AT_ONCE = 500


def extend_tree(size: int) -> None:
    """Store the nodes that are complete in a tree of this size and are not stored yet."""
    level, count = 1, size // WIDTH
    while count:
        stored = TreeNode.objects.filter(level=level).count()
        for start in range(stored, count, WRITTEN_AT_ONCE):
            places = range(start, min(start + WRITTEN_AT_ONCE, count))
            nodes = [TreeNode(level=level, index=at, digest=_join(level, at)) for at in places]
            TreeNode.objects.bulk_create(nodes, ignore_conflicts=True)
        level, count = level + 1, count // WIDTH


def read_root(size: int) -> bytes:
    """Return the root over the first events, from the stored nodes and the events after them."""
    return compute_root(size, read_perfect)


def read_inclusion(*, sequence: int, size: int) -> list[bytes]:
    """Return the proof that an event is in the log of a size. Raises NotInLog."""
    try:
        return prove_inclusion(sequence - 1, size, read_perfect)
    except ValueError:
        raise NotInLog("there is no such event in a log of that size") from None


def read_consistency(*, first: int, second: int) -> list[bytes]:
    """Return the proof that the log of one size begins that of another. Raises NotInLog."""
    try:
        return prove_consistency(first, second, read_perfect)
    except ValueError:
        raise NotInLog("the log of the first size does not begin the second") from None


def read_perfect(start: int, size: int) -> bytes:
    """Return the root over so many leaves from a place on; both as `merkle.Perfect` says."""
    level = (size.bit_length() - 1) // BITS
    unit = 1 << (BITS * level)
    return fold(_read_level(level, start // unit, size // unit))


def _join(level: int, index: int) -> bytes:
    return fold(_read_level(level - 1, index * WIDTH, WIDTH))


def _read_level(level: int, first: int, count: int) -> list[bytes]:
    """Return so many nodes of a level from a place on; level 0 are the leaves. Raises NotInLog."""
    if level == 0:
        return _complete(
            [hash_leaf(row.write(row.sequence or 0)) for row in _rows(first, count)], count
        )
    rows = TreeNode.objects.filter(level=level, index__gte=first, index__lt=first + count)
    return _complete([bytes(row.digest) for row in rows.order_by("index")], count)


def _rows(first: int, count: int) -> Iterable[AuditEvent]:
    return AuditEvent.objects.filter(sequence__gt=first, sequence__lte=first + count).order_by(
        "sequence"
    )


def _complete(found: Sequence[bytes], count: int) -> list[bytes]:
    if len(found) != count:
        raise NotInLog("the log is not that long, or lacks events")
    return list(found)
