"""Make keys, seal and open values, destroy the keys of persons.

Each institution has a key-encryption key under a root; it wraps one active content key and a key for
each person named in the institution's alerts. `envelope` says what a sealed value looks like.
"""

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from privacy.errors import KeyDestroyed
from privacy.keys import memory
from privacy.keys.envelope import OpenKey, read_key_id
from privacy.keys.keyring import open_keyring
from privacy.keys.models import DataKey
from privacy.keys.suites import MATERIAL
from privacy.keys.wrapping import chosen_suite, wrap

# Who makes a key at need: the hub itself.
HUB = "hub"
AT_ONCE = 300


@transaction.atomic
def ensure_data_key(*, owner: str, now: datetime) -> UUID:
    """Return the id of the owner's active content key, making it at first need.

    Raises KeyUnavailable without a keyring.
    """
    kind = DataKey.Kind.CONTENT
    found = DataKey.objects.filter(owner=owner, kind=kind, state=DataKey.State.ACTIVE).first()
    return (found or _store(build_key(ensure_kek(owner=owner, now=now), kind=kind, now=now))).id


@transaction.atomic
def ensure_kek(*, owner: str, now: datetime) -> DataKey:
    """Return the owner's active key-encryption key, making it at first need.

    It is read anew each time: one made in a transaction that rolls back must not be used again.
    """
    kind = DataKey.Kind.KEK
    found = DataKey.objects.filter(owner=owner, kind=kind, state=DataKey.State.ACTIVE).first()
    return found or _store(build_kek(owner=owner, now=now))


def build_kek(*, owner: str, now: datetime) -> DataKey:
    """Return a fresh key-encryption key under the active root, not yet stored."""
    row = DataKey(
        id=uuid4(),
        owner=owner,
        kind=DataKey.Kind.KEK,
        root_key=open_keyring().active,
        state=DataKey.State.ACTIVE,
        created_at=now,
    )
    row.wrapped = wrap(row, None, new_material())
    return row


def build_key(
    kek: DataKey, *, kind: DataKey.Kind, now: datetime, subject: bytes | None = None
) -> DataKey:
    """Return a fresh key under a key-encryption key, not yet stored."""
    row = DataKey(
        id=uuid4(),
        owner=kek.owner,
        kind=kind,
        subject=subject,
        wrapped_by=kek,
        state=DataKey.State.ACTIVE,
        created_at=now,
    )
    row.wrapped = wrap(row, memory.open_row(kek), new_material())
    return row


def new_material() -> bytes:
    """Return fresh key material from the system's random source (32 bytes)."""
    return os.urandom(MATERIAL)


def active_data_key(owner: str) -> UUID:
    """Return the id of the owner's active content key, from memory after the first time.

    Raises KeyUnavailable when the owner has none.
    """
    return memory.find_active(owner)


def seal(*, key_id: UUID, place: str, value: bytes) -> bytes:
    """Return the sealed value; `place` is `table.field:row` and must be given again to open it.

    Raises KeyUnavailable, KeyDestroyed.
    """
    return memory.open_key(key_id).seal(suite=chosen_suite(), place=place, value=value)


def unseal(*, place: str, sealed: bytes) -> bytes:
    """Return the clear value. Raises SealBroken, KeyUnavailable, KeyDestroyed."""
    sealed = bytes(sealed)
    return memory.open_key(read_key_id(sealed)).unseal(place=place, sealed=sealed)


def seal_many(values: Sequence[tuple[UUID, str, bytes]]) -> list[bytes]:
    """Return (key id, place, value) sealed, in order; one statement for each 500 keys.

    Raises KeyUnavailable, KeyDestroyed.
    """
    keys = memory.open_keys(key_id for key_id, _, _ in values)
    suite = chosen_suite()
    return [
        _need(keys[key_id]).seal(suite=suite, place=place, value=value)
        for key_id, place, value in values
    ]


def unseal_many(values: Sequence[tuple[str, bytes]]) -> list[bytes | None]:
    """Return (place, sealed) opened, in order; None where the key was destroyed: erased (PC-30).

    One statement for each 500 keys. Raises SealBroken, KeyUnavailable.
    """
    found = [(place, bytes(sealed)) for place, sealed in values]
    ids = [read_key_id(sealed) for _, sealed in found]
    keys = memory.open_keys(ids)
    return [
        key.unseal(place=place, sealed=sealed) if (key := keys[key_id]) is not None else None
        for key_id, (place, sealed) in zip(ids, found, strict=True)
    ]


def forget_data_keys() -> None:
    """Drop the keys held in memory, so that this process reads each anew."""
    memory.forget()


@transaction.atomic
def make_subject_keys(*, now: datetime, owner: str, subjects: Iterable[bytes]) -> dict[bytes, UUID]:
    """Return the id of the key of each subject (keyed digest of a person), making those missing.

    At most four statements for 300 subjects, whatever others do at the same time.
    """
    # In one order everywhere, so that two batches never wait for each other.
    wanted = sorted(set(subjects))
    made = 0
    found: dict[bytes, UUID] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        known = _find_subject_keys(owner, some)
        missing = [subject for subject in some if subject not in known]
        if missing:
            made += _store_subject_keys(owner, missing, now)
            known = _find_subject_keys(owner, some)
        found |= known
    if made:
        details = {"kind": DataKey.Kind.SUBJECT.value, "keys": made}
        record(Event(Action.KEY_MADE, HUB, owner, now, details))
    return found


@transaction.atomic
def destroy_subject_keys(
    *, actor: str, now: datetime, subjects: Iterable[bytes], owners: Collection[str] | None = None
) -> int:
    """Destroy the keys of persons, of all institutions or the named ones; return how many.

    What they sealed is erased from this moment, in every process.
    """
    wanted = sorted(set(subjects))
    destroyed = 0
    for start in range(0, len(wanted), AT_ONCE):
        rows = DataKey.objects.filter(kind=DataKey.Kind.SUBJECT).filter(
            subject__in=wanted[start : start + AT_ONCE]
        )
        if owners is not None:
            rows = rows.filter(owner__in=owners)
        destroyed += shred(actor=actor, now=now, rows=rows)
    return destroyed


def shred(
    *,
    actor: str,
    now: datetime,
    rows: QuerySet[DataKey],
    details: Mapping[str, Any] = MappingProxyType({}),
) -> int:
    """Overwrite keys and note each destruction; call inside a transaction. Returns how many."""
    living = list(
        rows.exclude(state=DataKey.State.DESTROYED)
        .select_for_update()
        .order_by("id")
        .only("id", "owner", "kind")
    )
    for start in range(0, len(living), AT_ONCE):
        DataKey.objects.filter(id__in=[row.id for row in living[start : start + AT_ONCE]]).update(
            state=DataKey.State.DESTROYED, wrapped=b"", subject=None, destroyed_at=now
        )
    record_many(
        Event(
            Action.KEY_DESTROYED,
            actor,
            str(row.id),
            now,
            {"owner": row.owner, "kind": row.kind, **details},
        )
        for row in living
    )
    return len(living)


def _find_subject_keys(owner: str, subjects: Sequence[bytes]) -> dict[bytes, UUID]:
    rows = (
        DataKey.objects.filter(owner=owner)
        .filter(kind=DataKey.Kind.SUBJECT)
        .filter(state=DataKey.State.ACTIVE)
        .filter(subject__in=subjects)
        .values_list("subject", "id")
    )
    return {bytes(subject or b""): key_id for subject, key_id in rows}


def _store_subject_keys(owner: str, subjects: Sequence[bytes], now: datetime) -> int:
    kek = ensure_kek(owner=owner, now=now)
    rows = [
        build_key(kek, kind=DataKey.Kind.SUBJECT, now=now, subject=subject) for subject in subjects
    ]
    # Whoever was quicker wins; which of the two it was, the next statement tells.
    DataKey.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _store(row: DataKey) -> DataKey:
    """Store a key unless another one became active meanwhile; return the active one."""
    stored, made = DataKey.objects.get_or_create(
        owner=row.owner,
        kind=row.kind,
        state=DataKey.State.ACTIVE,
        defaults={
            "id": row.id,
            "root_key": row.root_key,
            "wrapped_by": row.wrapped_by,
            "wrapped": row.wrapped,
            "created_at": row.created_at,
        },
    )
    if made:
        details = {"owner": row.owner, "kind": row.kind}
        record(Event(Action.KEY_MADE, HUB, str(row.id), row.created_at, details))
    return stored


def _need(key: OpenKey | None) -> OpenKey:
    if key is None:
        raise KeyDestroyed("the key was destroyed")
    return key
