"""Destroy keys for good: two persons, and nothing lost that was not meant to be (PC-30, PC-41)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from privacy.approvals.digests import digest_of
from privacy.approvals.services import NewApproval, ask, use
from privacy.errors import KeyDestroyed, KeyInUse, KeyUnavailable
from privacy.keys import memory
from privacy.keys.models import DataKey
from privacy.keys.places import list_places
from privacy.keys.selectors import LIVING
from privacy.keys.services import shred

KIND = "keys.destroy"
APPROVAL_LIFE = timedelta(days=7)
# Longer than any task that may still be sealing under the key that was active when it began.
SETTLES = timedelta(minutes=10)


def ask_destruction(
    *, actor: str, now: datetime, key_id: UUID, crypto_shred: bool, reason: str
) -> UUID:
    """Ask for the approval to destroy a key and return its id; the owner's persons may decide.

    `crypto_shred` says that what is still sealed under it shall be lost. `reason` holds no personal data.
    Raises PersonNeeded, KeyUnavailable, KeyDestroyed, KeyInUse.
    """
    row = _get(key_id)
    _need_free(row, now, crypto_shred=crypto_shred)
    request = NewApproval(
        kind=KIND,
        subject=str(key_id),
        institution=row.owner,
        digest=_digest(key_id, crypto_shred=crypto_shred),
        expires_at=now + APPROVAL_LIFE,
        reason=reason,
        details={"kind": row.kind, "crypto_shred": crypto_shred},
    )
    return ask(actor=actor, now=now, request=request).id


def destroy_key(
    *, actor: str, now: datetime, key_id: UUID, approval_id: UUID, crypto_shred: bool = False
) -> int:
    """Destroy a key, with `crypto_shred` also the keys that it wraps; return how many.

    Raises ApprovalNeeded, KeyUnavailable, KeyDestroyed, KeyInUse.
    """
    with transaction.atomic():
        # Rotations and destructions wait for each other, and other processes drop their keys.
        memory.announce_change()
        row = _get(key_id)
        _need_free(row, now, crypto_shred=crypto_shred)
        use(
            actor=actor,
            now=now,
            approval_id=approval_id,
            kind=KIND,
            subject=str(key_id),
            digest=_digest(key_id, crypto_shred=crypto_shred),
        )
        details = {"approval": str(approval_id)}
        doomed = Q(id=key_id) | Q(wrapped_by=row) if crypto_shred else Q(id=key_id)
        rows = DataKey.objects.filter(doomed)
        count = shred(actor=actor, now=now, rows=rows, details=details)
    memory.forget()
    return count


def _digest(key_id: UUID, *, crypto_shred: bool) -> bytes:
    return digest_of({"key": str(key_id), "crypto_shred": crypto_shred})


def _get(key_id: UUID) -> DataKey:
    row = DataKey.objects.filter(id=key_id).first()
    if row is None:
        raise KeyUnavailable("there is no such key")
    if row.state == DataKey.State.DESTROYED:
        raise KeyDestroyed("the key was destroyed before")
    return row


def _need_free(row: DataKey, now: datetime, *, crypto_shred: bool) -> None:
    if row.kind == DataKey.Kind.SUBJECT:
        return
    if row.retired_at is None:
        raise KeyInUse("the key is active: rotate the institution's keys first")
    if now - row.retired_at < SETTLES:
        minutes = int(SETTLES.total_seconds() // 60)
        raise KeyInUse(f"the key was active until a moment ago: wait {minutes} minutes")
    if not crypto_shred and _holds_anything(row):
        raise KeyInUse(
            "something is still sealed under the key: run rewrap_keys and reseal_content"
        )


def _holds_anything(row: DataKey) -> bool:
    if row.kind == DataKey.Kind.KEK:
        return row.wrapped_keys.filter(state__in=LIVING).exists()
    places = list_places()
    # Without a list of the sealed columns nobody can say that none holds anything.
    return not places or any(place.count(row.id) for place in places)
