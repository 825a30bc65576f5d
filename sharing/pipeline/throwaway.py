"""Tokens for looking ahead, under a key of the moment.

Under the real key a sender could try telephone numbers until a token equals one it has received.
"""

import base64
import secrets
from collections.abc import Callable
from hashlib import blake2b

from privacy.pseudonyms.tokens import TOKEN_BYTES


def throwaway_tokens() -> Callable[[str], Callable[[str, str], str]]:
    """Return tokenisers whose tokens are equal to each other and to nothing else."""
    key = secrets.token_bytes(32)

    def tokenise_for(circle: str) -> Callable[[str, str], str]:
        def tokenise(kind: str, value: str) -> str:
            text = f"{circle}\x1f{kind}\x1f{value}".encode()
            digest = blake2b(text, key=key, digest_size=TOKEN_BYTES).digest()
            return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

        return tokenise

    return tokenise_for
