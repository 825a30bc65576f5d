"""The Merkle tree after RFC 6962: its definition spelt out a second time, its vectors, its refusals."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.verify_log import DoesNotHold, climb, grow
from privacy.audit.merkle import (
    EMPTY,
    compute_root,
    consistency_holds,
    fold,
    hash_leaf,
    inclusion_holds,
    prove_consistency,
    prove_inclusion,
)

LEAVES = [bytes([number]) for number in range(70)]
# The inputs of the reference tests of Certificate Transparency, and the roots that they come to.
INPUTS = [
    *("", "00", "10", "2021", "3031", "40414243"),
    *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def root_of(leaves):
    """MTH of RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    children = root_of(leaves[:split]) + root_of(leaves[split:])
    return hashlib.sha256(b"\1" + children).digest()


def read(start, size):
    assert start % size == 0
    assert size & (size - 1) == 0
    return fold([hash_leaf(leaf) for leaf in LEAVES[start : start + size]])


@pytest.mark.parametrize("size", sorted(ROOTS))
def test_pc_33_roots_are_those_of_certificate_transparency(size):
    leaves = [hash_leaf(bytes.fromhex(one)) for one in INPUTS[:size]]

    assert fold(leaves).hex() == ROOTS[size]


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert compute_root(0, read) == fold([]) == EMPTY == root_of([])


@settings(deadline=None)
@given(st.data())
def test_pc_33_every_leaf_is_proved_and_no_other(data):
    size = data.draw(st.integers(1, len(LEAVES)))
    index = data.draw(st.integers(0, size - 1))
    root, path = compute_root(size, read), prove_inclusion(index, size, read)
    leaf = hash_leaf(LEAVES[index])

    assert root == root_of(LEAVES[:size])
    assert inclusion_holds(leaf, index, size, path, root)
    assert climb(leaf, index, size, path) == root
    assert not inclusion_holds(hash_leaf(b"other"), index, size, path, root)
    assert not inclusion_holds(leaf, index, size, [*path, root], root)
    assert not inclusion_holds(leaf, size, size, path, root)
    if path:
        assert not inclusion_holds(leaf, index, size, path[:-1], root)


@settings(deadline=None)
@given(st.data())
def test_pc_33_a_log_that_only_grew_is_proved_and_a_rewritten_one_is_not(data):
    second = data.draw(st.integers(1, len(LEAVES)))
    first = data.draw(st.integers(1, second))
    roots = (root_of(LEAVES[:first]), root_of(LEAVES[:second]))
    path = prove_consistency(first, second, read)
    rewritten = (root_of([b"other", *LEAVES[1:first]]), roots[1])

    assert consistency_holds(first, second, path, roots)
    assert grow(first, second, path, roots[0]) == roots
    assert not consistency_holds(first, second, path, rewritten)
    assert not consistency_holds(first, second, [*path, roots[1]], roots)


@pytest.mark.parametrize(("first", "second"), [(0, 5), (6, 5)])
def test_logs_of_the_wrong_sizes_are_refused(first, second):
    with pytest.raises(ValueError, match="smaller"):
        prove_consistency(first, second, read)
    with pytest.raises(DoesNotHold):
        grow(first, second, [EMPTY], EMPTY)
    assert not consistency_holds(first, second, [EMPTY], (EMPTY, EMPTY))


def test_a_leaf_outside_is_refused():
    with pytest.raises(ValueError, match="not in the tree"):
        prove_inclusion(5, 5, read)
