"""What an approval binds to: a digest of exactly what was asked."""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson


def digest_of(asked: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of what is asked as canonical JSON (32 bytes).

    `asked` holds ids, codes and counts only: a plain digest hides no personal data (PC-31).
    """
    return hashlib.sha256(orjson.dumps(dict(asked), option=orjson.OPT_SORT_KEYS)).digest()
