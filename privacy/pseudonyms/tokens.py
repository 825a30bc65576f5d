"""Tokens of personal identifiers: HMAC-SHA256 under the key of a circle, 128 bits, base64url."""

import base64
from collections.abc import Callable

from privacy.keys.keyring import keyed_digest

TOKEN_BYTES = 16


def tokenise_for(circle: str) -> Callable[[str, str], str]:
    """Return the tokeniser of a circle: (kind, normalised value) -> 22 base64url characters."""

    def tokenise(kind: str, value: str) -> str:
        digest = keyed_digest(f"token:{circle}", f"{kind}\x1f{value}".encode())
        return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).rstrip(b"=").decode()

    return tokenise
