"""The hash chain, pure: what is hashed, in which form.

digest(n) = SHA-256(digest(n-1) || canonical JSON of event n), digest(0) = 32 zero bytes. The JSON has
sorted keys and no blanks, so that an outsider can recompute it. A random salt in each event keeps who sees a
hash of another's event, in a proof beside its own, from guessing the event.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

GENESIS = bytes(32)


def canonical_event(*, sequence: int, at: datetime, told: Mapping[str, Any]) -> bytes:
    """Return the bytes of an event that enter the chain; `told` is what it says, by name."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return orjson.dumps({**told, "sequence": sequence, "at": moment}, option=orjson.OPT_SORT_KEYS)


def link(previous: bytes, event: bytes) -> bytes:
    """Return the digest of an event given that of the one before it."""
    return hashlib.sha256(previous + event).digest()
