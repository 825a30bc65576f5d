"""The Merkle tree over the audit log, pure (RFC 6962, section 2.1; RFC 9162): roots, proofs, and their check.

Leaf n is the canonical JSON of event n + 1. `deploy/verify_log.py` checks the same without the hub.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

# The root of the leaves from a place on, as many as a power of two that the place is a multiple of.
Perfect = Callable[[int, int], bytes]
EMPTY = hashlib.sha256().digest()


def hash_leaf(content: bytes) -> bytes:
    """Return the hash of a leaf; its prefix keeps it from ever being that of a node."""
    return hashlib.sha256(b"\x00" + content).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, or over the roots of perfect trees of one size."""
    if not leaves:
        return EMPTY
    level = list(leaves)
    while len(level) > 1:
        paired = [hash_node(*level[at : at + 2]) for at in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def compute_root(size: int, read: Perfect) -> bytes:
    """Return the root of the tree over the first leaves."""
    return _root(0, size, read) if size else EMPTY


def prove_inclusion(index: int, size: int, read: Perfect) -> list[bytes]:
    """Return the audit path of leaf `index` (from 0) in the tree of `size` (RFC 6962, 2.1.1).

    Raises ValueError for a leaf outside.
    """
    if not 0 <= index < size:
        raise ValueError("the leaf is not in the tree")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_root(middle, end, read))
            end = middle
        else:
            path.append(_root(start, middle, read))
            start = middle
    return path[::-1]


def prove_consistency(first: int, second: int, read: Perfect) -> list[bytes]:
    """Return the proof that the tree of `first` leaves begins that of `second` (RFC 6962, 2.1.2).

    Raises ValueError unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError("the first tree is not the smaller one")
    path: list[bytes] = []
    start, end, is_known = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(_root(middle, end, read))
            end = middle
        else:
            path.append(_root(start, middle, read))
            start, is_known = middle, False
    if not is_known:
        path.append(_root(start, end, read))
    return path[::-1]


def inclusion_holds(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Say whether a path proves a leaf hash in a tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    found = leaf
    try:
        for is_left, step in _walk(index, size - 1, path):
            found = hash_node(step, found) if is_left else hash_node(found, step)
    except ValueError:
        return False
    return found == root


def consistency_holds(
    first: int, second: int, path: Sequence[bytes], roots: tuple[bytes, bytes]
) -> bool:
    """Say whether a path proves that the tree of the first root begins that of the second (RFC 9162, 2.1.4.2)."""
    if first == second and not path:
        return first > 0 and roots[0] == roots[1]
    steps = [roots[0], *path] if first & (first - 1) == 0 else list(path)
    if not 0 < first < second or not steps:
        return False
    # The largest perfect tree at the end of the first one is known whole.
    shift = (first & -first).bit_length() - 1
    old = new = steps[0]
    try:
        for is_left, step in _walk((first - 1) >> shift, (second - 1) >> shift, steps[1:]):
            old = hash_node(step, old) if is_left else old
            new = hash_node(step, new) if is_left else hash_node(new, step)
    except ValueError:
        return False
    return (old, new) == roots


def _walk(node: int, last: int, path: Sequence[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Yield the steps of a path from a node of a level up, and whether each hash stands on the left.

    `last` is the last node of the level. Raises ValueError for a path that is too long or too short.
    """
    for step in path:
        if last == 0:
            raise ValueError("the path is too long")
        is_left = bool(node & 1) or node == last
        yield is_left, step
        while is_left and node and not node & 1:
            node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    if last:
        raise ValueError("the path is too short")


def _split(size: int) -> int:
    """Return the largest power of two below a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)


def _root(start: int, end: int, read: Perfect) -> bytes:
    """Return the root over leaves from `start` to before `end`, of perfect trees from left to right."""
    sizes = []
    place = start
    while place < end:
        size = 1 << ((end - place).bit_length() - 1)
        sizes.append((place, size))
        place += size
    found = [read(place, size) for place, size in sizes]
    root = found.pop()
    while found:
        root = hash_node(found.pop(), root)
    return root
