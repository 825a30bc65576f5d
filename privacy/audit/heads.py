"""Tree heads: the hub signs how long the log is and what is in it, so that nobody can change it unseen (PC-33).

A head is a compact JWS (RFC 7515), typ `riskhub-tree-head+jwt`; its payload is `{"iss": base URL, "iat":
seconds, "size": events, "root": hex, "chain": hex}`. The signer is handed in: keys stand on audit.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from privacy.audit.chain import GENESIS, link
from privacy.audit.errors import LogBroken, NotInLog
from privacy.audit.models import AuditEvent, TreeHead
from privacy.audit.services import find_break
from privacy.audit.tree import extend_tree, read_root

KIND = "riskhub-tree-head+jwt"
READ_AT_ONCE = 2_000
# Returns a payload as a compact JWS of this kind.
Signer = Callable[[str, dict[str, Any]], str]


def publish_head(*, now: datetime, issuer: str, sign: Signer) -> TreeHead | None:
    """Sign the tree over all sealed events; None where nothing was sealed since the last head.

    What the last head says is checked first, then what was sealed since against the chain. Raises LogBroken
    where either does not fit, also where the log has become shorter, and signs nothing. Safe to repeat, and
    from two processes at once.
    """
    last = TreeHead.objects.order_by("-size").first()
    if last is not None:
        _check_head(last)
    known = last.size if last else 0
    chain = bytes.fromhex(last.chain) if last else GENESIS
    size, chain = _follow_chain(known, chain)
    if size == known:
        return None
    with transaction.atomic():
        extend_tree(size)
        root = read_root(size)
        said = {"size": size, "root": root.hex(), "chain": chain.hex()}
        statement = sign(KIND, {"iss": issuer, "iat": int(now.timestamp()), **said})
        head, _ = TreeHead.objects.get_or_create(
            size=size,
            defaults={
                "root": root.hex(),
                "chain": chain.hex(),
                "at": now,
                "statement": statement,
            },
        )
    return head


def _check_head(last: TreeHead) -> None:
    """Raise LogBroken unless the log still begins as the head says."""
    try:
        stands = read_root(last.size).hex() == last.root
    except NotInLog:
        stands = False
    if not stands:
        raise LogBroken(find_break() or last.size)


def _follow_chain(known: int, chain: bytes) -> tuple[int, bytes]:
    """Recompute the chain from the last head on; return its length and its last link."""
    size = known
    rows = AuditEvent.objects.filter(sequence__gt=known).order_by("sequence")
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        size += 1
        chain = link(chain, row.write(size))
        if row.sequence != size or bytes(row.digest or b"") != chain:
            raise LogBroken(size)
    return size, chain
