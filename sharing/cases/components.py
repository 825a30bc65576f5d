"""Which alerts are one case to somebody who sees only these, pure: those that keys join, link by link."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

DIGEST_BYTES = 32


@dataclass(frozen=True, slots=True)
class Member:
    """An alert that the viewer sees, since when, and the digests of its keys, one after another."""

    alert_id: UUID
    at: datetime
    keys: bytes


def connect(members: Iterable[Member]) -> dict[UUID, UUID]:
    """Return the case of each alert: the id of the earliest alert that it is joined with.

    Alerts that are not among the members join nothing, so they change nothing of the answer.
    """
    head: dict[UUID, UUID] = {}
    first: dict[bytes, UUID] = {}
    ordered = sorted(members, key=lambda one: (one.at, one.alert_id))
    rank = {one.alert_id: number for number, one in enumerate(ordered)}
    for one in ordered:
        head[one.alert_id] = one.alert_id
        for digest in split_keys(one.keys):
            here, there = (
                _find(head, one.alert_id),
                _find(head, first.setdefault(digest, one.alert_id)),
            )
            early, late = sorted((here, there), key=rank.__getitem__)
            head[late] = early
    return {alert_id: _find(head, alert_id) for alert_id in head}


def split_keys(keys: bytes) -> Iterator[bytes]:
    """Yield the digests that stand one after another."""
    for start in range(0, len(keys), DIGEST_BYTES):
        yield keys[start : start + DIGEST_BYTES]


def _find(head: dict[UUID, UUID], alert_id: UUID) -> UUID:
    while head[alert_id] != alert_id:
        head[alert_id] = alert_id = head[head[alert_id]]
    return alert_id
