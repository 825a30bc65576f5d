"""Keys that this process holds opened, and when it must let go of them.

Keys of content and key-encryption keys stay in memory. Rotations and destructions move a revision,
which each process reads every few seconds: then all is dropped and read anew. Keys of persons are never
kept beyond a call, so a destroyed one stops opening at once, everywhere (PC-15).
"""

from collections.abc import Iterable
from time import monotonic
from uuid import UUID

from django.db.models import F

from privacy.errors import KeyDestroyed, KeyUnavailable, SealBroken
from privacy.keys.envelope import OpenKey
from privacy.keys.keyring import CHECK_EVERY
from privacy.keys.models import DataKey, Revision
from privacy.keys.wrapping import unwrap

MOST_KEYS = 4096
READ_AT_ONCE = 500
_ROW = 1


class _Held:
    """One revision's keys. Replaced as a whole, so that a slow thread cannot put a dead key back."""

    __slots__ = ("active", "checked", "keys", "revision")

    def __init__(self, revision: int | None = None) -> None:
        self.keys: dict[UUID, OpenKey] = {}
        self.active: dict[str, UUID] = {}
        self.revision = revision
        self.checked = monotonic()


_held = _Held()


def hold() -> _Held:
    """Return what is held of the present revision."""
    global _held
    if _held.revision is None or monotonic() - _held.checked > CHECK_EVERY:
        revision = Revision.objects.filter(id=_ROW).values_list("number", flat=True).first() or 0
        if revision == _held.revision and len(_held.keys) + len(_held.active) < MOST_KEYS:
            _held.checked = monotonic()
        else:
            _held = _Held(revision)
    return _held


def forget() -> None:
    """Drop everything held."""
    global _held
    _held = _Held()


def announce_change() -> None:
    """Move the revision; call inside the transaction of a rotation or a destruction."""
    Revision.objects.get_or_create(id=_ROW)
    Revision.objects.filter(id=_ROW).update(number=F("number") + 1)


def find_active(owner: str) -> UUID:
    """Return the id of the owner's active content key. Raises KeyUnavailable."""
    held = hold()
    if owner not in held.active:
        found = (
            DataKey.objects.filter(owner=owner)
            .filter(kind=DataKey.Kind.CONTENT)
            .filter(state=DataKey.State.ACTIVE)
            .values_list("id", flat=True)
            .first()
        )
        if found is None:
            raise KeyUnavailable("the institution has no active data key")
        held.active[owner] = found
    return held.active[owner]


def open_key(key_id: UUID) -> OpenKey:
    """Return one key ready for use. Raises KeyUnavailable, KeyDestroyed, SealBroken."""
    opened = hold().keys.get(key_id) or open_keys([key_id])[key_id]
    if opened is None:
        raise KeyDestroyed(f"key {key_id} was destroyed")
    return opened


def open_keys(key_ids: Iterable[UUID]) -> dict[UUID, OpenKey | None]:
    """Return keys ready for use, None for destroyed ones; one statement for each 500 not in memory.

    Raises KeyUnavailable for one that does not exist or whose root is missing, SealBroken for an altered one.
    """
    held = hold()
    wanted = set(key_ids)
    opened: dict[UUID, OpenKey | None] = {
        key_id: held.keys[key_id] for key_id in wanted if key_id in held.keys
    }
    missing = sorted(wanted - opened.keys())
    for start in range(0, len(missing), READ_AT_ONCE):
        rows = DataKey.objects.select_related("wrapped_by").in_bulk(
            missing[start : start + READ_AT_ONCE]
        )
        for key_id in missing[start : start + READ_AT_ONCE]:
            if key_id not in rows:
                raise KeyUnavailable(f"key {key_id} does not exist")
            opened[key_id] = _open(held, rows[key_id])
    return opened


def open_row(row: DataKey) -> OpenKey:
    """Return the key of a row ready for use. Raises KeyDestroyed, KeyUnavailable, SealBroken."""
    opened = _open(hold(), row)
    if opened is None:
        raise KeyDestroyed(f"key {row.id} was destroyed")
    return opened


def _open(held: _Held, row: DataKey) -> OpenKey | None:
    if row.id in held.keys:
        return held.keys[row.id]
    if row.state == DataKey.State.DESTROYED:
        return None
    above = _open(held, row.wrapped_by) if row.wrapped_by is not None else None
    if row.wrapped_by is not None and above is None:
        return None
    try:
        opened = OpenKey(row.id, unwrap(row, above))
    except SealBroken as error:
        raise SealBroken(f"key {row.id} was altered") from error
    if row.kind != DataKey.Kind.SUBJECT:
        held.keys[row.id] = opened
    return opened
