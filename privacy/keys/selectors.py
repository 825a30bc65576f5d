"""Reads of keys: what is left to do after a rotation, and what an operator may see of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from privacy.keys.columns import Cut
from privacy.keys.models import DataKey

LIVING = (DataKey.State.ACTIVE, DataKey.State.DECRYPT_ONLY)


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What may be known of a key."""

    id: UUID
    owner: str
    kind: str
    state: str
    created_at: datetime
    retired_at: datetime | None


def list_keys(*, owner: str | None = None) -> Iterator[KeyFacts]:
    """Yield key-encryption and content keys, of one owner or all; those of persons are too many."""
    rows = DataKey.objects.exclude(kind=DataKey.Kind.SUBJECT).order_by("owner", "created_at", "id")
    if owner is not None:
        rows = rows.filter(owner=owner)
    for row in rows.iterator(chunk_size=2000):
        yield KeyFacts(row.id, row.owner, row.kind, row.state, row.created_at, row.retired_at)


def find_outdated(*, root: str, suite: int) -> QuerySet[DataKey]:
    """Return living keys that are not wrapped as they should be.

    Key-encryption keys belong under the active root, all others under their owner's active
    key-encryption key, and each in the chosen suite.
    """
    is_kek = Q(kind=DataKey.Kind.KEK)
    suits = Q(_suite=bytes([suite]))
    under_root = Q(root_key=root) & suits
    under_kek = Q(wrapped_by__state=DataKey.State.ACTIVE) & suits
    return (
        DataKey.objects.alias(_suite=Cut("wrapped", 1, 1))
        .filter(state__in=LIVING)
        .filter((is_kek & ~under_root) | (~is_kek & (Q(wrapped_by=None) | ~under_kek)))
    )


def list_due(*, created_before: datetime) -> list[str]:
    """Return the owners whose active content key is older, in the order of their names."""
    return list(
        DataKey.objects.filter(kind=DataKey.Kind.CONTENT)
        .filter(state=DataKey.State.ACTIVE)
        .filter(created_at__lt=created_before)
        .order_by("owner")
        .values_list("owner", flat=True)
    )


def list_retired(*, kind: DataKey.Kind) -> list[DataKey]:
    """Return the keys of a kind that only open."""
    return list(
        DataKey.objects.filter(kind=kind)
        .filter(state=DataKey.State.DECRYPT_ONLY)
        .order_by("owner", F("retired_at"), "id")
    )
