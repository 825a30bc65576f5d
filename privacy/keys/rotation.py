"""Rotate roots and institutions' keys, and move what hangs on the old ones. No reader is interrupted.

Old keys go on opening until everything has moved; moving is idempotent and goes by batches.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.errors import KeyUnavailable
from privacy.keys import memory
from privacy.keys.keyring import open_keyring, read_keyring
from privacy.keys.models import DataKey
from privacy.keys.places import SealedPlace
from privacy.keys.selectors import find_outdated
from privacy.keys.services import build_kek, build_key, ensure_kek
from privacy.keys.sources import choose_source
from privacy.keys.wrapping import chosen_suite, unwrap, wrap

ROTATED = (DataKey.Kind.KEK, DataKey.Kind.CONTENT)


@dataclass(frozen=True, slots=True)
class Rotated:
    """An institution's new keys, and how many went out of use."""

    kek: UUID
    content: UUID
    retired: int


def rotate_root(*, actor: str, now: datetime, prepare_only: bool = False) -> str:
    """Make a root key active, the prepared one or a fresh one, and return its id.

    With `prepare_only` the fresh root is only added, so that it can be brought to every machine before
    anything is wrapped by it. Raises KeyUnavailable, KeyringReadOnly.
    """
    with transaction.atomic():
        # One at a time: two who write the keyring at once would lose a root.
        memory.announce_change()
        source = choose_source()
        ring = source.load()
        made = prepare_only or ring.prepared() is None
        ring = ring.with_new_root() if made else ring
        root = ring.prepared() or ring.active
        if not prepare_only:
            ring = replace(ring, active=root)
        source.store(ring)
        if source.load() != ring:
            raise KeyUnavailable("the keyring was not kept as written; nothing was rewrapped")
        if made:
            record(Event(Action.KEY_MADE, actor, root, now, {"kind": "root"}))
        if not prepare_only:
            record(Event(Action.KEY_ROTATED, actor, root, now, {"kind": "root"}))
    read_keyring.cache_clear()
    return root


def rotate_keys(*, actor: str, now: datetime, owner: str) -> Rotated:
    """Give an institution new active keys; the old ones only open from now on.

    Raises KeyUnavailable when it has none.
    """
    with transaction.atomic():
        memory.announce_change()
        old = DataKey.objects.filter(
            owner=owner, kind__in=ROTATED, state=DataKey.State.ACTIVE
        ).update(state=DataKey.State.DECRYPT_ONLY, retired_at=now)
        if not old:
            raise KeyUnavailable("the institution has no keys")
        kek = build_kek(owner=owner, now=now)
        kek.save(force_insert=True)
        content = build_key(kek, kind=DataKey.Kind.CONTENT, now=now)
        content.save(force_insert=True)
        for row in (kek, content):
            details = {"owner": owner, "kind": row.kind}
            record(Event(Action.KEY_MADE, actor, str(row.id), now, details))
        details = {"kek": str(kek.id), "content": str(content.id), "retired": str(old)}
        record(Event(Action.KEY_ROTATED, actor, owner, now, details))
    memory.forget()
    return Rotated(kek.id, content.id, old)


def count_outdated() -> int:
    """Return how many keys `rewrap_keys` has left to move."""
    return find_outdated(root=open_keyring().active, suite=chosen_suite().version).count()


@transaction.atomic
def rewrap_keys(*, actor: str, now: datetime, limit: int = 300) -> int:
    """Wrap up to `limit` keys by the keys they belong under now, and return how many; 0 when done.

    The keys themselves stay the same: nothing sealed under them is touched.
    """
    root = open_keyring().active
    rows = list(
        find_outdated(root=root, suite=chosen_suite().version)
        .select_related("wrapped_by")
        .select_for_update(of=("self",))
        .order_by("id")[:limit]
    )
    keks = {
        owner: ensure_kek(owner=owner, now=now)
        for owner in sorted({row.owner for row in rows if row.kind != DataKey.Kind.KEK})
    }
    for row in rows:
        _move(row, None if row.kind == DataKey.Kind.KEK else keks[row.owner], root)
    DataKey.objects.bulk_update(rows, ["wrapped_by", "root_key", "wrapped"], batch_size=100)
    if rows:
        kinds = Counter(row.kind for row in rows)
        record(Event(Action.KEY_REWRAPPED, actor, root, now, dict(kinds)))
    return len(rows)


@transaction.atomic
def reseal(*, actor: str, now: datetime, key: DataKey, place: SealedPlace, limit: int = 300) -> int:
    """Seal up to `limit` values of a place under the owner's active key; return how many, 0 when done.

    Raises KeyUnavailable, SealBroken.
    """
    new = memory.find_active(key.owner)
    count = 0 if new == key.id else place.reseal(old=key.id, new=new, limit=limit)
    if count:
        details = {"place": place.name, "to": str(new), "values": count}
        record(Event(Action.KEY_REWRAPPED, actor, str(key.id), now, details))
    return count


def _move(row: DataKey, kek: DataKey | None, root: str) -> None:
    above = memory.open_row(row.wrapped_by) if row.wrapped_by is not None else None
    material = unwrap(row, above)
    row.wrapped_by = kek
    row.root_key = "" if kek is not None else root
    row.wrapped = wrap(row, memory.open_row(kek) if kek is not None else None, material)
